"""One graded answer: what it says of planted truths, what it refuses, how seldom it errs."""

import json

import numpy as np
import pytest
from tests.stats.towns import make_town

from vorort.stats import evaluate
from vorort.stats.results import StatsInputError

TOWNS = 250
# 99.9 % limit of a correct test at 250 towns.
NULL_LIMIT = 0.096
BETTER = {"likely_good", "displaced"}
CALLED = {*BETTER, "likely_bad"}


def series(level: float, n: int = 96, *, seed: int, areas: int = 1) -> np.ndarray:
    season = 1 + 0.3 * np.cos(2 * np.pi * np.arange(n) / 12)
    return np.random.default_rng(seed).poisson(level * season, (areas, n)).astype(float)


def planted(effect: float = 0.4, level: float = 12, *, seed: int = 1) -> dict[str, np.ndarray]:
    here = series(level, seed=seed)
    here[:, 84:] = series(level * effect, seed=seed + 1)[:, 84:]
    return {"treated": here, "comparison": series(10, seed=seed + 2, areas=5)}


def test_a_planted_effect_is_found_with_its_size() -> None:
    found = evaluate.judge(**planted(), start=84, selected=False, seed=1)
    assert (found.design, found.grade, found.reasons) == ("series_comparison", "likely_good", ())
    assert found.lo < 0.4 < found.hi
    assert found.expected > found.observed
    assert np.isnan(found.fitted).sum() == 0


def test_no_effect_is_unclear_and_says_when_more_is_known() -> None:
    found = evaluate.judge(**planted(0.8), start=84, selected=False, seed=1)
    assert found.grade == "unclear"
    assert found.reasons[0] == "CHANCE"
    assert found.more is None or found.more > 12


@pytest.mark.parametrize(
    ("keep", "comparison", "period", "design"),
    [
        (84, True, 12, "series_comparison"),
        (84, False, 12, "series"),
        (14, True, 12, "comparison"),
        (5, True, 1, "comparison"),
        (5, False, 1, "before_after"),
    ],
)
def test_the_strongest_design_the_data_allow(
    keep: int, comparison: bool, period: int, design: str
) -> None:
    given = planted()
    here, there = given["treated"][:, 84 - keep :], given["comparison"][:, 84 - keep :]
    found = evaluate.judge(
        here, there if comparison else None, start=keep, period=period, selected=False, seed=1
    )
    assert found.design == design


def test_years_alone_never_prove_a_cause() -> None:
    here = np.array([120.0, 118, 125, 119, 121, 122, 30, 28])
    found = evaluate.judge(here, start=6, period=1, selected=False, seed=1)
    assert (found.grade, found.reasons) == ("unclear", ("NO_COMPARISON",))


@pytest.mark.parametrize(
    ("start", "length", "comparison", "reason"),
    [
        (10, 30, True, "BEFORE_SHORT"),
        (20, 40, False, "BEFORE_SHORT"),
        (60, 64, True, "AFTER_SHORT"),
    ],
)
def test_too_little_is_not_evaluable_with_its_reason(
    start: int, length: int, comparison: bool, reason: str
) -> None:
    given = planted()
    here, there = given["treated"][:, :length], given["comparison"][:, :length]
    found = evaluate.judge(here, there if comparison else None, start=start, selected=False, seed=1)
    assert (found.grade, found.reasons) == ("not_evaluable", (reason,))
    assert np.isnan(found.expected)


def test_no_case_before_cannot_get_better() -> None:
    found = evaluate.judge(np.zeros(48), np.ones((3, 48)), start=36, selected=False, seed=1)
    assert found.reasons == ("NO_CASES",)


def test_whether_it_is_hopeless_never_depends_on_what_happened() -> None:
    before = series(0.3, 84, seed=3)
    there = series(10, seed=4, areas=5)
    for after in (np.zeros((1, 12)), np.full((1, 12), 3.0)):
        found = evaluate.judge(np.hstack([before, after]), there, start=84, selected=False, seed=1)
        assert (found.grade, found.reasons[0]) == ("not_evaluable", "HOPELESS")


