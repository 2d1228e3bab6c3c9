"""Count regressions with log link: quasi-Poisson and negative binomial; trusted input."""

from typing import NamedTuple

import numpy as np
from scipy import special

from vorort.stats.arrays import FloatArray

_LARGEST_THETA = 1e7


class CountFit(NamedTuple):
    """A fitted model; ``theta`` is infinite for Poisson, ``phi`` the Pearson dispersion."""

    beta: FloatArray
    cov: FloatArray
    mean: FloatArray
    theta: float
    phi: float
    converged: bool


def fit_poisson(x: FloatArray, y: FloatArray, offset: FloatArray) -> CountFit:
    """Fit a Poisson regression; ``cov`` is not scaled by ``phi``."""
    beta, cov, mean, good = _irls(x, y, offset, np.inf)
    return CountFit(beta, cov, mean, np.inf, _pearson(y, mean, np.inf, x.shape[1]), good)


def fit_negative_binomial(x: FloatArray, y: FloatArray, offset: FloatArray) -> CountFit:
    """Fit mean and theta by maximum likelihood in turn; Poisson if theta runs away."""
    start = fit_poisson(x, y, offset)
    theta, mean = _theta(y, start.mean), start.mean
    for _ in range(100):
        if not theta < _LARGEST_THETA:
            return start
        beta, cov, mean, good = _irls(x, y, offset, theta)
        new = _theta(y, mean)
        if abs(new - theta) < 1e-9 * theta:
            return CountFit(beta, cov, mean, new, _pearson(y, mean, new, x.shape[1]), good)
        theta = new
    return CountFit(beta, cov, mean, theta, _pearson(y, mean, theta, x.shape[1]), False)


def _irls(
    x: FloatArray, y: FloatArray, offset: FloatArray, theta: float
) -> tuple[FloatArray, FloatArray, FloatArray, bool]:
    """Return coefficients, their unscaled covariance, means and convergence."""
    eta = np.asarray(np.log(y + 0.25))
    beta: FloatArray = np.zeros(x.shape[1])
    for _ in range(100):
        mean = np.asarray(np.exp(np.clip(eta, -30.0, 50.0)))
        weight = mean / (1 + mean / theta)
        work = eta - offset + (y - mean) / mean
        root = np.sqrt(weight)
        new = np.asarray(np.linalg.lstsq(root[:, None] * x, root * work, rcond=None)[0])
        eta = np.asarray(x @ new + offset)
        if np.max(np.abs(new - beta)) < 1e-11 * (1 + np.max(np.abs(new))):
            beta = new
            break
        beta = new
    else:
        return beta, _inverse((x.T * weight) @ x), mean, False
    mean = np.asarray(np.exp(np.clip(eta, -30.0, 50.0)))
    weight = mean / (1 + mean / theta)
    return beta, _inverse((x.T * weight) @ x), mean, True


def _inverse(information: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.pinv(information, hermitian=True), dtype=np.float64)


def _pearson(y: FloatArray, mean: FloatArray, theta: float, n_coef: int) -> float:
    df = len(y) - n_coef
    return float(np.sum((y - mean) ** 2 / (mean + mean**2 / theta)) / df) if df > 0 else np.nan


def _theta(y: FloatArray, mean: FloatArray) -> float:
    """Return the likelihood's theta for given means, infinite if Poisson fits as well."""
    log_theta = float(np.log(max(1e-3, float(np.mean(mean)) ** 2 / max(float(np.var(y)), 1e-9))))
    low, high = -12.0, float(np.log(10 * _LARGEST_THETA))
    if _score(np.exp(high), y, mean) >= 0:
        return np.inf
    for _ in range(200):
        score = _score(np.exp(log_theta), y, mean)
        low, high = (log_theta, high) if score > 0 else (low, log_theta)
        if high - low < 1e-13 * max(1.0, abs(high)):
            break
        slope = _slope(np.exp(log_theta), y, mean) * np.exp(log_theta)
        moved = log_theta - score / slope if slope < 0 else low
        log_theta = moved if low < moved < high else 0.5 * (low + high)
    return float(np.exp(log_theta))


def _score(theta: float, y: FloatArray, mean: FloatArray) -> float:
    """Return the derivative of the log likelihood in theta."""
    gap = special.digamma(y + theta) - special.digamma(theta)
    return float(np.sum(gap - np.log1p(mean / theta) + (mean - y) / (mean + theta)))


def _slope(theta: float, y: FloatArray, mean: FloatArray) -> float:
    curve = special.polygamma(1, y + theta) - special.polygamma(1, theta)
    rest = mean / (theta * (mean + theta)) - (mean - y) / (mean + theta) ** 2
    return float(np.sum(curve + rest))
