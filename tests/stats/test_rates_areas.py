"""Funnel, smoothing, ranks, regression to the mean and control charts.

Reference values: spdep ``EBest``, ``EBlocal``; MASS ``theta.mm``; mgcv ``mrf``; R
``p.adjust`` (North Carolina SIDS 1974, make_fixtures.R); Hauer et al. (2002); Montgomery;
the measured finding on regression to the mean of the project's own method notes.
"""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats

from vorort.stats import _rates_bym, _rates_fdr, rates
from vorort.stats.results import StatsInputError

FIXTURES = Path(__file__).parent / "fixtures"
SIDS = json.loads((FIXTURES / "sids.json").read_text())
CASES, POP = np.array(SIDS["cases"], float), np.array(SIDS["pop"], float)
GRAPH = SimpleNamespace(indptr=np.array(SIDS["indptr"]), indices=np.array(SIDS["indices"]))


def ring(n):
    """A graph of areas in a circle."""
    index = np.arange(n)
    both = np.column_stack([(index - 1) % n, (index + 1) % n])
    return SimpleNamespace(indptr=2 * np.arange(n + 1), indices=np.sort(both, axis=1).ravel())


def towns(rng, alpha, n=418, rate=0.0012):
    """Towns of log-normal size with gamma risk; sizes as in a large rural state."""
    pop = np.round(np.exp(rng.normal(np.log(3_663), 1.0, n))) + 200
    risk = rng.gamma(1 / alpha, alpha, n) if alpha else np.ones(n)
    return rng.poisson(pop * rate * risk).astype(float), pop, risk * rate


# --- funnel ----------------------------------------------------------------------------------


def test_funnel_equals_r():
    nb = rates.funnel(CASES, POP, dispersion="nb")
    np.testing.assert_allclose(1 / nb.alpha, SIDS["theta"], rtol=1e-6)
    np.testing.assert_allclose(nb.p, SIDS["p_nb"], rtol=1e-6)
    np.testing.assert_allclose(nb.q, SIDS["q_nb"], rtol=1e-6)
    poisson = rates.funnel(CASES, POP, dispersion="poisson")
    np.testing.assert_allclose(poisson.p, SIDS["p_poisson"], rtol=1e-6)
    additive = rates.funnel(CASES, POP, dispersion="tau2")
    assert additive.alpha == pytest.approx(SIDS["tau2"], rel=1e-6)
    np.testing.assert_allclose(additive.z, SIDS["z_tau2"], rtol=1e-6)


def test_funnel_finds_anson_county():
    # The known outlier of these data (Cressie and Read 1985).
    result = rates.funnel(CASES, POP, dispersion="poisson")
    assert np.argmin(result.p) == int(np.argmax(CASES / POP * (CASES > 10)))
    assert result.flags[np.argmin(result.p)] == "high"
    assert result.has_note("OVERDISPERSED")


def test_funnel_limits_hold_their_share():
    result = rates.funnel(CASES, POP, dispersion="poisson", limits=(0.95,))
    grid, low, high = (result.curves[k] for k in ("expected", "lo_0.95", "hi_0.95"))
    assert (low >= 0).all()
    assert (low <= 1).all()
    assert (high >= 1).all()
    mass = stats.poisson.cdf(np.ceil(high * grid), grid) - stats.poisson.cdf(
        np.floor(low * grid) - 1, grid
    )
    assert mass.min() >= 0.945
    assert (np.diff(high[-50:]) < 0).mean() > 0.9


@pytest.mark.parametrize("alpha", [0.0, 0.15])
def test_negative_binomial_funnel_keeps_its_level(alpha):
    rng = np.random.default_rng(3)
    flagged = [np.mean(rates.funnel(*towns(rng, alpha)[:2]).p <= 0.05) for _ in range(20)]
    assert np.mean(flagged) <= 0.0875


def test_poisson_funnel_alarms_too_often_in_real_life():
    # Finding 4 of the method notes: 12 % at a coefficient of variation of .39.
    rng = np.random.default_rng(4)
    c, pop, _ = towns(rng, 0.15)
    assert np.mean(rates.funnel(c, pop, dispersion="poisson").p <= 0.05) > 0.08
    assert rates.funnel(c, pop, dispersion="nb").flags.tolist().count("high") <= 3


