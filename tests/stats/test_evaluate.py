"""Effect estimates against R, printed results, and their own null."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vorort.stats import evaluate
from vorort.stats.results import Note, StatsInputError

FIXTURES = Path(__file__).parent / "fixtures"
NULL_SETS = 400
# 99.9 % point of the binomial share for a test of size 5 % on 400 sets.
NULL_LIMIT = 0.0875


def values() -> dict[str, float]:
    with (FIXTURES / "evaluate_values.csv").open() as file:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(file)}


def columns(name: str) -> dict[str, np.ndarray]:
    with (FIXTURES / name).open() as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


R = values()


# Relative incident rate ratio ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "treated", "control"),
    [("rirr", (100, 60), (300, 290)), ("rirr2", (14, 6), (33, 41))],
)
def test_rirr_is_the_interaction_of_a_poisson_regression(
    tag: str, treated: tuple[int, int], control: tuple[int, int]
) -> None:
    """R: glm(n ~ post * here, family = poisson)."""
    result = evaluate.rirr(treated, control)
    assert result.parts["log_effect"] == pytest.approx(R[f"{tag}_log"], rel=1e-6)
    assert result.parts["se"] == pytest.approx(R[f"{tag}_se"], rel=1e-6)
    assert result.effect == pytest.approx(np.exp(R[f"{tag}_log"]), rel=1e-6)


def test_rirr_dispersion_widens() -> None:
    result = evaluate.rirr((100, 60), (300, 290), 2.0)
    assert result.parts["se"] == pytest.approx(R["rirr_se_phi2"], rel=1e-6)
    assert result.has_note("OVERDISPERSED")


def test_rirr_by_hand() -> None:
    """Wilson 2022: log of the cross product, variance the sum of reciprocals."""
    result = evaluate.rirr((50, 25), (40, 40))
    assert result.effect == pytest.approx(0.5)
    assert result.parts["se"] == pytest.approx(np.sqrt(1 / 50 + 1 / 25 + 2 / 40))
    assert result.lo < result.effect < result.hi < 1
    assert result.evidence_grade == "effect_likely"


@settings(deadline=None)
@given(st.tuples(*[st.integers(1, 500)] * 4))
def test_rirr_swaps(counts: tuple[int, int, int, int]) -> None:
    """Exchanging areas, or before and after, turns the ratio around and keeps the p-value."""
    t0, t1, c0, c1 = counts
    one = evaluate.rirr((t0, t1), (c0, c1))
    areas = evaluate.rirr((c0, c1), (t0, t1))
    times = evaluate.rirr((t1, t0), (c1, c0))
    assert areas.effect == pytest.approx(1 / one.effect)
    assert times.effect == pytest.approx(1 / one.effect)
    assert areas.p == pytest.approx(one.p)
    assert times.lo == pytest.approx(1 / one.hi)


def test_rirr_zero_and_nothing() -> None:
    zero = evaluate.rirr((12, 0), (30, 30))
    assert zero.has_note("SMALL_COUNT")
    assert zero.evidence_grade == "unclear"
    assert zero.effect == pytest.approx((0.5 / 12.5) / (30.5 / 30.5))
    nothing = evaluate.rirr((0, 0), (30, 30))
    assert nothing.has_note("NOT_TESTABLE")
    assert nothing.evidence_grade == "not_evaluable"
    assert np.isnan(nothing.effect)
    assert np.isnan(nothing.p)


def test_selection_on_the_outcome_keeps_the_grade_down() -> None:
    result = evaluate.rirr((100, 40), (300, 300), selected_on_outcome=True)
    assert result.hi < 1
    assert result.has_note("RTM_RISK")
    assert result.evidence_grade == "unclear"


# Weighted displacement difference ------------------------------------------------------------


def test_wdd_of_the_paper() -> None:
    """Wheeler & Ratcliffe 2018: -118, variance 1568, z -2.98, interval -196 to -40."""
    result = evaluate.wdd((207, 110), (308, 318), (178, 157), (150, 140))
    assert result.effect == -118
    assert result.parts["se"] ** 2 == pytest.approx(1568)
    assert round(result.effect / result.parts["se"], 2) == -2.98
    assert (round(result.lo), round(result.hi)) == (-196, -40)


def test_wdd_time_weights_of_the_author() -> None:
    """R ptools, its own test: -20 with variance 115."""
    result = evaluate.wdd((80, 20), (100, 50), time_weights=(2, 1))
    assert result.effect == pytest.approx(-20)
    assert result.parts["se"] ** 2 == pytest.approx(115)


def test_wdd_area_weights_of_the_author() -> None:
    """R ptools, its own test."""
    result = evaluate.wdd(
        (207, 110), (308, 318), (178, 157), (150, 140), area_weights=(1.2, 0.9, 1.5, 1.6)
    )
    assert result.effect == pytest.approx(-99.69444444, abs=5e-9)
    assert result.parts["se"] == pytest.approx(35.4280755, abs=5e-8)
    assert result.lo == pytest.approx(-169.1321965, abs=5e-8)
    assert result.hi == pytest.approx(-30.25669241, abs=5e-8)


def test_wdd_harm_is_the_weighted_sum_of_types() -> None:
    """R ptools wdd_harm: sum of w * est, variance sum of w^2 * var."""
    treated = [(20, 10), (25, 20), (70, 20)]
    control = [(20, 20), (30, 30), (80, 60)]
    weights = [10.0, 5.0, 1.0]
    single = [evaluate.wdd(t, c) for t, c in zip(treated, control, strict=True)]
    result = evaluate.wdd(treated, control, harm_weights=weights)
    assert result.effect == pytest.approx(
        sum(w * s.effect for w, s in zip(weights, single, strict=True))
    )
    variance = sum((w * s.parts["se"]) ** 2 for w, s in zip(weights, single, strict=True))
    assert result.parts["se"] ** 2 == pytest.approx(variance)


def test_wdd_parts_add_up() -> None:
    result = evaluate.wdd((20, 10), (20, 20), (20, 10), (20, 20))
    assert result.effect == -20
    assert result.parts["local"] == -10
    assert result.parts["displacement"] == -10


# Weighted displacement quotient --------------------------------------------------------------


def test_wdq_by_hand() -> None:
    """Bowers & Johnson 2003: buffer change over target change, both relative to the control."""
    result = evaluate.wdq((200, 100), (100, 90), (500, 400))
    assert result.effect == pytest.approx((90 / 400 - 100 / 500) / (100 / 400 - 200 / 500))
    assert result.effect < 0


def test_wdq_needs_a_success() -> None:
    for treated in [(100, 120), (100, 100)]:
        result = evaluate.wdq(treated, (50, 40), (500, 500))
        assert result.has_note("NOT_TESTABLE")
        assert np.isnan(result.effect)
        assert result.evidence_grade == "not_evaluable"


def test_wdq_interval_is_open_if_the_success_may_be_chance() -> None:
    result = evaluate.wdq((20, 17), (50, 40), (500, 500))
    assert (result.lo, result.hi) == (-np.inf, np.inf)


def test_wdq_interval_covers() -> None:
    rng = np.random.default_rng(4)
    truth = (90 / 500 - 100 / 500) / (120 / 500 - 200 / 500)
    inside = 0
    for _ in range(NULL_SETS):
        result = evaluate.wdq(
            (rng.poisson(200), rng.poisson(120)),
            (rng.poisson(100), rng.poisson(90)),
            (rng.poisson(500), rng.poisson(500)),
        )
        inside += result.lo <= truth <= result.hi or np.isnan(result.lo)
    assert inside / NULL_SETS >= 0.91


# Interrupted time series ---------------------------------------------------------------------


def test_its_poisson_against_r() -> None:
    """R glm and sandwich::NeweyWest on the van drivers of the seat-belt data."""
    van = columns("evaluate_seatbelts.csv")["van"]
    result = evaluate.its(van, 169, family="poisson", hac_lags=4)
    assert result.effect == pytest.approx(R["its_poisson_level"], rel=1e-6)
    assert result.parts["slope"] == pytest.approx(R["its_poisson_slope"], rel=1e-6)
    assert result.parts["se_hac"] == pytest.approx(R["its_poisson_se_hac"], rel=1e-6)
    assert result.parts["se_model"] == pytest.approx(R["its_poisson_se_naive"], rel=1e-6)
    assert result.parts["dispersion"] == pytest.approx(R["its_poisson_dispersion"], rel=1e-6)
    assert result.parts["se"] >= max(result.parts["se_hac"], result.parts["se_model"])


def test_its_negative_binomial_against_r() -> None:
    """R MASS::glm.nb with offset on the front-seat passengers."""
    data = columns("evaluate_seatbelts.csv")
    result = evaluate.its(data["front"], 169, exposure=data["kms"], hac_lags=4)
    assert result.parts["theta"] == pytest.approx(R["its_nb_theta"], rel=1e-6)
    assert result.effect == pytest.approx(R["its_nb_level"], rel=1e-6)
    assert result.parts["slope"] == pytest.approx(R["its_nb_slope"], rel=1e-6)
    assert result.parts["se_hac"] == pytest.approx(R["its_nb_se_hac"], rel=1e-6)
    # R's vcov of a glm with given theta carries the Pearson dispersion, as ours does.
    assert result.parts["dispersion"] == pytest.approx(R["its_nb_dispersion"], rel=1e-6)
    assert result.parts["se_model"] == pytest.approx(R["its_nb_se_naive"], rel=1e-6)
    assert result.effect < 0
    assert result.p < 0.001


def test_its_with_control_against_r() -> None:
    """Front against rear seats: the law concerned the front only."""
    data = columns("evaluate_seatbelts.csv")
    result = evaluate.its(data["front"], 169, control=data["rear"], family="poisson")
    assert result.effect == pytest.approx(R["cits_level"], rel=1e-6)
    assert result.parts["slope"] == pytest.approx(R["cits_slope"], rel=1e-5)


def test_its_falls_back_to_poisson() -> None:
    van = columns("evaluate_seatbelts.csv")["van"]
    result = evaluate.its(van, 169)
    assert result.has_note("FALLBACK")
    assert result.effect == pytest.approx(R["its_poisson_level"], rel=1e-5)


def test_its_ignores_the_scale_of_exposure() -> None:
    data = columns("evaluate_seatbelts.csv")
    one = evaluate.its(data["front"], 169, exposure=data["kms"])
    two = evaluate.its(data["front"], 169, exposure=data["kms"] * 1000)
    assert two.effect == pytest.approx(one.effect, rel=1e-8)
    assert two.p == pytest.approx(one.p, rel=1e-6)


def test_its_phase_in_is_left_out() -> None:
    y = np.tile([20.0, 22, 24, 22, 20, 18], 8)
    y[24:] /= 2
    spoiled = y.copy()
    spoiled[24:27] = 500
    clean = evaluate.its(y, 24, period=6, slope=False, phase_in=3)
    assert evaluate.its(spoiled, 24, period=6, slope=False, phase_in=3).effect == clean.effect
    assert clean.effect == pytest.approx(np.log(0.5), abs=0.01)


def test_its_notes_short_series() -> None:
    y = np.random.default_rng(1).poisson(30, 30).astype(float)
    assert evaluate.its(y, 12).has_note("SHORT_SERIES")


def null_its(rng: np.random.Generator) -> float:
    t = np.arange(60)
    mean = 12 * np.exp(0.002 * t + 0.2 * np.sin(2 * np.pi * t / 12))
    return evaluate.its(rng.poisson(mean * rng.gamma(8, 1 / 8, 60)).astype(float), 36).p


def null_cits(rng: np.random.Generator) -> float:
    t = np.arange(60)
    mean = 12 * np.exp(0.002 * t + 0.2 * np.sin(2 * np.pi * t / 12))
    y, z = (rng.poisson(m * rng.gamma(8, 1 / 8, 60)).astype(float) for m in (mean, 2 * mean))
    return evaluate.its(y, 36, control=z).p


# Difference in differences -------------------------------------------------------------------


def panel() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    data = columns("evaluate_panel.csv")
    return data["y"], data["unit"], data["time"], data["treated"] > 0


def test_did_poisson_against_r() -> None:
    """R glm with dummies and sandwich::vcovCL(type = "HC1")."""
    y, unit, time, treated = panel()
    result = evaluate.did(y, unit, time, treated, 6, seed=1)
    assert result.effect == pytest.approx(R["did_poisson"], rel=1e-6)
    assert result.parts["se"] == pytest.approx(R["did_poisson_se"], rel=1e-6)


def test_did_ols_against_r() -> None:
    y, unit, time, treated = panel()
    result = evaluate.did(y, unit, time, treated, 6, family="ols", seed=1)
    assert result.effect == pytest.approx(R["did_ols"], rel=1e-6)
    assert result.parts["se"] == pytest.approx(R["did_ols_se"], rel=1e-6)


def test_did_equals_rirr_of_the_sums() -> None:
    y, unit, time, treated = panel()
    cells = [y[(treated == h) & ((time >= 6) == a)].sum() for h in (1, 0) for a in (0, 1)]
    ratio = evaluate.rirr(cells[:2], cells[2:])
    result = evaluate.did(y, unit, time, treated, 6, seed=1)
    assert np.exp(result.effect) == pytest.approx(ratio.effect, rel=1e-12)


def test_did_order_of_rows_does_not_matter() -> None:
    y, unit, time, treated = panel()
    order = np.random.default_rng(2).permutation(y.size)
    for inference in ("cluster", "placebo", "wild"):
        one = evaluate.did(y, unit, time, treated, 6, inference=inference, seed=3)
        two = evaluate.did(
            y[order], unit[order], time[order], treated[order], 6, inference=inference, seed=3
        )
        assert two.p == pytest.approx(one.p, rel=1e-9)


def test_did_placebo_counts_all_assignments() -> None:
    """One treated area of nine: nine assignments, the real one the most extreme."""
    unit, time = np.repeat(np.arange(9), 4), np.tile(np.arange(4), 9)
    y = 50.0 + unit + time
    y[(unit == 0) & (time >= 2)] -= 25
    result = evaluate.did(y, unit, time, unit == 0, 2, inference="placebo", seed=1)
    assert result.p == pytest.approx(1 / 9)
    assert result.placebo is not None
    assert result.placebo.size == 8
    assert result.has_note("NOT_TESTABLE")
    assert result.evidence_grade == "not_evaluable"


def test_did_one_treated_area_has_no_cluster_error() -> None:
    y, unit, time, _ = panel()
    result = evaluate.did(y, unit, time, unit == 1, 6, seed=1)
    assert result.has_note("NOT_TESTABLE")


def test_did_wild_with_all_signs_is_exact() -> None:
    """With 8 areas all 256 signs are used; doubling all counts changes nothing."""
    rng = np.random.default_rng(5)
    unit, time = np.repeat(np.arange(8), 6), np.tile(np.arange(6), 8)
    y = rng.poisson(40, unit.size).astype(float)
    one = evaluate.did(y, unit, time, unit < 4, 3, inference="wild", seed=1)
    two = evaluate.did(2 * y, unit, time, unit < 4, 3, inference="wild", seed=99)
    assert one.p == pytest.approx(two.p)
    assert (one.p * 256) % 1 == pytest.approx(0, abs=1e-9)


def null_panel(rng: np.random.Generator, inference: str, treated: int, areas: int = 20) -> float:
    unit, time = np.repeat(np.arange(areas), 6), np.tile(np.arange(6), areas)
    size = rng.lognormal(1.5, 0.5, areas)[unit]
    y = rng.poisson(size * rng.gamma(6, 1 / 6, unit.size)).astype(float)
    chosen = rng.permutation(areas)[:treated]
    return evaluate.did(
        y, unit, time, np.isin(unit, chosen), 3, inference=inference, seed=int(rng.integers(1e9))
    ).p


# Event study ---------------------------------------------------------------------------------


def test_event_study_with_one_cohort_is_the_regression() -> None:
    """R lm with area, period and lag dummies."""
    y, unit, time, treated = panel()
    result = evaluate.event_study(y, unit, time, np.where(treated, 6.0, np.nan))
    assert result.lags.tolist() == list(range(-5, 5))
    for lag, effect in zip(result.lags, result.effect, strict=True):
        assert effect == pytest.approx(0.0 if lag == -1 else R[f"event_{lag}"], abs=1e-6)


def test_event_study_does_not_mix_cohorts() -> None:
    """Growing effects and staggered starts: two-way regression fails here, cohorts do not."""
    unit, time = np.repeat(np.arange(12), 10), np.tile(np.arange(10), 12)
    begin = np.array([3.0] * 4 + [6.0] * 4 + [np.nan] * 4)[unit]
    since = np.where(np.isfinite(begin), time - begin, -1)
    y = 10 + unit + 0.5 * time + np.where(since >= 0, -2.0 * (since + 1), 0.0)
    result = evaluate.event_study(y, unit, time, begin)
    for lag, effect in zip(result.lags, result.effect, strict=True):
        assert effect == pytest.approx(-2.0 * (lag + 1) if lag >= 0 else 0.0, abs=1e-9)
    assert result.areas[list(result.lags).index(0)] == 8


def test_event_study_errors_are_those_of_two_means() -> None:
    """Welch's standard error of the difference of mean changes (two-sample formula)."""
    y, unit, time, treated = panel()
    result = evaluate.event_study(y, unit, time, np.where(treated, 6.0, np.nan))
    change = {
        u: y[(unit == u) & (time == 8)][0] - y[(unit == u) & (time == 5)][0] for u in range(1, 17)
    }
    a = np.array([change[u] for u in range(1, 7)])
    b = np.array([change[u] for u in range(7, 17)])
    expected = np.sqrt(a.var(ddof=1) / 6 + b.var(ddof=1) / 10)
    assert result.se[list(result.lags).index(2)] == pytest.approx(expected)


