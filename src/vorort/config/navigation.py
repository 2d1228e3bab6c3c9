"""The navigation: composed here, because only here all apps are known."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission, Role
from vorort.authorities.queries import MyAuthority, list_my_authorities
from vorort.core.clock import today
from vorort.councils.models import Body
from vorort.desk.queries import list_open_bodies
from vorort.desk.queries.counts import Counts, renew
from vorort.desk.rules import COUNTS_KEY
from vorort.ui.parts import Link, LinkGroup

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Pages = tuple[tuple["StrPromise", str, Permission | None], ...]

# Title, address, and the permission that opens it; without one it is open to all who work there.
TOWN_PAGES: Pages = (
    (_("Übersicht"), "authorities:overview", None),
    (_("Leitung"), "leadership:overview", None),
    (_("Lagebilder"), "situation:list", None),
    (_("Feststellungen"), "findings:list", None),
    (_("Strategie"), "strategies:overview", None),
    (_("Maßnahmen"), "measures:list", None),
    (_("Gremien"), "councils:list", None),
    (_("Lieferungen"), "deliveries:list", None),
    (_("Eigene Zahlen"), "records:overview", None),
    (_("Gebiete"), "places:overview", None),
    (_("Partner"), "partners:list", None),
    (_("Netzwerk"), "networks:overview", None),
)
BODY_PAGES = (
    "gruendung", "vorlagen", "beschluesse", "sitzungen", "protokoll", "niederschriften",
    "lebendigkeit",
)  # fmt: skip
# What a small town rarely needs: hidden there, and reached over the page of the set-up.
OPTIONAL_PAGES = frozenset(
    {"deliveries:list", "places:overview", "partners:list", "publications:list"}
)
OFFICE_PAGES: Pages = (
    (_("Einrichtung"), "desk:setup", Permission.SET_UP),
    (_("Veröffentlichungen"), "publications:list", None),
    (_("Mitglieder und Rollen"), "authorities:members", None),
    (_("Datenschutz und Sicherheit"), "rights:overview", None),
    (_("Protokoll der Änderungen"), "authorities:log", Permission.VIEW_AUDIT),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return what base templates need: the authority of this address, the rail of the work area.

    The rail is made only when a page draws it: public pages must not look at the session.
    """
    return {
        "authority": getattr(request, "authority", None),
        "rail": SimpleLazyObject(lambda: _rail(request)),
    }


def _rail(request: HttpRequest) -> tuple[LinkGroup, ...]:
    if not request.user.is_authenticated:
        return ()
    belongs = list_my_authorities(request.user)
    mine = [entry for entry in belongs if entry.may_view_work]
    works_in = {entry.authority.pk for entry in mine}
    # Where somebody works, the bodies stand on the page of the town.
    seats = [b for b in list_open_bodies(request.user) if b.authority_id not in works_in]
    towns = {entry.authority.pk for entry in belongs} | {body.authority_id for body in seats}
    counts = _counts(request, request.user, towns)
    authority = getattr(request, "authority", None)
    here = next((m for m in mine if authority and m.authority.pk == authority.pk), None)
    if authority is None and len(mine) == 1:
        # Whoever works for one town has its pages at hand everywhere.
        here = mine[0]
    own: Pages = ((_("Heute"), "desk:today", None),)
    if any(Permission.RELEASE_FIGURES in ROLE_PERMISSIONS[r] for m in mine for r in m.roles):
        own = (*own, (_("Zahlen der Polizei"), "desk:police", None))
    groups = [LinkGroup("", _links(request, own, None, counts))]
    if seats:
        groups.append(LinkGroup(str(_("Meine Gremien")), _bodies(request, seats)))
    partner_of = [m for m in belongs if not m.may_view_work and Role.SPONSOR in m.roles]
    if partner_of:
        groups.append(LinkGroup(str(_("Meine Maßnahmen")), _of_partner(request, partner_of)))
    if here is not None:
        name = here.authority.short_name or here.authority.name
        groups.append(LinkGroup(name, _links(request, TOWN_PAGES, here, counts)))
        groups.append(LinkGroup(str(_("Verwaltung")), _links(request, OFFICE_PAGES, here, counts)))
    others = tuple(
        Link(
            m.authority.short_name or m.authority.name,
            _address("authorities:overview", m) or "/",
            count=counts["towns"].get(m.authority.name, 0) if counts else 0,
        )
        for m in mine
        if m is not here
    )
    if others:
        title = str(_("Andere Orte") if here else _("Orte"))
        groups.append(LinkGroup(title, others))
    account = Link(str(_("Ihr Konto")), reverse("account_overview"))
    groups.append(LinkGroup(str(_("Konto")), (_marked(request, account),)))
    return tuple(groups)