def test_what_moved_next_door_is_displaced() -> None:
    given = planted(0.35)
    ring = series(12, seed=9)
    ring[:, 84:] = series(20, seed=10)[:, 84:]
    found = evaluate.judge(**given, ring=ring, start=84, selected=False, seed=1)
    assert found.grade == "displaced"
    assert found.ring is not None
    assert found.ring.ratio > 1.2
    assert found.displacement is not None
    assert found.displacement.parts["local"] < 0 < found.displacement.parts["displacement"]
    assert found.quotient is not None
    assert found.quotient.effect < 0


def test_the_high_year_is_left_out_and_its_share_named() -> None:
    given = planted(0.5)
    given["treated"][:, 72:84] *= 1.6
    found = evaluate.judge(**given, start=84, selected=True, seed=1)
    assert found.parts["n_before"] == 72
    assert 0.4 < found.rtm_share < 0.8
    assert found.before_high > found.expected


def test_a_short_past_of_a_chosen_area_is_only_open() -> None:
    given = planted(0.3)
    found = evaluate.judge(
        given["treated"][:, 66:], given["comparison"][:, 66:], start=18, selected=True, seed=1
    )
    assert found.grade == "unclear"
    assert "SELECTED" in found.reasons
    assert found.has_note("RTM_RISK")


def test_a_change_seen_everywhere_is_no_effect() -> None:
    given = planted(0.4)
    there = given["comparison"].copy()
    there[:3, 84:] = np.round(there[:3, 84:] * 0.3)
    there[3:, 84:] = np.round(there[3:, 84:] * 2.5)
    found = evaluate.judge(given["treated"], there, start=84, selected=False, seed=1)
    assert found.grade == "unclear"
    assert found.placebo.size == 5


def test_gaps_are_no_noughts() -> None:
    given = planted()
    given["treated"][0, 10:13] = np.nan
    given["comparison"][0, 50] = np.nan
    found = evaluate.judge(**given, start=84, selected=False, seed=1)
    assert found.parts["n_before"] == 81
    assert found.parts["n_comparison"] == 4
    assert np.isnan(found.fitted[10:13]).all()


def test_order_of_areas_and_repetition_do_not_matter() -> None:
    given = planted()
    first = evaluate.judge(**given, start=84, seed=7)
    again = evaluate.judge(**given, start=84, seed=7)
    turned = evaluate.judge(given["treated"], given["comparison"][::-1], start=84, seed=7)
    assert json.dumps(first.to_dict()) == json.dumps(again.to_dict())
    assert turned.p == pytest.approx(first.p, rel=1e-9)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"treated": [1.0, -1.0, 2.0], "start": 1}, "NEGATIVE_COUNT"),
        ({"treated": [1.0, 1.0, 2.0], "start": 3}, "OUT_OF_RANGE"),
        ({"treated": [1.0, 1.0, 2.0], "start": 1, "period": 4}, "UNKNOWN_OPTION"),
        ({"treated": [1.0, 1.0], "comparison": [[1.0, 2.0, 3.0]], "start": 1}, "SHAPE"),
        ({"treated": [1.0, 1.0], "start": 1, "level": 95}, "NOT_A_SHARE"),
    ],
)
def test_bad_input_is_refused(given: dict[str, object], code: str) -> None:
    with pytest.raises(StatsInputError) as caught:
        evaluate.judge(**given, seed=1)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_foresight_knows_large_from_hopeless() -> None:
    there = series(30, 84, seed=2, areas=5)
    many = evaluate.foresee(series(40, 84, seed=1), there, selected=False)
    few = evaluate.foresee(series(0.5, 84, seed=1), there, selected=False)
    assert many.verdict in {"evaluable", "large_only"}
    assert few.verdict == "not_by_counts"
    assert many.mde[0] > many.mde[-1]
    assert many.mde_alone[-1] > many.mde[-1]
    assert evaluate.outlook(float("nan")) == "not_by_counts"


def test_foresight_without_a_past_says_why() -> None:
    found = evaluate.foresee(series(4, 6, seed=1))
    assert (found.design, found.reasons) == ("none", ("BEFORE_SHORT",))


