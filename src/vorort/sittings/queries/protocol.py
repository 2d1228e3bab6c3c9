"""What was noted of a meeting, as far as a reader may see it."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from vorort.accounts.models import Person
from vorort.councils.choices import Confidentiality, SeatRole
from vorort.councils.models import Seat
from vorort.councils.rules import readable
from vorort.meetings.models import AgendaItem, Meeting
from vorort.meetings.queries import list_items, list_returned
from vorort.meetings.rules import numbered
from vorort.papers.models import Paper
from vorort.resolutions.models import Resolution, Task
from vorort.sittings.choices import Ballot, ItemState, Presence
from vorort.sittings.models import ItemRecord, Recusal, Sitting, Vote, VoteOfPerson
from vorort.sittings.queries.course import ITEM_ORIGIN
from vorort.sittings.queries.people import (
    Attendee,
    get_sitting,
    is_missing,
    list_attendees,
    place_of,
)
from vorort.sittings.queries.table import quorum_of, rules_of, voting_seats
from vorort.sittings.rules import Quorum, voters


@dataclass(frozen=True)
class VoteProtocol:
    """A vote; ``ballots`` only where it was by name, the chair's side of the table first."""

    vote: Vote
    resolution: Resolution | None
    entitled: int | None
    ballots: tuple[tuple[Attendee, Ballot], ...] = ()


@dataclass(frozen=True)
class RecusalNote:
    """Somebody who did not take part in an item."""

    attendee: Attendee
    reason: str


@dataclass(frozen=True)
class ItemProtocol:
    """An item with all that was noted; ``revision`` is that of its notes."""

    number: str
    item: AgendaItem
    state: ItemState
    notes: str = ""
    revision: int = 0
    opened_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    edited_at: dt.datetime | None = None
    votes: list[VoteProtocol] = field(default_factory=list)
    recusals: list[RecusalNote] = field(default_factory=list)
    # Tasks that were agreed here, and those that came back with the agenda.
    tasks: list[Task] = field(default_factory=list)
    returned: list[Task] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)


@dataclass(frozen=True)
class Protocol:
    """All that was noted of a meeting, for one reader.

    ``quorum`` is the one now; ``quorum_at_opening`` counts who had come when it was opened.
    Without a sitting all lists but ``items`` are empty and the times are None.
    """

    meeting: Meeting
    sitting: Sitting | None
    opened_at: dt.datetime | None
    closed_at: dt.datetime | None
    chaired_by: Seat | None
    minuted_by: Seat | None
    present: list[Attendee]
    excused: list[Attendee]
    absent: list[Attendee]
    guests: list[Attendee]
    quorum: Quorum
    quorum_at_opening: Quorum
    items: list[ItemProtocol]


def get_protocol(
    meeting: Meeting, *, level: Confidentiality | None, reader: Person | None = None
) -> Protocol:
    """Return what was noted of a meeting, as far as somebody of this level may read it.

    ``reader`` adds the items a guest reports on (``meetings.queries.list_items``).
    """
    sitting = get_sitting(meeting)
    people = list_attendees(meeting, sitting)
    items = list_items(meeting, level, reader=reader)
    seats = voting_seats(meeting)
    rules = rules_of(meeting)
    attendances = [one.attendance for one in people]
    opened_at = sitting.opened_at if sitting else None

    def counted(at: dt.datetime | None) -> Quorum:
        return quorum_of(rules, seats, voters(attendances, seats, at=at), ())

    members = [one for one in people if one.role != SeatRole.GUEST]
    return Protocol(
        meeting=meeting,
        sitting=sitting,
        opened_at=opened_at,
        closed_at=sitting.closed_at if sitting else None,
        chaired_by=sitting.chaired_by if sitting else None,
        minuted_by=sitting.minuted_by if sitting else None,
        present=[one for one in members if one.presence == Presence.PRESENT],
        excused=[one for one in members if one.presence == Presence.EXCUSED],
        absent=[one for one in members if is_missing(one)],
        guests=[
            one
            for one in people
            if one.role == SeatRole.GUEST and one.presence == Presence.PRESENT
        ],
        quorum=counted(sitting.closed_at - dt.timedelta(seconds=1) if sitting and sitting.closed_at else None),
        quorum_at_opening=counted(opened_at),
        items=_items(meeting, level, items, {one.attendance.pk: one for one in people}),
    )  # fmt: skip


