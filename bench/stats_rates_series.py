"""Speed of rates and series: work at n and 10 n, and against peers, checked in the same run.

Run: python bench/stats_rates_series.py
"""

import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from vorort.stats import rates, series

# R 4.2.2, surveillance 1.20: farringtonFlexible, one series, 52 weeks.
R_FARRINGTON_PER_SERIES = 0.41


def clock(call: Callable[[], Any], repeats: int = 3) -> tuple[float, Any]:
    """Return the median time of several calls after a warm-up, and the last result."""
    result = call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = call()
        times.append(time.perf_counter() - start)
    return float(np.median(times)), result


def report(name: str, seconds: float, ratio: float | None = None, peer: str = "") -> None:
    """Print one line: what, how long, and the ratio to a peer or to the tenth of the work."""
    tail = "" if ratio is None else f"   {ratio:8.1f} x {peer}"
    print(f"{name:58s} {seconds:9.3f} s{tail}", flush=True)


def weekly(n_series: int, n_time: int = 416) -> np.ndarray:
    """Seasonal weekly counts."""
    rng = np.random.default_rng(1)
    wave = 10 * np.exp(0.3 * np.sin(2 * np.pi * np.arange(n_time) / 52))
    return rng.poisson(wave * np.ones((n_series, 1))).astype(float)


def farrington() -> None:
    """Flexible Farrington over 52 weeks of 100 and 1,000 series."""
    y = weekly(1_000)
    series.alarms(y[:2])
    small, _ = clock(lambda: series.alarms(y[:100], periods=52))
    large, result = clock(lambda: series.alarms(y, periods=52))
    report("Farrington flexible, 100 series x 52 weeks", small)
    report("Farrington flexible, 1,000 series x 52 weeks", large, large / small, "time of a tenth")
    ratio = R_FARRINGTON_PER_SERIES * len(y) / large
    report("  against published R, per series", large / len(y), ratio, "R surveillance")
    peer, expected = farrington_by_statsmodels(y[:1])
    error = float(np.abs(result.expected[0, -len(expected) :] / expected - 1).max())
    assert error < 1e-5, error
    per_fit = large / (len(y) * 52)
    report("  against a statsmodels loop, per series and week", per_fit, peer / per_fit, "loop")
    assert ratio >= 50, ratio
    assert peer / per_fit >= 20, peer / per_fit


