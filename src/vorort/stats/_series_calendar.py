"""When things happen: intervals of time of offence, week clock, months."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from vorort.stats.arrays import (
    FloatArray,
    as_counts,
    as_floats,
    as_level,
    as_positive,
    as_seed,
    as_whole,
    broadcast,
    no_missing,
    same_shape,
)
from vorort.stats.results import Note, Result, StatsInputError

WEEK_HOURS = 168


@dataclass(frozen=True, kw_only=True)
class SeasonalityResult(Result):
    """Rates by part of the year (month) with a test of evenness.

    Attributes
    ----------
    ratio, lo, hi : ndarray of float64, shape (n_parts,)
        Rate of the part over the mean rate; all intervals together hold with ``level``.
    p : float
        Monte Carlo p-value against an even year.
    amplitude : float
        Height of the yearly wave as share of the mean (0.2: 20 % above and below).
    peak : float
        Position of its top in parts from the start (0.5: middle of the first part).
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("ratio", "lo", "hi")

    ratio: FloatArray
    lo: FloatArray
    hi: FloatArray
    p: float
    amplitude: float
    peak: float


def aoristic(
    start: ArrayLike, end: ArrayLike, bins: ArrayLike, *, weight: ArrayLike | None = None
) -> FloatArray:
    """Spread events with an uncertain time evenly over the time they may have happened.

    Parameters
    ----------
    start, end : array_like of float, shape (n_events,)
        Earliest and latest time, any unit, ``start <= end``. Equal: the time is known. NaN
        where missing: the event is left out.
    bins : array_like of float, shape (n_bins + 1,)
        Ascending edges in the same unit; each bin holds its left edge, the last both.
    weight : array_like of float >= 0, shape (n_events,), optional
        Weight of each event; 1 if not given.

    Returns
    -------
    ndarray of float64, shape (n_bins,)
        Expected number of events per bin. The parts of events outside the bins are left out,
        so that the sum is at most the number of events.

    Raises
    ------
    StatsInputError
        ``END_BEFORE_START``, ``NOT_ASCENDING``, ``WRONG_SHAPE``, negative weights.

    Notes
    -----
    Each event gives the share ``overlap / (end - start)`` to each bin. Taking the latest time
    instead (the discovery) piles up burglaries at the end of holidays. Evenness within the
    interval is an assumption; intervals longer than the pattern of interest blur it.

    References
    ----------
    Ratcliffe JH (2002) Aoristic signatures and the spatio-temporal analysis of high volume
    crime patterns. J Quant Criminol 18:23-43.

    Examples
    --------
    >>> aoristic([0, 1.5], [2, 1.5], [0, 1, 2, 3]).tolist()
    [0.5, 1.5, 0.0]
    """
    edges = no_missing(as_floats(bins, "bins", 1), "bins")
    if len(edges) < 2 or (np.diff(edges) <= 0).any():
        raise StatsInputError("NOT_ASCENDING", "bins")
    first, last, mass = _events(start, end, weight)
    length = last - first
    # An interval far below the bins' width is a known time; its share would overflow.
    known = length <= 1e-12 * (edges[-1] - edges[0])
    place = np.searchsorted(edges, first[known], side="right") - 1
    place = np.where(first[known] == edges[-1], len(edges) - 2, place)
    inside = (place >= 0) & (place < len(edges) - 1)
    result = np.bincount(place[inside], mass[known][inside], minlength=len(edges) - 1)
    # Mass to the left of each edge, as the events' distribution functions summed up.
    left = np.zeros(len(edges))
    for k, edge in enumerate(edges):
        share = np.clip((edge - first[~known]) / length[~known], 0.0, 1.0)
        left[k] = float(share @ mass[~known])
    return np.asarray(result + np.diff(left), dtype=np.float64)