def test_funnel_does_not_care_for_order_and_missing():
    rng = np.random.default_rng(5)
    order = rng.permutation(len(CASES))
    one, other = rates.funnel(CASES, POP), rates.funnel(CASES[order], POP[order])
    np.testing.assert_allclose(one.p[order], other.p, rtol=1e-9)
    gap = CASES.copy()
    gap[3] = np.nan
    part = rates.funnel(gap, POP)
    assert np.isnan(part.q[3])
    assert part.flags[3] == ""
    without = rates.funnel(np.delete(CASES, 3), np.delete(POP, 3))
    np.testing.assert_allclose(np.delete(part.p, 3), without.p, rtol=1e-9)


def test_funnel_refuses():
    for arguments, options, code in (
        (([1, 2], [10, 10]), {}, "TOO_FEW"),
        (([0, 0, 0], [1, 1, 1]), {}, "NO_CASES"),
        (([1, 2, 3],), {}, "ONE_OF_TWO"),
        (([1, 2, 3], [1, 1, 1]), {"expected": [1, 1, 1]}, "ONE_OF_TWO"),
        (([1, 2, 3], [1, 0, 1]), {}, "NOT_POSITIVE"),
        (([1, 2, 3], [1, 1, 1]), {"limits": (1.0,)}, "NOT_A_PROBABILITY"),
        (([1, 2, 3], [1, 1, 1]), {"dispersion": "phi"}, "UNKNOWN_CHOICE"),
    ):
        with pytest.raises(StatsInputError) as caught:
            rates.funnel(*arguments, **options)
        assert caught.value.code == code


def test_adjusted_p_values_are_those_of_the_paper():
    # Benjamini and Hochberg (1995), section 3.2: fifteen tests, four of them found at .05.
    p = np.array(
        [
            0.0001,
            0.0004,
            0.0019,
            0.0095,
            0.0201,
            0.0278,
            0.0298,
            0.0344,
            0.0459,
            0.3240,
            0.4262,
            0.5719,
            0.6528,
            0.7590,
            1.0,
        ]
    )
    q = _rates_fdr.adjust(p)
    assert (q <= 0.05).sum() == 4
    assert q[0] == pytest.approx(0.0015)
    assert np.isnan(_rates_fdr.adjust(np.array([0.01, np.nan, 0.02]))).tolist() == [
        False,
        True,
        False,
    ]
    np.testing.assert_allclose(
        _rates_fdr.adjust(np.array([0.01, np.nan, 0.02])), [0.02, np.nan, 0.02]
    )


# --- smooth ----------------------------------------------------------------------------------


def test_empirical_bayes_equals_spdep():
    glob = rates.smooth(CASES, POP, per=1)
    np.testing.assert_allclose(glob.mean, SIDS["eb"], rtol=1e-6)
    assert glob.params["rate"] == pytest.approx(SIDS["eb_b"], rel=1e-6)
    assert glob.params["alpha"] * glob.params["rate"] ** 2 == pytest.approx(SIDS["eb_a"], rel=1e-6)
    local = rates.smooth(CASES, POP, GRAPH, model="local_eb", per=1)
    np.testing.assert_allclose(local.mean, SIDS["local"], rtol=1e-6)


def test_bym2_reaches_the_mode_of_mgcv():
    reference = json.loads((FIXTURES / "sids_mrf.json").read_text())
    n = len(CASES)
    matrix = sparse.csr_array((np.ones(len(GRAPH.indices)), GRAPH.indices, GRAPH.indptr), (n, n))
    laplacian = np.diag(np.diff(GRAPH.indptr).astype(float)) - matrix.toarray()
    covariance = np.linalg.pinv(laplacian, hermitian=True) * reference["scale"] / reference["sp"]
    expected = POP * CASES.sum() / POP.sum()
    eta, _, _ = _rates_bym.mode(CASES, expected, covariance + 1e6)
    np.testing.assert_allclose(expected * np.exp(eta), reference["fitted"], rtol=1e-5)


