"""Years that hang together must not look like a change or a trend."""

import numpy as np
import pytest

from vorort.stats import _series_years, series
from vorort.stats.results import StatsInputError

SETS = 400
# 99.9 % point of the share of rejections of a right test at 5 % on 400 sets.
LIMIT = 0.0875


def hanging(rng, mean, spread, correlation, shape):
    """Draw counts around one level whose logarithms are autoregressive of first order."""
    noise = rng.standard_normal(shape)
    for k in range(1, shape[-1]):
        noise[..., k] *= np.sqrt(1 - correlation**2)
        noise[..., k] += correlation * noise[..., k - 1]
    return rng.poisson(mean * np.exp(spread * noise - spread**2 / 2)).astype(float)


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.5])
@pytest.mark.parametrize(("n", "mean", "spread"), [(7, 300, 0.15), (7, 3_000, 0.2), (10, 100, 0.2)])
def test_a_slow_swing_is_no_trend(n, mean, spread, correlation):
    rng = np.random.default_rng(31)
    y = hanging(rng, mean, spread, correlation, (SETS, n))
    p = np.array([series.trend(one, np.arange(n)).p for one in y])
    assert np.mean(p <= 0.05) <= LIMIT


@pytest.mark.parametrize("reference", ["mean", "previous"])
@pytest.mark.parametrize("n", [3, 5, 8])
def test_a_slow_swing_is_no_leap(reference, n):
    rng = np.random.default_rng(32)
    y = hanging(rng, 1_000, 0.15, 0.5, (SETS, n + 1))
    result = series.predict(y[:, :-1], current=y[:, -1], reference=reference, years=8)
    assert np.mean(result.p <= 0.05) <= LIMIT


def test_without_the_widening_it_would_be():
    rng = np.random.default_rng(33)
    y = hanging(rng, 3_000, 0.2, 0.5, (SETS, 7))
    p = np.array([series.trend(one, np.arange(7), year_correlation=0).p for one in y])
    assert np.mean(p <= 0.05) > LIMIT


def test_a_clear_fall_is_still_seen():
    rng = np.random.default_rng(34)
    y = rng.poisson(300 * np.exp(-0.12 * np.arange(7)), (SETS, 7))
    assert np.mean([series.trend(one, np.arange(7)).verdict == "falling" for one in y]) >= 0.8


def test_long_series_reach_the_asymptotic_factor():
    # Bartlett (1935), Weatherhead et al. (1998): errors of means and slopes grow by
    # sqrt((1 + r) / (1 - r)) in long autoregressive series; 3 for the variance at r = 0.5.
    n, one = 4_000, np.ones(1)
    years = np.arange(n)
    phi, df = _series_years.widen_slope(one, one * (n - 2), one, years, 0.5)
    assert phi.item() == pytest.approx(3, rel=2e-3)
    # Effective degrees of freedom of a variance: n (1 - r^2) / (1 + r^2), Bayley-Hammersley 1946.
    assert df.item() == pytest.approx(n * 0.75 / 1.25, rel=2e-3)


@pytest.mark.parametrize("n", [3, 5, 7])
def test_short_series_equal_drawn_ones(n):
    # The factor is what draws find: variance of the contrast over the mean estimate of it.
    rng = np.random.default_rng(35)
    matrix = 0.5 ** np.abs(np.arange(n + 1)[:, None] - np.arange(n + 1))
    z = rng.standard_normal((400_000, n + 1)) @ np.linalg.cholesky(matrix).T
    gap = (z[:, -1] - z[:, :-1].mean(axis=1)) / np.sqrt(1 + 1 / n)
    estimate = z[:, :-1].var(axis=1, ddof=1)
    big = np.array([1e9])
    phi, df = _series_years.widen(
        big, np.array([n - 1.0]), np.ones((1, n), dtype=bool), 0.5, previous=False
    )
    assert phi.item() / 1e9 == pytest.approx(gap.var() / estimate.mean(), rel=0.01)
    assert df.item() == pytest.approx(2 * estimate.mean() ** 2 / estimate.var(), rel=0.015)


def test_poisson_noise_is_not_widened_and_nothing_is_narrowed():
    used = np.ones((2, 6), dtype=bool)
    raw, df = np.array([0.7, 9.0]), np.full(2, 5.0)
    phi, _ = _series_years.widen(raw, df, used, 0.5, previous=False)
    assert phi[0] == 0.7
    assert phi[1] > 9
    phi, _ = _series_years.widen(raw, df, used, 0.5, previous=True)
    assert phi.tolist() == raw.tolist()


@pytest.mark.parametrize("value", [-0.1, 1.0, np.nan])
def test_an_impossible_correlation_is_refused(value):
    for call in (
        lambda: series.predict([5, 6, 7], current=9, year_correlation=value),
        lambda: series.trend([5, 6, 7, 8], range(4), year_correlation=value),
    ):
        with pytest.raises(StatsInputError) as caught:
            call()
        assert caught.value.field == "year_correlation"


def test_towns_that_move_together_are_fewer_witnesses():
    rng = np.random.default_rng(36)
    common = rng.standard_normal((1, 5))
    alone = rng.standard_normal((30, 5))
    together = 0.95 * common + 0.3 * alone
    raw = np.linspace(1.6, 2.4, 30)
    free = series.pool_dispersion(raw, 4, residual=alone)
    bound = series.pool_dispersion(raw, 4, residual=together)
    assert free.phi == bound.phi
    assert bound.df < 12 < free.df
    assert series.pool_dispersion(raw, 4).df <= 120
