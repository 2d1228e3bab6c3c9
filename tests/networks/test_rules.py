"""Why something is suggested: points and words, and nothing else."""

import datetime as dt

import pytest

from vorort.networks import rules
from vorort.networks.choices import WEIGHTS
from vorort.networks.rules import Profile, is_of_same_size, reasons_for, score_of

NEED = Profile(
    topics=frozenset({"violence"}),
    target_groups=frozenset({"youth"}),
    risk_factors=frozenset({"bullying", "peers"}),
    protective_factors=frozenset({"social_skills"}),
)


def texts(**thing):
    return [reason.text for reason in reasons_for(NEED, Profile(**thing))]


def test_the_reasons_are_the_parts_of_the_score():
    found = reasons_for(
        NEED,
        Profile(
            topics=frozenset({"violence", "youth"}),
            target_groups=frozenset({"youth", "parents"}),
            risk_factors=frozenset({"bullying", "peers", "disorder"}),
            protective_factors=frozenset({"social_skills"}),
            evidence_level="proven",
            evidence_on=dt.date(2025, 2, 1),
            used_by=("Ahorn", "Birke", "Eiche"),
        ),
    )
    assert [(reason.points, reason.text) for reason in found] == [
        (6, "Gemeinsame Risikofaktoren: Mobbing, Freundeskreis mit Problemverhalten"),
        (6, "In 3 Orten Ihrer Größe genutzt: Ahorn, Birke, Eiche"),
        (4, "Thema Gewalt"),
        (4, "Nachweis Stufe 3, Stand 01.02.2025"),
        (3, "Zielgruppe Jugendliche"),
        (2, "Gemeinsamer Schutzfaktor: soziale Fähigkeiten"),
    ]
    assert score_of(found) == 25


def test_without_topic_or_factor_in_common_nothing_is_suggested():
    assert texts(topics=frozenset({"traffic"}), evidence_level="proven", used_by=("Ahorn",)) == []
    assert texts(target_groups=frozenset({"youth"})) == []
    assert texts(risk_factors=frozenset({"peers"})) == [
        "Gemeinsamer Risikofaktor: Freundeskreis mit Problemverhalten"
    ]


def test_a_thing_for_other_people_is_not_suggested_one_for_all_is():
    topic = frozenset({"violence"})
    assert texts(topics=topic, target_groups=frozenset({"seniors"})) == []
    assert texts(topics=topic, target_groups=frozenset({"all"})) == [
        "Thema Gewalt",
        "Für alle, ohne besondere Zielgruppe",
    ]
    assert texts(topics=topic) == ["Thema Gewalt"]


def test_what_is_for_some_is_not_called_for_all():
    need = Profile(topics=frozenset({"fraud"}), target_groups=frozenset({"all"}))
    thing = Profile(topics=frozenset({"fraud"}), target_groups=frozenset({"seniors", "women"}))
    assert [reason.text for reason in reasons_for(need, thing)] == [
        "Thema Betrug und Internet",
        "Für einen Teil derer, die es betrifft: Ältere, Frauen",
    ]


@pytest.mark.parametrize(
    ("level", "points", "words"),
    [
        ("threshold", 1, "Nachweis auf der Schwelle"),
        ("founded", 2, "Nachweis Stufe 1"),
        ("probable", 3, "Nachweis Stufe 2"),
        ("proven", 4, "Nachweis Stufe 3"),
    ],
)
def test_evidence_counts_by_its_level(level, points, words):
    thing = Profile(topics=frozenset({"violence"}), evidence_level=level)
    assert (points, words) in [(one.points, one.text) for one in reasons_for(NEED, thing)]


def test_a_result_speaks_for_a_model_whatever_it_says_a_good_one_more():
    topic = frozenset({"violence"})
    none, open_, good = (
        score_of(reasons_for(NEED, Profile(topics=topic, grade=grade, result="Wort")))
        for grade in ("", "unclear", "likely_good")
    )
    assert (open_ - none, good - none) == (WEIGHTS.result, WEIGHTS.good_result)


def test_many_factors_or_towns_are_capped():
    many = frozenset({"bullying", "peers", "disorder", "poverty", "isolation"})
    need = Profile(risk_factors=many)
    (reason,) = reasons_for(need, Profile(risk_factors=many))
    assert reason.points == WEIGHTS.most_risk
    towns = tuple("ABCDEF")
    used = reasons_for(need, Profile(risk_factors=many, used_by=towns))
    assert score_of(used) == WEIGHTS.most_risk + WEIGHTS.most_used


@pytest.mark.parametrize(
    ("own", "other", "same"),
    [
        (10_000, 5_000, True),
        (10_000, 20_000, True),
        (10_000, 4_999, False),
        (10_000, 20_001, False),
        (None, 10_000, False),
        (10_000, None, False),
    ],
)
def test_towns_of_the_same_size(own, other, same):
    assert is_of_same_size(own, other) is same


def test_the_weights_are_told_as_they_are():
    words = dict(rules.weight_words())
    assert words["Risikofaktor gemeinsam"] == "3 je Faktor, höchstens 9"
    assert words["Thema gemeinsam"] == "4"
