"""One graded answer from the series of a measure: the strongest design the data allow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from vorort.stats.evaluate._case import YEAR, Case, Design, Reason, ahead, evenness, read_case
from vorort.stats.evaluate._counts import wdd, wdq
from vorort.stats.evaluate._expected import Expected, Spread, expect, spread
from vorort.stats.evaluate._foresee import HOPELESS
from vorort.stats.evaluate._result import EffectResult, Floats, check_level
from vorort.stats.results import Note, Result

Judged = Literal["likely_good", "likely_bad", "displaced", "unclear", "not_evaluable"]
LOOK_AHEAD_YEARS = 6
LEVEL, RING_LEVEL = 0.05, 0.10
PLACEBOS, MIN_PLACEBOS, PLACEBO_LIMIT = 200, 5, 0.25


@dataclass(frozen=True, kw_only=True)
class Side:
    """The ring around the treated area, or both together, against what was to be expected."""

    observed: float
    expected: float
    ratio: float
    lo: float
    hi: float
    p: float


@dataclass(frozen=True, kw_only=True)
class Judgement(Result):
    """What can be said of a measure.

    Attributes
    ----------
    design : str
        ``series_comparison``, ``series``, ``comparison``, ``before_after`` or ``none``.
    grade : str
        ``likely_good``, ``likely_bad``, ``displaced``, ``unclear`` or ``not_evaluable``.
    reasons : tuple of str
        Why the grade is not a better one.
    observed, expected : float
        Cases after, and how many there would have been to expect.
    effect, lo, hi, p : float
        Observed over expected with interval; 1 is no effect.
    mde : float
        Smallest drop that would be found in four of five cases; NaN if none.
    more : int or None
        Periods after, in all, from which a change as large as this could be told from chance;
        None if never within six years.
    rtm_share : float
        Share of the drop since the period that led to the choice that was to be expected
        without a measure; NaN if not known.
    before_high : float
        Cases of that period, for as many periods as after.
    ring, net : Side or None
        Displacement, and both areas together.
    placebo : ndarray of float64
        Effects of comparison areas taken as treated.
    placebo_rank : float
        Share of areas whose change is at least as surprising; NaN without placebos.
    fitted : ndarray of float64, shape (n_times,)
        Expected cases period by period; NaN where a period is not used.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("fitted",)

    design: Design
    grade: Judged
    reasons: tuple[Reason, ...] = ()
    observed: float = float("nan")
    expected: float = float("nan")
    effect: float = float("nan")
    lo: float = float("nan")
    hi: float = float("nan")
    p: float = float("nan")
    mde: float = float("nan")
    more: int | None = None
    rtm_share: float = float("nan")
    before_high: float = float("nan")
    ring: Side | None = None
    net: Side | None = None
    displacement: EffectResult | None = None
    quotient: EffectResult | None = None
    placebo: Floats = field(default_factory=lambda: np.zeros(0))
    placebo_rank: float = float("nan")
    fitted: Floats = field(default_factory=lambda: np.zeros(0))
    parts: Mapping[str, float] = field(default_factory=dict)


