"""Long proofs: every p-value on 5,000 null sets, every interval's coverage, and some power.

Limits: at 5 % no more than 6.0 % of 5,000 null sets may be rejected (99.9 % point of a right
test); exact intervals cover at least 94 %, approximate ones at least 93 %.
"""

from types import SimpleNamespace

import numpy as np
import pytest
from tests.stats.test_series_years import hanging

from vorort.stats import _rates_bym, rates, series

pytestmark = pytest.mark.prove

SETS = 5_000
REJECTED = 0.060
EXACT, APPROXIMATE = 0.94, 0.93


def years_of(rng, mean, alpha, shape):
    shock = rng.gamma(1 / alpha, alpha, shape) if alpha else np.ones(shape)
    return rng.poisson(mean * shock).astype(float)


def overdispersed(rng, mean, phi, shape):
    if phi == 1:
        return rng.poisson(mean, shape).astype(float)
    return rng.negative_binomial(mean / (phi - 1), 1 / phi, shape).astype(float)


def ring(n):
    index = np.arange(n)
    both = np.column_stack([(index - 1) % n, (index + 1) % n])
    return SimpleNamespace(indptr=2 * np.arange(n + 1), indices=np.sort(both, axis=1).ravel())


def towns(rng, alpha, n=418, rate=0.0012):
    pop = np.round(np.exp(rng.normal(np.log(3_663), 1.0, n))) + 200
    risk = rng.gamma(1 / alpha, alpha, n) if alpha else np.ones(n)
    return rng.poisson(pop * rate * risk).astype(float), pop, risk * rate


@pytest.mark.parametrize("mean", [1, 3, 10, 40, 200])
@pytest.mark.parametrize("method", ["exact", "etest"])
def test_comparison(mean, method):
    rng = np.random.default_rng(100 + mean)
    sets = SETS if method == "exact" else 1_500
    c1, c0 = rng.poisson(0.8 * mean, sets), rng.poisson(mean, sets)
    result = rates.compare(c1, 0.8, c0, 1, method=method, limits=method == "exact")
    limit = REJECTED if method == "exact" else 0.069
    assert np.nanmean(result.p <= 0.05) <= limit
    if method == "exact":
        known = c1 + c0 > 0
        assert np.mean(((result.lo <= 1) & (result.hi >= 1))[known]) >= EXACT


@pytest.mark.parametrize("reference", ["mean", "previous"])
@pytest.mark.parametrize("n_years", [3, 4, 5, 7])
@pytest.mark.parametrize("alpha", [0.0, 0.01, 0.05, 0.15])
@pytest.mark.parametrize("mean", [3, 30, 300, 10_000])
def test_verdict_on_a_year(reference, n_years, alpha, mean):
    rng = np.random.default_rng(7)
    y = years_of(rng, mean, alpha, (SETS, n_years + 1))
    result = series.predict(y[:, :-1], current=y[:, -1], reference=reference, years=9)
    assert np.mean(result.verdict == "distinguishable") <= REJECTED
    assert np.mean((result.lo <= y[:, -1]) & (y[:, -1] <= result.hi)) >= EXACT


@pytest.mark.parametrize("alpha", [0.0, 0.02, 0.08])
def test_verdict_with_a_shared_dispersion(alpha):
    rng = np.random.default_rng(8)
    y = years_of(rng, 150, alpha, (SETS, 5))
    own = series.dispersion(y[:, :-1])
    prior = series.pool_dispersion(own.raw, own.df)
    result = series.predict(y[:, :-1], current=y[:, -1], prior=prior)
    assert np.mean(result.verdict == "distinguishable") <= REJECTED


def test_power_of_the_verdict():
    rng = np.random.default_rng(9)
    y = years_of(rng, 100, 0.01, (SETS, 5))
    for factor, least in ((1.8, 0.80), (0.4, 0.80)):
        now = years_of(rng, 100 * factor, 0.01, SETS)
        assert np.mean(series.predict(y, current=now).verdict == "distinguishable") >= least


