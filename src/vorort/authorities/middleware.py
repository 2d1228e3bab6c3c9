"""Opens the scope of the authority that the address names (``/k/<town>/…``); second factor."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from vorort.accounts.queries import has_second_factor
from vorort.accounts.rules import ConfirmationNeeded, has_shown_second_factor
from vorort.authorities.queries import get_authority
from vorort.authorities.rules import must_show_second_factor
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
        view: Callable[..., HttpResponse],
        _args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        town = kwargs.get("town")
        if town is None:
            return
        own_door = getattr(view, "own_door", False)
        authority = get_authority(request.user, town, any_work=not own_door)
        request.authority = authority  # type: ignore[attr-defined]
        stack: ExitStack = request._town_scope  # type: ignore[attr-defined]  # noqa: SLF001
        stack.enter_context(authority_scope(authority))


class SecondFactorMiddleware:
    """Leads staff without a second factor to setting one up; until then no work page opens.

    One's own account stays open: there it is set up, and there one signs out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        _args: tuple[Any, ...],
        _kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        own_account = request.resolver_match is not None and (
            request.resolver_match.url_name or ""
        ).startswith("account_")
        if (
            not settings.SECOND_FACTOR_REQUIRED
            or own_account
            or not getattr(view, "login_required", True)
            or not request.user.is_authenticated
            or has_shown_second_factor(request)
            or not must_show_second_factor(request.user)
        ):
            return None
        if has_second_factor(request.user):
            # It was set up elsewhere after this session began: show it now.
            raise ConfirmationNeeded
        return redirect("account_factors")
