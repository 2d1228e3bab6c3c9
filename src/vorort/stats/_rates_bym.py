"""BYM2 by Laplace approximation: one Gaussian approximation for each point of a small grid.

The covariance is ``sigma^2 ((1 - rho) I + rho R)`` where R is the scaled generalised inverse
of the graph Laplacian, computed once by an eigendecomposition; every grid point then costs a
few dense Cholesky steps. Connected pieces are scaled one by one and islands get R = 1, so
that sigma means the same everywhere (Freni-Sterrantino et al. 2018).
"""

from typing import Any

import numpy as np
from scipy import linalg, sparse, special
from scipy.sparse import csgraph

from vorort.stats.arrays import FloatArray
from vorort.stats.results import StatsInputError

LARGEST = 3_000
_INTERCEPT_VARIANCE = 100.0
_SIGMA = np.geomspace(0.03, 2.0, 8)
_RHO = np.array([0.05, 0.25, 0.5, 0.75, 0.95])


def scaled_structure(graph: sparse.csr_array) -> FloatArray:
    """Return R: per connected piece the generalised inverse, geometric mean variance 1."""
    n = graph.shape[0]
    structure = np.zeros((n, n))
    pieces, label = csgraph.connected_components(graph, directed=False)
    for piece in range(pieces):
        member = np.flatnonzero(label == piece)
        if len(member) == 1:
            structure[member, member] = 1.0
            continue
        block = graph[member][:, member].toarray()
        laplacian = np.diag(block.sum(axis=1)) - block
        inverse = np.linalg.pinv(laplacian, hermitian=True)
        inverse /= np.exp(np.mean(np.log(np.diag(inverse))))
        structure[np.ix_(member, member)] = inverse
    return structure


def mode(
    count: FloatArray,
    offset: FloatArray,
    covariance: FloatArray,
    start: FloatArray | None = None,
) -> tuple[FloatArray, FloatArray, float]:
    """Return mode and variances of the log ratios and the log marginal likelihood (Laplace).

    ``start`` may hold the solution of a similar problem (updated in place with this one's).

    Newton steps in the numerically stable form ``B = I + W^(1/2) K W^(1/2)``, which never
    inverts the prior covariance. Missing counts (NaN) carry no likelihood.
    """
    known = ~np.isnan(count)
    c, log_offset = np.where(known, count, 0.0), np.log(offset)
    solution = np.zeros(len(c)) if start is None else start.copy()
    eta, best = covariance @ solution, -np.inf
    for _ in range(60):
        mean = np.where(known, np.exp(np.minimum(eta + log_offset, 50.0)), 0.0)
        root = np.sqrt(mean)
        factor = _factor(root, covariance)
        target = mean * eta + c - mean
        step = target - root * linalg.cho_solve(factor, root * (covariance @ target))
        eta, solution, value = _damped(eta, solution, step, (c, log_offset, known), covariance)
        if abs(value - best) < 1e-9 * (1 + abs(value)):
            break
        best = value
    mean = np.where(known, np.exp(eta + log_offset), 0.0)
    root = np.sqrt(mean)
    factor = _factor(root, covariance)
    half = linalg.solve_triangular(
        factor[0], root[:, None] * covariance, lower=True, overwrite_b=True, check_finite=False
    )
    posterior = np.diag(covariance) - np.einsum("ij,ij->j", half, half)
    if start is not None:
        start[:] = solution
    log_marginal = value - float(np.log(np.diag(factor[0])).sum())
    return eta, np.asarray(posterior), log_marginal


def _factor(root: FloatArray, covariance: FloatArray) -> tuple[FloatArray, bool]:
    """Return the Cholesky factor of ``I + W^(1/2) K W^(1/2)``."""
    matrix = root[:, None] * covariance * root
    matrix[np.diag_indices_from(matrix)] += 1.0
    factor, lower = linalg.cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(factor), bool(lower)


