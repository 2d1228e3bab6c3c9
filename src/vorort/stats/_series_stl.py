"""Decomposition of a series into trend, season and rest."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from vorort.stats.arrays import FloatArray, as_choice, as_floats, as_whole, no_missing
from vorort.stats.results import Note, Result, StatsInputError


@dataclass(frozen=True, kw_only=True)
class StlResult(Result):
    """A decomposition; the three parts add up to the transformed series.

    Attributes
    ----------
    trend, seasonal, rest : ndarray of float64, shape (n_time,)
        Parts on the scale of ``transform``.
    fitted : ndarray of float64, shape (n_time,)
        Trend and season on the scale of the counts.
    weight : ndarray of float64, shape (n_time,)
        Robustness weights, 0 (taken as outlier) to 1.
    seasonal_strength, trend_strength : float
        Share of the variation a part explains beside the rest, 0 to 1.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("trend", "seasonal", "rest", "fitted", "weight")

    trend: FloatArray
    seasonal: FloatArray
    rest: FloatArray
    fitted: FloatArray
    weight: FloatArray
    seasonal_strength: float
    trend_strength: float


def decompose(
    y: ArrayLike,
    period: int = 12,
    *,
    robust: bool = True,
    seasonal: int | None = None,
    degree: Literal[0, 1] = 0,
    transform: Literal["sqrt", "log", "none"] = "sqrt",
) -> StlResult:
    """Split a series into trend, season and rest by STL.

    Parameters
    ----------
    y : array_like of float, shape (n_time,)
        Counts (or rates) by month or week, oldest first, none missing; above 0 for ``log``,
        not below 0 for ``sqrt``.
    period : int
        Periods of a year.
    robust : bool
        Weigh outliers down (15 outer rounds).
    seasonal : int, optional
        Odd window of the season in years, at least 7; a season that stays the same if not
        given.
    degree : {0, 1}
        Local fit of the season: level or line.
    transform : {"sqrt", "log", "none"}
        Scale on which the parts add up; the root makes the spread of counts even.

    Returns
    -------
    StlResult
        Note SMALL_COUNT if the mean is below five: the season is then mostly noise.

    Raises
    ------
    StatsInputError
        ``TOO_SHORT`` (two full years), ``MISSING_VALUE``, ``NOT_POSITIVE``.

    Notes
    -----
    Equal to R's ``stl`` with its defaults: trend window the next odd number from
    ``1.5 period / (1 - 1.5 / seasonal)``, low-pass window the next odd number from the
    period, local fits at every tenth of a window. A description, not a test; the ends of
    the trend move when new months arrive.

    References
    ----------
    Cleveland RB, Cleveland WS, McRae JE, Terpenning I (1990) STL: a seasonal-trend
    decomposition procedure based on loess. J Off Stat 6:3-73.

    Examples
    --------
    >>> import numpy as np
    >>> y = 50 + 10 * np.cos(2 * np.pi * np.arange(48) / 12)
    >>> decompose(y, 12, transform="none").seasonal[:2].round(2).tolist()
    [10.0, 8.66]
    """
    as_choice(transform, "transform", ("sqrt", "log", "none"))
    values = no_missing(as_floats(y, "y", 1), "y")
    cycle = as_whole(period, "period", 2)
    local = as_whole(degree, "degree", 0, 1)
    if len(values) < 2 * cycle + 1:
        raise StatsInputError("TOO_SHORT", "y", "needs more than two full years")
    scaled = _forward(values, transform)
    constant = seasonal is None
    window = 10 * len(values) + 1 if seasonal is None else as_whole(seasonal, "seasonal", 3) | 1
    long = _next_odd(1.5 * cycle / (1 - 1.5 / window))
    season, trend, weight = _outer(
        scaled, cycle, (window, long, _next_odd(cycle)), 0 if constant else local, robust=robust
    )
    if constant:
        for month in range(cycle):
            season[month::cycle] = season[month::cycle].mean()
    rest = scaled - season - trend
    small = transform != "none" and values.mean() < 5
    return StlResult(
        method="stl",
        params={
            "period": cycle,
            "robust": robust,
            "seasonal": seasonal,
            "degree": local,
            "transform": transform,
        },
        n=len(values),
        assumptions=("SLOW_TREND", "ADDITIVE_PARTS"),
        notes=(Note("SMALL_COUNT", (("below", 5), ("mean", float(values.mean())))),)
        if small
        else (),
        trend=trend,
        seasonal=season,
        rest=rest,
        fitted=_back(season + trend, transform),
        weight=weight,
        seasonal_strength=_strength(rest, season),
        trend_strength=_strength(rest, trend),
    )


def _forward(value: FloatArray, transform: str) -> FloatArray:
    """Return the series on the scale of the parts, refusing what has no logarithm or root."""
    refused = {"log": value <= 0, "sqrt": value < 0}.get(transform)
    if refused is not None and refused.any():
        raise StatsInputError("NOT_POSITIVE", "y", f"for {transform}")
    if transform == "log":
        return np.asarray(np.log(value))
    return np.asarray(np.sqrt(value)) if transform == "sqrt" else value.copy()


def _back(value: FloatArray, transform: str) -> FloatArray:
    if transform == "log":
        return np.asarray(np.exp(value))
    return np.asarray(np.maximum(value, 0.0) ** 2) if transform == "sqrt" else value


def _next_odd(value: float) -> int:
    whole = int(np.ceil(value - 1e-9))
    return whole if whole % 2 else whole + 1


def _outer(
    y: FloatArray, period: int, windows: tuple[int, int, int], degree: int, *, robust: bool
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Run the inner loop once, or sixteen times with fresh robustness weights between."""
    # The compiler loads slowly; pages that only need a verdict on a year do without it.
    from vorort.stats import _series_loess  # noqa: PLC0415

    weight, trend = np.ones(len(y)), np.zeros(len(y))
    season = np.zeros(len(y))
    for outer in range(16 if robust else 1):
        if outer:
            weight = _series_loess.robustness(y - season - trend)
        season, trend = _series_loess.inner_loop(
            y, weight, trend, period, windows, degree, 1 if robust else 2
        )
    if robust:
        weight = _series_loess.robustness(y - season - trend)
    return season, trend, weight


def _strength(rest: FloatArray, part: FloatArray) -> float:
    total = float(np.var(rest + part))
    return max(0.0, 1 - float(np.var(rest)) / total) if total > 0 else 0.0
