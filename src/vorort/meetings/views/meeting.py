"""The page of a meeting: agenda, answers, files; its date; cancelled, handed out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.councils.choices import Confidentiality
from vorort.meetings import actions, exports, queries, rules
from vorort.meetings.choices import BEFORE_THE_SITTING, MeetingState
from vorort.meetings.forms import (
    FileForm,
    MeetingForm,
    QuickItemForm,
    ReasonForm,
    ReplyForm,
    TemplateForm,
)
from vorort.meetings.models import Invitation
from vorort.meetings.rules.calendar import calendar_bytes
from vorort.meetings.views.common import Seen, back, frame_of, load, load_running, trail
from vorort.meetings.views.lists import say_hour

# What the state of a meeting looks like.
STATE_KINDS = {MeetingState.DRAFT: "due", MeetingState.INVITED: "on", MeetingState.CANCELLED: "bad"}


def page(request: TownRequest, seen: Seen, *, status: int = 200, **sent: Any) -> HttpResponse:
    """Show the meeting.

    ``sent`` holds forms with something wrong in them (``quick``, ``item_form``, ``file_form``,
    ``reply_form``, ``template_form``) and the item being edited (``editing``).
    """
    meeting = seen.meeting
    frame = frame_of(request, meeting)
    own = queries.own_invitation(request.user, meeting)
    tasks = queries.list_returned(meeting, seen.level, seen.items)
    files = queries.list_files(meeting, seen.level, seen.items)
    context: dict[str, Any] = {
        "frame": frame,
        "trail": trail(frame, meeting),
        "meeting": meeting,
        "level": seen.level,
        "state_kind": STATE_KINDS.get(MeetingState(meeting.state), ""),
        "when": queries.when_words(meeting),
        "where": queries.place_words(meeting),
        "is_called": _is_invited(seen, own),
        "rows": _rows(seen, tasks),
        "files": [(one, _may_remove(seen, one.confidentiality)) for one in files],
        "can_run": seen.can_run,
        "can_add": seen.can_add,
        "own": own,
        "outside": _total_words(seen),
        "quick": QuickItemForm(level=seen.level),
        "file_form": FileForm(level=seen.level, items=rules.numbered(seen.items)),
        "reply_form": _reply_form(own) if own else None,
    }
    if seen.can_run:
        context |= _preparing(seen)
    if seen.runs and meeting.number is not None:
        context |= {
            "replies": queries.list_replies(meeting),
            "open_replies": seen.can_run and rules.ends_at_of(meeting) > now(),
        }
    return render(request, "meetings/meeting.html", {**context, **sent}, status=status)


def _is_invited(seen: Seen, own: Invitation | None) -> bool:
    return seen.level != Confidentiality.PUBLIC or own is not None


def _reply_form(own: Invitation) -> ReplyForm | None:
    """Return the form for one's own answer while there is something to answer."""
    if own.meeting.state != MeetingState.INVITED or rules.ends_at_of(own.meeting) <= now():
        return None
    return ReplyForm(initial=ReplyForm.initial_of(own), deputies=queries.deputies_of(own))


def _preparing(seen: Seen) -> dict[str, Any]:
    """Return what who prepares the meeting needs besides."""
    meeting = seen.meeting
    found = queries.rules_for(meeting.body, on=timezone.localdate(now()))
    used = queries.papers_of(seen.items)
    return {
        "changes": queries.list_changes(meeting),
        "template_form": TemplateForm(),
        "papers": [
            one for one in queries.papers_for(meeting.body, seen.level) if one.pk not in used
        ],
        "shortfall": rules.notice_shortfall(meeting, found, now()) if found else 0,
        "send_until": rules.sendable_until(meeting, found) if found else None,
    }


