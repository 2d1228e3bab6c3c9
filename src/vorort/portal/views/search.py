"""Search for everybody: only what is public, without sign-in, cookie or script."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from vorort.core.search import PUBLIC
from vorort.portal.queries import list_towns
from vorort.portal.views.page import public_page, show
from vorort.ui.searching import Place, answer


@public_page
def find(request: HttpRequest) -> HttpResponse:
    """Show what is public and answers the words; whoever is signed in finds no more."""
    towns = [town.authority for town in list_towns().towns]
    places = [Place(town.pk, town.slug, town.name) for town in towns]
    context = answer(request, actor=AnonymousUser(), doors=(PUBLIC,), places=places)
    return show(request, "portal/search.html", context)
