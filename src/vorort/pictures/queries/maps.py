"""The map: one indicator in all areas of the same kind around this one."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from django.utils.translation import gettext as _

from vorort.figures import queries as figures
from vorort.figures.choices import Series, Viewer
from vorort.pictures.choices import (
    GROUPS,
    MAP_GROUPS,
    MapPicture,
    MapRow,
    Picture,
)
from vorort.pictures.queries.verdicts import MEAN_YEARS, SMALL
from vorort.places import queries as places
from vorort.places.choices import AreaKind
from vorort.places.models import Area
from vorort.stats import rates
from vorort.ui import format as show

SMALL_AREA = 20_000
# Parts of the average at which the classes begin: the same for every year of an indicator.
STEPS = (0.6, 0.85, 1.15, 1.5)


def build_map(picture: Picture, *, viewer: Viewer, protect_below: int = 0) -> MapPicture | None:
    """Return the areas around the picture's own one, or None where fewer than two have figures."""
    on = dt.date(picture.year, 12, 31)
    years = tuple(range(picture.year - MEAN_YEARS + 1, picture.year + 1))
    for kind, prefix, here in _circles(picture.area_key):
        areas = _names(
            area
            for area in places.list_areas(kind, on=on).defer("wkb")
            if area.key.startswith(prefix)
        )
        for group_code in MAP_GROUPS:
            code = GROUPS[group_code].codes[0]
            found = figures.read_series(
                area_keys=sorted(areas), codes=[code], years=years, viewer=viewer
            )
            series = {
                key: one
                for (key, _code), one in found.items()
                if (value := one.value(picture.year)) is not None and value.cases is not None
            }
            if len(series) > 1 and here in series:
                return _map(
                    picture,
                    group_code,
                    areas,
                    series,
                    years=years,
                    here=here,
                    below=protect_below,
                )
    return None


def map_rests_on(area_map: MapPicture, *, viewer: Viewer) -> tuple[str, ...]:
    """Return the public ids of the deliveries behind a map."""
    found = figures.read_series(
        area_keys=[row.key for row in area_map.rows],
        codes=[area_map.code],
        years=area_map.years,
        viewer=viewer,
    )
    ids = {
        delivery
        for one in found.values()
        for value, base in zip(one.values, one.bases, strict=True)
        for delivery in (value.delivery, base.delivery if base is not None else "")
        if delivery and value.cases is not None
    }
    return tuple(sorted(ids))


def _names(areas: Iterable[Area]) -> dict[str, str]:
    """Return names by key; where two areas share one, the kind of area stands behind it."""
    rows = list(areas)
    often = Counter(area.name for area in rows)
    return {
        area.key: f"{area.name} ({area.designation})"
        if often[area.name] > 1 and area.designation
        else area.name or area.key
        for area in rows
    }


def _circles(key: str) -> list[tuple[AreaKind, str, str]]:
    """Return kind, common start of the keys and own key: towns of the county, then counties."""
    if len(key) >= 8:
        return [
            (AreaKind.MUNICIPALITY, key[:5], key[:8]),
            (AreaKind.COUNTY, key[:2], key[:5]),
        ]
    if len(key) == 5:
        return [(AreaKind.COUNTY, key[:2], key)]
    return [(AreaKind.STATE, "", key)] if len(key) == 2 and key != "00" else []


def _map(
    picture: Picture,
    group_code: str,
    areas: dict[str, str],
    series: dict[str, Series],
    *,
    years: Sequence[int],
    here: str,
    below: int,
) -> MapPicture:
    group = GROUPS[group_code]
    keys = sorted(series, key=lambda key: (areas[key].casefold(), key))
    small = any(
        (base := series[key].base(picture.year)) is not None and base.population < SMALL_AREA
        for key in keys
    )
    used = tuple(years) if small else (picture.year,)
    cases, people = _sums(series, keys, used)
    hidden = _hidden_areas(series, keys, used, below)
    secret = {cell.year for cell in picture.hidden if cell.code == group.codes[0]}
    if secret & set(used) and below > 1:
        # The sum of all years less the years shown would be the year that is hidden.
        hidden.add(here)
    rate = rates.rate(cases, people)
    known = ~np.isnan(cases) & ~np.isnan(people)
    total = float(people[known].sum())
    average = float(cases[known].sum()) * 100_000 / total if total and not hidden else None
    rows = tuple(
        MapRow(key=key, name=areas[key], cases=None, population=None, rate=None, low=None,
               high=None, here=key == here, word=_("verborgen"), few=True, hidden=True)
        if key in hidden
        else _row(key, areas[key], key == here, _values(cases, people, rate, place))
        for place, key in enumerate(keys)
    )  # fmt: skip
    span = f"{used[0]} – {used[-1]}" if len(used) > 1 else str(used[0])
    middle = average if average is not None else _middle(rows)
    return MapPicture(
        code=group.codes[0],
        label=str(group.label),
        title=_("%(what)s nach Gebieten") % {"what": str(group.label)},
        year=picture.year,
        years=used,
        limits=_limits(middle),
        average=average,
        average_label=_("alle Gebiete der Karte zusammen"),
        rows=rows,
        sentence=_sentence(rows, average, span),
    )


