"""Each sentence says what the counts carry: directions, small numbers, gaps, a plan not kept."""

import datetime as dt

import pytest

from tests.factories.effects import (
    FIRST,
    START,
    make_evaluation,
    make_plan,
    make_town,
    store_months,
    usual_months,
)
from tests.factories.measures import make_measure
from tests.factories.places import make_area
from tests.people import People
from vorort.effects import queries
from vorort.effects.choices import EffectGrade
from vorort.effects.models import Evaluation
from vorort.measures.choices import MeasureState
from vorort.places.choices import AreaKind
from vorort.places.models import Area

pytestmark = pytest.mark.django_db
BEGIN = (START.year - FIRST.year) * 12 + START.month - 1


def words(evaluation: Evaluation) -> str:
    return " ".join(queries.describe(evaluation).sentences)


def few(people: People) -> list[str]:
    keys = make_town(people)
    store_months(people, {keys[0]: [1 if n % 3 == 0 else 0 for n in range(94)]})
    return keys


def one_more(people: People) -> str:
    key = f"{people.town.area_key}-20"
    make_area(key, "Ortsteil 20", kind=AreaKind.DISTRICT)
    return key


def next_door(people: People, key: str, *, usual: int, factor: float) -> None:
    """Give an area so many times the usual counts, and a factor from the start on."""
    rows = [value * usual for value in usual_months()]
    store_months(
        people, {key: [round(v * factor) if n >= BEGIN else v for n, v in enumerate(rows)]}
    )


# ── the neighbours ───────────────────────────────────────


def test_a_gain_here_that_costs_the_neighbours_more_is_no_success(people: People) -> None:
    keys = make_town(people, effect=0.4)
    next_door(people, keys[1], usual=10, factor=2.0)
    found = make_evaluation(people, make_plan(people, keys, ring=[keys[1]], comparison=keys[2:]))
    assert found.result["net"]["ratio"] > 1
    assert found.result["net"]["p"] <= 0.05
    assert found.grade == EffectGrade.DISPLACED
    assert "wahrscheinlich verlagert" in words(found)
    assert queries.is_reproduced(found)


def test_where_it_got_worse_here_nothing_went_next_door(people: People) -> None:
    keys = make_town(people, effect=2.2)
    next_door(people, keys[1], usual=1, factor=2.2)
    found = make_evaluation(people, make_plan(people, keys, ring=[keys[1]], comparison=keys[2:]))
    assert found.grade == EffectGrade.LIKELY_BAD
    assert "Dort steht es schlechter als erwartet" in words(found)
    assert "verlagert" not in words(found)
    assert "Verlagerung" not in words(found)


def test_better_next_door_does_not_make_it_better_here(people: People) -> None:
    keys = make_town(people, effect=2.2)
    next_door(people, keys[1], usual=1, factor=0.3)
    found = make_evaluation(people, make_plan(people, keys, ring=[keys[1]], comparison=keys[2:]))
    assert found.grade == EffectGrade.LIKELY_BAD
    assert "Dort steht es besser als erwartet." in words(found)
    assert "Auch dort" not in words(found)


def test_no_displacement_seen_is_not_no_displacement(people: People) -> None:
    keys = make_town(people, effect=0.4)
    calm = make_evaluation(people, make_plan(people, keys, ring=[keys[1]], comparison=keys[2:]))
    assert "aber auch nicht ausgeschlossen" in words(calm)
    next_door(people, keys[1], usual=1, factor=0.3)
    better = make_evaluation(people, make_plan(people, keys, ring=[keys[1]], comparison=keys[2:]))
    assert "Auch dort steht es besser als erwartet" in words(better)
    assert "verlagert hat sich nichts" not in words(better)


def test_neighbours_without_numbers_are_named_as_such(people: People) -> None:
    keys = make_town(people, effect=0.4)
    plan = make_plan(people, keys, ring=[one_more(people)], comparison=keys[2:])
    found = make_evaluation(people, plan)
    assert found.result["ring"] is None
    assert "lässt sich nicht sagen: Dort fehlen Zahlen" in words(found)


# ── small counts ─────────────────────────────────────────


