"""A dispersion shared by many short series, for series with too few own years."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from vorort.stats.arrays import BoolArray, as_floats, broadcast
from vorort.stats.results import StatsInputError

MIN_SERIES = 5


class PooledDispersion(NamedTuple):
    """Common dispersion and how many degrees of freedom it is worth beside an own estimate."""

    phi: float
    df: float


def pool_dispersion(
    raw: ArrayLike, df: ArrayLike, *, residual: ArrayLike | None = None
) -> PooledDispersion:
    """Pool the dispersions of comparable series (same offence key, similar size).

    Parameters
    ----------
    raw : array_like of float >= 0, shape (n_series,)
        Dispersions before the floor (``DispersionResult.raw``); NaN where missing.
    df : array_like of float > 0, broadcast against ``raw``
        Their degrees of freedom.
    residual : array_like of float, shape (n_series, n_periods), optional
        Pearson residuals of the same series in the same periods, NaN where not used. Towns
        that rise and fall together (a pandemic, a change of recording) are not so many
        witnesses as they are towns; without residuals they are taken as independent.

    Returns
    -------
    PooledDispersion
        For ``series.predict(prior=...)``. ``df`` is never more than all series are worth
        together.

    Raises
    ------
    StatsInputError
        ``TOO_FEW`` (five usable series), ``NEGATIVE_DISPERSION``, ``WRONG_SHAPE``, shapes that do not fit.

    Notes
    -----
    Moments of the log dispersions (Smyth 2004): they vary by ``trigamma(df / 2)`` through
    estimation, the rest is the true spread between series. The common value is itself known
    from so many degrees of freedom only, which caps ``df``: their sum, divided by ``1 + (m - 1)
    r^2`` where ``r`` is the mean correlation of ``m`` series (from the variance of the mean
    residual; variances of normal variables correlate by ``r^2``). Zero estimates are lifted to a
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
    (1.61, 40.0)
    """
    estimate, freedom = broadcast({"raw": as_floats(raw, "raw", 1), "df": as_floats(df, "df")})
    if (estimate < 0).any():
        raise StatsInputError("NEGATIVE_DISPERSION", "raw")
    known = ~np.isnan(estimate + freedom) & (freedom > 0)
    if known.sum() < MIN_SERIES:
        raise StatsInputError("TOO_FEW", "raw", f"needs {MIN_SERIES} series")
    value, half = estimate[known], freedom[known] / 2
    value = np.maximum(value, max(1e-2 * float(np.median(value)), 1e-6))
    most = float(freedom[known].sum()) / _alike(residual, known)
    log = np.log(value) - special.digamma(half) + np.log(half)
    center = float(log.mean())
    spread = float(np.sum((log - center) ** 2) / (len(log) - 1))
    excess = spread - float(np.mean(special.polygamma(1, half)))
    if excess <= 0:
        return PooledDispersion(float(np.exp(center)), most)
    shared = 2 * _inverse_trigamma(excess)
    phi = np.exp(center + special.digamma(shared / 2) - np.log(shared / 2))
    return PooledDispersion(float(phi), min(shared, most))


def _alike(residual: ArrayLike | None, known: BoolArray) -> float:
    """Return how many series say the same as one: 1 if they move independently."""
    if residual is None:
        return 1.0
    values = as_floats(residual, "residual", 2)
    if len(values) != len(known):
        raise StatsInputError("WRONG_SHAPE", "residual", str(values.shape))
    values = values[known]
    size = np.sqrt(np.nanmean(values**2, axis=1, keepdims=True))
    values = values / np.where(size > 0, size, 1.0)
    here = (~np.isnan(values)).sum(axis=0)
    used = here >= 2
    if used.sum() < 2:
        return 1.0
    # The mean of m unit variables correlated by r has the variance (1 + (m - 1) r) / m.
    mean = np.nansum(values[:, used], axis=0) / here[used]
    m = float(here[used].mean())
    correlation = float(np.clip((m * np.mean(mean**2) - 1) / (m - 1), 0.0, 1.0))
    return 1 + (len(values) - 1) * correlation**2


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
