"""The measures of a town: list, file, coverage."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.core.clock import now, today
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest, own_door
from vorort.dossiers import exports
from vorort.dossiers import queries as dossier
from vorort.dossiers.forms import CoverageForm, FilterForm
from vorort.dossiers.views.common import allow
from vorort.measures import queries, rules
from vorort.measures.choices import MeasureState
from vorort.partners.choices import Pillar, TargetGroup, Topic


@own_door
@require_safe
@never_cache
def measures(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """All measures of a town; who speaks for a partner sees those it takes part in."""
    works = rules.can_view_work(request.user, request.authority)
    allow(works or rules.has_door(request.user, request.authority))
    form = FilterForm(request.GET)
    given = form.given()
    page = paginate(request, queries.list_measures(request.user, request.authority, **given))
    context: dict[str, Any] = {
        "page": page,
        "lines": dossier.list_lines(request.user, list(page.object_list), on=today()),
        "given": given,
        "sees_work": works,
        "may_edit": rules.can_edit(request.user, request.authority),
        "states": form.fields["stand"].choices,  # type: ignore[attr-defined]
        "topics": Topic.choices,
        "groups": TargetGroup.choices,
        "pillars": Pillar.choices,
        "owners": dossier.owner_choices(request.authority) if works else [],
        "conditions": [(key, label) for key, label, _narrow in queries.conditions()],
        "gap_links": dossier.gap_links(request.authority, given),
    }
    return render(request, "measures/list.html", context)


@require_safe
@never_cache
def export(request: TownRequest, town: str, kind: str) -> HttpResponse:  # noqa: ARG001
    """The list as a file, narrowed like the page."""
    if kind not in exports.TYPES:
        raise Http404
    given = FilterForm(request.GET).given()
    rows = list(queries.list_measures(request.user, request.authority, **given))
    content = exports.measures_file(
        request.authority, rows, queries.money_of(rows), kind=kind, at=now()
    )
    return HttpResponse(
        content,
        content_type=exports.TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="massnahmen.{kind}"'},
    )


@require_safe
@never_cache
def coverage(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Which topics, target groups and pillars measures reach, and where there are none."""
    form = CoverageForm(request.GET)
    rows, columns, only = form.given()
    matrix = queries.make_matrix(
        queries.coverage(request.user, request.authority), rows=rows, columns=columns, only=only
    )
    context = {
        "matrix": matrix,
        "views": form.fields["sicht"].choices,  # type: ignore[attr-defined]
        "view": f"{rows}-{columns}",
        "only": only,
        "states": (MeasureState.DECIDED, MeasureState.RUNNING),
    }
    return render(request, "measures/matrix.html", context)