def judge(
    treated: ArrayLike,
    comparison: ArrayLike | None = None,
    ring: ArrayLike | None = None,
    *,
    start: int,
    phase_in: int = 0,
    period: int = YEAR,
    selected: bool = True,
    lower_is_better: bool = True,
    outcomes: int = 1,
    level: float = 0.95,
    seed: int,
) -> Judgement:
    """Judge a measure by its counts, with the strongest design they allow.

    Parameters
    ----------
    treated : array-like of float, shape (n_areas, n_times) or (n_times,)
        Counts of the areas of the measure, NaN where not known.
    comparison, ring : same, optional
        Comparable areas the measure does not touch, and the neighbours it may push cases to.
        A comparison area with a gap in a period that is used is left out.
    start : int
        Index of the first period with the measure.
    phase_in : int
        Periods from the start on that count neither before nor after.
    period : {12, 1}
        Periods a year: months or years. Years never make an interrupted series.
    selected : bool
        Whether the areas were chosen because their counts were high: the last year before the
        start is then left out where enough remains, else nothing better than ``unclear`` is said.
    lower_is_better : bool
        Direction of a good effect.
    outcomes : int
        Outcomes of the same measure judged side by side; each has to pass at 5 % over all.
    level : float
        Level of the interval.
    seed : int
        Seed of the choice of placebos where several areas are treated.

    Raises
    ------
    StatsInputError
        ``SHAPE``, ``NEGATIVE_COUNT``, ``OUT_OF_RANGE``, ``UNKNOWN_OPTION`` (period).

    Notes
    -----
    With months: at least 24 periods before make an interrupted series; its expectation is the
    share of the treated area in all cases of treated and comparison areas, with a slope that a
    prior holds to a few percent a year. Fewer (at least 12), or years (at least 3): the same
    without a season of its own, over the same calendar months before and after. Variance:
    counting, plus slow shocks of the level whose size comes from whole years of all areas before
    (never less than a usual one; neighbouring years correlate by one half), or the dispersion of
    these years, whichever is larger; t distribution. The interval holds all ratios that pass the
    score test, so it is right for small counts, too. Not evaluable where even a drop of 70 %
    would go unnoticed. See ADR 24 for the calibration.

    References
    ----------
    Bernal, J. L., Cummins, S., Gasparrini, A. (2018). International Journal of Epidemiology 47,
    2082-2093 (controls in interrupted series). Hauer, E. (1997). Observational Before-After
    Studies in Road Safety. Bowers, K. J., Johnson, S. D. (2003).

    Examples
    --------
    >>> import numpy as np
    >>> here, there = np.full(72, 10.0), np.full((3, 72), 12.0)
    >>> here[60:] = 5.0
    >>> result = judge(here, there, start=60, seed=1)
    >>> result.design, result.grade, round(result.effect, 2)
    ('series_comparison', 'likely_good', 0.5)
    """
    check_level(level)
    data = read_case(treated, comparison, ring, start, phase_in, period, selected=selected)
    params: dict[str, object] = {
        "start": start, "phase_in": phase_in, "period": period, "selected": selected,
        "lower_is_better": lower_is_better, "outcomes": outcomes, "level": level,
    }  # fmt: skip
    n = int(data.frame.before.sum() + data.frame.after.sum())
    made: dict[str, Any] = {"design": "none", "grade": "not_evaluable", "reasons": data.reasons}
    if not data.reasons:
        made = _judge(data, lower=lower_is_better, outcomes=outcomes, level=level, seed=seed)
    return Judgement(
        method=f"judgement, {made['design']}",
        params=params,
        n=n,
        seed=seed,
        assumptions=("SAME_RECORDING", "NO_OTHER_CHANGE", "NO_SPILLOVER"),
        notes=(Note("RTM_RISK"),) if data.selected else (),
        **made,
    )


def _judge(data: Case, *, lower: bool, outcomes: int, level: float, seed: int) -> dict[str, Any]:
    frame = data.frame
    wander = spread(np.vstack([data.treated, data.comparison]), frame)
    found = _expect(data, wander)
    observed = float(data.treated[frame.after].sum())
    p, mde = found.p(observed), found.smallest()
    lo, hi = found.interval(observed, level)
    effects, rank = _placebos(data, found, observed, wander, seed)
    ring, net = _around(data, wander, level)
    good = (observed < found.total) is lower
    reasons = _doubts(data, p, rank, outcomes, good=good)
    grade = _grade(reasons, mde, ring, net, lower=lower, good=good)
    fitted = np.full(frame.before.size, np.nan)
    fitted[frame.before], fitted[frame.after] = found.before, found.after
    high, share = _regression(data, found, observed)
    moved, quotient = _displacement(data)
    return {
        "design": data.design,
        "grade": grade,
        "reasons": ("HOPELESS", *reasons) if grade == "not_evaluable" else reasons,
        "observed": observed,
        "expected": found.total,
        "effect": observed / found.total,
        "lo": lo,
        "hi": hi,
        "p": p,
        "mde": mde,
        "more": _more(data, wander, observed / found.total, p),
        "rtm_share": share,
        "before_high": high,
        "ring": ring,
        "net": net,
        "displacement": moved,
        "quotient": quotient,
        "placebo": effects,
        "placebo_rank": rank,
        "fitted": fitted,
        "parts": _parts(data, wander, found, level),
    }


