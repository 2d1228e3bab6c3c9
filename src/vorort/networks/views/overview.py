"""The network of a town as picture, table and sentences."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorort.authorities.models import Authority
from vorort.core.errors import NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.networks import queries, rules
from vorort.networks.choices import PartnerOrder
from vorort.ui import format as german
from vorort.ui.parts import Link, Sum


def crumbs(authority: Authority, *further: Link) -> list[Link]:
    """Return the way to a page of the network."""
    town = reverse("authorities:overview", args=[authority.slug])
    here = Link(_("Netzwerk"), reverse("networks:overview", args=[authority.slug]))
    return [Link(authority.short_name or authority.name, town), here, *further]


def readable(request: TownRequest) -> Authority:
    """Return the town; 404 for who does not see its work."""
    if not rules.can_view(request.user, request.authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return request.authority


@require_safe
@never_cache
def overview(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """Who works with whom, and the ways to offers, suggestions and models."""
    authority = readable(request)
    order = request.GET.get("sortieren", PartnerOrder.NAME)
    found = queries.network(request.user, authority, order=order)
    picture = queries.draw(found)
    context = {
        "picture": picture,
        "sentences": queries.describe(found),
        "sums": [
            Sum(german.number(len(found.partners)), _("Partner")),
            Sum(german.number(len(found.measures)), _("Maßnahmen, die laufen oder geplant sind")),
            Sum(german.number(len(found.edges)), _("Verbindungen")),
        ],
        "page": paginate(request, found.rows),
        "orders": [(key, label, key == order) for key, label in PartnerOrder.choices],
        "needs": queries.list_open_needs(authority),
        "crumbs": [*crumbs(authority)[:1], Link(_("Netzwerk"))],
    }
    return render(request, "networks/overview.html", context)
