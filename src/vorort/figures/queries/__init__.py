"""Reads across all registered sources, and what is common to them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from vorort.figures import registry
from vorort.figures.choices import (
    GLOSSARY,
    OFFENCE_GROUPS,
    SIZE_SCHEMES,
    Indicator,
    MonthlySource,
    Months,
    OffenceGroup,
    PeerGroup,
    Provenance,
    Series,
    SizeClass,
    SizeScheme,
    Source,
    Term,
    Viewer,
)
from vorort.places import queries as places
from vorort.places.choices import CITY_COUNTY, RURAL_COUNTY, AreaKind
from vorort.places.models import Area


@dataclass(frozen=True, slots=True)
class GroupMatch:
    """An offence group beside what a table holds of it; ``note`` says what is different."""

    group: OffenceGroup
    indicator: Indicator | None
    note: str = ""


def _sources(source: str | None) -> tuple[Source, ...]:
    if source is not None:
        return (registry.source(source),)
    return tuple(one for one in registry.sources() if not stands_apart(one))


def stands_apart(source: Source) -> bool:
    """Return whether a source answers only where it is asked by name: never in a Lagebild."""
    return bool(getattr(source, "apart", False))


def stands_beside(source: Source) -> bool:
    """Return whether a source is a group of its own beside the police statistics."""
    return bool(getattr(source, "beside", False))


def list_indicators(
    *, area_key: str, year: int | None = None, viewer: Viewer = None, source: str | None = None
) -> tuple[Indicator, ...]:
    """Return the indicators an area has figures for in a year (None: any year)."""
    return tuple(
        indicator
        for one in _sources(source)
        for indicator in one.list_indicators(area_key=area_key, year=year, viewer=viewer)
    )


def read_series(
    *,
    area_keys: Sequence[str],
    codes: Sequence[str],
    years: Sequence[int],
    viewer: Viewer = None,
    source: str | None = None,
) -> dict[tuple[str, str], Series]:
    """Return the series of several areas and codes, by (area key, code).

    Each series has one value per year asked for, in ascending order; a year without figures
    has cases None. Where two sources know a code, the one registered first answers.
    """
    asked = sorted(set(years))
    found: dict[tuple[str, str], Series] = {}
    if not (asked and area_keys and codes):
        return found
    for one in _sources(source):
        for key, series in one.read_series(
            area_keys=area_keys, codes=codes, years=asked, viewer=viewer
        ).items():
            found.setdefault(key, series)
    return found


def read_months(
    *,
    area_keys: Sequence[str],
    codes: Sequence[str],
    first: dt.date,
    last: dt.date,
    viewer: Viewer = None,
    source: str | None = None,
) -> dict[tuple[str, str], Months]:
    """Return the monthly counts of several areas and codes, by (area key, code).

    Every answer has a place for each month from that of ``first`` to that of ``last``; a month
    nobody has delivered, or that is kept secret, is None. Areas and codes without any month are
    left out, as are sources that know only years. Where two sources know a code, the one
    registered first answers.
    """
    found: dict[tuple[str, str], Months] = {}
    asked = registry.sources() if source is None else (registry.source(source),)
    if first > last or not (area_keys and codes):
        return found
    for one in asked:
        if isinstance(one, MonthlySource):
            for key, months in one.read_months(
                area_keys=area_keys, codes=codes, first=first, last=last, viewer=viewer
            ).items():
                found.setdefault(key, months)
    return found


def monthly_codes(
    *, area_keys: Sequence[str], viewer: Viewer = None
) -> dict[tuple[str, str], frozenset[str]]:
    """Return which areas have monthly counts of which indicator, by (source, code)."""
    return {
        (one.code, code): areas
        for one in registry.sources()
        if isinstance(one, MonthlySource)
        for code, areas in one.monthly_codes(area_keys=area_keys, viewer=viewer).items()
    }


def provenance(
    *,
    area_keys: Sequence[str],
    years: Sequence[int],
    viewer: Viewer = None,
    source: str | None = None,
) -> tuple[Provenance, ...]:
    """Return where the figures of these areas and years come from, each delivery once."""
    found = {
        (entry.delivery, entry.year, one.code if stands_beside(one) else ""): replace(
            entry, source=one.code, beside=stands_beside(one)
        )
        for one in _sources(source)
        for entry in one.provenance(area_keys=area_keys, years=years, viewer=viewer)
    }
    return tuple(sorted(found.values(), key=lambda entry: (entry.year or 0, entry.label)))


def years_with_data(
    *, area_key: str, viewer: Viewer = None, source: str | None = None
) -> tuple[int, ...]:
    """Return the years an area has any figures for, ascending.

    Figures beside the police statistics make no year of their own; ask for their source by name.
    """
    found = {
        year
        for one in _sources(source)
        if source is not None or not stands_beside(one)
        for year in one.years_with_data(area_key=area_key, viewer=viewer)
    }
    return tuple(sorted(found))


def reference_day(year: int) -> dt.date:
    """Return the day whose population is the base of a year: 31 December of the year before."""
    return dt.date(year - 1, 12, 31)


def match_groups(indicators: Iterable[Indicator]) -> tuple[GroupMatch, ...]:
    """Return the offence groups towns use, each with the key a table offers for it.

    The first of the group's own keys that is there; else a key that holds only a part, with a
    note; else none, with a note that says so.
    """
    there = {indicator.code: indicator for indicator in indicators}
    matches = []
    for group in OFFENCE_GROUPS:
        own = next((there[code] for code in group.codes if code in there), None)
        if own is not None:
            matches.append(GroupMatch(group, own))
            continue
        part = next((code for code in group.narrower if code in there), None)
        if part is not None:
            matches.append(GroupMatch(group, there[part], str(group.narrower[part])))
        else:
            matches.append(GroupMatch(group, None, str(group.absent)))
    return tuple(matches)


def list_terms(*, reading_aid: bool = False) -> tuple[Term, ...]:
    """Return the glossary in alphabetical order, all of it or only the reading aid."""
    terms = (term for term in GLOSSARY if term.in_reading_aid or not reading_aid)
    return tuple(sorted(terms, key=lambda term: str(term.term).casefold()))


def get_term(slug: str) -> Term | None:
    """Return one term of the glossary, or None."""
    return next((term for term in GLOSSARY if term.slug == slug), None)


def _sort_of(area: Area) -> str:
    """Return whether a county is a city or rural; empty where nobody has said so."""
    if area.kind != AreaKind.COUNTY:
        return ""
    word = area.designation.casefold()
    if word in CITY_COUNTY:
        return "city"
    return "rural" if word in RURAL_COUNTY else ""


def size_scheme(kind: str, sort: str, on: dt.date) -> SizeScheme | None:
    """Return the size classes for a kind of area that hold on a day, or None."""
    fitting = [
        scheme
        for scheme in SIZE_SCHEMES
        if (scheme.kind, scheme.sort) == (kind, sort) and scheme.valid_from <= on
    ]
    return max(fitting, key=lambda scheme: scheme.valid_from, default=None)


def size_class(scheme: SizeScheme, population: int) -> SizeClass:
    """Return the class of a scheme that holds so many residents."""
    return next(one for one in scheme.classes if one.holds(population))


def _sizes(keys: Sequence[str], year: int, viewer: Viewer) -> dict[str, int]:
    """Return how many people live in each area, as near to the reference day as is known.

    The base the sources use for that year comes first, so that an area is judged by the same
    number as its rate; then the population of the nearest day.
    """
    (total,) = next(group.codes for group in OFFENCE_GROUPS if group.code == "total")
    series = read_series(area_keys=keys, codes=[total], years=[year], viewer=viewer)
    sizes = {
        key: base.population
        for (key, _code), one in series.items()
        if (base := one.base(year)) is not None
    }
    missing = [key for key in keys if key not in sizes]
    near = places.nearest_populations(missing, reference_day(year), viewer=viewer)
    return sizes | {key: value.total for key, value in near.items()}


def peers(area_key: str, year: int, viewer: Viewer = None) -> PeerGroup | None:
    """Return the areas of the same kind and size class, or None where the size is not known.

    Areas whose population nobody has delivered are left out.
    """
    on = dt.date(year, 12, 31)
    area = places.get_or_none(area_key, on)
    if area is None:
        return None
    sort = _sort_of(area)
    scheme = size_scheme(area.kind, sort, on)
    if scheme is None:
        return None
    fellows = [
        other.key
        for other in places.list_areas(area.kind, on=on).defer("wkb")
        # A fictional place is never compared with real ones.
        if _sort_of(other) == sort and places.is_real(other.key) == places.is_real(area_key)
    ]
    sizes = _sizes(fellows, year, viewer)
    if area_key not in sizes:
        return None
    size = size_class(scheme, sizes[area_key])
    keys = tuple(
        key for key in fellows if key != area_key and key in sizes and size.holds(sizes[key])
    )
    label = _("%(what)s %(size)s Einwohnern") % {
        "what": str(scheme.label),
        "size": str(size.label),
    }
    return PeerGroup(label=label, keys=keys, note=str(scheme.source_note))
