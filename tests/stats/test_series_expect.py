"""Dispersion of series, the verdict on a year, and the dispersion shared by many series.

Reference values: R ``glm(quasipoisson)`` and limma ``fitFDist`` (make_fixtures.R), Student's t
prediction interval, the exact conditional test of ``rates.compare``.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from vorort.stats import rates, series
from vorort.stats.results import StatsInputError

FIXTURES = Path(__file__).parent / "fixtures"
YEARS = st.lists(st.integers(0, 2_000), min_size=3, max_size=7)


def years_of(rng, mean, alpha, shape):
    """Counts by year with gamma distributed yearly shocks of variance alpha."""
    shock = rng.gamma(1 / alpha, alpha, shape) if alpha else np.ones(shape)
    return rng.poisson(mean * shock).astype(float)


# --- dispersion ------------------------------------------------------------------------------


def test_dispersion_by_hand():
    # mean 112; (22^2 + 8^2 + 12^2 + 28^2 + 2^2) / 112 / 4 = 1480 / 448
    result = series.dispersion([90, 120, 100, 140, 110])
    assert result.raw.item() == pytest.approx(1480 / 448)
    assert result.df.item() == 4
    assert result.lo.item() == pytest.approx(1480 / 112 / stats.chi2.ppf(0.975, 4))
    assert result.hi.item() == pytest.approx(1480 / 112 / stats.chi2.ppf(0.025, 4))
    assert result.has_note("OVERDISPERSED")


def test_dispersion_is_that_of_a_quasi_poisson_model():
    statsmodels = pytest.importorskip("statsmodels.api")
    y, e = np.array([90, 120, 100, 140, 110.0]), np.array([1.0, 1.1, 0.9, 1.3, 1.2])
    fit = statsmodels.GLM(y, np.ones(5), statsmodels.families.Poisson(), exposure=e).fit()
    expected = fit.pearson_chi2 / 4
    assert series.dispersion(y, e).raw.item() == pytest.approx(expected, rel=1e-6)


def test_dispersion_from_differences_ignores_a_slow_trend():
    rising = 100 * 1.1 ** np.arange(12)
    assert series.dispersion(np.round(rising)).phi > 5
    assert series.dispersion(np.round(rising), around="difference").phi < 1.2
    rng = np.random.default_rng(1)
    y = years_of(rng, 200, 0.02, (4_000, 9))
    mean, step = series.dispersion(y), series.dispersion(y, around="difference")
    assert step.raw.mean() == pytest.approx(mean.raw.mean(), rel=0.03)
    # The stated degrees of freedom: var(raw) / mean(raw)^2 = 2 / df.
    spread = series.dispersion(rng.poisson(500, (20_000, 6)), around="difference")
    assert 2 / np.var(spread.raw) == pytest.approx(spread.df[0], rel=0.08)


def test_dispersion_never_falls_below_poisson():
    flat = series.dispersion([[50] * 5, [0] * 5])
    assert flat.phi.tolist() == [1, 1]
    assert flat.raw[0] == 0
    single = series.dispersion([[5, np.nan, np.nan]])
    assert np.isnan(single.phi[0])
    assert single.has_note("SHORT_SERIES")


@pytest.mark.parametrize("mean", [20, 300])
def test_coverage_of_the_dispersion(mean):
    rng = np.random.default_rng(2)
    alpha = 0.03
    result = series.dispersion(years_of(rng, mean, alpha, (400, 6)))
    true = 1 + alpha * mean
    assert np.mean((result.lo <= true) & (true <= result.hi)) >= 0.93 - 0.035


# --- predict ---------------------------------------------------------------------------------


def test_prediction_is_students_t_for_large_counts():
    base = np.array([1_010_000, 1_000_000, 980_000, 1_020_000, 990_000.0])
    result = series.predict(base, current=1_000_000, year_correlation=0)
    mean, phi = base.mean(), series.dispersion(base).raw.item()
    reach = stats.t.ppf(0.975, 4) * np.sqrt(phi * mean * 1.2)
    assert result.lo.item() == pytest.approx(mean - reach, rel=2e-3)
    assert result.hi.item() == pytest.approx(mean + reach, rel=2e-3)


def test_prediction_without_own_fluctuation_is_the_exact_test():
    result = series.predict([10, 12, 9, 11, 8], current=24, prior=(1.0, np.inf))
    exact = rates.compare(24, 1, 50, 5)
    assert result.p.item() == pytest.approx(exact.p.item(), rel=1e-12)
    assert result.up_from.item() == exact.up_from.item()
    # Published closed form for Poisson prediction (Nelson 1982 by the F distribution)
    high = result.hi.item()
    assert (
        stats.binom.sf(high, high + 1 + 50, 1 / 6)
        <= 0.025
        < stats.binom.sf(high - 1, high + 50, 1 / 6)
    )


def test_previous_year_and_mean_of_years():
    base = [90, 120, 100, 140, 110]
    mean = series.predict(base, current=150)
    previous = series.predict(base, current=150, reference="previous", year_correlation=0)
    assert mean.expected.item() == 112
    assert previous.expected.item() == 110
    assert previous.hi > mean.hi
    direct = rates.compare(150, 1, 110, 1, dispersion=1480 / 448, dispersion_df=4)
    assert previous.p.item() == pytest.approx(direct.p.item(), rel=1e-12)


def test_a_big_town_needs_more_than_poisson():
    base = [3_000, 3_200, 2_900, 3_300, 3_000]
    result = series.predict(base, current=3_400)
    assert result.verdict.item() == "chance"
    assert rates.compare(3_400, 1, 3_080, 1).verdict.item() == "distinguishable"
    assert series.predict(base, current=3_700).verdict.item() == "distinguishable"


def test_the_counts_to_look_for():
    base = [9, 14, 11, 8, 12]
    result = series.predict(base, current=None)
    assert result.verdict.item() == "not_testable"
    for count in (result.up_from.item(), result.down_from.item()):
        if not np.isnan(count):
            assert series.predict(base, current=count).verdict.item() == "distinguishable"
    for count in (result.lo.item(), result.hi.item()):
        assert series.predict(base, current=count).verdict.item() == "chance"


def test_special_years_are_left_out():
    base = [100, 104, 98, 20, 25, 102]
    mask = [False, False, False, True, True, False]
    result = series.predict(base, current=101, exclude=mask)
    assert result.years.item() == 4
    assert result.expected.item() == pytest.approx(101)
    same = series.predict([100, 104, 98, np.nan, np.nan, 102], current=101)
    assert same.p == result.p
    gone = series.predict(base, current=101, exclude=[*mask[:-1], True], reference="previous")
    assert gone.verdict.item() == "not_testable"


def test_only_the_latest_years_count():
    long = [999, 999, 10, 12, 9, 11, 8]
    np.testing.assert_array_equal(
        series.predict(long, current=20).hi, series.predict(long[2:], current=20).hi
    )


def test_short_history_gives_no_verdict_unless_pooled():
    short = series.predict([10, 12], current=40)
    assert short.verdict.item() == "not_testable"
    assert short.has_note("SHORT_SERIES")
    assert short.expected.item() == 11
    pooled = series.predict([10, 12], current=40, prior=(1.5, 20))
    assert pooled.verdict.item() == "distinguishable"
    assert not pooled.has_note("SHORT_SERIES")


def test_a_prior_sharpens_the_verdict():
    base = [90, 120, 100, 140, 110]
    own = series.predict(base, current=170)
    pooled = series.predict(base, current=170, prior=(3.3, 30), year_correlation=0)
    assert pooled.p < own.p
    assert pooled.df.item() == 34


def test_a_prior_for_each_series_and_none_for_some():
    base, now = [[90, 120, 100, 140, 110]] * 3, [170] * 3
    mixed = series.predict(base, current=now, prior=([3.3, np.nan, 3.3], [30, np.nan, np.inf]))
    alone = series.predict(base[0], current=170)
    known = series.predict(base[0], current=170, prior=(3.3, np.inf))
    assert mixed.p[1] == alone.p
    assert mixed.p[2] == known.p
    assert mixed.p[0] == series.predict(base[0], current=170, prior=(3.3, 30)).p


def test_nothing_to_compare_and_nothing_known():
    result = series.predict([[0, 0, 0, 0, 0], [np.nan] * 5], current=[0, 4])
    assert result.verdict.tolist() == ["not_testable", "not_testable"]
    assert np.isnan(result.p).all()
    assert np.isnan(result.expected[1])
    assert result.has_note("NOT_TESTABLE")
    assert result.small.tolist() == [True, True]


@given(YEARS, st.integers(0, 4_000), st.sampled_from(["mean", "previous"]))
@settings(max_examples=120, deadline=None)
def test_verdict_interval_and_counts_agree(base, current, reference):
    result = series.predict(base, current=current, reference=reference, years=7)
    found = result.verdict.item() == "distinguishable"
    if np.isnan(result.p) or abs(result.p - 0.05) < 1e-6:
        return
    assert found == (not result.lo <= current <= result.hi)
    assert found == (result.p.item() <= 0.05)
    assert result.lo <= result.hi
    assert result.lo <= result.expected + 1
    assert result.hi >= np.floor(result.expected)


@given(YEARS, st.integers(0, 4_000), st.floats(0.1, 50))
@settings(max_examples=60, deadline=None)
def test_the_unit_of_exposure_does_not_matter(base, current, factor):
    one = series.predict(base, np.full(len(base), 2.0), current=current, current_exposure=2.5)
    other = series.predict(
        base, np.full(len(base), 2.0 * factor), current=current, current_exposure=2.5 * factor
    )
    # Far out, rounding in a dispersion of zero decides between 1e-32 and 1e-47.
    np.testing.assert_allclose(one.p, other.p, rtol=1e-6, atol=1e-15)
    np.testing.assert_allclose(one.expected, other.expected, rtol=1e-9)


def test_rows_do_not_influence_each_other():
    rng = np.random.default_rng(3)
    y, now = years_of(rng, 40, 0.05, (60, 5)), years_of(rng, 40, 0.05, 60)
    whole = series.predict(y, current=now)
    np.testing.assert_array_equal(whole.p[17], series.predict(y[17], current=now[17]).p)
    table = series.predict(y.reshape(6, 10, 5), current=now.reshape(6, 10))
    np.testing.assert_array_equal(table.hi.ravel(), whole.hi)
    fast = series.predict(y, current=now, limits=False)
    assert fast.verdict.tolist() == whole.verdict.tolist()


def test_threads_change_nothing(monkeypatch):
    rng = np.random.default_rng(8)
    y, now = years_of(rng, 40, 0.05, (45_000, 4)), years_of(rng, 40, 0.05, 45_000)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    one = series.predict(y, current=now, limits=False)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    many = series.predict(y, current=now, limits=False)
    np.testing.assert_array_equal(one.p, many.p)


@pytest.mark.parametrize("reference", ["mean", "previous"])
@pytest.mark.parametrize("n_years", [3, 5, 7])
@pytest.mark.parametrize("alpha", [0.0, 0.02, 0.08])
def test_false_alarms_stay_below_the_level(reference, n_years, alpha):
    rng = np.random.default_rng(4)
    mean = np.exp(rng.uniform(np.log(3), np.log(5_000), 400))[:, None]
    y = years_of(rng, mean, alpha, (400, n_years + 1))
    result = series.predict(y[:, :-1], current=y[:, -1], reference=reference, years=9)
    assert np.mean(result.verdict == "distinguishable") <= 0.0875
    assert np.mean((result.lo <= y[:, -1]) & (y[:, -1] <= result.hi)) >= 0.93 - 0.035


def test_a_real_jump_is_found():
    rng = np.random.default_rng(5)
    y = years_of(rng, 60, 0.01, (400, 5))
    now = years_of(rng, 60 * 2.0, 0.01, 400)
    assert np.mean(series.predict(y, current=now).verdict == "distinguishable") > 0.8


@pytest.mark.parametrize(
    ("arguments", "options", "code", "field"),
    [
        (([1, 2, 3],), {"current": -1}, "NEGATIVE_COUNT", "current"),
        (([1, 2, 3],), {"current": [1, 2]}, "WRONG_SHAPE", "current"),
        ((5,), {"current": 1}, "WRONG_SHAPE", "y"),
        (([1, 2, 3], [1, 0, 1]), {"current": 1}, "NOT_POSITIVE", "exposure"),
        (([1, 2, 3], [1, 2]), {"current": 1}, "WRONG_SHAPE", "exposure"),
        (([1, 2, 3],), {"current": 1, "exclude": [0, 0, 1]}, "NOT_BOOLEAN", "exclude"),
        (([1, 2, 3],), {"current": 1, "exclude": [True] * 2}, "WRONG_SHAPE", "exclude"),
        (([1, 2, 3],), {"current": 1, "years": 0}, "OUT_OF_RANGE", "years"),
        (([1, 2, 3],), {"current": 1, "prior": (0, 3)}, "NOT_POSITIVE", "prior"),
        (([1, 2, 3],), {"current": 1, "reference": "best"}, "UNKNOWN_CHOICE", "reference"),
    ],
)
def test_predict_refuses(arguments, options, code, field):
    with pytest.raises(StatsInputError) as caught:
        series.predict(*arguments, **options)
    assert (caught.value.code, caught.value.field) == (code, field)


# --- pooled dispersion -----------------------------------------------------------------------


def test_pooling_equals_limma():
    data = json.loads((FIXTURES / "squeeze.json").read_text())
    pooled = series.pool_dispersion(data["variance"], data["df"])
    assert pooled.phi == pytest.approx(data["scale"], rel=1e-6)
    assert pooled.df == pytest.approx(data["df2"], rel=1e-6)


def test_pooling_finds_the_common_dispersion():
    rng = np.random.default_rng(6)
    own = series.dispersion(years_of(rng, 400, 0.01, (300, 6)))
    pooled = series.pool_dispersion(own.raw, own.df)
    assert pooled.phi == pytest.approx(5, rel=0.12)
    assert pooled.df > 30


def test_pooled_verdicts_keep_their_level():
    rng = np.random.default_rng(7)
    y = years_of(rng, 200, 0.02, (400, 6))
    own = series.dispersion(y[:, :-1])
    prior = series.pool_dispersion(own.raw, own.df)
    result = series.predict(y[:, :-1], current=y[:, -1], prior=prior)
    assert np.mean(result.verdict == "distinguishable") <= 0.0875


def test_pooling_refuses():
    for arguments, code in (
        (([1.0] * 4, 4), "TOO_FEW"),
        (([-1.0] * 12, 4), "NEGATIVE_DISPERSION"),
        (([1.0] * 12, [4] * 11), "WRONG_SHAPE"),
    ):
        with pytest.raises(StatsInputError) as caught:
            series.pool_dispersion(*arguments)
        assert caught.value.code == code
