"""What a plan may use: indicators with figures, areas, and who is fit for comparison."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.authorities.models import Authority
from vorort.effects.choices import MONTHS_A_YEAR, Frequency
from vorort.effects.queries.counts import Question, read_counts
from vorort.effects.rules import first_of, lies_in, nth
from vorort.figures import queries as figures
from vorort.places.choices import AreaKind
from vorort.places.models import Area
from vorort.places.queries import list_areas, list_by_keys, neighbours
from vorort.places.rules import main_key
from vorort.ui import format as show

# How much larger or smaller an area may be to be fit for comparison.
LIKE = 4.0
YEARS_BACK = 10
MOST_OFFERED = 10
AFTER_MONTHS, AFTER_YEARS = 12, 2


@dataclass(frozen=True)
class IndicatorChoice:
    """A figure that can be followed by month or year; ``value`` is what a form sends."""

    source: str
    code: str
    frequency: str
    label: str

    @property
    def value(self) -> str:
        return f"{self.frequency}|{self.source}|{self.code}"


def list_areas_of(authority: Authority) -> list[Area]:
    """Return the areas a measure of a town may name: itself, its districts, its neighbours."""
    own = main_key(authority)
    towns = [area for area in list_areas(AreaKind.MUNICIPALITY) if area.key.startswith(own[:5])]
    districts = [area for area in list_areas(AreaKind.DISTRICT) if area.key.startswith(f"{own}-")]
    here = list_by_keys([own])
    first = [area for area in (here.get(own),) if area is not None]
    return [*first, *districts, *(area for area in towns if area.key != own)]


def list_indicators(authority: Authority, areas: Sequence[Area]) -> list[IndicatorChoice]:
    """Return what has figures in these areas: months first, they say more, then years."""
    keys = [area.key for area in areas]
    monthly = figures.monthly_codes(area_keys=keys, viewer=authority)
    found = []
    for source, code in sorted(monthly):
        label = _label(source, code, min(monthly[source, code]), authority)
        found.append(IndicatorChoice(source, code, Frequency.MONTH, label))
    seen: set[tuple[str, str]] = set()
    for one in figures.list_indicators(area_key=main_key(authority), viewer=authority):
        if one.measure == "count" and one.judged and (one.source, one.code) not in seen:
            seen.add((one.source, one.code))
            found.append(IndicatorChoice(one.source, one.code, Frequency.YEAR, one.label))
    return found


def _label(source: str, code: str, area_key: str, authority: Authority) -> str:
    named = figures.list_indicators(area_key=area_key, viewer=authority, source=source)
    return next((one.label for one in named if one.code == code), code)


def read_choice(value: str) -> tuple[str, str, str]:
    """Return frequency, source and code of what a form sent; empty where it is nothing."""
    frequency, _bar, rest = value.partition("|")
    source, _bar, code = rest.partition("|")
    return frequency, source, code


@dataclass(frozen=True)
class Candidate:
    """An area that could be compared, with what speaks for it or against it."""

    key: str
    name: str
    reasons: tuple[str, ...]
    fit: bool


@dataclass(frozen=True)
class Suggestion:
    """What fits a plan: comparison areas, neighbours, and the periods the figures allow."""

    comparison: tuple[Candidate, ...]
    ring: tuple[Candidate, ...]
    before_from: dt.date | None
    after_until: dt.date | None


def suggest(
    authority: Authority,
    areas: Sequence[Area],
    choice: tuple[str, str, str],
    treated: Collection[str],
    starts_on: dt.date,
) -> Suggestion:
    """Return comparison areas and neighbours with reasons; nothing is chosen for good."""
    frequency, source, code = choice
    here = [area for area in areas if area.key in treated]
    ring = _ring(here, treated)
    beside = {area.key for area in ring}
    others = [
        area
        for area in areas
        if area.key not in treated
        # What holds the place, or lies in it, is no other place.
        and not any(lies_in(key, area.key) or lies_in(area.key, key) for key in treated)
    ]
    start = first_of(starts_on, frequency)
    question = Question(
        source=source,
        code=code,
        frequency=frequency,
        first=nth(start, -YEARS_BACK * _per_year(frequency), frequency),
        last=nth(start, -1, frequency),
        treated=tuple(treated),
        comparison=tuple(area.key for area in others),
    )
    counts = read_counts(question, viewer=authority)
    rows = {area["key"]: area["counts"] for area in counts.inputs["treated"]}
    rows |= {area["key"]: area["counts"] for area in counts.inputs["comparison"]}
    kinds = {area.kind for area in here}
    level = sum(_yearly(rows.get(key, ()), frequency) for key in treated)
    found = [
        _candidate(area, rows, beside, kinds, level, frequency, n=len(treated)) for area in others
    ]
    known = [n for key in treated for n, v in enumerate(rows.get(key, ())) if v is not None]
    length = AFTER_MONTHS if frequency == Frequency.MONTH else AFTER_YEARS
    return Suggestion(
        comparison=tuple(sorted(found, key=lambda one: not one.fit)),
        ring=tuple(
            Candidate(area.key, area.name, (_("grenzt an"),), fit=True)
            for area in ring
            if any(value is not None for value in rows.get(area.key, ()))
        ),
        before_from=nth(counts.first, min(known), frequency) if known else None,
        after_until=nth(start, length - 1, frequency),
    )


def _per_year(frequency: str) -> int:
    return MONTHS_A_YEAR if frequency == Frequency.MONTH else 1


def _ring(here: Sequence[Area], treated: Collection[str]) -> list[Area]:
    found: dict[str, Area] = {}
    for area in here:
        found |= {one.key: one for one in neighbours(area) if one.key not in treated}
    return [found[key] for key in sorted(found)]


def _yearly(counts: Sequence[int | None], frequency: str) -> float:
    known = [value for value in counts if value is not None]
    return sum(known) / len(known) * _per_year(frequency) if known else 0.0


def _candidate(  # noqa: PLR0917
    area: Area,
    rows: Mapping[str, Sequence[int | None]],
    beside: Collection[str],
    kinds: Collection[str],
    level: float,
    frequency: str,
    *,
    n: int,
) -> Candidate:
    counts = rows.get(area.key, ())
    own, like = _yearly(counts, frequency), level / max(n, 1)
    reasons, fit = [], True
    if area.kind in kinds:
        reasons.append(_("gleiche Art"))
    else:
        reasons.append(_("andere Art von Gebiet"))
        fit = False
    if area.key in beside:
        reasons.append(_("grenzt an und kann selbst betroffen sein"))
        fit = False
    if not any(value is not None for value in counts):
        reasons.append(_("keine Zahlen"))
        return Candidate(area.key, area.name, tuple(reasons), fit=False)
    words = {"own": show.number(round(own)), "here": show.number(round(like))}
    if like and 1 / LIKE <= own / like <= LIKE:
        reasons.append(_("ähnlich viele Fälle: %(own)s im Jahr, hier %(here)s") % words)
    else:
        reasons.append(_("%(own)s Fälle im Jahr, hier %(here)s") % words)
        fit = False
    return Candidate(area.key, area.name, tuple(reasons), fit=fit)
