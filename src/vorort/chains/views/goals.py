"""Goals: the tree, one of them with its chain, the forms."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.chains.forms import GoalForm, JudgeForm
from vorort.chains.views.common import (
    address,
    allow_editing,
    finding_trail,
    form_page,
    home,
    may_edit,
    trail,
)
from vorort.core.clock import now, today
from vorort.core.requests import TownRequest
from vorort.findings import actions, queries
from vorort.findings.choices import PER_100K, GoalState
from vorort.findings.models import Goal
from vorort.findings.queries.goals import aim_words, baseline_words, is_due, latest_words
from vorort.places.rules import main_key
from vorort.ui import format as german
from vorort.ui.parts import Fact, Link

form_view = require_http_methods(["GET", "HEAD", "POST"])


def _way(request: TownRequest, goal: Goal, *more: str) -> list[Link]:
    own = Link(_("Ziel"), address(goal) if more else "")
    rest = (own, *(Link(word) for word in more))
    if goal.need is not None:
        return finding_trail(request, goal.need.finding, *rest)
    return trail(request, Link(_("Ziele"), home(request, "goals")), *rest)


@require_safe
@never_cache
def tree(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Return all goals as a tree."""
    goals = queries.list_goals(request.user, request.authority)
    context = {
        "crumbs": trail(request, Link(_("Ziele"))),
        "lines": queries.goal_tree(request.user, goals),
        "may_edit": may_edit(request),
        "today": today(),
    }
    return render(request, "findings/goals.html", context)