def _expect(data: Case, wander: Spread, series: Floats | None = None) -> Expected:
    return expect(
        data.treated if series is None else series,
        data.control,
        data.frame,
        wander,
        evenness=evenness(data.comparison, data.frame),
    )


def _parts(data: Case, wander: Spread, found: Expected, level: float) -> dict[str, float]:
    """Return further numbers: the spread, how much was used, the plain changes."""
    frame = data.frame
    parts = {
        "alpha": wander.alpha,
        "phi": wander.phi,
        "df": found.df,
        "n_before": float(frame.before.sum()),
        "n_after": float(frame.after.sum()),
        "n_comparison": float(len(data.comparison)),
        **_plain("treated", data.treated, data, wander, level, 1.0),
    }
    if data.control is not None:
        even = evenness(data.comparison, frame)
        parts |= _plain("control", data.control, data, wander, level, even)
    return parts


def _plain(  # noqa: PLR0917 - one call, one reading
    name: str, series: Floats, data: Case, wander: Spread, level: float, evenness: float
) -> dict[str, float]:
    """Return the plain change of a series, equal months before and after, with its interval."""
    frame = data.frame
    place = np.arange(series.size) % frame.period
    used = frame.before & frame.months[place]
    count = np.bincount(place[used], minlength=frame.period)
    mean = np.bincount(place[used], series[used], minlength=frame.period) / np.maximum(count, 1)
    usual = float(mean[place[frame.after]].sum())
    observed = float(series[frame.after].sum())
    if usual <= 0:
        return {}
    years = max(int(count.max()), 1)
    square = 1 / max(float(series[used].sum()), 1.0) + wander.alpha * evenness * (1 + 1 / years)
    base = Expected(usual, series[:0], series[:0], 1.0, square, wander.df)
    lo, hi = base.interval(observed, level)
    return {
        f"{name}_before": usual,
        f"{name}_after": observed,
        f"{name}_change": observed / usual,
        f"{name}_lo": lo,
        f"{name}_hi": hi,
    }


def _doubts(data: Case, p: float, rank: float, outcomes: int, *, good: bool) -> tuple[Reason, ...]:
    """Return what speaks against calling it an effect."""
    found: list[Reason] = []
    if p > LEVEL:
        found.append("CHANCE")
    elif p > LEVEL / max(outcomes, 1):
        found.append("MANY_OUTCOMES")
    if data.design == "before_after":
        found.append("NO_COMPARISON")
    # What was high falls by itself; that it rises has another cause.
    if data.selected and good:
        found.append("SELECTED")
    if rank > PLACEBO_LIMIT:
        found.append("PLACEBO")
    return tuple(found)


def _grade(
    reasons: tuple[Reason, ...],
    mde: float,
    ring: Side | None,
    net: Side | None,
    *,
    lower: bool,
    good: bool,
) -> Judged:
    # Known from the time before alone: what happened afterwards never makes it evaluable.
    if not mde <= HOPELESS:
        return "not_evaluable"
    if reasons:
        return "unclear"
    if not good:
        return "likely_bad"
    # The ring got worse beyond chance, and both together are no better.
    if ring is not None and net is not None:
        worse = ring.ratio > 1 if lower else ring.ratio < 1
        if worse and ring.p <= RING_LEVEL and net.p > LEVEL:
            return "displaced"
    return "likely_good"


def _around(data: Case, wander: Spread, level: float) -> tuple[Side | None, Side | None]:
    """Judge the ring, and ring and treated area together, as the treated area was."""
    if data.ring is None or not data.ring[data.frame.before].sum() > 0:
        return None, None
    sides = []
    for series in (data.ring, data.ring + data.treated):
        found = _expect(data, wander, series)
        observed = float(series[data.frame.after].sum())
        lo, hi = found.interval(observed, level)
        sides.append(
            Side(
                observed=observed,
                expected=found.total,
                ratio=observed / found.total,
                lo=lo,
                hi=hi,
                p=found.p(observed),
            )
        )
    return sides[0], sides[1]