def test_bym2_without_structure_is_poisson_log_normal():
    # One area at a time the posterior is known by one-dimensional integration.
    covariance = np.eye(3) * 0.25
    eta, posterior, log_marginal = _rates_bym.mode(
        np.array([4.0, 0.0, 30.0]), np.array([2.0, 3.0, 20.0]), covariance
    )
    grid = np.linspace(-6, 6, 20_001)
    total = 0.0
    for c, e, mode, variance in zip([4, 0, 30], [2, 3, 20], eta, posterior, strict=True):
        log_density = c * (grid + np.log(e)) - e * np.exp(grid) - grid**2 / 0.5
        assert grid[np.argmax(log_density)] == pytest.approx(mode, abs=1e-3)
        weight = np.exp(log_density - log_density.max())
        mean = (grid * weight).sum() / weight.sum()
        spread = ((grid - mean) ** 2 * weight).sum() / weight.sum()
        assert spread == pytest.approx(variance, rel=0.1)
        density = stats.poisson.pmf(c, e * np.exp(grid)) * stats.norm.pdf(grid, 0, 0.5)
        total += np.log(np.trapezoid(density, grid))
    assert log_marginal == pytest.approx(total, abs=0.02)


def test_scaled_structure_has_unit_geometric_variance_per_piece():
    # Two separate chains and an island (Freni-Sterrantino et al. 2018).
    edges = [(0, 1), (1, 2), (3, 4), (4, 5), (5, 6)]
    rows, cols = zip(*(edges + [(b, a) for a, b in edges]), strict=True)
    matrix = sparse.csr_array((np.ones(len(rows)), (rows, cols)), (8, 8))
    structure = _rates_bym.scaled_structure(matrix)
    for piece in ([0, 1, 2], [3, 4, 5, 6], [7]):
        assert np.exp(np.log(np.diag(structure)[piece]).mean()) == pytest.approx(1)
    assert structure[0, 3] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("model", "alpha"), [("eb", 0.15), ("eb", 0.0), ("local_eb", 0.15)])
def test_coverage_of_smoothed_rates(model, alpha):
    rng = np.random.default_rng(6)
    covered, graph = [], ring(418)
    for _ in range(12):
        c, pop, risk = towns(rng, alpha)
        result = rates.smooth(c, pop, graph if model != "eb" else None, model=model, per=1)
        covered.append(np.mean((result.lo <= risk) & (risk <= result.hi)))
    assert np.mean(covered) >= 0.93


def test_coverage_of_bym2():
    rng = np.random.default_rng(7)
    n, covered = 120, []
    graph = ring(n)
    structure = _rates_bym.scaled_structure(
        sparse.csr_array((np.ones(2 * n), graph.indices, graph.indptr), (n, n))
    )
    root = np.linalg.cholesky(0.7 * structure + 0.3 * np.eye(n) + 1e-9 * np.eye(n))
    for _ in range(5):
        pop = np.exp(rng.normal(8.2, 0.9, n))
        risk = 0.0015 * np.exp(0.45 * root @ rng.standard_normal(n))
        result = rates.smooth(rng.poisson(pop * risk), pop, graph, model="bym2", per=1)
        covered.append(np.mean((result.lo <= risk) & (risk <= result.hi)))
    assert np.mean(covered) >= 0.93 - 0.02


@given(st.integers(0, 10_000), st.floats(0.2, 5))
@settings(max_examples=25, deadline=None)
def test_shrunken_rates_lie_between_own_and_common_rate(seed, factor):
    c, pop, _ = towns(np.random.default_rng(seed), 0.2, n=30, rate=0.003)
    result = rates.smooth(c, pop, per=1)
    common = result.params["rate"]
    low, high = np.minimum(result.raw, common), np.maximum(result.raw, common)
    assert ((low - 1e-12 <= result.mean) & (result.mean <= high + 1e-12)).all()
    assert ((result.lo < result.mean) & (result.mean < result.hi)).all()
    assert ((result.p_exceed >= 0) & (result.p_exceed <= 1)).all()
    rescaled = rates.smooth(c, pop * factor, per=factor)
    np.testing.assert_allclose(rescaled.mean, result.mean, rtol=1e-7)


def test_smoothing_many_series_equals_one_by_one():
    rng = np.random.default_rng(8)
    c = rng.poisson(6, (3, 4, 50)).astype(float)
    c[0, 0, 0] = np.nan
    pop = np.exp(rng.normal(8, 1, 50))
    whole = rates.smooth(c, pop)
    np.testing.assert_allclose(whole.hi[2, 1], rates.smooth(c[2, 1], pop).hi, rtol=1e-12)
    assert np.isnan(whole.mean[0, 0, 0])
    assert not np.isnan(whole.mean[0, 0, 1:]).any()