def _damped(
    eta: FloatArray,
    solution: FloatArray,
    step: FloatArray,
    data: tuple[FloatArray, FloatArray, Any],
    covariance: FloatArray,
) -> tuple[FloatArray, FloatArray, float]:
    """Halve the Newton step until the penalised likelihood does not fall."""
    start = _objective(eta, solution, data)
    change = step - solution
    for halving in range(30):
        trial = solution + change * 0.5**halving
        moved = covariance @ trial
        value = _objective(moved, trial, data)
        if value >= start - 1e-12 * abs(start):
            return moved, trial, value
    return eta, solution, start


def _objective(
    eta: FloatArray, solution: FloatArray, data: tuple[FloatArray, FloatArray, Any]
) -> float:
    c, log_offset, known = data
    linear = eta + log_offset
    likelihood = np.where(known, c * linear - np.exp(np.minimum(linear, 50.0)), 0.0)
    likelihood = likelihood - np.where(known, special.gammaln(c + 1), 0.0)
    return float(likelihood.sum() - 0.5 * eta @ solution)


def fit(
    count: FloatArray, people: FloatArray, graph: sparse.csr_array, cut: tuple[float, float]
) -> tuple[tuple[FloatArray, ...], dict[str, object]]:
    """Return mean, limits, exceedance (and NaN weights) of the rates, and the fitted values."""
    if len(count) > LARGEST:
        raise StatsInputError("TOO_MANY", "cases", f"bym2 takes up to {LARGEST} areas")
    alpha, multiple = cut
    known = ~np.isnan(count)
    rate = float(count[known].sum() / people[known].sum())
    structure = scaled_structure(graph)
    modes, spreads, logs = [], [], []
    points = [(s, r) for s in _SIGMA for r in _RHO]
    start = np.zeros(len(count))
    for sigma, rho in points:
        covariance = sigma**2 * rho * structure + _INTERCEPT_VARIANCE
        covariance[np.diag_indices_from(covariance)] += sigma**2 * (1 - rho)
        eta, posterior, value = mode(count, people * rate, covariance, start)
        modes.append(eta)
        spreads.append(np.sqrt(np.maximum(posterior, 1e-14)))
        # PC prior on sigma, P(sigma > 1) = 1 %, flat on rho; the grid is geometric in sigma.
        logs.append(value - np.log(100.0) * sigma + np.log(sigma) + np.log(_rho_width(rho)))
    weight = np.exp(np.array(logs) - max(logs))
    weight /= weight.sum()
    center, spread = np.array(modes), np.array(spreads)
    mean = weight @ np.exp(center + spread**2 / 2)
    low = _mixture_quantile(alpha / 2, weight, center, spread)
    high = _mixture_quantile(1 - alpha / 2, weight, center, spread)
    exceed = weight @ special.ndtr((center - np.log(multiple)) / spread)
    sigma, rho = weight @ np.array(points)
    fitted: dict[str, object] = {"rate": rate, "sigma": float(sigma), "rho": float(rho)}
    blank = np.full(count.shape, np.nan)
    return (mean * rate, np.exp(low) * rate, np.exp(high) * rate, exceed, blank), fitted


def _rho_width(rho: float) -> float:
    """Return the length of the interval a grid value of rho stands for."""
    edges = np.concatenate(([0.0], (_RHO[1:] + _RHO[:-1]) / 2, [1.0]))
    return float(np.diff(edges)[np.argmin(np.abs(_RHO - rho))])


def _mixture_quantile(
    probability: float, weight: FloatArray, center: FloatArray, spread: FloatArray
) -> FloatArray:
    """Return quantiles of the normal mixtures by bisection."""
    low, high = (center - 9 * spread).min(axis=0), (center + 9 * spread).max(axis=0)
    for _ in range(60):
        middle = 0.5 * (low + high)
        below = weight @ special.ndtr((middle - center) / spread) < probability
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray(0.5 * (low + high))
