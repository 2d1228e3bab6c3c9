"""What the previous years let expect for the current one, and how far series fluctuate.

A verdict on a year needs three things: the level of the years before, how well that level is
known, and how much this very series moves from year to year without any reason. The third is
missing from the usual Poisson test and is what matters in a big town.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from vorort.stats import _rates_exact, _rates_spread, _series_years
from vorort.stats._rates_verdict import SMALL_COUNT, compare_exact, count_notes
from vorort.stats.arrays import (
    BoolArray,
    FloatArray,
    StrArray,
    as_choice,
    as_counts,
    as_level,
    as_positive,
    as_whole,
    same_shape,
)
from vorort.stats.results import Note, Result, StatsInputError

MIN_YEARS = 3


@dataclass(frozen=True, kw_only=True)
class DispersionResult(Result):
    """How far series fluctuate from year to year, as variance over mean.

    Attributes
    ----------
    phi : ndarray of float64, shape of ``y`` without its last axis
        The estimate, at least 1 (Poisson); NaN with fewer than two usable years.
    raw : ndarray of float64, same shape
        The estimate before the floor; pass this one, with ``df``, to ``rates.compare``.
    df : ndarray of float64, same shape
        Its degrees of freedom; NaN where ``raw`` is.
    lo, hi : ndarray of float64, same shape
        Chi-square limits of the dispersion: with five years they span a factor of about 20.
    mean : ndarray of float64, same shape
        Mean count of the usable years.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("phi", "raw", "df", "lo", "hi", "mean")

    phi: FloatArray
    raw: FloatArray
    df: FloatArray
    lo: FloatArray
    hi: FloatArray
    mean: FloatArray


@dataclass(frozen=True, kw_only=True)
class ExpectationResult(Result):
    """The current year against what previous years let expect.

    All arrays have the shape of ``y`` without its last axis.

    Attributes
    ----------
    expected : ndarray of float64
        Expected cases of the current year; NaN without a usable previous year.
    lo, hi : ndarray of float64
        Smallest and largest count still within chance (prediction interval); NaN where the
        own fluctuation is unknown.
    ratio, ratio_lo, ratio_hi : ndarray of float64
        Current rate over reference rate with its interval; NaN where not defined.
    p : ndarray of float64
        Two-sided p-value against "no change".
    verdict : ndarray of str
        ``distinguishable``, ``chance`` or ``not_testable``.
    up_from, down_from : ndarray of float64
        Smallest count that would be distinguishable as a rise; largest as a fall, NaN if not
        even 0 would be.
    phi, df : ndarray of float64
        Dispersion used (at least 1) and its degrees of freedom.
    years : ndarray of int64
        Number of previous years used.
    small : ndarray of bool
        True where the current count or the expected number is below five.
    """

    frame_fields: ClassVar[tuple[str, ...]] = (
        "expected",
        "lo",
        "hi",
        "ratio",
        "ratio_lo",
        "ratio_hi",
        "p",
        "verdict",
        "up_from",
        "down_from",
        "phi",
        "df",
        "years",
        "small",
    )

    expected: FloatArray
    lo: FloatArray
    hi: FloatArray
    ratio: FloatArray
    ratio_lo: FloatArray
    ratio_hi: FloatArray
    p: FloatArray
    verdict: StrArray
    up_from: FloatArray
    down_from: FloatArray
    phi: FloatArray
    df: FloatArray
    years: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    small: BoolArray


def _history(
    y: ArrayLike, exposure: ArrayLike | None, exclude: ArrayLike | None
) -> tuple[FloatArray, FloatArray]:
    """Return counts and exposure of one shape, both NaN where a year must not be used."""
    counts = as_counts(y, "y")
    if counts.ndim == 0 or counts.shape[-1] == 0:
        raise StatsInputError("WRONG_SHAPE", "y", "needs at least one year along the last axis")
    weight = as_positive(1.0 if exposure is None else exposure, "exposure")
    try:
        weight = np.broadcast_to(weight, counts.shape)
    except ValueError as error:
        raise StatsInputError("WRONG_SHAPE", "exposure", str(weight.shape)) from error
    drop = np.isnan(counts) | np.isnan(weight)
    if exclude is not None:
        mask = np.asarray(exclude)
        if mask.dtype != np.bool_:
            raise StatsInputError("NOT_BOOLEAN", "exclude")
        try:
            drop = drop | np.broadcast_to(mask, counts.shape)
        except ValueError as error:
            raise StatsInputError("WRONG_SHAPE", "exclude", str(mask.shape)) from error
    return np.where(drop, np.nan, counts), np.where(drop, np.nan, weight)