def _displacement(data: Case) -> tuple[EffectResult | None, EffectResult | None]:
    """Weighted displacement difference per period, the comparison scaled to each area's level."""
    control, frame = data.control, data.frame
    if data.ring is None or control is None or not data.ring[frame.before].sum() > 0:
        return None, None
    months = frame.months[np.arange(frame.before.size) % frame.period]
    before = frame.before & months
    pairs = [
        (float(row[before].sum()), float(row[frame.after].sum()))
        for row in (data.treated, control, data.ring)
    ]
    here, there, around = pairs
    if min(here[0], there[0], around[0]) <= 0 or there[1] <= 0:
        return None, None
    times = (float(before.sum()), float(frame.after.sum()))
    moved = wdd(
        here, there, around, there, time_weights=times,
        area_weights=(1.0, there[0] / here[0], 1.0, there[0] / around[0]),
    )  # fmt: skip
    return moved, wdq(here, around, there)


def _regression(data: Case, found: Expected, observed: float) -> tuple[float, float]:
    """Return the cases of the year that led to the choice, as long as after, and the share."""
    window, after = data.window, data.frame.after
    if data.selected or np.isnan(data.window).all() or data.frame.before[~np.isnan(window)].any():
        return float("nan"), float("nan")
    place = np.arange(window.size) % data.frame.period
    known = ~np.isnan(window)
    if not np.isin(place[after], place[known]).all():
        return float("nan"), float("nan")
    mean = np.bincount(place[known], window[known], minlength=data.frame.period)
    high = float(mean[place[after]].sum())
    if high <= observed:
        return high, float("nan")
    return high, float(np.clip((high - found.total) / (high - observed), 0.0, 1.0))


def _placebos(
    data: Case, found: Expected, observed: float, wander: Spread, seed: int
) -> tuple[Floats, float]:
    """Take as many comparison areas as treated: how surprising is ours among these?"""
    sets = _fakes(len(data.comparison), data.n_treated, seed)
    if len(sets) < MIN_PLACEBOS:
        return np.zeros(0), float("nan")
    own, effects, hits = abs(found.distance(observed)), [], 0
    for chosen in sets:
        series = data.comparison[list(chosen)].sum(axis=0)
        others = np.delete(data.comparison, list(chosen), axis=0)
        even = evenness(others, data.frame)
        fake = expect(series, others.sum(axis=0), data.frame, wander, evenness=even)
        seen = float(series[data.frame.after].sum())
        effects.append(seen / fake.total)
        hits += abs(fake.distance(seen)) >= own
    return np.array(effects), (1 + hits) / (1 + len(sets))


def _fakes(n: int, k: int, seed: int) -> list[tuple[int, ...]]:
    """Return the choices of ``k`` of ``n`` comparison areas, many of them drawn."""
    k = k if n >= 2 * k else 1
    if n < 2:
        return []
    if comb(n, k) <= PLACEBOS:
        return list(combinations(range(n), k))
    rng = np.random.default_rng(seed)
    drawn = [tuple(sorted(rng.permutation(n)[:k].tolist())) for _ in range(PLACEBOS)]
    return sorted(set(drawn))


def _more(data: Case, wander: Spread, ratio: float, p: float) -> int | None:
    """Return how many periods after would tell a change as large from chance."""
    frame = data.frame
    have = int(frame.after.sum())
    if p <= LEVEL:
        return have
    gap = int(np.flatnonzero(frame.after)[0]) - frame.start
    even = evenness(data.comparison, frame)
    step = 6 if frame.period == YEAR else 1
    for n_after in range(have + step, LOOK_AHEAD_YEARS * frame.period + 1, step):
        series, control, later = ahead(data, n_after, gap)
        found = expect(series, control, later, wander, evenness=even)
        if found.p(ratio * found.total) <= LEVEL:
            return n_after
    return None