def test_nothing_is_found_where_nothing_is() -> None:
    rng = np.random.default_rng(2026)
    found = [evaluate.judge(**make_town(rng).given, seed=1) for _ in range(TOWNS)]  # type: ignore[arg-type]
    judged = [one for one in found if one.design != "none"]
    assert np.mean([one.p <= 0.05 for one in judged]) <= NULL_LIMIT
    assert np.mean([one.grade in CALLED for one in judged]) <= NULL_LIMIT


def _expected_by_search(given: dict[str, np.ndarray], drift: float) -> float:
    """The penalised likelihood of the share of the treated area, its top found by a search."""
    from scipy.optimize import minimize

    y, control = given["treated"].sum(axis=0), given["comparison"].sum(axis=0)
    t = np.arange(y.size)
    years = (t - t[:84].mean()) / 12
    x = np.column_stack([
        np.ones(y.size), years, np.sin(2 * np.pi * t / 12), np.cos(2 * np.pi * t / 12),
    ])  # fmt: skip

    def loss(beta: np.ndarray) -> float:
        eta = x[:84] @ beta
        fit = y[:84] * eta - (y[:84] + control[:84]) * np.log1p(np.exp(eta))
        return float(-fit.sum() + 0.5 * (beta[1] / drift) ** 2)

    beta = minimize(loss, np.array([-1.5, 0, 0, 0]), method="BFGS", options={"gtol": 1e-9}).x
    return float((control[84:] * np.exp(x[84:] @ beta)).sum())


def test_the_expectation_is_the_top_of_the_likelihood_found_by_scipy() -> None:
    given = planted()
    found = evaluate.judge(**given, start=84, selected=False, seed=1)
    from vorort.stats.evaluate._expected import DRIFT_APART

    assert found.expected == pytest.approx(_expected_by_search(given, DRIFT_APART), rel=1e-5)


def test_without_a_prior_the_expectation_is_that_of_statsmodels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sm = pytest.importorskip("statsmodels.api")
    monkeypatch.setattr("vorort.stats.evaluate._expected.DRIFT_APART", 1e3)
    given = planted()
    found = evaluate.judge(**given, start=84, selected=False, seed=1)
    y, control = given["treated"][0], given["comparison"].sum(axis=0)
    t = np.arange(y.size)
    x = np.column_stack([
        np.ones(y.size), t / 12, np.sin(2 * np.pi * t / 12), np.cos(2 * np.pi * t / 12),
    ])  # fmt: skip
    pairs = np.column_stack([y, control])[:84]
    fit = sm.GLM(pairs, x[:84], family=sm.families.Binomial()).fit()
    expected = (control[84:] * np.exp(x[84:] @ fit.params)).sum()
    assert found.expected == pytest.approx(expected, rel=1e-6)


def test_the_smallest_drop_is_found_in_four_of_five_sets() -> None:
    """The definition of :func:`foresee`, on sets made by its own assumptions."""
    rng = np.random.default_rng(8)
    n, hits = 300, 0
    there = series(40, 84, seed=2, areas=5)
    here = series(20, 84, seed=1)
    seen = evaluate.foresee(here, there, periods=(12,), selected=False)
    assert 0.1 < seen.mde[0] < 0.7
    usual = np.vstack([here, there])[:, :84].reshape(6, 7, 12).mean(axis=1)
    for _ in range(n):
        level = np.exp(rng.normal(0, 0.03, (6, 8)))
        mean = (usual[:, None, :] * level[:, :, None]).reshape(6, 96)
        mean[0, 84:] *= 1 - seen.mde[0]
        drawn = rng.poisson(mean).astype(float)
        found = evaluate.judge(drawn[:1], drawn[1:], start=84, selected=False, seed=1)
        hits += found.p <= 0.05
    assert hits / n >= 0.7


@pytest.mark.parametrize(
    ("mde", "verdict"),
    [(0.1, "evaluable"), (0.3, "evaluable"), (0.31, "large_only"), (0.7, "large_only"),
     (0.71, "not_by_counts"), (float("nan"), "not_by_counts")],
)  # fmt: skip
def test_outlooks(mde: float, verdict: str) -> None:
    assert evaluate.outlook(mde) == verdict
