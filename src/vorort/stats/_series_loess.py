# ruff: noqa: PLR0917 - compiled code takes its arguments by place
"""Loess and the inner loop of STL (Cleveland et al. 1990), on evenly spaced points.

Local fits are made at every ``jump``-th point and joined by straight lines, as the published
procedure does; without that, results differ from R in the third digit.
"""

import numpy as np

from vorort.stats._series_kernel import compiled
from vorort.stats.arrays import FloatArray


@compiled
def _local(
    y: FloatArray, robust: FloatArray, at: float, left: int, right: int, window: int, degree: int
) -> float:
    """Return the local fit at ``at`` from the points left..right; NaN if all weights vanish."""
    n = len(y)
    reach = max(at - left, right - at)
    if window > n:
        reach += (window - n) // 2
    weight = np.zeros(right - left + 1)
    total = 0.0
    for j in range(left, right + 1):
        distance = abs(j - at)
        if distance <= 0.999 * reach:
            value = 1.0 if distance <= 0.001 * reach else (1 - (distance / reach) ** 3) ** 3
            weight[j - left] = value * robust[j]
            total += weight[j - left]
    if total <= 0:
        return np.nan
    weight /= total
    if reach > 0 and degree > 0:
        center = 0.0
        for j in range(left, right + 1):
            center += weight[j - left] * j
        spread = 0.0
        for j in range(left, right + 1):
            spread += weight[j - left] * (j - center) ** 2
        # A slope from points all but on one spot would be noise.
        if np.sqrt(spread) > 0.001 * (n - 1):
            slope = (at - center) / spread
            for j in range(left, right + 1):
                weight[j - left] *= slope * (j - center) + 1
    fit = 0.0
    for j in range(left, right + 1):
        fit += weight[j - left] * y[j]
    return fit


@compiled
def loess(y: FloatArray, robust: FloatArray, window: int, degree: int, jump: int) -> FloatArray:
    """Return the smooth of ``y``; ``window`` points carry weight around each fitted point."""
    n = len(y)
    fit = np.empty(n)
    if n < 2:
        fit[:] = y
        return fit
    step = min(jump, n - 1)
    half = (window + 1) // 2
    last = 0
    for i in range(0, n, step):
        left = min(max(i - half + 1, 0), max(n - window, 0))
        right = min(left + window - 1, n - 1)
        fit[i] = _or_own(_local(y, robust, i, left, right, window, degree), y[i])
        last = i
    for i in range(0, last, step):
        for j in range(i + 1, i + step):
            fit[j] = fit[i] + (fit[i + step] - fit[i]) * (j - i) / step
    if last != n - 1:
        left = max(n - window, 0)
        fit[n - 1] = _or_own(_local(y, robust, n - 1, left, n - 1, window, degree), y[n - 1])
        for j in range(last + 1, n - 1):
            fit[j] = fit[last] + (fit[n - 1] - fit[last]) * (j - last) / (n - 1 - last)
    return fit


@compiled
def _or_own(fit: float, own: float) -> float:
    return own if np.isnan(fit) else fit


@compiled
def _cycles(
    y: FloatArray, robust: FloatArray, period: int, window: int, degree: int, jump: int
) -> FloatArray:
    """Smooth each month's sub-series, one cycle longer at both ends."""
    n = len(y)
    out = np.empty(n + 2 * period)
    for month in range(period):
        part = y[month::period].copy()
        weight = robust[month::period].copy()
        k = len(part)
        fit = loess(part, weight, window, degree, jump)
        right = min(window, k) - 1
        before = _or_own(_local(part, weight, -1.0, 0, right, window, degree), fit[0])
        left = max(0, k - window)
        after = _or_own(_local(part, weight, float(k), left, k - 1, window, degree), fit[k - 1])
        out[month] = before
        for m in range(k):
            out[month + (m + 1) * period] = fit[m]
        out[month + (k + 1) * period] = after
    return out


@compiled
def _average(y: FloatArray, width: int) -> FloatArray:
    """Return the moving average, shorter by ``width - 1``."""
    n = len(y) - width + 1
    out = np.empty(n)
    total = y[:width].sum()
    out[0] = total / width
    for i in range(1, n):
        total += y[i + width - 1] - y[i - 1]
        out[i] = total / width
    return out


@compiled
def inner_loop(
    y: FloatArray,
    robust: FloatArray,
    trend: FloatArray,
    period: int,
    windows: tuple[int, int, int],
    degree: int,
    rounds: int,
) -> tuple[FloatArray, FloatArray]:
    """Return season and trend after ``rounds`` passes; windows of season, trend, low pass."""
    n = len(y)
    season = np.zeros(n)
    ones = np.ones(n)
    seasonal, long, low = windows
    for _ in range(rounds):
        jump = (seasonal + 9) // 10
        cycle = _cycles(y - trend, robust, period, seasonal, degree, jump)
        passed = _average(_average(_average(cycle, period), period), 3)
        season = cycle[period : period + n] - loess(passed, ones, low, 1, (low + 9) // 10)
        trend = loess(y - season, robust, long, 1, (long + 9) // 10)
    return season, trend


def robustness(residual: FloatArray) -> FloatArray:
    """Return bisquare weights of the residuals, 0 beyond six median absolute residuals."""
    size = np.abs(residual)
    reach = 6 * np.median(size)
    inside = (1 - np.square(size / reach if reach > 0 else 0 * size)) ** 2
    return np.asarray(
        np.where(size <= 0.001 * reach, 1.0, np.where(size <= 0.999 * reach, inside, 0.0))
    )
