"""Search over all my towns."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.core.requests import StaffRequest
from vorort.desk.queries.search import list_doors
from vorort.ui.searching import Place, answer


@require_safe
@never_cache
def find(request: StaffRequest) -> HttpResponse:
    """Show what answers the words in the work of my towns and in what is public."""
    doors, mine = list_doors(request.user)
    towns = [entry.authority for entry in mine]
    places = [Place(town.pk, town.slug, town.name) for town in towns]
    context = answer(request, actor=request.user, doors=doors, places=places)
    return render(request, "desk/search.html", context)
