"""Control charts with exact limits: rates by period (u) and gaps between rare events (g)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from vorort.stats._rates_funnel import at_least, at_most, moment_alpha
from vorort.stats.arrays import (
    BoolArray,
    FloatArray,
    as_counts,
    as_level,
    as_mask,
    as_positive,
    broadcast,
)
from vorort.stats.results import Note, Result, StatsInputError


@dataclass(frozen=True, kw_only=True)
class ChartResult(Result):
    """A control chart.

    Attributes
    ----------
    value : ndarray of float64, shape (n_points,)
        Rate per unit of exposure (u), or gap (g).
    center : float
        Mean level of the baseline.
    lo, hi : ndarray of float64, shape (n_points,)
        Limits; a point outside is a signal. ``lo`` is 0 if no signal is possible there.
    signal : ndarray of bool, shape (n_points,)
        True where the point lies outside.
    first_signal : int or None
        Index of the first signal.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("value", "lo", "hi", "signal")

    value: FloatArray
    center: float
    lo: FloatArray
    hi: FloatArray
    signal: BoolArray
    first_signal: int | None


def u_chart(
    cases: ArrayLike,
    exposure: ArrayLike = 1.0,
    *,
    baseline: ArrayLike | None = None,
    level: float = 0.9973,
    overdispersed: bool = True,
) -> ChartResult:
    """Draw up a chart of rates by period with exact limits.

    Parameters
    ----------
    cases : array_like of whole numbers >= 0, shape (n_points,)
        Cases by period; NaN where missing.
    exposure : array_like of numbers > 0, broadcast against ``cases``
        Residents, days or inspections of each period.
    baseline : array_like of bool, shape (n_points,), optional
        Periods that set the level; all if not given. At least ten are advisable.
    level : float
        Share of points within the limits while nothing changes (three sigma: .9973).
    overdispersed : bool
        Let the baseline's own fluctuation beyond Poisson widen the limits.

    Returns
    -------
    ChartResult
        Note SHORT_SERIES with fewer than ten baseline periods.

    Raises
    ------
    StatsInputError
        ``TOO_SHORT`` (three baseline periods), ``NO_CASES``, negative values.

    Notes
    -----
    Limits are the smallest and largest count whose Poisson (or negative binomial) tail is at
    least (1 - level) / 2, divided by the exposure. Autocorrelated series signal too often.

    References
    ----------
    Montgomery DC (2013) Introduction to Statistical Quality Control, 7th ed., sec. 7.3.

    Examples
    --------
    >>> u_chart([4, 6, 5, 3, 7, 19], baseline=[True] * 5 + [False]).first_signal
    5
    """
    tail = (1 - as_level(level)) / 2
    count, weight = broadcast(
        {"cases": as_counts(cases, "cases", 1), "exposure": as_positive(exposure, "exposure")}
    )
    known = ~np.isnan(count + weight)
    base = known if baseline is None else known & as_mask(baseline, "baseline", count.shape)
    if base.sum() < 3:
        raise StatsInputError("TOO_SHORT", "baseline", "needs three periods")
    if count[base].sum() == 0:
        raise StatsInputError("NO_CASES", "cases")
    center = float(count[base].sum() / weight[base].sum())
    mean = np.where(known, center * weight, 1.0)
    alpha = moment_alpha(count[base], mean[base]) if overdispersed else 0.0
    low, high = _count_range(mean, tail, alpha)
    outside = known & ((count < low) | (count > high))
    return _chart(
        "u_chart",
        {"level": level, "alpha": alpha},
        (count / weight, low / weight, high / weight),
        outside,
        (center, int(base.sum())),
    )


