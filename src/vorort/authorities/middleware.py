"""Opens the scope of the authority that the address names (``/k/<town>/…``)."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.http import HttpRequest, HttpResponse

from vorort.authorities.queries import get_authority
from vorort.core.scopes import authority_scope


class AuthorityScopeMiddleware:
    """Sets ``request.authority``; answers 404 for a town the person has no work in.

    Sign-in is checked by an earlier middleware: its ``process_view`` answers first, so nobody
    learns from a redirect or a 404 whether a town exists.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The scope opens when the address is resolved and closes after the page is rendered.
        with ExitStack() as stack:
            request._town_scope = stack  # type: ignore[attr-defined]  # noqa: SLF001
            return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        town = kwargs.get("town")
        if town is None:
            return
        authority = get_authority(request.user, town)
        request.authority = authority  # type: ignore[attr-defined]
        stack: ExitStack = request._town_scope  # type: ignore[attr-defined]  # noqa: SLF001
        stack.enter_context(authority_scope(authority))
