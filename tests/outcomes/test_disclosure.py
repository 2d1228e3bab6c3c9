"""Numbers that point at somebody stay in the house: alone, in a mean, or by taking one from another."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from tests.factories.deliveries import make_delivery
from tests.factories.effects import (
    BICYCLES,
    make_evaluation,
    make_plan,
    make_reach,
    make_town,
    store_months,
    usual_months,
)
from tests.factories.findings import make_goal
from tests.factories.measures import make_measure
from tests.outcomes import results
from tests.people import client_of
from vorort.core.scopes import authority_scope
from vorort.deliveries.actions import set_release
from vorort.deliveries.choices import ReleaseLevel
from vorort.effects.actions import count_reach
from vorort.effects.models import Evaluation, OutcomePlan
from vorort.measures.choices import MeasureState
from vorort.outcomes import actions, queries
from vorort.outcomes.choices import Options

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=3)


@pytest.fixture
def measure(people):
    with authority_scope(people.town):
        yield make_measure(people, state=MeasureState.RUNNING)


def publish(people, measure, *, at=AT):
    made = actions.publish_measure(measure=measure, by=people.coordinator, at=at)
    return made.payload["public"]["effects"]


def change(evaluation, **given) -> None:
    Evaluation.objects.filter(pk=evaluation.pk).update(result={**evaluation.result, **given})


def closed_delivery(people):
    delivery = make_delivery(for_authority=people.town, by=people.police)
    set_release(delivery=delivery, level=ReleaseLevel.CORE, agreement="", by=people.police, at=AT)
    return delivery


# ── alone ────────────────────────────────────────────────


@pytest.mark.parametrize(
    "given",
    [
        {"observed": 2.0},
        {"expected": 1.4},
        {"parts": {"n_comparison": 4, "treated_before": 2.0}},
        {"before_high": 2.0},
        {"ring": {"observed": 1.0, "expected": 9.0, "ratio": 0.1, "p": 0.4},
         "net": {"ratio": 0.7, "lo": 0.3, "hi": 1.4}},
    ],
)  # fmt: skip
def test_no_sentence_says_a_small_number(people, measure, given):
    change(results.make_evaluation(people, measure, delivery=make_delivery()), **given)
    (effect,) = publish(people, measure)
    assert effect["without_numbers"]
    assert "figures" not in effect
    assert not any(sign.isdigit() for sign in " ".join(effect["sentences"]))


def test_a_mean_of_nought_and_of_three_may_be_said(people, measure):
    parts = {"n_comparison": 4, "treated_before": 2.6}
    made = results.make_evaluation(people, measure, delivery=make_delivery(), observed=0)
    change(made, parts=parts)
    (effect,) = publish(people, measure)
    assert "without_numbers" not in effect


def test_no_percent_of_a_handful(people, measure):
    made = results.make_evaluation(
        people, measure, delivery=make_delivery(), grade="not_evaluable", observed=4
    )
    change(made, expected=6.0)
    (effect,) = publish(people, measure)
    assert [name for name, _value in effect["figures"]] == ["gezählt", "ohne Maßnahme zu erwarten"]
    assert "steht unten" not in json.dumps(effect)


def test_a_small_baseline_of_a_figure_stays_in_the_house(people):
    town = people.town.area_key
    months = [0] * 84
    months[75] = 2
    delivery = store_months(people, {town: months})
    with authority_scope(people.town):
        set_release(
            delivery=delivery, level=ReleaseLevel.PUBLIC, agreement="", by=people.police, at=AT
        )
        goal = make_goal(
            people.town, own_indicator="", source="incidents", code=BICYCLES,
            indicator_label="Fahrraddiebstahl", baseline=Decimal(2), target=Decimal(1),
        )  # fmt: skip
        own = make_measure(people, state=MeasureState.RUNNING, goal=goal)
        material = queries.material_of(own, options=Options(), at=AT)
    assert "baseline" not in material.public["goals"][0]
    assert "baseline" in material.hidden
    assert any("so klein" in words for words in material.notices)


@pytest.mark.parametrize(
    ("label", "unit", "said"),
    [("Begleitete Opfer", "Personen", "unter 3"), ("Reparierte Leuchten", "Stück", ">2<")],
)
def test_two_people_are_recognised_and_two_lamps_are_not(people, measure, label, unit, said):
    reach = make_reach(people, measure, label=label, unit=unit, planned=20)
    given = {"by": people.coordinator, "at": AT, "on": dt.date(2026, 6, 1)}
    count_reach(indicator=reach, count=2, **given)
    made = actions.publish_measure(measure=measure, by=people.coordinator, at=AT)
    page = bytes(made.representations.get(format="html").content).decode()
    assert said in page.replace("\n", "")
    (kept,) = made.payload["public"]["reach"]
    assert kept.get("count") == (None if said.startswith("unter") else 2)


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("Statt 21 nur noch 14 Räder.", True),
        ("Danach waren es 14. Das ist gut.", True),
        ("Nach 14 Tagen und am 14. Mai war Baustelle; 140 Plätze, 2014.", False),
    ],
)
def test_a_hidden_number_is_not_told_in_our_own_words(people, measure, text, stops):
    made = results.make_evaluation(people, measure, delivery=closed_delivery(people), observed=14)
    Evaluation.objects.filter(pk=made.pk).update(assessment=text)
    if stops:
        with pytest.raises(actions.WordsNotPublic, match="nicht für alle ist: 14"):
            publish(people, measure)
    else:
        assert publish(people, measure)[0]["assessment"] == text


def test_no_share_that_could_be_seen_beside_hidden_numbers(people, measure):
    made = results.make_evaluation(
        people, measure, delivery=closed_delivery(people), grade="not_evaluable", observed=14
    )
    power = {"periods": [6, 24], "mde": [0.9, 0.5], "expected": 30}
    OutcomePlan.objects.filter(pk=made.plan_id).update(power=power)
    change(made, parts={"n_comparison": 4, "n_after": 6})
    (effect,) = publish(people, measure)
    assert "%" not in json.dumps(effect)
    assert "when_more" not in effect


# ── beside what is public already ────────────────────────


def extended(people, measure, plan, *, observed, months, number=2):
    made = results.make_evaluation(
        people, measure, plan=plan, number=number, observed=observed, delivery=make_delivery()
    )
    counts = [{"key": "1", "name": "Bahnhof", "counts": [3] * months}]
    Evaluation.objects.filter(pk=made.pk).update(inputs={**made.inputs, "treated": counts})
    return made


def test_one_month_more_does_not_tell_what_that_month_held(people, measure):
    plan = results.make_evaluation(people, measure, delivery=make_delivery(), observed=14).plan
    assert "figures" in publish(people, measure)[0]
    extended(people, measure, plan, observed=15, months=31)
    (effect,) = publish(people, measure, at=LATER)
    assert effect["without_numbers"]
    assert "15" not in json.dumps(effect["sentences"])
    material = queries.material_of(measure, options=Options(), at=LATER)
    assert any("schon öffentlich" in why for why in material.closed)
    extended(people, measure, plan, observed=21, months=34, number=3)
    assert "figures" in publish(people, measure, at=LATER)[0]


def test_what_stands_there_may_stand_there_again(people, measure):
    plan = results.make_evaluation(people, measure, delivery=make_delivery(), observed=14).plan
    publish(people, measure)
    assert "figures" in publish(people, measure, at=LATER)[0]
    # A corrected number of the same months is no count of anybody.
    extended(people, measure, plan, observed=15, months=30)
    assert "figures" in publish(people, measure, at=LATER)[0]


def test_two_results_of_one_page_do_not_tell_a_third(people, measure):
    first = results.make_evaluation(people, measure, delivery=make_delivery(), observed=14)
    both = [{"key": key, "name": key, "counts": [3] * 30} for key in ("1", "2")]
    second = results.make_evaluation(people, measure, delivery=make_delivery(), observed=16)
    Evaluation.objects.filter(pk=second.pk).update(inputs={**first.inputs, "treated": both})
    one, other = publish(people, measure)
    assert "figures" in one
    assert other["without_numbers"]


# ── closed sources ───────────────────────────────────────


def early(people, measure, *, reasons):
    made = results.make_evaluation(
        people, measure, delivery=closed_delivery(people), grade="not_evaluable"
    )
    result = {"design": "none", "grade": "not_evaluable", "reasons": reasons, "parts": {}}
    Evaluation.objects.filter(pk=made.pk).update(result=result)


def test_too_early_is_public_whatever_its_source(people, measure):
    early(people, measure, reasons=["AFTER_SHORT"])
    made = actions.publish_measure(measure=measure, by=people.coordinator, at=AT)
    (effect,) = made.payload["public"]["effects"]
    assert effect["badge"] == "noch zu früh"
    assert "source" not in effect
    assert not made.rests_on.exists()


def test_no_case_at_all_is_a_number_of_a_closed_source(people, measure):
    early(people, measure, reasons=["NO_CASES"])
    (effect,) = publish(people, measure)
    assert effect["without_numbers"]
    assert effect["sentences"] == ["Ob die Maßnahme gewirkt hat, lässt sich nicht bewerten."]


# ── before publishing ────────────────────────────────────


def test_numbers_delivered_since_are_told_before_publishing(people):
    keys = make_town(people)
    with authority_scope(people.town):
        own = make_measure(people, state=MeasureState.RUNNING)
    make_evaluation(people, make_plan(people, keys, measure=own))
    client, path = client_of(people.coordinator), f"/k/lindenau/ergebnisse/{own.public_id}/"
    assert "Bitte zuerst neu bewerten" not in client.get(path).content.decode()
    store_months(people, {keys[3]: [usual_months()[0] + 30]})
    page = client.get(path).content.decode()
    assert "Bitte zuerst neu bewerten" in page
    assert "Fahrraddiebstahl (Vorgänge)" in page
