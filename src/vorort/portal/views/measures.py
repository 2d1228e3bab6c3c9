"""What a town does against what it has found, and what became of it. From publications only."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from vorort.authorities.models import Authority
from vorort.core.paging import paginate
from vorort.portal import queries
from vorort.portal.forms import NarrowMeasuresForm
from vorort.portal.views.page import public_page, show_town
from vorort.publications.rules import public_base, town_path
from vorort.ui.parts import Link

_FEED_ENTRIES = 50
_RESOLUTIONS = 20


def _crumbs(authority: Authority, here: str) -> list[Link]:
    return [
        Link(authority.short_name or authority.name, town_path(authority.slug)),
        Link(here),
    ]


def _tabs(authority: Authority, current: str) -> list[Link]:
    base = town_path(authority.slug)
    found = queries.strategy_page(authority)
    tabs = [
        Link(_("Alle Maßnahmen"), f"{base}massnahmen/", current=current == "measures"),
        Link(_("Was wurde daraus?"), f"{base}was-wurde-daraus/", current=current == "outcomes"),
    ]
    return [*tabs, Link(_("Strategie"), found[1])] if found else tabs


@public_page
def measures(request: HttpRequest, slug: str) -> HttpResponse:
    """All published measures, by topic, state and words."""
    authority = queries.get_shown(slug)
    everything = queries.list_measures(authority)
    topics, states = queries.measure_choices(everything)
    form = NarrowMeasuresForm(request.GET, topics=topics, states=states)
    chosen = form.chosen
    context = {
        "form": form,
        "any": bool(everything),
        "narrowed": any(chosen.values()),
        "page": paginate(request, queries.narrow_measures(everything, **chosen)),
        "tabs": _tabs(authority, "measures"),
        "crumbs": _crumbs(authority, _("Maßnahmen")),
    }
    return show_town(request, "portal/measures/list.html", authority, context, current="measure")


@public_page
def outcomes(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of it: every measure by its result, and what became of resolutions."""
    authority = queries.get_shown(slug)
    found = queries.harvest(authority)
    context = {
        "harvest": found,
        "resolutions": found.resolutions[:_RESOLUTIONS],
        "tabs": _tabs(authority, "outcomes"),
        "crumbs": _crumbs(authority, _("Was wurde daraus?")),
    }
    template = "portal/measures/outcomes.html"
    return show_town(request, template, authority, context, current="measure")


@public_page
def outcomes_feed(_request: HttpRequest, slug: str) -> HttpResponse:
    """Measures as they became public and as their results did, the newest first."""
    authority = queries.get_shown(slug)
    found = sorted(queries.list_measures(authority), key=lambda one: one.published_at, reverse=True)
    context = {
        "site": public_base(),
        "authority": authority,
        "entries": found[:_FEED_ENTRIES],
        # A feed without entries has no moment of its own but that of the town.
        "updated": found[0].published_at if found else authority.created_at,
    }
    body = render_to_string("portal/measures/feed.xml", context)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
