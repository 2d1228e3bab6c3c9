"""Every result of rates and series can be stored: JSON-safe, versioned, frozen, as a frame."""

import dataclasses
import doctest
import importlib
import json
from types import SimpleNamespace

import numpy as np
import pytest

from vorort.stats import rates, series
from vorort.stats.results import Result

RNG = np.random.default_rng(1)
POP = np.round(np.exp(RNG.normal(8, 1, 12)))
CASES = RNG.poisson(POP * 0.004).astype(float)
CHAIN = SimpleNamespace(
    indptr=np.cumsum([0, 1, *[2] * 10, 1]),
    indices=np.array([1, *[j for i in range(1, 11) for j in (i - 1, i + 1)], 10]),
)
WEEKS = RNG.poisson(6, (3, 330))
MONTHS = RNG.poisson(30, 60)

RESULTS = {
    "rate": lambda: rates.rate([3, None, 0], [100, 200, 300]),
    "compare": lambda: rates.compare([9, 0], 1, [4, 0], 1, dispersion=2, dispersion_df=4),
    "etest": lambda: rates.compare([9, 0], 1, [4, 0], 1, method="etest"),
    "direct": lambda: rates.standardise([[3, 4.0]], [[100, 90]], [1, 2]),
    "indirect": lambda: rates.standardise([7], [[100, 90]], [0.01, 0.02], kind="indirect"),
    "funnel": lambda: rates.funnel(CASES, POP),
    "eb": lambda: rates.smooth(np.stack([CASES, CASES + 1]), POP),
    "local_eb": lambda: rates.smooth(CASES, POP, CHAIN, model="local_eb"),
    "bym2": lambda: rates.smooth(CASES, POP, CHAIN, model="bym2"),
    "rank": lambda: rates.rank(CASES / POP, se=np.full(12, 0.001), top=3, seed=1),
    "rtm": lambda: rates.regression_to_mean(CASES, POP, CASES > 8),
    "u_chart": lambda: rates.u_chart(CASES, POP),
    "g_chart": lambda: rates.g_chart([4, 9, 12, 3, 30]),
    "dispersion": lambda: series.dispersion([[9, 12, 8], [0, 0, 0]]),
    "predict": lambda: series.predict([[9, 12, 8], [0, 0, 0]], current=[20, None]),
    "pooled": lambda: series.predict(
        [9, 12], current=20, prior=series.PooledDispersion(1.5, np.inf)
    ),
    "decompose": lambda: series.decompose(MONTHS),
    "trend": lambda: series.trend(MONTHS, np.arange(60) / 12, harmonics=1),
    "changepoint": lambda: series.changepoint(MONTHS, mc=99, seed=1),
    "farrington": lambda: series.alarms(WEEKS, periods=2),
    "ears": lambda: series.alarms(WEEKS, method="ears", variant="C3"),
    "cusum": lambda: series.alarms(WEEKS, method="cusum", periods=3),
    "seasonality": lambda: series.seasonality(MONTHS.reshape(5, 12), mc=99, seed=1),
}


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_result_can_be_stored(name):
    result = RESULTS[name]()
    stored = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert stored["type"] == type(result).__name__
    assert stored["version"] == 1
    assert stored["method"]
    assert isinstance(stored["params"], dict)
    assert stored["n"] >= 0
    assert result.assumptions
    assert {note["code"] for note in stored["notes"]} == {note.code for note in result.notes}


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_result_is_frozen_and_makes_a_frame(name):
    result = RESULTS[name]()
    assert isinstance(result, Result)
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.n = 3
    frame = result.to_frame()
    assert frame.columns == list(type(result).frame_fields)
    if frame.columns:
        first = np.asarray(getattr(result, frame.columns[0]))
        assert frame.height == first.size


@pytest.mark.parametrize("module", [rates, series], ids=["rates", "series"])
def test_examples_of_the_docstrings_run(module):
    homes = {getattr(module, name).__module__ for name in module.__all__}
    tried = 0
    for home in sorted(homes):
        outcome = doctest.testmod(importlib.import_module(home))
        assert outcome.failed == 0, home
        tried += outcome.attempted
    functions = [name for name in module.__all__ if name[0].islower()]
    assert tried >= len(functions)
    assert all(">>> " in getattr(module, name).__doc__ for name in functions)


@pytest.mark.parametrize("name", ["rank", "changepoint", "seasonality"])
def test_seed_is_recorded(name):
    assert RESULTS[name]().seed == 1
