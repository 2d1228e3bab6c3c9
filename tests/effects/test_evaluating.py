"""A result rests on frozen inputs, says no more than they carry, and can be computed again."""

import datetime as dt

import pytest

from tests.factories.effects import (
    AS_OF,
    AT,
    FIRST,
    START,
    make_evaluation,
    make_plan,
    make_town,
    store_months,
    usual_months,
)
from tests.people import People
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.effects import actions, queries
from vorort.effects.choices import Design, EffectGrade
from vorort.effects.models import Evaluation
from vorort.effects.rules import fingerprint

pytestmark = pytest.mark.django_db


def words(evaluation: Evaluation) -> str:
    return " ".join(queries.describe(evaluation).sentences)


def test_a_large_drop_is_found_with_the_strongest_design(people: People) -> None:
    keys = make_town(people, effect=0.4)
    found = make_evaluation(people, make_plan(people, keys))
    assert found.design == Design.SERIES_COMPARISON
    assert found.grade == EffectGrade.LIKELY_GOOD
    text = queries.describe(found)
    assert text.tone == "good"
    assert "Eine Wirkung ist wahrscheinlich" in words(found)
    assert "5 Vergleichsgebieten" in words(found)
    assert "etwas anderes geschah" in words(found)
    assert text.when_more == ""
    assert "Vorgangsdaten Revier Weideland" in text.source_note


def test_nothing_happened_is_said_as_it_is(people: People) -> None:
    keys = make_town(people, effect=1.0)
    found = make_evaluation(people, make_plan(people, keys))
    assert found.grade == EffectGrade.UNCLEAR
    text = queries.describe(found)
    assert text.verdict == "chance"
    assert "nicht ausgeschlossen" in words(found)
    assert "weder Erfolg noch Misserfolg" in text.when_more


def test_a_rise_is_no_success(people: People) -> None:
    keys = make_town(people, effect=2.2)
    found = make_evaluation(people, make_plan(people, keys))
    assert found.grade == EffectGrade.LIKELY_BAD
    assert "falsche Richtung" in words(found)


def test_more_can_be_better(people: People) -> None:
    keys = make_town(people, effect=2.2)
    found = make_evaluation(people, make_plan(people, keys, lower_is_better=False))
    assert found.grade == EffectGrade.LIKELY_GOOD


def test_what_moves_next_door_is_displaced(people: People) -> None:
    keys = make_town(people, effect=0.3)
    start = (START.year - FIRST.year) * 12 + START.month - 1
    moved = usual_months()
    moved = [round(value * 1.8) if n >= start else value for n, value in enumerate(moved)]
    store_months(people, {keys[1]: moved})
    plan = make_plan(people, keys, ring=[keys[1]], comparison=keys[2:])
    found = make_evaluation(people, plan)
    assert found.grade == EffectGrade.DISPLACED
    assert "wahrscheinlich verlagert" in words(found)
    assert "Beide zusammen" in words(found)
    assert found.result["displacement"]["parts"]["local"] < 0


def test_a_ring_that_stays_says_so(people: People) -> None:
    keys = make_town(people, effect=0.4)
    found = make_evaluation(people, make_plan(people, keys, ring=[keys[1]], comparison=keys[2:]))
    assert "Eine Verlagerung dorthin ist nicht zu erkennen" in words(found)


def test_too_few_cases_are_no_shame_and_something_else_is_offered(people: People) -> None:
    keys = make_town(people)
    few = [1 if n % 3 == 0 else 0 for n in range(94)]
    store_months(people, {keys[0]: few})
    plan = make_plan(people, keys)
    assert plan.verdict == "not_by_counts"
    found = make_evaluation(people, plan)
    assert found.grade == EffectGrade.NOT_EVALUABLE
    text = queries.describe(found)
    assert (text.badge, text.verdict) == ("zu wenige Fälle", "few")
    assert "weder für noch gegen" in words(found)
    assert text.instead
    assert "Messen Sie stattdessen" in " ".join(queries.what_could_be_seen(plan))