def _pearson(
    counts: FloatArray, weight: FloatArray, around: str
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return raw dispersion, its degrees of freedom and the mean count.

    Years without use are NaN. A series of zeros says nothing about its dispersion: raw is 1.
    """
    used = (~np.isnan(counts)).sum(axis=-1).astype(np.float64)
    total, people = np.nansum(counts, axis=-1), np.nansum(weight, axis=-1)
    level = total / np.where(people > 0, people, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        if around == "mean":
            expected = weight * level[..., None]
            square = np.nansum((counts - expected) ** 2 / expected, axis=-1)
            df = used - 1
            raw = square / df
        else:
            raw, df = _differences(counts, weight, level)
    usable = df > 0
    raw = np.where(usable, np.where(total > 0, raw, 1.0), np.nan)
    mean = total / np.where(used > 0, used, np.nan)
    return raw, np.where(usable, df, np.nan), np.asarray(mean)


def _differences(
    counts: FloatArray, weight: FloatArray, level: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the dispersion from differences of neighbouring years (von Neumann).

    A slow trend cancels. Neighbouring differences share a year, so m of them carry
    2 m^2 / (3 m - 1) degrees of freedom.
    """
    step = np.diff(counts / weight, axis=-1)
    scale = level[..., None] * (1 / weight[..., 1:] + 1 / weight[..., :-1])
    pairs = (~np.isnan(step)).sum(axis=-1).astype(np.float64)
    raw = np.nansum(step**2 / scale, axis=-1) / pairs
    return np.asarray(raw), np.asarray(2 * pairs**2 / (3 * pairs - 1))


def dispersion(
    y: ArrayLike,
    exposure: ArrayLike | None = None,
    *,
    around: Literal["mean", "difference"] = "mean",
    exclude: ArrayLike | None = None,
    level: float = 0.95,
) -> DispersionResult:
    """Estimate the year-to-year dispersion of series from their own previous years.

    Parameters
    ----------
    y : array_like of whole numbers >= 0, shape (..., n_years)
        Counts by year, time along the last axis; NaN where missing.
    exposure : array_like of numbers > 0, broadcast against ``y``, optional
        Residents or days of each year; 1 if not given.
    around : {"mean", "difference"}
        Deviations from the mean, or differences of neighbouring years, which a slow trend
        does not inflate but which need more years.
    exclude : array_like of bool, broadcast against ``y``, optional
        Years with special effects (pandemic, change of recording), not to be used.
    level : float
        Coverage of ``lo`` and ``hi``.

    Returns
    -------
    DispersionResult
        With a note SHORT_SERIES where fewer than three years are usable and OVERDISPERSED
        where the lower limit is above 1.

    Raises
    ------
    StatsInputError
        Negative or fractional counts, exposure of 0 or less, shapes that do not fit.

    Notes
    -----
    ``raw = sum((y - mu)^2 / mu) / (n - 1)``, mu proportional to exposure. The uncertainty is
    large: five years give four degrees of freedom. Use ``raw`` with ``df`` in tests, never
    ``phi`` alone. Not for series whose level moved within the years (a trend counts as
    fluctuation, which makes later verdicts cautious, not wrong).

    References
    ----------
    McCullagh P, Nelder J (1989) Generalized Linear Models, 2nd ed., sec. 4.5 and 6.2.
    von Neumann J (1941) Ann Math Stat 12:367-395.

    Examples
    --------
    >>> result = dispersion([90, 120, 100, 140, 110])
    >>> result.phi.round(3).item(), result.df.item()
    (3.304, 4.0)
    """
    as_choice(around, "around", ("mean", "difference"))
    alpha = 1 - as_level(level)
    counts, weight = _history(y, exposure, exclude)
    raw, df, mean = _pearson(counts, weight, around)
    low = raw * df / (2 * special.gammaincinv(df / 2, 1 - alpha / 2))
    high = raw * df / (2 * special.gammaincinv(df / 2, alpha / 2))
    used = (~np.isnan(counts)).sum(axis=-1)
    notes = _short_note(np.asarray(used < MIN_YEARS))
    if (low > 1).any():
        notes = (*notes, Note("OVERDISPERSED", (("count", int((low > 1).sum())),)))
    return DispersionResult(
        method=f"pearson_{around}",
        params={"around": around, "level": level},
        n=int(np.size(raw)),
        assumptions=("STABLE_LEVEL", "INDEPENDENT_YEARS"),
        notes=notes,
        phi=np.asarray(np.maximum(raw, 1.0)),
        raw=raw,
        df=df,
        lo=np.asarray(low),
        hi=np.asarray(high),
        mean=mean,
    )


def _short_note(short: BoolArray) -> tuple[Note, ...]:
    if not short.any():
        return ()
    return (Note("SHORT_SERIES", (("years", MIN_YEARS), ("count", int(short.sum())))),)


def predict(
    y: ArrayLike,
    exposure: ArrayLike | None = None,
    *,
    current: ArrayLike,
    current_exposure: ArrayLike | None = None,
    reference: Literal["mean", "previous"] = "mean",
    years: int = 5,
    exclude: ArrayLike | None = None,
    prior: tuple[ArrayLike, ArrayLike] | None = None,
    year_correlation: float = _series_years.YEAR_CORRELATION,
    level: float = 0.95,
    limits: bool = True,
) -> ExpectationResult:
    """Say what previous years let expect, and whether the current year stands out.

    Parameters
    ----------
    y : array_like of whole numbers >= 0, shape (..., n_years)
        Counts of the previous years, oldest first; NaN where missing.
    exposure : array_like of numbers > 0, broadcast against ``y``, optional
        Residents of each previous year; 1 if not given.
    current : array_like of whole numbers >= 0, shape of ``y`` without its last axis
        Count of the current year; NaN where not yet known: limits without verdict.
    current_exposure : array_like of numbers > 0, optional
        Residents of the current year; 1 if not given.
    reference : {"mean", "previous"}
        Compare with the mean of the previous years or with the last of them alone. The
        fluctuation is always taken from all usable years.
    years : int
        At most so many usable years are used, the latest ones.
    exclude : array_like of bool, broadcast against ``y``, optional
        Years with special effects, not to be used.
    prior : (float or array, float or array), optional
        Dispersion and degrees of freedom from comparable series
        (:func:`pool_dispersion`), combined with the own estimate; one for all series, or one
        for each with NaN where there is none.
    year_correlation : float, from 0 to below 1
        How strongly neighbouring years may hang together without raising false alarms; 0 takes
        them as independent.
    level : float
        1 - level is the highest p-value that counts as distinguishable.
    limits : bool
        False leaves all intervals NaN and is much faster for millions of series.

    Returns
    -------
    ExpectationResult
        Notes SHORT_SERIES (fewer than three usable years and no prior: no verdict),
        SMALL_COUNT, NOT_TESTABLE.

    Raises
    ------
    StatsInputError
        Negative or fractional counts, exposure of 0 or less, shapes that do not fit.

    Notes
    -----
    Exact conditional test of the current count against the reference total, its score
    divided by the root of the series' own dispersion, whose uncertainty is averaged out (see
    ``rates.compare``); for large counts this is the t prediction interval
    ``mu +- t(df) * sqrt(phi * mu * (1 + 1/n))``. The false alarm rate keeps its level with
    three to seven years and negative binomial fluctuation. Years that hang together look
    calmer than they are: what fluctuates beyond Poisson is widened for the given correlation
    (autoregression of first order, Satterthwaite's degrees of freedom), and never narrowed.
    After a lasting trend the mean of five years is a poor reference and the verdict says only
    that. Not for a series chosen because the current year is striking.

    References
    ----------
    Przyborowski J, Wilenski H (1940) Biometrika 31:313-323. Krishnamoorthy K, Peng J (2011)
    Improved closed-form prediction intervals for binomial and Poisson distributions. J Stat
    Plan Inference 141:1709-1718.

    Examples
    --------
    >>> result = predict([90, 120, 100, 140, 110], current=150)
    >>> result.lo.item(), result.hi.item(), result.verdict.item()
    (54.0, 185.0, 'chance')
    """
    as_choice(reference, "reference", ("mean", "previous"))
    as_whole(years, "years", 1)
    alpha = 1 - as_level(level)
    counts, weight = _latest(*_history(y, exposure, exclude), years)
    now, now_weight = _current(current, current_exposure, counts.shape[:-1])
    raw, df, _ = _pearson(counts, weight, "mean")
    used = (~np.isnan(counts)).sum(axis=-1)
    short = np.asarray(used < MIN_YEARS)
    raw, df = (np.where(short, np.nan, raw), np.where(short, np.nan, df))
    if prior is not None:
        raw, df = _with_prior(raw, df, prior)
        short = np.asarray((used < 1) | np.isnan(df))
    correlation = _series_years.checked_correlation(year_correlation)
    usable, previous = ~np.isnan(counts), reference == "previous"
    raw, df = _series_years.widen(raw, df, usable, correlation, previous=previous)
    if reference == "mean":
        base, base_weight = np.nansum(counts, axis=-1), np.nansum(weight, axis=-1)
    else:
        base, base_weight = counts[..., -1], weight[..., -1]
    blank = np.isnan(base) | (used < 1)
    base, base_weight = np.where(blank, np.nan, base), np.where(blank, np.nan, base_weight)
    params: dict[str, object] = {
        "reference": reference,
        "years": years,
        "level": level,
        "prior": None if prior is None else tuple(np.asarray(part).tolist() for part in prior),
        "year_correlation": correlation,
    }
    return _expectation(
        (now, now_weight, base, base_weight, raw, df), (used, short), alpha, params, limits=limits
    )


def _latest(counts: FloatArray, weight: FloatArray, years: int) -> tuple[FloatArray, FloatArray]:
    """Blank all but the latest ``years`` usable years; the last column stays the last year."""
    usable = ~np.isnan(counts)
    newer = np.cumsum(usable[..., ::-1], axis=-1)[..., ::-1]
    drop = newer > years
    return np.where(drop, np.nan, counts), np.where(drop, np.nan, weight)


def _current(
    current: ArrayLike, exposure: ArrayLike | None, shape: tuple[int, ...]
) -> tuple[FloatArray, FloatArray]:
    now = same_shape(as_counts(current, "current"), "current", shape)
    weight = as_positive(1.0 if exposure is None else exposure, "current_exposure")
    try:
        return now, np.broadcast_to(weight, shape)
    except ValueError as error:
        raise StatsInputError("WRONG_SHAPE", "current_exposure", str(weight.shape)) from error


def _with_prior(
    raw: FloatArray, df: FloatArray, prior: tuple[ArrayLike, ArrayLike]
) -> tuple[FloatArray, FloatArray]:
    """Combine own and pooled dispersion, weighted by their degrees of freedom."""
    center, weight = (np.asarray(part, dtype=np.float64) for part in prior)
    missing = np.isnan(center) | np.isnan(weight)
    if not ((missing | (center > 0)) & (missing | (weight > 0))).all() or np.isinf(center).any():
        raise StatsInputError("NOT_POSITIVE", "prior")
    try:
        center, weight = np.broadcast_to(center, raw.shape), np.broadcast_to(weight, raw.shape)
    except ValueError as error:
        raise StatsInputError("WRONG_SHAPE", "prior", str(center.shape)) from error
    own = np.where(np.isnan(df), 0.0, df)
    total = np.where(own > 0, own * raw, 0.0)
    with np.errstate(invalid="ignore"):
        mixed = (total + weight * center) / (own + weight)
    mixed = np.where(np.isinf(weight), center, mixed)
    known = ~np.isnan(center + weight)
    return np.where(known, mixed, raw), np.where(known, own + weight, df)


def _expectation(
    parts: tuple[FloatArray, ...],
    state: tuple[np.ndarray[tuple[int, ...], np.dtype[np.int64]], BoolArray],
    alpha: float,
    params: dict[str, object],
    *,
    limits: bool,
) -> ExpectationResult:
    """Assemble the result from the exact comparison and the prediction limits."""
    now, now_weight, base, base_weight, raw, df = parts
    used, short = state
    change = compare_exact(parts, alpha, params, limits=False)
    share = now_weight / (now_weight + base_weight)
    known = ~np.isnan(share + base + raw + np.where(np.isinf(df), 0.0, df))
    low = high = ratio_low = ratio_high = np.full(now.shape, np.nan)
    if limits:
        cut = np.where(known, _rates_spread.cut_score(alpha, raw, df), 2.0)
        old, part = np.where(known, base, 0.0), np.where(known, share, 0.5)
        low, high = _rates_exact.count_limits(old, part, cut)
        low, high = np.where(known, low, np.nan), np.where(known, high, np.nan)
        known = known & ~np.isnan(change.p)
        odds, count = np.asarray(part / (1 - part)), np.where(known, now, 0.0)
        ratio_low, ratio_high = _rates_exact.ratio_limits(count, old, odds, cut)
        ratio_low = np.where(known, ratio_low, np.nan)
        ratio_high = np.where(known, ratio_high, np.nan)
    expected = np.asarray(base / base_weight * now_weight)
    small = np.asarray(np.fmin(now, expected) < SMALL_COUNT)
    notes = (*_short_note(short), *count_notes(small, np.asarray(change.verdict == "not_testable")))
    return ExpectationResult(
        method="conditional_quasi_poisson",
        params=params,
        n=int((~np.isnan(raw + base)).sum()),
        assumptions=("STABLE_LEVEL", "YEARS_HANG_TOGETHER_WEAKLY", "SAME_RECORDING"),
        notes=notes,
        expected=expected,
        lo=low,
        hi=high,
        ratio=np.where(np.isnan(now), np.nan, _ratio(now, expected)),
        ratio_lo=ratio_low,
        ratio_hi=ratio_high,
        p=change.p,
        verdict=change.verdict,
        up_from=np.asarray(high + 1),
        down_from=np.where(low > 0, low - 1, np.nan),
        phi=np.asarray(np.maximum(raw, 1.0)),
        df=df,
        years=np.asarray(used, dtype=np.int64),
        small=small,
    )


def _ratio(now: FloatArray, expected: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(now / expected)
