"""A meeting that is invited, with an agenda and replies; and the sitting in it."""

import datetime as dt

from tests.factories.councils import make_council, seat_of
from tests.people import People

from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body, Seat
from vorort.meetings.choices import ItemKind, MeetingState, Reply, StandingKind
from vorort.meetings.models import AgendaItem, Invitation, Meeting
from vorort.sittings.actions import open_sitting
from vorort.sittings.models import Attendance, Sitting

START = dt.datetime(2026, 12, 3, 16, 0, tzinfo=dt.UTC)
# What stands on the agenda: title, kind, class.
AGENDA: tuple[tuple[str, ItemKind, Confidentiality], ...] = (
    ("Eröffnung", ItemKind.INFORMATION, Confidentiality.PUBLIC),
    ("Licht und Grün Am Hang", ItemKind.DECISION, Confidentiality.PUBLIC),
    ("Stand der Maßnahmen", ItemKind.DISCUSSION, Confidentiality.MEMBERS),
    ("Fallbezogene Abstimmung", ItemKind.DISCUSSION, Confidentiality.CORE),
)


def make_invited(
    people: People,
    *,
    body: Body | None = None,
    starts_at: dt.datetime = START,
    agenda: tuple[tuple[str, ItemKind, Confidentiality], ...] = AGENDA,
    number: int = 4,
    **given: object,
) -> Meeting:
    """Make a meeting to which everybody with a seat of their own is invited."""
    body = body or make_council(people)
    with authority_scope(body.authority):
        meeting: Meeting = Meeting.objects.create(
            **{
                "authority": body.authority,
                "body": body,
                "number": number,
                "year": starts_at.year,
                "state": MeetingState.INVITED,
                "starts_at": starts_at,
                "invited_at": starts_at - dt.timedelta(days=21),
                "place": "Ratssaal",
                **given,
            }
        )
        for position, (title, kind, level) in enumerate(agenda, start=1):
            AgendaItem.objects.create(
                authority=body.authority,
                meeting=meeting,
                position=position,
                title=title,
                kind=kind,
                confidentiality=level,
                standing=StandingKind.OPENING if title == "Eröffnung" else StandingKind.NONE,
            )
        for seat in Seat.objects.filter(body=body, deputy_for__isnull=True):
            Invitation.objects.create(authority=body.authority, meeting=meeting, seat=seat)
    return meeting


def answer(meeting: Meeting, function: str, reply: Reply, deputy: Seat | None = None) -> None:
    """Let a member answer the invitation."""
    with authority_scope(meeting.authority):
        Invitation.objects.filter(meeting=meeting, seat=seat_of(meeting.body, function)).update(
            reply=reply, deputy=deputy, replied_at=meeting.starts_at - dt.timedelta(days=3)
        )


def make_sitting(people: People, meeting: Meeting | None = None, *, yes: bool = True) -> Sitting:
    """Open the sitting at its hour; with ``yes`` everybody had said yes."""
    meeting = meeting or make_invited(people)
    with authority_scope(meeting.authority):
        if yes:
            Invitation.objects.filter(meeting=meeting, reply=Reply.NONE).update(
                reply=Reply.YES, replied_at=meeting.starts_at - dt.timedelta(days=3)
            )
        return open_sitting(
            meeting=meeting,
            by=people.coordinator,
            at=meeting.starts_at,
            chaired_by=seat_of(meeting.body, "Bürgermeisterin"),
            minuted_by=seat_of(meeting.body, "Koordination"),
        )


def item_of(meeting: Meeting, position: int) -> AgendaItem:
    """Return the item at a place of the agenda."""
    with authority_scope(meeting.authority):
        return AgendaItem.objects.select_related("meeting__body", "meeting__authority").get(
            meeting=meeting, position=position
        )


def present(meeting: Meeting, function: str) -> Attendance:
    """Return the row of the attendance list of a seat."""
    with authority_scope(meeting.authority):
        return Attendance.objects.get(meeting=meeting, seat__function=function)