def _rows(seen: Seen, tasks: dict[int, list[Any]]) -> list[dict[str, Any]]:
    found = rules.rows_of(seen.items, seen.meeting.starts_at)
    return [
        {
            "number": row.number,
            "item": row.item,
            "starts_at": row.starts_at,
            "tasks": tasks.get(row.item.pk, []),
            "reporter": queries.reporter(row.item),
            "may_edit": rules.can_handle(row.item, seen.level, runs=seen.runs),
            "place": index,
            "is_last": index == len(found) - 1,
        }
        for index, row in enumerate(found)
    ]


def _may_remove(seen: Seen, level: str) -> bool:
    return seen.meeting.state in BEFORE_THE_SITTING and (level == Confidentiality.CORE or seen.runs)


def _total_words(seen: Seen) -> str:
    """Return what the minutes planned come to, and whether that is longer than the meeting."""
    minutes = sum(item.minutes_planned or 0 for item in seen.items)
    if not minutes:
        return ""
    words = _("Geplant sind %(minutes)s Minuten.") % {"minutes": minutes}
    meeting = seen.meeting
    if meeting.ends_at and minutes * 60 > (meeting.ends_at - meeting.starts_at).total_seconds():
        words += " " + _("Das ist länger als die Sitzung.")
    return words


@own_door
@require_safe
@never_cache
def detail(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """One meeting as its reader may see it."""
    return page(request, load(request, public_id))


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Change date, place and texts."""
    seen = load_running(request, public_id)
    meeting = seen.meeting
    form = MeetingForm(
        request.POST if request.method == "POST" else None, initial=MeetingForm.initial_of(meeting)
    )
    if request.method == "POST" and form.is_valid():
        try:
            revision = form.cleaned_data["revision"]
            held = actions.edit_meeting(
                meeting=meeting,
                revision=meeting.revision if revision is None else revision,
                by=request.user,
                at=now(),
                **form.values(),
            )
        except actions.MeetingChanged as error:
            # Whoever saves again has seen that there is another version.
            sent = request.POST.copy()
            sent["revision"] = str(error.details["revision"])
            form.data = sent
            form.add_error(None, error.message)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            say_hour(request, held)
            if queries.list_changes(held):
                words = _("Gespeichert. Die Eingeladenen wissen davon noch nichts.")
                messages.warning(request, words)
            return back(held)
    frame = frame_of(request, meeting)
    context = {
        "frame": frame,
        "trail": trail(frame, meeting, _("Termin und Ort")),
        "form": form,
        "meeting": meeting,
        "current": queries.when_words(meeting),
    }
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cancel(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Call the meeting off, with a reason."""
    seen = load_running(request, public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_meeting(
                meeting=seen.meeting, reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
        except DomainError as error:
            form.add_error("reason" if error.field == "reason" else None, error.message)
        else:
            messages.success(request, _("Die Sitzung ist abgesagt."))
            return back(seen.meeting)
    frame = frame_of(request, seen.meeting)
    context = {
        "frame": frame,
        "trail": trail(frame, seen.meeting, _("Absagen")),
        "form": form,
        "meeting": seen.meeting,
        "when": queries.when_words(seen.meeting),
    }
    return render(request, "meetings/cancel.html", context, status=422 if form.errors else 200)


@own_door
@require_safe
@never_cache
def invitation(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The invitation as PDF: what this reader may read, never items of the core group."""
    seen = load(request, public_id)
    level = queries.min_level(seen.level)
    items = [item for item in seen.items if item.confidentiality != Confidentiality.CORE]
    content = exports.invitation_pdf(seen.meeting, items, at=now(), level=level)
    return _handed_out(content, "application/pdf", f"einladung-{public_id}.pdf")


@own_door
@require_safe
@never_cache
def entry(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The meeting as a calendar entry."""
    seen = load(request, public_id)
    own = queries.own_invitation(request.user, seen.meeting)
    content = calendar_bytes([seen.meeting], at=now(), private=_is_invited(seen, own))
    return _handed_out(content, "text/calendar; charset=utf-8", f"sitzung-{public_id}.ics")


def _handed_out(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