# Synthetic control ---------------------------------------------------------------------------


def cigarettes() -> np.ndarray:
    data = columns("evaluate_cigarettes.csv")
    return np.array([data[name] for name in data if name != "year"])


def test_synthetic_against_quadprog() -> None:
    """California's cigarette sales 1963-1992, R quadprog::solve.QP."""
    result = evaluate.synthetic(cigarettes(), 0, 26)
    expected = [R[f"synthetic_{k}"] for k in range(1, 13)]
    np.testing.assert_allclose(result.weights[1:], expected, atol=1e-6)
    assert result.pre_rmspe == pytest.approx(R["synthetic_rmspe"], rel=1e-6)
    assert result.effect == pytest.approx(R["synthetic_effect"], rel=1e-6)
    assert result.effect < 0


def test_synthetic_finds_a_planted_mixture() -> None:
    rng = np.random.default_rng(3)
    donors = rng.normal(50, 10, (20, 30)).cumsum(axis=1)
    treated = 0.6 * donors[4] + 0.4 * donors[11]
    treated[20:] -= 30
    result = evaluate.synthetic(np.vstack([treated, donors]), 0, 20)
    assert result.weights[[5, 12]] == pytest.approx([0.6, 0.4], abs=1e-4)
    assert result.effect == pytest.approx(-30, abs=1e-3)
    assert result.placebo_p == pytest.approx(1 / 21)


