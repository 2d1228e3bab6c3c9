"""A second outside value for functions whose first one stands in the test of their module.

Reference values: R 4.2 with multcomp 1.4-22, MASS 7.3-58, limma 3.54, spdep 1.2-7, circular 0.4-95,
metafor 3.8-1, kernlab 0.9-32, plm 2.6-2 (make_second_references.R); inmoose 0.8.1; statsmodels;
Benneyan (1998); the package streetlamp. What may be published has its own file.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from vorort.stats import evaluate, rates, series

FIXTURES = Path(__file__).parent / "fixtures"
R = json.loads((FIXTURES / "second_references.json").read_text())


# --- rates -----------------------------------------------------------------------------------


def test_rank_limits_equal_all_pairwise_comparisons():
    # multcomp::glht, Tukey contrasts of values of unequal precision, single-step max-t.
    data = R["rank"]
    value = np.array(data["value"])
    better, worse = np.zeros(6), np.zeros(6)
    for i, j, p in zip(data["first"], data["second"], data["p"], strict=True):
        # Draws decide here: no pair of the example may lie near the border.
        assert abs(p - 0.05) > 0.01
        if p < 0.05:
            low, high = (i, j) if value[i] < value[j] else (j, i)
            better[low] += 1
            worse[high] += 1
    result = rates.rank(value, se=data["se"], top=1, n_draws=20_000, seed=1)
    np.testing.assert_array_equal(result.lo, 1 + better)
    np.testing.assert_array_equal(result.hi, 6 - worse)


def test_rank_turns_at_the_critical_value_of_multcomp():
    # The exact single-step critical value; 20,000 draws know it to about one percent.
    data = R["rank"]
    spread = np.hypot(data["se"][0], data["se"][1])
    for factor, expected in ((0.97, 1.0), (1.03, 2.0)):
        value = np.array([0, 0, 1e3, 2e3, 3e3, 4e3]) - 1e4
        value[0] = value[1] + factor * data["critical"] * spread
        result = rates.rank(value, se=data["se"], top=1, n_draws=20_000, seed=2)
        assert result.lo[1] - 4 == expected


@pytest.mark.parametrize("index", [0, 1, 2])
def test_g_chart_equals_r(index):
    # Centre: MASS::fitdistr(gaps, "geometric"); limits: qgeom, both tails.
    data = R["g"]
    level = 1 - 2 * data["tails"][index]
    for gaps, chance, low, high in (
        ("gaps", "p", "lo", "hi"),
        ("long", "long_p", "long_lo", "long_hi"),
    ):
        result = rates.g_chart(data[gaps], level=level)
        assert 1 / (1 + result.center) == pytest.approx(data[chance], rel=1e-9)
        assert result.lo[0] == data[low][index]
        assert result.hi[0] == data[high][index]


def test_g_chart_of_benneyan():
    # Benneyan (1998), infections of 17 April to 21 June 1995, as adapted in the SAS/QC guide:
    # 28 gaps over 65 days. Kaminsky et al. (1992): mean + 3 sqrt(mean (mean + 1)); such a limit
    # by sigmas is narrower than the quantile of this skew law, so only order can be compared.
    result = rates.g_chart(R["g"]["gaps"])
    mean = 65 / 28
    assert result.center == pytest.approx(mean, rel=1e-12)
    assert mean + 3 * np.sqrt(mean * (mean + 1)) < result.hi[0]
    assert result.lo[0] == 0
    assert result.first_signal is None


def test_u_chart_equals_quantiles_of_r():
    data = R["u"]
    result = rates.u_chart(data["cases"], data["exposure"], level=0.9973, overdispersed=False)
    np.testing.assert_allclose(result.lo * data["exposure"], data["lo"], rtol=1e-12)
    np.testing.assert_allclose(result.hi * data["exposure"], data["hi"], rtol=1e-12)


def test_regression_to_the_mean_equals_spdep():
    # spdep::EBest on the 100 counties: the expectation of any selected one is its estimate.
    data = json.loads((FIXTURES / "sids.json").read_text())
    chosen = np.array(data["cases"]) > 10
    result = rates.regression_to_mean(data["cases"], data["pop"], chosen)
    np.testing.assert_allclose(result.expected_post, R["rtm"], rtol=1e-6)
    drop = 1 - np.array(R["rtm"])[chosen].sum() / np.array(data["cases"])[chosen].sum()
    assert result.expected_drop == pytest.approx(drop, rel=1e-6)


# --- series ----------------------------------------------------------------------------------


def test_pooled_dispersion_equals_inmoose():
    # inmoose 0.8.1, inmoose.limma.fitFDist on the variances of squeeze.json.
    data = json.loads((FIXTURES / "squeeze.json").read_text())
    pooled = series.pool_dispersion(data["variance"], data["df"])
    assert pooled.phi == pytest.approx(2.042505965141058, rel=1e-6)
    assert pooled.df == pytest.approx(9.19758843475175, rel=1e-6)


def test_pooled_dispersion_of_unequal_series_equals_limma():
    # limma::fitFDist with 4, 6 and 9 degrees of freedom mixed; no value is small enough for the
    # floors of the two programs (1e-2 and 1e-5 of the median) to differ.
    data = R["pool"]
    assert np.min(data["variance"]) > 1e-2 * np.median(data["variance"])
    pooled = series.pool_dispersion(data["variance"], data["df"])
    assert pooled.phi == pytest.approx(data["scale"], rel=1e-6)
    assert pooled.df == pytest.approx(data["df2"], rel=1e-6)


def test_dispersion_equals_r():
    # R glm(quasipoisson) with an offset.
    data = R["dispersion"]
    result = series.dispersion(data["y"], data["exposure"])
    assert result.raw.item() == pytest.approx(data["phi"], rel=1e-6)
    assert result.df.item() == 5


def test_prediction_equals_r():
    # Large counts: R predict(lm, interval = "prediction"); skewness is all that remains.
    data = R["prediction"]
    result = series.predict(data["base"], current=1_000_000, year_correlation=0)
    assert result.expected.item() == data["fit"][0]
    assert result.lo.item() == pytest.approx(data["fit"][1], rel=2e-3)
    assert result.hi.item() == pytest.approx(data["fit"][2], rel=2e-3)
    # Poisson: R poisson.test, twice the smaller tail.
    for now, p in zip(data["current"], data["p"], strict=True):
        result = series.predict([10, 12, 9, 11, 8], current=now, prior=(1.0, np.inf))
        assert result.p.item() == pytest.approx(p, rel=1e-6)


def test_first_harmonic_equals_the_resultant_of_circular():
    # circular::rho.circular is half the amplitude, mean.circular the top of the season.
    data = R["season"]
    result = series.seasonality(data["y"], mc=99, seed=1)
    assert result.amplitude == pytest.approx(2 * data["resultant"], rel=1e-6)
    assert result.peak == pytest.approx(data["peak"], rel=1e-6)


# --- evaluate --------------------------------------------------------------------------------


def test_rirr_equals_metafor():
    # metafor::escalc: the ratio of two ratios is an odds ratio with the same variance.
    result = evaluate.rirr((100, 60), (300, 290))
    assert result.parts["log_effect"] == pytest.approx(R["rirr"]["log"], rel=1e-6)
    assert result.parts["se"] == pytest.approx(R["rirr"]["se"], rel=1e-6)


def test_wdq_of_streetlamp():
    # The package's own test: 100 to 50, 100 to 150, control 100: all of the effect displaced.
    result = evaluate.wdq((100, 50), (100, 150), (100, 100))
    assert result.effect == pytest.approx(-1.0, rel=1e-12)
    assert result.parts["success"] == pytest.approx(-0.5)
    assert result.parts["ring"] == pytest.approx(0.5)


@pytest.mark.parametrize("case", R["wdq"])
def test_wdq_and_its_interval_equal_roots_found_by_r(case):
    # Fieller (1954) by R deriv and uniroot: numerator - r * denominator at 1.96 standard errors.
    t0, t1, b0, b1, c0, c1 = case["counts"]
    result = evaluate.wdq((t0, t1), (b0, b1), (c0, c1))
    assert result.effect == pytest.approx(case["effect"], rel=1e-6)
    assert result.lo == pytest.approx(case["lo"], rel=1e-6)
    assert result.hi == pytest.approx(case["hi"], rel=1e-6)


def test_event_study_equals_plm_and_welch():
    # plm (two-way within) for the effects, R t.test (Welch) for their errors.
    rows = np.loadtxt(FIXTURES / "evaluate_panel.csv", delimiter=",", skiprows=1)
    unit, time, treated, y = rows.T
    result = evaluate.event_study(y, unit, time, np.where(treated > 0, 6.0, np.nan))
    place = [list(result.lags).index(lag) for lag in R["event"]["lags"]]
    np.testing.assert_allclose(result.effect[place], R["event"]["effect"], rtol=1e-6)
    np.testing.assert_allclose(result.se[place], R["event"]["se"], rtol=1e-6)


def test_synthetic_equals_kernlab():
    # kernlab::ipop, an interior point method; it stops short of the corners.
    rows = np.loadtxt(FIXTURES / "evaluate_cigarettes.csv", delimiter=",", skiprows=1)
    result = evaluate.synthetic(rows[:, 1:].T, 0, 26)
    np.testing.assert_allclose(result.weights[1:], R["synthetic"]["weights"], atol=1e-5)
    assert result.effect == pytest.approx(R["synthetic"]["effect"], rel=1e-5)


@pytest.mark.parametrize(("baseline", "control"), [(100, 300), (400, 400)])
def test_power_equals_statsmodels(baseline, control):
    # statsmodels.stats.power.normal_power with the standard error of the log ratio.
    power = pytest.importorskip("statsmodels.stats.power")
    plan = evaluate.power(baseline, control)
    for drop, expected in zip(plan.drop, plan.curve, strict=True):
        se = np.sqrt(1 / baseline + 1 / (baseline * (1 - drop)) + 2 / control)
        found = power.normal_power(-np.log1p(-drop), 1, 0.05, sigma=se)
        assert expected == pytest.approx(found, rel=1e-6)
