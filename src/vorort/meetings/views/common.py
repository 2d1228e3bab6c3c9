"""What the pages of a meeting share: finding it, how far its reader reads, the way to it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest
from vorort.councils.choices import Confidentiality
from vorort.councils.queries import Frame, get_frame
from vorort.councils.rules import can_run
from vorort.meetings import queries, rules
from vorort.meetings.choices import BEFORE_THE_SITTING
from vorort.meetings.models import AgendaItem, Meeting
from vorort.ui.parts import Link


@dataclass(frozen=True)
class Seen:
    """A meeting as this reader sees it."""

    meeting: Meeting
    level: Confidentiality
    items: list[AgendaItem]
    # Runs the body; ``can_run``: and the meeting can still be changed.
    runs: bool
    can_run: bool
    can_add: bool


def load(request: TownRequest, public_id: str) -> Seen:
    """Return the meeting of this address as far as its reader may read it; a 404 without a level."""
    meeting = queries.get_meeting(request.user, request.authority, public_id)
    level = rules.level_in(request.user, meeting, at=now())
    if level is None:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    runs = can_run(request.user, meeting.body)
    return Seen(
        meeting=meeting,
        level=level,
        items=queries.list_items(meeting, level, reader=request.user),
        runs=runs,
        can_run=runs and meeting.state in BEFORE_THE_SITTING,
        can_add=rules.can_edit_agenda(meeting, level, runs=runs),
    )


def load_running(request: TownRequest, public_id: str) -> Seen:
    """Return the meeting for who prepares it; a 404 for everybody else."""
    seen = load(request, public_id)
    if not seen.can_run:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return seen


def item_of(seen: Seen, item_id: str) -> AgendaItem:
    """Return an item the reader may change; a 404 for all others."""
    for item in seen.items:
        if item.public_id == item_id and rules.can_handle(item, seen.level, runs=seen.runs):
            return item
    raise NotVisible(_("Diese Seite gibt es nicht."))


def address(meeting: Meeting, name: str = "meeting", *more: object) -> str:
    """Return the address of a page of a meeting."""
    return reverse(f"meetings:{name}", args=[meeting.authority.slug, meeting.public_id, *more])


def back(meeting: Meeting, anchor: str = "") -> HttpResponse:
    """Return to the meeting's page."""
    return redirect(address(meeting) + (f"#{anchor}" if anchor else ""))


def frame_of(request: TownRequest, meeting: Meeting) -> Frame:
    """Return the frame of the body around a page of its meeting."""
    return get_frame(request.user, meeting.body, current="meetings")


def trail(frame: Frame, meeting: Meeting | None = None, here: str = "") -> list[Link]:
    """Return the way to a page: body, meetings, meeting, here."""
    body = frame.body
    rows = [
        Link(_("Sitzungen"), reverse("meetings:list", args=[body.authority.slug, body.public_id]))
    ]
    if meeting is not None:
        rows.append(Link(meeting.title or meeting.label, address(meeting) if here else ""))
    if here:
        rows.append(Link(here))
    return frame.trail(*rows)
