"""Each kind of sentence once, word for word."""

import re

import pytest

from vorort.pictures.choices import Point, SpecialEffect, Verdict
from vorort.pictures.queries.sentences import Facts, brief, join_words, sentence, years_words
from vorort.pictures.queries.verdicts import Judgement, Trend


def judged(verdict: Verdict, reason: str = "", **more: object) -> Judgement:
    given: dict[str, object] = {
        "verdict": verdict, "reason": reason, "expected": 60.0, "lowest": 55, "highest": 66,
        "used": (2020, 2021, 2022, 2023, 2024), "verdict_from": 11, "compared": 18,
        "may_be_luck": False,
    }  # fmt: skip
    return Judgement(**{**given, **more})


def facts(judgement: Judgement, cases: int | None = 73, **more: object) -> Facts:
    rate = None if cases is None else cases * 100_000 / 9_000
    point = Point(
        year=2025, cases=cases, rate=rate, low=rate and rate * 0.8, high=rate and rate * 1.2
    )
    given: dict[str, object] = {
        "year": 2025, "now": point, "judgement": judgement, "effects": (), "breaks": (),
        "control_offence": False,
    }  # fmt: skip
    return Facts(**{**given, **more})


def plain(text: str) -> str:
    """Return a text with ordinary spaces: thin and fixed ones are the typesetter's."""
    return re.sub(r"\s", " ", text)


FALLING = Trend(-5.4, -8.0, -3.0, tuple(range(2016, 2026)))


@pytest.mark.parametrize(
    ("judgement", "tail", "short"),
    [
        (
            judged(Verdict.SURE, "more"),
            (
                "Das sind mehr als im Mittel der fünf Vorjahre (60). Der Unterschied ist größer, als "
                "die üblichen Schwankungen dieser Reihe erwarten lassen. Eine Ursache ist damit nicht "
                "belegt."
            ),
            "73 Fälle, mehr als in den Vorjahren",
        ),
        (
            judged(Verdict.SURE, "more", places=12),
            (
                "Das sind mehr als im Mittel der fünf Vorjahre (60). Der Unterschied ist größer, als "
                "die üblichen Schwankungen dieser Reihe und vergleichbarer Orte erwarten lassen. Eine "
                "Ursache ist damit nicht belegt."
            ),
            "73 Fälle, mehr als in den Vorjahren",
        ),
        (
            judged(Verdict.SURE, "less", may_be_luck=True),
            (
                "Das sind weniger als im Mittel der fünf Vorjahre (60). Der Unterschied ist größer, "
                "als die üblichen Schwankungen dieser Reihe erwarten lassen. Unter allen 18 geprüften Reihen "
                "kommt so ein Unterschied auch ohne Änderung vor. Eine Ursache ist damit nicht belegt."
            ),
            "73 Fälle, weniger als in den Vorjahren",
        ),
        (
            judged(Verdict.SURE, "falling", trend=FALLING),
            (
                "Seit 2016 geht die Zahl zurück, im Mittel um 5 % im Jahr (3 – 8). Das "
                "ist mehr, als die Schwankungen um diese Linie erwarten lassen. Eine Ursache ist damit "
                "nicht belegt."
            ),
            "73 Fälle, Rückgang seit 2016",
        ),
        (
            judged(Verdict.SURE, "rising", trend=Trend(5.4, 3.0, 8.0, FALLING.years)),
            (
                "Seit 2016 steigt die Zahl, im Mittel um 5 % im Jahr (3 – 8). Das ist "
                "mehr, als die Schwankungen um diese Linie erwarten lassen. Eine Ursache ist damit "
                "nicht belegt."
            ),
            "73 Fälle, Anstieg seit 2016",
        ),
        (
            judged(Verdict.CHANCE),
            (
                "In den Vorjahren waren es zwischen 55 und 66. Der Abstand ist nicht größer, als diese "
                "Reihe üblicherweise schwankt."
            ),
            "73 Fälle, Abstand nicht größer als üblich",
        ),
        (
            judged(Verdict.FEW),
            (
                "In den Vorjahren waren es zwischen 55 und 66. Das sind zu wenige Fälle für ein Urteil. "
                "Ein Urteil wäre ab etwa 11 Fällen möglich."
            ),
            "73 Fälle, Urteil ab etwa 11 Fällen möglich",
        ),
        (
            judged(Verdict.FEW, verdict_from=None, lowest=55, highest=55),
            "In den Vorjahren waren es je 55. Das sind zu wenige Fälle für ein Urteil.",
            "73 Fälle",
        ),
        (
            judged(Verdict.NONE, "alone", used=(), lowest=None, highest=None),
            "Es liegen keine Vorjahre vor. Ein Urteil ist nicht möglich.",
            "73 Fälle, kein Vergleich möglich",
        ),
        (
            judged(Verdict.NONE, "short", used=(2024,), lowest=55, highest=55),
            (
                "2024 waren es 55. Wie stark diese Reihe üblicherweise schwankt, lässt sich aus so "
                "wenigen Jahren nicht sagen. Ein Urteil ist nicht möglich."
            ),
            "73 Fälle, kein Vergleich möglich",
        ),
        (
            judged(Verdict.NONE, "unsteady"),
            (
                "In den Vorjahren waren es zwischen 55 und 66. Die Reihe schwankt so stark, dass ein "
                "Urteil nicht möglich ist."
            ),
            "73 Fälle, kein Vergleich möglich",
        ),
        (
            judged(Verdict.NONE, "short", lowest=None, highest=None),
            (
                "Vorjahre zum Vergleich fehlen. Wie stark diese Reihe üblicherweise schwankt, lässt "
                "sich aus so wenigen Jahren nicht sagen. Ein Urteil ist nicht möglich."
            ),
            "73 Fälle, kein Vergleich möglich",
        ),
    ],
)
def test_number_comparison_verdict_limit(judgement: Judgement, tail: str, short: str) -> None:
    head = "2025 wurden 73 Fälle erfasst, das sind 811 je 100.000 Einwohner (649 – 973). "
    assert plain(sentence(facts(judgement))) == head + tail
    assert brief(facts(judgement)) == short


