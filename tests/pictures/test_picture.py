"""The computed picture: verdicts, sentences, comparisons, what is missing."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.situation import FakeSource, registered, years

from vorort.pictures import queries
from vorort.pictures.choices import Picture, SpecialEffect, Verdict, from_json, to_json

pytestmark = pytest.mark.django_db
FORBIDDEN = re.compile(r"signifikan|explod|sicherste|dank |leider|alarm|dramatisch", re.IGNORECASE)
AREA = "99901010"


@pytest.fixture
def source() -> Iterator[FakeSource]:
    with registered(FakeSource()) as one:
        yield one


def picture(source: FakeSource, **more: object) -> Picture:
    return queries.build_picture(AREA, 2025, viewer=None, **more)


def one(source: FakeSource, counts: list[int | None], **more: object):
    source.put(AREA, "674000", years(2026 - len(counts), counts))
    return picture(source, **more).indicators[0]


def test_a_clear_rise_is_more_than_chance(source: FakeSource) -> None:
    found = one(source, [21, 24, 19, 22, 18, 15, 17, 20, 22, 48])
    assert found.verdict is Verdict.SURE
    assert "mehr als im Mittel der fünf Vorjahre (18)" in found.sentence
    assert "Eine Ursache ist damit nicht belegt." in found.sentence
    assert found.brief == "48 Fälle, mehr als in den Vorjahren"


def test_a_change_inside_the_fluctuation_is_chance(source: FakeSource) -> None:
    found = one(source, [63, 70, 59, 66, 60, 64, 68, 62, 65, 73])
    assert found.verdict is Verdict.CHANCE
    assert "zwischen 62 und 68" not in found.sentence  # five years, not two
    assert "zwischen 60 und 68" in found.sentence
    assert "nicht größer, als diese Reihe üblicherweise schwankt" in found.sentence


def test_a_big_town_fluctuates_more_than_poisson(source: FakeSource) -> None:
    """900 after a mean of 800 would be "significant" for Poisson; this series does it all the time."""
    found = one(source, [700, 900, 720, 880, 690, 910, 705, 895, 800, 940])
    assert found.verdict is Verdict.CHANCE
    assert found.change_distinguishable is False


def test_a_slow_fall_is_seen_although_no_year_leaps(source: FakeSource) -> None:
    found = one(source, [100, 97, 90, 88, 80, 77, 72, 70, 64, 62])
    assert found.verdict is Verdict.SURE
    assert found.brief == "62 Fälle, Rückgang seit 2016"
    assert "Seit 2016 geht die Zahl zurück, im Mittel um 5\u00a0% im Jahr" in found.sentence


def test_a_fall_that_has_ended_is_no_longer_said(source: FakeSource) -> None:
    found = one(source, [100, 97, 90, 88, 80, 56, 58, 60, 62, 63])
    assert found.verdict is Verdict.CHANCE
    assert "geht die Zahl" not in found.sentence


def test_few_cases_get_no_verdict_but_the_count_from_which_one_would_be_possible(
    source: FakeSource,
) -> None:
    found = one(source, [3, 1, 2, 4, 2, 1, 3, 2, 2, 4])
    assert found.verdict is Verdict.FEW
    assert found.verdict_from is not None
    assert found.verdict_from > 4
    assert f"ab etwa {found.verdict_from} Fällen möglich" in found.sentence


def test_below_five_nothing_is_said_whatever_a_test_says(source: FakeSource) -> None:
    assert one(source, [0, 0, 0, 0, 0, 0, 0, 0, 0, 4]).verdict is Verdict.FEW


def test_a_year_with_a_special_effect_leaves_mean_and_verdict(source: FakeSource) -> None:
    effect = SpecialEffect(code="674000", year=2023, letter="A", text="Serie")
    counts = [63, 70, 59, 66, 60, 64, 68, 131, 65, 73]
    plain = one(source, counts)
    cleaned = picture(source, effects=(effect,)).indicators[0]
    assert "131" in plain.sentence
    assert "131" not in cleaned.sentence
    assert "ohne das Sonderereignis 2023" in cleaned.sentence
    assert 2023 not in cleaned.mean_years
    assert next(p for p in cleaned.points if p.year == 2023).excluded


def test_the_current_year_with_a_special_effect_is_not_judged(source: FakeSource) -> None:
    effect = SpecialEffect(code="674000", year=2025, letter="A", text="Serie")
    found = one(source, [63, 70, 59, 66, 160], effects=(effect,))
    assert found.verdict is Verdict.NONE
    assert found.change_distinguishable is None


def test_a_changed_key_ends_the_comparison(source: FakeSource) -> None:
    source.changes["674000"] = (2025,)
    found = one(source, [63, 70, 59, 66, 160])
    assert found.verdict is Verdict.NONE
    assert "Die Erfassung wurde 2025 geändert" in found.sentence
    assert found.change_distinguishable is None
    assert "OFFENCE_KEY_CHANGED" in found.notes


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [([100], Verdict.NONE), ([100, 102], Verdict.CHANCE), ([100, 300], Verdict.NONE)],
)
def test_one_or_two_years_allow_only_chance(
    source: FakeSource, counts: list[int | None], verdict: Verdict
) -> None:
    assert one(source, counts).verdict is verdict


def test_missing_is_null_and_never_zero(source: FakeSource) -> None:
    found = one(source, [63, None, 59, 66, None])
    assert found.now.cases is None
    assert found.now.rate is None
    assert found.change_percent is None
    assert found.verdict is Verdict.NONE
    assert "liegt keine Zahl vor" in found.sentence


def test_zero_cases_are_zero(source: FakeSource) -> None:
    found = one(source, [3, 2, 4, 1, 0])
    assert found.now.cases == 0
    assert found.now.rate == 0.0
    assert found.sentence.startswith("2025 wurde kein Fall erfasst.")


def test_clearance_may_exceed_100_and_is_not_shown_below_20_cases(source: FakeSource) -> None:
    source.put(AREA, "a", years(2025, [20]), cleared=years(2025, [23]))
    source.put(AREA, "b", years(2025, [19]), cleared=years(2025, [19]))
    first, second = picture(source).indicators
    assert first.clearance_shown == 115.0
    assert "CLEARANCE_ABOVE_100" in first.notes
    assert second.clearance_shown is None


def test_state_and_total_without_immigration_law(source: FakeSource) -> None:
    source.put(AREA, "------", years(2024, [450, 468]))
    source.put(AREA, "725000", years(2024, [6, 7]))
    source.put("99", "------", years(2024, [69_000, 69_400]), people=1_000_000)
    made = picture(source)
    assert made.without_immigration == 461
    assert made.without_immigration_how == "difference"
    total = made.indicator("------")
    assert total is not None
    assert total.state is not None
    assert total.state.rate == 6_940.0


def test_where_the_immigration_offences_are_missing_it_is_said(source: FakeSource) -> None:
    source.put(AREA, "------", years(2024, [450, 468]))
    made = picture(source)
    assert (made.without_immigration, made.without_immigration_how) == (None, "missing")


def test_among_many_series_without_change_few_alarms_and_those_say_so(source: FakeSource) -> None:
    import random

    draw = random.Random(7)
    for index in range(300):
        mean = draw.choice([30, 80, 200])
        counts = [max(0, round(draw.gauss(mean, (2 * mean) ** 0.5))) for _ in range(9)]
        source.put(AREA, f"{index:06d}", years(2017, counts))
    found = [one for one in picture(source).indicators if one.verdict is Verdict.SURE]
    assert len(found) <= 26  # 5 % of 300, and the 99.9 % limit of chance on top
    hint = "geprüften Reihen kommt so ein Unterschied auch ohne Änderung vor"
    assert sum(hint not in one.sentence for one in found) <= 2


def test_nothing_delivered_is_an_error_of_its_own(source: FakeSource) -> None:
    with pytest.raises(queries.NoFiguresError):
        queries.build_picture("99999", 2025, viewer=None)


def test_a_city_of_its_own_county_has_two_keys() -> None:
    assert queries.resolve_area_key("14713000") == "14713"
    assert queries.resolve_area_key("14729010") == "14729010"
    assert queries.resolve_area_key("14") == "14"


def test_the_picture_survives_json(source: FakeSource) -> None:
    source.put(AREA, "------", years(2016, [450, 468, None, 431, 500, 480, 470, 466, 450, 510]))
    effect = SpecialEffect(code="------", year=2020, letter="A", text="Serie")
    made = picture(source, effects=(effect,))
    assert from_json(Picture, to_json(made)) == made


@settings(max_examples=150, deadline=None)
@given(
    counts=st.lists(st.one_of(st.none(), st.integers(0, 4000)), min_size=1, max_size=11),
    control=st.booleans(),
    effect=st.one_of(st.none(), st.integers(2016, 2025)),
    change=st.one_of(st.none(), st.integers(2016, 2025)),
    people=st.sampled_from([0, 900, 9_000, 600_000]),
)
def test_sentences_never_claim_too_much(
    counts: list[int | None], control: bool, effect: int | None, change: int | None, people: int
) -> None:
    source = FakeSource()
    source.put(AREA, "x", years(2026 - len(counts), counts), people=people, control=control)
    if change:
        source.changes["x"] = (change,)
    effects = (SpecialEffect(code="x", year=effect, letter="A", text="x"),) if effect else ()
    with registered(source):
        made = queries.build_picture(AREA, 2025, viewer=None, effects=effects)
    found = made.indicators[0]
    text = f"{found.sentence} {found.brief}"
    assert not FORBIDDEN.search(text)
    assert "%(" not in text
    assert "None" not in text
    assert "nan" not in text
    assert text.count("..") == 0
    if found.verdict is not Verdict.SURE:
        assert "größer, als die üblichen" not in text
        assert "Das ist mehr, als" not in text
    if found.now.cases is None:
        assert found.verdict is Verdict.NONE
    assert from_json(Picture, to_json(made)) == made


# ── the gate ─────────────────────────────────────────────


def test_what_a_source_published_itself_is_not_hidden(source: FakeSource) -> None:
    source.put(AREA, "892500", years(2021, [1, 2, 0, 1, 2]))
    made = picture(source, protect_below=3)
    assert made.hidden == ()
    assert [p.cases for p in made.indicators[0].points] == [1, 2, 0, 1, 2]


def test_small_counts_of_other_figures_are_hidden_everywhere(source: FakeSource) -> None:
    source.put(AREA, "x", years(2019, [7, 2, 9, 8, 11, 6, 1]), published=False)
    found = picture(source, protect_below=3).indicators[0]
    assert [p.year for p in found.points if p.hidden] == [2020, 2025]
    assert found.now.cases is None
    assert found.now.rate is None
    assert found.mean_rate is None
    assert found.change_percent is None
    assert found.verdict_from is None
    assert "verborgen" in found.sentence


def test_a_sum_does_not_give_a_hidden_count_away(source: FakeSource) -> None:
    source.put(AREA, "------", years(2024, [450, 468]), published=False)
    source.put(AREA, "890000", years(2024, [449, 461]), published=False)
    source.put(AREA, "725000", years(2024, [1, 7]), published=False)
    made = picture(source, protect_below=3)
    hidden = {(cell.code, cell.year) for cell in made.hidden}
    assert ("725000", 2024) in hidden
    assert {("------", 2024), ("890000", 2024)} & hidden
    assert made.without_immigration == 461


def test_the_difference_is_not_shown_where_a_part_is_hidden(source: FakeSource) -> None:
    source.put(AREA, "------", years(2024, [450, 468]), published=False)
    source.put(AREA, "725000", years(2024, [1, 2]), published=False)
    made = picture(source, protect_below=3)
    assert (made.without_immigration, made.without_immigration_how) == (None, "hidden")


@settings(max_examples=60, deadline=None)
@given(
    total=st.lists(st.integers(40, 90), min_size=6, max_size=6),
    part=st.lists(st.integers(0, 12), min_size=6, max_size=6),
)
def test_hidden_counts_cannot_be_recomputed(total: list[int], part: list[int]) -> None:
    source = FakeSource()
    rest = [whole - some for whole, some in zip(total, part, strict=True)]
    for code, counts in (("****00", total), ("3***00", rest), ("4***00", part)):
        source.put(AREA, code, years(2020, counts), published=False)
    with registered(source):
        made = queries.build_picture(AREA, 2025, viewer=None, protect_below=3)
    for index, year in enumerate(range(2020, 2026)):
        points = {i.code: next(p for p in i.points if p.year == year) for i in made.indicators}
        if 0 < part[index] < 3:
            assert points["4***00"].hidden
            assert points["****00"].hidden or points["3***00"].hidden
    for one in made.indicators:
        secret = {p.year for p in one.points if p.hidden}
        if secret & set(range(2021, 2026)):
            assert one.mean_cases is None
            assert one.mean_rate is None
