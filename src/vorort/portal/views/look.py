"""Arms and colour of a town, at addresses that never change: stored pages name them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vorort.authorities.queries import get_public_authority
from vorort.files.queries import read_arms
from vorort.portal.views.page import public_page

# A drawing that is opened by itself runs and fetches nothing, whatever is in it.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@public_page
def arms(request: HttpRequest, slug: str) -> HttpResponse:
    """The arms as handed in (cleaned), or a shield with the letters of the town."""
    authority = get_public_authority(slug)
    found = read_arms(authority.arms_file)
    if found is None:
        context = {"letters": authority.town_key}
        response = render(request, "portal/arms.svg", context, content_type="image/svg+xml")
    else:
        content, content_type = found
        response = HttpResponse(content, content_type=content_type)
    response["Content-Security-Policy"] = DRAWING_POLICY
    return response


@public_page
def colour(request: HttpRequest, slug: str) -> HttpResponse:
    """The town's colour for light and dark pages; white text on it was checked when it was set."""
    authority = get_public_authority(slug)
    context = {"colour": authority.colour}
    return render(request, "portal/colour.css", context, content_type="text/css")
