"""The door of a partner's contact: agree, report, finish own milestones, book own expenses."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vorort.core.clock import now, today
from vorort.core.requests import TownRequest, own_door
from vorort.dossiers import queries as dossier
from vorort.dossiers.forms import FinishForm, ReportForm, SpendingForm
from vorort.dossiers.views.common import allow, done, framed, status_of, tried
from vorort.measures import actions, queries, rules
from vorort.measures.models import Part


def _load(request: TownRequest, public_id: str) -> Part:
    """Return the part for its own contact; for everybody else there is none."""
    return queries.get_part(request.user, request.authority, public_id)


@own_door
@require_safe
@never_cache
def part(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The partner's own page of a measure."""
    return _show(request, _load(request, public_id))


def _show(request: TownRequest, kept: Part, **forms: Any) -> HttpResponse:
    """Draw the page; a form that failed comes along. ``finish_form`` belongs to ``finishing``."""
    own, ended = kept.measure, rules.has_ended(kept.measure)
    plan = dossier.milestone_lines(own, on=today())
    context = framed(request, own, kept.organisation.name, current="part") | {
        "part": kept,
        "milestones": [each for each in plan if each.milestone.part_id == kept.pk],
        "spendings": [each for each in dossier.list_spendings(own) if each.part_id == kept.pk],
        "lines": dossier.budget_views(own),
        "has_ended": ended,
        "others": [each for each in rules.my_parts(request.user, own) if each.pk != kept.pk],
        "report_form": ReportForm(initial={"report": kept.report}),
        "spend_form": _spending_form(kept),
        "finish_form": FinishForm(initial={"on": today()}),
    }
    status = status_of(*forms.values()) if "finishing" not in forms else 422
    return render(request, "measures/part.html", context | forms, status=status)


def _spending_form(kept: Part, data: Any = None) -> SpendingForm:
    lines = dossier.line_choices(dossier.budget_views(kept.measure))
    return SpendingForm(data, initial={"on": today()}, lines=lines)


@own_door
@require_POST
@never_cache
def confirm(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Agree to the part."""
    kept = _load(request, public_id)
    words = _("Vielen Dank. Ihre Zusage ist vermerkt.")
    return done(
        request,
        lambda: actions.confirm_part(part=kept, by=request.user, at=now()),
        words,
        "measures:part",
        town,
        public_id,
    )


@own_door
@require_POST
@never_cache
def report(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Say how far the part is."""
    kept = _load(request, public_id)
    form = ReportForm(request.POST)
    if form.is_valid():
        given: dict[str, Any] = {"part": kept, "by": request.user, "at": now(), **form.cleaned_data}
        if tried(form, lambda: actions.report_part(**given)):
            messages.success(request, _("Ihr Stand ist gemeldet."))
            return redirect("measures:part", town, public_id)
    return _show(request, kept, report_form=form)


@own_door
@require_POST
@never_cache
def spend(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Book an expense of the partner, always under its own part."""
    kept = _load(request, public_id)
    form = _spending_form(kept, request.POST)
    if form.is_valid():
        values = dict(form.cleaned_data)
        line = kept.measure.budget.get(public_id=values.pop("line"))
        given: dict[str, Any] = {
            "line": line,
            "part": kept,
            "by": request.user,
            "at": now(),
            **values,
        }
        if tried(form, lambda: actions.add_spending(**given)):
            messages.success(request, _("Ihre Ausgabe ist gebucht."))
            return redirect("measures:part", town, public_id)
    return _show(request, kept, spend_form=form)


@own_door
@require_POST
@never_cache
def finish(request: TownRequest, town: str, public_id: str, key: str) -> HttpResponse:
    """Say that one of the part's own milestones is done."""
    kept = _load(request, public_id)
    milestone = kept.milestones.filter(public_id=key).first()
    allow(milestone is not None)
    form = FinishForm(request.POST)
    if form.is_valid():
        given: dict[str, Any] = {
            "milestone": milestone,
            "by": request.user,
            "at": now(),
            **form.cleaned_data,
        }
        if tried(form, lambda: actions.finish_milestone(**given)):
            messages.success(request, _("Der Meilenstein ist erledigt."))
            return redirect("measures:part", town, public_id)
    return _show(request, kept, finish_form=form, finishing=milestone)