@require_safe
@never_cache
def show(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Return a goal with its chain, what it is measured by and what became of it."""
    goal = queries.get_goal(request.user, request.authority, public_id)
    context = {
        "crumbs": _way(request, goal),
        "goal": goal,
        "chain": queries.chain_of_goal(request.user, goal),
        "aim": aim_words(goal),
        "baseline": baseline_words(goal),
        "latest": latest_words(queries.read_latest(goal, at=now())),
        "facts": _facts(goal),
        "below": queries.goal_tree(request.user, queries.list_below(goal)),
        "is_due": is_due(goal, today()),
        "may_edit": may_edit(request),
        "is_open": goal.state == GoalState.OPEN,
    }
    return render(request, "findings/goal.html", context)


@form_view
@never_cache
def create(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Set a goal, for a need named in the address or for the town as a whole."""
    allow_editing(request)
    initial = {"need": request.GET.get("bedarf", ""), "parent": request.GET.get("ueber", "")}
    form = _form(request, initial)

    def save() -> str:
        made = actions.set_goal(
            authority=request.authority, by=request.user, at=now(), **form.values
        )
        return address(made)

    context = {
        "title": _("Ziel setzen"),
        "label": _("Ziel speichern"),
        "back": home(request, "goals"),
        "crumbs": trail(request, Link(_("Ziele"), home(request, "goals")), Link(_("neu"))),
        "said": _("Das Ziel ist gespeichert."),
    }
    return _goal_page(request, form, save, context)


@form_view
@never_cache
def edit(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Change a goal that is still open."""
    allow_editing(request)
    goal = queries.get_goal(request.user, request.authority, public_id)
    form = _form(request, _initial(goal), without=goal)

    def save() -> str:
        actions.edit_goal(goal=goal, by=request.user, at=now(), **_kept(goal, form.values))
        return address(goal)

    context = {
        "title": _("Ziel ändern"),
        "label": _("Änderung speichern"),
        "back": address(goal),
        "crumbs": _way(request, goal, _("ändern")),
        "said": _("Die Änderung ist gespeichert."),
        "current_lines": _measured(goal),
    }
    return _goal_page(request, form, save, context)


def _goal_page(
    request: TownRequest, form: GoalForm, save: Any, context: dict[str, Any]
) -> HttpResponse:
    """Show the form; a search among the indicators keeps what was typed and saves nothing."""
    context["words"] = request.POST.get("suche", "")
    context["own_open"] = bool(form["own_indicator"].value() or form.errors)
    if "suchen" in request.POST:
        return render(request, "findings/goal_form.html", {**context, "form": form})
    return form_page(request, form, save, context, template="findings/goal_form.html")


@form_view
@never_cache
def judge(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Say what became of a goal."""
    allow_editing(request)
    goal = queries.get_goal(request.user, request.authority, public_id)
    form = JudgeForm(request.POST or None, initial={"on": today(), "state": goal.state})

    def save() -> str:
        actions.judge_goal(goal=goal, by=request.user, at=now(), **form.cleaned_data)
        return address(goal)

    context = {
        "title": _("Ziel beurteilen"),
        "intro": " ".join(f"{words}." for words in _measured(goal) if words),
        "note": _(
            "„Nicht zu beurteilen“ ist eine Antwort. Ein verfehltes Ziel ist kein Versagen: Es "
            "sagt, wo noch etwas fehlt."
        ),
        "label": _("Stand speichern"),
        "back": address(goal),
        "crumbs": _way(request, goal, _("beurteilen")),
        "said": _("Der Stand ist gespeichert."),
    }
    return form_page(request, form, save, context)


def _measured(goal: Goal) -> list[str]:
    latest = latest_words(queries.read_latest(goal, at=now()))
    return [f"{goal.title}: {aim_words(goal)}", baseline_words(goal), latest]


def _form(
    request: TownRequest, initial: dict[str, Any], *, without: Goal | None = None
) -> GoalForm:
    searching = "suchen" in request.POST
    given = {name: request.POST.get(name, "") for name in GoalForm.base_fields}
    start = given if searching else initial
    area = request.POST.get("area_key") or initial.get("area_key") or ""
    indicators = queries.list_choices(request.authority, area or main_key(request.authority))
    words = request.POST.get("suche", "").casefold().split()
    chosen = start.get("indicator")
    goals = queries.list_goals(request.user, request.authority)
    return GoalForm(
        None if searching else request.POST or None,
        initial=start,
        kept=without is not None,
        needs=list(queries.list_needs(request.user, request.authority)),
        goals=[each for each in goals if each != without],
        areas=[
            one for one in queries.list_areas(request.authority)
            if one[0] != main_key(request.authority)
        ],
        indicators=[
            (key, label)
            for key, label in indicators
            if not searching or key == chosen or all(word in label.casefold() for word in words)
        ],
    )  # fmt: skip


def _initial(goal: Goal) -> dict[str, Any]:
    plain = ("title", "kind", "area_key", "own_indicator", "direction", "target", "due_on")
    found = {name: getattr(goal, name) for name in plain}
    found["need"] = goal.need.public_id if goal.need else ""
    found["parent"] = goal.parent.public_id if goal.parent else ""
    if goal.code:
        found["indicator"] = f"{goal.source}|{goal.code}"
        found["year"] = goal.baseline_on.year if goal.baseline_on else None
        found["measured_in"] = PER_100K if goal.unit == PER_100K else ""
    else:
        found |= {"unit": goal.unit, "baseline": goal.baseline, "baseline_on": goal.baseline_on}
    return found


def _kept(goal: Goal, values: dict[str, Any]) -> dict[str, Any]:
    """Return what the form says; a unit left to the source is the one the goal has."""
    if goal.code and goal.code == values["code"] and not values["unit"] and goal.unit != PER_100K:
        values["unit"] = goal.unit
    return values


def _facts(goal: Goal) -> list[Fact]:
    rows = [
        (_("Art"), str(goal.get_kind_display())),
        (_("Gemessen an"), queries.measured_words(goal)),
        (_("Quelle der Kennzahl"), goal.source and _("aus den Zahlen gelesen")),
        (_("Stand vom"), german.date(goal.state_on) if goal.state_on else ""),
    ]
    return [Fact(name, value) for name, value in rows if value]
