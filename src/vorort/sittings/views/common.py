"""What the pages of a sitting share: who reads how far, and the page itself."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.core import links
from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest
from vorort.councils.choices import Confidentiality, DecisionMode, SeatRole
from vorort.councils.rules import level_of, readable
from vorort.meetings.choices import ItemKind
from vorort.meetings.models import Meeting
from vorort.meetings.queries import get_meeting
from vorort.meetings.rules import level_in
from vorort.papers.models import Paper
from vorort.resolutions.choices import ResolutionKind, TaskState, VoteMode
from vorort.resolutions.models import Resolution, Task
from vorort.sittings import queries
from vorort.sittings.choices import ItemState
from vorort.sittings.forms import NotesForm, RecusalForm, TaskForm, VoteForm
from vorort.sittings.models import Sitting
from vorort.sittings.queries import Attendee, ItemProtocol, Protocol, Table
from vorort.sittings.rules import can_lead, can_write_at, combine, compare, is_running
from vorort.ui.parts import Link


@dataclass(frozen=True)
class Reading:
    """A meeting as this reader sees it."""

    request: TownRequest
    meeting: Meeting
    sitting: Sitting | None
    level: Confidentiality
    # How far they read the body itself; a deputy reads no more than this meeting.
    standing: Confidentiality | None
    may_lead: bool
    protocol: Protocol

    @cached_property
    def people(self) -> list[Attendee]:
        """The attendance list."""
        return queries.list_attendees(self.meeting, self.sitting) if self.sitting else []

    @property
    def address(self) -> str:
        return reverse(
            "sittings:sitting", args=[self.request.authority.slug, self.meeting.public_id]
        )

    def address_of(self, item: ItemProtocol) -> str:
        return f"{self.address}?punkt={item.item.public_id}"

    def may_write(self, item: ItemProtocol) -> bool:
        return can_write_at(
            self.request.user, self.meeting, self.sitting, item.item.confidentiality, at=now()
        )


def read(request: TownRequest, public_id: str) -> Reading:
    """Return a meeting for members and who runs the body; a 404 for everybody else.

    What is noted while people speak is not for the town's offices; they read the minutes.
    """
    meeting = get_meeting(request.user, request.authority, public_id)
    level = level_in(request.user, meeting, at=now())
    if level not in {Confidentiality.MEMBERS, Confidentiality.CORE}:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    protocol = queries.get_protocol(meeting, level=level)
    return Reading(
        request=request,
        meeting=meeting,
        sitting=protocol.sitting,
        level=level,
        standing=level_of(request.user, meeting.body),
        may_lead=can_lead(request.user, meeting, protocol.sitting),
        protocol=protocol,
    )


def again(reading: Reading) -> Reading:
    """Return the same reading after something was written."""
    meeting = get_meeting(
        reading.request.user, reading.request.authority, reading.meeting.public_id
    )
    protocol = queries.get_protocol(meeting, level=reading.level)
    return replace(reading, meeting=meeting, sitting=protocol.sitting, protocol=protocol)


def lead(request: TownRequest, public_id: str) -> Reading:
    """Return a meeting for who leads its page: opens, closes, keeps the attendance."""
    reading = read(request, public_id)
    if not reading.may_lead:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return reading


def find(reading: Reading, item_id: str) -> ItemProtocol:
    """Return an item this reader may see."""
    for one in reading.protocol.items:
        if one.item.public_id == item_id:
            return one
    raise NotVisible(_("Diese Seite gibt es nicht."))


def write(request: TownRequest, public_id: str, item_id: str) -> tuple[Reading, ItemProtocol]:
    """Return meeting and item for who may write there."""
    reading = read(request, public_id)
    current = find(reading, item_id)
    core = current.item.confidentiality == Confidentiality.CORE
    if reading.sitting is None or not (core or reading.may_lead):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return reading, current


def current_of(reading: Reading, wanted: str = "") -> ItemProtocol | None:
    """Return the item to show: the wanted one, the one that runs, the first that is open."""
    items = reading.protocol.items
    chosen = (
        [one for one in items if one.item.public_id == wanted]
        or [one for one in items if one.state == ItemState.RUNNING]
        or [one for one in items if one.state == ItemState.OPEN]
        or items[-1:]
    )
    return chosen[0] if chosen else None


@dataclass(frozen=True)
class Filled:
    """Forms that come back with what was typed; None: as they are when the page opens."""

    notes: NotesForm | None = None
    vote: VoteForm | None = None
    task: TaskForm | None = None
    recusal: RecusalForm | None = None
    problem: str = ""
    merge: dict[str, Any] | None = None


def page(
    reading: Reading,
    current: ItemProtocol | None,
    filled: Filled | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Render the page at one item."""
    filled = filled or Filled()
    items = reading.protocol.items
    place = items.index(current) if current in items else 0
    context: dict[str, Any] = {
        **frame_of(reading),
        "items": items,
        "current": current,
        "before": items[place - 1] if current and place > 0 else None,
        "after": items[place + 1] if current and place + 1 < len(items) else None,
        "filled": filled,
        "stamp": queries.stamp_of(reading.protocol),
    }
    table = queries.table_at(current.item) if current and reading.sitting else None
    if current is not None and table is not None:
        context |= _item_context(reading, current, filled, table)
    context |= aside_of(reading, current, table)
    return render(reading.request, "sittings/sitting.html", context, status=status)


