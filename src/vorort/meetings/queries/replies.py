"""Who was called, and what they said."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from vorort.accounts.models import Person
from vorort.councils.choices import SeatRole
from vorort.councils.models import Seat
from vorort.councils.rules import current_seats
from vorort.meetings.choices import Reply
from vorort.meetings.models import Invitation, Meeting

# Who votes first, then who advises, writes, listens.
_ORDER = (
    SeatRole.VOTING, SeatRole.DEPUTY, SeatRole.ADVISORY, SeatRole.MINUTE_TAKER, SeatRole.GUEST,
)  # fmt: skip


@dataclass(frozen=True)
class Replies:
    """The answers to an invitation, and how many gave which."""

    rows: list[Invitation]
    yes: int
    no: int
    deputies: int
    silent: int
    on_paper: int


def list_replies(meeting: Meeting) -> Replies:
    """Return the answers of all who were called, with the deputies they could name."""
    named = current_seats(Seat.objects.all(), on=timezone.localdate(meeting.starts_at))
    rows = list(
        Invitation.objects.filter(meeting=meeting)
        .select_related("seat", "seat__organisation", "deputy", "meeting")
        .prefetch_related(Prefetch("seat__deputies", queryset=named))
        .order_by("-seat__is_chair", "seat__function", "id")
    )
    rows.sort(key=lambda row: (not row.seat.is_chair, _ORDER.index(SeatRole(row.seat.role))))
    counts = dict.fromkeys(Reply, 0)
    for row in rows:
        counts[Reply(row.reply)] += 1
    return Replies(
        rows=rows,
        yes=counts[Reply.YES],
        no=counts[Reply.NO],
        deputies=counts[Reply.DEPUTY],
        silent=counts[Reply.NONE],
        on_paper=sum(row.on_paper for row in rows),
    )


def get_invitation(meeting: Meeting, seat_id: str) -> Invitation | None:
    """Return the invitation of a seat, None where it was not called."""
    found = Invitation.objects.filter(meeting=meeting, seat__public_id=seat_id)
    return found.select_related("seat", "deputy", "meeting__body", "meeting__authority").first()


def own_invitation(actor: Person, meeting: Meeting) -> Invitation | None:
    """Return the invitation of a person's own seat."""
    found = Invitation.objects.filter(meeting=meeting, seat__person=actor)
    return found.select_related("seat", "deputy", "meeting__body", "meeting__authority").first()


def deputies_of(invitation: Invitation) -> list[Seat]:
    """Return who may stand in for the one invited on the day of the meeting."""
    day = timezone.localdate(invitation.meeting.starts_at)
    return list(current_seats(Seat.objects.filter(deputy_for=invitation.seat_id), on=day))


def invitation_of_link(meeting_id: str, seat: Seat) -> Invitation | None:
    """Return the invitation a personal link is for."""
    found = Invitation.objects.filter(meeting__public_id=meeting_id, seat=seat)
    return found.select_related(
        "seat__person", "deputy", "meeting__body", "meeting__authority"
    ).first()
