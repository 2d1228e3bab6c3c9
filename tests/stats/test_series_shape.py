"""Decomposition, trend, change points, time of offence and season.

Reference values: R ``stl``, ``MASS::glm.nb``, ``glm(quasipoisson)``, ``strucchange``
(make_fixtures.R); statsmodels ``STL``; Nile 1898; Venables and Ripley (quine, theta 1.275);
Edwards (1961); Ratcliffe (2002).
"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from vorort.stats import _series_glm, _series_loess, series
from vorort.stats._series_kernel import plain
from vorort.stats.results import StatsInputError

FIXTURES = Path(__file__).parent / "fixtures"


def load(name):
    return json.loads((FIXTURES / name).read_text())


# --- decompose -------------------------------------------------------------------------------

STL = {
    "nottem": {"robust": False},
    "nottem_robust": {"robust": True},
    "co2": {"robust": False, "seasonal": 21},
    "deaths": {"robust": False, "seasonal": 13, "degree": 1},
}


@pytest.mark.parametrize("name", sorted(STL))
def test_decomposition_equals_r(name):
    data = load("stl.json")[name]
    result = series.decompose(data["y"], 12, transform="none", **STL[name])
    parts = np.column_stack([result.seasonal, result.trend, result.rest])
    np.testing.assert_allclose(parts, data["parts"], atol=1e-9)


def test_robust_decomposition_with_moving_season_equals_statsmodels():
    # R's partial sort takes a wrong median for even lengths here; statsmodels sorts fully.
    tsa = pytest.importorskip("statsmodels.tsa.seasonal")
    y = np.array(load("stl.json")["co2"]["y"])
    other = tsa.STL(
        y,
        12,
        seasonal=7,
        trend=23,
        low_pass=13,
        seasonal_deg=0,
        robust=True,
        seasonal_jump=1,
        trend_jump=3,
        low_pass_jump=2,
    ).fit(inner_iter=1, outer_iter=15)
    result = series.decompose(y, 12, seasonal=7, transform="none")
    np.testing.assert_allclose(result.seasonal, other.seasonal, atol=1e-9)
    np.testing.assert_allclose(result.trend, other.trend, atol=1e-9)


@given(st.integers(0, 10_000), st.sampled_from(["sqrt", "log", "none"]))
@settings(max_examples=15, deadline=None)
def test_parts_add_up(seed, transform):
    y = np.random.default_rng(seed).poisson(20, 50) + 1.0
    result = series.decompose(y, 12, transform=transform)
    scaled = {"sqrt": np.sqrt, "log": np.log, "none": np.array}[transform](y)
    np.testing.assert_allclose(result.trend + result.seasonal + result.rest, scaled, rtol=1e-12)
    assert 0 <= result.seasonal_strength <= 1
    shifted = series.decompose(y * 4, 12, transform=transform)
    assert shifted.seasonal_strength == pytest.approx(result.seasonal_strength, abs=1e-6)


def test_an_outlier_is_weighed_down():
    y = 100 + 20 * np.cos(2 * np.pi * np.arange(72) / 12)
    y[40] = 400
    result = series.decompose(y, 12)
    assert result.weight[40] == 0
    assert result.fitted[40] == pytest.approx(100 + 20 * np.cos(2 * np.pi * 40 / 12), rel=0.02)


def test_loess_compiled_and_plain_agree():
    y = np.random.default_rng(1).normal(0, 1, 40)
    compiled = _series_loess.loess(y, np.ones(40), 13, 1, 2)
    np.testing.assert_allclose(plain(_series_loess.loess)(y, np.ones(40), 13, 1, 2), compiled)


def test_decompose_refuses():
    for y, options, code in (
        (np.ones(24), {}, "TOO_SHORT"),
        ([*np.ones(30), None], {}, "MISSING_VALUE"),
        (np.zeros(30), {"transform": "log"}, "NOT_POSITIVE"),
        (-np.ones(30), {"transform": "sqrt"}, "NOT_POSITIVE"),
        (np.ones(30), {"period": 1}, "OUT_OF_RANGE"),
        (np.ones((3, 30)), {}, "WRONG_SHAPE"),
    ):
        with pytest.raises(StatsInputError) as caught:
            series.decompose(y, **options)
        assert caught.value.code == code
    assert series.decompose(np.ones(30)).has_note("SMALL_COUNT")


# --- trend -----------------------------------------------------------------------------------


def test_negative_binomial_equals_mass_on_quine():
    data = load("quine.json")
    y = np.array(data["y"], float)
    fit = _series_glm.fit_negative_binomial(np.array(data["x"], float), y, np.zeros(len(y)))
    assert fit.theta == pytest.approx(1.275, abs=5e-4)
    assert fit.theta == pytest.approx(data["theta"], rel=1e-6)
    np.testing.assert_allclose(fit.beta, data["beta"], rtol=1e-6)
    np.testing.assert_allclose(np.sqrt(np.diag(fit.cov)), data["se"], rtol=1e-6)


def test_poisson_equals_r_on_van_drivers():
    data = load("van.json")
    y = np.array(data["y"], float)
    result = series.trend(y, np.arange(len(y)) / 12, harmonics=2)
    assert result.method == "quasi_poisson"
    assert result.has_note("FALLBACK")
    assert result.theta == np.inf
    assert result.annual_pct == pytest.approx(100 * np.expm1(data["quasi"][1]), rel=1e-6)
    assert result.disp == pytest.approx(data["phi"], rel=1e-6)
    assert result.verdict == "falling"


def test_annual_trend_is_students_t_for_large_counts():
    # With large counts the quasi-Poisson slope is a weighted log-linear regression.
    sm = pytest.importorskip("statsmodels.api")
    t = np.arange(8.0)
    y = np.array([91_000, 90_500, 85_200, 86_900, 83_100, 80_700, 81_200, 77_900.0])
    fit = sm.GLM(y, sm.add_constant(t), sm.families.Poisson()).fit(scale="X2")
    result = series.trend(y, t, family="poisson", year_correlation=0)
    assert result.p == pytest.approx(2 * stats.t.sf(abs(fit.tvalues[1]), 6), rel=1e-3)
    assert result.annual_pct == pytest.approx(100 * np.expm1(fit.params[1]), rel=1e-6)


def test_offset_takes_out_the_population():
    t, pop = np.arange(10.0), 50_000 * 1.03 ** np.arange(10)
    y = np.round(pop * 0.02)
    assert series.trend(y, t).verdict == "rising"
    steady = series.trend(y, t, np.log(pop))
    assert steady.annual_pct == pytest.approx(0, abs=0.05)
    assert steady.verdict == "no_reliable_statement"


def test_special_years_and_missing_years_are_left_out():
    t = np.arange(2012.0, 2024)
    y = np.round(400 * 0.95 ** np.arange(12))
    dent = y.copy()
    dent[8:11] = 50
    mask = (t >= 2020) & (t <= 2022)
    result = series.trend(dent, t, exclude=mask)
    assert result.annual_pct == pytest.approx(-5, abs=0.1)
    assert np.isnan(result.fitted[mask]).all()
    gaps = np.where(mask, np.nan, y)
    assert series.trend(gaps, t).annual_pct == pytest.approx(result.annual_pct, rel=1e-9)


def test_short_and_rare_series_get_no_verdict():
    short = series.trend([100, 80, 60, 40, 20], np.arange(5.0))
    assert short.verdict == "not_testable"
    assert short.has_note("SHORT_SERIES")
    rare = series.trend([2, 0, 1, 0, 1, 0, 0, 0], np.arange(8.0))
    assert rare.verdict == "not_testable"
    assert rare.has_note("SMALL_COUNT")


@given(st.integers(0, 10_000), st.floats(-50, 50))
@settings(max_examples=20, deadline=None)
def test_trend_does_not_care_for_the_calendar_or_the_unit(seed, start):
    y = np.random.default_rng(seed).poisson(50, 9)
    one = series.trend(y, np.arange(9.0))
    other = series.trend(y, np.arange(9.0) + start, np.full(9, np.log(7.0)))
    assert other.annual_pct == pytest.approx(one.annual_pct, abs=1e-6)
    assert other.p == pytest.approx(one.p, rel=1e-5)
    back = series.trend(y[::-1], np.arange(9.0))
    assert (1 + back.annual_pct / 100) * (1 + one.annual_pct / 100) == pytest.approx(1, rel=1e-6)


@pytest.mark.parametrize(("n", "harmonics", "sets"), [(7, 0, 400), (72, 2, 150)])
def test_trend_keeps_its_level_and_its_coverage(n, harmonics, sets):
    rng = np.random.default_rng(2)
    t = np.arange(n) / (12 if harmonics else 1)
    found = covered = 0
    for _ in range(sets):
        mean = np.exp(rng.uniform(np.log(4), np.log(400))) * 0.96**t
        y = rng.poisson(mean * rng.gamma(1 / 0.03, 0.03, n))
        if y.sum() == 0:
            continue
        result = series.trend(y / 1.0, t, np.log(0.96) * t, harmonics=harmonics)
        found += result.p <= 0.05
        covered += result.lo <= 0 <= result.hi
    limit = stats.binom.isf(0.001, sets, 0.05) / sets
    assert found / sets <= max(0.0875, limit)
    assert covered / sets >= 1 - max(0.0875, limit) - 0.01


def test_trend_refuses():
    t = np.arange(6.0)
    for arguments, options, code in (
        (([1, 2, 3], [0, 1, 2]), {}, "TOO_SHORT"),
        ((np.zeros(6), t), {}, "NO_CASES"),
        ((-np.ones(6), t), {}, "NEGATIVE_COUNT"),
        ((np.ones(6), t[:5]), {}, "WRONG_SHAPE"),
        ((np.ones(6), [0, 1, 2, 3, 4, np.nan]), {}, "MISSING_VALUE"),
        ((np.ones(6), t), {"family": "gauss"}, "UNKNOWN_CHOICE"),
        ((np.ones(6), t), {"harmonics": 9}, "OUT_OF_RANGE"),
    ):
        with pytest.raises(StatsInputError) as caught:
            series.trend(*arguments, **options)
        assert caught.value.code == code


# --- change points ---------------------------------------------------------------------------


def test_the_nile_fell_after_1898():
    data = load("nile.json")
    result = series.changepoint(data["y"], mc=999, seed=1)
    assert data["start"] + result.index[0] - 1 == 1898
    assert result.index[0] == data["break_index"]
    # strucchange: 1895 to 1902
    assert data["ci"][0] <= result.ci[0, 0] - 0 <= data["ci"][1] <= result.ci[0, 1] <= data["ci"][2]
    assert result.p[0] <= 0.001
    assert result.ratio[0] == pytest.approx(849.97 / 1097.75, abs=1e-4)


def test_statistic_by_hand_and_exact_p_value():
    # Two levels, 3+3+3 and 9+9+9: 2 (9 ln(9/18) + 27 ln(27/18)); all other orders are smaller but
    # one, so that p is about 2 / 20.
    result = series.changepoint([3, 3, 3, 9, 9, 9], mc=9_999, min_size=1, seed=2)
    assert result.candidate == 3
    assert result.candidate_lr == pytest.approx(2 * (9 * np.log(0.5) + 27 * np.log(1.5)))
    assert result.candidate_p == pytest.approx(0.1, abs=0.01)
    assert result.index.size == 0


def test_two_shifts():
    rng = np.random.default_rng(3)
    y = np.concatenate([rng.poisson(m, 20) for m in (30, 60, 25)])
    result = series.changepoint(y, max_breaks=3, mc=999, seed=1)
    assert np.abs(result.index - [20, 40]).max() <= 1
    assert (np.diff(result.index) > 0).all()
    assert result.ratio[0] > 1 > result.ratio[1]


def test_exposure_is_not_mistaken_for_a_shift():
    rng = np.random.default_rng(4)
    weight = np.repeat([1.0, 2.0], 15)
    y = rng.poisson(40 * weight)
    assert series.changepoint(y, mc=499, seed=1).index.tolist() == [15]
    assert series.changepoint(y, weight, mc=499, seed=1).index.size == 0
    steady = series.changepoint(y, weight * 7, mc=499, seed=1)
    assert steady.candidate_lr == pytest.approx(
        series.changepoint(y, weight, mc=499, seed=1).candidate_lr
    )


@pytest.mark.parametrize(("null", "phi"), [("permutation", 1), ("permutation", 6), ("poisson", 1)])
def test_change_points_keep_their_level(null, phi):
    rng = np.random.default_rng(5)
    found = 0
    for k in range(400):
        n, mean = int(rng.integers(8, 25)), rng.uniform(3, 120)
        y = (
            rng.poisson(mean, n)
            if phi == 1
            else rng.negative_binomial(mean / (phi - 1), 1 / phi, n)
        )
        if y.sum():
            found += series.changepoint(y, null=null, mc=99, seed=k).candidate_p <= 0.05
    assert found / 400 <= 0.0875


def test_bare_poisson_is_too_confident_for_a_big_town():
    rng = np.random.default_rng(6)
    y = rng.negative_binomial(3_000 / 11, 1 / 12, (40, 12))
    bare = [series.changepoint(v, null="poisson", mc=99, seed=1) for v in y]
    assert np.mean([r.candidate_p <= 0.05 for r in bare]) > 0.5
    assert np.mean([r.has_note("OVERDISPERSED") for r in bare]) > 0.9


def test_coverage_of_the_time_of_a_clear_shift():
    rng = np.random.default_rng(7)
    hits = []
    for k in range(200):
        mean = np.repeat([40.0, 66.0], [14, 10])
        y = rng.poisson(mean) if k % 2 else rng.negative_binomial(mean, 1 / 2)
        low, high = series.changepoint(y, mc=99, seed=1).candidate_ci
        hits.append(low <= 14 <= high)
    assert np.mean(hits) >= 0.93 - 0.035


def test_change_point_is_repeatable_and_refuses():
    y = [9, 11, 10, 12, 8, 21, 19, 22, 20, 18]
    assert series.changepoint(y, seed=3).to_dict() == series.changepoint(y, seed=3).to_dict()
    assert series.changepoint(y, max_breaks=4, seed=3).index.size <= 1
    for arguments, options, code in (
        (([1, 2, 3],), {}, "TOO_SHORT"),
        ((np.zeros(8),), {}, "NO_CASES"),
        (([1, None, 3, 4, 5, 6, 7],), {}, "MISSING_VALUE"),
        ((np.ones(8), 0), {}, "NOT_POSITIVE"),
        ((np.ones(8),), {"seed": "x"}, "BAD_SEED"),
        ((np.ones(8),), {"mc": 5}, "OUT_OF_RANGE"),
        ((np.ones(8),), {"null": "normal"}, "UNKNOWN_CHOICE"),
    ):
        with pytest.raises(StatsInputError) as caught:
            series.changepoint(*arguments, **{"seed": 1, **options})
        assert caught.value.code == code


# --- time of offence -------------------------------------------------------------------------


def test_aoristic_as_in_ratcliffe():
    # Ratcliffe (2002), figure 1: an event over four hours gives a quarter to each hour; one over
    # two hours a half; a known one its hour.
    result = series.aoristic([0, 1, 2.2], [4, 3, 2.2], [0, 1, 2, 3, 4])
    assert result.tolist() == [0.25, 0.75, 1.75, 0.25]


def test_discovery_time_would_mislead():
    # A burglary over a holiday belongs to all its days, not to the day of discovery.
    result = series.aoristic([0.0] * 10, [14.0] * 10, np.arange(15))
    np.testing.assert_allclose(result, 10 / 14)


@given(
    st.lists(st.tuples(st.floats(0, 90), st.floats(0, 9.9)), min_size=1, max_size=30),
    st.integers(1, 12),
)
@settings(max_examples=60, deadline=None)
def test_aoristic_keeps_the_number_of_events(events, n_bins):
    start = np.array([a for a, _ in events])
    end = start + [b for _, b in events]
    edges = np.linspace(0, 100, n_bins + 1)
    result = series.aoristic(start, end, edges)
    assert result.sum() == pytest.approx(len(events))
    assert (result >= -1e-12).all()
    doubled = series.aoristic(start, end, edges, weight=np.full(len(events), 2.0))
    np.testing.assert_allclose(doubled, 2 * result)
    np.testing.assert_allclose(series.aoristic(start[::-1], end[::-1], edges), result, atol=1e-9)


def test_events_outside_and_missing_are_left_out():
    result = series.aoristic([-1, 0, np.nan, 5], [1, 2, 1, 6], [0, 1, 2])
    assert result.tolist() == [1.0, 0.5]
    assert series.aoristic([2.0], [2.0], [0, 1, 2]).tolist() == [0, 1]


def test_week_clock_wraps_around():
    clock = series.week_clock([167.0, 23.5, 10.0], [169.0, 23.5, 10.0 + 168])
    assert clock.shape == (7, 24)
    assert clock.sum() == pytest.approx(3)
    even = 1 / 168
    assert clock[6, 23] == pytest.approx(0.5 + even)
    assert clock[0, 0] == pytest.approx(0.5 + even)
    assert clock[0, 23] == pytest.approx(1 + even)
    later = series.week_clock(np.array([167.0, 23.5]) + 5 * 168, np.array([169.0, 23.5]) + 5 * 168)
    assert later[6, 23] == pytest.approx(0.5)


def test_aoristic_refuses():
    for arguments, options, code in (
        (([1], [0], [0, 1]), {}, "END_BEFORE_START"),
        (([0], [1], [0]), {}, "NOT_ASCENDING"),
        (([0], [1], [1, 0]), {}, "NOT_ASCENDING"),
        (([0], [1, 2], [0, 1]), {}, "WRONG_SHAPE"),
        (([0], [1], [0, 1]), {"weight": [-1]}, "NEGATIVE_WEIGHT"),
    ):
        with pytest.raises(StatsInputError) as caught:
            series.aoristic(*arguments, **options)
        assert caught.value.code == code


# --- season ----------------------------------------------------------------------------------


def test_first_harmonic_is_that_of_edwards():
    # A pure wave n (1 + a cos) has amplitude a and its top where the cosine has it.
    angle = 2 * np.pi * (np.arange(12) - 3) / 12
    result = series.seasonality(np.round(1_000 * (1 + 0.2 * np.cos(angle))), mc=999, seed=1)
    assert result.amplitude == pytest.approx(0.2, abs=1e-3)
    assert result.peak == pytest.approx(3.5, abs=0.01)
    assert result.p == 0.001


def test_season_statistic_is_chi_square_with_four_degrees():
    # Pure Poisson: the Monte Carlo p-value must follow the known limit.
    y = np.array([52, 61, 48, 55, 70, 66, 59, 49, 41, 50, 47, 58])
    expected = y.mean()
    angle = 2 * np.pi * np.arange(12) / 12
    square = sum(
        (2 / (12 * expected)) * (y @ f(h * angle)) ** 2 for h in (1, 2) for f in (np.cos, np.sin)
    )
    result = series.seasonality(y, mc=9_999, seed=1)
    assert result.p == pytest.approx(stats.chi2.sf(square, 4), abs=0.02)


def test_season_agrees_with_a_regression_on_two_harmonics():
    sm = pytest.importorskip("statsmodels.api")
    y = np.array([52, 61, 48, 55, 70, 66, 59, 49, 41, 50, 47, 58])
    angle = 2 * np.pi * np.arange(12) / 12
    x = np.column_stack([f(h * angle) for h in (1, 2) for f in (np.cos, np.sin)])
    full = sm.GLM(y, sm.add_constant(x), sm.families.Poisson()).fit()
    p = stats.chi2.sf(full.null_deviance - full.deviance, 4)
    result = series.seasonality(y, mc=9_999, seed=2)
    assert result.p == pytest.approx(p, abs=0.02)
    amplitude = np.hypot(full.params[1], full.params[2])
    assert result.amplitude == pytest.approx(amplitude, rel=0.1)


def test_length_of_months_is_not_a_season():
    days = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    y = np.round(days * 2_000)
    assert series.seasonality(y, days, mc=999, seed=1).p > 0.9
    assert series.seasonality(y, mc=999, seed=1).p < 0.05


@pytest.mark.parametrize("phi", [1, 3])
def test_season_keeps_its_level_and_coverage(phi):
    rng = np.random.default_rng(8)
    found, covered = 0, 0
    for k in range(400):
        mean = rng.uniform(2, 40)
        shape = (5, 12)
        y = (
            rng.poisson(mean, shape)
            if phi == 1
            else rng.negative_binomial(mean / (phi - 1), 1 / phi, shape)
        )
        result = series.seasonality(y, mc=199, seed=k)
        found += result.p <= 0.05
        covered += bool(((result.lo <= 1) & (result.hi >= 1)).all())
    assert found / 400 <= 0.0875
    assert covered / 400 >= 0.93 - 0.035


def test_season_refuses_and_repeats():
    y = [9, 11, 10, 12, 8, 21, 19, 22, 20, 18, 12, 10]
    one = series.seasonality(y, mc=199, seed=4)
    assert series.seasonality(y, mc=199, seed=4).to_dict() == one.to_dict()
    turned = series.seasonality(np.roll(y, 3), mc=199, seed=4)
    np.testing.assert_allclose(np.roll(one.hi, 3), turned.hi)
    assert turned.amplitude == pytest.approx(one.amplitude)
    for arguments, options, code in (
        (([1, 2],), {}, "TOO_SHORT"),
        ((np.zeros(12),), {}, "NO_CASES"),
        (([1, 2, None],), {}, "MISSING_VALUE"),
        ((y, 0), {}, "NOT_POSITIVE"),
        ((y,), {"dispersion": 0.5}, "OUT_OF_RANGE"),
    ):
        with pytest.raises(StatsInputError) as caught:
            series.seasonality(*arguments, seed=1, **options)
        assert caught.value.code == code
