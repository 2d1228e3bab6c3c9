"""Who is at the table, how many that must be, who may vote."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from vorort.councils.choices import LegalBasis, QuorumKind
from vorort.sittings.choices import Presence
from vorort.sittings.models import Attendance


@dataclass(frozen=True)
class Quorum:
    """Seats with a vote, those of them represented, who left for the item, how many it takes."""

    seats: int
    present: int
    recused: int
    needed: int

    @property
    def entitled(self) -> int:
        """How many may vote now."""
        return self.present - self.recused

    @property
    def reached(self) -> bool:
        return self.entitled >= self.needed


def seats_needed(
    kind: str, *, seats: int, number: int | None = None, recused: int = 0, basis: str = ""
) -> int:
    """Return how many entitled members make a quorum.

    Where more than half of all members of a committee are recused, a quarter is enough
    (§ 39 (2) sentence 2 SächsGemO).
    """
    if kind == QuorumKind.NONE:
        return 0
    if kind == QuorumKind.FIXED:
        return number or 1
    if basis == LegalBasis.ADVISORY_COMMITTEE and 2 * recused > seats:
        return max(1, -(-seats // 4))
    return max(1, seats // 2 + 1 if kind == QuorumKind.MORE_THAN_HALF else -(-seats // 2))


def is_there(attendance: Attendance, at: dt.datetime | None = None) -> bool:
    """Whether somebody is at the table at a moment; without a moment: has come and not left."""
    if attendance.presence != Presence.PRESENT:
        return False
    if at is None:
        return attendance.left_at is None
    came = attendance.came_at is None or attendance.came_at <= at
    return came and (attendance.left_at is None or attendance.left_at > at)


def voters(
    attendances: Iterable[Attendance],
    voting_seats: Collection[int],
    *,
    at: dt.datetime | None = None,
) -> Mapping[int, Attendance]:
    """Return who votes for each represented seat: its holder, or else the deputy."""
    there = [one for one in attendances if is_there(one, at)]
    found = {
        one.stands_in_for_id: one
        for one in there
        if one.stands_in_for_id is not None and one.stands_in_for_id in voting_seats
    }
    return found | {
        one.seat_id: one
        for one in there
        if one.seat_id is not None and one.seat_id in voting_seats and not one.stands_in_for_id
    }
