"""The navigation: composed here, because only here all apps are known."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.queries import MyAuthority, list_my_authorities
from vorort.ui.parts import Link, LinkGroup

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Pages = tuple[tuple["StrPromise", str, Permission | None], ...]

# Title, address, and the permission that opens it; without one it is open to all who work there.
TOWN_PAGES: Pages = (
    (_("Übersicht"), "authorities:overview", None),
    (_("Lagebilder"), "situation:list", None),
    (_("Lieferungen"), "deliveries:list", None),
    (_("Eigene Zahlen"), "records:overview", None),
    (_("Gebiete"), "places:overview", None),
    (_("Partner"), "partners:list", None),
)
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
    mine = [entry for entry in list_my_authorities(request.user) if entry.may_view_work]
    authority = getattr(request, "authority", None)
    here = next((m for m in mine if authority and m.authority.pk == authority.pk), None)
    if authority is None and len(mine) == 1:
        # Whoever works for one town has its pages at hand everywhere.
        here = mine[0]
    own: Pages = ((_("Heute"), "desk:today", None),)
    if any(Permission.RELEASE_FIGURES in ROLE_PERMISSIONS[r] for m in mine for r in m.roles):
        own = (*own, (_("Zahlen der Polizei"), "desk:police", None))
    groups = [LinkGroup("", _links(request, own, None))]
    if here is not None:
        name = here.authority.short_name or here.authority.name
        groups.append(LinkGroup(name, _links(request, TOWN_PAGES, here)))
        groups.append(LinkGroup(str(_("Verwaltung")), _links(request, OFFICE_PAGES, here)))
    others = tuple(
        Link(m.authority.short_name or m.authority.name, _address("authorities:overview", m) or "/")
        for m in mine
        if m is not here
    )
    if others:
        title = str(_("Andere Orte") if here else _("Orte"))
        groups.append(LinkGroup(title, others))
    account = Link(str(_("Ihr Konto")), reverse("account_overview"))
    groups.append(LinkGroup(str(_("Konto")), (_marked(request, account),)))
    return tuple(groups)


def _links(
    request: HttpRequest,
    pages: Pages,
    town: MyAuthority | None,
) -> tuple[Link, ...]:
    permissions = {p for role in (town.roles if town else ()) for p in ROLE_PERMISSIONS[role]}
    simple = town is not None and town.authority.small_town
    done = []
    for title, name, needed in pages:
        address = _address(name, town)
        if address and (needed is None or needed in permissions):
            link = _marked(request, Link(str(title), address))
            if link.current or not (simple and name in OPTIONAL_PAGES):
                done.append(link)
    return tuple(done)


def _address(name: str, town: MyAuthority | None) -> str:
    try:
        return reverse(name, kwargs={"town": town.authority.slug} if town else {})
    except NoReverseMatch:
        return ""


def _marked(request: HttpRequest, link: Link) -> Link:
    """Mark the link of this page; a page below it belongs to it, but for the overview of a town."""
    whole = link.url != "/heute/" and (link.url.count("/") > 3 or not link.url.startswith("/k/"))
    here = request.path == link.url or (whole and request.path.startswith(link.url))
    return Link(link.label, link.url, current=here)
