"""Build the Lagebild of an area and year from whatever the sources have."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError
from vorort.figures import queries as figures
from vorort.figures.choices import Base, Indicator, Provenance, Series, Viewer
from vorort.pictures.choices import (
    IMMIGRATION,
    PICTURE_VERSION,
    TOTAL,
    WITHOUT_IMMIGRATION,
    GuardedCount,
    IndicatorPicture,
    Picture,
    Point,
    Reference,
    SourceLine,
    SpecialEffect,
    Verdict,
    plain_label,
)
from vorort.pictures.queries import gate, verdicts
from vorort.pictures.queries.sentences import Facts, brief, sentence
from vorort.stats import rates
from vorort.stats.results import RESULT_VERSION

SMALL_PLACE = 20_000
FEW_FOR_CLEARANCE = 20
PER = 100_000
ENGINE = (
    ("rates.rate", f"exact, 95 %, version {RESULT_VERSION}"),
    ("series.predict", f"mean of 5 years, 95 %, version {RESULT_VERSION}"),
    ("series.trend", f"quasi-Poisson, 99 %, version {RESULT_VERSION}"),
    ("false discovery rate", "Benjamini-Hochberg, 10 %, note only"),
)


class NoFiguresError(DomainError):
    """No source has any figure of this area and year."""

    def __init__(self, area_key: str, year: int) -> None:
        super().__init__(
            _("Für das Gebiet %(area)s liegen für %(year)d keine Zahlen vor.")
            % {"area": area_key, "year": year},
            details={"area": area_key, "year": year},
        )


@dataclass(frozen=True)
class _Material:
    """All that is read for one picture."""

    area_key: str
    year: int
    years: tuple[int, ...]
    indicators: tuple[Indicator, ...]
    here: dict[str, Series]
    state_key: str
    state: dict[str, Series]
    peers: dict[tuple[str, str], Series]
    peers_label: str
    peer_keys: tuple[str, ...]
    effects: tuple[SpecialEffect, ...]


def resolve_area_key(key: str) -> str:
    """Return the key figures are stored under: a city of its own county has two keys.

    ``14713000``, the city as a municipality, is the same area as ``14713``, the county.
    """
    key = key.strip()
    return key[:5] if len(key) == 8 and key.endswith("000") else key


def build_picture(
    area_key: str,
    year: int,
    *,
    viewer: Viewer,
    years_back: int = 10,
    effects: Sequence[SpecialEffect] = (),
    protect_below: int = 0,
    earlier: Sequence[gate.Earlier] = (),
) -> Picture:
    """Return the Lagebild of an area and year as plain frozen values; see :func:`build`."""
    return build(
        area_key,
        year,
        viewer=viewer,
        years_back=years_back,
        effects=effects,
        protect_below=protect_below,
        earlier=earlier,
    ).picture


@dataclass(frozen=True)
class Built:
    """A picture with what its report must keep beside it.

    Attributes
    ----------
    counts : tuple of GuardedCount
        Every true count and what the gate did with it: internal.
    rests_on : dict
        Code of an indicator -> public ids of the deliveries behind everything its figure says;
        ``population`` and ``without_immigration`` for the numbers of the frame.
    """

    picture: Picture
    counts: tuple[GuardedCount, ...]
    rests_on: dict[str, tuple[str, ...]]


def build(
    area_key: str,
    year: int,
    *,
    viewer: Viewer,
    years_back: int = 10,
    effects: Sequence[SpecialEffect] = (),
    protect_below: int = 0,
    earlier: Sequence[gate.Earlier] = (),
) -> Built:
    """Return the Lagebild of an area and year with the deliveries and counts behind it.

    A pure read. ``viewer`` is the authority whose own deliveries count beside the official
    ones, or None. ``effects`` are years with special effects: shown, left out of mean and
    verdict. With ``protect_below`` counts under this number are hidden where no source has
    published them itself, and with them all that would give them away; ``earlier`` is what was
    public about this area before. Raises :class:`NoFiguresError` where no source has anything.
    """
    key = resolve_area_key(area_key)
    material = _read(key, year, viewer, years_back, tuple(effects))
    if not material.here:
        raise NoFiguresError(key, year)
    counts = _counts(material)
    hidden = _hidden(material, counts, protect_below, earlier)
    indicators = _assemble(material, hidden)
    lines = figures.provenance(
        area_keys=[key, *([material.state_key] if material.state else [])],
        years=material.years,
        viewer=viewer,
    )
    base = _base_now(material)
    any_series = next(iter(material.here.values()))
    state_name = next((one.area_name for one in material.state.values()), "")
    count, how = _without_immigration(material, hidden)
    picture = Picture(
        version=PICTURE_VERSION,
        area_key=key,
        area_name=any_series.area_name or key,
        year=year,
        years=material.years,
        population=base.population if base else None,
        population_source=str(base.kind) if base else None,
        population_on=base.reference_on.isoformat() if base else "",
        small_place=bool(base and base.population < SMALL_PLACE),
        state_key=material.state_key,
        state_name=state_name,
        peers_label=material.peers_label,
        peers_areas=len({area for area, _code in material.peers}),
        total_code=TOTAL if TOTAL in material.here else "",
        without_immigration=count,
        without_immigration_how=how,
        indicators=indicators,
        hidden=gate.report(
            hidden,
            {one.code: plain_label(one.code, one.label) for one in indicators},
            material.here,
        ),
        sources=tuple(_source_line(line) for line in lines),
        methods=ENGINE,
    )
    return Built(picture, gate.guarded(counts, hidden), _rests_on(material))


def _rests_on(material: _Material) -> dict[str, tuple[str, ...]]:
    """Return the deliveries behind each figure: its own, the state's, those of its peers."""
    found = {
        code: _deliveries(
            one,
            material.state.get(code),
            *(material.peers.get((key, code)) for key in material.peer_keys),
        )
        for code, one in material.here.items()
    }
    base = _base_now(material)
    found["population"] = (base.delivery,) if base is not None and base.delivery else ()
    parts = [material.here.get(code) for code in (TOTAL, IMMIGRATION, WITHOUT_IMMIGRATION)]
    found["without_immigration"] = _deliveries(*parts, year=material.year)
    return found


