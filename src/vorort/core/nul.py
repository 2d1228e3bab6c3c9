"""The character NUL stands in no text of people, and PostgreSQL takes it in none."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# The sign for "a character that cannot be shown": it finds nothing, and everybody may ask for it.
INSTEAD = "\N{REPLACEMENT CHARACTER}"


class NulMiddleware:
    """Asks for something else in its place, so that the address or search finds nothing.

    What is typed into forms is checked by their fields.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            request.path_info = request.path_info.replace("\0", INSTEAD)
            request.path = request.path.replace("\0", INSTEAD)
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\0" in query:
            request.META["QUERY_STRING"] = query.replace("\0", "%00").replace("%00", "%EF%BF%BD")
        return self.get_response(request)