def test_synthetic_covariates_decide_between_equal_donors() -> None:
    y = np.array([[1.0, 2, 3, 4]] * 4)
    covariates = [[5.0], [5.0], [9.0], [1.0]]
    result = evaluate.synthetic(y, 0, 3, covariates)
    assert result.weights @ np.array([5.0, 5.0, 9.0, 1.0]) == pytest.approx(5.0, abs=1e-4)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000))
def test_synthetic_weights_cannot_be_bettered(seed: int) -> None:
    """Optimality on the simplex: no donor lowers the distance, compared with the mixture."""
    rng = np.random.default_rng(seed)
    y = rng.poisson(20, (int(rng.integers(3, 9)), 14)).astype(float)
    result = evaluate.synthetic(y, 0, 9)
    assert (result.weights >= 0).all()
    assert result.weights.sum() == pytest.approx(1)
    slope = -y[1:, :9] @ result.gaps[:9]
    assert (slope >= slope @ result.weights[1:] - 1e-6).all()


def null_synthetic(rng: np.random.Generator) -> float:
    y = rng.normal(0, 1, (20, 16)).cumsum(axis=1) + rng.normal(0, 1, (20, 16))
    return evaluate.synthetic(y, int(rng.integers(20)), 10).placebo_p


# Power ---------------------------------------------------------------------------------------


