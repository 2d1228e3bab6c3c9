"""What programs ask for: robots, sitemap, feed, icon."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from vorort.portal.queries import list_addressed, list_towns
from vorort.portal.views.page import public_page

_FIXED = ("/", "/orte/", "/glossar/", "/leichte-sprache/", "/barrierefreiheit/", "/oparl/")
_FEED_ENTRIES = 50


@public_page
def robots(_request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /k/",
        "Disallow: /konto/",
        "Disallow: /heute/",
        "Disallow: /gestaltung/",
        "Disallow: /suche/",
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@public_page
def sitemap(_request: HttpRequest) -> HttpResponse:
    context = {
        "site": settings.PUBLIC_URL,
        "fixed": _FIXED,
        "towns": list_towns().towns,
        "council": ("sitzungen/", "beschluesse/", "vorlagen/", "gremien/"),
        "measures": ("massnahmen/", "was-wurde-daraus/"),
        "reports": list_addressed(),
    }
    body = render_to_string("portal/sitemap.xml", context)
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@public_page
def feed(_request: HttpRequest) -> HttpResponse:
    entries = list_addressed(limit=_FEED_ENTRIES)
    dates = [each.publication.published_at for each in entries[:1]]
    context = {
        "site": settings.PUBLIC_URL,
        "entries": entries,
        # An empty feed has no moment of its own.
        "updated": dates[0] if dates else dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    }
    body = render_to_string("portal/feed.xml", context)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("ui/icon.svg"))
