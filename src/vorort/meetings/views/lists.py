"""The meetings of a body, and a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest, own_door
from vorort.councils.models import Body
from vorort.councils.queries import Frame, get_body, get_frame
from vorort.meetings import actions, queries, registry
from vorort.meetings.forms import MeetingForm
from vorort.meetings.models import AgendaTemplate, Meeting
from vorort.meetings.views.common import address, trail
from vorort.ui.format import is_ambiguous


def _framed(request: TownRequest, body_id: str) -> tuple[Body, Frame]:
    body = get_body(request.user, request.authority, body_id)
    return body, get_frame(request.user, body, current="meetings")


@own_door
@require_safe
@never_cache
def overview(request: TownRequest, town: str, body: str) -> HttpResponse:  # noqa: ARG001
    """The meetings of a body: what comes, what was."""
    found, frame = _framed(request, body)
    rows = queries.list_meetings(request.user, found)
    at = now()
    context = {
        "frame": frame,
        "trail": trail(frame),
        "coming": list(rows.filter(starts_at__gte=at).order_by("starts_at")[:20]),
        "page": paginate(request, rows.filter(starts_at__lt=at)),
    }
    return render(request, "meetings/list.html", context)


def _first_values(body: Body) -> dict[str, Any]:
    """Return the usual day, hour and place of a body for the next meeting."""
    values: dict[str, Any] = {"mode": "presence"}
    if last := queries.last_meeting(body):
        values |= MeetingForm.initial_of(last)
        values |= {"title": "", "note": ""}
    if slot := registry.usual_slot(body, today()):
        start, end = (timezone.localtime(each) for each in slot)
        values |= {"day": start.date(), "start": start.time(), "end": end.time()}
    return values


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: TownRequest, town: str, body: str) -> HttpResponse:  # noqa: ARG001
    """Draft a meeting; day, hour and place are the body's usual ones."""
    found, frame = _framed(request, body)
    if not frame.can_run:
        raise queries.not_visible()
    templates = list(AgendaTemplate.objects.filter(body=found))
    first = _first_values(found) if request.method != "POST" else {}
    if request.GET.get("titel"):
        first["title"] = request.GET["titel"][:160]
    form = MeetingForm(
        request.POST if request.method == "POST" else None, initial=first, templates=templates
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_meeting(
                body=found, by=request.user, at=now(), template=form.template_chosen(),
                **form.values(),
            )  # fmt: skip
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            say_hour(request, made)
            return redirect(address(made))
    context = {
        "frame": frame,
        "trail": trail(frame, here=_("Neue Sitzung")),
        "form": form,
        "is_new": True,
    }
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


def say_hour(request: TownRequest, meeting: Meeting) -> None:
    """Say which of the two hours is meant at the end of summer time."""
    if is_ambiguous(meeting.starts_at):
        words = _(
            "Diese Stunde gibt es an dem Tag zweimal. Gemeint ist die erste, noch Sommerzeit."
        )
        messages.info(request, words)
