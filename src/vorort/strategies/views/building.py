"""Priorities: from the ranking or by hand, their order, goals, measures, the state's strategy."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest
from vorort.findings import queries as chain
from vorort.findings.models import Goal
from vorort.findings.queries import list_choices
from vorort.places.rules import main_key
from vorort.strategies import actions, queries
from vorort.strategies.choices import Move
from vorort.strategies.forms import CiteForm, FocusForm, GoalForm, PickForm, RankingForm
from vorort.strategies.models import Focus, Strategy
from vorort.strategies.views.common import attempt, done, editable, framed, sent, to_edit
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ranking(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take needs over from the ranking."""
    own = editable(request, public_id)
    found = chain.ranking(request.user, request.authority)
    known = set(own.focuses.values_list("need_id", flat=True))
    rows = [row for row in found.rows if row.need.pk not in known]
    has_votes = bool(found.by_votes)
    form = RankingForm(sent(request), rows=rows, has_votes=has_votes)

    def take() -> None:
        order = found.by_votes if form.cleaned_data.get("by_votes") else []
        listed = [*order, *(row for row in found.rows if row not in order)]
        chosen = set(form.cleaned_data["needs"])
        needs = [row.need for row in listed if row.need.public_id in chosen]
        actions.take_needs(strategy=own, needs=needs, by=request.user, at=now())

    if request.method == "POST" and attempt(form, take):
        messages.success(request, _("Die Bedarfe sind jetzt Schwerpunkte."))
        return redirect("strategies:edit", town, public_id)
    context = framed(request, own, to_edit(own), Link(_("Aus der Rangfolge"))) | {
        "form": form,
        "rows": rows,
        "ranking": found,
        "taken": len(found.rows) - len(rows),
    }
    return render(request, "strategies/ranking.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_focus(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Add a priority by hand."""
    own = editable(request, public_id)
    form = FocusForm(sent(request))
    made: list[Focus] = []

    def add() -> None:
        given = {name: form.cleaned_data[name] for name in ("title", "text")}
        made.append(actions.add_focus(strategy=own, by=request.user, at=now(), **given))

    if request.method == "POST" and attempt(form, add):
        return redirect("strategies:focus", town, public_id, made[0].public_id)
    context = framed(request, own, to_edit(own), Link(_("Neuer Schwerpunkt"))) | {
        "form": form,
        "title": _("Neuer Schwerpunkt"),
        "label": _("Schwerpunkt anlegen"),
        "back_url": to_edit(own).url,
    }
    return render(request, "strategies/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def focus(request: TownRequest, town: str, public_id: str, focus_id: str) -> HttpResponse:
    """One priority: its words, goals and measures; one page, several deeds."""
    own = editable(request, public_id)
    found = queries.get_focus(own, focus_id)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    post = request.POST
    goals, measures = queries.list_goals_to_add(found), queries.list_measures_to_add(found)
    form = FocusForm(post if what == "text" else None, initial=FocusForm.initial_of(found))
    goal_form = PickForm.of_goals(goals, post if what == "goal" else None)
    measure_form = PickForm.of_measures(measures, post if what == "measure" else None)
    given: dict[str, Any] = {"focus": found, "by": request.user, "at": now()}
    theirs: Focus | None = None

    def save() -> None:
        nonlocal theirs
        values = {name: form.cleaned_data[name] for name in ("title", "text")}
        try:
            actions.edit_focus(revision=form.cleaned_data["revision"] or 0, **given, **values)
        except actions.StaleStrategy:
            theirs = queries.get_focus(own, focus_id)
            # Saving again means: I have read what stands now.
            form.data = {**post.dict(), "revision": str(theirs.revision)}
            raise

    def add_goal() -> None:
        goal = next(each for each in goals if each.public_id == goal_form.cleaned_data["pick"])
        actions.add_goal(goal=goal, **given)

    def add_measure() -> None:
        picked = measure_form.cleaned_data["pick"]
        measure = next(each for each in measures if each.public_id == picked)
        actions.add_measure(measure=measure, **given)

    here = redirect("strategies:focus", town, public_id, focus_id)
    if what == "text" and attempt(form, save):
        messages.success(request, _("Der Schwerpunkt ist gespeichert."))
        return here
    if attempt(goal_form, add_goal) or attempt(measure_form, add_measure):
        return here
    if what in _TAKE_OUT:
        return _take_out(request, own, found, what)
    node = next(n for n in queries.overview(own).focuses if n.focus.pk == found.pk)
    context = framed(request, own, to_edit(own), Link(found.title)) | {
        "focus": found,
        "form": form,
        "goal_form": goal_form,
        "measure_form": measure_form,
        "has_goals": bool(goals),
        "has_measures": bool(measures),
        "node": node,
        "theirs": theirs,
    }
    failed = form.errors or goal_form.errors or measure_form.errors
    status = 409 if theirs else 422 if failed else 200
    return render(request, "strategies/focus.html", context, status=status)


_TAKE_OUT = frozenset({"remove_goal", "remove_measure", "remove"})


def _take_out(request: TownRequest, own: Strategy, found: Focus, what: str) -> HttpResponse:
    """Take a goal, a measure or the whole priority out; what was taken out stays what it is."""
    given: dict[str, Any] = {"focus": found, "by": request.user, "at": now()}
    key, place = request.POST.get("pick", ""), (own.public_id, found.public_id)
    if what == "remove":
        words = _("Der Schwerpunkt „%(title)s“ ist entfernt. Ziele und Maßnahmen bleiben.")
        return done(
            request,
            lambda: actions.remove_focus(**given),
            words % {"title": found.title},
            "strategies:edit",
            own.public_id,
        )
    if what == "remove_goal":
        row = found.goals.filter(goal__public_id=key).select_related("goal").first()
        act = (lambda: actions.remove_goal(goal=row.goal, **given)) if row else None
    else:
        line = found.measures.filter(measure__public_id=key).select_related("measure").first()
        act = (lambda: actions.remove_measure(measure=line.measure, **given)) if line else None
    if act is None:
        raise NotVisible(_("Das steht nicht in diesem Schwerpunkt."))
    return done(request, act, _("Aus dem Schwerpunkt genommen."), "strategies:focus", *place)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_goal(request: TownRequest, town: str, public_id: str, focus_id: str) -> HttpResponse:
    """Set a new goal below a priority."""
    own = editable(request, public_id)
    found = queries.get_focus(own, focus_id)
    node = next(n for n in queries.overview(own).focuses if n.focus.pk == found.pk)
    goals: list[Goal] = [each.goal for each in node.walk()]
    indicators = list_choices(request.authority, main_key(request.authority))
    first = {"direction": "down", "due_on": f"{own.last_year}-12-31"}
    form = GoalForm(sent(request), goals=goals, indicators=indicators, initial=first)

    def add() -> None:
        actions.new_goal(focus=found, by=request.user, at=now(), **form.values())

    if request.method == "POST" and attempt(form, add):
        messages.success(request, _("Das Ziel ist gesetzt."))
        return redirect("strategies:focus", town, public_id, focus_id)
    back = reverse("strategies:focus", args=[town, public_id, focus_id])
    context = framed(request, own, to_edit(own), Link(found.title, back), Link(_("Neues Ziel"))) | {
        "form": form,
        "title": _("Neues Ziel"),
        "sub": found.title,
        "label": _("Ziel setzen"),
        "back_url": back,
    }
    return render(request, "strategies/form.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
def move(request: TownRequest, town: str, public_id: str, focus_id: str) -> HttpResponse:  # noqa: ARG001
    """Move a priority one place."""
    own = editable(request, public_id)
    found = queries.get_focus(own, focus_id)
    to = Move.UP if request.POST.get("step") == Move.UP else Move.DOWN
    return done(
        request,
        lambda: actions.move_focus(focus=found, to=to, by=request.user, at=now()),
        "",
        "strategies:edit",
        public_id,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cite(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take up the state's strategy, or one of its priorities; take it out again."""
    own = editable(request, public_id)
    state = queries.state_strategy(request.authority)
    focuses = list(own.focuses.order_by("position"))
    by, at = request.user, now()
    if request.method == "POST" and request.POST.get("what") == "remove":
        key = request.POST.get("pick", "")
        row = own.citations.filter(pk=int(key) if key.isdigit() else 0).first()
        if row is None:
            raise NotVisible(_("Dieser Bezug steht nicht mehr da."))
        return done(
            request,
            lambda: actions.remove_citation(citation=row, by=by, at=at),
            _("Der Bezug ist entfernt."),
            "strategies:cite",
            public_id,
        )
    sections = state.sections if state else ()
    form = CiteForm(sent(request), sections=sections, focuses=focuses)

    def add() -> None:
        if state is None:
            raise NotVisible(_("Ihr Land hat noch keine öffentliche Strategie."))
        chosen = form.cleaned_data["focus"]
        actions.cite_state(
            strategy=own,
            publication=state.publication,
            focus=next((each for each in focuses if each.public_id == chosen), None),
            section=form.cleaned_data["section"],
            by=by,
            at=at,
        )

    if request.method == "POST" and attempt(form, add):
        messages.success(request, _("Der Bezug auf die Landesstrategie steht."))
        return redirect("strategies:edit", town, public_id)
    context = framed(request, own, to_edit(own), Link(_("Landesstrategie"))) | {
        "form": form,
        "state": state,
        "cited": queries.list_cited(own),
    }
    return render(request, "strategies/cite.html", context, status=422 if form.errors else 200)
