"""Exact limits and tails for one and two Poisson counts; trusted input, no checks.

All two-count methods rest on one fact: given the total ``n = y + c``, the count ``y`` is
binomial with share ``e1 / (e1 + e0)`` if both rates are equal. Tails are kept as normal
scores because the share of a score beyond 37 underflows as a probability, and such scores
are ordinary once a big town's own fluctuation is divided out of them.
"""

import numpy as np
from scipy import special

from vorort.stats.arrays import FloatArray

_TINY = 1e-290
_FAR = 35.0


def poisson_limits(cases: FloatArray, alpha: float, *, midp: bool) -> tuple[FloatArray, FloatArray]:
    """Return the two-sided limits of a Poisson mean, NaN where ``cases`` is NaN."""
    known, inverse = np.unique(cases, return_inverse=True)
    if midp:
        low, high = _midp_limits(known, alpha)
    else:
        inner = special.gammaincinv(np.maximum(known, 0.5), alpha / 2)
        low = np.where(known > 0, inner, 0.0)
        high = np.asarray(special.gammainccinv(known + 1, alpha / 2))
    missing = np.isnan(known)
    low = np.where(missing, np.nan, low)[inverse].reshape(cases.shape)
    high = np.where(missing, np.nan, high)[inverse].reshape(cases.shape)
    return low, high


def _midp_limits(known: FloatArray, alpha: float) -> tuple[FloatArray, FloatArray]:
    """Return mid-p limits by bisection between zero, the count and the exact limits."""
    count = np.nan_to_num(known)

    def upper_tail(mean: FloatArray) -> FloatArray:
        at_least = np.where(count > 0, special.gammainc(np.maximum(count, 0.5), mean), 1.0)
        more = special.gammainc(count + 1, mean)
        return np.asarray(0.5 * (at_least + more))

    low_left, low_right = np.zeros_like(count), count.copy()
    high_left, high_right = count.copy(), special.gammainccinv(count + 1, alpha / 2)
    for _ in range(60):
        low, high = 0.5 * (low_left + low_right), 0.5 * (high_left + high_right)
        below = upper_tail(low) < alpha / 2
        low_left, low_right = np.where(below, low, low_left), np.where(below, low_right, low)
        short = 1.0 - upper_tail(high) > alpha / 2
        high_left, high_right = np.where(short, high, high_left), np.where(short, high_right, high)
    return 0.5 * (low_left + low_right), 0.5 * (high_left + high_right)


def score_up(y: FloatArray, c: FloatArray, share: FloatArray) -> FloatArray:
    """Return the normal score of P(Y >= y | y + c); large means surprisingly many."""
    tail = np.where(y > 0, special.betainc(np.where(y > 0, y, 1.0), c + 1, share), 1.0)
    return _score(tail, np.asarray(y - 0.5), np.asarray(c + 0.5), share)


def score_down(y: FloatArray, c: FloatArray, share: FloatArray) -> FloatArray:
    """Return the normal score of P(Y <= y | y + c); large means surprisingly few."""
    tail = np.where(c > 0, special.betainc(np.where(c > 0, c, 1.0), y + 1, 1 - share), 1.0)
    return _score(tail, np.asarray(y + 0.5), np.asarray(c - 0.5), share)


def _score(tail: FloatArray, y: FloatArray, c: FloatArray, share: FloatArray) -> FloatArray:
    """Turn a tail share into a score, by the root of the deviance where it underflows."""
    score = -special.ndtri(np.maximum(tail, _TINY))
    far = tail < _TINY
    if far.any():
        root = _root_deviance(np.maximum(y, 0.0), np.maximum(c, 0.0), share)
        score = np.where(far, np.maximum(root, score), score)
    return np.asarray(score)


def _root_deviance(y: FloatArray, c: FloatArray, share: FloatArray) -> FloatArray:
    """Return the root of the binomial deviance of (y, c) against ``share``."""
    n = np.maximum(y + c, 1e-12)
    with np.errstate(divide="ignore", invalid="ignore"):
        of_y, of_c = y / (n * share), c / (n * (1 - share))
        deviance = special.xlogy(y, of_y) + special.xlogy(c, of_c)
    deviance = np.where(np.isnan(deviance), np.inf, deviance)
    return np.asarray(np.sqrt(2 * np.maximum(deviance, 0.0)))