def _count_range(mean: FloatArray, tail: float, alpha: float) -> tuple[FloatArray, FloatArray]:
    """Return the smallest and largest count whose tails are at least ``tail``."""
    reach = np.ceil(mean + 12 * np.sqrt(mean + alpha * mean**2) + 20 + 40 * alpha * mean)
    low, low_end = np.full(mean.shape, -1.0), reach.copy()
    high, high_end = np.zeros(mean.shape), reach + 1
    while max((low_end - low).max(), (high_end - high).max()) > 1:
        middle = np.floor(0.5 * (low + low_end))
        enough = at_most(np.maximum(middle, 0), mean, alpha) >= tail
        enough &= middle >= 0
        low, low_end = np.where(enough, low, middle), np.where(enough, middle, low_end)
        middle = np.floor(0.5 * (high + high_end))
        enough = at_least(middle, mean, alpha) >= tail
        high, high_end = np.where(enough, middle, high), np.where(enough, high_end, middle)
    return low_end, high


def g_chart(
    gaps: ArrayLike, *, baseline: ArrayLike | None = None, level: float = 0.9973
) -> ChartResult:
    """Draw up a chart of gaps between rare events, for series with mostly zeros.

    Parameters
    ----------
    gaps : array_like of whole numbers >= 0, shape (n_events,)
        Days (or occasions) without an event between two events.
    baseline : array_like of bool, shape (n_events,), optional
        Gaps that set the level; all if not given.
    level : float
        Share of gaps within the limits while nothing changes.

    Returns
    -------
    ChartResult
        Short gaps below ``lo`` mean more events. Note SHORT_SERIES with fewer than ten gaps.

    Raises
    ------
    StatsInputError
        ``TOO_SHORT`` (three gaps), ``NO_CASES`` (all gaps zero), ``MISSING_VALUE``.

    Notes
    -----
    Geometric distribution with mean of the baseline gaps. A lower signal needs long gaps on
    average: with a mean below 1 / (1 - level) * 2 no short gap can be a signal, watch runs
    of short gaps by a cumulative sum instead.

    References
    ----------
    Benneyan JC (2001) Number-between g-type statistical quality control charts for
    monitoring adverse events. Health Care Manag Sci 4:305-318.

    Examples
    --------
    >>> g_chart([10, 14, 9, 12, 8, 130], baseline=[True] * 5 + [False]).first_signal
    5
    """
    tail = (1 - as_level(level)) / 2
    gap = as_counts(gaps, "gaps", 1)
    if np.isnan(gap).any():
        raise StatsInputError("MISSING_VALUE", "gaps")
    base = np.ones(gap.shape, dtype=bool)
    if baseline is not None:
        base = as_mask(baseline, "baseline", gap.shape)
    if base.sum() < 3:
        raise StatsInputError("TOO_SHORT", "baseline", "needs three gaps")
    center = float(gap[base].mean())
    if center == 0:
        raise StatsInputError("NO_CASES", "gaps")
    # P(G >= g) = kept^g, P(G <= g) = 1 - kept^(g + 1)
    kept = center / (1 + center)
    low = max(0.0, np.ceil(np.log1p(-tail) / np.log(kept) - 1 - 1e-9))
    high = np.floor(np.log(tail) / np.log(kept) + 1e-9)
    outside = (gap < low) | (gap > high)
    ones = np.ones(gap.shape)
    return _chart(
        "g_chart",
        {"level": level},
        (gap, low * ones, high * ones),
        outside,
        (center, int(base.sum())),
    )


def _chart(
    method: str,
    params: dict[str, object],
    lines: tuple[FloatArray, ...],
    outside: BoolArray,
    level: tuple[float, int],
) -> ChartResult:
    center, n_base = level
    hits = np.flatnonzero(outside)
    notes: tuple[Note, ...] = ()
    if n_base < 10:
        notes = (Note("SHORT_SERIES", (("periods", 10), ("count", n_base))),)
    return ChartResult(
        method=method,
        params=params,
        n=int(np.sum(~np.isnan(lines[0]))),
        assumptions=("STABLE_LEVEL", "INDEPENDENT_PERIODS"),
        notes=notes,
        value=np.asarray(lines[0]),
        center=center,
        lo=lines[1],
        hi=lines[2],
        signal=np.asarray(outside),
        first_signal=int(hits[0]) if len(hits) else None,
    )