def _deliveries(*series: Series | None, year: int | None = None) -> tuple[str, ...]:
    """Return the deliveries of the counts and bases of some series, each once."""
    found = {
        delivery
        for one in series
        if one is not None
        for value, base in zip(one.values, one.bases, strict=True)
        if value.cases is not None and year in {None, value.year}
        for delivery in (value.delivery, base.delivery if base is not None else "")
        if delivery
    }
    return tuple(sorted(found))


def _read(
    key: str, year: int, viewer: Viewer, years_back: int, effects: tuple[SpecialEffect, ...]
) -> _Material:
    years = tuple(range(year - max(years_back, 1), year + 1))
    indicators = figures.list_indicators(area_key=key, year=year, viewer=viewer)
    codes = [one.code for one in indicators]
    state_key = _state_of(key)
    keys = [key, state_key] if state_key else [key]
    both = figures.read_series(area_keys=keys, codes=codes, years=years, viewer=viewer)
    group = figures.peers(key, year, viewer)
    peer_keys = tuple(group.keys) if group else ()
    peers = (
        figures.read_series(area_keys=peer_keys, codes=codes, years=(year,), viewer=viewer)
        if peer_keys
        else {}
    )
    here = {code: both[key, code] for code in codes if (key, code) in both}
    state = {code: both[state_key, code] for code in codes if (state_key, code) in both}
    first = min((v.year for s in here.values() for v in s.values if v.cases is not None), default=0)
    shown = tuple(one for one in years if one >= min(first, year)) or (year,)
    return _Material(
        area_key=key,
        year=year,
        # Years before the first figure say nothing; one earlier year is kept for the change.
        years=shown if len(shown) > 1 else (year - 1, year),
        indicators=tuple(one for one in indicators if one.code in here),
        here=here,
        state_key=state_key,
        state=state,
        peers=peers,
        peers_label=str(group.label) if group else "",
        peer_keys=peer_keys,
        effects=effects,
    )


def _state_of(key: str) -> str:
    """Return the area to compare with: the state, or the nation for a state."""
    if len(key) > 2:
        return key[:2]
    return "00" if key != "00" else ""


def _base_now(material: _Material) -> Base | None:
    bases = (one.base(material.year) for one in material.here.values())
    return next((base for base in bases if base is not None), None)


