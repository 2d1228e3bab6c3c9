"""Names others build on: arguments and fields stay what they are."""

import dataclasses
import inspect
import typing
from collections.abc import Callable
from typing import Any

import pytest

from vorort.stats import evaluate, protect, rates, series
from vorort.stats.results import Result

EFFECT = "effect lo hi p scale placebo evidence_grade"
# function: arguments, fields of the result.
PROMISED: dict[Callable[..., Any], tuple[str, str]] = {
    rates.rate: ("cases pop per ci level", "rate lo hi cases pop"),
    rates.compare: ("c1 e1 c0 e0 method", "ratio lo hi p verdict"),
    rates.standardise: ("cases pop standard kind", "rate lo hi"),
    rates.funnel: (
        "cases pop expected limits dispersion fdr",
        "z p q phi alpha flags curves",
    ),
    rates.smooth: ("cases pop graph model", "mean lo hi p_exceed params"),
    rates.rank: ("values se draws seed", "rank lo hi p_top_k"),
    rates.regression_to_mean: ("pre pop selected", "expected_post expected_drop"),
    series.decompose: ("y period robust", "trend seasonal"),
    series.trend: ("y t offset harmonics family", "annual_pct lo hi theta disp"),
    series.changepoint: ("y exposure max_breaks mc seed", "index ci lr p"),
    series.alarms: ("Y method", "expected upper alarm fdr_q"),
    series.aoristic: ("start end bins", ""),
    evaluate.rirr: ("treated control dispersion", EFFECT),
    evaluate.wdd: (
        "treated control displacement displacement_control time_weights area_weights harm_weights",
        EFFECT,
    ),
    evaluate.wdq: ("treated buffer control", EFFECT),
    evaluate.its: ("y intervention control exposure period harmonics hac_lags", EFFECT),
    evaluate.did: ("y unit time treated start family inference seed", EFFECT),
    evaluate.event_study: ("y unit time start reference", "lags effect lo hi"),
    evaluate.synthetic: ("y treated start covariates", "weights gaps pre_rmspe placebo_p"),
    evaluate.power: ("baseline control periods dispersion", "mde curve verdict"),
    evaluate.judge: (
        "treated comparison ring start phase_in period selected lower_is_better outcomes seed",
        "design grade reasons observed expected effect lo hi p mde more ring net",
    ),
    evaluate.foresee: ("treated comparison periods phase_in period", "expected mde verdict"),
    protect.suppress: (
        "table hierarchy rule protection released",
        "status cost intervals",
    ),
    protect.audit: ("tables", "exact narrow"),
    protect.cellkey: ("secret ptable", "value"),
    protect.ptable: ("D V js", "probability"),
    protect.geomask: ("xy pop_surface k secret", "k_dist"),
    protect.kanon: ("frame qi sensitive", "k l"),
    protect.dp_counts: ("counts eps ledger", "value"),
    protect.attack: ("release kind", "recovered bounds"),
}


@pytest.mark.parametrize("function", PROMISED, ids=lambda one: one.__name__)
def test_arguments_and_fields_are_the_promised_ones(function: Callable[..., Any]) -> None:
    arguments, fields = PROMISED[function]
    assert set(arguments.split()) <= set(inspect.signature(function).parameters)
    result = typing.get_type_hints(function)["return"]
    if not fields:
        return
    assert issubclass(result, Result)
    assert result.__dataclass_params__.frozen
    assert set(fields.split()) <= {field.name for field in dataclasses.fields(result)}


@pytest.mark.parametrize("function", PROMISED, ids=lambda one: one.__name__)
def test_every_function_says_what_it_takes_refuses_and_stands_on(
    function: Callable[..., Any],
) -> None:
    words = inspect.getdoc(function) or ""
    for part in ("Parameters", "Raises", "Notes", "References", "Examples"):
        assert f"{part}\n{'-' * len(part)}" in words, part
