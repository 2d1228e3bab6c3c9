"""The next meeting and the signs of life, for the first page of a body."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.clock import now, today
from vorort.councils.choices import BodyState, Confidentiality
from vorort.councils.models import Body
from vorort.councils.registry import Panel
from vorort.meetings.choices import MeetingState
from vorort.meetings.queries.documents import when_words
from vorort.meetings.queries.meetings import next_meetings
from vorort.meetings.queries.vitality import Vitality, coming, vitality
from vorort.meetings.rules.calendar import place_words
from vorort.ui import format as show
from vorort.ui.parts import Sum


def meetings_panel(_actor: Person, body: Body, level: Confidentiality) -> Panel | None:
    """Return the next meeting a reader may know of, and for members how alive the body is."""
    states = [MeetingState.INVITED]
    if level != Confidentiality.PUBLIC:
        states.append(MeetingState.DRAFT)
    found = coming(body, states, now())
    signs = vitality(body, on=today()) if level != Confidentiality.PUBLIC else None
    return Panel(
        title=_("Nächste Sitzung"),
        template="meetings/panel.html",
        context={
            "next": found,
            "next_kind": "on" if found and found.state == MeetingState.INVITED else "due",
            "when": when_words(found) if found else "",
            "where": place_words(found) if found else "",
            "signs": signs if body.state == BodyState.ACTIVE else None,
            "sums": _sums(signs) if signs else (),
        },
    )


def next_words(actor: Person, _bodies: Sequence[Body]) -> dict[int, str]:
    """Return when each body meets next, for the list of bodies; constant queries."""
    words = _("nächste Sitzung %(day)s")
    found: dict[int, str] = {}
    for meeting in next_meetings(actor, at=now()):
        found.setdefault(meeting.body_id, words % {"day": show.date(meeting.starts_at)})
    return found


def _sums(signs: Vitality) -> list[Sum]:
    """Return the signs of life as figures with their words."""
    since = _("noch keine") if signs.months_since is None else str(signs.months_since)
    found = [
        Sum(
            _("%(held)s von %(planned)s") % {"held": signs.held, "planned": signs.planned},
            _("Sitzungen in zwölf Monaten"),
        ),
        Sum(since, _("Monate seit der letzten Sitzung")),
    ]
    if signs.promised is not None:
        found.append(Sum(show.share(signs.promised), _("Zusagen der Stimmberechtigten")))
    if signs.carried_out is not None:
        found.append(Sum(show.share(signs.carried_out), _("Beschlüsse umgesetzt")))
    found.append(Sum(show.share(signs.turnover), _("Sitze in zwölf Monaten neu besetzt")))
    return found
