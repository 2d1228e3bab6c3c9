"""What a town's councils have published: lists, calendar, feed. From publications only."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.core.paging import paginate
from vorort.portal import queries
from vorort.portal.exports import calendar as calendar_file
from vorort.portal.forms import NarrowForm
from vorort.portal.views.page import public_page, show, show_town
from vorort.publications.rules import licence, public_base, town_path
from vorort.ui.parts import Link

_FEED_ENTRIES = 50


def _show(
    request: HttpRequest, authority: Authority, current: str, context: dict[str, Any]
) -> HttpResponse:
    """Render one of the four lists with the way between them."""
    base = town_path(authority.slug)
    lists = (
        ("sitzungen", _("Sitzungen")),
        ("beschluesse", _("Beschlüsse")),
        ("vorlagen", _("Vorlagen")),
        ("gremien", _("Gremien")),
    )
    around = {
        "tabs": [Link(label, f"{base}{key}/", current=key == current) for key, label in lists],
        "crumbs": [
            Link(authority.short_name or authority.name, base),
            Link(dict(lists)[current]),
        ],
    }
    template = f"portal/councils/{current}.html"
    return show_town(request, template, authority, {**around, **context}, current="council")


@public_page
def meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """What is to come, soonest first, and what was, newest first, by body and year."""
    authority = queries.get_shown(slug)
    everything = queries.list_meetings(authority)
    form, chosen = _narrow(request, queries.choices_of(everything), searches=False)
    found = queries.narrow_meetings(everything, body=chosen["body"], year=chosen["year"])
    day = today()
    context = {
        "form": form,
        "any": bool(everything),
        "narrowed": any(chosen.values()),
        "coming": sorted((one for one in found if one.is_coming(day)), key=_start),
        "page": paginate(request, [one for one in found if not one.is_coming(day)]),
    }
    return _show(request, authority, "sitzungen", context)


def _start(meeting: queries.Meeting) -> Any:
    return meeting.starts_at


@public_page
def resolutions(request: HttpRequest, slug: str) -> HttpResponse:
    authority = queries.get_shown(slug)
    everything = queries.list_meetings(authority)
    deciding = [one for one in everything if one.resolutions]
    form, chosen = _narrow(request, queries.choices_of(deciding))
    found = queries.narrow_meetings(deciding, body=chosen["body"], year=chosen["year"])
    context = {
        "form": form,
        "any": bool(deciding),
        "narrowed": any(chosen.values()),
        "page": paginate(request, queries.list_resolutions(found, query=chosen["query"])),
    }
    return _show(request, authority, "beschluesse", context)


@public_page
def papers(request: HttpRequest, slug: str) -> HttpResponse:
    authority = queries.get_shown(slug)
    everything = queries.list_papers(authority)
    form, chosen = _narrow(request, queries.choices_of_papers(everything))
    context = {
        "form": form,
        "any": bool(everything),
        "narrowed": any(chosen.values()),
        "page": paginate(request, queries.narrow_papers(everything, **chosen)),
    }
    return _show(request, authority, "vorlagen", context)


@public_page
def bodies(request: HttpRequest, slug: str) -> HttpResponse:
    authority = queries.get_shown(slug)
    context = {"page": paginate(request, queries.list_bodies(authority))}
    return _show(request, authority, "gremien", context)


def _narrow(
    request: HttpRequest, choices: queries.Choices, *, searches: bool = True
) -> tuple[NarrowForm, dict[str, str]]:
    form = NarrowForm(request.GET, bodies=choices.bodies, years=choices.years, searches=searches)
    return form, form.chosen


@public_page
def calendar(_request: HttpRequest, slug: str) -> HttpResponse:
    """Every published meeting, to subscribe to."""
    authority = queries.get_shown(slug)
    name = _("Sitzungen %(town)s") % {"town": authority.short_name or authority.name}
    content = calendar_file(reversed(queries.list_meetings(authority)), name=name)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public_page
def meetings_feed(_request: HttpRequest, slug: str) -> HttpResponse:
    """Announcements, cancellations and minutes as they became public."""
    authority = queries.get_shown(slug)
    news = queries.list_news(authority, limit=_FEED_ENTRIES)
    context = {
        "site": public_base(),
        "authority": authority,
        "entries": news,
        # A feed without entries has no moment of its own but that of the town.
        "updated": news[0].published_at if news else authority.created_at,
    }
    body = render_to_string("portal/councils/feed.xml", context)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@public_page
def oparl(request: HttpRequest) -> HttpResponse:
    """Explain the open interface to people: what it is, where it begins, under which licence."""
    context = {
        "root": f"{public_base()}/oparl/v1.1/",
        "licence": licence(),
        "towns": [one.authority for one in queries.list_towns().towns if one.has_council],
        "since": f"{today():%Y}-01-01T00:00:00+01:00",
        "email": settings.OPERATOR_EMAIL,
    }
    return show(request, "portal/oparl.html", context)
