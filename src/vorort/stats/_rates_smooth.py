"""Shrunken rates: what a small place's rate would look like with more cases."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse, special

from vorort.stats import _rates_bym
from vorort.stats._rates_verdict import SMALL_COUNT, count_notes
from vorort.stats.arrays import (
    FloatArray,
    as_choice,
    as_counts,
    as_level,
    as_positive,
    broadcast,
    no_missing,
)
from vorort.stats.results import Note, Result, StatsInputError

_SIGMA = np.geomspace(0.02, 2.5, 24)


class CsrGraph(Protocol):
    """A neighbour graph in compressed rows, such as ``space.graph`` returns."""

    @property
    def indptr(self) -> np.ndarray[Any, Any]: ...
    @property
    def indices(self) -> np.ndarray[Any, Any]: ...


@dataclass(frozen=True, kw_only=True)
class SmoothedRates(Result):
    """Shrunken rates with intervals. Never publish them as counts.

    Attributes
    ----------
    mean, lo, hi : ndarray of float64, shape of ``cases``
        Shrunken rate per ``per`` inhabitants and its interval; NaN where population is
        missing, and where cases are missing (eb, local_eb).
    p_exceed : ndarray of float64, same shape
        Probability that the true rate exceeds ``threshold`` times the common rate.
    weight : ndarray of float64, same shape
        Share of the area's own rate in ``mean``, 0 to 1 (bym2: NaN).
    raw : ndarray of float64, same shape
        The unshrunken rate.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("mean", "lo", "hi", "p_exceed", "weight", "raw")

    mean: FloatArray
    lo: FloatArray
    hi: FloatArray
    p_exceed: FloatArray
    weight: FloatArray
    raw: FloatArray