def _table(material: _Material) -> verdicts.Table:
    shape = (len(material.indicators), len(material.years))
    cases, people = np.full(shape, np.nan), np.full(shape, np.nan)
    comparable, excluded = np.ones(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for row, indicator in enumerate(material.indicators):
        one = material.here[indicator.code]
        left_out = {e.year for e in material.effects if e.code == indicator.code and e.excluded}
        last_break = max((y for y in one.key_changes if y <= material.year), default=0)
        for column, year in enumerate(material.years):
            value, base = one.value(year), one.base(year)
            if value is not None and value.cases is not None:
                cases[row, column] = value.cases
            if base is not None and base.population > 0:
                people[row, column] = base.population
            comparable[row, column] = year >= last_break
            excluded[row, column] = year in left_out
    return verdicts.Table(material.years, cases, people, comparable, excluded)


def _counts(material: _Material) -> dict[gate.Cell, int]:
    return {
        (code, value.year): value.cases
        for code, one in material.here.items()
        for value in one.values
        if value.cases is not None and value.year in material.years
    }


def _hidden(
    material: _Material,
    counts: dict[gate.Cell, int],
    below: int,
    earlier: Sequence[gate.Earlier],
) -> dict[gate.Cell, str]:
    printed = {one.code: one.published_by_source for one in material.indicators}
    open_cells = {
        (code, value.year)
        for code, one in material.here.items()
        for value in one.values
        if (printed.get(code, False) if value.published_by_source is None
            else value.published_by_source)
    }  # fmt: skip
    return gate.hidden_cells(counts, open_cells=open_cells, below=below, earlier=earlier)


def _assemble(material: _Material, hidden: dict[gate.Cell, str]) -> tuple[IndicatorPicture, ...]:
    if not material.indicators:
        return ()
    table = _table(material)
    rate = rates.rate(table.cases, table.population)
    judgements = verdicts.judge(table)
    changes = verdicts.changes(table)
    means = verdicts.means(table)
    return tuple(
        _indicator(
            material,
            indicator,
            _points(material, indicator, rate, row, hidden),
            judgement=judgements[row],
            change=changes[row],
            mean=means[row],
        )
        for row, indicator in enumerate(material.indicators)
    )


def _points(
    material: _Material,
    indicator: Indicator,
    rate: rates.RateResult,
    row: int,
    hidden: dict[gate.Cell, str],
) -> tuple[Point, ...]:
    one, state = material.here[indicator.code], material.state.get(indicator.code)
    left_out = {e.year for e in material.effects if e.code == indicator.code and e.excluded}
    points = []
    for column, year in enumerate(material.years):
        value, base = one.value(year), one.base(year)
        reference = _rate_of(state, year) if state else None
        if (indicator.code, year) in hidden:
            people = base.population if base else None
            points.append(Point(year=year, population=people, hidden=True, reference=reference))
            continue
        points.append(
            Point(
                year=year,
                cases=value.cases if value else None,
                rate=_number(rate.rate[row, column]),
                low=_number(rate.lo[row, column]),
                high=_number(rate.hi[row, column]),
                rate_published=value.rate_published if value else None,
                cleared=value.cleared if value else None,
                clearance=value.clearance_published if value else None,
                population=base.population if base else None,
                base=str(base.kind) if base else "",
                excluded=year in left_out,
                provisional=bool(value and str(value.status) == "provisional"),
                reference=reference,
            )
        )
    return tuple(points)


def _indicator(
    material: _Material,
    indicator: Indicator,
    points: tuple[Point, ...],
    *,
    judgement: verdicts.Judgement,
    change: verdicts.Change,
    mean: verdicts.Mean,
) -> IndicatorPicture:
    one = material.here[indicator.code]
    effects = tuple(e for e in material.effects if e.code == indicator.code)
    breaks = tuple(sorted(y for y in one.key_changes if material.years[0] < y <= material.year))
    secret = frozenset(point.year for point in points if point.hidden)
    mean = verdicts.BLANK_MEAN if secret & set(mean.years) else mean
    change = verdicts.BLANK_CHANGE if secret & {material.year, material.year - 1} else change
    facts = Facts(
        material.year, points[-1], judgement, effects, breaks, indicator.control_offence, secret
    )
    state = material.state.get(indicator.code)
    return IndicatorPicture(
        code=indicator.code,
        label=indicator.label,
        short_label=indicator.short_label or indicator.label,
        definition=indicator.definition,
        control_offence=indicator.control_offence,
        is_sum=indicator.is_sum,
        published_by_source=indicator.published_by_source,
        points=points,
        breaks=breaks,
        effects=effects,
        clearance_shown=_clearance(points[-1]),
        previous_cases=points[-2].cases,
        change_percent=change.percent,
        change_low=change.low,
        change_high=change.high,
        change_distinguishable=change.distinguishable,
        mean_cases=mean.cases,
        mean_rate=mean.rate,
        mean_low=mean.low,
        mean_high=mean.high,
        mean_years=mean.years,
        verdict=judgement.verdict,
        verdict_from=None if secret else judgement.verdict_from,
        sentence=sentence(facts),
        brief=brief(facts),
        state=_state_reference(material, state),
        peers=_peers_reference(material, indicator.code),
        notes=_notes(indicator, facts, points, change, has_state=state is not None),
    )


def _rate_of(one: Series, year: int) -> float | None:
    """Return cases over population, or the published rate where the population is not known."""
    value, base = one.value(year), one.base(year)
    if value is None or value.cases is None:
        return None
    if base is not None and base.population > 0:
        return value.cases * PER / base.population
    return value.rate_published


def _state_reference(material: _Material, state: Series | None) -> Reference | None:
    if state is None:
        return None
    rate = _rate_of(state, material.year)
    if rate is None:
        return None
    value, base = state.value(material.year), state.base(material.year)
    return Reference(
        label=state.area_name,
        areas=1,
        rate=rate,
        cases=value.cases if value else None,
        population=base.population if base else None,
    )


def _peers_reference(material: _Material, code: str) -> Reference | None:
    """Return the rate of the areas of the same size class together: sum over sum."""
    cases = people = areas = 0
    for key in material.peer_keys:
        one = material.peers.get((key, code))
        value, base = (one.value(material.year), one.base(material.year)) if one else (None, None)
        if value is None or value.cases is None or base is None or base.population <= 0:
            continue
        cases += value.cases
        people += base.population
        areas += 1
    if not people:
        return None
    return Reference(
        label=material.peers_label,
        areas=areas,
        rate=cases * PER / people,
        cases=cases,
        population=people,
    )


def _clearance(now: Point) -> float | None:
    if now.cases is None or now.cases < FEW_FOR_CLEARANCE:
        return None
    return now.cleared * 100 / now.cases if now.cleared is not None else now.clearance


def _notes(
    indicator: Indicator,
    facts: Facts,
    points: tuple[Point, ...],
    change: verdicts.Change,
    *,
    has_state: bool,
) -> tuple[str, ...]:
    now, judgement = points[-1], facts.judgement
    few = now.cases is not None and now.cases < FEW_FOR_CLEARANCE
    quota = now.cleared * 100 / now.cases if now.cleared is not None and now.cases else 0
    found = {
        "HIDDEN": any(point.hidden for point in points),
        "MISSING": now.cases is None and not now.hidden,
        "PROVISIONAL": now.provisional,
        "SMALL_COUNT": now.cases is not None and now.cases < verdicts.SMALL,
        "CLEARANCE_FEW_CASES": few and now.cleared is not None,
        "CLEARANCE_ABOVE_100": quota > 100,
        "CONTROL_OFFENCE": indicator.control_offence,
        "SUM_KEY": indicator.is_sum,
        "POPULATION_IMPLIED": now.base == "implied",
        "POPULATION_MISSING": now.cases is not None and now.population is None,
        "OFFENCE_KEY_CHANGED": bool(facts.breaks),
        "SPECIAL_EFFECT": bool(facts.effects),
        "NO_PREVIOUS_YEAR": points[-2].cases is None and not points[-2].hidden,
        "PREVIOUS_YEAR_ZERO": points[-2].cases == 0,
        "SHORT_SERIES": judgement.reason in {"short", "alone", "break"},
        "MULTIPLE_TESTING": judgement.may_be_luck or change.may_be_luck,
        "NOT_TESTABLE": judgement.verdict in {Verdict.FEW, Verdict.NONE}
        or change.distinguishable is None,
        "STATE_MISSING": not has_state,
    }
    return tuple(code for code, holds in found.items() if holds)


def _without_immigration(
    material: _Material, hidden: dict[gate.Cell, str]
) -> tuple[int | None, str]:
    """Return the total without immigration-law offences and how it came about."""
    if any((code, material.year) in hidden for code in (TOTAL, IMMIGRATION, WITHOUT_IMMIGRATION)):
        return None, "hidden"

    def cases(code: str) -> int | None:
        one = material.here.get(code)
        value = one.value(material.year) if one else None
        return value.cases if value else None

    if (delivered := cases(WITHOUT_IMMIGRATION)) is not None:
        return delivered, "delivered"
    total, immigration = cases(TOTAL), cases(IMMIGRATION)
    if total is not None and immigration is not None:
        return total - immigration, "difference"
    return None, "missing"


def _source_line(line: Provenance) -> SourceLine:
    return SourceLine(
        delivery=line.delivery,
        label=line.label,
        licence=line.licence,
        year=line.year,
        received_on=line.received_on.isoformat(),
        sha256=line.sha256,
        table=line.table_code,
    )


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
