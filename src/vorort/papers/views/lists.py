"""The papers of a body."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.core.paging import paginate
from vorort.core.requests import TownRequest, own_door
from vorort.councils.queries import get_body, get_frame
from vorort.papers import queries, rules
from vorort.papers.choices import PaperKind, PaperState
from vorort.papers.forms import FilterForm


@own_door
@require_safe
@never_cache
def papers(request: TownRequest, town: str, body: str) -> HttpResponse:  # noqa: ARG001
    """All papers of a body this person may read, with a search that knows German words."""
    found = get_body(request.user, request.authority, body)
    form = FilterForm(request.GET)
    given = form.given()
    context = {
        "frame": get_frame(request.user, found, current="papers"),
        "page": paginate(request, queries.list_papers(request.user, found, **given)),
        "given": given,
        "years": queries.list_years(request.user, found),
        "states": PaperState.choices,
        "kinds": PaperKind.choices,
        "may_write": bool(rules.writable_classes(request.user, found)),
    }
    return render(request, "papers/list.html", context)