def frame_of(reading: Reading, *more: Link) -> dict[str, Any]:
    """Return what stands around every page of a sitting."""
    meeting, user = reading.meeting, reading.request.user
    body = links.resolve(user, "councils.body", meeting.body.public_id)
    own = links.resolve(user, "meetings.meeting", meeting.public_id)
    trail = [
        Link(body.title, body.url) if body else Link(meeting.body.name),
        Link(meeting.label, own.url if own else ""),
        Link(_("Verlauf"), reading.address if more else ""),
        *more,
    ]
    return {
        "meeting": meeting,
        "sitting": reading.sitting,
        "protocol": reading.protocol,
        "may_lead": reading.may_lead,
        "running": is_running(meeting, reading.sitting),
        "trail": trail,
        "now": now(),
    }


def aside_of(reading: Reading, current: ItemProtocol | None, table: Table | None) -> dict[str, Any]:
    """Return the attendance beside the page, with the quorum at the current item."""
    people = reading.people
    away = {one.attendee.attendance.pk for one in current.recusals} if current else set()
    return {
        "current": current,
        "quorum": table.quorum if table else reading.protocol.quorum,
        "people": [
            {"one": one, "recused": one.attendance.pk in away, "note": _note(one)}
            for one in people
            if _shown(one, people)
        ],
        "may_tick": reading.may_lead and is_running(reading.meeting, reading.sitting),
        "summary": votes_summary(table, people) if table else "",
    }


def _shown(one: Attendee, people: list[Attendee]) -> bool:
    """Whether a line stands in the list: a deputy only beside a member who is not there."""
    if one.seat is None or one.role != SeatRole.DEPUTY or one.is_there:
        return True
    return not any(
        other.is_there
        and one.seat.deputy_for_id
        in {
            other.seat.pk if other.seat else None,
            other.stands_in_for.pk if other.stands_in_for else None,
        }
        for other in people
    )


def _note(one: Attendee) -> str:
    """Return what stands behind a name in brackets."""
    words = []
    if one.seat and one.seat.is_chair:
        words.append(_("Vorsitz"))
    if one.stands_in_for:
        words.append(_("für %(seat)s") % {"seat": queries.seat_label(one.stands_in_for)})
    elif one.role in {SeatRole.DEPUTY, SeatRole.ADVISORY, SeatRole.GUEST, SeatRole.MINUTE_TAKER}:
        words.append(str(one.role.label))
    if one.left_early and one.left_at:
        words.append(_("gegangen %(time)s") % {"time": clock(one.left_at)})
    elif not one.is_there and one.seat and one.role != SeatRole.DEPUTY:
        words.append(str(one.presence.label) if one.presence != "present" else "")
    elif one.is_there and one.late and one.came_at:
        words.append(_("seit %(time)s") % {"time": clock(one.came_at)})
    return ", ".join(word for word in words if word)


def clock(moment: Any) -> str:
    """Return the time of the day without "Uhr"."""
    return f"{timezone.localtime(moment):%H:%M}"