def stamp_of(protocol: Protocol) -> str:
    """Return a short text that changes when a reader of this protocol would see something new."""
    people = [*protocol.present, *protocol.excused, *protocol.absent, *protocol.guests]
    seen = [
        (one.attendance.pk, one.presence.value, one.left_at, bool(one.stands_in_for))
        for one in people
    ]
    items = [
        (
            one.item.pk, one.item.title, one.state.value, one.revision, len(one.recusals),
            [(vote.vote.pk, vote.vote.revision) for vote in one.votes],
            [(task.pk, task.state) for task in (*one.tasks, *one.returned)],
        )
        for one in protocol.items
    ]  # fmt: skip
    words = repr((protocol.closed_at, sorted(seen, key=repr), items))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _items(
    meeting: Meeting,
    level: Confidentiality | None,
    items: Sequence[AgendaItem],
    people: Mapping[int, Attendee],
) -> list[ItemProtocol]:
    """Return the items with their records, each kind of row in one query."""
    records = {row.item_id: row for row in ItemRecord.objects.filter(item__in=items)}
    votes = _votes(items, people)
    recusals: dict[int, list[RecusalNote]] = {}
    for row in Recusal.objects.filter(item__in=items).order_by("id"):
        note = RecusalNote(people[row.attendance_id], row.reason)
        recusals.setdefault(row.item_id, []).append(note)
    tasks = _tasks(items, level)
    returned = list_returned(meeting, level, items)
    found = []
    for number, item in numbered(items):
        record = records.get(item.pk)
        found.append(
            ItemProtocol(
                number=number,
                item=item,
                state=ItemState(record.state) if record else ItemState.OPEN,
                notes=record.notes if record else "",
                revision=record.revision if record else 0,
                opened_at=record.opened_at if record else None,
                closed_at=record.closed_at if record else None,
                edited_at=record.edited_at if record else None,
                votes=votes.get(item.pk, []),
                recusals=recusals.get(item.pk, []),
                tasks=tasks.get(item.public_id, []),
                returned=returned.get(item.pk, []),
                papers=[one.paper for one in item.consultations.all()],
            )
        )
    return found


def _votes(
    items: Sequence[AgendaItem], people: Mapping[int, Attendee]
) -> dict[int, list[VoteProtocol]]:
    of_persons = Prefetch("of_persons", queryset=VoteOfPerson.objects.order_by("id"))
    rows = Vote.objects.filter(item__in=items).select_related("resolution")
    found: dict[int, list[VoteProtocol]] = {}
    for row in rows.prefetch_related(of_persons).order_by("item", "position"):
        ballots = [(people[one.attendance_id], Ballot(one.ballot)) for one in row.of_persons.all()]
        made = VoteProtocol(
            vote=row,
            resolution=row.resolution,
            entitled=row.entitled,
            ballots=tuple(sorted(ballots, key=lambda pair: place_of(pair[0]))),
        )
        found.setdefault(row.item_id, []).append(made)
    return found


def _tasks(items: Sequence[AgendaItem], level: Confidentiality | None) -> dict[str, list[Task]]:
    rows = Task.objects.filter(
        origin_kind=ITEM_ORIGIN,
        origin_id__in=[item.public_id for item in items],
        confidentiality__in=readable(level),
    ).select_related("owner__organisation", "resolution")
    found: dict[str, list[Task]] = {}
    for row in rows.order_by("id"):
        found.setdefault(row.origin_id, []).append(row)
    return found
