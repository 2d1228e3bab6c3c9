"""Offence keys, area keys and implied populations."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vorort.evidence.rules import (
    RateFact,
    imply_population,
    normalise_area_key,
    normalise_offence_key,
    offence_traits,
)
from vorort.evidence.rules.labels import changed_years, essence, short_label
from vorort.evidence.rules.population import half_digit

KNOWN = frozenset(
    [
        "------",
        "000000",
        "010000",
        "010079",
        "200000",
        "220000",
        "222000",
        "222100",
        "3***00",
        "4***00",
        "****00",
        "326*00",
        "435*00",
        "436*00",
        "***100",
        "3**100",
        "4**100",
        "*50*00",
        "700000",
        "725000",
        "730000",
        "731000",
        "890000",
        "892000",
        "972500",
    ]
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("------", "------"),
        ("0", "000000"),
        ("10000", "010000"),
        ("10079", "010079"),
        ("435*00", "435*00"),
        ("****00", "****00"),
        ("3.00E+100", "3**100"),
        ("4,00E+300", "4**300"),
        ("621100.0", "621100"),
        (" 730000 ", "730000"),
    ],
)
def test_offence_keys_are_restored(text: str, key: str) -> None:
    assert normalise_offence_key(text) == key


@pytest.mark.parametrize("text", ["", "Straftat", "1234567", "-----", "=1", "43 5*00", "8*****x"])
def test_what_is_no_offence_key(text: str) -> None:
    assert normalise_offence_key(text) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1001", "01001"),
        ("14713", "14713"),
        ("14713000", "14713000"),
        ("1051001", "01051001"),
        ("9278.0", "09278"),
        ("", None),
        ("123", None),
        ("Leipzig", None),
    ],
)
def test_area_keys_get_their_nought_back(text: str, key: str | None) -> None:
    assert normalise_area_key(text) == key


@pytest.mark.parametrize(
    ("key", "parent", "level"),
    [
        ("------", "", 0),
        ("000000", "------", 1),
        ("010079", "010000", 3),
        ("222100", "222000", 4),
        ("****00", "------", 1),
        ("3***00", "****00", 2),
        ("326*00", "3***00", 3),
        ("3**100", "3***00", 3),
        ("***100", "****00", 2),
        ("*50*00", "****00", 2),
        ("890000", "", None),
        ("972500", "", None),
    ],
)
def test_place_in_the_tree(key: str, parent: str, level: int | None) -> None:
    traits = offence_traits(key, KNOWN)
    assert (traits.parent_key, traits.level) == (parent, level)


def test_control_offences_are_marked_narrowly() -> None:
    marked = {key for key in KNOWN if offence_traits(key, KNOWN).control_offence}
    assert marked == {"725000", "730000", "731000", "972500"}
    assert not offence_traits("891000", KNOWN).control_offence
    assert not offence_traits("326*00", KNOWN).control_offence


def test_sum_keys_stand_outside_the_tree() -> None:
    assert offence_traits("892000", KNOWN).is_sum
    assert not offence_traits("222000", KNOWN).is_sum


@given(
    population=st.integers(min_value=300, max_value=90_000_000),
    shares=st.lists(st.floats(min_value=1e-5, max_value=0.2), min_size=1, max_size=40),
    digits=st.sampled_from([0, 1, None]),
)
def test_any_implied_population_gives_the_published_rates_again(
    population: int, shares: list[float], digits: int | None
) -> None:
    facts = []
    for share in shares:
        cases = math.ceil(population * share)
        exact = cases * 100_000 / population
        printed = exact if digits is None else math.floor(exact * 10**digits + 0.5) / 10**digits
        facts.append(RateFact(cases, printed, digits))
    implied = imply_population(facts)
    assert implied is not None
    assert implied.low <= population <= implied.high
    assert implied.left_out == 0
    for fact in facts:
        ours = fact.cases * 100_000 / implied.population
        slack = half_digit(fact.digits) + 1e-6 * max(1.0, fact.rate)
        assert abs(ours - fact.rate) <= slack
    if digits is None:
        assert implied.exact
        assert implied.population == population


def test_a_rate_that_does_not_fit_is_left_out_and_counted() -> None:
    facts = [RateFact(10_000, 10_000, 0), RateFact(5_000, 5_000, 0), RateFact(2_000, 9_999, 0)]
    implied = imply_population(facts)
    assert implied is not None
    assert implied.low <= 100_000 <= implied.high
    assert implied.left_out == 1


def test_no_rate_implies_nothing() -> None:
    assert imply_population([RateFact(0, 0.0, 0)]) is None


def test_labels_are_shortened_and_compared() -> None:
    assert short_label("Diebstahl insgesamt und zwar:") == "Diebstahl insgesamt"
    assert short_label("Mord § 211 StGB darunter:") == "Mord"
    assert essence("Mord § 211 StGB ") == essence("Mord § 211 StGB")
    old = "Straftaten gegen das Aufenthalts-, das Asylverfahrens- und das Freizügigkeitsgesetz/EU"
    new = "Straftaten gegen das Aufenthalts-, das Asyl- und das Freizügigkeitsgesetz/EU"
    assert changed_years({2015: old, 2016: new}) == ()
    assert changed_years({2020: "Computerkriminalität", 2021: "Cybercrime"}) == (2021,)
