"""A measure is decided, goes on, ends, is followed by another."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.core.clock import now, today
from vorort.core.requests import TownRequest
from vorort.dossiers import queries as dossier
from vorort.dossiers.forms import DecideForm, FollowForm, StepForm
from vorort.dossiers.views.common import framed, load_to_edit, status_of, tried
from vorort.measures import actions, queries
from vorort.measures.choices import (
    ENDED,
    MEASURE_STEPS,
    ConceptForm,
    DecisionKind,
    MeasureState,
)
from vorort.measures.models import Measure


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def decide(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Note who has decided on the measure."""
    own = load_to_edit(request, public_id)
    choices, resolutions = dossier.resolution_choices(own)
    form = DecideForm(
        request.POST or None,
        # Small things are mostly decided by the administration itself.
        initial={
            "on": today(),
            "kind": DecisionKind.ADMINISTRATION
            if own.form == ConceptForm.SHORT
            else DecisionKind.COUNCIL,
        },
        resolutions=choices,
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        chosen = resolutions.get(values.pop("resolution"))
        given: dict[str, Any] = {"resolution": chosen, "by": request.user, "at": now(), **values}
        if tried(form, lambda: actions.decide(measure=own, **given)):
            messages.success(request, _("Die Entscheidung ist festgehalten."))
            return redirect("measures:measure", town, public_id)
    context = framed(request, own, _("Beschließen"), current="overview") | {
        "form": form,
        "papers": queries.list_papers_of(request.user, own),
    }
    return render(request, "measures/decide.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: TownRequest, town: str, public_id: str, state: str) -> HttpResponse:
    """Take the next step; what is missing before it stands there before anybody tries."""
    own = load_to_edit(request, public_id)
    if state not in MeasureState.values or state == MeasureState.DECIDED:
        raise Http404
    aim = MeasureState(state)
    if aim not in MEASURE_STEPS[MeasureState(own.state)]:
        # Sent twice, or somebody else was faster: what stands now says why it does not go on.
        return _no_step(request, own, aim)
    if aim == MeasureState.CONTINUED:
        return redirect("measures:follow", town, public_id)
    form = StepForm(request.POST or None, initial={"on": today()}, ends=aim in ENDED)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"by": request.user, "at": now(), **form.cleaned_data}
        if tried(form, lambda: actions.advance(measure=own, to=aim, **given)):
            messages.success(
                request, _("Neuer Stand der Maßnahme: %(state)s.") % {"state": aim.label}
            )
            return redirect("measures:measure", town, public_id)
    context = framed(request, own, str(aim.label), current="overview") | {
        "form": form,
        "aim": aim,
        "missing": actions.missing_before(own, aim),
        "ends": aim in ENDED,
    }
    return render(request, "measures/step.html", context, status=status_of(form))


def _no_step(request: TownRequest, own: Measure, aim: MeasureState) -> HttpResponse:
    """Lead back to the measure with its state instead of to no page at all."""
    words = _("Die Maßnahme hat jetzt den Stand „%(state)s“. Von dort geht es nicht zu „%(aim)s“.")
    if own.state == aim:
        words = _("Die Maßnahme hat schon den Stand „%(state)s“.")
    messages.info(request, words % {"state": own.get_state_display(), "aim": aim.label})
    return redirect("measures:measure", request.authority.slug, own.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Make the measure that goes on with this one."""
    own = load_to_edit(request, public_id)
    form = FollowForm(request.POST or None, initial={"title": own.title})
    made = []
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]

        def go_on() -> None:
            made.append(actions.continue_as(measure=own, title=title, by=request.user, at=now()))

        if tried(form, go_on):
            messages.success(
                request,
                _("%(new)s führt %(old)s fort.") % {"new": made[0].reference, "old": own.reference},
            )
            return redirect("measures:measure", town, made[0].public_id)
    context = framed(request, own, _("Fortführen"), current="overview") | {
        "form": form,
        "missing": actions.missing_before(own, MeasureState.CONTINUED)
        if own.state == MeasureState.EVALUATED
        else [],
    }
    return render(request, "measures/follow.html", context, status=status_of(form))
