"""Incidents: recorded, told within hours, closed."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.audit.models import Event
from vorort.audit.queries import list_events
from vorort.breaches import actions, queries
from vorort.breaches import exports as export
from vorort.breaches.choices import IncidentState, ReportStep
from vorort.breaches.forms import IncidentForm
from vorort.breaches.models import Incident
from vorort.breaches.rules import can_see_incidents, may_close, open_steps, step_done_at, steps_owed
from vorort.core.clock import now
from vorort.core.errors import DomainError, NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.notices.exports import render_pdf


def _allow(request: TownRequest) -> None:
    if not can_see_incidents(request.user, request.authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))


def _load(request: TownRequest, public_id: str) -> Incident:
    return queries.get_incident(request.user, request.authority, public_id)


@require_safe
@never_cache
def register(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """All incidents, the newest first."""
    _allow(request)
    page = paginate(request, queries.list_incidents(request.user, request.authority))
    context = {"page": page, "rows": [(row, len(open_steps(row))) for row in page]}
    return render(request, "breaches/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: TownRequest, town: str) -> HttpResponse:
    """Record an incident; what is not known yet stays empty."""
    _allow(request)
    form = IncidentForm(request.POST or None, initial=IncidentForm.initial_of(None))
    if request.method == "POST" and form.is_valid():
        made = actions.record_incident(
            authority=request.authority, by=request.user, **form.cleaned_data
        )
        return redirect("breaches:incident", town, made.public_id)
    status = 422 if form.errors else 200
    return render(request, "breaches/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def detail(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """One incident with its terms; POST completes it."""
    incident = _load(request, public_id)
    form = IncidentForm(request.POST or None, initial=IncidentForm.initial_of(incident))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_incident(incident=incident, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Die Angaben sind gespeichert."))
            return redirect("breaches:incident", town, public_id)
    moment = now()
    steps = [
        {
            "step": step,
            "due": due,
            "done": step_done_at(incident, step),
            "late": due is not None and due < moment and step_done_at(incident, step) is None,
        }
        for step, due in steps_owed(incident).items()
    ]
    context = {
        "incident": incident,
        "form": form,
        "steps": steps,
        "is_open": incident.state == IncidentState.OPEN,
        "may_close": may_close(incident),
    }
    return render(request, "breaches/detail.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
def told(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Record that a report was made just now."""
    incident = _load(request, public_id)
    try:
        step = ReportStep(request.POST.get("step", ""))
    except ValueError as error:
        raise Http404 from error
    try:
        actions.mark_told(incident=incident, step=step, at=now(), by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("breaches:incident", town, public_id)


@require_POST
@never_cache
def close(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Close an incident."""
    incident = _load(request, public_id)
    try:
        actions.close_incident(incident=incident, at=now(), by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("breaches:incident", town, public_id)
    messages.success(request, _("Der Vorfall ist abgeschlossen."))
    return redirect("breaches:list", town)


def _events(incident: Incident) -> list[Event]:
    """Return the log from a day before the incident on."""
    start = (incident.happened_at or incident.noticed_at).date()
    return list(list_events(incident.authority_id, since=start)[: export.ENTRIES_SHOWN])


@require_safe
@never_cache
def report_pdf(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The report as a tagged PDF."""
    incident = _load(request, public_id)
    made = export.document(
        incident, queries.officer_words(request.authority), _events(incident), at=now()
    )
    return HttpResponse(
        render_pdf(made),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="vorfall-{public_id}.pdf"'},
    )


@require_safe
@never_cache
def report_json(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The report for machines."""
    incident = _load(request, public_id)
    made = export.as_json(
        incident, queries.officer_words(request.authority), _events(incident), at=now()
    )
    return JsonResponse(
        made,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="vorfall-{public_id}.json"'},
    )
