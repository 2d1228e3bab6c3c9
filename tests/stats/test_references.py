"""Every public function stands on at least two values from outside, and here is where.

A value from outside is a number of another program, a printed table or a published formula that
was not made by this engine; its source is named in the test. Only what is a rule by decision has
none: there the examples are worked by hand from the guideline that is named.
"""

import ast
import inspect
from pathlib import Path

import pytest

from vorort.stats import evaluate, protect, rates, series

HERE = Path(__file__).parent
AREAS, EXACT, RESULTS = "test_rates_areas", "test_rates_exact", "test_second_references"
EXPECT, SHAPE, ALARMS = "test_series_expect", "test_series_shape", "test_series_alarms"
JUDGE = "test_judge"
EVALUATE, RELEASE, TABLES = "test_evaluate", "test_release_references", "test_protect_tables"
PROTECT, YEARS = "test_protect_release", "test_series_years"

# function: (source, module, test), …
REFERENCES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "rates.rate": (
        ("R poisson.test", EXACT, "test_exact_limits_equal_poisson_test"),
        ("printed table of exact limits", EXACT, "test_exact_limits_equal_the_printed_table"),
        ("PKS 2018, printed", RELEASE, "test_rates_equal_the_printed_police_statistics"),
    ),
    "rates.compare": (
        ("R poisson.test", EXACT, "test_exact_comparison_equals_poisson_test"),
        ("statsmodels test_poisson_2indep", EXACT, "test_etest_equals_statsmodels"),
    ),
    "rates.standardise": (
        ("epitools on Fleiss", EXACT, "test_direct_equals_epitools_on_fleiss"),
        ("R", EXACT, "test_direct_and_indirect_equal_r_for_many_areas"),
    ),
    "rates.funnel": (
        ("R", AREAS, "test_funnel_equals_r"),
        ("sudden infant deaths, Anson County", AREAS, "test_funnel_finds_anson_county"),
    ),
    "rates.smooth": (
        ("spdep EBest, EBlocal", AREAS, "test_empirical_bayes_equals_spdep"),
        ("mgcv mrf", AREAS, "test_bym2_reaches_the_mode_of_mgcv"),
    ),
    "rates.rank": (
        ("multcomp", RESULTS, "test_rank_limits_equal_all_pairwise_comparisons"),
        ("multcomp, critical value", RESULTS, "test_rank_turns_at_the_critical_value_of_multcomp"),
        ("studentised range", AREAS, "test_critical_value_is_the_studentised_range"),
    ),
    "rates.regression_to_mean": (
        ("Hauer (1997)", AREAS, "test_expectation_equals_hauer"),
        ("spdep EBest", RESULTS, "test_regression_to_the_mean_equals_spdep"),
    ),
    "rates.u_chart": (
        ("R qpois", RESULTS, "test_u_chart_equals_quantiles_of_r"),
        ("Montgomery", AREAS, "test_u_chart_agrees_with_montgomery"),
    ),
    "rates.g_chart": (
        ("R qgeom, MASS fitdistr", RESULTS, "test_g_chart_equals_r"),
        ("Benneyan (1998)", RESULTS, "test_g_chart_of_benneyan"),
    ),
    "series.predict": (
        ("R predict(lm), poisson.test", RESULTS, "test_prediction_equals_r"),
        ("Nelson (1982)", EXPECT, "test_prediction_without_own_fluctuation_is_the_exact_test"),
        ("t prediction interval", EXPECT, "test_prediction_is_students_t_for_large_counts"),
    ),
    "series.dispersion": (
        ("R glm(quasipoisson)", RESULTS, "test_dispersion_equals_r"),
        ("statsmodels", EXPECT, "test_dispersion_is_that_of_a_quasi_poisson_model"),
    ),
    "series.pool_dispersion": (
        ("limma fitFDist", EXPECT, "test_pooling_equals_limma"),
        ("inmoose", RESULTS, "test_pooled_dispersion_equals_inmoose"),
        ("limma, unequal", RESULTS, "test_pooled_dispersion_of_unequal_series_equals_limma"),
    ),
    "series.trend": (
        ("MASS glm.nb", SHAPE, "test_negative_binomial_equals_mass_on_quine"),
        ("R glm", SHAPE, "test_poisson_equals_r_on_van_drivers"),
        ("statsmodels", SHAPE, "test_annual_trend_is_students_t_for_large_counts"),
        ("Bartlett, Weatherhead", YEARS, "test_long_series_reach_the_asymptotic_factor"),
    ),
    "series.changepoint": (
        ("strucchange, Nile", SHAPE, "test_the_nile_fell_after_1898"),
        ("worked by hand, exact", SHAPE, "test_statistic_by_hand_and_exact_p_value"),
    ),
    "series.decompose": (
        ("R stl", SHAPE, "test_decomposition_equals_r"),
        ("statsmodels STL", SHAPE, "test_robust_decomposition_with_moving_season_equals_statsmodels"),
    ),
    "series.seasonality": (
        ("Edwards", SHAPE, "test_first_harmonic_is_that_of_edwards"),
        ("circular", RESULTS, "test_first_harmonic_equals_the_resultant_of_circular"),
    ),
    "series.alarms": (
        ("surveillance farringtonFlexible", ALARMS, "test_flexible_farrington_equals_r"),
        ("surveillance farrington", ALARMS, "test_original_farrington_equals_r"),
        ("surveillance earsC", ALARMS, "test_ears_equals_r"),
        ("surveillance cusum", ALARMS, "test_cusum_equals_r"),
    ),
    "series.aoristic": (
        ("Ratcliffe (2002)", SHAPE, "test_aoristic_as_in_ratcliffe"),
        ("data.table foverlaps", RELEASE, "test_aoristic_weights_equal_an_interval_join_of_r"),
    ),
    "series.week_clock": (
        ("R POSIXlt and table", RELEASE, "test_week_clock_of_known_times_equals_r"),
        ("data.table foverlaps", RELEASE, "test_week_clock_of_spans_equals_the_interval_join_of_r"),
    ),
    "evaluate.rirr": (
        ("R glm", EVALUATE, "test_rirr_is_the_interaction_of_a_poisson_regression"),
        ("metafor", RESULTS, "test_rirr_equals_metafor"),
    ),
    "evaluate.wdd": (
        ("Wheeler and Ratcliffe (2018)", EVALUATE, "test_wdd_of_the_paper"),
        ("the author's code", EVALUATE, "test_wdd_time_weights_of_the_author"),
        ("the author's code", EVALUATE, "test_wdd_area_weights_of_the_author"),
    ),
    "evaluate.wdq": (
        ("streetlamp", RESULTS, "test_wdq_of_streetlamp"),
        ("R deriv, uniroot", RESULTS, "test_wdq_and_its_interval_equal_roots_found_by_r"),
    ),
    "evaluate.its": (
        ("R glm, Seatbelts", EVALUATE, "test_its_poisson_against_r"),
        ("MASS glm.nb", EVALUATE, "test_its_negative_binomial_against_r"),
    ),
    "evaluate.did": (
        ("R glm", EVALUATE, "test_did_poisson_against_r"),
        ("R lm", EVALUATE, "test_did_ols_against_r"),
    ),
    "evaluate.event_study": (
        ("R lm", EVALUATE, "test_event_study_with_one_cohort_is_the_regression"),
        ("plm, t.test", RESULTS, "test_event_study_equals_plm_and_welch"),
    ),
    "evaluate.synthetic": (
        ("quadprog", EVALUATE, "test_synthetic_against_quadprog"),
        ("kernlab", RESULTS, "test_synthetic_equals_kernlab"),
    ),
    "evaluate.judge": (
        ("scipy", JUDGE, "test_the_expectation_is_the_top_of_the_likelihood_found_by_scipy"),
        ("statsmodels", JUDGE, "test_without_a_prior_the_expectation_is_that_of_statsmodels"),
    ),
    "evaluate.power": (
        ("pwr, uniroot", RELEASE, "test_smallest_drop_equals_pwr"),
        ("statsmodels", RESULTS, "test_power_equals_statsmodels"),
    ),
    "protect.primary": (
        ("tau-Argus", RELEASE, "test_sensitive_cells_are_those_of_tau_argus"),
        ("Hundepool et al. (2012), rules", TABLES, "test_primary_rules"),
    ),
    "protect.suppress": (
        ("tau-Argus", RELEASE, "test_the_pattern_is_the_optimum_of_tau_argus"),
        ("every pattern tried", TABLES, "test_secondary_cells_cost_no_more_than_the_best_pattern_by_far"),
    ),
    "protect.audit": (
        ("lpSolve", RELEASE, "test_audit_equals_linear_programs_of_r"),
        ("lpSolve, overlapping", RELEASE, "test_audit_of_overlapping_sums_equals_linear_programs_of_r"),
        ("tau-Argus", RELEASE, "test_most_patterns_of_tau_argus_are_wide_enough"),
    ),
    "protect.attack": (
        ("lpSolve", RELEASE, "test_the_attack_finds_what_r_finds"),
        ("Hundepool et al. (2012)", RELEASE, "test_the_attack_by_subtraction_needs_one_unknown_at_a_time"),
    ),
    "protect.ptable": (
        ("nloptr", PROTECT, "test_ptable_against_a_general_optimiser"),
        ("worked by hand", PROTECT, "test_ptable_one_case_with_blocked_small_counts"),
    ),
    "protect.cellkey": (
        ("cell-key-perturbation", RELEASE, "test_cell_keys_equal_those_of_the_office_for_national_statistics"),
        ("Zensus 2022, rules", RELEASE, "test_cell_key_noise_follows_the_zensus_rules"),
    ),
    "protect.round_counts": (
        ("R, OECD glossary", RELEASE, "test_rounding_equals_r_and_the_oecd_glossary"),
        ("Statistics New Zealand", RELEASE, "test_random_rounding_is_that_of_statistics_new_zealand"),
    ),
    "protect.dp_counts": (
        ("OpenDP", RELEASE, "test_private_noise_is_as_wide_as_opendp_says"),
        ("scipy dlaplace", RELEASE, "test_private_noise_is_the_discrete_laplace_law_of_scipy"),
    ),
    "protect.geomask": (
        ("sf", RELEASE, "test_residents_in_a_circle_equal_areas_of_intersection_by_sf"),
        ("Hampton et al. (2010)", RELEASE, "test_the_mask_is_the_donut_of_hampton"),
    ),
    "protect.kanon": (
        ("pycanon, drawn rows", RELEASE, "test_k_and_l_equal_pycanon"),
        ("printed tables of 2002 and 2007", RELEASE, "test_k_and_l_of_printed_tables"),
    ),
    "protect.round_significant": (
        ("R signif", RELEASE, "test_significant_digits_equal_r"),
        ("decimal arithmetic", RELEASE, "test_significant_digits_equal_decimal_arithmetic"),
    ),
    "protect.publishable_rate": (
        ("R signif", RELEASE, "test_published_rates_equal_r_where_the_count_is_public"),
        ("PKS 2018, printed", RELEASE, "test_a_published_rate_is_the_printed_one_to_three_digits"),
    ),
    "protect.publishable_clearance": (
        ("PKS 2018, printed", RELEASE, "test_clearance_of_all_offences_equals_the_printed_one"),
        ("PKS 2018, burglaries", RELEASE, "test_clearance_of_burglaries_equals_the_printed_one"),
    ),
}  # fmt: skip
# Rules by decision, with examples worked from a guideline.
DEFINITIONS = {
    # Maryland Scientific Methods Scale (Sherman et al. 1997; Farrington et al. 2002).
    "evaluate.evidence_grade": (EVALUATE, "test_grades"),
    "evaluate.foresee": (JUDGE, "test_the_smallest_drop_is_found_in_four_of_five_sets"),
    "evaluate.outlook": (JUDGE, "test_outlooks"),
}


def public_functions() -> list[str]:
    return [
        f"{module.__name__.rsplit('.', 1)[1]}.{name}"
        for module in (rates, series, evaluate, protect)
        for name in module.__all__
        if inspect.isfunction(getattr(module, name))
    ]


def names_in(module: str) -> set[str]:
    tree = ast.parse((HERE / f"{module}.py").read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", public_functions())
def test_every_function_has_two_values_from_outside(name: str) -> None:
    if name in DEFINITIONS:
        module, test = DEFINITIONS[name]
        assert test in names_in(module)
        return
    found = REFERENCES.get(name, ())
    assert len({(source, test) for source, _, test in found}) >= 2
    for _, module, test in found:
        assert test in names_in(module), f"{module}.{test}"


def test_no_reference_of_a_function_that_is_gone() -> None:
    assert set(REFERENCES) | set(DEFINITIONS) == set(public_functions())
