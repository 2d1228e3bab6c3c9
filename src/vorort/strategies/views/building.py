"""Priorities: from the ranking or by hand, their order, goals, measures, the state's strategy."""

from typing import Any, Literal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest
from vorort.findings import queries as chain
from vorort.strategies import actions, queries
from vorort.strategies.forms import FocusForm, cite_form, goal_form, measure_form, ranking_form
from vorort.strategies.models import Focus
from vorort.strategies.queries.reading import list_goals_to_add, list_measures_to_add
from vorort.strategies.views.common import attempt, done, editable, framed, sent, show_form, to_edit
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ranking(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take needs over from the ranking."""
    own = editable(request, public_id)
    found = chain.ranking(request.user, request.authority)
    known = set(own.focuses.values_list("need_id", flat=True))
    rows = [row for row in found.rows if row.need.pk not in known]
    form = ranking_form(sent(request), rows, has_votes=bool(found.by_votes))

    def take() -> None:
        order = found.by_votes if form.cleaned_data.get("by_votes") else []
        listed = [*order, *(row for row in found.rows if row not in order)]
        chosen = set(form.cleaned_data["needs"])
        needs = [row.need for row in listed if row.need.public_id in chosen]
        actions.take_needs(strategy=own, needs=needs, by=request.user, at=now())

    if attempt(form, take):
        messages.success(request, _("Die Bedarfe sind jetzt Schwerpunkte."))
        return redirect("strategies:edit", town, public_id)
    context = framed(request, own, to_edit(own), Link(_("Aus der Rangfolge")))
    context |= {"rows": rows, "ranking": found, "taken": len(found.rows) - len(rows)}
    return show_form(request, form, context, template="ranking")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_focus(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Add a priority by hand."""
    own = editable(request, public_id)
    form = FocusForm(sent(request))
    made: list[Focus] = []

    def add() -> None:
        given: dict[str, Any] = {name: form.cleaned_data[name] for name in ("title", "text")}
        made.append(actions.add_focus(strategy=own, by=request.user, at=now(), **given))

    if attempt(form, add):
        return redirect("strategies:focus", town, public_id, made[0].public_id)
    words = {"title": _("Neuer Schwerpunkt"), "label": _("Schwerpunkt anlegen")}
    context = framed(request, own, to_edit(own), Link(words["title"])) | words
    return show_form(request, form, context | {"back_url": to_edit(own).url})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def focus(request: TownRequest, town: str, public_id: str, focus_id: str) -> HttpResponse:
    """One priority: its words, goals and measures; one page, several deeds."""
    own = editable(request, public_id)
    found = queries.get_focus(own, focus_id)
    what, post = request.POST.get("what", ""), request.POST
    goals = {each.public_id: each for each in list_goals_to_add(found)}
    measures = {each.public_id: each for each in list_measures_to_add(found)}
    first = {name: getattr(found, name) for name in ("title", "text", "revision")}
    form = FocusForm(post if what == "text" else None, initial=first)
    goal = goal_form(post if what == "goal" else None, goals)
    measure = measure_form(post if what == "measure" else None, measures)
    given: dict[str, Any] = {"focus": found, "by": request.user, "at": now()}
    theirs: Focus | None = None

    def save() -> None:
        nonlocal theirs
        try:
            actions.edit_focus(**given, **form.cleaned_data)
        except actions.StaleStrategy:
            theirs = queries.get_focus(own, focus_id)
            # Saving again means: I have read what stands now.
            form.data = {**post.dict(), "revision": str(theirs.revision)}
            raise

    here = redirect("strategies:focus", town, public_id, focus_id)
    if attempt(form, save):
        messages.success(request, _("Der Schwerpunkt ist gespeichert."))
        return here
    if attempt(
        goal, lambda: actions.add_goal(goal=goals[goal.cleaned_data["pick"]], **given)
    ) or attempt(
        measure,
        lambda: actions.add_measure(measure=measures[measure.cleaned_data["pick"]], **given),
    ):
        return here
    context = framed(request, own, to_edit(own), Link(found.title)) | {
        "focus": found, "form": form, "goal_form": goal, "measure_form": measure,
        "has_goals": bool(goals), "has_measures": bool(measures), "theirs": theirs,
        "node": next(n for n in queries.overview(own).focuses if n.focus.pk == found.pk),
    }  # fmt: skip
    failed = form.errors or goal.errors or measure.errors
    status = 409 if theirs else 422 if failed else 200
    return render(request, "strategies/focus.html", context, status=status)


@require_POST
@never_cache
def take_out(request: TownRequest, town: str, public_id: str, focus_id: str) -> HttpResponse:  # noqa: ARG001
    """Take a goal, a measure or the whole priority out; what was taken out stays what it is."""
    own = editable(request, public_id)
    found = queries.get_focus(own, focus_id)
    given: dict[str, Any] = {"focus": found, "by": request.user, "at": now()}
    what, key = request.POST.get("what", ""), request.POST.get("pick", "")
    words, back = _("Aus dem Schwerpunkt genommen."), ("strategies:focus", public_id, focus_id)
    goal = found.goals.filter(goal__public_id=key).select_related("goal").first()
    line = found.measures.filter(measure__public_id=key).select_related("measure").first()
    if what == "goal" and goal:
        own_goal = goal.goal
        return done(request, lambda: actions.remove_goal(goal=own_goal, **given), words, *back)
    if what == "measure" and line:
        measure = line.measure
        return done(request, lambda: actions.remove_measure(measure=measure, **given), words, *back)
    if what != "focus":
        raise NotVisible(_("Das steht nicht in diesem Schwerpunkt."))
    words = _("Der Schwerpunkt „%(title)s“ ist entfernt. Ziele und Maßnahmen bleiben.")
    words %= {"title": found.title}
    home = ("strategies:edit", public_id)
    return done(request, lambda: actions.remove_focus(**given), words, *home)


@require_POST
@never_cache
def move(request: TownRequest, town: str, public_id: str, focus_id: str) -> HttpResponse:  # noqa: ARG001
    """Move a priority one place."""
    own = editable(request, public_id)
    given: dict[str, Any] = {"focus": queries.get_focus(own, focus_id), "by": request.user}
    to: Literal["up", "down"] = "up" if request.POST.get("step") == "up" else "down"
    home = ("strategies:edit", public_id)
    return done(request, lambda: actions.move_focus(to=to, at=now(), **given), "", *home)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cite(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Take up the state's strategy, or one of its priorities; take it out again."""
    own = editable(request, public_id)
    state = queries.state_strategy(request.authority)
    by: dict[str, Any] = {"by": request.user, "at": now()}
    if request.POST.get("what") == "remove":
        key = request.POST.get("pick", "")
        row = own.citations.filter(pk=int(key) if key.isdigit() else 0).first()
        if row is None:
            raise NotVisible(_("Dieser Bezug steht nicht mehr da."))
        words, here = _("Der Bezug ist entfernt."), ("strategies:cite", public_id)
        return done(request, lambda: actions.remove_citation(citation=row, **by), words, *here)
    focuses = {each.public_id: each for each in own.focuses.order_by("position")}
    form = cite_form(sent(request), state.sections if state else (), focuses)

    def add() -> None:
        if state is None:
            raise NotVisible(_("Ihr Land hat noch keine öffentliche Strategie."))
        focus, section = focuses.get(form.cleaned_data["focus"]), form.cleaned_data["section"]
        given: dict[str, Any] = {"publication": state.publication, **by}
        actions.cite_state(strategy=own, focus=focus, section=section, **given)

    if attempt(form, add):
        messages.success(request, _("Der Bezug auf die Landesstrategie steht."))
        return redirect("strategies:edit", town, public_id)
    context = framed(request, own, to_edit(own), Link(_("Landesstrategie")))
    context |= {"state": state, "cited": queries.list_cited(own)}
    return show_form(request, form, context, template="cite")