def _events(
    start: ArrayLike, end: ArrayLike, weight: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return start, end and weight of the events without a missing value."""
    first, last = as_floats(start, "start", 1), as_floats(end, "end", 1)
    last = same_shape(last, "end", first.shape)
    mass = as_floats(1.0 if weight is None else weight, "weight")
    if (mass < 0).any():
        raise StatsInputError("NEGATIVE_WEIGHT", "weight")
    if mass.ndim:
        mass = same_shape(mass, "weight", first.shape)
    mass = np.broadcast_to(mass, first.shape)
    known = ~np.isnan(first + last + mass)
    if (last[known] < first[known]).any():
        raise StatsInputError("END_BEFORE_START", "end")
    return first[known], last[known], mass[known]


def week_clock(start: ArrayLike, end: ArrayLike, *, weight: ArrayLike | None = None) -> FloatArray:
    """Return the expected number of events by weekday and hour.

    Parameters
    ----------
    start, end : array_like of float, shape (n_events,)
        Earliest and latest time in hours since any Monday 00:00 local time; NaN where
        missing.
    weight : array_like of float >= 0, shape (n_events,), optional
        Weight of each event.

    Returns
    -------
    ndarray of float64, shape (7, 24)
        Monday first; adds up to the (weighted) number of events without missing times.

    Raises
    ------
    StatsInputError
        As :func:`aoristic`.

    Notes
    -----
    As :func:`aoristic`, wrapped around the week. Events that may have happened at any time
    of a week or longer spread evenly and say nothing about the hour; leave them out before.
    The hour that daylight saving time skips or repeats is not corrected.

    References
    ----------
    Ratcliffe JH (2002), see :func:`aoristic`.

    Examples
    --------
    >>> week_clock([23.0], [25.0])[0, 23].item(), week_clock([23.0], [25.0])[1, 0].item()
    (0.5, 0.5)
    """
    first, last, mass = _events(start, end, weight)
    length = last - first
    weeks = np.floor(first / WEEK_HOURS)
    first, last = first - weeks * WEEK_HOURS, last - weeks * WEEK_HOURS
    full = np.floor(length / WEEK_HOURS)
    share = np.where(length > 0, full * WEEK_HOURS / np.where(length > 0, length, 1.0), 0.0)
    clock = np.full(WEEK_HOURS, float(share @ mass) / WEEK_HOURS)
    rest = last - full * WEEK_HOURS
    edges = np.arange(2 * WEEK_HOURS + 1, dtype=np.float64)
    double = aoristic(first, rest, edges, weight=mass * (1 - share))
    clock += double[:WEEK_HOURS] + double[WEEK_HOURS:]
    return clock.reshape(7, 24)


def seasonality(
    counts: ArrayLike,
    exposure: ArrayLike = 1.0,
    *,
    dispersion: float = 1.0,
    mc: int = 9_999,
    level: float = 0.95,
    seed: int,
) -> SeasonalityResult:
    """Test whether counts are even over the parts of a year, and show the rates.

    Parameters
    ----------
    counts : array_like of whole numbers >= 0, shape (n_parts,) or (n_years, n_parts)
        Counts by month (or weekday, hour); years are added up and, from two years on, set
        the dispersion.
    exposure : array_like of numbers > 0, broadcast against ``counts``
        Days of each part (31, 28.25, ...) or residents times days.
    dispersion : float
        Variance over mean, at least 1; used as a floor if years are given.
    mc : int
        Number of Monte Carlo draws.
    level : float
        Coverage of all intervals together.
    seed : int
        Seed of the draws.

    Returns
    -------
    SeasonalityResult
        Note SMALL_COUNT with fewer than five cases in a part.

    Raises
    ------
    StatsInputError
        ``TOO_SHORT`` (three parts), ``NO_CASES``, ``MISSING_VALUE``, dispersion below 1.

    Notes
    -----
    The test statistic is the length of the first two harmonics of the counts' deviations
    (Edwards' test and one harmonic more), its distribution drawn given the total; with
    dispersion above 1 the statistic is divided by it and, where it was estimated, referred
    to F. Intervals: exact Poisson limits at ``1 - (1 - level) / n_parts``, widened by the
    dispersion. Not for events known only by an interval: spread them first
    (:func:`aoristic`).

    References
    ----------
    Edwards JH (1961) The recognition and estimation of cyclic trends. Ann Hum Genet
    25:83-87.

    Examples
    --------
    >>> result = seasonality([30, 25, 20, 15, 10, 8, 8, 10, 15, 20, 25, 30], seed=1)
    >>> result.p < 0.001, round(result.amplitude, 2)
    (True, 0.61)
    """
    alpha = 1 - as_level(level)
    table, days = broadcast(
        {
            "counts": as_counts(counts, "counts"),
            "exposure": as_positive(exposure, "exposure"),
        }
    )
    no_missing(table, "counts")
    if table.ndim not in {1, 2} or table.shape[-1] < 3:
        raise StatsInputError("TOO_SHORT", "counts", "needs three parts")
    if table.sum() == 0:
        raise StatsInputError("NO_CASES", "counts")
    if not dispersion >= 1:
        raise StatsInputError("OUT_OF_RANGE", "dispersion")
    table, days = np.atleast_2d(table), np.atleast_2d(days)
    phi, df = _year_dispersion(table, days, dispersion)
    y, e = table.sum(axis=0), days.sum(axis=0)
    share = e / e.sum()
    statistic, wave = _wave(y[None, :], share)
    rng = np.random.Generator(np.random.PCG64(as_seed(seed)))
    draws = rng.multinomial(int(y.sum()), share, size=as_whole(mc, "mc", 99))
    drawn = _wave(draws.astype(np.float64), share)[0]
    p = _wave_p(float(statistic[0]), drawn, phi, df)
    low, high = _part_limits(y, alpha / len(y), phi)
    first = complex(wave[0])
    return SeasonalityResult(
        method="edwards_two_harmonics",
        params={"dispersion": phi, "df": df, "mc": mc, "level": level},
        n=int(y.sum()),
        seed=int(seed),
        assumptions=("INDEPENDENT_CASES", "TIME_KNOWN"),
        notes=_small_note(y),
        ratio=y / (share * y.sum()),
        lo=low / (share * y.sum()),
        hi=high / (share * y.sum()),
        p=p,
        amplitude=2 * abs(first),
        peak=float(-np.angle(first) / (2 * np.pi) % 1 * len(y) + 0.5) % len(y),
    )


def _small_note(y: FloatArray) -> tuple[Note, ...]:
    few = int((y < 5).sum())
    return (Note("SMALL_COUNT", (("below", 5), ("count", few))),) if few else ()


def _wave(y: FloatArray, share: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the statistic (chi-square with four degrees of freedom) and the first harmonic."""
    n, parts = y.sum(axis=1), y.shape[1]
    angle = 2 * np.pi * np.arange(parts) / parts
    pairs = 2 if parts > 4 else 1
    basis = np.concatenate(
        [f(h * angle)[None, :] for h in range(1, pairs + 1) for f in (np.cos, np.sin)]
    )
    centred = basis - (basis @ share)[:, None]
    cover = (centred * share) @ centred.T
    scores = (y - n[:, None] * share) @ centred.T
    statistic = np.einsum("ij,jk,ik->i", scores, np.linalg.inv(cover), scores) / n
    first = ((y / (n[:, None] * parts * share)) * np.exp(-1j * angle)).sum(axis=1)
    return np.asarray(statistic), np.asarray(first)


def _wave_p(statistic: float, drawn: FloatArray, phi: float, df: float) -> float:
    """Return the Monte Carlo p-value; where phi was estimated, at least that of F."""
    exact = float((np.sum(drawn >= statistic / phi - 1e-9) + 1) / (len(drawn) + 1))
    if not np.isfinite(df):
        return exact
    return max(exact, float(special.fdtrc(4, df, statistic / phi / 4)))


def _year_dispersion(table: FloatArray, days: FloatArray, floor: float) -> tuple[float, float]:
    """Return the dispersion of parts within years around the common season, and its df."""
    years, parts = table.shape
    if years < 2:
        return floor, np.inf
    by_year = table.sum(axis=1, keepdims=True)
    by_part = table.sum(axis=0, keepdims=True)
    share = by_part / days.sum(axis=0) / np.sum(by_part / days.sum(axis=0))
    weight = share * days
    mean = by_year * weight / weight.sum(axis=1, keepdims=True)
    df = (years - 1) * (parts - 1)
    square = np.sum((table - mean) ** 2 / np.where(mean > 0, mean, 1.0))
    return max(floor, float(square / df)), float(df)


def _part_limits(y: FloatArray, alpha: float, phi: float) -> tuple[FloatArray, FloatArray]:
    """Return exact Poisson limits, at effective counts where the dispersion exceeds 1."""
    low = special.gammaincinv(np.maximum(y / phi, 1e-12), alpha / 2) * phi
    high = special.gammaincinv(y / phi + 1, 1 - alpha / 2) * phi
    return np.where(y > 0, low, 0.0), np.asarray(high)
