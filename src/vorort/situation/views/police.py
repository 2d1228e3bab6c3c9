"""The page of the police: every figure with release, wish for a change, refusal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.requests import TownRequest
from vorort.pictures.exports import page
from vorort.situation import actions, queries, rules
from vorort.situation.choices import PoliceState
from vorort.situation.exports import edition_of
from vorort.situation.forms import DecisionForm
from vorort.situation.views.common import (
    POLICE_KINDS,
    address,
    allow,
    crumbs,
    get_figure,
    get_report,
    head,
    read_figures,
)
from vorort.ui.parts import Link


@require_safe
@never_cache
def overview(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """All figures on one page."""
    del town
    found = get_report(request, public_id)
    reading = read_figures(request, found)
    rows = reading.figures
    sections = queries.list_sections(found)
    items = []
    if found.frame:
        edition = edition_of(
            found,
            sections,
            rows,
            on=today(),
            base_url="",
            releases=reading.releases,
            audience=reading.audience,
            only_released=False,
        )
        by_number = {figure.number: figure for figure in edition.figures}
        for number, row in enumerate(rows, start=1):
            item = page.figure_context(by_number[number], edition, preview=True, level=2)
            item["title"] = _("Abbildung %(number)d: %(title)s") % {
                "number": row.number,
                "title": row.title,
            }
            item["row"] = row
            item["withheld"] = reading.why_not_public(row)
            item["police"] = row.get_police_state_display()
            item["police_kind"] = POLICE_KINDS.get(PoliceState(row.police_state), "")
            items.append(item)
    context = {
        **head(request, found),
        "crumbs": crumbs(found, Link(_("Prüfung durch die Polizei"))),
        "items": items,
        "texts": [one for one in sections if one.text],
        "waiting": sum(row.police_state == PoliceState.OPEN for row in rows),
        "may_decide": rules.can_decide_figures(request.user, found),
        "form": DecisionForm(),
    }
    return render(request, "situation/police.html", context)


@require_POST
def decide(request: TownRequest, town: str, public_id: str, figure_id: str) -> HttpResponse:
    """Release, ask for a change or refuse one figure."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_decide_figures(request.user, found))
    figure = get_figure(request, found, figure_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        note = form.cleaned_data["note"]
        try:
            match form.cleaned_data["decision"]:
                case DecisionForm.RELEASE:
                    actions.release_figure(figure=figure, by=request.user, at=now())
                    words = _("Abbildung %d ist freigegeben.")
                case DecisionForm.CHANGE:
                    actions.request_change(figure=figure, note=note, by=request.user, at=now())
                    words = _("Änderungswunsch zu Abbildung %d gespeichert.")
                case _other:
                    actions.refuse_figure(figure=figure, note=note, by=request.user, at=now())
                    words = _("Abbildung %d wird nicht veröffentlicht.")
            messages.success(request, words % figure.number)
        except DomainError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("Bitte eine der drei Möglichkeiten wählen."))
    return redirect(f"{address(found, 'police')}#abb-{figure.number}")


@require_POST
def release_all(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Release everything that is still open."""
    del town
    found = get_report(request, public_id)
    allow(rules.can_decide_figures(request.user, found))
    try:
        count = actions.release_all(report=found, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            ngettext(
                "%(count)d Abbildung ist freigegeben.",
                "%(count)d Abbildungen sind freigegeben.",
                count,
            )
            % {"count": count},
        )
    return redirect(address(found, "police"))