def _sums(
    series: dict[str, Series], keys: Sequence[str], years: Sequence[int]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    """Return cases and person-years by area; NaN where a year or its base is missing."""
    cases, people = np.full(len(keys), np.nan), np.full(len(keys), np.nan)
    for place, key in enumerate(keys):
        pairs = [(series[key].value(year), series[key].base(year)) for year in years]
        counts = [v.cases for v, _b in pairs if v is not None and v.cases is not None]
        bases = [b.population for _v, b in pairs if b is not None and b.population > 0]
        if len(counts) == len(bases) == len(years):
            cases[place], people[place] = sum(counts), sum(bases)
    return cases, people


def _hidden_areas(
    series: dict[str, Series], keys: Sequence[str], years: Sequence[int], below: int
) -> set[str]:
    """Return the areas whose sum would show a small count, and one more so that none can be
    taken from the sum of all.
    """
    if below <= 1:
        return set()
    gated = [key for key in keys if not series[key].indicator.published_by_source]
    counts = {
        key: sum(v.cases or 0 for year in years if (v := series[key].value(year)) is not None)
        for key in gated
    }
    small = {key for key, count in counts.items() if 0 < count < below}
    if len(small) == 1 and len(counts) > 1:
        others = sorted((count, key) for key, count in counts.items() if key not in small)
        small.add(others[0][1])
    return small


def _values(
    cases: np.ndarray[tuple[int], np.dtype[np.float64]],
    people: np.ndarray[tuple[int], np.dtype[np.float64]],
    rate: rates.RateResult,
    place: int,
) -> dict[str, float | None]:
    def known(value: float) -> float | None:
        return float(value) if math.isfinite(value) else None

    return {
        "cases": known(cases[place]),
        "population": known(people[place]),
        "rate": known(rate.rate[place]),
        "low": known(rate.lo[place]),
        "high": known(rate.hi[place]),
    }


def _row(key: str, name: str, here: bool, values: dict[str, float | None]) -> MapRow:  # noqa: FBT001
    cases, people = values["cases"], values["population"]
    few = cases is not None and cases < SMALL
    word = _("zu wenige Fälle") if few else ""
    if values["rate"] is None:
        word = _("keine Zahl")
    return MapRow(
        key=key,
        name=name,
        cases=None if cases is None else int(cases),
        population=None if people is None else int(people),
        rate=values["rate"],
        low=values["low"],
        high=values["high"],
        here=here,
        word=word,
        few=few or values["rate"] is None,
    )


def _middle(rows: Sequence[MapRow]) -> float:
    known = sorted(row.rate for row in rows if row.rate is not None)
    return known[len(known) // 2] if known else 100.0


def _limits(average: float) -> tuple[float, ...]:
    """Return round limits around the average, rising."""
    if average <= 0:
        return (1.0, 2.0, 3.0, 4.0)
    unit = 10 ** math.floor(math.log10(average)) / 10
    limits = sorted({round(average * step / unit) * unit for step in STEPS})
    return tuple(float(round(limit, 6)) for limit in limits)


def _sentence(rows: Sequence[MapRow], average: float | None, span: str) -> str:
    own = next((row for row in rows if row.here), None)
    if own is None or own.rate is None:
        return _("Die Karte zeigt die Fälle je 100.000 Einwohner, %(span)s.") % {"span": span}
    parts = [
        _("%(name)s: %(rate)s Fälle je 100.000 Einwohner (%(range)s), %(span)s.")
        % {
            "name": own.name,
            "rate": show.number(own.rate),
            "range": show.span(own.low, own.high),
            "span": span,
        }
    ]
    if average is not None:
        parts.append(
            _("Alle Gebiete der Karte zusammen: %(rate)s.") % {"rate": show.number(average)}
        )
    parts.append(_("Aus der Reihenfolge der Gebiete lässt sich keine Rangliste ablesen."))
    return " ".join(parts)