@pytest.mark.parametrize("alpha", [0.0, 0.05, 0.15, 0.3])
def test_funnel(alpha):
    rng = np.random.default_rng(10)
    p = np.concatenate([rates.funnel(*towns(rng, alpha)[:2]).p for _ in range(60)])
    assert np.mean(p <= 0.05) <= REJECTED


@pytest.mark.parametrize(
    ("model", "alpha"), [("eb", 0.0), ("eb", 0.15), ("eb", 0.5), ("local_eb", 0.15)]
)
def test_smoothing(model, alpha):
    rng = np.random.default_rng(11)
    graph, covered = ring(418) if model != "eb" else None, []
    for _ in range(60):
        c, pop, risk = towns(rng, alpha)
        result = rates.smooth(c, pop, graph, model=model, per=1)
        covered.append(np.mean((result.lo <= risk) & (risk <= result.hi)))
    assert np.mean(covered) >= APPROXIMATE


@pytest.mark.parametrize(("sigma", "rho"), [(0.3, 0.2), (0.5, 0.8)])
def test_spatial_smoothing(sigma, rho):
    rng = np.random.default_rng(12)
    n, covered, graph = 150, [], ring(150)
    from scipy import sparse

    matrix = sparse.csr_array((np.ones(2 * n), graph.indices, graph.indptr), (n, n))
    structure = _rates_bym.scaled_structure(matrix)
    root = np.linalg.cholesky(rho * structure + (1 - rho + 1e-9) * np.eye(n))
    for _ in range(30):
        pop = np.exp(rng.normal(8.2, 0.9, n))
        risk = 0.0015 * np.exp(sigma * root @ rng.standard_normal(n))
        result = rates.smooth(rng.poisson(pop * risk), pop, graph, model="bym2", per=1)
        covered.append(np.mean((result.lo <= risk) & (risk <= result.hi)))
    assert np.mean(covered) >= APPROXIMATE


def test_standardised_rates():
    rng = np.random.default_rng(13)
    pop, weight = np.array([300.0, 2_000, 5_000, 900]), np.array([0.2, 0.3, 0.3, 0.2])
    true = np.array([0.004, 0.002, 0.001, 0.005])
    result = rates.standardise(
        rng.poisson(pop * true, (SETS, 4)), np.broadcast_to(pop, (SETS, 4)), weight, per=1
    )
    assert np.mean((result.lo <= weight @ true) & (weight @ true <= result.hi)) >= EXACT


def test_ranks():
    rng = np.random.default_rng(14)
    true, hits = np.linspace(0, 6, 15), []
    for k in range(400):
        values = true + rng.standard_normal(15)
        result = rates.rank(values, se=np.ones(15), top=1, n_draws=600, seed=k)
        hits.append(((result.lo <= 15 - np.arange(15)) & (15 - np.arange(15) <= result.hi)).all())
    assert np.mean(hits) >= APPROXIMATE - 0.01


@pytest.mark.parametrize(
    ("mean", "phi"), [(0.1, 1), (0.3, 2), (1, 1), (3, 1.5), (10, 1), (10, 4), (40, 2)]
)
def test_early_warning(mean, phi):
    rng = np.random.default_rng(15)
    wave = mean * np.exp(0.3 * np.sin(2 * np.pi * np.arange(340) / 52)) * np.ones((SETS, 1))
    result = series.alarms(overdispersed(rng, wave, phi, None), alpha=0.05, at_least=(0, 1))
    assert np.nanmean(result.p <= 0.05) <= REJECTED


def test_ears():
    rng = np.random.default_rng(16)
    for mean in (2, 8, 40):
        for variant in ("C1", "C2"):
            result = series.alarms(rng.poisson(mean, (SETS, 20)), method="ears", variant=variant)
            assert np.nanmean(result.p <= 0.05) <= REJECTED


