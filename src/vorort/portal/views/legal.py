"""Pages every site must have. Drafts from the settings; an operator fills in who answers for it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vorort.authorities.choices import LegalKind
from vorort.authorities.queries import get_public_authority, get_public_legal_page
from vorort.portal.queries import is_shown
from vorort.portal.views.page import public_page, show, show_town

# When the declaration of accessibility was last looked at.
REVIEWED_ON = dt.date(2026, 11, 23)


def _operator() -> dict[str, str]:
    return {
        "operator": settings.OPERATOR_NAME,
        "operator_address": settings.OPERATOR_ADDRESS,
        "operator_email": settings.OPERATOR_EMAIL,
        "operator_phone": settings.OPERATOR_PHONE,
    }


@public_page
def imprint(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/imprint.html", _operator())


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    context = {**_operator(), "hours": settings.SESSION_COOKIE_AGE // 3600}
    return show(request, "portal/privacy.html", context)


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {**_operator(), "reviewed_on": REVIEWED_ON}
    return show(request, "portal/accessibility.html", context)


@public_page
def town_imprint(request: HttpRequest, slug: str) -> HttpResponse:
    return _town_page(request, slug, LegalKind.IMPRINT, "portal/imprint.html")


@public_page
def town_privacy(request: HttpRequest, slug: str) -> HttpResponse:
    return _town_page(request, slug, LegalKind.PRIVACY, "portal/privacy.html")


@public_page
def town_accessibility(request: HttpRequest, slug: str) -> HttpResponse:
    return _town_page(request, slug, LegalKind.ACCESSIBILITY, "portal/accessibility.html")


def _town_page(
    request: HttpRequest, slug: str, kind: LegalKind, of_the_platform: str
) -> HttpResponse:
    """Show the town's reviewed text; without one, what holds for the whole platform."""
    authority = get_public_authority(slug)
    page = get_public_legal_page(authority, kind)
    around: dict[str, Any] = {}
    if not is_shown(authority):
        # Its staff see these pages before the town has others: no links that lead nowhere.
        around = {"topnav": (), "about_links": (), "home_url": "/"}
    if page is not None:
        context = {**around, "page": page, "kind": kind}
        return show_town(request, "portal/town_legal.html", authority, context, current="")
    context = {
        **around,
        **_operator(),
        "hours": settings.SESSION_COOKIE_AGE // 3600,
        "reviewed_on": REVIEWED_ON,
    }
    return show_town(request, of_the_platform, authority, context, current="")


@public_page
def plain_language(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/plain_language.html", {})
