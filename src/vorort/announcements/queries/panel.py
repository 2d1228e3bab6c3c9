"""What the first page of a body shows of its public page, and when that wants renewing."""

import datetime as dt

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.announcements.queries.bodies import body_path, body_publication, stale_words
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.councils.registry import Panel, address_of
from vorort.councils.rules import can_edit_public
from vorort.ui import format as show
from vorort.ui.parts import Task


def body_panel(actor: Person, body: Body, _level: Confidentiality) -> Panel:
    """Return the box that says whether everybody sees a body."""
    context = {
        "publication": body_publication(body),
        "public_path": body_path(body),
        "may_publish": can_edit_public(actor, body),
    }
    return Panel(_("Öffentlich"), "announcements/body_panel.html", context, side=True)


def body_step(body: Body, *, on: dt.date) -> Task | None:
    """Return the step to renew a public page that does not hold any more."""
    live = body_publication(body)
    stale = stale_words(body, live, on=on) if live else ()
    if live is None or not stale:
        return None
    told = {"day": show.date(live.published_at), "what": ", ".join(stale)}
    return Task(
        label=_("Öffentliche Seite erneuern"),
        url=address_of("announcements:body", body),
        note=_("Geändert seit dem %(day)s: %(what)s.") % told,
    )