def test_smoothing_does_not_care_for_order():
    rng = np.random.default_rng(9)
    order = rng.permutation(len(CASES))
    matrix = sparse.csr_array((np.ones(len(GRAPH.indices)), GRAPH.indices, GRAPH.indptr))
    moved = matrix[order][:, order]
    for model in ("local_eb", "bym2"):
        one = rates.smooth(CASES, POP, GRAPH, model=model)
        other = rates.smooth(CASES[order], POP[order], moved, model=model)
        np.testing.assert_allclose(one.mean[order], other.mean, rtol=1e-7)


def test_islands_are_named_and_kept():
    indptr = np.append(GRAPH.indptr, GRAPH.indptr[-1])
    lone = SimpleNamespace(indptr=indptr, indices=GRAPH.indices)
    c, pop = np.append(CASES, 3), np.append(POP, 900)
    for model in ("local_eb", "bym2"):
        result = rates.smooth(c, pop, lone, model=model)
        assert result.has_note("ISLANDS")
        common = result.params["rate"] * 1e5
        assert common < result.mean[-1] < result.raw[-1]
        assert result.lo[-1] < result.mean[-1] < result.hi[-1]


def test_bym2_predicts_an_area_without_figures():
    c = CASES.copy()
    c[10] = np.nan
    result = rates.smooth(c, POP, GRAPH, model="bym2")
    around = GRAPH.indices[GRAPH.indptr[10] : GRAPH.indptr[11]]
    assert np.isfinite(result.mean[10])
    assert result.hi[10] - result.lo[10] > np.median(result.hi[around] - result.lo[around])


def test_smooth_refuses():
    lopsided = SimpleNamespace(indptr=np.array([0, 1, 1, 1]), indices=np.array([1]))
    for arguments, options, code in (
        (([1, 2], [10, 10]), {}, "TOO_FEW"),
        (([0, 0, 0], [1, 1, 1]), {}, "NO_CASES"),
        (([1, 2, 3], [1, 0, 1]), {}, "NOT_POSITIVE"),
        (([1, 2, 3], [1, 1, 1]), {"model": "local_eb"}, "GRAPH_NEEDED"),
        (([1, 2, 3], [1, 1, 1], GRAPH), {"model": "bym2"}, "WRONG_SHAPE"),
        (([1, 2, 3], [1, 1, 1], lopsided), {"model": "bym2"}, "NOT_SYMMETRIC"),
        (([1, 2, 3], [1, 1, 1]), {"model": "car"}, "UNKNOWN_CHOICE"),
    ):
        with pytest.raises(StatsInputError) as caught:
            rates.smooth(*arguments, **options)
        assert caught.value.code == code


# --- ranks -----------------------------------------------------------------------------------


def test_ranks_of_clear_and_unclear_differences():
    clear = rates.rank([30.0, 10.0, 20.0], se=[0.1, 0.1, 0.1], top=1, seed=1)
    assert clear.rank.tolist() == clear.lo.tolist() == clear.hi.tolist() == [1, 3, 2]
    assert clear.p_top_k.tolist() == [1, 0, 0]
    unclear = rates.rank([30.0, 10.0, 20.0], se=[50, 50, 50], top=1, seed=1)
    assert unclear.lo.tolist() == [1, 1, 1]
    assert unclear.hi.tolist() == [3, 3, 3]


def test_critical_value_is_the_studentised_range():
    # For equal errors the largest studentised difference is the range / sqrt 2: tables give
    # q(.95; 5, inf) = 3.858, so differences above 3.858 standard errors are beyond doubt.
    for gap, expected in ((3.70, 1.0), (4.02, 2.0)):
        values = np.array([gap, 0, 0, 0, 0], float)
        result = rates.rank(values, se=np.ones(5), top=1, n_draws=20_000, seed=3)
        assert result.lo[1] == expected


def test_ranks_from_draws_agree_with_ranks_from_errors():
    rng = np.random.default_rng(10)
    values, se = rng.normal(0, 3, 20), np.full(20, 0.5)
    draws = values + se * rng.standard_normal((4_000, 20))
    by_error = rates.rank(values, se=se, top=5, n_draws=4_000, seed=2)
    by_draws = rates.rank(draws=draws, top=5, seed=2)
    assert np.abs(by_error.lo - by_draws.lo).max() <= 1
    assert np.abs(by_error.p_top_k - by_draws.p_top_k).max() < 0.05