@pytest.mark.parametrize(
    ("n", "harmonics", "sets"), [(6, 0, SETS), (9, 0, SETS), (60, 2, 1_500), (120, 2, 1_000)]
)
@pytest.mark.parametrize("alpha", [0.0, 0.03])
def test_trend(n, harmonics, sets, alpha):
    rng = np.random.default_rng(17)
    t = np.arange(n) / (12 if harmonics else 1)
    found, covered = [], []
    for _ in range(sets):
        mean = np.exp(rng.uniform(np.log(4), np.log(500)))
        y = years_of(rng, mean, alpha, n)
        if y.sum():
            result = series.trend(y, t, harmonics=harmonics)
            found.append(result.p <= 0.05)
            covered.append(result.lo <= 0 <= result.hi)
    limit = 0.05 + 3.1 * np.sqrt(0.05 * 0.95 / sets)
    assert np.mean(found) <= limit
    assert np.mean(covered) >= min(APPROXIMATE, 1 - limit)


@pytest.mark.parametrize("n", [6, 7, 9, 12])
@pytest.mark.parametrize("correlation", [0.3, 0.5])
@pytest.mark.parametrize(("mean", "spread"), [(20, 0.2), (100, 0.15), (3_000, 0.2)])
def test_a_slow_swing_is_no_trend(mean, spread, correlation, n):
    rng = np.random.default_rng(27)
    y = hanging(rng, mean, spread, correlation, (SETS, n))
    found = [series.trend(one, np.arange(n), family="poisson").p <= 0.05 for one in y]
    assert np.mean(found) <= REJECTED


@pytest.mark.parametrize("reference", ["mean", "previous"])
@pytest.mark.parametrize("n_years", [3, 5, 7])
@pytest.mark.parametrize("mean", [30, 300, 10_000])
def test_a_slow_swing_is_no_leap(reference, n_years, mean):
    rng = np.random.default_rng(28)
    y = hanging(rng, mean, 0.15, 0.5, (SETS, n_years + 1))
    result = series.predict(y[:, :-1], current=y[:, -1], reference=reference, years=9)
    assert np.mean(result.verdict == "distinguishable") <= REJECTED


@pytest.mark.parametrize(("null", "phi"), [("permutation", 1), ("permutation", 8), ("poisson", 1)])
def test_change_point(null, phi):
    rng = np.random.default_rng(18)
    found = []
    for k in range(SETS):
        y = overdispersed(rng, rng.uniform(3, 120), phi, int(rng.integers(8, 25)))
        if y.sum():
            found.append(series.changepoint(y, null=null, mc=99, seed=k).candidate_p <= 0.05)
    assert np.mean(found) <= REJECTED


def test_time_of_a_clear_shift():
    rng = np.random.default_rng(19)
    hits = []
    for k in range(1_000):
        y = overdispersed(rng, np.repeat([40.0, 66.0], [14, 10]), 1 + k % 2, None)
        low, high = series.changepoint(y, mc=99, seed=1).candidate_ci
        hits.append(low <= 14 <= high)
    assert np.mean(hits) >= APPROXIMATE


@pytest.mark.parametrize("phi", [1, 3])
def test_season(phi):
    rng = np.random.default_rng(20)
    found, covered = [], []
    for k in range(SETS):
        y = overdispersed(rng, rng.uniform(2, 40), phi, (5, 12))
        result = series.seasonality(y, mc=199, seed=k)
        found.append(result.p <= 0.05)
        covered.append(((result.lo <= 1) & (result.hi >= 1)).all())
    assert np.mean(found) <= REJECTED
    assert np.mean(covered) >= APPROXIMATE


@pytest.mark.parametrize("phi", [1, 3])
def test_control_chart(phi):
    rng = np.random.default_rng(21)
    base, signal = np.arange(31) < 30, []
    for _ in range(SETS):
        y = overdispersed(rng, rng.uniform(3, 40), phi, 31)
        signal.append(rates.u_chart(y, baseline=base, level=0.95).signal[-1])
    assert np.mean(signal) <= REJECTED
