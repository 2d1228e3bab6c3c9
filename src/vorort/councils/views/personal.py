"""The door of every page behind a personal link: shown by GET, acted on by a button."""

from collections.abc import Callable
from functools import wraps

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils.actions import LinkNotValid, open_link
from vorort.councils.choices import LinkPurpose
from vorort.councils.models import PersonalLink

# A secret of 32 bytes cannot be guessed; the limit spares the database those who try.
LIMIT = "60/m/ip"
# Token and page are for one person: nobody else's referrer, store or index.
HEADERS = {
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
Page = Callable[[HttpRequest, PersonalLink, str], HttpResponse]
View = Callable[[HttpRequest, str], HttpResponse]


def personal_page(purpose: LinkPurpose, template: str) -> Callable[[Page], View]:
    """Open a page to whoever holds a valid link for it, and nothing else.

    The page gets the link and its token, in the scope of the link's town; it raises
    ``LinkNotValid`` where what the link is about is gone. ``template`` shows an ``error``.
    """

    def door(page: Page) -> View:
        @wraps(page)
        def view(request: HttpRequest, token: str) -> HttpResponse:
            response = _limited(request, purpose, template) or _opened(request, token)
            for name, value in HEADERS.items():
                response[name] = value
            return response

        def _opened(request: HttpRequest, token: str) -> HttpResponse:
            try:
                link = open_link(token=token, purpose=purpose, at=now())
                with authority_scope(link.authority):
                    return page(request, link, token)
            except LinkNotValid as error:
                return render(request, template, {"error": error.message}, status=410)

        methods = require_http_methods(["GET", "HEAD", "POST"])
        return login_not_required(methods(never_cache(view)))

    return door


def _limited(request: HttpRequest, purpose: LinkPurpose, template: str) -> HttpResponse | None:
    usage = ratelimit.consume(
        request, app="vorort.councils", action=purpose.value, config={purpose.value: LIMIT},
        key="", limit_get=True,
    )  # fmt: skip
    if usage is not None:
        return None
    words = _("Zu viele Versuche. Bitte warten Sie eine Minute.")
    return render(request, template, {"error": words}, status=429)