def test_power_of_the_map() -> None:
    """The planning rules: 100 cases against 300 show a drop of 40 %, 30 cases one of 65 %."""
    plan = evaluate.power(100, 300)
    assert round(plan.mde, 2) == 0.40
    assert plan.verdict == "large_effects_only"
    # The rule of 65 % lies between a control of the same size and one three times the area's.
    assert evaluate.power(30, 300).mde < 0.65 < evaluate.power(30, 90).mde
    assert evaluate.power(30, 90).mde == pytest.approx(0.66, abs=0.01)


def test_twelve_cases_are_not_evaluable_by_counts() -> None:
    plan = evaluate.power(12, 300)
    assert plan.verdict == "not_by_counts"
    assert not plan.mde <= 0.7
    assert plan.has_note("NOT_TESTABLE")


@pytest.mark.parametrize(("baseline", "control"), [(100, 300), (400, 400)])
def test_power_is_what_simulation_finds(baseline: int, control: int) -> None:
    plan = evaluate.power(baseline, control)
    rng = np.random.default_rng(8)
    hits = 0
    for _ in range(2000):
        result = evaluate.rirr(
            (rng.poisson(baseline), rng.poisson(baseline * (1 - plan.mde))),
            (rng.poisson(control), rng.poisson(control)),
        )
        hits += result.p < 0.05
    assert hits / 2000 == pytest.approx(0.8, abs=0.03)


