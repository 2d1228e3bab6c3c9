"""Who may vote: seats, rules of the day, quorum."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from vorort.councils.choices import SeatRole
from vorort.councils.models import BodyRules, Seat
from vorort.councils.rules import current_seats
from vorort.meetings.models import AgendaItem, Meeting
from vorort.sittings.models import Attendance, Recusal
from vorort.sittings.rules import Quorum, seats_needed, voters


def rules_of(meeting: Meeting) -> BodyRules | None:
    """Return the rules of procedure that hold on the day of the meeting."""
    day = timezone.localdate(meeting.starts_at)
    rows = list(BodyRules.objects.filter(body=meeting.body_id).order_by("valid_from"))
    held = [row for row in rows if row.valid_from <= day]
    return held[-1] if held else (rows[0] if rows else None)


def voting_seats(meeting: Meeting) -> frozenset[int]:
    """Return the keys of the seats with a vote that are taken on the day of the meeting."""
    seats = Seat.objects.filter(body=meeting.body_id, role=SeatRole.VOTING)
    taken = current_seats(seats, on=timezone.localdate(meeting.starts_at))
    return frozenset(taken.values_list("pk", flat=True))


def quorum_of(
    rules: BodyRules | None,
    seats: frozenset[int],
    present: Mapping[int, Attendance],
    recused: Iterable[int],
) -> Quorum:
    """Return the quorum with who votes for each seat and the attendances that left for an item."""
    gone = set(recused)
    away = sum(one.pk in gone for one in present.values())
    needed = (
        seats_needed(
            rules.quorum_kind,
            seats=len(seats),
            number=rules.quorum_number,
            recused=away,
            basis=rules.legal_basis,
        )
        if rules
        else 0
    )
    return Quorum(seats=len(seats), present=len(present), recused=away, needed=needed)


@dataclass(frozen=True)
class Table:
    """Who may vote at an item right now, and the quorum there."""

    quorum: Quorum
    voters: tuple[Attendance, ...]
    rules: BodyRules | None


def table_at(item: AgendaItem) -> Table:
    """Return who sits at the table for an item: present with a vote, less those who left for it."""
    meeting = item.meeting
    seats, rules = voting_seats(meeting), rules_of(meeting)
    rows = list(Attendance.objects.filter(meeting=meeting).select_related("seat", "stands_in_for"))
    present = voters(rows, seats)
    recused = set(Recusal.objects.filter(item=item).values_list("attendance_id", flat=True))
    return Table(
        quorum=quorum_of(rules, seats, present, recused),
        voters=tuple(one for one in present.values() if one.pk not in recused),
        rules=rules,
    )
