"""Find your town: by name as people type it, by key, by county."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from vorort.authorities.choices import AuthorityKind
from vorort.authorities.models import Authority
from vorort.authorities.queries import get_public_authority, list_public_authorities
from vorort.core.errors import NotVisible
from vorort.places import queries as places
from vorort.publications import queries as publications
from vorort.publications.choices import COUNCIL_KINDS, PublicationKind
from vorort.publications.models import Publication

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(text: str) -> tuple[str, str]:
    """Return a text as it is compared: umlauts spelled out, and without any marks."""
    low = " ".join(text.casefold().replace("-", " ").replace(",", " ").split())
    spelled = _bare(low.translate(_SPELLED))
    return spelled, _bare(low)


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def matches(query: str, *texts: str) -> bool:
    """Whether every word of a query stands in a text, however its umlauts are typed."""
    wanted = [fold(word) for word in query.split()]
    known = [each for text in texts for each in fold(text)]
    return all(any(form in text for form in forms for text in known) for forms in wanted)


@dataclass(frozen=True)
class Town:
    """An authority with its latest public report."""

    authority: Authority
    county_key: str
    county_name: str
    latest: Publication | None
    has_council: bool = False
    has_measures: bool = False

    @property
    def lies_in(self) -> str:
        """The county, where naming it says something new."""
        return "" if _is_its_own_county(self.authority) else self.county_name

    @property
    def has_reports(self) -> bool:
        return self.latest is not None


@dataclass(frozen=True)
class County:
    key: str
    name: str


@dataclass(frozen=True)
class TownList:
    """The towns that fit, the counties to choose from, and places that have no page yet."""

    towns: tuple[Town, ...]
    counties: tuple[County, ...]
    without_page: tuple[str, ...] = ()


def is_shown(authority: Authority) -> bool:
    """Whether a town appears: somebody has set it up, or it has published something."""
    return _is_set_up(authority) or publications.list_live(authority=authority).exists()


def get_shown(slug: str) -> Authority:
    """Return a town that has pages; ``NotVisible`` otherwise."""
    authority = get_public_authority(slug)
    if not is_shown(authority):
        raise NotVisible("Diesen Ort gibt es hier nicht.")
    return authority


def get_town(slug: str) -> tuple[Authority, list[Publication]]:
    """Return a town and its live reports, newest year first; ``NotVisible`` otherwise."""
    authority = get_public_authority(slug)
    reports = publications.list_public(authority).filter(kind=PublicationKind.SITUATION_REPORT)
    public = list(reports)
    if not public and not is_shown(authority):
        raise NotVisible("Diesen Ort gibt es hier nicht.")
    return authority, public


def _is_set_up(authority: Authority) -> bool:
    return bool(authority.email or authority.address)


def list_towns(*, query: str = "", county: str = "") -> TownList:
    """Return the towns of the public list by name, narrowed by a query and a county."""
    latest = _latest_of_each()
    councils, measures = _with_pages()
    shown = [
        each
        for each in list_public_authorities()
        if _is_set_up(each) or each.pk in {*latest, *councils, *measures}
    ]
    names = places.area_names({_county_key(each) for each in shown})
    towns = [
        replace(
            _town(each, names, latest.get(each.pk)),
            has_council=each.pk in councils,
            has_measures=each.pk in measures,
        )
        for each in shown
    ]
    counties = {town.county_key: town.county_name for town in towns if town.county_name}
    found = tuple(
        town for town in towns if (not county or town.county_key == county) and _fits(town, query)
    )
    return TownList(
        towns=found,
        counties=tuple(
            County(key, name) for key, name in sorted(counties.items(), key=lambda e: fold(e[1]))
        ),
        without_page=_without_page(query, shown) if query and not found and not county else (),
    )


def _latest_of_each() -> dict[int, Publication]:
    found: dict[int, Publication] = {}
    for publication in publications.list_live(kind="situation_report").order_by("-period"):
        found.setdefault(publication.authority_id, publication)
    return found


def _with_pages() -> tuple[set[int], set[int]]:
    """Return the keys of the towns of which anything of a council, or a measure, is public."""
    live = publications.list_live().exclude(kind=PublicationKind.SITUATION_REPORT).order_by()
    councils: set[int] = set()
    measures: set[int] = set()
    for town, kind in live.values_list("authority_id", "kind").distinct():
        if kind in COUNCIL_KINDS:
            councils.add(town)
        elif kind == PublicationKind.MEASURE:
            measures.add(town)
    return councils, measures


def _county_key(authority: Authority) -> str:
    """Return the county an authority lies in or is; the state has none."""
    return "" if authority.kind == AuthorityKind.STATE else authority.area_key[:5]


def _town(authority: Authority, names: Mapping[str, str], latest: Publication | None) -> Town:
    key = _county_key(authority)
    return Town(authority, key, names.get(key, ""), latest)


def _is_its_own_county(authority: Authority) -> bool:
    """Whether naming the county would only repeat the town's name."""
    return authority.kind != AuthorityKind.MUNICIPALITY or bool(authority.also_area_key)


def _fits(town: Town, query: str) -> bool:
    authority = town.authority
    if query.strip().isdigit():
        return query.strip() in {authority.area_key, authority.also_area_key}
    return matches(query, f"{authority.name} {authority.short_name}")


def _without_page(query: str, shown: Iterable[Authority]) -> tuple[str, ...]:
    """Return places of that name that exist but have no pages here, five at most."""
    if len(query.strip()) < 3:
        return ()
    known = {key for each in shown for key in (each.area_key, each.also_area_key)}
    first = query.split(maxsplit=1)[0][:1]
    starts = Q(name__istartswith=first)
    if first.casefold() in "aou":
        starts |= Q(name__istartswith={"a": "Ä", "o": "Ö", "u": "Ü"}[first.casefold()])
    rows = places.list_areas("municipality").filter(starts).values_list("key", "name")
    found = [name for key, name in rows if key not in known and matches(query, name)]
    return tuple(found[:5])
