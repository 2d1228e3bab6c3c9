"""The E-test of Krishnamoorthy and Thomson (2004) for two Poisson rates, one pair at a time."""

import numpy as np
from scipy import special

from vorort.stats.arrays import FloatArray

LARGEST_TOTAL = 2_000


def p_value(c1: float, e1: float, c0: float, e0: float, ratio: float = 1.0) -> float:
    """Return P(|Z| >= |z|) at the estimated common rate, against ``rate1 = ratio * rate0``."""
    common = (c1 + c0) / (e1 * ratio + e0)
    if common == 0:
        return 1.0
    first, weight1 = _grid(e1 * ratio * common)
    second, weight0 = _grid(e0 * common)
    observed = abs(_statistic(np.array([c1]), e1, np.array([c0]), e0, ratio)[0, 0])
    extreme = np.abs(_statistic(first, e1, second, e0, ratio)) >= observed * (1 - 1e-12)
    return min(1.0, float(weight1 @ extreme @ weight0))


def _grid(mean: float) -> tuple[FloatArray, FloatArray]:
    """Return the counts that carry all but 1e-13 of a Poisson distribution, and their weights."""
    reach = 8 * np.sqrt(mean) + 20
    count = np.arange(max(0.0, np.floor(mean - reach)), np.ceil(mean + reach) + 1)
    return count, np.exp(special.xlogy(count, mean) - mean - special.gammaln(count + 1))


def _statistic(c1: FloatArray, e1: float, c0: FloatArray, e0: float, ratio: float) -> FloatArray:
    """Return the standardised differences of all pairs, 0 for the pair (0, 0)."""
    difference = c1[:, None] / e1 - ratio * c0[None, :] / e0
    variance = c1[:, None] / e1**2 + ratio**2 * c0[None, :] / e0**2
    return np.asarray(difference / np.sqrt(np.where(variance > 0, variance, 1.0)))


def limits(c1: float, e1: float, c0: float, e0: float, alpha: float) -> tuple[float, float]:
    """Return the ratios at which a one-sided p-value crosses ``alpha / 2``.

    The two-sided statistic cannot be inverted: it calls a ratio near zero compatible with
    any data because the old count alone then makes |Z| large.
    """
    if c1 + c0 == 0:
        return np.nan, np.nan
    centre = np.log(max(c1, 0.5) / e1) - np.log(max(c0, 0.5) / e0)
    low = 0.0 if c1 == 0 else _edge((c1, e1, c0, e0), centre, -1.0, alpha / 2)
    high = np.inf if c0 == 0 else _edge((c1, e1, c0, e0), centre, 1.0, alpha / 2)
    return float(low), float(high)


def _one_sided(pair: tuple[float, float, float, float], log_ratio: float, side: float) -> float:
    """Return the share of pairs at least as far on the observed side as the observed one."""
    c1, e1, c0, e0 = pair
    ratio = float(np.exp(log_ratio))
    common = (c1 + c0) / (e1 * ratio + e0)
    first, weight1 = _grid(e1 * ratio * common)
    second, weight0 = _grid(e0 * common)
    observed = -side * _statistic(np.array([c1]), e1, np.array([c0]), e0, ratio)[0, 0]
    beyond = -side * _statistic(first, e1, second, e0, ratio) >= observed - 1e-12
    return float(weight1 @ beyond @ weight0)


def _edge(
    pair: tuple[float, float, float, float], centre: float, side: float, tail: float
) -> float:
    near, away = centre, centre + side
    while _one_sided(pair, away, side) > tail and abs(away - centre) < 60:
        near, away = away, away + side
    for _ in range(40):
        middle = 0.5 * (near + away)
        if _one_sided(pair, middle, side) > tail:
            near = middle
        else:
            away = middle
    return float(np.exp(0.5 * (near + away)))
