"""What all public pages have in common: no sign-in, an ETag, nothing about the visitor."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vorort.authorities.models import Authority
from vorort.publications.rules import about_links, public_navigation, town_path
from vorort.ui.languages import here, language_links, localised
from vorort.ui.parts import Link

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def public_page(view: View[P]) -> View[P]:
    """Make a view public: GET and HEAD only, answered with 304 where the page is known."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache, public"
        known = get_conditional_response(request, etag=etag, response=response)
        return known if isinstance(known, HttpResponse) else response

    return cast("View[P]", login_not_required(require_safe(answer)))


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a public page of the platform."""
    links = {
        "topnav": [
            Link(label, url, current=request.path == url)
            for label, url in (
                (_("Start"), localised("/")),
                (_("Orte"), localised("/orte/")),
                (_("Glossar"), localised("/glossar/")),
            )
        ],
        "about_links": [
            Link(_("Alle Orte"), localised("/orte/")),
            Link(_("Glossar und Lesehilfe"), localised("/glossar/")),
            Link(_("Neue Veröffentlichungen (Atom)"), "/veroeffentlichungen.atom"),
            Link(_("Barriere melden"), localised("/barrierefreiheit/") + "#barriere-melden"),
        ],
        "tools": [
            Link(_("Anmelden"), settings.LOGIN_REDIRECT_URL, icon="lock"),
        ],
        "home_url": localised("/"),
        "language": here(),
        "languages": language_links(request.path),
        # Asking for messages would open a session.
        "messages": (),
    }
    return render(request, template, {**links, **context}, status=status)


def show_town(
    request: HttpRequest,
    template: str,
    authority: Authority,
    context: dict[str, Any],
    *,
    current: str,
    status: int = 200,
) -> HttpResponse:
    """Render a public page of a town, with its own head, navigation and foot."""
    own = {
        "authority": authority,
        "home_url": town_path(authority.slug),
        "topnav": public_navigation(authority, current),
        "about_links": about_links(authority),
    }
    return show(request, template, {**own, **context}, status=status)
