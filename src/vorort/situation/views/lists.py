"""The reports of a town, and a new one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.deliveries.choices import Audience
from vorort.deliveries.rules import audience_of
from vorort.situation import actions, queries, rules
from vorort.situation.forms import CreateForm
from vorort.situation.views.common import STATE_KINDS, address, allow
from vorort.ui.parts import Link


@require_safe
@never_cache
def reports(request: TownRequest, town: str) -> HttpResponse:
    """All reports and versions, the latest year first."""
    del town
    allow(rules.can_see_reports(request.user, request.authority))
    page = paginate(request, queries.list_reports(request.authority))
    rows = []
    for report in page:
        state = queries.shown_state(report)
        rows.append((report, address(report), state.label, STATE_KINDS.get(state, "")))
    may_create = rules.can_create_report(request.user, request.authority)
    context = {
        "page": page,
        "rows": rows,
        "may_create": may_create,
        # Who sees only what is public is not told how many figures there are.
        "sees_counts": audience_of(request.user, request.authority) is not Audience.PUBLIC,
        "years": queries.years_to_report(request.authority) if may_create else (),
    }
    return render(request, "situation/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def create(request: TownRequest, town: str) -> HttpResponse:
    """Choose the year; one click computes everything."""
    allow(rules.can_create_report(request.user, request.authority))
    years = queries.years_to_report(request.authority)
    form = CreateForm(request.POST or None, years=years)
    if request.method == "POST" and form.is_valid():
        try:
            report = actions.create_report(
                authority=request.authority,
                year=form.cleaned_data["year"],
                by=request.user,
                at=now(),
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            return redirect("ui:job", report.job)
    crumbs = [Link(_("Lagebilder"), f"/k/{town}/lagebilder/"), Link(_("Neues Lagebild"))]
    context = {"form": form, "years": years, "crumbs": crumbs}
    return render(request, "situation/create.html", context)
