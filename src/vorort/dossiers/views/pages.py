"""One measure: read, begun, changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest, own_door
from vorort.dossiers import queries as dossier
from vorort.dossiers.forms import (
    AudienceForm,
    CitationForm,
    EditForm,
    ExistingForm,
    GoalForm,
    NewForm,
)
from vorort.dossiers.views.common import (
    add_error,
    allow,
    framed,
    load,
    load_to_edit,
    status_of,
    tried,
)
from vorort.measures import actions, queries, registry, rules
from vorort.measures.choices import MEASURE_STEPS, MeasureOrigin, MeasureState
from vorort.measures.models import Measure

_LAST_MILESTONES = 8


@own_door
@require_safe
@never_cache
def measure(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """One measure with everything around it."""
    own = load(request, public_id)
    context = framed(request, own, current="overview")
    frame = context["frame"]
    lines = dossier.milestone_lines(own, on=today())
    context |= {
        "milestones": lines,
        "goals": dossier.goal_views(own),
        "money": dossier.money_for(own),
        "money_facts": dossier.money_facts(dossier.money_for(own)),
        "part_facts": dossier.part_facts(own),
        "facts": dossier.detail_facts(own),
        "citations": list(own.citations.all()),
        "followed": _named(request, own.follows),
        "follower": _named(request, own.followed_by.first()),
        "is_adopted": rules.is_adopted(own),
        "has_ended": rules.has_ended(own),
        "turned": queries.is_turned(own),
    }
    if frame.sees_work:
        # What apps above show is for who works in the town.
        wide, side = dossier.panels_for(request.user, own)
        context |= {
            "panels": [_drawn(request, panel, frame) for panel in wide],
            "side_panels": [_drawn(request, panel, frame) for panel in side],
        }
    if frame.can_edit:
        context["next"] = _next_steps(own)
    return render(request, "measures/measure.html", context)


def _named(request: TownRequest, other: Measure | None) -> Measure | None:
    """Return the measure before or after this one where the reader may open it."""
    return other if other is not None and rules.can_view(request.user, other) else None


def _drawn(request: TownRequest, panel: registry.Panel, frame: queries.Frame) -> tuple[str, str]:
    """Return title and content of a panel; its template reads names alone or through ``panel``."""
    names = {**panel.context, "panel": panel.context, "frame": frame}
    return panel.title, render_to_string(panel.template, names, request)


def _next_steps(own: Measure) -> list[tuple[str, str]]:
    """Return the steps that can be taken now: state and the words of the button."""
    words = {
        MeasureState.IDEA: _("Zurück zur Idee"),
        MeasureState.CONCEPT: _("Konzept beginnen"),
        MeasureState.DECIDED: _("Beschließen"),
        MeasureState.RUNNING: _("Beginn melden"),
        MeasureState.EVALUATED: _("Als bewertet melden"),
        MeasureState.CONTINUED: _("Fortführen"),
        MeasureState.CLOSED: _("Abschließen"),
        MeasureState.STOPPED: _("Vorzeitig beenden"),
    }
    if own.state == MeasureState.EVALUATED:
        words[MeasureState.RUNNING] = _("Wieder aufnehmen")
    steps = MEASURE_STEPS[MeasureState(own.state)]
    return [(each.value, words[each]) for each in MeasureState if each in steps]


def _new_form(request: TownRequest, kind: type[NewForm], *, chained: bool) -> NewForm:
    goals = dossier.list_goals(request.authority, chained=chained)
    return kind(
        request.POST or None,
        initial=dossier.first_of_goal(goals, request.GET.get("ziel", "")),
        goals=dossier.goal_choices(goals),
        owners=dossier.owner_choices(request.authority),
        people=dossier.people_choices(request.user, request.authority),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Begin a measure in the long form: a goal, a title, an owner."""
    allow(rules.can_edit(request.user, request.authority))
    form = _new_form(request, NewForm, chained=True)
    made = _create(request, form, MeasureOrigin.NEW)
    if made is not None:
        return _opened(request, made)
    context = {
        "form": form,
        "goals": form.fields["goal"].choices[1:],  # type: ignore[attr-defined]
        "owners": form.fields["owner"].choices[1:],  # type: ignore[attr-defined]
        "starts": registry.starts(request.authority.slug),
    }
    return render(request, "measures/new.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def existing(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Record what already runs."""
    allow(rules.can_edit(request.user, request.authority))
    form = _new_form(request, ExistingForm, chained=False)
    made = _create(request, form, MeasureOrigin.EXISTING)
    if made is not None:
        return _opened(request, made)
    context = {"form": form, "owners": form.fields["owner"].choices[1:]}  # type: ignore[attr-defined]
    return render(request, "measures/existing.html", context, status=status_of(form))


def _create(request: TownRequest, form: NewForm, origin: str) -> Measure | None:
    """Make the measure of a filled form; None where something is still to be entered."""
    if request.method != "POST" or not form.is_valid():
        return None
    values = dict(form.cleaned_data)
    authority = request.authority
    chosen = values.pop("goal")
    goals = [g for g in dossier.list_goals(authority, chained=False) if g.public_id == chosen]
    groups = values.pop("groups")
    values["owner"] = dossier.get_organisation(authority, values["owner"])
    values["responsible"] = dossier.get_member(request.user, authority, values["responsible"])
    try:
        return actions.create_measure(
            authority=authority,
            goals=goals,
            groups=groups,
            area_key=dossier.area_of(goals),
            origin=origin,
            by=request.user,
            at=now(),
            **values,
        )
    except DomainError as error:
        if error.field == "goals":
            error.field = "goal"
        add_error(form, error)
        return None


def _opened(request: TownRequest, made: Measure) -> HttpResponse:
    messages.success(
        request, _("Die Maßnahme %(reference)s ist angelegt.") % {"reference": made.reference}
    )
    return redirect("measures:measure", request.authority.slug, made.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Change a measure; who saves an old state sees both and loses nothing."""
    own = load_to_edit(request, public_id)
    form = EditForm(
        request.POST or None,
        initial=EditForm.initial_of(own),
        adopted=rules.is_adopted(own),
        ended=rules.has_ended(own),
        owners=dossier.owner_choices(request.authority, keep=own.owner),
        people=dossier.people_choices(request.user, request.authority),
        areas=dossier.area_choices(own),
    )
    current: Measure | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_measure(
                measure=own,
                revision=form.cleaned_data["revision"] or 0,
                by=request.user,
                at=now(),
                reason=form.reason(),
                **_edited(request, form),
            )
        except actions.StaleMeasure as error:
            current = error.current
            form.add_error(None, error.message)
            # Saving again means: I have read what stands now.
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["revision"] = str(current.revision)  # type: ignore[index]
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Die Maßnahme ist gespeichert."))
            return redirect("measures:measure", town, public_id)
    context = framed(request, own, _("Bearbeiten"), current="overview") | {
        "form": form,
        "current": current,
        "current_facts": dossier.detail_facts(current) if current else [],
    }
    status = 409 if current else status_of(form)
    return render(request, "measures/edit.html", context, status=status)


def _edited(request: TownRequest, form: EditForm) -> dict[str, Any]:
    values = form.values()
    if "owner" in values:
        values["owner"] = dossier.get_organisation(request.authority, values["owner"])
        values["responsible"] = dossier.get_member(
            request.user, request.authority, values["responsible"]
        )
    return values


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def audiences(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Say for whom a measure is and how many they are."""
    own = load_to_edit(request, public_id)
    form = AudienceForm(request.POST or None, measure=own, adopted=rules.is_adopted(own))
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"by": request.user, "at": now(), "reason": form.reason()}
        rows = form.audiences()
        if tried(form, lambda: actions.set_audiences(measure=own, audiences=rows, **given)):
            messages.success(request, _("Die Zielgruppen sind gespeichert."))
            return redirect("measures:measure", town, public_id)
    context = framed(request, own, _("Zielgruppen"), current="overview") | {"form": form}
    return render(request, "measures/audiences.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def goals(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Hang a measure onto goals, or take it off."""
    own = load_to_edit(request, public_id)
    served = [each.goal for each in own.goals.select_related("goal").order_by("position")]
    others = [g for g in dossier.list_goals(own.authority, chained=False) if g not in served]
    adopted = rules.is_adopted(own) and not (own.origin == MeasureOrigin.EXISTING and not served)
    form = GoalForm(request.POST or None, goals=dossier.goal_choices(others), adopted=adopted)
    leaving = request.POST.get("leave")
    if request.method == "POST":
        given: dict[str, Any] = {"measure": own, "by": request.user, "at": now()}
        if leaving:
            reason = request.POST.get("reason", "")
            gone = [goal for goal in served if goal.public_id == leaving]
            form = GoalForm(None, goals=dossier.goal_choices(others), adopted=adopted)
            try:
                for goal in gone:
                    actions.leave_goal(goal=goal, reason=reason, **given)
            except DomainError as error:
                messages.error(request, error.message)
            return redirect("measures:goals", town, public_id)
        if form.is_valid():
            chosen = next(g for g in others if g.public_id == form.cleaned_data["goal"])
            reason = form.reason()
            if tried(form, lambda: actions.join_goal(goal=chosen, reason=reason, **given)):
                messages.success(request, _("Die Maßnahme dient jetzt diesem Ziel."))
                return redirect("measures:measure", town, public_id)
    context = framed(request, own, _("Ziele"), current="overview") | {
        "form": form,
        "served": [(goal, queries.goal_words(goal)) for goal in served],
        "others": others,
        "adopted": rules.is_adopted(own),
    }
    return render(request, "measures/goals.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def citations(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Name what a measure follows: standards, concepts of the state, studies."""
    own = load_to_edit(request, public_id)
    form = CitationForm(request.POST if "title" in request.POST else None)
    if request.method == "POST":
        given: dict[str, Any] = {"by": request.user, "at": now()}
        if request.POST.get("remove"):
            try:
                for each in own.citations.filter(public_id=request.POST["remove"]):
                    actions.remove_citation(citation=each, **given)
            except DomainError as error:
                messages.error(request, error.message)
            return redirect("measures:citations", town, public_id)
        if form.is_valid():
            values = form.cleaned_data
            if tried(form, lambda: actions.cite(measure=own, **given, **values)):
                messages.success(request, _("Der Bezug steht jetzt in der Maßnahme."))
                return redirect("measures:citations", town, public_id)
    context = framed(request, own, _("Bezüge"), current="overview") | {
        "form": form,
        "citations": list(own.citations.all()),
    }
    return render(request, "measures/citations.html", context, status=status_of(form))
