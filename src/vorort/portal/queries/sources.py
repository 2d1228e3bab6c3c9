"""What the public site tells the search: towns, terms of the glossary, pages of the platform."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.authorities.models import Authority
from vorort.authorities.queries import list_public_authorities
from vorort.core import links, search
from vorort.core.errors import NotVisible
from vorort.figures.queries import get_term, list_terms
from vorort.places import queries as places
from vorort.portal.queries.towns import get_town
from vorort.publications.models import Publication

TOWN, TERM, PAGE = "authorities.authority", "portal.term", "portal.page"
# Texts of the platform have no date of their own; among equals what towns write comes first.
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Page:
    """A page every site has: the address it is known by, its title and what it is about."""

    name: str
    title: Promise | str
    about: Promise | str


PAGES = (
    Page(
        "towns",
        _("Orte"),
        _("Ihren Ort finden: alle Städte, Gemeinden und Kreise mit Seiten auf dieser Plattform."),
    ),
    Page(
        "glossary",
        _("Glossar und Lesehilfe"),
        _("Begriffe der Polizeilichen Kriminalstatistik und der Lagebilder, einfach erklärt."),
    ),
    Page(
        "plain_language",
        _("Leichte Sprache"),
        _("Diese Seiten kurz erklärt in Leichter Sprache."),
    ),
    Page(
        "imprint",
        _("Impressum"),
        _("Wer für diese Seiten verantwortlich ist: Anschrift, Telefon, E-Mail, Kontakt."),
    ),
    Page(
        "privacy",
        _("Datenschutz"),
        _("Welche Daten verarbeitet werden, Cookies, Ihre Rechte, Datenschutzbeauftragte."),
    ),
    Page(
        "accessibility",
        _("Barrierefreiheit"),
        _("Erklärung zur Barrierefreiheit, Barriere melden, Durchsetzungsstelle."),
    ),
)
_PAGES = {page.name: page for page in PAGES}


def register() -> None:
    """Register the kinds of the public site; called when the app is ready."""
    search.register(
        search.Source(
            TOWN,
            _("Ort"),
            _load_town,
            _list_towns,
            follows={"publications.publication": _town_of},
            is_dated=False,
        ),
        _town_link,
    )
    search.register(
        search.Source(TERM, _("Begriff"), _load_term, _list_terms, is_dated=False), _term_link
    )
    search.register(
        search.Source(PAGE, _("Seite"), _load_page, lambda: list(_PAGES), is_dated=False),
        _page_link,
    )


def _load_town(public_id: str) -> search.Document | None:
    found = _shown_town(public_id)
    if found is None:
        return None
    county = places.area_names({found.area_key[:5]}).get(found.area_key[:5], "")
    parts = (found.get_kind_display(), county, found.area_key, found.also_area_key)
    return search.Document(
        title=found.name,
        text="\n".join(part for part in parts if part),
        updated_at=found.updated_at,
        authority_id=found.pk,
    )


def _list_towns() -> Iterator[str]:
    for found in list_public_authorities():
        yield found.public_id


def _town_of(publication_id: str) -> str | None:
    found = Publication.objects.filter(public_id=publication_id)
    return found.values_list("authority__public_id", flat=True).first()


def _town_link(_actor: object, public_id: str) -> links.Link | None:
    found = _shown_town(public_id)
    return links.Link(found.name, reverse("portal:town", args=[found.slug])) if found else None


def _shown_town(public_id: str) -> Authority | None:
    """Return an authority that has a public page, or None."""
    found = Authority.objects.filter(public_id=public_id).first()
    if found is None:
        return None
    try:
        return get_town(found.slug)[0]
    except NotVisible:
        return None


def _load_term(slug: str) -> search.Document | None:
    term = get_term(slug)
    if term is None:
        return None
    return search.Document(str(term.term), f"{term.short} {term.long}", LONG_AGO)


def _list_terms() -> list[str]:
    return [term.slug for term in list_terms()]


def _term_link(_actor: object, slug: str) -> links.Link | None:
    term = get_term(slug)
    return links.Link(str(term.term), f"{reverse('portal:glossary')}#{slug}") if term else None


def _load_page(name: str) -> search.Document | None:
    page = _PAGES.get(name)
    return search.Document(str(page.title), str(page.about), LONG_AGO) if page else None


def _page_link(_actor: object, name: str) -> links.Link | None:
    page = _PAGES.get(name)
    return links.Link(str(page.title), reverse(f"portal:{name}")) if page else None