def conditional_score(c1: FloatArray, c0: FloatArray, share: FloatArray) -> FloatArray:
    """Return the signed score of the central exact test; 0 where its p-value is 1."""
    up, down = score_up(c1, c0, share), score_down(c1, c0, share)
    return np.asarray(np.where(up > down, np.maximum(up, 0.0), -np.maximum(down, 0.0)))


def farthest_score(n: FloatArray, share: FloatArray) -> FloatArray:
    """Return the largest score that any split of ``n`` cases can reach."""
    none = np.zeros_like(n)
    return np.asarray(np.maximum(score_up(n, none, share), score_down(none, n, share)))


def ratio_limits(
    c1: FloatArray, c0: FloatArray, odds: FloatArray, cut: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return Clopper-Pearson limits of the rate ratio at the score ``cut``.

    ``odds`` is e1 / e0. Where the tail share underflows (scores beyond 35, or few cases with a
    huge dispersion) the limits come from the root of the deviance.
    """
    tail = special.ndtr(-np.minimum(cut, _FAR))
    at_low = special.betaincinv(np.maximum(c1, 0.5), c0 + 1, tail)
    at_high = special.betaincinv(np.maximum(c0, 0.5), c1 + 1, tail)
    low = at_low / (1 - at_low)
    high = (1 - at_high) / at_high
    far = (cut > _FAR) | ~(low <= high)
    if far.any():
        low = np.where(far, _deviance_odds(c1 - 0.5, c0 + 0.5, cut, below=True), low)
        high = np.where(far, _deviance_odds(c1 + 0.5, c0 - 0.5, cut, below=False), high)
    low = np.where(c1 > 0, low, 0.0)
    high = np.where(c0 > 0, high, np.inf)
    return np.asarray(low / odds), np.asarray(high / odds)


def _deviance_odds(y: FloatArray, c: FloatArray, cut: FloatArray, *, below: bool) -> FloatArray:
    """Return the odds at which the root of the deviance equals ``cut``, by bisection in logs."""
    y, c = np.maximum(y, 0.0), np.maximum(c, 0.0)
    start = np.log(np.maximum(y, 0.25)) - np.log(np.maximum(c, 0.25))
    near, away = start, start + (-700.0 if below else 700.0)
    for _ in range(70):
        middle = 0.5 * (near + away)
        root = _root_deviance(y, c, special.expit(middle))
        inside = root < cut
        near, away = np.where(inside, middle, near), np.where(inside, away, middle)
    return np.asarray(np.exp(0.5 * (near + away)))


def count_limits(
    c0: FloatArray, share: FloatArray, cut: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the smallest and largest new count whose score stays below ``cut``.

    They form the exact conditional prediction interval of the new count given the old one.
    """
    odds = share / (1 - share)
    guess = c0 * odds
    spread = (cut + 3) * np.sqrt((guess + cut * cut + 1) * (1 + odds)) + cut * cut * (1 + odds)
    low, high = guess.copy(), guess + spread + 5
    short = score_up(np.floor(high), c0, share) < cut
    while short.any():
        high = np.where(short, 2 * high, high)
        short = score_up(np.floor(high), c0, share) < cut
    largest = _last_inside(np.floor(low), np.floor(high), c0, share, cut)
    smallest = _first_inside(np.ceil(guess), c0, share, cut)
    return smallest, largest


def _last_inside(
    inside: FloatArray, outside: FloatArray, c0: FloatArray, share: FloatArray, cut: FloatArray
) -> FloatArray:
    while (outside - inside > 1).any():
        middle = np.floor(0.5 * (inside + outside))
        is_inside = score_up(middle, c0, share) < cut
        inside = np.where(is_inside, middle, inside)
        outside = np.where(is_inside, outside, np.maximum(middle, inside + 1))
    return inside


def _first_inside(
    inside: FloatArray, c0: FloatArray, share: FloatArray, cut: FloatArray
) -> FloatArray:
    outside = np.full_like(inside, -1.0)
    while (inside - outside > 1).any():
        middle = np.ceil(0.5 * (inside + outside))
        is_inside = score_down(middle, c0, share) < cut
        inside = np.where(is_inside, middle, inside)
        outside = np.where(is_inside, outside, np.minimum(middle, inside - 1))
    return inside + 0.0