def test_breaks_effects_and_missing_numbers() -> None:
    broken = facts(judged(Verdict.NONE, "break"), breaks=(2019, 2024))
    assert "Die Erfassung wurde 2024 geändert." in sentence(broken)
    assert brief(broken) == "73 Fälle, Erfassung 2024 geändert"
    special = facts(judged(Verdict.NONE, "effect"))
    assert "2025 trägt ein Sonderereignis" in sentence(special)
    assert brief(special) == "73 Fälle, Jahr mit Sonderereignis"
    missing = facts(judged(Verdict.NONE, "missing"), None)
    assert sentence(missing).startswith("Für 2025 liegt keine Zahl vor")
    assert brief(missing) == "keine Zahl für 2025"
    assert brief(facts(judged(Verdict.NONE, "alone"), 0)) == "kein Fall, kein Vergleich möglich"
    assert sentence(facts(judged(Verdict.FEW), 1)).startswith("2025 wurde 1 Fall erfasst")


def test_several_years_left_out_are_named() -> None:
    effects = tuple(
        SpecialEffect(code="x", year=year, letter="A", text="") for year in (2021, 2022, 2023)
    )
    said = sentence(facts(judged(Verdict.CHANCE, used=(2019, 2020, 2024)), effects=effects))
    assert "waren es ohne die Sonderereignisse 2021, 2022 und 2023 zwischen" in said


@pytest.mark.parametrize(
    ("verdict", "reason", "words"),
    [
        (Verdict.SURE, "more", "Es sind mehr Fälle"),
        (Verdict.SURE, "less", "Es sind weniger Fälle"),
        (Verdict.SURE, "falling", "Über die Jahre ändert sich"),
        (Verdict.CHANCE, "", "nicht größer, als diese Reihe"),
        (Verdict.FEW, "", "zu wenige Fälle"),
        (Verdict.NONE, "short", "Ein Urteil ist nicht möglich."),
    ],
)
def test_beside_hidden_years_no_number_of_them_is_said(
    verdict: Verdict, reason: str, words: str
) -> None:
    said = sentence(facts(judged(verdict, reason, trend=FALLING), hidden=frozenset({2022})))
    assert words in said
    for number in ("55", "66", "60", "2016", "11"):
        assert number not in said.split("). ", 1)[1]


def test_small_words() -> None:
    assert years_words((2024,)) == "des Jahres 2024"
    assert years_words((2022, 2023, 2024)) == "der drei Vorjahre"
    assert join_words([]) == ""
    assert join_words([2020]) == "2020"