@pytest.mark.parametrize("simultaneous", [True, False])
def test_coverage_of_ranks(simultaneous):
    rng = np.random.default_rng(11)
    true = np.linspace(0, 6, 12)
    ranks = 12 - np.arange(12)
    hits = []
    for k in range(100):
        values = true + rng.standard_normal(12)
        result = rates.rank(
            values, se=np.ones(12), top=1, n_draws=500, simultaneous=simultaneous, seed=k
        )
        inside = (result.lo <= ranks) & (ranks <= result.hi)
        hits.append(inside.all() if simultaneous else inside.mean())
    assert np.mean(hits) >= 0.93 - 0.06 * simultaneous


def test_ranks_are_repeatable_and_equivariant():
    values, se = np.array([3.0, 1.0, 2.0, 2.5]), np.array([0.4, 0.2, 0.6, 0.5])
    one = rates.rank(values, se=se, top=2, seed=5)
    assert rates.rank(values, se=se, top=2, seed=5).to_dict() == one.to_dict()
    scaled = rates.rank(values * 10 + 4, se=se * 10, top=2, seed=5)
    assert scaled.lo.tolist() == one.lo.tolist()
    assert one.seed == 5


def test_rank_refuses():
    for options, code in (
        ({"values": [1.0], "se": [1.0], "top": 1, "seed": 1}, "TOO_FEW"),
        ({"values": [1.0, 2.0], "top": 1, "seed": 1}, "ONE_OF_TWO"),
        ({"values": [1.0, np.nan], "se": [1, 1], "top": 1, "seed": 1}, "MISSING_VALUE"),
        ({"values": [1.0, 2.0], "se": [1, 0], "top": 1, "seed": 1}, "NOT_POSITIVE"),
        ({"values": [1.0, 2.0], "se": [1, 1], "top": 3, "seed": 1}, "OUT_OF_RANGE"),
        ({"values": [1.0, 2.0], "se": [1, 1], "top": 1, "seed": -1}, "BAD_SEED"),
    ):
        with pytest.raises(StatsInputError) as caught:
            rates.rank(**options)
        assert caught.value.code == code


# --- regression to the mean ------------------------------------------------------------------


def test_expectation_equals_hauer():
    # Hauer et al. (2002), tutorial, example 1: 12 accidents on 1.8 km, 4.34 expected,
    # overdispersion 2.05 per km: weight .460 on the model, 8.48 expected accidents.
    result = rates.regression_to_mean(
        [12], [1.8], [True], expected=[2.41 * 1.8], alpha=1 / (2.05 * 1.8)
    )
    assert 1 - result.weight[0] == pytest.approx(0.460, abs=5e-4)
    assert result.expected_post[0] == pytest.approx(8.48, abs=0.01)


def test_towns_chosen_by_rate_fall_without_any_measure():
    # Finding 3 of the method notes: the top 20 by rate fall by a third, by count hardly.
    rng = np.random.default_rng(12)
    said, seen = [], []
    for _ in range(20):
        pre, pop, risk = towns(rng, 0.15)
        chosen = np.zeros(418, bool)
        chosen[np.argsort(-pre / pop)[:20]] = True
        result = rates.regression_to_mean(pre, pop, chosen)
        said.append(result.expected_drop)
        seen.append(1 - rng.poisson(pop * risk)[chosen].sum() / pre[chosen].sum())
    assert 0.25 < np.mean(said) < 0.45
    assert np.mean(said) == pytest.approx(np.mean(seen), abs=0.03)
    by_count = np.zeros(418, bool)
    by_count[np.argsort(-pre)[:20]] = True
    assert rates.regression_to_mean(pre, pop, by_count).expected_drop < 0.12