def test_no_percent_where_nothing_can_be_judged(people: People) -> None:
    found = make_evaluation(people, make_plan(people, few(people)))
    assert found.grade == EffectGrade.NOT_EVALUABLE
    first = queries.describe(found).sentences[0]
    assert "zu erwarten gewesen." in first
    assert "%" not in first
    assert queries.picture(found) is None
    assert queries.describe(found).when_more == "Mit diesen Zählungen auch später kaum."


def test_too_few_so_far_is_not_too_few_for_ever(people: People) -> None:
    keys = make_town(people)
    third = [round(value / 3) for value in usual_months()]
    store_months(people, {keys[0]: third})
    plan = make_plan(people, keys, after_until=dt.date(2027, 9, 1))
    seen = dict(zip(plan.power["periods"], plan.power["mde"], strict=True))
    assert seen[24] <= 0.7 < (seen[6] or 1)
    found = make_evaluation(people, plan, as_of=dt.date(2026, 3, 31))
    assert found.grade == EffectGrade.NOT_EVALUABLE
    text = queries.describe(found)
    assert "Bisher zu wenige Fälle" in words(found)
    assert "ließe sich ein Rückgang um etwa" in text.when_more
    assert "auch später kaum" not in text.when_more


# ── the other direction ──────────────────────────────────


def test_who_wants_more_reads_of_rises(people: People) -> None:
    keys = make_town(people, effect=1.0)
    plan = make_plan(people, keys, lower_is_better=False)
    said = " ".join(queries.what_could_be_seen(plan))
    table = queries.power_table(plan)
    assert "ein Anstieg um etwa" in said
    assert table is not None
    assert "Anstieg" in table.caption
    found = make_evaluation(people, plan)
    assert found.grade == EffectGrade.UNCLEAR
    assert "ein Anstieg um etwa" in words(found)
    assert "Rückgang" not in f"{said} {words(found)} {queries.describe(found).when_more}"


def test_too_few_for_a_rise_is_said_of_rises(people: People) -> None:
    found = make_evaluation(people, make_plan(people, few(people), lower_is_better=False))
    assert "selbst eine Verdopplung" in words(found)
    assert "Rückgang" not in words(found)


# ── what is missing ──────────────────────────────────────


def test_months_without_numbers_after_are_told(people: People) -> None:
    keys = make_town(people, effect=0.4)
    whole = usual_months(shift=1)
    gap: list[int | None] = [
        None if n in {BEGIN + 2, BEGIN + 3} else v for n, v in enumerate(whole)
    ]
    other = one_more(people)
    store_months(people, {other: gap})
    plan = make_plan(people, keys, treated=[keys[0], other])
    found = make_evaluation(people, plan)
    assert found.result["parts"]["n_after"] == 10
    assert "Für 2 Monate danach fehlen Zahlen; sie zählen nicht mit." in words(found)


def test_comparison_areas_that_dropped_out_are_told(people: People) -> None:
    keys = make_town(people, effect=0.4)
    other = one_more(people)
    store_months(people, {other: usual_months(90)})
    found = make_evaluation(people, make_plan(people, keys, comparison=[*keys[1:], other]))
    assert found.result["parts"]["n_comparison"] == 5
    assert "Ein geplantes Vergleichsgebiet zählt nicht mit" in words(found)


def test_without_comparison_it_is_said_that_nobody_knows_of_elsewhere(people: People) -> None:
    keys = make_town(people, effect=0.2)
    plan = make_plan(people, keys, comparison=[])
    assert "ob es anderswo genauso war" in " ".join(queries.what_could_be_seen(plan))
    found = make_evaluation(people, plan)
    assert found.grade == EffectGrade.LIKELY_GOOD
    assert "Ob es anderswo genauso war, zeigt diese Rechnung nicht" in words(found)


