"""The work plan and its milestones."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.core.clock import now, today
from vorort.core.errors import NotVisible
from vorort.core.requests import TownRequest
from vorort.dossiers import queries as dossier
from vorort.dossiers.forms import DropForm, FinishForm, MilestoneForm, MoveForm
from vorort.dossiers.views.common import (
    allow,
    done,
    framed,
    load,
    load_to_edit,
    status_of,
    tried,
)
from vorort.measures import actions, registry, rules
from vorort.measures.models import Measure, Milestone
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def plan(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """The work plan; POST adds a milestone."""
    own = load(request, public_id)
    edits = rules.can_edit(request.user, request.authority)
    form = None
    # Whoever sends what a colleague has just closed reads why, and keeps what was typed.
    if edits and (request.method == "POST" or not rules.has_ended(own)):
        form = _form(request, own)
    if request.method == "POST":
        allow(edits)
        if form is not None and form.is_valid():
            values = form.cleaned_data
            part = own.parts.filter(public_id=values.pop("part")).first()
            given: dict[str, Any] = {"part": part, "by": request.user, "at": now(), **values}
            if tried(form, lambda: actions.add_milestone(measure=own, **given)):
                messages.success(request, _("Der Meilenstein steht im Arbeitsplan."))
                return redirect("measures:plan", town, public_id)
    context = framed(request, own, _("Arbeitsplan"), current="plan") | {
        "lines": dossier.milestone_lines(own, on=today()),
        "form": form,
    }
    return render(request, "measures/plan.html", context, status=status_of(form))


def _form(request: TownRequest, own: Measure) -> MilestoneForm:
    return MilestoneForm(
        request.POST or None,
        parts=dossier.part_choices(dossier.list_parts(own)),
        owner=own.owner.name,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def milestone(request: TownRequest, town: str, public_id: str, key: str) -> HttpResponse:
    """One milestone: done, moved, dropped, open again."""
    own = load_to_edit(request, public_id)
    kept = get_milestone(own, key)
    deed = request.POST.get("deed", "")
    forms = {
        "finish": FinishForm(
            request.POST if deed == "finish" else None, initial={"on": today()}, prefix="finish"
        ),
        "move": MoveForm(
            request.POST if deed == "move" else None,
            initial={"due_on": kept.due_on},
            prefix="move",
        ),
        "drop": DropForm(request.POST if deed == "drop" else None, prefix="drop"),
    }
    given: dict[str, Any] = {"milestone": kept, "by": request.user, "at": now()}
    if deed == "reopen":
        return done(
            request,
            lambda: actions.reopen_milestone(**given),
            _("Der Meilenstein ist wieder offen."),
            "measures:plan",
            town,
            public_id,
        )
    deeds: dict[str, tuple[Callable[..., object], str]] = {
        "finish": (actions.finish_milestone, _("Der Meilenstein ist erledigt.")),
        "move": (actions.move_milestone, _("Der Meilenstein hat einen neuen Tag.")),
        "drop": (actions.drop_milestone, _("Der Meilenstein ist entfallen.")),
    }
    if deed in deeds and forms[deed].is_valid():
        action, words = deeds[deed]
        values = forms[deed].cleaned_data
        if tried(forms[deed], lambda: action(**given, **values)):
            messages.success(request, words)
            return redirect("measures:plan", town, public_id)
    plan_link = Link(_("Arbeitsplan"), _plan_url(own))
    context = framed(request, own, plan_link, kept.title, current="plan") | {
        "milestone": kept,
        "who": kept.part.organisation.name if kept.part else own.owner.name,
        "is_open": kept.done_on is None and not kept.dropped,
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "measures/milestone.html", context, status=status_of(*forms.values()))


def _plan_url(own: Measure) -> str:
    return registry.address_of("measures:plan", own)


def get_milestone(own: Measure, key: str) -> Milestone:
    """Return a milestone of this measure, or a 404."""
    found = own.milestones.select_related("part__organisation").filter(public_id=key).first()
    if found is None:
        raise NotVisible(_("Diesen Meilenstein gibt es nicht."))
    return found