def smooth(
    cases: ArrayLike,
    pop: ArrayLike,
    graph: CsrGraph | None = None,
    *,
    model: Literal["eb", "local_eb", "bym2"] = "eb",
    threshold: float = 1.2,
    per: float = 100_000,
    level: float = 0.95,
) -> SmoothedRates:
    """Shrink rates towards the common rate, or towards the neighbourhood.

    Parameters
    ----------
    cases : array_like of whole numbers >= 0, shape (..., n_areas)
        Cases; NaN where missing. With a graph only shape (n_areas,).
    pop : array_like of numbers > 0, broadcast against ``cases``
        Residents (or expected cases, then ``per=1``).
    graph : CsrGraph, optional
        Symmetric neighbour graph of the areas, for ``local_eb`` and ``bym2``.
    model : {"eb", "local_eb", "bym2"}
        Marshall's global empirical Bayes, the same within neighbourhoods, or a spatial and
        an unstructured part mixed by the data (BYM2).
    threshold : float
        Multiple of the common rate for ``p_exceed``.
    per : float
        Unit of the rates.
    level : float
        Coverage of the intervals.

    Returns
    -------
    SmoothedRates
        ``params`` holds the fitted values: ``rate`` and ``alpha`` (variance of the true
        ratios; eb), ``sigma`` and ``rho`` (bym2). Notes SMALL_COUNT, ISLANDS.

    Raises
    ------
    StatsInputError
        ``TOO_FEW`` (three areas), ``NO_CASES``, ``GRAPH_NEEDED``, ``WRONG_SHAPE``,
        ``NOT_SYMMETRIC``, ``MISSING_VALUE`` (local_eb: cases, bym2: population).

    Notes
    -----
    eb: ratio ~ gamma(1/alpha, 1/alpha), cases ~ Poisson; mean as Marshall (1991). Intervals
    average over the uncertainty of alpha (likelihood with a flat prior on its root) and
    match a gamma distribution. local_eb: level of the area and its neighbours instead of the
    common one. bym2: see Riebler et al.; Laplace approximation on a grid of the two
    hyperparameters, for up to 3,000 areas; an area without cases known is predicted.
    Local smoothing pulls true, isolated hotspots down; a map of ``mean`` needs ``p_exceed``
    beside it. Not for counts of zero-inflated recording, not for tests.

    References
    ----------
    Marshall RJ (1991) Mapping disease and mortality rates using empirical Bayes estimators.
    Appl Stat 40:283-294. Riebler A et al. (2016) An intuitive Bayesian spatial model for
    disease mapping. Stat Methods Med Res 25:1145-1165.

    Examples
    --------
    >>> result = smooth([0, 12, 3, 25], [500, 4000, 800, 4000])
    >>> result.mean.round(0).tolist()
    [365.0, 354.0, 418.0, 545.0]
    """
    as_choice(model, "model", ("eb", "local_eb", "bym2"))
    alpha = 1 - as_level(level)
    unit, multiple = float(as_positive(per, "per", 0)), float(as_positive(threshold, "threshold"))
    count, people = broadcast({"cases": as_counts(cases, "cases"), "pop": as_positive(pop, "pop")})
    if count.ndim == 0 or (~np.isnan(count + people)).sum(axis=-1).min() < 3:
        raise StatsInputError("TOO_FEW", "cases", "needs three areas")
    if (np.nansum(count, axis=-1) == 0).any():
        raise StatsInputError("NO_CASES", "cases")
    islands = 0
    if model == "eb":
        values, fitted = _global(count, people, alpha, multiple)
    else:
        matrix = _matrix(graph, count, people)
        islands = int((np.diff(matrix.indptr) == 0).sum())
        if model == "local_eb":
            values, fitted = _local(count, people, matrix, (alpha, multiple))
        else:
            values, fitted = _rates_bym.fit(count, people, matrix, (alpha, multiple))
    mean, low, high, exceed, weight = values
    notes = count_notes(np.asarray(count < SMALL_COUNT))
    if islands:
        notes = (*notes, Note("ISLANDS", (("count", islands),)))
    return SmoothedRates(
        method=model,
        params={"model": model, "threshold": multiple, "per": unit, "level": level, **fitted},
        n=int(np.sum(~np.isnan(count + people))),
        assumptions=("INDEPENDENT_CASES", "RATIOS_EXCHANGEABLE"),
        notes=notes,
        mean=mean * unit,
        lo=low * unit,
        hi=high * unit,
        p_exceed=exceed,
        weight=weight,
        raw=np.asarray(count / people * unit),
    )


def _matrix(graph: CsrGraph | None, count: FloatArray, people: FloatArray) -> sparse.csr_array:
    """Return the graph as a 0/1 matrix without diagonal, checked for shape and symmetry."""
    if graph is None:
        raise StatsInputError("GRAPH_NEEDED", "graph")
    no_missing(people, "pop")
    n = count.shape[-1]
    indptr, indices = np.asarray(graph.indptr), np.asarray(graph.indices)
    if count.ndim != 1 or len(indptr) != n + 1:
        raise StatsInputError("WRONG_SHAPE", "graph", f"{len(indptr) - 1} nodes, {n} areas")
    matrix = sparse.csr_array((np.ones(len(indices)), indices, indptr), shape=(n, n))
    matrix.setdiag(0)
    matrix.eliminate_zeros()
    matrix.data[:] = 1.0
    if abs(matrix - matrix.T).sum() > 0:
        raise StatsInputError("NOT_SYMMETRIC", "graph")
    return matrix