def test_power_grows_with_everything_that_helps() -> None:
    base = evaluate.power(100, 300)
    assert evaluate.power(200, 300).mde < base.mde
    assert evaluate.power(100, 600).mde < base.mde
    assert evaluate.power(100, 300, (3, 1)).mde < base.mde
    assert evaluate.power(100, 300, dispersion=2.0).mde > base.mde
    assert (np.diff(base.curve[1:]) > 0).sum() >= 12


# Grades, nulls, refusals ---------------------------------------------------------------------


def test_grades() -> None:
    grade = evaluate.evidence_grade
    assert grade(0.5, 0.9, none=1.0) == "effect_likely"
    assert grade(1.1, 1.9, none=1.0) == "effect_likely"
    assert grade(-3.0, 1.0, none=0.0) == "unclear"
    assert grade(-np.inf, np.inf, none=0.0) == "not_evaluable"
    assert grade(0.5, 0.9, none=1.0, notes=[Note("RTM_RISK")]) == "unclear"
    assert grade(0.5, 0.9, none=1.0, notes=[Note("NOT_TESTABLE")]) == "not_evaluable"


def null_rirr(rng: np.random.Generator) -> float:
    return evaluate.rirr((rng.poisson(8), rng.poisson(8)), (rng.poisson(20), rng.poisson(20))).p