def test_regression_to_the_mean_refuses_and_notes():
    result = rates.regression_to_mean([9, 1, 2, 3], [1] * 4, [True, False, False, False])
    assert result.has_note("RTM_RISK")
    for arguments, options, code in (
        (([9, 1, 2], [1] * 3, [False] * 3), {}, "NOTHING_SELECTED"),
        (([9, 1], [1] * 2, [True, False]), {}, "TOO_FEW"),
        (([9, 1, 2], [1] * 3, [1, 0, 0]), {}, "NOT_BOOLEAN"),
        (([9, 1, 2], [1] * 3, [True, False]), {}, "WRONG_SHAPE"),
        (([9, 1, 2], [1] * 3, [True, False, False]), {"alpha": -1}, "OUT_OF_RANGE"),
    ):
        with pytest.raises(StatsInputError) as caught:
            rates.regression_to_mean(*arguments, **options)
        assert caught.value.code == code


# --- control charts --------------------------------------------------------------------------


def test_u_chart_limits_are_poisson_quantiles():
    exposure = np.array([10.0, 20, 30, 15, 10])
    cases = np.array([21, 38, 61, 30, 20])
    result = rates.u_chart(cases, exposure, overdispersed=False)
    mean = exposure * cases.sum() / exposure.sum()
    tail = (1 - 0.9973) / 2
    low = np.round(result.lo * exposure)
    high = np.round(result.hi * exposure)
    assert (stats.poisson.cdf(low, mean) >= tail).all()
    assert (stats.poisson.cdf(low - 1, mean) < tail).all()
    assert (stats.poisson.sf(high - 1, mean) >= tail).all()
    assert (stats.poisson.sf(high, mean) < tail).all()


def test_u_chart_agrees_with_montgomery():
    # Montgomery, 7th ed., example 7.3: 516 nonconformities on 26 boards, three-sigma limits 6.48
    # and 33.22; boards 6 (5) and 20 (39) lie outside.
    boards = [
        21,
        24,
        16,
        12,
        15,
        5,
        28,
        20,
        31,
        25,
        20,
        24,
        16,
        19,
        10,
        17,
        13,
        22,
        18,
        39,
        30,
        24,
        16,
        19,
        17,
        15,
    ]
    result = rates.u_chart(boards, overdispersed=False)
    assert result.center == pytest.approx(19.85, abs=0.005)
    assert np.flatnonzero(result.signal).tolist() == [5, 19]
    assert result.lo[0] == 8
    assert result.hi[0] == 34


def test_charts_keep_their_level():
    rng = np.random.default_rng(13)
    base = np.arange(30) < 25
    plain, wide = [], []
    for _ in range(400):
        mean = rng.uniform(2, 30)
        plain.append(
            rates.u_chart(
                rng.poisson(mean, 30), baseline=base, level=0.95, overdispersed=False
            ).signal[-1]
        )
        noisy = rng.negative_binomial(mean / 1.5, 1 / 2.5, 30)
        if noisy[base].sum():
            wide.append(rates.u_chart(noisy, baseline=base, level=0.95).signal[-1])
    assert np.mean(plain) <= 0.0875
    assert np.mean(wide) <= 0.0875


def test_g_chart_limits_are_geometric_quantiles():
    gaps = np.array([30, 12, 55, 8, 41, 22, 17, 60, 5, 90])
    result = rates.g_chart(gaps, level=0.9)
    kept = gaps.mean() / (1 + gaps.mean())
    chance = stats.geom(1 - kept, loc=-1)
    assert chance.cdf(result.lo[0] - 1) < 0.05 <= chance.cdf(result.lo[0])
    assert chance.sf(result.hi[0]) < 0.05 <= chance.sf(result.hi[0] - 1)
    assert result.first_signal == (
        np.flatnonzero(result.signal)[0] if result.signal.any() else None
    )


def test_charts_refuse():
    for function, arguments, code in (
        (rates.u_chart, ([1, 2],), "TOO_SHORT"),
        (rates.u_chart, ([0, 0, 0],), "NO_CASES"),
        (rates.u_chart, ([1, 2, -3],), "NEGATIVE_COUNT"),
        (rates.u_chart, ([1, 2, 3], [1, 0, 1]), "NOT_POSITIVE"),
        (rates.g_chart, ([1, 2],), "TOO_SHORT"),
        (rates.g_chart, ([0, 0, 0],), "NO_CASES"),
        (rates.g_chart, ([1, None, 3],), "MISSING_VALUE"),
    ):
        with pytest.raises(StatsInputError) as caught:
            function(*arguments)
        assert caught.value.code == code