def test_a_high_year_before_the_start_is_left_out_and_its_part_named(people: People) -> None:
    keys = make_town(people, effect=0.4)
    start = (START.year - FIRST.year) * 12 + START.month - 1
    high = usual_months()
    high = [
        round(value * 1.5)
        if start - 12 <= n < start
        else round(value * 0.4)
        if n >= start
        else value
        for n, value in enumerate(high)
    ]
    store_months(people, {keys[0]: high})
    found = make_evaluation(people, make_plan(people, keys, chosen_because_high=True))
    assert found.grade == EffectGrade.LIKELY_GOOD
    assert 0.2 < found.result["rtm_share"] < 0.7
    assert "auch von selbst gekommen" in words(found)
    assert found.result["parts"]["n_before"] == start - 12


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.004, "Der Rückgang seither wäre von selbst kaum gekommen."),
        (0.3, "Von dem Rückgang seither wären etwa 30\xa0% auch von selbst gekommen."),
        (0.98, "Der Rückgang seither wäre fast ganz von selbst gekommen."),
    ],
)
def test_shares_near_nothing_and_all_are_said_in_words(
    people: People, share: float, said: str
) -> None:
    found = make_evaluation(people, make_plan(people, make_town(people, effect=0.4)))
    found.result = {**found.result, "before_high": 41.0, "rtm_share": share}
    assert said in words(found)
    assert words(found).count("von selbst") == 1


def test_one_case_is_one_case(people: People) -> None:
    found = make_evaluation(people, make_plan(people, make_town(people, effect=0.4)))
    found.result = {**found.result, "observed": 1, "expected": 1.2, "before_high": 1.0}
    assert "1 Fall, " in words(found)
    assert "wäre ohne Maßnahme etwa 1 Fall zu erwarten gewesen" in words(found)
    assert "auf die gleiche Dauer gerechnet: 1 Fall." in words(found)
    assert "1 Fälle" not in words(found)


def test_chosen_because_high_with_a_short_past_is_never_more_than_open(people: People) -> None:
    keys = make_town(people, effect=0.25)
    plan = make_plan(people, keys, chosen_because_high=True, before_from=dt.date(2024, 4, 1))
    found = make_evaluation(people, plan)
    assert found.grade == EffectGrade.UNCLEAR
    assert "von selbst gekommen" in words(found)
    assert queries.describe(found).badge == "Ursache offen"


def test_too_early_says_from_when_on(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys)
    found = make_evaluation(people, plan, as_of=dt.date(2025, 12, 15))
    assert found.grade == EffectGrade.NOT_EVALUABLE
    text = queries.describe(found)
    assert text.badge == "noch zu früh"
    assert "März 2026" in text.when_more


def test_months_that_are_not_over_do_not_count(people: People) -> None:
    keys = make_town(people)
    found = make_evaluation(people, make_plan(people, keys), as_of=dt.date(2026, 6, 14))
    assert len(found.inputs["treated"][0]["counts"]) == 89


def test_the_same_inputs_give_the_same_numbers_and_no_second_result(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys)
    first = make_evaluation(people, plan)
    again = make_evaluation(people, plan)
    assert again.pk == first.pk
    with authority_scope(people.town):
        first.refresh_from_db()
    assert queries.recompute(first) == first.result
    assert queries.is_reproduced(first)
    assert first.fingerprint == fingerprint(first.inputs, first.parameters, first.seed)


def test_changed_data_make_a_new_result_that_names_the_difference(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys)
    first = make_evaluation(people, plan)
    later = usual_months()
    later[3] += 4
    store_months(people, {keys[1]: [*usual_months(shift=3)[:3], later[3]]})
    with authority_scope(people.town):
        found = actions.recheck(evaluation=first, by=people.coordinator, at=AT)
        assert found.same_result
        assert found.evaluation.number == 2
        assert any("Ortsteil 2, April 2019: bisher" in one for one in found.changes)
        kept = Evaluation.objects.get(pk=first.pk)
        assert kept.result == first.result
        settled = actions.recheck(evaluation=found.evaluation, by=people.coordinator, at=AT)
    assert settled.changes == ()
    assert settled.evaluation.pk == found.evaluation.pk


