"""A dispersion shared by many short series, for series with too few own years."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from vorort.stats.arrays import as_floats, broadcast
from vorort.stats.results import StatsInputError


class PooledDispersion(NamedTuple):
    """Common dispersion and how many degrees of freedom it is worth beside an own estimate."""

    phi: float
    df: float


def pool_dispersion(raw: ArrayLike, df: ArrayLike) -> PooledDispersion:
    """Pool the dispersions of comparable series (same offence key, similar size).

    Parameters
    ----------
    raw : array_like of float >= 0, shape (n_series,)
        Dispersions before the floor (``DispersionResult.raw``); NaN where missing.
    df : array_like of float > 0, broadcast against ``raw``
        Their degrees of freedom.

    Returns
    -------
    PooledDispersion
        For ``series.predict(prior=...)``. ``df`` is infinite if the series do not differ more
        than estimation explains; then own estimates are not needed at all.

    Raises
    ------
    StatsInputError
        ``TOO_FEW`` (ten usable series), ``NEGATIVE_DISPERSION``, shapes that do not fit.

    Notes
    -----
    Moments of the log dispersions (Smyth 2004): they vary by ``trigamma(df / 2)`` through
    estimation, the rest is the true spread between series. Zero estimates are lifted to a
    hundredth of the median. Small and large towns do not share a dispersion: pool within a
    size class.

    References
    ----------
    Smyth GK (2004) Linear models and empirical Bayes methods for assessing differential
    expression in microarray experiments. Stat Appl Genet Mol Biol 3:3.

    Examples
    --------
    >>> pooled = pool_dispersion([1.2, 0.8, 2.0, 1.5, 0.9, 1.1, 3.0, 0.7, 1.3, 1.0], 4)
    >>> round(pooled.phi, 2), pooled.df
    (1.61, inf)
    """
    estimate, freedom = broadcast({"raw": as_floats(raw, "raw", 1), "df": as_floats(df, "df")})
    if (estimate < 0).any():
        raise StatsInputError("NEGATIVE_DISPERSION", "raw")
    known = ~np.isnan(estimate + freedom) & (freedom > 0)
    if known.sum() < 10:
        raise StatsInputError("TOO_FEW", "raw", "needs ten series")
    value, half = estimate[known], freedom[known] / 2
    value = np.maximum(value, max(1e-2 * float(np.median(value)), 1e-6))
    log = np.log(value) - special.digamma(half) + np.log(half)
    center = float(log.mean())
    spread = float(np.sum((log - center) ** 2) / (len(log) - 1))
    excess = spread - float(np.mean(special.polygamma(1, half)))
    if excess <= 0:
        return PooledDispersion(float(np.exp(center)), np.inf)
    shared = 2 * _inverse_trigamma(excess)
    phi = np.exp(center + special.digamma(shared / 2) - np.log(shared / 2))
    return PooledDispersion(float(phi), shared)


def _inverse_trigamma(value: float) -> float:
    """Solve trigamma(x) = value by Newton's method on the reciprocal, which is near linear."""
    x = 0.5 + 1 / value
    for _ in range(100):
        gamma = float(special.polygamma(1, x))
        step = gamma * (1 - gamma / value) / float(special.polygamma(2, x))
        x += step
        if abs(step) < 1e-12 * x:
            break
    return x
