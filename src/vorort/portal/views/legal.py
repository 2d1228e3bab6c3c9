"""Pages every site must have. Drafts from the settings; an operator fills in who answers for it."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vorort.portal.views.page import public_page, show

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
def plain_language(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/plain_language.html", {})