def marshall(count: FloatArray, people: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the common rate and the moment estimate of the rates' variance, last axis kept."""
    known = ~np.isnan(count + people)
    c, n = np.where(known, count, 0.0), np.where(known, people, 0.0)
    total = n.sum(axis=-1, keepdims=True)
    rate = c.sum(axis=-1, keepdims=True) / total
    own = c / np.where(known, people, 1.0)
    variance = (n * (own - rate) ** 2).sum(axis=-1, keepdims=True) / total
    variance = variance - rate * known.sum(axis=-1, keepdims=True) / total
    return np.asarray(rate), np.asarray(np.maximum(variance, 0.0))


def _grid_weights(count: FloatArray, people: FloatArray, rate: FloatArray) -> FloatArray:
    """Return the weights of the sigma grid, shape (..., 1, n_grid), from the likelihood.

    The prior is flat in sigma = sqrt(alpha); on the geometric grid that is a factor sigma.
    """
    mean = people * rate
    known = ~np.isnan(count + people)
    logs = np.empty((*count.shape[:-1], len(_SIGMA)))
    for k, sigma in enumerate(_SIGMA):
        size = 1 / sigma**2
        term = special.gammaln(count + size) - special.gammaln(size)
        term = term + count * np.log(mean / (mean + size)) - size * np.log1p(mean / size)
        logs[..., k] = np.where(known, term, 0.0).sum(axis=-1) + np.log(sigma)
    logs -= logs.max(axis=-1, keepdims=True)
    weights = np.exp(logs)
    return np.asarray((weights / weights.sum(axis=-1, keepdims=True))[..., None, :])


def _total_variance(
    count: FloatArray, people: FloatArray, level: FloatArray, center: FloatArray, w: FloatArray
) -> FloatArray:
    """Return the posterior variance of the rate around ``center``, averaged over the grid."""
    variance = np.zeros(count.shape)
    for k, sigma in enumerate(_SIGMA):
        size = 1 / sigma**2
        rate = people + size / level
        mean = (count + size) / rate
        variance += w[..., k] * (mean / rate + (mean - center) ** 2)
    return variance


def _matched(
    mean: FloatArray, variance: FloatArray, level: FloatArray, alpha: float, multiple: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return quantiles and exceedance of the gamma distribution with these two moments."""
    shape, scale = mean**2 / variance, variance / mean
    low = scale * special.gammaincinv(shape, alpha / 2)
    high = scale * special.gammaincinv(shape, 1 - alpha / 2)
    exceed = special.gammaincc(shape, multiple * level / scale)
    return np.asarray(low), np.asarray(high), np.asarray(exceed)


def _global(
    count: FloatArray, people: FloatArray, alpha: float, multiple: float
) -> tuple[tuple[FloatArray, ...], dict[str, object]]:
    rate, variance = marshall(count, people)
    weight = variance / (variance + rate / people)
    mean = rate + weight * (count / people - rate)
    grid = _grid_weights(count, people, rate)
    spread = _total_variance(count, people, rate, mean, grid)
    low, high, exceed = _matched(mean, spread, rate, alpha, multiple)
    fitted = {"rate": rate[..., 0], "alpha": (variance / rate**2)[..., 0]}
    return (mean, low, high, exceed, weight), _plain(fitted)


def _plain(fitted: dict[str, FloatArray]) -> dict[str, object]:
    return {key: value.item() if value.ndim == 0 else value for key, value in fitted.items()}


def _local(
    count: FloatArray, people: FloatArray, graph: sparse.csr_array, cut: tuple[float, float]
) -> tuple[tuple[FloatArray, ...], dict[str, object]]:
    """Shrink towards area plus neighbours; islands and empty surroundings to the common rate."""
    no_missing(count, "cases")
    size = np.diff(graph.indptr) + 1.0
    around_cases, around_people = graph @ count + count, graph @ people + people
    rate, variance = marshall(count, people)
    level = around_cases / around_people
    gap = people * (count / people - level) ** 2
    local = (graph @ gap + gap) / around_people - level / (around_people / size)
    alone = (size == 1) | (level == 0)
    level = np.where(alone, rate, level)
    local = np.where(alone, variance, np.maximum(local, 0.0))
    weight = local / (local + level / people)
    mean = level + weight * (count / people - level)
    grid = _grid_weights(count, people, rate)
    spread = _total_variance(count, people, level, mean, grid)
    spread = spread + np.where(alone, 0.0, (1 - weight) ** 2 * level / around_people)
    low, high, exceed = _matched(mean, spread, rate, *cut)
    fitted = {"rate": rate[0], "alpha": (variance / rate**2)[0]}
    return (mean, low, high, exceed, weight), _plain(fitted)
