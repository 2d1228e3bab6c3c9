"""The planning form: choose, get suggestions, fix the plan; what was typed stays."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.core.clock import now, today
from vorort.core.requests import TownRequest
from vorort.effects import actions, queries
from vorort.effects.choices import Frequency
from vorort.effects.forms import PlanForm
from vorort.effects.models import OutcomePlan
from vorort.effects.queries import Suggestion
from vorort.effects.rules import lies_in
from vorort.effects.views.common import framed, load_to_edit, status_of, tried
from vorort.findings.models import Goal
from vorort.measures.models import Measure
from vorort.places.models import Area


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def plan(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Plan how an effect is to be found."""
    own = load_to_edit(request, public_id)
    return _plan(request, own, None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def plan_edit(request: TownRequest, town: str, public_id: str, key: str) -> HttpResponse:  # noqa: ARG001
    """Change a plan nothing rests on yet."""
    own = load_to_edit(request, public_id)
    return _plan(request, own, queries.get_plan(own, key))


def _plan(request: TownRequest, own: Measure, kept: OutcomePlan | None) -> HttpResponse:
    areas = queries.list_areas_of(request.authority)
    goals = [each.goal for each in own.goals.select_related("goal").order_by("position", "id")]
    wants = "vorschlag" in request.POST
    form = _form(request, own, kept, areas, goals, data=request.POST or None)
    suggestion: Suggestion | None = None
    if wants:
        suggestion = _suggestion(request, form, areas)
        if suggestion is not None:
            filled = _filled(request.POST, suggestion)
            form = _form(request, own, kept, areas, goals, initial=filled)
    elif form.is_bound and form.is_valid():
        made: list[OutcomePlan] = []
        goal = next((one for one in goals if one.public_id == form.cleaned_data["goal"]), None)
        values = form.values() | {"goal": goal, "by": request.user, "at": now()}
        if kept is None:
            done = tried(form, lambda: made.append(actions.plan_outcome(measure=own, **values)))
        else:
            seen = request.POST.get("revision", "")
            given: dict[str, Any] = {
                "plan": kept,
                "revision": int(seen) if seen.isdecimal() else -1,
            }
            done = tried(form, lambda: made.append(actions.edit_plan(**given, **values)))
        if done:
            messages.success(request, _("Der Plan steht. Was zu sehen wäre, ist festgehalten."))
            slug = request.authority.slug
            return redirect("effects:outcome", slug, own.public_id, made[0].public_id)
    context = framed(request, own, _("Bewertung planen")) | {
        "form": form,
        "plan": kept,
        "suggestion": suggestion,
        "rows": {one.key: one for one in suggestion.comparison} if suggestion else {},
        "has_indicators": bool(form.fields["indicator"].choices[1:]),  # type: ignore[attr-defined]
    }
    return render(request, "effects/plan.html", context, status=status_of(form))


def _form(  # noqa: PLR0917
    request: TownRequest,
    own: Measure,
    kept: OutcomePlan | None,
    areas: list[Area],
    goals: list[Goal],
    data: Any = None,
    initial: dict[str, Any] | None = None,
) -> PlanForm:
    words = {Frequency.MONTH.value: _("Monate"), Frequency.YEAR.value: _("Jahre")}
    indicators = [
        (one.value, f"{one.label} ({words[one.frequency]})")
        for one in queries.list_indicators(request.authority, areas)
    ]
    return PlanForm(
        data,
        initial=initial or _initial(own, kept, areas),
        indicators=indicators,
        areas=[(area.key, area.name) for area in areas],
        goals=[(goal.public_id, goal.title) for goal in goals],
    )


def _initial(own: Measure, kept: OutcomePlan | None, areas: list[Area]) -> dict[str, Any]:
    if kept is None:
        # Where there are districts, the whole town is said by nobody but who means it.
        whole = any(lies_in(area.key, own.area_key) for area in areas)
        return {
            "starts_on": own.starts_on or today(),
            "treated": [own.area_key] if own.area_key and not whole else [],
            "chosen_because_high": True,
            "direction": "down",
            "goal": next((each.goal.public_id for each in own.goals.select_related("goal")), ""),
        }
    names = (
        "treated", "comparison", "ring", "starts_on", "phase_in_until", "before_from",
        "after_until", "chosen_because_high", "proxies",
    )  # fmt: skip
    return {
        **{name: getattr(kept, name) for name in names},
        "indicator": f"{kept.frequency}|{kept.source}|{kept.code}",
        "direction": "down" if kept.lower_is_better else "up",
        "goal": kept.goal.public_id if kept.goal else "",
    }


def _suggestion(request: TownRequest, form: PlanForm, areas: list[Area]) -> Suggestion | None:
    """Return what fits what was chosen so far; errors of the other fields wait."""
    form.full_clean()
    given = form.cleaned_data
    needed = ("indicator", "treated", "starts_on")
    for name in list(form.errors):
        if name not in needed:
            del form.errors[name]
    if any(not given.get(name) for name in needed):
        return None
    return queries.suggest(
        request.authority,
        areas,
        queries.read_choice(given["indicator"]),
        given["treated"],
        given["starts_on"],
    )


def _filled(posted: QueryDict, suggestion: Suggestion) -> dict[str, Any]:
    """Return what was typed, with the suggestions where nothing was."""
    lists = ("treated", "comparison", "ring")
    filled: dict[str, Any] = {name: posted.get(name, "") for name in PlanForm.base_fields}
    filled |= {name: posted.getlist(name) for name in lists}
    filled["chosen_because_high"] = "chosen_because_high" in posted
    filled["comparison"] = filled["comparison"] or [
        one.key for one in suggestion.comparison if one.fit
    ]
    filled["ring"] = filled["ring"] or [one.key for one in suggestion.ring]
    filled["before_from"] = filled["before_from"] or suggestion.before_from
    filled["after_until"] = filled["after_until"] or suggestion.after_until
    return filled
