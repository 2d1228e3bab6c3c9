"""Says 410 at the public addresses of a town that was removed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vorort.publications.rules import PUBLIC_PREFIX
from vorort.rights.queries.towns import is_removed

GONE = 410


class RemovedTownMiddleware:
    """Looks only at public addresses that found nothing: all others pay one comparison."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        path = request.path_info
        if response.status_code != 404 or not path.startswith(PUBLIC_PREFIX):
            return response
        slug = path.removeprefix(PUBLIC_PREFIX).split("/", 1)[0]
        if not slug or not is_removed(slug):
            return response
        gone = render(request, "rights/removed_town.html", status=GONE)
        gone["Cache-Control"] = "no-store"
        return gone
