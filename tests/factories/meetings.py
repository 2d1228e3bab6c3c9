"""Meetings of a body, by the real actions or straight into the table."""

import datetime as dt

from vorort.accounts.models import Person
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.meetings import actions
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import AgendaItem, Invitation, Meeting

# A Thursday; the meetings of the tests are three weeks later, at five.
AT = dt.datetime(2026, 3, 5, 9, 0, tzinfo=dt.UTC)
STARTS = dt.datetime(2026, 3, 26, 16, 0, tzinfo=dt.UTC)
PLACE = "Ratssaal"


def make_meeting(
    body: Body, by: Person, *, invited: bool = False, at: dt.datetime = AT, **given: object
) -> Meeting:
    """Draft a meeting three weeks ahead; call everybody to it where asked for."""
    values: dict[str, object] = {"starts_at": at + (STARTS - AT), "place": PLACE}
    with authority_scope(body.authority):
        meeting = actions.create_meeting(body=body, by=by, at=at, **{**values, **given})  # type: ignore[arg-type]
        return actions.invite(meeting=meeting, by=by, at=at) if invited else meeting


def make_coming_meeting(
    body: Body, by: Person, *, invited: bool = True, **given: object
) -> Meeting:
    """Draft a meeting three weeks from now, for tests that go through pages."""
    return make_meeting(body, by, invited=invited, at=now(), **given)


def make_meetings(body: Body, count: int, *, state: str = MeetingState.HELD) -> list[Meeting]:
    """Put many meetings into the table at once, a week apart, ending before ``AT``."""
    with authority_scope(body.authority):
        return Meeting.objects.bulk_create(
            Meeting(
                authority=body.authority,
                body=body,
                number=number,
                year=2026,
                starts_at=AT - dt.timedelta(weeks=number),
                place=PLACE,
                state=state,
            )
            for number in range(1, count + 1)
        )


def make_item(
    meeting: Meeting,
    by: Person,
    title: str = "Licht am Bahnhof",
    level: Confidentiality = Confidentiality.MEMBERS,
    **given: object,
) -> AgendaItem:
    """Add an item before "any other business"."""
    with authority_scope(meeting.authority):
        return actions.add_item(
            meeting=meeting, title=title, confidentiality=level, by=by, at=AT, **given  # type: ignore[arg-type]
        )  # fmt: skip


def invitation_of(meeting: Meeting, function: str) -> Invitation:
    """Return the invitation of the seat with this function."""
    with authority_scope(meeting.authority):
        rows = Invitation.objects.select_related(
            "seat", "deputy", "meeting__body", "meeting__authority"
        )
        return rows.get(meeting=meeting, seat__function=function)
