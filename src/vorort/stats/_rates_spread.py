"""Scores against a series' own fluctuation, known or estimated from a few years.

A score ``z`` of the exact Poisson test is compared with a normal spread of ``sqrt(phi)``.
If ``phi`` was estimated with ``df`` degrees of freedom, its uncertainty is averaged out:
``phi = max(1, df * estimate / chi2(df))``. Without the floor at 1 this average is exactly
Student's t; the floor says that a count never fluctuates less than Poisson.
"""

import numpy as np
from scipy import special

from vorort.stats._rates_threads import over_rows
from vorort.stats.arrays import FloatArray

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(24)
_NODES, _WEIGHTS = (_NODES + 1) / 2, _WEIGHTS / 2
_CHUNK = 5_000


def two_sided_p(score: FloatArray, phi: FloatArray, df: FloatArray) -> FloatArray:
    """Return the two-sided p-value of |score|, averaged over the uncertainty of ``phi``.

    ``df`` is infinite where ``phi`` is known. NaN in any argument gives NaN. Arguments of
    one shape.
    """
    flat = np.abs(score).ravel()
    spread, freedom = phi.ravel(), df.ravel()
    p = 2 * special.ndtr(-flat / np.sqrt(np.maximum(spread, 1.0)))
    index = np.flatnonzero(np.isfinite(freedom) & ~np.isnan(flat) & ~np.isnan(spread))

    def run(rows: slice) -> None:
        for start in range(rows.start, rows.stop, _CHUNK):
            part = index[start : min(start + _CHUNK, rows.stop)]
            p[part] = _mixture(flat[part], spread[part], freedom[part])

    over_rows(run, len(index), per_thread=2 * _CHUNK)
    p[np.isnan(freedom)] = np.nan
    return p.reshape(score.shape)


def _nodes(
    score: FloatArray, phi: FloatArray, df: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return w / edge and the weight of each node, and the mass beyond the floor.

    Integrates over w = sqrt(chi2) up to sqrt(df * phi), where the floor of 1 begins, and adds
    the floored rest in closed form. The integrand is bounded by a curve of the form
    ``w^(df - 1) exp(-w^2 (1 + k^2) / 2)``; the nodes cover eight of its spreads around its top.
    """
    edge = np.maximum(np.sqrt(phi * df), 1e-100)
    steep = np.sqrt(1 + (score / edge) ** 2)
    center, reach = np.sqrt(np.maximum(df - 1, 0.0)) / steep, 8 * np.sqrt(0.5) / steep
    top = np.minimum(edge, center + reach)
    width = top - np.minimum(np.maximum(center - reach, 0.0), top)
    w = (top - width)[:, None] + width[:, None] * _NODES
    log_norm = (df / 2 - 1) * np.log(2) + special.gammaln(df / 2)
    log_density = special.xlogy(df[:, None] - 1, w) - w * w / 2 - log_norm[:, None]
    density = np.exp(log_density) * _WEIGHTS * width[:, None]
    ratio = w / edge[:, None]
    return ratio, density, np.asarray(special.gammaincc(df / 2, phi * df / 2))


def _mixture(score: FloatArray, phi: FloatArray, df: FloatArray) -> FloatArray:
    """Return the averaged p-value."""
    ratio, density, rest = _nodes(score, phi, df)
    part = (special.ndtr(-score[:, None] * ratio) * density).sum(axis=1)
    return np.asarray(2 * part + 2 * special.ndtr(-score) * rest)


def _mixture_and_slope(
    score: FloatArray, phi: FloatArray, df: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the averaged p-value and its derivative in the score."""
    ratio, density, rest = _nodes(score, phi, df)
    scaled = score[:, None] * ratio
    p = 2 * (special.ndtr(-scaled) * density).sum(axis=1) + 2 * special.ndtr(-score) * rest
    slope = (np.exp(-scaled * scaled / 2) * ratio * density).sum(axis=1)
    return p, -np.sqrt(2 / np.pi) * (slope + np.exp(-score * score / 2) * rest)


def cut_score(alpha: float, phi: FloatArray, df: FloatArray) -> FloatArray:
    """Return the score at which :func:`two_sided_p` equals ``alpha``; NaN where unknown."""
    spread, freedom = phi.ravel(), df.ravel()
    scale = np.sqrt(np.maximum(spread, 1.0))
    cut = float(-special.ndtri(alpha / 2)) * scale
    index = np.flatnonzero(np.isfinite(freedom) & ~np.isnan(spread))

    def run(rows: slice) -> None:
        for start in range(rows.start, rows.stop, _CHUNK):
            part = index[start : min(start + _CHUNK, rows.stop)]
            cut[part] = _solve(alpha, spread[part], freedom[part])

    over_rows(run, len(index), per_thread=2 * _CHUNK)
    cut[np.isnan(freedom)] = np.nan
    return cut.reshape(phi.shape)


def _solve(alpha: float, phi: FloatArray, df: FloatArray) -> FloatArray:
    """Solve by Newton steps on log p, kept inside a shrinking bracket."""
    low = np.full(phi.shape, float(-special.ndtri(alpha / 2)) * (1 - 1e-12))
    high = special.stdtrit(df, 1 - alpha / 2) * np.sqrt(np.maximum(phi, 1.0)) + low
    score = np.maximum(low, special.stdtrit(df, 1 - alpha / 2) * np.sqrt(phi))
    score = np.minimum(score, high)
    active = np.arange(len(score))
    for _ in range(60):
        now = score[active]
        p, slope = _mixture_and_slope(now, phi[active], df[active])
        above = p > alpha
        low[active] = np.where(above, now, low[active])
        high[active] = np.where(above, high[active], now)
        step = (np.log(np.maximum(p, 1e-300)) - np.log(alpha)) * p / np.minimum(slope, -1e-300)
        moved = now - step
        inside = (moved >= low[active]) & (moved <= high[active])
        score[active] = np.where(inside, moved, 0.5 * (low[active] + high[active]))
        active = active[np.abs(score[active] - now) > 1e-12 * now]
        if not len(active):
            break
    return np.asarray(score)
