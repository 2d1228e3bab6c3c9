"""A town's public pages. The reports themselves are stored bytes and never reach these views."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from vorort.authorities.queries import list_public_contacts
from vorort.core.clock import today
from vorort.portal.queries import (
    get_town,
    headlines,
    latest_minutes,
    latest_results,
    next_meeting,
    strategy_page,
)
from vorort.portal.views.page import public_page, show_town
from vorort.publications.models import Publication, Representation
from vorort.publications.queries import get_live, list_earlier, main_files
from vorort.publications.rules import situation_report_path
from vorort.ui.languages import here


@public_page
def town(request: HttpRequest, slug: str) -> HttpResponse:
    authority, public = get_town(slug)
    latest = get_live(authority=authority, kind="situation_report") if public else None
    context = {
        "latest": latest,
        "headlines": headlines(latest),
        "public": _with_files(public),
        "contacts": list_public_contacts(authority),
        "next_meeting": next_meeting(authority, today=today()),
        "latest_minutes": latest_minutes(authority),
        "results": latest_results(authority, limit=3),
        "strategy": strategy_page(authority),
    }
    return show_town(request, "portal/town.html", authority, context, current="start")


@public_page
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    authority, public = get_town(slug)
    context = {"public": _with_files(public, list_earlier(authority))}
    return show_town(request, "portal/reports.html", authority, context, current="situation_report")


@public_page
def report(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Answer where no stored bytes have: a report in short in another language, or none at all."""
    authority, public = get_town(slug)
    live = get_live(authority=authority, kind="situation_report", period=year)
    if live is not None and not here().is_source:
        summary = {
            "publication": live,
            "headlines": headlines(live),
            "german_path": situation_report_path(authority.slug, year),
            "files": main_files(live),
        }
        template = "portal/report_in_short.html"
        return show_town(request, template, authority, summary, current="situation_report")
    context = {"year": year, "public": _with_files(public)}
    return show_town(
        request,
        "portal/no_report.html",
        authority,
        context,
        current="situation_report",
        status=404,
    )


def _with_files(
    public: list[Publication], earlier: Iterable[Representation] = ()
) -> list[dict[str, object]]:
    """Pair each publication with its files and the pages of its earlier versions."""
    pages = list(earlier)
    return [
        {
            "publication": each,
            "files": main_files(each),
            "earlier": [
                page
                for page in pages
                if (page.publication.kind, page.publication.period) == (each.kind, each.period)
            ],
        }
        for each in public
    ]
