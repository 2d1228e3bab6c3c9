"""Rates, their comparison, and standardisation against R, printed tables and chance itself.

Reference values: R 4.2 ``poisson.test``, ``epitools::ageadjust.direct`` (make_fixtures.R);
Garwood (1936); Krishnamoorthy and Thomson (2004); statsmodels.
"""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from vorort.stats import rates
from vorort.stats._rates_exact import count_limits, score_down, score_up
from vorort.stats._rates_spread import cut_score, two_sided_p
from vorort.stats.results import StatsInputError

R = json.loads((Path(__file__).parent / "fixtures" / "rates_exact.json").read_text())
COUNT = st.integers(0, 5_000)
SIZE = st.floats(0.01, 1e6)


# --- rate ------------------------------------------------------------------------------------


def test_exact_limits_equal_poisson_test():
    result = rates.rate(R["counts"], 1.0, per=1)
    np.testing.assert_allclose(result.lo, np.array(R["garwood"])[:, 0], rtol=1e-6)
    np.testing.assert_allclose(result.hi, np.array(R["garwood"])[:, 1], rtol=1e-6)
    wide = rates.rate(R["counts"], 1.0, per=1, level=0.99)
    np.testing.assert_allclose(wide.hi, np.array(R["garwood99"])[:, 1], rtol=1e-6)


def test_exact_limits_equal_the_printed_table():
    # Garwood (1936), 95 %: 10 cases 4.795 to 18.390; 0 cases up to 3.689; 1 case .0253 to 5.572
    result = rates.rate([0, 1, 10], 1.0, per=1)
    assert result.lo.round(4).tolist() == [0.0, 0.0253, 4.7954]
    assert result.hi.round(3).tolist() == [3.689, 5.572, 18.39]


