"""The attendance list, as people read it."""

import datetime as dt
from dataclasses import dataclass

from vorort.councils.choices import SeatRole
from vorort.councils.models import Seat
from vorort.meetings.models import Meeting
from vorort.sittings.choices import Presence
from vorort.sittings.models import Attendance, Sitting
from vorort.sittings.rules import is_there


@dataclass(frozen=True)
class Attendee:
    """Somebody of the attendance list.

    Attributes
    ----------
    label : str
        As the list calls them: the organisation they sit for, else the function, or the guest.
    name : str
        The person's name where it is known; empty otherwise. Not for the public.
    function : str
        The function of the seat or the guest.
    stands_in_for : Seat or None
        The seat whose vote they have in this meeting.
    late, left_early : bool
        Came after the opening, or left before the end.
    """

    attendance: Attendance
    seat: Seat | None
    label: str
    name: str
    function: str
    role: SeatRole
    presence: Presence
    came_at: dt.datetime | None
    left_at: dt.datetime | None
    stands_in_for: Seat | None
    late: bool
    left_early: bool
    is_there: bool

    @property
    def votes(self) -> bool:
        """Whether they have a vote: of their own, or the one of the seat they stand in for."""
        return self.stands_in_for is not None or self.role == SeatRole.VOTING


def get_sitting(meeting: Meeting) -> Sitting | None:
    """Return the sitting of a meeting, None where it was never opened."""
    rows = Sitting.objects.select_related(
        "chaired_by__organisation", "minuted_by__organisation", "chaired_by__person",
        "minuted_by__person",
    )  # fmt: skip
    return rows.filter(meeting=meeting).first()


def list_attendees(meeting: Meeting, sitting: Sitting | None = None) -> list[Attendee]:
    """Return the attendance list: chair, voting, deputies who stand in, advisory, guests."""
    rows = Attendance.objects.filter(meeting=meeting).select_related(
        "seat__organisation",
        "seat__person",
        "seat__deputy_for__organisation",
        "stands_in_for__organisation",
    )
    sitting = sitting or get_sitting(meeting)
    return sorted((_attendee(row, sitting) for row in rows), key=place_of)


def seat_label(seat: Seat) -> str:
    """Return what a list calls a seat: the organisation, else the function."""
    return seat.organisation.name if seat.organisation else seat.function


def _attendee(row: Attendance, sitting: Sitting | None) -> Attendee:
    seat = row.seat
    label = seat_label(seat) if seat else (row.guest_name or row.guest_function)
    name = row.guest_name
    if seat is not None:
        name = seat.person.name if seat.person else seat.name
    opened = sitting.opened_at if sitting else None
    return Attendee(
        attendance=row,
        seat=seat,
        label=label,
        name=name,
        function=seat.function if seat else row.guest_function,
        role=SeatRole(row.role),
        presence=Presence(row.presence),
        came_at=row.came_at,
        left_at=row.left_at,
        stands_in_for=row.stands_in_for,
        late=bool(opened and row.came_at and row.came_at > opened),
        left_early=row.left_at is not None
        and not (sitting and sitting.closed_at and row.left_at >= sitting.closed_at),
        is_there=is_there(row),
    )


_ORDER = (SeatRole.VOTING, SeatRole.DEPUTY, SeatRole.ADVISORY, SeatRole.MINUTE_TAKER, SeatRole.GUEST)  # fmt: skip


def place_of(one: Attendee) -> tuple[bool, int, str, int]:
    is_chair = bool(one.seat and one.seat.is_chair)
    return (not is_chair, _ORDER.index(one.role), one.label, one.attendance.pk)


def is_missing(one: Attendee) -> bool:
    """Whether a member is missing without a word; a deputy who was not called misses nothing."""
    deputy = one.seat is not None and one.seat.role == SeatRole.DEPUTY
    return one.presence == Presence.ABSENT and not deputy
