"""What the pages of minutes share: finding them, the head, the views, the next step."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vorort.core.clock import now
from vorort.core.errors import DomainError, NotVisible
from vorort.core.requests import TownRequest, View, own_door
from vorort.councils.choices import MinutesApproval
from vorort.councils.models import BodyRules
from vorort.councils.queries import get_frame
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import Meeting
from vorort.meetings.queries import get_meeting
from vorort.minutes import queries
from vorort.minutes.choices import MinutesState
from vorort.minutes.models import Minutes
from vorort.minutes.rules import Reader, may_take_away, reader_of, sees
from vorort.ui import format as show
from vorort.ui.parts import Link, Step


def deed(view: View) -> View:
    """Mark a view that does one thing by POST: own rule, no cache."""
    return own_door(require_POST(never_cache(view)))


def page(view: View) -> View:
    """Mark a view that shows: own rule, no cache."""
    return own_door(require_safe(never_cache(view)))


@dataclass(frozen=True)
class Place:
    """The minutes of this address as their reader has them."""

    request: TownRequest
    meeting: Meeting
    minutes: Minutes
    reader: Reader
    rules: BodyRules

    @property
    def is_approved(self) -> bool:
        return self.minutes.state == MinutesState.APPROVED

    @property
    def takes_away(self) -> bool:
        """Whether the reader may load the whole text."""
        return may_take_away(
            self.reader, hand_out=self.rules.hand_out_minutes, is_public=self.meeting.is_public
        )

    def address(self, name: str = "minutes", *more: object) -> str:
        return address(self.meeting, name, *more)


def address(meeting: Meeting, name: str = "minutes", *more: object) -> str:
    """Return the address of a page of the minutes of a meeting."""
    return reverse(f"minutes:{name}", args=[meeting.authority.slug, meeting.public_id, *more])


def find(request: TownRequest, public_id: str) -> tuple[Meeting, Reader, Minutes | None]:
    """Return the meeting, what its reader may do, and the minutes if they see any."""
    meeting = get_meeting(request.user, request.authority, public_id)
    reader = reader_of(request.user, meeting, at=now())
    minutes = queries.find_minutes(meeting)
    return meeting, reader, minutes if minutes and sees(reader, minutes) else None


def load(
    request: TownRequest, public_id: str, may: Callable[[Reader], bool] = lambda _reader: True
) -> Place:
    """Return the minutes of this address; a 404 for who may not see them, or not do this."""
    meeting, reader, minutes = find(request, public_id)
    if minutes is None or not may(reader):
        raise NotVisible(_("Zu dieser Sitzung gibt es noch keine Niederschrift."))
    return Place(request, meeting, minutes, reader, queries.rules_of(minutes))


def context_of(place: Place, current: str) -> dict[str, Any]:
    """Return what every page of the minutes shows around its own content."""
    frame = get_frame(place.request.user, place.meeting.body, current="meetings")
    return {
        "frame": frame,
        "trail": trail(frame, place.meeting),
        "meeting": place.meeting,
        "minutes": place.minutes,
        "reader": place.reader,
        "place": place,
        "rules": place.rules,
        "is_approved": place.is_approved,
        "steps": _steps(place),
        "views": _views(place, current),
        "state_kind": {MinutesState.APPROVED: "on", MinutesState.SENT: "due"}.get(
            MinutesState(place.minutes.state), ""
        ),
        "files": _files(place),
    }


def trail(frame: Any, meeting: Meeting) -> list[Link]:
    """Return the way to the minutes: body, meetings, meeting, here."""
    body = meeting.body
    slug = body.authority.slug
    found: list[Link] = frame.trail(
        Link(_("Sitzungen"), reverse("meetings:list", args=[slug, body.public_id])),
        Link(
            meeting.title or meeting.label,
            reverse("meetings:meeting", args=[slug, meeting.public_id]),
        ),
        Link(_("Niederschrift")),
    )
    return found


def _views(place: Place, current: str) -> list[Link]:
    reader = place.reader
    rows = [("minutes", _("Text"), True)]
    if reader.is_inside:
        rows.append(("extract", _("Öffentlicher Auszug"), True))
    rows += [
        ("plain", _("Leichte Sprache"), reader.writes or bool(place.minutes.plain_summary)),
        ("approval", _("Durchsicht und Genehmigung"), reader.is_inside),
    ]
    return [
        Link(label, place.address(name), current=name == current)
        for name, label, shown in rows
        if shown
    ]


def _steps(place: Place) -> list[Step]:
    minutes, meeting = place.minutes, place.meeting
    is_sent = minutes.state == MinutesState.SENT
    rows = [(_("Entwurf"), "", True)]
    if place.rules.minutes_approval != MinutesApproval.SIGNATURES or minutes.sent_at:
        until = minutes.objections_until
        note = _("bis %(day)s") % {"day": show.date(until)} if is_sent and until else ""
        rows.append((_("Durchsicht"), note, is_sent or place.is_approved))
    approved = show.date(minutes.approved_at) if minutes.approved_at else ""
    rows.append((_("Genehmigung"), approved, place.is_approved))
    rows.append((_("Veröffentlichung"), "", meeting.state == MeetingState.PUBLISHED))
    reached = max(i for i, (_name, _note, done) in enumerate(rows) if done)
    is_over = meeting.state == MeetingState.PUBLISHED
    return [
        Step(
            name, note, "done" if i < reached or is_over else "current" if i == reached else "open"
        )
        for i, (name, note, _done) in enumerate(rows)
    ]


def _files(place: Place) -> list[Link]:
    """Return what this reader may load, as links."""
    rows = []
    if place.takes_away:
        rows += [
            ("niederschrift", "pdf", _("Niederschrift (PDF)")),
            ("niederschrift", "docx", _("Niederschrift (Word)")),
        ]
    if place.is_approved or place.reader.writes:
        rows += [
            ("auszug", "pdf", _("Öffentlicher Auszug (PDF)")),
            ("auszug", "docx", _("Öffentlicher Auszug (Word)")),
        ]
    if place.minutes.plain_summary and (place.is_approved or place.reader.writes):
        rows.append(("leichte-sprache", "pdf", _("Leichte Sprache (PDF)")))
    found = [Link(label, place.address("file", what, ending)) for what, ending, label in rows]
    if sees_scan(place):
        found.append(Link(_("Unterschriebenes Original (Scan)"), place.address("scan")))
    return found


def sees_scan(place: Place) -> bool:
    """Whether the reader may load the scan: it shows as much as its printer could read."""
    level = place.minutes.scan_level
    return (
        place.minutes.signed_scan is not None and place.takes_away and level in place.reader.classes
    )


def show_page(
    place: Place, template: str, current: str, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Return a page of the minutes."""
    return render(place.request, template, context_of(place, current) | more, status=status)


def tried(
    request: TownRequest, act: Callable[[dt.datetime], object], said: str, *, to: str, failed: str
) -> HttpResponse:
    """Do one deed and go on; a refusal is said on the page it leads to."""
    try:
        act(now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(failed)
    messages.success(request, said)
    return redirect(to)