def _counts(request: HttpRequest, person: Person, towns: Collection[int]) -> Counts | None:
    """Return what waits, on "Heute" and the pages of towns, once "Heute" was seen."""
    kept: Counts | None = request.session.get(COUNTS_KEY)
    if kept is None or not request.path.startswith(("/heute/", "/k/")):
        return None
    if request.path == "/heute/":
        # Just counted.
        return kept
    counts = renew(person, kept, towns, today=today())
    if counts is not kept:
        request.session[COUNTS_KEY] = counts
    return counts


def _bodies(request: HttpRequest, bodies: Iterable[Body]) -> tuple[Link, ...]:
    """Return the way to each body; the town stands beside it where there are several."""
    listed = list(bodies)
    several = len({body.authority_id for body in listed}) > 1
    links = []
    for body in listed:
        town = body.authority
        label = f"{body.name} ({town.short_name or town.name})" if several else body.name
        links.append(
            _marked(
                request, Link(label, reverse("councils:body", args=[town.slug, body.public_id]))
            )
        )
    return tuple(links)


def _of_partner(request: HttpRequest, towns: Iterable[MyAuthority]) -> tuple[Link, ...]:
    """Return the way to the measures somebody takes part in for a partner, by town."""
    return tuple(
        _marked(
            request,
            Link(m.authority.short_name or m.authority.name, _address("measures:list", m)),
        )
        for m in towns
    )


def _links(
    request: HttpRequest,
    pages: Pages,
    town: MyAuthority | None,
    counts: Counts | None,
) -> tuple[Link, ...]:
    permissions = {p for role in (town.roles if town else ()) for p in ROLE_PERMISSIONS[role]}
    simple = town is not None and town.authority.small_town
    done = []
    for title, name, needed in pages:
        address = _address(name, town)
        if address and (needed is None or needed in permissions):
            link = _marked(request, Link(str(title), address, count=_count(counts, name, town)))
            if name == "councils:list" and _is_of_a_body(request, town):
                link = replace(link, current=True)
            if link.current or not (simple and name in OPTIONAL_PAGES):
                done.append(link)
    return tuple(done)


def _is_of_a_body(request: HttpRequest, town: MyAuthority | None) -> bool:
    """Whether this page belongs to a body, whichever app it comes from."""
    if town is None:
        return False
    home = f"/k/{town.authority.slug}/"
    return request.path.startswith(tuple(f"{home}{part}/" for part in BODY_PAGES))


def _count(counts: Counts | None, name: str, town: MyAuthority | None) -> int:
    if counts is None:
        return 0
    if town is None:
        return counts["whole"] if name == "desk:today" else 0
    return counts["pages"].get(town.authority.name, {}).get(name, 0)


def _address(name: str, town: MyAuthority | None) -> str:
    try:
        return reverse(name, kwargs={"town": town.authority.slug} if town else {})
    except NoReverseMatch:
        return ""


def _marked(request: HttpRequest, link: Link) -> Link:
    """Mark the link of this page; a page below it belongs to it, but for the overview of a town."""
    whole = link.url != "/heute/" and (link.url.count("/") > 3 or not link.url.startswith("/k/"))
    here = request.path == link.url or (whole and request.path.startswith(link.url))
    return replace(link, current=here)
