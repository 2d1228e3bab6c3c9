"""A meeting of the demo from its first draft to its public minutes, through the real actions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from vorort.accounts.models import Person
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body, Seat
from vorort.meetings import actions as meetings
from vorort.meetings.choices import ItemKind, Reply, StandingKind
from vorort.meetings.models import AgendaItem, Meeting
from vorort.minutes import actions as minutes
from vorort.papers.models import Paper
from vorort.resolutions import actions as resolutions
from vorort.resolutions.choices import Counts, ResolutionKind, VoteMode
from vorort.resolutions.models import Resolution
from vorort.sittings import actions as sittings

PLACE, ADDRESS = "Rathaus, Ratssaal", "Markt 1, 00000 Lindenau an der Weide"


@dataclass(frozen=True)
class Motion:
    """What is voted on at an item; no counts means consensus."""

    text: str
    title: str = ""
    counts: Counts | None = None
    kind: ResolutionKind = ResolutionKind.DECISION
    mode: VoteMode = VoteMode.COUNTS


@dataclass(frozen=True)
class Point:
    """An item of an agenda, what was said to it and what came out."""

    title: str
    kind: ItemKind = ItemKind.INFORMATION
    level: Confidentiality = Confidentiality.PUBLIC
    notes: str = ""
    minutes_planned: int = 15
    # Function of the seat that reports.
    rapporteur: str = ""
    paper: str = ""
    motion: Motion | None = None


@dataclass(frozen=True)
class Script:
    """One meeting: days before (or after) today, its items, who was not there."""

    days: int
    points: tuple[Point, ...]
    # What was said to the standing items.
    opening: str = ""
    closing: str = ""
    away: tuple[str, ...] = ()
    summary: str = ""
    is_public: bool = True


@dataclass
class Table:
    """A body with its seats, its papers and who runs it."""

    body: Body
    by: Person
    seats: dict[str, Seat] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    resolutions: dict[str, Resolution] = field(default_factory=dict)


def evening(today: dt.date, days: int, *, hour: int = 17) -> dt.datetime:
    """Return the hour of the Tuesday next to that day."""
    day = today + dt.timedelta(days=days)
    day += dt.timedelta(days=1 - day.weekday())
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def call(
    table: Table,
    script: Script,
    *,
    today: dt.date,
    at: dt.datetime,
    place: tuple[str, str] | None = None,
) -> Meeting:
    """Draft a meeting with its agenda and invite to it, in time."""
    room, address = place or (PLACE, ADDRESS)
    starts = evening(today, script.days)
    invited = min(starts - dt.timedelta(days=20, hours=6), at)
    by = table.by
    meeting = meetings.create_meeting(
        body=table.body,
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=2),
        is_public=script.is_public,
        by=by,
        at=invited - dt.timedelta(days=8),
        place=room,
        place_address=address,
    )
    for point in script.points:
        meetings.add_item(
            meeting=meeting,
            title=point.title,
            kind=point.kind,
            confidentiality=point.level,
            minutes_planned=point.minutes_planned,
            rapporteur=table.seats.get(point.rapporteur),
            papers=[table.papers[point.paper]] if point.paper else (),
            by=by,
            at=invited - dt.timedelta(days=7),
        )
    return meetings.invite(meeting=meeting, by=by, at=invited)


def answer(
    meeting: Meeting, *, at: dt.datetime, no: Mapping[str, str], silent: tuple[str, ...] = ()
) -> None:
    """Let the invited answer; who does not come says why, who is silent says nothing."""
    for invitation in meeting.invitations.select_related("seat"):
        function = invitation.seat.function
        if function in silent:
            continue
        meetings.reply(
            invitation=invitation,
            reply=Reply.NO if function in no else Reply.YES,
            note=no.get(function, ""),
            at=at,
        )


def hold(table: Table, meeting: Meeting, script: Script) -> None:
    """Open, go through the agenda, vote, close."""
    by, starts = table.by, meeting.starts_at
    chair = next(seat for seat in table.seats.values() if seat.is_chair)
    sitting = sittings.open_sitting(
        meeting=meeting, by=by, at=starts, chaired_by=chair, minuted_by=table.seats["Koordination"]
    )
    told = {point.title: point for point in script.points}
    told |= {
        str(StandingKind.OPENING.label): Point("", notes=script.opening),
        str(StandingKind.ANY_OTHER.label): Point("", notes=script.closing),
    }
    moment = starts + dt.timedelta(minutes=5)
    for item in meeting.items.order_by("position"):
        point = told.get(item.title, Point(""))
        if item.confidentiality == Confidentiality.CORE:
            # What the core group says is not in the demo's minutes.
            continue
        sittings.start_item(item=item, by=by, at=moment)
        if point.notes:
            sittings.save_notes(item=item, text=point.notes, revision=0, by=by, at=moment)
        moment += dt.timedelta(minutes=10)
        if point.motion:
            _vote(table, item, point.motion, at=moment)
        sittings.close_item(item=item, by=by, at=moment)
    sittings.close_sitting(sitting=sitting, by=by, at=moment + dt.timedelta(minutes=3))
    meeting.refresh_from_db()


def _vote(table: Table, item: AgendaItem, motion: Motion, *, at: dt.datetime) -> None:
    vote = sittings.record_vote(
        item=item,
        kind=motion.kind,
        title=motion.title,
        text=motion.text,
        mode=motion.mode if motion.counts else VoteMode.CONSENSUS,
        counts=motion.counts,
        by=table.by,
        at=at,
    )
    if vote.resolution is not None:
        table.resolutions[motion.title or item.title] = vote.resolution


def write_up(
    table: Table, meeting: Meeting, script: Script, *, approved_in: Meeting | None, note: str = ""
) -> None:
    """Draft, approve and publish the minutes; they are approved in the next meeting, or as noted."""
    by = table.by
    drafted = meeting.starts_at + dt.timedelta(days=2)
    made = minutes.draft_minutes(meeting=meeting, by=by, at=drafted)
    made = minutes.save_summary(
        minutes=made, text=script.summary, revision=made.revision, by=by, at=drafted
    )
    later = approved_in.starts_at if approved_in else drafted + dt.timedelta(days=14)
    made = minutes.approve(
        minutes=made, by=by, at=later + dt.timedelta(minutes=20), meeting=approved_in, note=note
    )
    minutes.publish_minutes(minutes=made, by=by, at=later + dt.timedelta(days=1))


def carry_out(
    table: Table, title: str, state: str, *, on: dt.date, note: str, at: dt.datetime
) -> None:
    """Say what became of a resolution."""
    resolutions.set_implementation(
        resolution=table.resolutions[title], state=state, on=on, note=note, by=table.by, at=at
    )