def null_wdd(rng: np.random.Generator) -> float:
    return evaluate.wdd(
        (rng.poisson(8), rng.poisson(8)),
        (rng.poisson(12), rng.poisson(12)),
        (rng.poisson(10), rng.poisson(10)),
    ).p


NULLS: dict[str, Callable[[np.random.Generator], float]] = {
    "rirr": null_rirr,
    "wdd": null_wdd,
    "its": null_its,
    "controlled its": null_cits,
    "did cluster": lambda rng: null_panel(rng, "cluster", 10),
    "did placebo": lambda rng: null_panel(rng, "placebo", 1),
    "did wild": lambda rng: null_panel(rng, "wild", 8, 16),
    "synthetic": null_synthetic,
}


@pytest.mark.parametrize("name", NULLS)
def test_nothing_is_found_where_nothing_is(name: str) -> None:
    rng = np.random.default_rng(20)
    p = np.array([NULLS[name](rng) for _ in range(NULL_SETS)])
    assert (p <= 0.05).mean() <= NULL_LIMIT


def test_results_are_json_and_frames() -> None:
    import json

    y, unit, time, treated = panel()
    results = [
        evaluate.rirr((10, 5), (20, 20)),
        evaluate.did(y, unit, time, treated, 6, inference="placebo", seed=1),
        evaluate.event_study(y, unit, time, np.where(treated, 6.0, np.nan)),
        evaluate.synthetic(cigarettes(), 0, 26),
        evaluate.power(100, 300),
    ]
    for result in results:
        assert json.loads(json.dumps(result.to_dict()))["version"] == 1
    assert results[2].to_frame().height == 10
    assert results[4].to_frame().columns == ["drop", "curve"]


