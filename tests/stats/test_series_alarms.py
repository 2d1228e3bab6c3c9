"""Early warning against R's surveillance package and against chance.

Reference values (make_fixtures.R): ``farringtonFlexible`` (nbPlugin), ``farrington``, ``earsC``,
``cusum`` of surveillance 1.20 on salmonella.agona, campyDE and six simulated series; regressions
run to full convergence there.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vorort.stats import _series_farrington, series
from vorort.stats._series_kernel import plain
from vorort.stats.results import StatsInputError

SERIES = json.loads((Path(__file__).parent / "fixtures" / "alarms.json").read_text())
NAMES = sorted(SERIES)


def numbers(values):
    return np.array([np.nan if v is None else v for v in values], float)


def weekly(rng, mean, phi, n_series, n_time=340):
    """Seasonal weekly counts with variance ``phi`` times the mean."""
    wave = mean * np.exp(0.3 * np.sin(2 * np.pi * np.arange(n_time) / 52)) * np.ones((n_series, 1))
    drawn = rng.poisson(wave) if phi == 1 else rng.negative_binomial(wave / (phi - 1), 1 / phi)
    return drawn.astype(float)


@pytest.mark.parametrize("name", NAMES)
def test_flexible_farrington_equals_r(name):
    data, y = SERIES[name], np.array(SERIES[name]["y"], float)[None]
    result = series.alarms(y, periods=20, threshold="nb_plugin")
    expected = numbers(data["flexible"]["expected"])
    known = ~np.isnan(expected)
    np.testing.assert_array_equal(~np.isnan(result.expected[0]), known)
    np.testing.assert_allclose(result.expected[0][known], expected[known], rtol=1e-6)
    np.testing.assert_allclose(result.p[0][known], numbers(data["flexible"]["p"])[known], rtol=1e-6)
    np.testing.assert_array_equal(result.upper[0][known], numbers(data["flexible"]["upper"])[known])
    np.testing.assert_array_equal(result.alarm[0], numbers(data["flexible"]["alarm"]) == 1)


@pytest.mark.parametrize("name", NAMES)
def test_farrington_without_blocks_equals_r(name):
    data, y = SERIES[name]["single"], np.array(SERIES[name]["y"], float)[None]
    result = series.alarms(
        y,
        periods=20,
        threshold="nb_plugin",
        years=4,
        half_window=2,
        blocks=1,
        left_out=2,
        alpha=0.05,
        at_least=(0, 4),
    )
    expected = numbers(data["expected"])
    # Where all reference weeks are empty R stops at an arbitrary tiny rate or not at all.
    usable = np.nan_to_num(expected) > 1e-6
    np.testing.assert_allclose(result.expected[0][usable], expected[usable], rtol=1e-6)
    np.testing.assert_allclose(result.p[0][usable], numbers(data["p"])[usable], rtol=1e-6)
    np.testing.assert_array_equal(result.upper[0][usable], numbers(data["upper"])[usable])
    assert usable.sum() >= 15


@pytest.mark.parametrize("name", NAMES)
def test_original_farrington_equals_r(name):
    data, y = SERIES[name]["original"], np.array(SERIES[name]["y"], float)[None]
    result = series.alarms(y, periods=20, flexible=False, threshold="power")
    upper = numbers(data["upper"])
    evaluated = upper > 0
    np.testing.assert_allclose(result.upper[0][evaluated], upper[evaluated], rtol=1e-6)
    np.testing.assert_array_equal(result.alarm[0], numbers(data["alarm"]) == 1)


@pytest.mark.parametrize("name", NAMES)
def test_ears_equals_r(name):
    y = np.array(SERIES[name]["y"], float)[None]
    for variant, reference in zip(("C1", "C2"), SERIES[name]["ears"], strict=True):
        result = series.alarms(y, periods=22, method="ears", variant=variant)
        np.testing.assert_allclose(result.upper[0], numbers(reference[0]), rtol=1e-6)
        np.testing.assert_allclose(result.expected[0], numbers(reference[1]), rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_ears_c3_is_the_sum_over_r_c2(name):
    # Hutwagner et al. (2003): sum over three weeks of max(0, C2 - 1); mean and spread from R.
    y = np.array(SERIES[name]["y"], float)
    upper, mean = (numbers(v) for v in SERIES[name]["ears"][1])
    spread = (upper - mean) / 2.3263478740408408
    with np.errstate(divide="ignore", invalid="ignore"):
        excess = np.maximum(0, (y[-22:] - mean) / spread - 1)
    c3 = excess[2:] + excess[1:-1] + excess[:-2]
    result = series.alarms(y[None], periods=20, method="ears", variant="C3")
    finite = np.isfinite(c3) & np.isfinite(result.score[0])
    np.testing.assert_allclose(result.score[0][finite], c3[finite], rtol=1e-6, atol=1e-9)
    clear = finite & (np.abs(c3 - 2.326) > 1e-6) & (y[-20:] > 0) & (excess[2:] > 0)
    np.testing.assert_array_equal(result.alarm[0][clear], c3[clear] > 2.3263478740408408)


@pytest.mark.parametrize("name", NAMES)
def test_cusum_equals_r(name):
    y = np.array(SERIES[name]["y"], float)[None]
    for transform, reference in zip(
        ("standard", "rossi", "anscombe"), SERIES[name]["cusum"], strict=True
    ):
        result = series.alarms(y, periods=20, method="cusum", transform=transform)
        np.testing.assert_array_equal(result.alarm[0], numbers(reference["alarm"]) == 1)
        upper = np.ceil(result.upper[0] - 1e-9) if transform == "standard" else result.upper[0]
        # Where the sum is far above its limit R squares a negative root.
        usable = result.upper[0] > 0
        np.testing.assert_allclose(upper[usable], numbers(reference["upper"])[usable], rtol=1e-6)


def test_reference_weeks_by_hand():
    index, block = _series_farrington.reference_weeks(200, 52, (2, 3, 4, 26))
    assert index[0] == 200 - 104 - 3
    assert index[-1] == 200 - 27
    assert (block[np.isin(index, np.arange(145, 152))] == 0).all()
    # 45 weeks between the windows in three blocks of 15
    assert [int((block[index < 145] == b).sum()) for b in (0, 1, 2, 3)] == [7, 15, 15, 15]


def test_compiled_and_plain_code_agree():
    rng = np.random.default_rng(1)
    y = weekly(rng, 6, 1.5, 3)
    index, block = _series_farrington.reference_weeks(330, 52, (5, 3, 10, 26))
    arguments = (y, np.zeros_like(y), index, block, 330, 2.58, np.zeros(300), True)
    compiled = _series_farrington.batch(*arguments)
    np.testing.assert_allclose(plain(_series_farrington.batch)(*arguments), compiled, rtol=1e-9)


@pytest.mark.parametrize(("mean", "phi"), [(0.3, 1), (1, 1.5), (5, 2), (20, 1), (20, 3)])
def test_farrington_keeps_its_level(mean, phi):
    rng = np.random.default_rng(2)
    y = weekly(rng, mean, phi, 400)
    result = series.alarms(y, alpha=0.05, at_least=(0, 1))
    assert np.nanmean(result.p <= 0.05) <= 0.0875
    assert result.alarm.mean() <= 0.0875
    assert result.expected_false == pytest.approx(0.05 * np.isfinite(result.p).sum())


@pytest.mark.parametrize("variant", ["C1", "C2"])
def test_ears_p_values_keep_their_level(variant):
    rng = np.random.default_rng(3)
    result = series.alarms(rng.poisson(8, (400, 20)), method="ears", variant=variant)
    assert np.nanmean(result.p <= 0.05) <= 0.0875


def test_an_outbreak_is_found_and_lasts():
    rng = np.random.default_rng(4)
    y = weekly(rng, 5, 1.2, 60)
    y[7, -3:] += 25
    result = series.alarms(y, periods=3)
    assert result.alarm[7].all()
    assert result.persistent[7].tolist() == [False, True, True]
    assert result.fdr_q[7, -1] < 0.01
    assert np.argmax(result.score[:, -1]) == 7
    assert result.to_frame()["alarm"].to_list()[21:24] == [True, True, True]


def test_alarm_and_p_value_say_the_same():
    rng = np.random.default_rng(5)
    for mean in (0.4, 3, 30):
        y = weekly(rng, mean, 1.6, 300)
        result = series.alarms(y, alpha=0.05, at_least=(0, 1))
        clear = np.abs(result.p - 0.05) > 1e-7
        np.testing.assert_array_equal(result.alarm[clear], (result.p <= 0.05)[clear])


def test_past_outbreaks_weigh_less():
    rng = np.random.default_rng(6)
    quiet = weekly(rng, 5, 1, 1)
    loud = quiet.copy()
    loud[0, 340 - 1 - 52] = 80
    kept = series.alarms(loud, reweigh_above=0.0)
    weighed = series.alarms(loud)
    assert weighed.upper < kept.upper
    assert abs(weighed.expected - series.alarms(quiet).expected) < 1.5


def test_missing_weeks_and_missing_series():
    rng = np.random.default_rng(7)
    y = weekly(rng, 8, 1, 3)
    y[0, 100:104] = np.nan
    y[1, -1] = np.nan
    y[2] = np.nan
    result = series.alarms(y)
    assert np.isfinite(result.p[0, 0])
    assert np.isnan(result.p[1:, 0]).all()
    assert not result.alarm[1:].any()
    assert result.has_note("SHORT_SERIES")


def test_exposure_scales_the_expectation():
    rng = np.random.default_rng(8)
    y = weekly(rng, 12, 1, 5)
    even = series.alarms(y, exposure=np.full(340, 7.0))
    np.testing.assert_allclose(even.expected, series.alarms(y).expected, rtol=1e-8)
    half = np.ones(340)
    half[-1] = 0.5
    np.testing.assert_allclose(
        series.alarms(y, exposure=half).expected, even.expected / 2, rtol=1e-8
    )


@given(st.integers(0, 1_000))
@settings(max_examples=10, deadline=None)
def test_rows_do_not_influence_each_other(seed):
    rng = np.random.default_rng(seed)
    y = weekly(rng, rng.uniform(0.5, 20), 1.5, 6)
    order = rng.permutation(6)
    np.testing.assert_array_equal(series.alarms(y).p[order], series.alarms(y[order]).p)


def test_number_of_threads_does_not_matter():
    numba = pytest.importorskip("numba")
    y = weekly(np.random.default_rng(9), 6, 1.5, 40)
    many, before = series.alarms(y).p, numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        np.testing.assert_array_equal(series.alarms(y).p, many)
    finally:
        numba.set_num_threads(before)


@pytest.mark.parametrize(
    ("y", "options", "code"),
    [
        (np.ones((2, 200)), {}, "TOO_SHORT"),
        (np.ones((2, 9)), {"method": "ears", "variant": "C3"}, "TOO_SHORT"),
        (np.ones((2, 3)), {"method": "cusum"}, "TOO_SHORT"),
        (-np.ones((2, 400)), {}, "NEGATIVE_COUNT"),
        (np.ones(400), {}, "WRONG_SHAPE"),
        (np.ones((2, 400)), {"method": "moving"}, "UNKNOWN_CHOICE"),
        (np.ones((2, 400)), {"threshold": "guess"}, "UNKNOWN_CHOICE"),
        (np.ones((2, 400)), {"alpha": 0}, "NOT_A_PROBABILITY"),
        (np.ones((2, 400)), {"periods": 401}, "OUT_OF_RANGE"),
        (np.ones((2, 400)), {"left_out": 1}, "OUT_OF_RANGE"),
        (np.ones((2, 400)), {"exposure": np.ones(3)}, "WRONG_SHAPE"),
    ],
)
def test_alarms_refuse(y, options, code):
    with pytest.raises(StatsInputError) as caught:
        series.alarms(y, **options)
    assert caught.value.code == code