def test_midp_limits_equal_roots_of_the_midp_equation():
    result = rates.rate(R["counts"], 1.0, per=1, ci="midp")
    np.testing.assert_allclose(result.lo, R["midp_low"], rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(result.hi, R["midp_high"], rtol=1e-6)


def test_missing_is_never_zero():
    result = rates.rate([None, 0, 3], [1000, 1000, None])
    assert np.isnan(result.rate).tolist() == [True, False, True]
    assert np.isnan(result.hi).tolist() == [True, False, True]
    assert result.rate[1] == 0.0
    assert result.hi[1] > 0
    assert result.small.tolist() == [False, True, True]
    assert result.n == 1


def test_rate_has_unit_shape_and_json():
    result = rates.rate(np.full((2, 3), 7), 350, per=1_000)
    assert result.rate.shape == (2, 3)
    assert result.rate[0, 0] == 20.0
    assert result.to_dict()["rate"][1] == [20.0, 20.0, 20.0]
    assert rates.rate([4, 9], 100).to_frame().columns[:3] == ["rate", "lo", "hi"]
    assert rates.rate(4, 100).has_note("SMALL_COUNT")
    assert not rates.rate(5, 100).has_note("SMALL_COUNT")


@given(st.lists(COUNT, min_size=1, max_size=20), st.floats(0.5, 0.999))
@settings(max_examples=60, deadline=None)
def test_exact_limits_hold_the_rate_and_the_midp_limits(cases, level):
    exact = rates.rate(cases, 10.0, level=level)
    midp = rates.rate(cases, 10.0, level=level, ci="midp")
    assert (exact.lo <= exact.rate).all()
    assert (exact.rate <= exact.hi).all()
    assert (exact.lo <= midp.lo + 1e-7).all()
    assert (midp.hi <= exact.hi + 1e-7).all()


@given(COUNT, SIZE, st.floats(0.1, 10))
@settings(max_examples=40, deadline=None)
def test_rate_scales_with_the_unit(cases, pop, factor):
    base, scaled = rates.rate(cases, pop), rates.rate(cases, pop * factor, per=100_000 * factor)
    np.testing.assert_allclose([base.lo, base.hi], [scaled.lo, scaled.hi], rtol=1e-9)


@pytest.mark.parametrize(("ci", "bound"), [("exact", 0.95), ("midp", 0.93)])
def test_coverage_of_the_rate(ci, bound):
    # By summation over the whole distribution, not by draws: means from .05 to 60.
    count = np.arange(0, 200)
    result = rates.rate(count, 1.0, per=1, ci=ci)
    means = np.linspace(0.05, 60, 400)[:, None]
    inside = (result.lo <= means) & (means <= result.hi)
    coverage = (stats.poisson.pmf(count, means) * inside).sum(axis=1)
    assert coverage.mean() >= 0.95 - (ci == "midp") * 0.005
    assert coverage.min() >= (bound if ci == "exact" else 0.90)


@pytest.mark.parametrize(
    ("cases", "pop", "code", "field"),
    [
        ([-1], [10], "NEGATIVE_COUNT", "cases"),
        ([1.5], [10], "NOT_WHOLE", "cases"),
        ([1], [0], "NOT_POSITIVE", "pop"),
        ([1], [-5], "NOT_POSITIVE", "pop"),
        ([np.inf], [10], "NOT_FINITE", "cases"),
        (["many"], [10], "NOT_NUMERIC", "cases"),
        ([1, 2], [10, 20, 30], "WRONG_SHAPE", "pop"),
    ],
)
def test_rate_refuses(cases, pop, code, field):
    with pytest.raises(StatsInputError) as caught:
        rates.rate(cases, pop)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_rate_refuses_options():
    for options, code in (
        ({"ci": "wald"}, "UNKNOWN_CHOICE"),
        ({"level": 1.0}, "NOT_A_PROBABILITY"),
        ({"per": 0}, "NOT_POSITIVE"),
    ):
        with pytest.raises(StatsInputError) as caught:
            rates.rate([1], [10], **options)
        assert caught.value.code == code


# --- compare ---------------------------------------------------------------------------------


def test_exact_comparison_equals_poisson_test():
    for case in R["compare"]:
        c1, e1, c0, e0 = case["pair"]
        result = rates.compare(c1, e1, c0, e0)
        np.testing.assert_allclose(result.p, case["p"], rtol=1e-6)
        np.testing.assert_allclose(result.lo, case["lo"], rtol=1e-6)
        high = np.inf if case["hi"] is None else case["hi"]
        np.testing.assert_allclose(result.hi, high, rtol=1e-6)


def test_etest_equals_statsmodels():
    # The first pair is the example of Ng and Tang (2005): breast cancer after fluoroscopy.
    rates_module = pytest.importorskip("statsmodels.stats.rates")
    for pair in (
        (41, 28.010, 15, 19.017),
        (60, 51477.5, 30, 54308.7),
        (7, 10, 12, 40),
        (3, 1, 1, 1),
    ):
        expected = rates_module.test_poisson_2indep(
            pair[0], pair[1], pair[2], pair[3], method="etest-wald", compare="ratio"
        )
        result = rates.compare(*pair, method="etest")
        np.testing.assert_allclose(result.p, expected.pvalue, rtol=1e-6)


def test_etest_is_sharper_than_the_exact_test():
    # 6 against 2: exact 2 P(X >= 6 | 8) = 2 * 37 / 256; the E-test is known to be less cautious.
    exact = rates.compare(6, 1, 2, 1).p.item()
    etest = rates.compare(6, 1, 2, 1, method="etest").p.item()
    assert exact == pytest.approx(2 * 37 / 256, abs=1e-12)
    assert etest < 0.67 * exact


def test_three_grades():
    assert rates.compare(60, 1, 30, 1).verdict.item() == "distinguishable"
    assert rates.compare(33, 1, 30, 1).verdict.item() == "chance"
    assert rates.compare(3, 1, 1, 1).verdict.item() == "not_testable"
    zero = rates.compare(0, 1, 0, 1)
    assert zero.verdict.item() == "not_testable"
    assert np.isnan([zero.p, zero.ratio, zero.lo]).all()
    missing = rates.compare(None, 1, 30, 1)
    assert missing.verdict.item() == "not_testable"
    assert np.isnan(missing.up_from)
    assert missing.has_note("NOT_TESTABLE")


def test_own_fluctuation_takes_the_edge_off():
    # 20 % more in a town of 3,000 cases: beyond doubt for Poisson, ordinary at dispersion 12.
    bare = rates.compare(3_600, 1, 3_000, 1)
    own = rates.compare(3_600, 1, 3_000, 1, dispersion=12, dispersion_df=4)
    assert bare.verdict.item() == "distinguishable"
    assert own.verdict.item() == "chance"
    assert own.lo < bare.lo < 1.2 < bare.hi < own.hi


def test_large_counts_approach_students_t():
    # (y - c) / sqrt(phi (y + c)) is t with df degrees of freedom, apart from skewness.
    c1, c0, phi, df = 1_012_000.0, 1_000_000.0, 40.0, 5.0
    z = (c1 - c0) / np.sqrt(phi * (c1 + c0))
    result = rates.compare(c1, 1, c0, 1, dispersion=phi, dispersion_df=df)
    assert result.p.item() == pytest.approx(2 * stats.t.sf(z, df), rel=1e-3)


def test_counts_to_look_for_are_sharp():
    result = rates.compare(40, 1, 30, 1.2, dispersion=1.7, dispersion_df=4)
    for name, step in (("up_from", -1), ("down_from", 1)):
        edge = getattr(result, name).item()
        for count, verdict in ((edge, "distinguishable"), (edge + step, "chance")):
            again = rates.compare(count, 1, 30, 1.2, dispersion=1.7, dispersion_df=4)
            assert again.verdict.item() == verdict


@given(COUNT, COUNT, SIZE, SIZE, st.floats(0, 50), st.integers(1, 10))
@settings(max_examples=150, deadline=None)
def test_verdict_interval_and_limits_agree(c1, c0, e1, e0, phi, df):  # noqa: PLR0917
    result = rates.compare(c1, e1, c0, e0, dispersion=phi, dispersion_df=df)
    if c1 + c0 == 0:
        assert np.isnan(result.p)
        return
    outside = not (result.lo <= 1 <= result.hi)
    boundary = abs(result.p.item() - 0.05) < 1e-6
    assert boundary or outside == (result.p.item() <= 0.05)
    found = result.verdict.item() == "distinguishable"
    beyond = c1 >= result.up_from or c1 <= np.nan_to_num(result.down_from, nan=-1)
    assert boundary or found == beyond


@given(COUNT, COUNT, SIZE, SIZE)
@settings(max_examples=80, deadline=None)
def test_swapping_the_years_inverts_the_ratio(c1, c0, e1, e0):
    one, other = rates.compare(c1, e1, c0, e0), rates.compare(c0, e0, c1, e1)
    np.testing.assert_allclose(one.p, other.p, rtol=1e-6)
    if c1 and c0:
        np.testing.assert_allclose(one.lo, 1 / other.hi, rtol=1e-6)
    scaled = rates.compare(c1, 3 * e1, c0, 3 * e0)
    # At 1e-149 the rounding of the exposures reaches the ninth digit.
    np.testing.assert_allclose(one.p, scaled.p, rtol=1e-8)


def test_rows_do_not_influence_each_other():
    rng = np.random.default_rng(1)
    c1, c0 = rng.poisson(30, 200), rng.poisson(25, 200)
    order = rng.permutation(200)
    whole = rates.compare(c1, 1, c0, 1, dispersion=2, dispersion_df=4)
    mixed = rates.compare(c1[order], 1, c0[order], 1, dispersion=2, dispersion_df=4)
    np.testing.assert_array_equal(whole.p[order], mixed.p)
    np.testing.assert_array_equal(whole.hi[order], mixed.hi)


def test_without_limits_the_verdict_is_the_same():
    whole = rates.compare([10, 50, 0], 1, [30, 30, 0], 1)
    fast = rates.compare([10, 50, 0], 1, [30, 30, 0], 1, limits=False)
    assert fast.verdict.tolist() == whole.verdict.tolist()
    assert np.isnan(fast.lo).all()


def test_huge_totals_of_the_etest_fall_back():
    result = rates.compare([3_000, 30], 1, [2_900, 20], 1, method="etest")
    assert result.has_note("FALLBACK")
    assert result.p[0] == rates.compare(3_000, 1, 2_900, 1).p


def test_extreme_scores_stay_finite_and_ordered():
    result = rates.compare([90_000, 3, 40], 1, [100, 4, 0], 1, dispersion=2_000, dispersion_df=3)
    assert np.isfinite(result.p).all()
    assert (result.lo <= result.hi).all()
    assert (
        np.diff(score_up(np.arange(4_000.0, 60_000, 500), np.array(900.0), np.array(0.5))) > 0
    ).all()


@pytest.mark.parametrize("method", ["exact", "etest"])
def test_comparison_keeps_its_level_under_poisson(method):
    rng = np.random.default_rng(20)
    mean = np.exp(rng.uniform(np.log(1), np.log(40), 400))
    c1, c0 = rng.poisson(mean * 0.97), rng.poisson(mean)
    result = rates.compare(c1, 0.97, c0, 1, method=method, limits=False)
    assert np.nanmean(result.p <= 0.05) <= 0.0875


def test_coverage_of_the_ratio():
    rng = np.random.default_rng(21)
    mean = np.exp(rng.uniform(np.log(3), np.log(300), 400))
    c1, c0 = rng.poisson(mean * 0.7), rng.poisson(mean)
    result = rates.compare(c1, 1, c0, 1)
    known = c1 + c0 > 0
    assert np.mean(((result.lo <= 0.7) & (result.hi >= 0.7))[known]) >= 0.95 - 0.035


@pytest.mark.parametrize(
    ("arguments", "options", "code"),
    [
        ((-1, 1, 3, 1), {}, "NEGATIVE_COUNT"),
        ((1, 0, 3, 1), {}, "NOT_POSITIVE"),
        ((1, 1, 3, 1), {"method": "chi2"}, "UNKNOWN_CHOICE"),
        ((1, 1, 3, 1), {"dispersion": -1}, "NEGATIVE_DISPERSION"),
        ((1, 1, 3, 1), {"dispersion_df": 0}, "NOT_POSITIVE"),
        (([1, 2], 1, [1, 2, 3], 1), {}, "WRONG_SHAPE"),
    ],
)
def test_comparison_refuses(arguments, options, code):
    with pytest.raises(StatsInputError) as caught:
        rates.compare(*arguments, **options)
    assert caught.value.code == code


# --- the spread behind the verdicts -----------------------------------------------------------


def test_scores_are_binomial_tails():
    y, c = np.array([7.0, 0.0, 12.0]), np.array([20.0, 5.0, 0.0])
    share = np.array([0.3, 0.2, 0.5])
    up = stats.norm.sf(score_up(y, c, share))
    down = stats.norm.sf(score_down(y, c, share))
    np.testing.assert_allclose(up, stats.binom.sf(y - 1, y + c, share), rtol=1e-9)
    np.testing.assert_allclose(down, stats.binom.cdf(y, y + c, share), rtol=1e-9)


def test_average_over_the_dispersion_equals_draws_and_t():
    rng = np.random.default_rng(2)
    z, raw, df = np.array([2.4]), np.array([1.6]), np.array([4.0])
    phi = np.maximum(1, raw * df / rng.chisquare(4, 2_000_000))
    assert two_sided_p(z, raw, df)[0] == pytest.approx(
        2 * stats.norm.sf(z / np.sqrt(phi)).mean(), abs=3e-4
    )
    big = two_sided_p(np.array([25.0]), np.array([100.0]), df)[0]
    assert big == pytest.approx(2 * stats.t.sf(2.5, 4), rel=1e-6)


@pytest.mark.parametrize("df", [1, 2, 4, 9, 40, 300])
@pytest.mark.parametrize(("z", "raw"), [(0.5, 0.3), (2.4, 1.0), (4.0, 3.0), (40.0, 60.0)])
def test_average_over_the_dispersion_equals_adaptive_integration(df, z, raw):
    def integrand(w):
        return 2 * stats.norm.sf(z / np.sqrt(max(1.0, raw * df / w**2))) * stats.chi(df).pdf(w)

    edge, far = np.sqrt(raw * df), np.sqrt(df) + 12
    points = np.unique([0, min(edge, far), np.sqrt(df), far])
    expected = sum(
        integrate.quad(integrand, a, b, epsabs=1e-13, limit=400)[0] for a, b in pairwise(points)
    )
    p = two_sided_p(np.array([z]), np.array([raw]), np.array([float(df)]))[0]
    assert p == pytest.approx(expected, rel=1e-6, abs=1e-11)


@given(st.floats(0, 500), st.floats(1, 30), st.floats(0.001, 0.3))
@settings(max_examples=80, deadline=None)
def test_cut_is_where_p_equals_alpha(phi, df, alpha):
    cut = cut_score(alpha, np.array([phi]), np.array([df]))
    p = two_sided_p(cut, np.array([phi]), np.array([df]))
    assert p[0] == pytest.approx(alpha, rel=1e-6)
    assert cut[0] >= stats.norm.isf(alpha / 2) - 1e-9


@given(st.integers(0, 3_000), st.floats(0.02, 0.9), st.floats(1.0, 60.0))
@settings(max_examples=80, deadline=None)
def test_count_limits_are_the_last_counts_inside(old, share, cut):
    c, s, k = (np.array([float(v)]) for v in (old, share, cut))
    low, high = count_limits(c, s, k)
    assert score_up(high, c, s)[0] < cut <= score_up(high + 1, c, s)[0]
    assert score_down(low, c, s)[0] < cut
    assert low[0] == 0 or score_down(low - 1, c, s)[0] >= cut


# --- standardise -----------------------------------------------------------------------------


def test_direct_equals_epitools_on_fleiss():
    # Fleiss (1981), p. 249: Down's syndrome by age of mother, as in epitools' manual.
    down = R["down"]
    result = rates.standardise(
        [107, 141, 60, 40, 39, 25],
        [230061, 329449, 114920, 39487, 14208, 3052],
        [63986.6, 186263.6, 157302.2, 97647.0, 47572.6, 12262.6],
    )
    np.testing.assert_allclose(result.rate / 1e5, down["adj.rate"], rtol=1e-6)
    np.testing.assert_allclose(result.lo / 1e5, down["lci"], rtol=1e-6)
    np.testing.assert_allclose(result.hi / 1e5, down["uci"], rtol=1e-6)
    np.testing.assert_allclose(result.crude / 1e5, down["crude.rate"], rtol=1e-6)


def test_direct_and_indirect_equal_r_for_many_areas():
    direct = rates.standardise(R["strata"], R["strata_pop"], R["std"], per=1)
    table = np.array(R["direct"])
    np.testing.assert_allclose(
        np.column_stack([direct.crude, direct.rate, direct.lo, direct.hi]), table, rtol=1e-6
    )
    indirect = rates.standardise(R["strata"], R["strata_pop"], R["std_rates"], kind="indirect")
    np.testing.assert_allclose(
        np.column_stack([indirect.rate, indirect.lo, indirect.hi]), R["indirect"], rtol=1e-6
    )
    totals = np.sum(R["strata"], axis=1)
    same = rates.standardise(totals, R["strata_pop"], R["std_rates"], kind="indirect")
    np.testing.assert_array_equal(same.hi, indirect.hi)


@given(st.integers(0, 200), st.floats(10, 1e5), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_equal_strata_give_the_garwood_limits(total, pop, parts):
    # With the same share of standard and residents in all strata Fay-Feuer is Garwood.
    cases = np.zeros(parts)
    cases[0] = total
    result = rates.standardise(cases, np.full(parts, pop), np.ones(parts))
    exact = rates.rate(total, pop * parts)
    np.testing.assert_allclose([result.lo, result.hi], [exact.lo, exact.hi], rtol=1e-9, atol=1e-12)


def test_standardise_keeps_order_and_missing():
    cases = np.array([[3, 9.0], [np.nan, 4.0]])
    result = rates.standardise(cases, [[100, 300], [100, 300]], [1, 1])
    swapped = rates.standardise(cases[:, ::-1], [[300, 100], [300, 100]], [1, 1])
    np.testing.assert_allclose(result.rate, swapped.rate)
    assert np.isnan(result.rate[1])
    assert np.isnan(result.lo[1])
    assert np.isnan(result.hi[1])


def test_coverage_of_the_direct_rate():
    rng = np.random.default_rng(22)
    pop = np.array([300.0, 2_000, 5_000, 900])
    weight = np.array([0.2, 0.3, 0.3, 0.2])
    true = np.array([0.004, 0.002, 0.001, 0.005])
    cases = rng.poisson(pop * true, (400, 4))
    result = rates.standardise(cases, np.broadcast_to(pop, (400, 4)), weight, per=1)
    covered = (result.lo <= weight @ true) & (weight @ true <= result.hi)
    assert covered.mean() >= 0.95 - 0.035


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (([1, 2], [10, 0], [1, 1]), "NOT_POSITIVE"),
        (([1, 2], [10, 20], [0, 0]), "EMPTY_STANDARD"),
        (([1, 2], [10, 20], [1, -1]), "NEGATIVE_WEIGHT"),
        (([1, 2], [10, 20], [1, 1, 1]), "WRONG_SHAPE"),
        (([1, 2], [10, 20], [1, None]), "MISSING_VALUE"),
    ],
)
def test_standardise_refuses(arguments, code):
    with pytest.raises(StatsInputError) as caught:
        rates.standardise(*arguments)
    assert caught.value.code == code
