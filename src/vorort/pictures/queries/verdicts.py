"""From counts by year to verdicts: what changed by more than the series' own fluctuation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vorort.figures.queries.fluctuation import Shared
from vorort.pictures.choices import Verdict
from vorort.stats import rates, series

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MEAN_YEARS = 5
# With fewer years the engine does not know how much a series fluctuates.
MIN_YEARS = 3
# Below this no comparison is made, whatever a test says.
SMALL = 5
# A series that moves so much that no count could stand out is called "few" only up to here.
FEW_UP_TO = 20
LEVEL = 0.95
# Of the 5 % of false alarms four belong to the verdict on the year and one to the trend, a
# second look at the same numbers.
YEAR_LEVEL = 0.96
TREND_LEVEL = 0.99
TREND_YEARS = 6
FALSE_DISCOVERIES = 0.1


@dataclass(frozen=True)
class Table:
    """The counts of all indicators of one area; years oldest first, the current one last.

    Attributes
    ----------
    cases, population : ndarray of float64, shape (n_indicators, n_years)
        NaN where missing.
    comparable : ndarray of bool, shape (n_indicators, n_years)
        False before the last change of the offence key.
    excluded : ndarray of bool, shape (n_indicators, n_years)
        True in years with a special effect.
    """

    years: Sequence[int]
    cases: Floats
    population: Floats
    comparable: Bools
    excluded: Bools


@dataclass(frozen=True)
class Trend:
    """A lasting rise or fall over the years: per cent a year with its range."""

    annual_percent: float
    low: float
    high: float
    years: tuple[int, ...]


@dataclass(frozen=True)
class Judgement:
    """The verdict on one indicator with all that its sentence needs."""

    verdict: Verdict
    reason: str
    expected: float | None
    used: tuple[int, ...]
    lowest: int | None
    highest: int | None
    verdict_from: int | None
    # How many series were tested side by side; among so many this one may be luck.
    compared: int
    may_be_luck: bool
    trend: Trend | None = None
    # From how many places of the same size the fluctuation was taken beside the own years.
    places: int = 0


@dataclass(frozen=True)
class Change:
    """The change from the previous year: percent with its range, and whether it says anything."""

    percent: float | None
    low: float | None
    high: float | None
    distinguishable: bool | None
    may_be_luck: bool = False


@dataclass(frozen=True)
class Mean:
    """The mean of the latest five usable years, the current one included."""

    cases: float | None
    rate: float | None
    low: float | None
    high: float | None
    years: tuple[int, ...]


# What is shown where a hidden count could be worked out.
BLANK_CHANGE = Change(None, None, None, None)
BLANK_MEAN = Mean(None, None, None, None, ())


def usable(table: Table) -> Bools:
    """Return which years may enter a mean or a comparison, ``(n_indicators, n_years)``."""
    return ~np.isnan(table.cases) & table.comparable & ~table.excluded


def _latest(mask: Bools, count: int) -> Bools:
    newer = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(mask & (newer <= count))


def _exposure(table: Table, mask: Bools) -> Floats:
    """Return the population, or 1 in rows where it is missing in a year that is compared."""
    known = ~np.isnan(table.population)
    whole = np.asarray((known | ~mask).all(axis=1) & known[:, -1])
    return np.where(whole[:, None], np.where(known, table.population, 1.0), 1.0)


def judge(table: Table, shared: Shared | None = None) -> tuple[Judgement, ...]:
    """Compare the current year with the mean of up to five usable previous years.

    ``shared`` is the fluctuation of comparable places; it counts beside the own years, never
    instead of them.
    """
    shared = shared or Shared.unknown(len(table.cases))
    mask = usable(table)
    before = mask.copy()
    before[:, -1] = False
    used = _latest(before, MEAN_YEARS)
    weight = _exposure(table, used)
    past = np.where(used, table.cases, np.nan)[:, :-1]
    result = series.predict(
        past,
        weight[:, :-1],
        current=table.cases[:, -1],
        current_exposure=weight[:, -1],
        years=MEAN_YEARS,
        exclude=~used[:, :-1],
        prior=_prior(shared, used),
        level=YEAR_LEVEL,
    )
    base = np.nansum(past, axis=1)
    people = np.where(used, weight, 0.0).sum(axis=1)
    bare = rates.compare(
        table.cases[:, -1],
        weight[:, -1],
        np.where(people > 0, base, np.nan),
        np.where(people > 0, people, np.nan),
    )
    distinct = _discoveries(result.p, result.verdict == "distinguishable")
    tested = int(np.isin(result.verdict, ("distinguishable", "chance")).sum())
    return tuple(
        _judge_one(
            table,
            row,
            used[row],
            result,
            bare,
            distinct=bool(distinct[row]),
            tested=tested,
            places=int(shared.places[row]),
        )
        for row in range(len(table.cases))
    )


def _prior(shared: Shared, used: Bools) -> tuple[Floats, Floats]:
    """Return the shared fluctuation where enough own years stand beside it."""
    enough = used.sum(axis=1) >= MIN_YEARS
    return np.where(enough, shared.phi, np.nan), np.where(enough, shared.df, np.nan)


def _judge_one(
    table: Table,
    row: int,
    used: Bools,
    result: series.ExpectationResult,
    bare: rates.ChangeResult,
    *,
    distinct: bool,
    tested: int,
    places: int,
) -> Judgement:
    years = tuple(year for year, take in zip(table.years, used, strict=True) if take)
    counts = table.cases[row][used]
    expected = _number(result.expected[row])
    verdict, reason = _verdict(table, row, len(years), result, str(bare.verdict[row]))
    trend = _trend(table, row)
    if verdict is Verdict.CHANCE and trend is not None and expected is not None:
        # A slow fall is no leap: the year is close to its neighbours and far from the first ones.
        falling = trend.annual_percent < 0
        if bool(table.cases[row, -1] < expected) is falling:
            verdict, reason = Verdict.SURE, "falling" if falling else "rising"
    first = _number(result.up_from[row])
    if first is None and years:
        first = _number(bare.up_from[row])
    return Judgement(
        verdict=verdict,
        reason=reason,
        expected=expected,
        used=years,
        lowest=int(counts.min()) if years else None,
        highest=int(counts.max()) if years else None,
        verdict_from=max(SMALL, int(first)) if first is not None else None,
        compared=tested,
        may_be_luck=reason in {"more", "less"} and not distinct,
        trend=trend,
        places=places if len(years) >= MIN_YEARS else 0,
    )


def _trend(table: Table, row: int) -> Trend | None:
    """Return the trend of a series if it is reliable and the series long enough."""
    mask = usable(table)[row]
    if mask.sum() < TREND_YEARS or not mask[-1] or table.cases[row][mask].min() < SMALL:
        return None
    people = table.population[row][mask]
    offset = np.zeros(len(people)) if np.isnan(people).any() else np.log(people)
    years = np.asarray(table.years, dtype=np.float64)[mask]
    found = series.trend(table.cases[row][mask], years, offset, family="poisson", level=TREND_LEVEL)
    if found.verdict not in {"rising", "falling"}:
        return None
    # A fall that has turned into a rise is no longer one.
    level = table.cases[row][mask] / np.exp(offset)
    lately, before = level[-2:].mean(), level[-MEAN_YEARS:-2].mean()
    if (found.annual_pct < 0) != bool(lately < before):
        return None
    return Trend(found.annual_pct, found.lo, found.hi, tuple(int(year) for year in years))


def _verdict(
    table: Table, row: int, n: int, result: series.ExpectationResult, bare: str
) -> tuple[Verdict, str]:
    now = table.cases[row, -1]
    if np.isnan(now):
        return Verdict.NONE, "missing"
    if table.excluded[row, -1]:
        return Verdict.NONE, "effect"
    if n == 0:
        broken = (~np.isnan(table.cases[row]) & ~table.comparable[row]).any()
        return Verdict.NONE, "break" if broken else "alone"
    expected = float(result.expected[row])
    if n < MIN_YEARS:
        # Without a known fluctuation only "chance" can be said: if not even pure Poisson
        # distinguishes, the wider truth does not either.
        if max(now, expected) < SMALL or bare == "not_testable":
            return Verdict.FEW, ""
        return (Verdict.CHANCE, "") if bare == "chance" else (Verdict.NONE, "short")
    verdict = str(result.verdict[row])
    if max(now, expected) < SMALL:
        return Verdict.FEW, ""
    if verdict == "distinguishable":
        return Verdict.SURE, "more" if now > expected else "less"
    blind = verdict == "not_testable" or np.isnan(result.down_from[row])
    if min(now, expected) < SMALL or (blind and max(now, expected) < FEW_UP_TO):
        return Verdict.FEW, ""
    return (Verdict.NONE, "unsteady") if verdict == "not_testable" else (Verdict.CHANCE, "")


def _discoveries(p: Floats, candidate: Bools) -> Bools:
    """Return which candidates survive Benjamini and Hochberg over all indicators tested.

    Forty series tested at 5 % give two alarms a year without any change; those that do not
    survive keep their verdict, and their sentence says so.
    """
    order = np.argsort(p)
    known = int((~np.isnan(p)).sum())
    kept = np.zeros(p.shape, dtype=bool)
    ranked = p[order][:known]
    passing = np.flatnonzero(ranked <= FALSE_DISCOVERIES * np.arange(1, known + 1) / max(known, 1))
    if passing.size:
        kept[order[: passing[-1] + 1]] = True
    return np.asarray(kept & candidate)


def changes(table: Table, shared: Shared | None = None) -> tuple[Change, ...]:
    """Compare the current year with the one before it, see :func:`judge` for ``shared``."""
    shared = shared or Shared.unknown(len(table.cases))
    mask = usable(table)
    before = mask.copy()
    before[:, -1] = False
    used = _latest(before, 2 * MEAN_YEARS)
    used[:, -2] = before[:, -2]
    weight = _exposure(table, used)
    result = series.predict(
        np.where(used, table.cases, np.nan)[:, :-1],
        weight[:, :-1],
        current=np.where(mask[:, -1], table.cases[:, -1], np.nan),
        current_exposure=weight[:, -1],
        reference="previous",
        years=2 * MEAN_YEARS,
        exclude=~used[:, :-1],
        prior=_prior(shared, used),
        level=LEVEL,
    )
    bare = rates.compare(
        np.where(mask[:, -1], table.cases[:, -1], np.nan), weight[:, -1],
        np.where(before[:, -2], table.cases[:, -2], np.nan), weight[:, -2],
    )  # fmt: skip
    distinct = _discoveries(result.p, result.verdict == "distinguishable")
    return tuple(
        _change(table, row, result, bare, distinct=bool(distinct[row]))
        for row in range(len(table.cases))
    )


def _change(
    table: Table,
    row: int,
    result: series.ExpectationResult,
    bare: rates.ChangeResult,
    *,
    distinct: bool,
) -> Change:
    now, old = table.cases[row, -1], table.cases[row, -2]
    known = not (np.isnan(now) or np.isnan(old) or old == 0)
    share = float((now - old) * 100 / old) if known else None
    ratio = float(result.ratio[row])
    # The range is one of rates; carried over to the change of the counts.
    scale = (now / old) / ratio if share is not None and ratio > 0 else np.nan
    low = _number((result.ratio_lo[row] * scale - 1) * 100)
    high = _number((result.ratio_hi[row] * scale - 1) * 100)
    verdict = str(result.verdict[row])
    says: bool | None = None
    if verdict == "distinguishable":
        says = True
    elif verdict == "chance" or str(bare.verdict[row]) == "chance":
        says = False
    return Change(share, low, high, says, may_be_luck=says is True and not distinct)


def means(table: Table) -> tuple[Mean, ...]:
    """Return the five-year mean of each indicator as counts and as a rate with its range."""
    latest = np.zeros(table.cases.shape, dtype=bool)
    latest[:, -MEAN_YEARS:] = True
    used = usable(table) & latest
    based = used & ~np.isnan(table.population)
    cases = np.where(based, table.cases, 0.0).sum(axis=1)
    people = np.where(based, table.population, 0.0).sum(axis=1)
    with_base = np.where(people > 0, people, np.nan)
    rate = rates.rate(cases, with_base)
    return tuple(
        Mean(
            cases=float(table.cases[row][used[row]].mean()) if used[row].any() else None,
            rate=_number(rate.rate[row]),
            low=_number(rate.lo[row]),
            high=_number(rate.hi[row]),
            years=tuple(y for y, take in zip(table.years, used[row], strict=True) if take),
        )
        for row in range(len(table.cases))
    )


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
