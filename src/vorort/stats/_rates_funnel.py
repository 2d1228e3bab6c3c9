"""Funnel: which areas differ from what their size lets expect?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from vorort.stats import _rates_fdr
from vorort.stats._rates_verdict import SMALL_COUNT, count_notes
from vorort.stats.arrays import (
    FloatArray,
    StrArray,
    as_choice,
    as_counts,
    as_level,
    as_positive,
    same_shape,
)
from vorort.stats.results import Note, Result, StatsInputError


@dataclass(frozen=True, kw_only=True)
class FunnelResult(Result):
    """Areas against a common expectation.

    Attributes
    ----------
    ratio : ndarray of float64, shape (n_areas,)
        Observed over expected cases; NaN where missing.
    expected : ndarray of float64, shape (n_areas,)
        Expected cases.
    z, p, q : ndarray of float64, shape (n_areas,)
        Normal score (positive: more than expected), two-sided p-value, and p adjusted for
        the number of areas (Benjamini-Hochberg).
    flags : ndarray of str, shape (n_areas,)
        ``high``, ``low`` or empty: q at most ``fdr``.
    phi : float
        Dispersion of the areas, mean squared Pearson residual; 1 under Poisson.
    alpha : float
        Variance between the areas' true ratios: negative binomial alpha, or tau squared.
    curves : Mapping of str to ndarray of float64, shape (n_grid,)
        ``expected`` (the horizontal axis) and for each limit ``lo_<limit>``, ``hi_<limit>``:
        ratios between which that share of areas lies if all have the common risk.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("ratio", "expected", "z", "p", "q", "flags")

    ratio: FloatArray
    expected: FloatArray
    z: FloatArray
    p: FloatArray
    q: FloatArray
    flags: StrArray
    phi: float
    alpha: float
    curves: Mapping[str, FloatArray]


def funnel(
    cases: ArrayLike,
    pop: ArrayLike | None = None,
    *,
    expected: ArrayLike | None = None,
    limits: tuple[float, ...] = (0.95, 0.998),
    dispersion: Literal["poisson", "nb", "tau2"] = "nb",
    fdr: float = 0.05,
    curves: bool = True,
) -> FunnelResult:
    """Compare areas with a common expectation, fair to small and large ones.

    Parameters
    ----------
    cases : array_like of whole numbers >= 0, shape (n_areas,)
        Cases; NaN where missing (such areas take no part).
    pop : array_like of numbers > 0, shape (n_areas,)
        Residents; the expectation is the common rate. Give either this or ``expected``.
    expected : array_like of numbers > 0, shape (n_areas,)
        Expected cases, for example from :func:`standardise` or the state's rate.
    limits : tuple of float
        Shares between the limit curves.
    dispersion : {"nb", "poisson", "tau2"}
        Negative binomial predictive limits with the areas' own variance (advisable), bare
        Poisson, or Spiegelhalter's winsorised additive variance on the root scale.
    fdr : float
        Accepted share of false flags among all flags.
    curves : bool
        False leaves ``curves`` empty, for thousands of maps without a picture.

    Returns
    -------
    FunnelResult
        Notes SMALL_COUNT, OVERDISPERSED (phi above 1 although Poisson was asked for).

    Raises
    ------
    StatsInputError
        Fewer than three usable areas (``TOO_FEW``), no cases at all (``NO_CASES``), both or
        none of ``pop`` and ``expected``, negative values.

    Notes
    -----
    NB: variance ``E + alpha E^2``; alpha solves ``sum((O - E)^2 / (E + alpha E^2)) = n - 1``
    (moments), so that real differences between towns count as normal and only what stands
    out of them is flagged. Exact tails, doubled. Limit curves are interpolated between whole
    counts and cut at 0. With few expected cases tau2 flags too often. Not for areas or peers
    chosen after looking; not for a ranking.

    References
    ----------
    Spiegelhalter DJ (2005) Funnel plots for comparing institutional performance. Stat Med
    24:1185-1202. Breslow NE (1984) Appl Stat 33:38-44. Benjamini Y, Hochberg Y (1995) J R
    Stat Soc B 57:289-300.

    Examples
    --------
    >>> result = funnel([4, 6, 5, 30], [1000, 1000, 1000, 1000], dispersion="poisson")
    >>> result.flags.tolist()
    ['', '', '', 'high']
    """
    as_choice(dispersion, "dispersion", ("poisson", "nb", "tau2"))
    as_level(fdr, "fdr")
    for limit in limits:
        as_level(limit, "limits")
    observed = as_counts(cases, "cases", 1)
    mean = _expectation(observed, pop, expected)
    known = ~np.isnan(observed + mean)
    if known.sum() < 3:
        raise StatsInputError("TOO_FEW", "cases", "needs three areas")
    c, e = observed[known], mean[known]
    phi = float(np.sum((c - e) ** 2 / e) / (len(c) - 1))
    z, p = np.full(observed.shape, np.nan), np.full(observed.shape, np.nan)
    if dispersion == "tau2":
        alpha, z[known] = _additive(c, e)
        p[known] = 2 * special.ndtr(-np.abs(z[known]))
    else:
        alpha = moment_alpha(c, e) if dispersion == "nb" else 0.0
        z[known], p[known] = _tail_scores(c, e, alpha)
    q = _rates_fdr.adjust(p)
    flagged = np.nan_to_num(q, nan=1.0) <= fdr
    notes = count_notes(np.asarray(c < SMALL_COUNT))
    if dispersion == "poisson" and moment_alpha(c, e) > 0 and phi > _poisson_bound(len(c)):
        notes = (*notes, Note("OVERDISPERSED", (("phi", phi),)))
    return FunnelResult(
        method=f"funnel_{dispersion}",
        params={"limits": limits, "dispersion": dispersion, "fdr": fdr},
        n=int(known.sum()),
        assumptions=("COMMON_EXPECTATION", "PEERS_FIXED_BEFORE"),
        notes=notes,
        ratio=observed / mean,
        expected=mean,
        z=z,
        p=p,
        q=q,
        flags=np.where(flagged, np.where(z > 0, "high", "low"), ""),
        phi=phi,
        alpha=alpha,
        curves=_curves(e, limits, dispersion, alpha) if curves else {},
    )


