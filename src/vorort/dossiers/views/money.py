"""Planned money and what was spent."""

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
from vorort.dossiers.forms import LineForm, SpendingForm
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
from vorort.measures.models import Measure
from vorort.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def money(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """The plan of costs and what was spent of it; POST adds a line or an expense."""
    own = load(request, public_id)
    edits = rules.can_edit(request.user, request.authority)
    views = dossier.budget_views(own)
    deed = request.POST.get("deed", "")
    line_form = spend_form = None
    if edits:
        line_form = LineForm(
            request.POST if deed == "line" else None,
            prefix="line",
            adopted=rules.is_adopted(own),
        )
        spend_form = _spending_form(request, own, views, bound=deed == "spend")
    if request.method == "POST":
        allow(edits)
        if _posted(request, own, views, deed, line_form, spend_form):
            return redirect("measures:money", town, public_id)
    context = framed(request, own, _("Geld"), current="money") | {
        "lines": views,
        "money": dossier.money_for(own),
        "spendings": dossier.list_spendings(own),
        "line_form": _unless_over(own, line_form),
        "spend_form": spend_form,
    }
    return render(request, "measures/money.html", context, status=status_of(line_form, spend_form))


def _unless_over(own: Measure, form: LineForm | None) -> LineForm | None:
    """Return the form; after the end only one that was sent, with the reason why it stays."""
    return None if form is None or (rules.has_ended(own) and not form.is_bound) else form


def _spending_form(
    request: TownRequest, own: Measure, views: list[dossier.BudgetView], *, bound: bool
) -> SpendingForm:
    return SpendingForm(
        request.POST if bound else None,
        prefix="spend",
        initial={"on": today()},
        lines=dossier.line_choices(views),
        parts=dossier.part_choices(dossier.list_parts(own)),
        owner=own.owner.name,
    )


def _posted(  # noqa: PLR0917
    request: TownRequest,
    own: Measure,
    views: list[dossier.BudgetView],
    deed: str,
    line_form: LineForm | None,
    spend_form: SpendingForm | None,
) -> bool:
    """Add what was entered; False where a form has an error."""
    given: dict[str, Any] = {"by": request.user, "at": now()}
    if deed == "line" and line_form is not None and line_form.is_valid():
        values, reason = line_form.values(), line_form.reason()
        if tried(
            line_form,
            lambda: actions.add_budget_line(measure=own, reason=reason, **values, **given),
        ):
            messages.success(request, _("Die Position steht im Kostenplan."))
            return True
    if deed == "spend" and spend_form is not None and spend_form.is_valid():
        entered = dict(spend_form.cleaned_data)
        key = entered.pop("line")
        line = next(view.line for view in views if view.line.public_id == key)
        part = own.parts.filter(public_id=entered.pop("part", "")).first()
        if tried(
            spend_form, lambda: actions.add_spending(line=line, part=part, **entered, **given)
        ):
            messages.success(request, _("Die Ausgabe ist gebucht."))
            return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def line(request: TownRequest, town: str, public_id: str, key: str) -> HttpResponse:
    """One line of the budget: changed, removed, its expenses taken back."""
    own = load_to_edit(request, public_id)
    kept = next((v for v in dossier.budget_views(own) if v.line.public_id == key), None)
    if kept is None:
        raise NotVisible(_("Diese Position gibt es nicht."))
    deed = request.POST.get("deed", "")
    given: dict[str, Any] = {"by": request.user, "at": now()}
    back = ("measures:money", town, public_id)
    if deed == "take_back":
        spent = kept.line.spendings.filter(public_id=request.POST.get("spending", "")).first()
        if spent is None:
            raise NotVisible(_("Diese Ausgabe gibt es nicht."))
        words = _("Die Ausgabe ist zurückgenommen.")
        return done(request, lambda: actions.remove_spending(spending=spent, **given), words, *back)
    if deed == "remove":
        reason = request.POST.get("reason", "")
        words = _("Die Position ist entfernt.")
        return done(
            request,
            lambda: actions.remove_budget_line(line=kept.line, reason=reason, **given),
            words,
            *back,
        )
    form = LineForm(
        request.POST if deed == "edit" else None,
        initial=LineForm.initial_of(kept.line),
        adopted=rules.is_adopted(own),
    )
    if form.is_bound and form.is_valid():
        values, reason = form.values(), form.reason()
        if tried(
            form,
            lambda: actions.edit_budget_line(line=kept.line, reason=reason, **values, **given),
        ):
            messages.success(request, _("Die Position ist gespeichert."))
            return redirect(*back)
    money_link = Link(_("Geld"), registry.address_of("measures:money", own))
    context = framed(request, own, money_link, kept.line.title, current="money") | {
        "view": kept,
        "spendings": list(kept.line.spendings.select_related("part__organisation")),
        "form": _unless_over(own, form),
        "adopted": rules.is_adopted(own),
    }
    return render(request, "measures/line.html", context, status=status_of(form))