def farrington_by_statsmodels(y: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the time of one fit in a plain loop over statsmodels GLMs, and its expectations."""
    import statsmodels.api as sm  # noqa: PLC0415

    from vorort.stats._series_farrington import reference_weeks  # noqa: PLC0415

    weeks = range(y.shape[1] - 5, y.shape[1])
    expected, start = [], time.perf_counter()
    for now in weeks:
        index, block = reference_weeks(now, 52, (5, 3, 10, 26))
        dummies = (block[:, None] == np.arange(1, 10)).astype(float)
        x = np.column_stack([np.ones(len(index)), index - now, dummies])
        predicted = None
        for design in (x, np.delete(x, 1, axis=1)):
            model = sm.GLM(y[0, index], design, sm.families.Poisson())
            fit = model.fit(tol=1e-12)
            phi = max(1.0, fit.pearson_chi2 / fit.df_resid)
            hat = fit.get_influence().hat_matrix_diag
            residual = 1.5 * (y[0, index] ** (2 / 3) * fit.mu ** (-1 / 6) - fit.mu**0.5)
            residual /= np.sqrt(phi * (1 - hat))
            weight = np.where(residual > 2.58, residual**-2.0, 1.0)
            weight *= len(weight) / weight.sum()
            weighed = sm.GLM(y[0, index], design, sm.families.Poisson(), var_weights=weight)
            predicted = float(np.exp(weighed.fit(tol=1e-12).params[0]))
            if predicted <= y[0, index].max():
                break
        expected.append(predicted)
    return (time.perf_counter() - start) / len(weeks), np.array(expected)


def verdicts() -> None:
    """Verdicts for 419 areas x 300 keys, one year with limits and twenty years without."""
    rng = np.random.default_rng(2)
    mean = np.exp(rng.normal(2.0, 2.0, (419, 300)))[..., None]
    y = rng.poisson(mean * rng.gamma(50, 1 / 50, (419, 300, 26))).astype(float)
    small, _ = clock(lambda: series.predict(y[:42, :, :5], current=y[:42, :, 5]), 1)
    large, result = clock(lambda: series.predict(y[..., :5], current=y[..., 5]), 1)
    report("verdict with limits, 42 areas x 300 keys", small)
    report("verdict with limits, 419 areas x 300 keys", large, large / small, "time of a tenth")
    one = series.predict(y[7, 9, :5], current=y[7, 9, 5])
    assert result.p[7, 9] == one.p or (np.isnan(result.p[7, 9]) and np.isnan(one.p))
    start = time.perf_counter()
    found = []
    for year in range(6, 26):
        part = series.predict(y[..., year - 5 : year], current=y[..., year], limits=False)
        found.append(np.mean(part.verdict == "distinguishable"))
    report("verdict without limits, 419 x 300 x 20 years", time.perf_counter() - start)
    assert np.mean(found) <= 0.05, np.mean(found)


def rate_limits() -> None:
    """Exact limits of 419 x 300 x 20 rates against scipy's quantiles one by one in an array."""
    from scipy import stats  # noqa: PLC0415

    rng = np.random.default_rng(3)
    cases = rng.poisson(np.exp(rng.normal(2.0, 2.0, (419, 300, 20))))
    pop = np.exp(rng.normal(8.2, 1, (419, 1, 1)))
    small, _ = clock(lambda: rates.rate(cases[:42], pop[:42]))
    large, result = clock(lambda: rates.rate(cases, pop))
    report("exact rate limits, 419 x 300 x 20", large, large / small, "time of a tenth")
    part = cases[:20]
    peer, limit = clock(lambda: stats.chi2.ppf(0.975, 2 * part + 2) / 2, 1)
    np.testing.assert_allclose(result.hi[:20], limit / pop[:20] * 1e5, rtol=1e-9)
    report("  against scipy chi2.ppf", large, peer * len(cases) / len(part) / large, "scipy")


def areas() -> None:
    """Funnel and empirical Bayes for 419 areas x 300 keys x 20 years; BYM2 for 419 areas."""
    rng = np.random.default_rng(4)
    pop = np.exp(rng.normal(8.2, 1, 419))
    cases = rng.poisson(pop * 0.0015 * rng.gamma(6, 1 / 6, (6_000, 419))).astype(float)
    small, _ = clock(lambda: rates.smooth(cases[:600], pop), 1)
    large, result = clock(lambda: rates.smooth(cases, pop), 1)
    report("empirical Bayes with intervals, 6,000 maps of 419 areas", large, large / small, "tenth")
    np.testing.assert_allclose(result.mean[17], rates.smooth(cases[17], pop).mean, rtol=1e-12)
    few, _ = clock(lambda: [rates.funnel(row, pop, curves=False) for row in cases[:600]], 1)
    many, maps = clock(lambda: [rates.funnel(row, pop, curves=False) for row in cases], 1)
    report("funnel, 6,000 maps of 419 areas", many, many / few, "time of a tenth")
    assert np.mean([np.mean(one.p <= 0.05) for one in maps]) <= 0.06

    class Grid:
        indptr, indices = grid_graph(20, 21)

    one = np.append(cases[0], 6.0)
    seconds, fit = clock(lambda: rates.smooth(one, np.append(pop, 4_000), Grid(), model="bym2"), 1)
    report("BYM2 by Laplace, 420 areas", seconds)
    assert np.all(fit.lo < fit.mean)
    assert np.all(fit.mean < fit.hi)


def grid_graph(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the rook graph of a grid in compressed rows."""
    pointer, indices = [0], []
    for r in range(rows):
        for c in range(columns):
            near = [(r - 1, c), (r, c - 1), (r, c + 1), (r + 1, c)]
            indices += [a * columns + b for a, b in near if 0 <= a < rows and 0 <= b < columns]
            pointer.append(len(indices))
    return np.array(pointer), np.array(indices)


def decomposition() -> None:
    """Robust STL of 144 months against statsmodels, same numbers."""
    from statsmodels.tsa.seasonal import STL  # noqa: PLC0415

    rng = np.random.default_rng(5)
    y = 50 + 10 * np.cos(2 * np.pi * np.arange(144) / 12) + rng.normal(0, 3, 144)
    own, result = clock(lambda: series.decompose(y, 12, seasonal=13, transform="none"))
    peer, other = clock(
        lambda: STL(
            y,
            12,
            seasonal=13,
            trend=21,
            low_pass=13,
            seasonal_deg=0,
            robust=True,
            seasonal_jump=2,
            trend_jump=3,
            low_pass_jump=2,
        ).fit(inner_iter=1, outer_iter=15)
    )
    np.testing.assert_allclose(result.trend, other.trend, atol=1e-8)
    report("robust STL, 144 months", own, peer / own, "statsmodels")


def changes() -> None:
    """Change point with 9,999 draws, 40 and 400 periods."""
    rng = np.random.default_rng(6)
    y = rng.poisson(np.repeat([30.0, 40.0], 200))
    small, _ = clock(lambda: series.changepoint(y[180:220], seed=1))
    large, result = clock(lambda: series.changepoint(y, seed=1))
    report("change point, 400 periods, 9,999 draws", large, large / small, "time of a tenth")
    assert abs(int(result.index[0]) - 200) < 15


def main() -> None:
    """Run all, or those named on the command line."""
    warnings.simplefilter("ignore")
    every = (rate_limits, verdicts, areas, farrington, decomposition, changes)
    for function in every:
        if len(sys.argv) == 1 or function.__name__ in sys.argv[1:]:
            function()


if __name__ == "__main__":
    main()