def _expectation(
    observed: FloatArray, pop: ArrayLike | None, expected: ArrayLike | None
) -> FloatArray:
    """Return expected cases, from the common rate if only residents are given."""
    if (pop is None) == (expected is None):
        raise StatsInputError("ONE_OF_TWO", "expected", "give pop or expected")
    if expected is not None:
        return same_shape(as_positive(expected, "expected", 1), "expected", observed.shape)
    people = same_shape(as_positive(pop if pop is not None else 0, "pop", 1), "pop", observed.shape)
    known = ~np.isnan(observed + people)
    total = observed[known].sum()
    if total == 0:
        raise StatsInputError("NO_CASES", "cases")
    return np.asarray(people * total / people[known].sum())


def _poisson_bound(n: int) -> float:
    """Return the 99 % point of phi under Poisson."""
    return float(special.chdtri(n - 1, 0.01) / (n - 1))


def moment_alpha(c: FloatArray, e: FloatArray) -> float:
    """Return alpha of ``E + alpha E^2`` at which the Pearson statistic equals n - 1."""
    target = len(c) - 1
    square = (c - e) ** 2
    alpha = 0.0
    # The statistic falls and is convex in alpha, so Newton's steps approach from the left.
    for _ in range(200):
        variance = e + alpha * e**2
        excess = float(np.sum(square / variance)) - target
        if excess <= 1e-12 * target:
            break
        alpha += excess / float(np.sum(square * e**2 / variance**2))
    return alpha


def at_least(c: FloatArray, e: FloatArray, alpha: float) -> FloatArray:
    """Return P(C >= c) under Poisson (alpha 0) or negative binomial."""
    some = np.maximum(c, 0.5)
    if alpha < 1e-10:
        tail = special.gammainc(some, e)
    else:
        tail = special.betainc(some, 1 / alpha, alpha * e / (1 + alpha * e))
    return np.asarray(np.where(c > 0, tail, 1.0))


def at_most(c: FloatArray, e: FloatArray, alpha: float) -> FloatArray:
    """Return P(C <= c) under Poisson (alpha 0) or negative binomial."""
    if alpha < 1e-10:
        return np.asarray(special.gammaincc(c + 1, e))
    return np.asarray(special.betainc(1 / alpha, c + 1, 1 / (1 + alpha * e)))


def _tail_scores(c: FloatArray, e: FloatArray, alpha: float) -> tuple[FloatArray, FloatArray]:
    """Return signed normal scores and central two-sided p-values."""
    up, down = at_least(c, e, alpha), at_most(c, e, alpha)
    p = np.minimum(1.0, 2 * np.minimum(up, down))
    size = -special.ndtri(np.maximum(p, 1e-300) / 2)
    return np.where(up < down, size, -size), p


def _additive(c: FloatArray, e: FloatArray) -> tuple[float, FloatArray]:
    """Return tau^2 and scores on the root scale, residuals winsorised at 10 %."""
    spread = 1 / (2 * np.sqrt(e))
    gap = np.sqrt(c / e) - 1
    score = gap / spread
    low, high = np.quantile(score, [0.1, 0.9])
    phi = float(np.mean(np.clip(score, low, high) ** 2))
    n, weight = len(c), 1 / spread**2
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    tau2 = max(0.0, (n * phi - (n - 1)) / scale)
    return float(tau2), gap / np.sqrt(spread**2 + tau2)


def _curves(
    e: FloatArray, limits: tuple[float, ...], dispersion: str, alpha: float
) -> dict[str, FloatArray]:
    """Return the limit curves over a grid of expected cases, even on the root scale."""
    grid = np.linspace(np.sqrt(e.min()), np.sqrt(e.max()), 100) ** 2
    curves = {"expected": grid}
    for limit in limits:
        tail = (1 - limit) / 2
        if dispersion == "tau2":
            reach = -special.ndtri(tail) * np.sqrt(1 / (4 * grid) + alpha)
            low, high = np.maximum(1 - reach, 0.0) ** 2, (1 + reach) ** 2
        else:
            low, high = _quantile(tail, grid, alpha), _quantile(1 - tail, grid, alpha)
            low, high = np.maximum(low, 0.0) / grid, high / grid
        curves[f"lo_{limit:g}"], curves[f"hi_{limit:g}"] = low, high
    return curves


def _quantile(probability: float, e: FloatArray, alpha: float) -> FloatArray:
    """Return quantiles interpolated between whole counts (Spiegelhalter, appendix A.1.1)."""
    low = np.full(e.shape, -1.0)
    high = np.ceil(e + 12 * np.sqrt(e + alpha * e**2) + 20 + 40 * alpha * e)
    while (high - low > 1).any():
        middle = np.floor(0.5 * (low + high))
        reached = at_most(middle, e, alpha) >= probability
        high, low = np.where(reached, middle, high), np.where(reached, low, middle)
    here = at_most(high, e, alpha)
    before = np.where(high > 0, at_most(np.maximum(high - 1, 0), e, alpha), 0.0)
    return np.asarray(high - (here - probability) / (here - before))