def test_where_the_numbers_come_from_is_kept(people: People) -> None:
    keys = make_town(people)
    found = make_evaluation(people, make_plan(people, keys))
    (delivery,) = found.data_version["deliveries"]
    assert len(delivery["sha256"]) == 64
    assert delivery["label"] == "Vorgangsdaten Revier Weideland"


def test_several_outcomes_are_judged_more_strictly(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys)
    make_plan(people, keys, measure=plan.measure, label="Dasselbe noch einmal")
    found = make_evaluation(people, plan)
    assert found.parameters["outcomes"] == 2


def test_no_result_of_a_day_to_come(people: People) -> None:
    plan = make_plan(people, make_town(people))
    with pytest.raises(DomainError, match="nicht in der Zukunft"):
        make_evaluation(people, plan, as_of=dt.date(2026, 11, 11))


def test_our_own_reading_stands_beside_the_numbers(people: People) -> None:
    found = make_evaluation(people, make_plan(people, make_town(people)))
    with authority_scope(people.town):
        actions.assess(
            evaluation=found, text="Im Juli war Baustelle.", by=people.coordinator, at=AT
        )
        found.refresh_from_db()
    assert found.assessment == "Im Juli war Baustelle."


def test_latest_costs_the_same_for_many(people: People, django_assert_num_queries) -> None:
    keys = make_town(people)
    plans = [make_plan(people, keys) for _ in range(3)]
    for plan in plans:
        make_evaluation(people, plan)
    with authority_scope(people.town):
        for measures in ([plans[0].measure], [plan.measure for plan in plans]):
            with django_assert_num_queries(1):
                found = queries.latest(measures)
            assert set(found) == {measure.pk for measure in measures}


def test_a_final_word_is_marked(people: People) -> None:
    plan = make_plan(people, make_town(people))
    make_evaluation(people, plan)
    final = make_evaluation(people, plan, is_final=True)
    assert (final.number, final.is_final) == (1, True)
    assert queries.stand(final) == f"Ergebnis, Stand {AS_OF:%d.%m.%Y}"


def test_an_older_result_computed_again_does_not_take_the_place_of_a_newer(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys)
    older = make_evaluation(people, plan, as_of=dt.date(2026, 6, 30))
    newer = make_evaluation(people, plan)
    with authority_scope(people.town):
        found = actions.recheck(evaluation=older, by=people.coordinator, at=AT)
        assert found.evaluation.pk == older.pk
        assert Evaluation.objects.count() == 2
        assert queries.latest([plan.measure])[plan.measure_id].pk == newer.pk
        # Changed numbers make a new one of the older day; the newer day stays the newest.
        store_months(people, {keys[1]: [usual_months()[0] + 9]})
        changed = actions.recheck(evaluation=older, by=people.coordinator, at=AT).evaluation
        assert (changed.number, changed.as_of) == (3, dt.date(2026, 6, 30))
        assert queries.latest([plan.measure])[plan.measure_id].pk == newer.pk
        assert queries.latest_of_plans([plan])[plan.pk].pk == newer.pk


@pytest.mark.parametrize(
    "given",
    [
        {"grade": EffectGrade.LIKELY_GOOD},
        {"design": Design.BEFORE_AFTER},
        {"parameters": {"outcomes": 1}},
    ],
)
def test_what_was_changed_by_hand_is_not_reproduced(
    people: People, given: dict[str, object]
) -> None:
    kept = make_evaluation(people, make_plan(people, make_town(people, effect=1.0)))
    if "parameters" in given:
        given = {"parameters": {**kept.parameters, "note": "von Hand"}}
    for name, value in given.items():
        setattr(kept, name, value)
    assert not queries.is_reproduced(kept)


def test_another_processor_is_no_other_result(people: People) -> None:
    kept = make_evaluation(people, make_plan(people, make_town(people)))
    kept.result = {**kept.result, "effect": kept.result["effect"] * (1 + 1e-14)}
    assert queries.is_reproduced(kept)
    kept.result = {**kept.result, "effect": kept.result["effect"] * (1 + 1e-6)}
    assert not queries.is_reproduced(kept)