def votes_summary(table: Table, people: list[Attendee]) -> str:
    """Say who may vote at an item, as the minutes will have to."""
    there = [one for one in people if one.is_there]
    advisory = sum(not one.votes for one in there)
    words = [_("%(count)d dürfen hier abstimmen.") % {"count": table.quorum.entitled}]
    parts = []
    if advisory:
        parts.append(_("%(count)d ohne Stimmrecht") % {"count": advisory})
    if table.quorum.recused:
        parts.append(_("%(count)d befangen") % {"count": table.quorum.recused})
    total = _("Anwesend %(count)d") % {"count": len(there)}
    words.append(
        total
        + (", " + _("davon %(parts)s") % {"parts": _(" und ").join(parts)} if parts else "")
        + "."
    )
    return " ".join(words)


def _item_context(
    reading: Reading, current: ItemProtocol, filled: Filled, table: Table
) -> dict[str, Any]:
    user, item = reading.request.user, current.item
    may_write = reading.may_write(current)
    running = is_running(reading.meeting, reading.sitting)
    people = reading.people
    away = {one.attendee.attendance.pk for one in current.recusals}
    at_table = [
        one for one in people if one.is_there and one.votes and one.attendance.pk not in away
    ]
    origin = links.resolve(user, item.origin_kind, item.origin_id) if item.origin_kind else None
    is_core = item.confidentiality == Confidentiality.CORE
    return {
        "may_write": may_write,
        "may_vote": may_write and running and current.state != ItemState.ADJOURNED,
        "is_core": is_core,
        "keep": "" if is_core else f"vorort:verlauf:{item.public_id}:{user.public_id}",
        "papers": [_linked(reading, "papers:paper", one) for one in current.papers],
        "origin": origin,
        "votes": [
            {"one": one, "link": _linked(reading, "resolutions:resolution", one.resolution)}
            for one in current.votes
        ],
        "tasks": [_task(reading, one) for one in current.tasks],
        "returned": [_task(reading, one) for one in current.returned],
        "notes_form": filled.notes or notes_form(current),
        "vote_form": filled.vote or vote_form(current, table),
        "task_form": filled.task or TaskForm(),
        "recusal_form": filled.recusal or RecusalForm(people=at_table),
        "can_recuse": may_write and not current.votes and bool(at_table),
        "table": table,
        "prefers_consensus": bool(
            table.rules and table.rules.decision_mode == DecisionMode.CONSENSUS
        ),
        "asks_for_vote": item.kind in {ItemKind.DECISION, ItemKind.ELECTION}
        or bool(current.votes)
        or filled.vote is not None,
    }


def notes_form(current: ItemProtocol) -> NotesForm:
    """Return the notes as they stand."""
    return NotesForm(
        initial={"text": current.notes, "revision": current.revision, "base": current.notes}
    )


def vote_form(current: ItemProtocol, table: Table) -> VoteForm:
    """Return a motion to fill in: the paper's proposal, elections in secret (§ 39 (7))."""
    election = current.item.kind == ItemKind.ELECTION
    paper = queries.paper_of(current.item)
    return VoteForm(
        table=table,
        initial={
            "text": paper.proposal if paper and not current.votes else "",
            "kind": ResolutionKind.ELECTION if election else ResolutionKind.DECISION,
            "mode": VoteMode.SECRET if election else VoteMode.COUNTS,
            "seen": len(current.votes),
        },
    )


def merging(mine: str, base: str | None, current: Any) -> dict[str, Any]:
    """Return what the page needs to bring two texts together."""
    return {
        "pieces": compare(mine, current.notes),
        "mine": mine,
        "theirs": current.notes,
        "combined": combine(base, mine, current.notes),
        "revision": current.revision,
        "who": current.edited_by.name if current.edited_by else "",
        "when": current.edited_at,
    }


def _linked(reading: Reading, name: str, thing: Paper | Task | Resolution | None) -> dict[str, Any]:
    """Return a thing with the address of its page, where this reader may open it.

    Deputies read the thing here, while the meeting lasts, and have no way to its own page.
    """
    if thing is None or thing.confidentiality not in readable(reading.standing):
        return {"thing": thing, "url": ""}
    slug = reading.meeting.authority.slug
    return {"thing": thing, "url": reverse(name, args=[slug, thing.public_id])}


def _task(reading: Reading, task: Task) -> dict[str, Any]:
    owner = queries.seat_label(task.owner) if task.owner else task.owner_text
    return {
        **_linked(reading, "resolutions:task", task),
        "owner": owner,
        "is_open": task.state == TaskState.OPEN,
    }