def test_groups_of_areas_are_not_called_areas(people: People) -> None:
    keys = make_town(people, effect=0.3)
    store_months(people, {keys[1]: [round(v * 0.3) if n >= BEGIN else v
                                    for n, v in enumerate(usual_months(shift=3))]})  # fmt: skip
    plan = make_plan(people, keys, treated=keys[:2], comparison=keys[2:])
    found = make_evaluation(people, plan)
    assert found.grade == EffectGrade.LIKELY_GOOD
    assert len(found.result["placebo"]) == 6
    assert "6 Gruppen von Vergleichsgebieten" in words(found)
    assert "jedes der" not in words(found)


# ── areas that changed ───────────────────────────────────


def bordered(key: str, on: dt.date, *, grown: float) -> None:
    Area.objects.filter(key=key).update(valid_until=on, area_ha=100.0)
    old = Area.objects.get(key=key)
    Area.objects.create(key=key, kind=old.kind, name=old.name, valid_from=on, area_ha=100.0 * grown)


def test_counts_of_other_boundaries_are_no_time_before(people: People) -> None:
    keys = make_town(people, effect=0.4)
    bordered(keys[0], dt.date(2025, 5, 1), grown=0.6)
    found = make_evaluation(people, make_plan(people, keys))
    assert found.grade == EffectGrade.NOT_EVALUABLE
    said = words(found)
    assert "Ortsteil 1 hat seit Mai 2025 andere Grenzen" in said
    assert "Deshalb sind vor dem Beginn zu wenige Monate zu gebrauchen." in said
    assert "liefern Sie die Zeit davor nach" not in said


def test_a_comparison_area_that_grew_is_left_out(people: People) -> None:
    keys = make_town(people, effect=0.4)
    bordered(keys[2], dt.date(2022, 7, 15), grown=1.5)
    found = make_evaluation(people, make_plan(people, keys))
    assert found.result["parts"]["n_comparison"] == 4
    assert "Ortsteil 3 hat seit August 2022 andere Grenzen" in words(found)


def test_a_line_drawn_finer_is_the_same_area(people: People) -> None:
    keys = make_town(people, effect=0.4)
    before = make_evaluation(people, make_plan(people, keys))
    bordered(keys[0], dt.date(2025, 5, 1), grown=1.01)
    after = make_evaluation(people, make_plan(people, keys))
    assert "breaks" not in after.inputs
    assert after.inputs == before.inputs


# ── the plan ─────────────────────────────────────────────


def test_a_result_before_the_end_of_the_plan_says_so(people: People) -> None:
    keys = make_town(people, effect=0.3)
    plan = make_plan(people, keys, after_until=dt.date(2027, 9, 1))
    found = make_evaluation(people, plan, is_final=True)
    assert found.grade == EffectGrade.LIKELY_GOOD
    assert "Der Plan sieht die Zeit bis September 2027 vor" in words(found)


def test_a_plan_made_afterwards_is_told(people: People) -> None:
    keys = make_town(people)
    own = make_measure(people, state=MeasureState.RUNNING, starts_on=dt.date(2025, 10, 15))
    late = make_evaluation(people, make_plan(people, keys, measure=own))
    assert "stand erst am 10.11.2026 fest" in words(late)
    early = make_plan(people, keys, measure=own, at=dt.datetime(2025, 10, 12, 9, tzinfo=dt.UTC))
    assert "stand erst" not in words(make_evaluation(people, early))


def test_a_measure_that_did_not_begin_when_planned_is_told(people: People) -> None:
    keys = make_town(people)
    idea = make_evaluation(people, make_plan(people, keys))
    assert "noch nicht als begonnen eingetragen" in words(idea)
    own = make_measure(people, state=MeasureState.RUNNING, starts_on=dt.date(2026, 2, 3))
    found = make_evaluation(people, make_plan(people, keys, measure=own))
    assert "rechnet ab Oktober 2025; die Maßnahme begann aber am 03.02.2026" in words(found)
    assert "noch nicht als begonnen" not in words(found)


def test_chosen_because_high_is_told_beside_chance_too(people: People) -> None:
    keys = make_town(people, effect=0.95)
    plan = make_plan(people, keys, chosen_because_high=True, before_from=dt.date(2024, 4, 1))
    found = make_evaluation(people, plan)
    assert {"CHANCE", "SELECTED"} <= set(found.result["reasons"])
    assert "von selbst gekommen" in words(found)
