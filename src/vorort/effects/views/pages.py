"""The view "Bewertung" of a measure, a plan, a result."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.effects import actions, queries, rules
from vorort.effects.forms import AssessForm, EvaluateForm, ReachForm
from vorort.effects.models import Evaluation, OutcomePlan
from vorort.effects.views.common import allow, framed, load, load_to_edit, status_of, tried
from vorort.measures.rules import can_view_work


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def effects(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Everything about the effect of a measure; POST says what is counted on the way."""
    own = load(request, public_id)
    edits = rules.can_edit(request.user, own)
    form = ReachForm(request.POST or None) if edits else None
    if request.method == "POST":
        allow(edits)
        if form is not None and form.is_valid():
            given = {"measure": own, "by": request.user, "at": now(), **form.cleaned_data}
            if tried(form, lambda: actions.add_reach(**given)):
                messages.success(request, _("Das wird jetzt gezählt."))
                return redirect("effects:effects", town, public_id)
    plans = queries.list_plans(own)
    latest = queries.latest_of_plans(plans)
    context = framed(request, own) | {
        "plans": [_block(plan, latest.get(plan.pk), len(plans)) for plan in plans],
        "several": len(plans) > 1,
        "process": queries.process_of(own, on=today()),
        "reach_form": form,
    }
    return render(request, "effects/effects.html", context, status=status_of(form))


def _block(plan: OutcomePlan, evaluation: Evaluation | None, outcomes: int) -> dict[str, Any]:
    """Return what the pages show of a plan."""
    block: dict[str, Any] = {"plan": plan, "seen": queries.what_could_be_seen(plan)}
    if evaluation is not None:
        block |= shown(evaluation)
        block["judged_beside_fewer"] = evaluation.parameters["outcomes"] < outcomes
    return block


def shown(evaluation: Evaluation) -> dict[str, Any]:
    """Return what the pages show of a result."""
    return {
        "evaluation": evaluation,
        "stand": queries.stand(evaluation),
        "text": queries.describe(evaluation),
        "picture": queries.picture(evaluation),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def outcome(request: TownRequest, town: str, public_id: str, key: str) -> HttpResponse:
    """One plan: what could be seen, and its results; POST judges."""
    own = load(request, public_id)
    plan = queries.get_plan(own, key)
    edits = rules.can_edit(request.user, own)
    form = EvaluateForm(request.POST or None, initial={"as_of": today()}) if edits else None
    if request.method == "POST":
        allow(edits)
        if form is not None and form.is_valid():
            made: list[Evaluation] = []
            given = {"plan": plan, "by": request.user, "at": now(), **form.cleaned_data}
            if tried(form, lambda: made.append(actions.evaluate(**given))):
                messages.success(request, _("Die Bewertung ist gerechnet und festgehalten."))
                return redirect("effects:evaluation", town, public_id, made[0].public_id)
    evaluations = queries.list_evaluations(plan)
    context = framed(request, own, plan.label) | {
        "plan": plan,
        "seen": queries.what_could_be_seen(plan),
        "table": queries.power_table(plan),
        "facts": queries.plan_facts(plan),
        "evaluations": [
            (each, queries.stand(each), queries.describe(each)) for each in evaluations
        ],
        "form": form,
    }
    return render(request, "effects/outcome.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def evaluation(request: TownRequest, town: str, public_id: str, key: str) -> HttpResponse:
    """One result with everything it came from; POST writes our own reading."""
    own = load(request, public_id)
    kept = queries.get_evaluation(own, key)
    edits = rules.can_edit(request.user, own)
    form = AssessForm(request.POST or None, initial={"text": kept.assessment}) if edits else None
    if request.method == "POST":
        allow(edits)
        if form is not None and form.is_valid():
            text = form.cleaned_data["text"]
            actions.assess(evaluation=kept, text=text, by=request.user, at=now())
            messages.success(request, _("Ihre Einschätzung ist gespeichert."))
            return redirect("effects:evaluation", town, public_id, key)
    context = (
        framed(request, own, kept.plan.label)
        | shown(kept)
        | {
            "plan": kept.plan,
            "form": form,
            "outdated": queries.has_newer_numbers(kept),
            "facts": queries.evaluation_facts(kept),
            "deliveries": kept.data_version.get("deliveries", []),
        }
    )
    return render(request, "effects/evaluation.html", context, status=status_of(form))


@require_POST
@never_cache
def recheck(request: TownRequest, town: str, public_id: str, key: str) -> HttpResponse:
    """Compute a result again, and anew where the data have changed."""
    own = load_to_edit(request, public_id)
    kept = queries.get_evaluation(own, key)
    found = actions.recheck(evaluation=kept, by=request.user, at=now())
    if found.same_result:
        messages.success(request, _("Nachgerechnet: dieselben Zahlen."))
    else:
        messages.error(
            request,
            _("Nachgerechnet kommen andere Zahlen heraus. Das alte Ergebnis bleibt stehen; bitte "
              "verwenden Sie das neue."),
        )  # fmt: skip
    for sentence in found.changes:
        messages.info(request, sentence)
    if not found.changes:
        messages.info(request, _("Seither sind keine anderen Zahlen geliefert worden."))
    return redirect("effects:evaluation", town, public_id, found.evaluation.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def drop(request: TownRequest, town: str, public_id: str, key: str) -> HttpResponse:
    """Take back a plan nothing rests on yet."""
    own = load_to_edit(request, public_id)
    plan = queries.get_plan(own, key)
    if request.method == "POST":
        try:
            actions.drop_plan(plan=plan, by=request.user, at=now())
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("effects:outcome", town, public_id, key)
        messages.success(request, _("Der Bewertungsplan ist verworfen."))
        return redirect("effects:effects", town, public_id)
    context = framed(request, own, plan.label) | {"plan": plan}
    return render(request, "effects/drop.html", context)


@require_safe
@never_cache
def method(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """How a measure is judged, for who wants to know exactly."""
    allow(can_view_work(request.user, request.authority))
    return render(request, "effects/method.html")
