"""The next meeting, for the first page of a body and the list of bodies."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.clock import now
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.councils.registry import Panel
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import Meeting
from vorort.meetings.queries.documents import when_words
from vorort.meetings.queries.meetings import next_meetings
from vorort.meetings.rules.calendar import place_words
from vorort.ui import format as show


def meetings_panel(_actor: Person, body: Body, level: Confidentiality) -> Panel | None:
    """Return the next meeting a reader may know of."""
    states = [MeetingState.INVITED]
    if level != Confidentiality.PUBLIC:
        states.append(MeetingState.DRAFT)
    rows = Meeting.objects.filter(body=body, state__in=states, starts_at__gte=now())
    found = rows.select_related("body", "authority").order_by("starts_at").first()
    return Panel(
        title=_("Nächste Sitzung"),
        template="meetings/panel.html",
        context={
            "next": found,
            "next_kind": "on" if found and found.state == MeetingState.INVITED else "due",
            "when": when_words(found) if found else "",
            "where": place_words(found) if found else "",
        },
    )


def next_words(actor: Person, _bodies: Sequence[Body]) -> dict[int, str]:
    """Return when each body meets next, for the list of bodies; constant queries."""
    words = _("nächste Sitzung %(day)s")
    found: dict[int, str] = {}
    for meeting in next_meetings(actor, at=now()):
        found.setdefault(meeting.body_id, words % {"day": show.date(meeting.starts_at)})
    return found
