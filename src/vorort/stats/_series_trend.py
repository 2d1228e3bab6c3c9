"""The trend of a series in per cent a year, with a verdict."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from vorort.stats import _rates_spread, _series_glm, _series_years
from vorort.stats.arrays import (
    FloatArray,
    IntArray,
    as_choice,
    as_counts,
    as_floats,
    as_level,
    as_mask,
    as_whole,
    same_shape,
)
from vorort.stats.results import Note, Result, StatsInputError

_MIN_YEARS_ANNUAL = 6
_MIN_YEARS_MONTHLY = 4


@dataclass(frozen=True, kw_only=True)
class TrendResult(Result):
    """A trend.

    Attributes
    ----------
    annual_pct, lo, hi : float
        Change per year in per cent (-5: five per cent less each year) and its interval.
    p : float
        Two-sided p-value against "no trend".
    verdict : str
        ``rising``, ``falling``, ``no_reliable_statement`` or ``not_testable`` (too short or
        too few cases).
    theta : float
        Negative binomial theta; infinite if Poisson fits as well.
    disp : float
        Dispersion (variance over mean) around a quasi-Poisson fit.
    fitted : ndarray of float64, shape (n_time,)
        Fitted counts; NaN where missing or excluded.
    cross_check_p : float
        p-value of the quasi-Poisson fit.
    """

    annual_pct: float
    lo: float
    hi: float
    p: float
    verdict: str
    theta: float
    disp: float
    fitted: FloatArray
    cross_check_p: float


def trend(
    y: ArrayLike,
    t: ArrayLike,
    offset: ArrayLike | None = None,
    *,
    harmonics: int = 0,
    family: Literal["nb", "poisson"] = "nb",
    exclude: ArrayLike | None = None,
    year_correlation: float = _series_years.YEAR_CORRELATION,
    level: float = 0.95,
) -> TrendResult:
    """Estimate the yearly change of a count series.

    Parameters
    ----------
    y : array_like of whole numbers >= 0, shape (n_time,)
        Counts, oldest first, evenly spaced; NaN where missing.
    t : array_like of float, shape (n_time,)
        Time in years (2019.5 is the middle of 2019).
    offset : array_like of float, shape (n_time,), optional
        Log of the exposure (log residents); 0 if not given.
    harmonics : int
        Pairs of sine and cosine of the year: 0 for annual, 2 for monthly series.
    family : {"nb", "poisson"}
        Negative binomial, or quasi-Poisson.
    exclude : array_like of bool, shape (n_time,), optional
        Periods with special effects (2020 to 2022), not to be used.
    year_correlation : float, from 0 to below 1
        How strongly neighbouring years may hang together without raising false alarms; 0 takes
        them as independent.
    level : float
        Coverage of the interval; 1 - level is the highest p-value of a verdict.

    Returns
    -------
    TrendResult
        Notes FALLBACK (negative binomial not needed or not fitted: quasi-Poisson),
        SHORT_SERIES (less than six years of annual or four of
        monthly data), SMALL_COUNT, NOT_TESTABLE.

    Raises
    ------
    StatsInputError
        ``TOO_SHORT`` (no degrees of freedom left), ``NO_CASES``, ``MISSING_VALUE`` (time,
        offset), shapes that do not fit.

    Notes
    -----
    ``log mu = offset + a + b t + harmonics``; ``annual_pct = 100 (exp b - 1)``. The standard
    error is scaled by the dispersion of the years' totals around the fit (clusters of one
    year, because months hang together), its uncertainty averaged out: Student's t with years
    - 2 degrees of freedom, floored at Poisson. A slow swing looks like a trend, and seven years
    cannot tell one from the other: what fluctuates beyond Poisson is widened for years that
    correlate by ``year_correlation`` (autoregression of first order, Satterthwaite's degrees of
    freedom), which makes the error 1.5 to 1.7 times as large. One straight line on the log scale:
    not for a series with a break (:func:`changepoint`), never for a forecast without band.

    References
    ----------
    Venables WN, Ripley BD (2002) Modern Applied Statistics with S, 4th ed., sec. 7.4. Liang
    KY, Zeger SL (1986) Biometrika 73:13-22. Satterthwaite FE (1946) Biometrics Bull 2:110-114.

    Examples
    --------
    >>> result = trend([100, 92, 84, 79, 71, 66, 60, 55], range(2015, 2023))
    >>> round(result.annual_pct, 1), result.verdict
    (-8.1, 'falling')
    """
    as_choice(family, "family", ("nb", "poisson"))
    alpha = 1 - as_level(level)
    counts = as_counts(y, "y", 1)
    time = same_shape(as_floats(t, "t", 1), "t", counts.shape)
    given = 0.0 if offset is None else offset
    log_exposure = np.broadcast_to(as_floats(given, "offset"), counts.shape)
    pairs = as_whole(harmonics, "harmonics", 0, 6)
    use = ~np.isnan(counts)
    if exclude is not None:
        use = use & ~as_mask(exclude, "exclude", counts.shape)
    x = _checked_design(counts[use], time[use], log_exposure[use], pairs)
    quasi = _series_glm.fit_poisson(x, counts[use], log_exposure[use])
    fit, notes = _chosen(x, counts[use], log_exposure[use], quasi, family)
    block = np.floor(time[use] - time[use].min() + 1e-6).astype(np.int64)
    correlation = _series_years.checked_correlation(year_correlation)
    estimate, p, reach = _inference(counts[use], fit, block, alpha, correlation)
    testable, more = _testable(counts[use], fit, block)
    fitted = np.full(counts.shape, np.nan)
    fitted[use] = fit.mean
    return TrendResult(
        method="negative_binomial" if np.isfinite(fit.theta) else "quasi_poisson",
        params={"harmonics": pairs, "family": family, "level": level}
        | {"year_correlation": correlation},
        n=len(x),
        assumptions=("LOG_LINEAR", "YEARS_HANG_TOGETHER_WEAKLY", "SAME_RECORDING"),
        notes=(*notes, *more),
        annual_pct=_percent(estimate),
        lo=_percent(estimate - reach),
        hi=_percent(estimate + reach),
        p=p,
        verdict=_verdict(estimate, p, alpha, testable=testable),
        theta=fit.theta,
        disp=quasi.phi,
        fitted=fitted,
        cross_check_p=_inference(counts[use], quasi, block, alpha, correlation)[1],
    )


def _verdict(estimate: float, p: float, alpha: float, *, testable: bool) -> str:
    if not testable:
        return "not_testable"
    if p > alpha:
        return "no_reliable_statement"
    return "rising" if estimate > 0 else "falling"


def _percent(log_change: float) -> float:
    return float(100 * np.expm1(min(log_change, 500.0)))


def _checked_design(
    y: FloatArray, time: FloatArray, log_exposure: FloatArray, pairs: int
) -> FloatArray:
    """Return the design, after refusing what cannot be fitted."""
    if np.isnan(time).any() or np.isnan(log_exposure).any():
        raise StatsInputError("MISSING_VALUE", "t")
    x = _design(time, pairs)
    if len(x) < x.shape[1] + 2:
        raise StatsInputError("TOO_SHORT", "y", f"{len(x)} periods, {x.shape[1]} coefficients")
    if y.sum() == 0:
        raise StatsInputError("NO_CASES", "y")
    return x


def _design(time: FloatArray, pairs: int) -> FloatArray:
    """Return intercept, centred time and the harmonics of the year."""
    columns = [np.ones(len(time)), time - time.mean() if len(time) else time]
    for h in range(1, pairs + 1):
        columns += [np.cos(2 * np.pi * h * time), np.sin(2 * np.pi * h * time)]
    return np.column_stack(columns)


def _chosen(
    x: FloatArray, y: FloatArray, offset: FloatArray, quasi: _series_glm.CountFit, family: str
) -> tuple[_series_glm.CountFit, tuple[Note, ...]]:
    """Return the negative binomial fit, or the quasi-Poisson one where it is not needed."""
    if family == "poisson":
        return quasi, ()
    fit = _series_glm.fit_negative_binomial(x, y, offset)
    if np.isfinite(fit.theta) and fit.converged:
        return fit, ()
    return quasi, (Note("FALLBACK", (("method", "quasi_poisson"),)),)


def _inference(
    y: FloatArray, fit: _series_glm.CountFit, block: IntArray, alpha: float, correlation: float
) -> tuple[float, float, float]:
    """Return slope, p-value and half width of the interval.

    The slope's variance is scaled by the dispersion of the years' totals around the fit, so
    that months which hang together do not count as independent evidence.
    """
    which, years = np.unique(block, return_inverse=True)
    gap = np.bincount(years, y - fit.mean)
    variance = np.bincount(years, fit.mean + fit.mean**2 / fit.theta)
    df = np.array([max(len(gap) - 2.0, 1.0)])
    phi = np.array([float(np.sum(gap**2 / variance)) / df[0]])
    if len(which) > 2:
        poisson = fit.mean.sum() / np.maximum(phi * variance.sum(), 1e-9)
        share = _series_years.cautious_share(poisson)
        phi, df = _series_years.widen_slope(phi, df, share, which, correlation)
    estimate, error = float(fit.beta[1]), float(np.sqrt(fit.cov[1, 1]))
    p = float(_rates_spread.two_sided_p(np.array([estimate / error]), phi, df)[0])
    return estimate, p, float(_rates_spread.cut_score(alpha, phi, df)[0]) * error


def _testable(
    y: FloatArray, fit: _series_glm.CountFit, block: IntArray
) -> tuple[bool, tuple[Note, ...]]:
    """Return whether a verdict is allowed: enough years, ten cases, a converged fit."""
    notes: list[Note] = []
    years = len(np.unique(block))
    needed = _MIN_YEARS_ANNUAL if len(y) <= 2 * years else _MIN_YEARS_MONTHLY
    if years < needed:
        notes.append(Note("SHORT_SERIES", (("years", needed), ("used", years))))
    if y.sum() < 10:
        notes.append(Note("SMALL_COUNT", (("below", 10), ("total", float(y.sum())))))
    if not fit.converged:
        notes.append(Note("NOT_CONVERGED"))
    if notes:
        notes.append(Note("NOT_TESTABLE"))
    return not notes, tuple(notes)
