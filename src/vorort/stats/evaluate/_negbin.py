"""Negative-binomial regression with a logarithmic link, and errors that allow for memory."""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, polygamma

from vorort.stats.evaluate._result import Floats

_ENDLESS = 1e6


@dataclass(frozen=True, kw_only=True)
class CountFit:
    """A fitted count regression.

    Attributes
    ----------
    beta : ndarray of float64, shape (k,)
    mean : ndarray of float64, shape (n,)
    theta : float
        Size parameter of the negative binomial; infinite for Poisson.
    weight : ndarray of float64, shape (n,)
        ``mean / (1 + mean / theta)``.
    pearson : ndarray of float64, shape (n,)
        Pearson residuals.
    dispersion : float
        Pearson statistic over degrees of freedom.
    converged : bool
    """

    beta: Floats
    mean: Floats
    theta: float
    weight: Floats
    pearson: Floats
    dispersion: float
    converged: bool


def fit_counts(y: Floats, x: Floats, offset: Floats, *, family: str) -> CountFit:
    """Fit Poisson or negative-binomial counts; NB without overdispersion falls back to Poisson.

    Parameters
    ----------
    y : ndarray of float64, shape (n,)
    x : ndarray of float64, shape (n, k)
    offset : ndarray of float64, shape (n,)
        Logarithm of the exposure.
    family : {"nb", "poisson"}
    """
    theta = np.inf
    beta, fine = _scoring(y, x, offset, theta, None)
    if family == "nb":
        for _ in range(100):
            mean = np.exp(x @ beta + offset)
            new = _theta(y, mean, x.shape[1] if np.isinf(theta) else None, theta)
            if not np.isfinite(new):
                theta = np.inf
                beta, fine = _scoring(y, x, offset, theta, beta)
                break
            done = np.isfinite(theta) and abs(new - theta) <= 1e-10 * theta
            theta = new
            beta, fine = _scoring(y, x, offset, theta, beta)
            if done:
                break
        else:
            fine = False
    # Where a break has no case at all its mean runs to nought.
    mean = np.maximum(np.exp(x @ beta + offset), 1e-12)
    weight = mean / (1 + mean / theta)
    pearson = (y - mean) / np.sqrt(mean * (1 + mean / theta))
    free = max(y.size - x.shape[1], 1)
    return CountFit(
        beta=beta,
        mean=mean,
        theta=theta,
        weight=weight,
        pearson=pearson,
        dispersion=float((pearson**2).sum() / free),
        converged=fine,
    )


def _scoring(
    y: Floats, x: Floats, offset: Floats, theta: float, start: Floats | None
) -> tuple[Floats, bool]:
    """Fisher scoring for the coefficients, given the size parameter."""
    eta = np.log(y + 0.5 * max(float(y.mean()), 0.1)) if start is None else x @ start + offset
    beta = np.zeros(x.shape[1]) if start is None else start
    for _ in range(200):
        mean = np.exp(np.clip(eta, -30, 30))
        weight = mean / (1 + mean / theta)
        target = eta - offset + (y - mean) / mean
        root = np.sqrt(weight)
        new = np.linalg.lstsq(x * root[:, None], target * root, rcond=None)[0]
        moved = float(np.abs(new - beta).max())
        beta = new
        eta = x @ beta + offset
        if moved < 1e-12 * (1 + float(np.abs(beta).max())):
            return beta, True
    return beta, False


def _theta(y: Floats, mean: Floats, k: int | None, start: float) -> float:
    """Maximum-likelihood size parameter given the means; infinite if nothing is overdispersed."""
    if k is not None:
        excess = float((((y - mean) ** 2 - mean) / mean**2).sum())
        start = y.size / excess if excess > 0 else 1e4
    theta = min(max(start, 1e-3), 1e5)
    for _ in range(200):
        score = float(
            (
                digamma(theta + y)
                - digamma(theta)
                + np.log(theta)
                + 1
                - np.log(theta + mean)
                - (y + theta) / (mean + theta)
            ).sum()
        )
        slope = float(
            (
                polygamma(1, theta + y)
                - polygamma(1, theta)
                + 1 / theta
                - 2 / (mean + theta)
                + (y + theta) / (mean + theta) ** 2
            ).sum()
        )
        # Newton on log(theta), which cannot leave the positive numbers.
        curve = theta * slope + score
        step = -score / curve if curve < 0 else np.sign(score)
        step = float(np.clip(step, -2.0, 2.0))
        theta *= float(np.exp(step))
        if theta > _ENDLESS:
            return np.inf
        if abs(step) < 1e-12:
            break
    return theta


def newey_west(scores: Floats, bread: Floats, lags: int, n_params: int) -> Floats:
    """Sandwich covariance with Bartlett weights, scaled by ``n / (n - k)``.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_times, k)
        Score of each period (summed over series).
    bread : ndarray of float64, shape (k, k)
        Inverse information.
    lags : int
        Last lag with a weight.
    n_params : int
        ``k`` of the small-sample factor.

    References
    ----------
    Newey, W. K., West, K. D. (1987). Econometrica 55, 703-708.
    """
    n = scores.shape[0]
    meat = scores.T @ scores
    for lag in range(1, min(lags, n - 1) + 1):
        shared = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (shared + shared.T)
    covariance: Floats = bread @ meat @ bread * n / max(n - n_params, 1)
    return covariance
