"""From what was read to the indicators of a picture: rates, verdicts, sentences, references."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from vorort.figures.choices import Indicator, Series
from vorort.figures.queries import fluctuation
from vorort.pictures.choices import IndicatorPicture, Point, Reference, SpecialEffect, Verdict
from vorort.pictures.queries import beside, gate, verdicts
from vorort.pictures.queries.sentences import Facts, brief, sentence
from vorort.stats import rates

FEW_FOR_CLEARANCE = 20
PER = 100_000


@dataclass(frozen=True)
class Material:
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
    shared: fluctuation.Shared
    effects: tuple[SpecialEffect, ...]


def _table(material: Material) -> verdicts.Table:
    shape = (len(material.indicators), len(material.years))
    cases, people = np.full(shape, np.nan), np.full(shape, np.nan)
    comparable, excluded = np.ones(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for row, indicator in enumerate(material.indicators):
        one = material.here[indicator.code]
        left_out = {e.year for e in material.effects if e.code == indicator.code and e.excluded}
        last_break = max((y for y in one.key_changes if y <= material.year), default=0)
        for column, year in enumerate(material.years):
            value, base = one.value(year), one.base(year)
            if value is not None and value.cases is not None and indicator.judged:
                cases[row, column] = value.cases
            if base is not None and base.population > 0:
                people[row, column] = base.population
            comparable[row, column] = year >= last_break
            excluded[row, column] = year in left_out
    return verdicts.Table(material.years, cases, people, comparable, excluded)


def family(material: Material, members: tuple[Indicator, ...]) -> Material:
    """Return the material of one family: what is tested together."""
    codes = [one.code for one in material.indicators]
    rows = [codes.index(one.code) for one in members]
    shared = material.shared
    return replace(
        material,
        indicators=members,
        shared=replace(
            shared, phi=shared.phi[rows], df=shared.df[rows], places=shared.places[rows]
        ),
    )


def assemble(material: Material, hidden: dict[gate.Cell, str]) -> tuple[IndicatorPicture, ...]:
    if not material.indicators:
        return ()
    table = _table(material)
    rate = rates.rate(table.cases, table.population)
    judgements = verdicts.judge(table, material.shared)
    changes = verdicts.changes(table, material.shared)
    means = verdicts.means(table)
    return tuple(
        _indicator(
            material,
            indicator,
            beside.trim(points) if indicator.beside else points,
            judgement=judgements[row],
            change=changes[row],
            mean=means[row],
        )
        for row, indicator in enumerate(material.indicators)
        for points in [_points(material, indicator, rate, row, hidden)]
    )


def _points(
    material: Material,
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
                value=value.number if value else None,
            )
        )
    return tuple(points)


def _indicator(
    material: Material,
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
        material.year, points[-1], judgement, effects, breaks, indicator.control_offence,
        secret, indicator.unit,
    )  # fmt: skip
    state = material.state.get(indicator.code)
    said = None if indicator.judged else beside.say(indicator, points)
    return IndicatorPicture(
        **_nature(indicator),
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
        sentence=sentence(facts) if said is None else said.sentence,
        brief=brief(facts) if said is None else said.brief,
        state=_state_reference(material, state),
        peers=_peers_reference(material, indicator.code),
        notes=_notes(indicator, facts, points, change, has_state=state is not None),
    )


def _nature(indicator: Indicator) -> dict[str, Any]:
    """Return what an indicator is, whatever its numbers say."""
    same = (
        "code", "label", "definition", "control_offence", "is_sum", "published_by_source",
        "source", "beside", "measure", "unit", "judged",
    )  # fmt: skip
    found = {name: getattr(indicator, name) for name in same}
    return {**found, "short_label": indicator.short_label or indicator.label}


def _rate_of(one: Series, year: int) -> float | None:
    """Return cases over population, or the published rate where the population is not known."""
    value, base = one.value(year), one.base(year)
    if value is None or value.cases is None:
        return None
    if base is not None and base.population > 0:
        return value.cases * PER / base.population
    return value.rate_published


def _state_reference(material: Material, state: Series | None) -> Reference | None:
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


def _peers_reference(material: Material, code: str) -> Reference | None:
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


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