SERIES = np.full(40, 9.0)
UNIT, TIME = np.repeat(np.arange(4), 4), np.tile(np.arange(4), 4)
Y = np.full(16, 5.0)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: evaluate.rirr((1, 2, 3), (1, 2)), "SHAPE"),
        (lambda: evaluate.rirr((1, -2), (1, 2)), "NEGATIVE_COUNT"),
        (lambda: evaluate.rirr((1, np.nan), (1, 2)), "NOT_FINITE"),
        (lambda: evaluate.rirr((1, 2), (1, 2), 0.0), "NOT_POSITIVE"),
        (lambda: evaluate.rirr((1, 2), (1, 2), level=95), "NOT_A_SHARE"),
        (lambda: evaluate.wdd((1, 2), (1, 2), time_weights=(0, 1)), "NOT_POSITIVE"),
        (lambda: evaluate.wdd((1, 2), (1, 2), displacement_control=(1, 2)), "MISSING"),
        (lambda: evaluate.wdd((1, 2), (1, 2), harm_weights=[1, 2]), "SHAPE"),
        (lambda: evaluate.wdq((1, 2), (1, 2), (0, 2)), "NOT_POSITIVE"),
        (lambda: evaluate.its(SERIES, 5), "TOO_SHORT"),
        (lambda: evaluate.its(SERIES, 39), "TOO_SHORT"),
        (lambda: evaluate.its(SERIES * 0, 20), "ALL_ZERO"),
        (lambda: evaluate.its(-SERIES, 20), "NEGATIVE_COUNT"),
        (lambda: evaluate.its(SERIES, 20, control=SERIES[1:]), "SHAPE"),
        (lambda: evaluate.its(SERIES, 20, exposure=SERIES * 0), "NOT_POSITIVE"),
        (lambda: evaluate.its(SERIES, 20, family="gauss"), "UNKNOWN_OPTION"),
        (lambda: evaluate.did(Y, UNIT, TIME, UNIT > 9, 2, seed=1), "NO_TREATED"),
        (lambda: evaluate.did(Y, UNIT, TIME, UNIT >= 0, 2, seed=1), "NO_CONTROL"),
        (lambda: evaluate.did(Y, UNIT, TIME, UNIT > 1, 0, seed=1), "NO_PRE"),
        (lambda: evaluate.did(Y, UNIT, TIME, UNIT > 1, 9, seed=1), "NO_POST"),
        (lambda: evaluate.did(Y, UNIT, TIME, TIME > 1, 2, seed=1), "TREATED_VARIES"),
        (lambda: evaluate.did(Y[1:], UNIT[1:], TIME[1:], UNIT[1:] > 1, 2, seed=1), "UNBALANCED"),
        (lambda: evaluate.did(Y * 0, UNIT, TIME, UNIT > 1, 2, seed=1), "ALL_ZERO"),
        (lambda: evaluate.event_study(Y, UNIT, TIME, np.full(16, np.nan)), "NO_TREATED"),
        (lambda: evaluate.event_study(Y, UNIT, TIME, np.full(16, 2.0)), "NO_CONTROL"),
        (
            lambda: evaluate.event_study(Y, UNIT, TIME, np.where(UNIT > 1, 2.0, np.nan), 0),
            "OUT_OF_RANGE",
        ),
        (lambda: evaluate.event_study(Y, UNIT, TIME, np.arange(16.0)), "START_VARIES"),
        (lambda: evaluate.synthetic(np.ones((2, 5)), 0, 3), "TOO_FEW"),
        (lambda: evaluate.synthetic(np.ones((4, 5)), 4, 3), "OUT_OF_RANGE"),
        (lambda: evaluate.synthetic(np.ones((4, 5)), 0, 5), "OUT_OF_RANGE"),
        (lambda: evaluate.synthetic(np.full((4, 5), np.nan), 0, 3), "NOT_FINITE"),
        (lambda: evaluate.synthetic(np.ones((4, 5)), 0, 3, np.ones((3, 1))), "SHAPE"),
        (lambda: evaluate.power(0, 300), "NOT_POSITIVE"),
        (lambda: evaluate.power(10, 300, target=1.0), "NOT_A_SHARE"),
    ],
)
def test_refusals(call: Callable[[], object], code: str) -> None:
    with pytest.raises(StatsInputError) as caught:
        call()
    assert caught.value.code == code
