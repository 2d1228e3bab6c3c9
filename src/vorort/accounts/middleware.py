"""Sign-in is the rule; whoever opts out is not even looked at. Sessions are cared for."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from vorort.accounts import actions
from vorort.accounts.rules import SEEN_AT, ConfirmationNeeded, is_idle
from vorort.accounts.rules.recent import PENDING

# The session is written at most this often only to note that somebody is there.
NOTE_AGAIN = 60.0


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's own asks for the person first, which opens the session of public pages too."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class SessionCareMiddleware:
    """Asks again who is there: after a long pause, and before what a view calls sensitive.

    What was sent meanwhile is kept in the session; after the answer a button sends it again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        before = getattr(request, "_first_session_key", None)
        if before is not None and not response.has_header("Cache-Control"):
            # What somebody saw while signed in must not stay in a cache, also of shared computers.
            add_never_cache_headers(response)
        if before and request.session.session_key not in {None, before}:
            actions.move_session(old_key=before, new_key=request.session.session_key)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        _args: tuple[Any, ...],
        _kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        # Public pages do not look at the session, so neither does this.
        if not getattr(view_func, "login_required", True) or not request.user.is_authenticated:
            return None
        request._first_session_key = request.session.session_key  # type: ignore[attr-defined]  # noqa: SLF001
        if getattr(view_func, "keeps_idle", False):
            return None
        if is_idle(request):
            return ask_again(request)
        at = time.time()
        if at - float(request.session.get(SEEN_AT, 0)) > NOTE_AGAIN:
            request.session[SEEN_AT] = at
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return ask_again(request) if isinstance(exception, ConfirmationNeeded) else None


def ask_again(request: HttpRequest) -> HttpResponse:
    """Return the way to the page that asks for password or factor and comes back here."""
    back = request.get_full_path()
    htmx = request.headers.get("HX-Request") == "true"
    if request.method == "POST":
        request.session[PENDING] = {"path": back, "data": request.POST.urlencode()}
    else:
        request.session.pop(PENDING, None)
    if htmx:
        # Where the person is; a partial alone would be no page to come back to.
        current = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = current.path + (f"?{current.query}" if current.query else "") or back
    address = f"{reverse('account_confirm')}?{urlencode({'next': back})}"
    if htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
