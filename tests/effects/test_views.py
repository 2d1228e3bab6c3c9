"""The pages: plan with suggestions, judge, read, compute again."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.effects import (
    make_evaluation,
    make_plan,
    make_reach,
    make_town,
    store_months,
    usual_months,
)
from tests.factories.measures import make_measure, make_measures
from tests.people import People, client_of
from vorort.core.scopes import authority_scope
from vorort.effects.models import Evaluation, OutcomePlan
from vorort.findings.choices import ChainStep
from vorort.findings.registry import ends_of
from vorort.measures.registry import line_words

pytestmark = pytest.mark.django_db


def url(name: str, people: People, *args: str) -> str:
    return reverse(f"effects:{name}", args=[people.town.slug, *args])


def text_of(response: object) -> str:
    body = response.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_suggestions_fill_the_form_and_nothing_is_stored(people: People) -> None:
    keys = make_town(people)
    measure = make_measure(people)
    client = client_of(people.coordinator)
    address = url("plan", people, measure.public_id)
    assert "Bewertung planen" in text_of(client.get(address))
    given = {
        "indicator": "month|incidents|incidents-bicycle",
        "treated": [keys[0]],
        "starts_on": "2025-10-01",
        "direction": "down",
        "proxies": "Wir zählen auch Plätze.",
    }
    shown = client.post(address, given | {"vorschlag": "1"})
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "geeignet" in page
    assert 'value="2019-01-01"' in page
    assert "Wir zählen auch Plätze." in page
    with authority_scope(people.town):
        assert not OutcomePlan.objects.exists()
    whole = given | {
        "comparison": keys[1:], "before_from": "2019-01-01", "after_until": "2026-09-01",
    }  # fmt: skip
    done = client.post(address, whole, follow=True)
    assert "Was wäre überhaupt zu sehen?" in text_of(done)
    with authority_scope(people.town):
        plan = OutcomePlan.objects.get()
    assert (plan.label, plan.chosen_because_high) == ("Fahrraddiebstahl (Vorgänge)", False)


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(people: People) -> None:
    keys = make_town(people)
    measure = make_measure(people)
    given = {
        "indicator": "month|incidents|incidents-bicycle",
        "treated": [keys[0]],
        "comparison": [keys[0]],
        "starts_on": "2025-10-01",
        "before_from": "2019-01-01",
        "after_until": "2026-09-01",
        "direction": "down",
        "proxies": "Lichtwerte",
    }
    refused = client_of(people.coordinator).post(url("plan", people, measure.public_id), given)
    assert refused.status_code == 422
    assert "nur eines von beiden" in text_of(refused)
    assert "Lichtwerte" in refused.content.decode()


def test_where_there_are_no_figures_the_page_says_how_to_get_them(people: People) -> None:
    measure = make_measure(people)
    page = text_of(client_of(people.coordinator).get(url("plan", people, measure.public_id)))
    assert "Bitten Sie das Revier um Vorgangsdaten" in page


def test_from_plan_to_result_and_back(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys, ring=[keys[1]], comparison=keys[2:])
    measure, client = plan.measure, client_of(people.coordinator)
    address = url("outcome", people, measure.public_id, plan.public_id)
    done = client.post(address, {"as_of": "2026-10-31"}, follow=True)
    page = text_of(done)
    assert "Eine Wirkung ist wahrscheinlich" in page
    assert "Als Tabelle zeigen" in page
    assert "Prüfsumme" in page
    with authority_scope(people.town):
        kept = Evaluation.objects.get()
    own = url("evaluation", people, measure.public_id, kept.public_id)
    client.post(own, {"text": "Auch der Verein war öfter da."})
    assert "Auch der Verein war öfter da." in text_of(
        client.get(url("effects", people, measure.public_id))
    )
    again = client.post(url("recheck", people, measure.public_id, kept.public_id), follow=True)
    assert "dieselben Zahlen" in text_of(again)
    store_months(people, {keys[3]: [usual_months()[0] + 30]})
    changed = client.post(url("recheck", people, measure.public_id, kept.public_id), follow=True)
    assert "Ortsteil 4, Januar 2019: bisher" in text_of(changed)
    with authority_scope(people.town):
        assert Evaluation.objects.count() == 2


def test_the_verdict_stands_on_the_measures_first_page_and_in_the_chain(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys)
    client = client_of(people.mayor)
    home = reverse("measures:measure", args=[people.town.slug, plan.measure.public_id])
    assert "Bewertet ist noch nichts" in text_of(client.get(home))
    make_evaluation(people, plan)
    page = text_of(client.get(home))
    assert "Wirkung, Zwischenstand 31.10.2026" in page
    assert "Eine Wirkung ist wahrscheinlich" in page
    with authority_scope(people.town):
        goal = plan.measure.goals.get().goal
        (link,) = [
            one for one in ends_of(people.mayor, [goal])[goal.pk] if one.step == ChainStep.EFFECT
        ]
        words = line_words(people.mayor, [plan.measure])
    assert (link.badge, link.tone, link.is_open) == ("Wirkung wahrscheinlich", "good", True)
    assert "Wirkung: Wirkung wahrscheinlich" in words[plan.measure.pk]


def test_hooks_cost_the_same_for_many_measures(people: People) -> None:
    keys = make_town(people)
    own = make_measures(people, 12)
    for measure in own[:3]:
        make_evaluation(people, make_plan(people, keys[:1], measure=measure))
    counted = []
    with authority_scope(people.town):
        for some in (own[:2], own):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                line_words(people.coordinator, some)
            counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_page_of_a_measure_costs_the_same_with_many_counts(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys)
    client, address = client_of(people.coordinator), url("effects", people, plan.measure.public_id)
    counted = []
    for turn in range(2):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted.append(len(queries))
        for n in range(20):
            make_reach(people, plan.measure, label=f"Zählung {turn}/{n}")
    assert counted[0] == counted[1]


def test_everything_kept_is_computed_again(people: People) -> None:
    keys = make_town(people)
    kept = make_evaluation(people, make_plan(people, keys))
    out = StringIO()
    call_command("effects_check", stdout=out)
    assert "1 Bewertungen nachgerechnet, alle Zahlen gleich." in out.getvalue()
    with authority_scope(people.town):
        kept.result["effect"] = 0.1
        Evaluation.objects.filter(pk=kept.pk).update(result=kept.result)
    with pytest.raises(CommandError, match=kept.public_id):
        call_command("effects_check", stdout=out)


def test_another_town_reads_nothing(people: People) -> None:
    plan = make_plan(people, make_town(people))
    made = make_evaluation(people, plan)
    client = client_of(people.other_coordinator)
    for name, *args in (
        ("effects", plan.measure.public_id),
        ("evaluation", plan.measure.public_id, made.public_id),
    ):
        assert client.get(url(name, people, *args)).status_code in {403, 404}


def test_numbers_delivered_since_are_told_on_the_result(people: People) -> None:
    keys = make_town(people)
    made = make_evaluation(people, make_plan(people, keys))
    client = client_of(people.coordinator)
    own = url("evaluation", people, made.plan.measure.public_id, made.public_id)
    assert "andere Zahlen geliefert" not in text_of(client.get(own))
    store_months(people, {keys[3]: [usual_months()[0] + 30]})
    assert "Seither wurden andere Zahlen geliefert" in text_of(client.get(own))


def test_a_result_from_before_another_figure_wants_judging_again(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys)
    make_evaluation(people, plan)
    address = url("effects", people, plan.measure.public_id)
    client = client_of(people.coordinator)
    assert "weniger Kennzahlen" not in text_of(client.get(address))
    make_plan(people, keys, measure=plan.measure, label="Noch eine")
    assert "waren weniger Kennzahlen geplant" in text_of(client.get(address))


def test_a_plan_somebody_else_changed_is_refused_whatever_was_sent(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys)
    given = {
        "indicator": "month|incidents|incidents-bicycle", "treated": keys[:1],
        "starts_on": "2025-10-01", "before_from": "2019-01-01", "after_until": "2026-09-01",
        "direction": "down", "revision": "neu",
    }  # fmt: skip
    address = url("plan_edit", people, plan.measure.public_id, plan.public_id)
    refused = client_of(people.coordinator).post(address, given)
    assert refused.status_code == 422
    assert "inzwischen jemand anders" in text_of(refused)


def test_the_whole_town_is_not_ticked_beside_its_districts(people: People) -> None:
    keys = make_town(people)
    client = client_of(people.coordinator)
    for area, ticked in ((people.town.area_key, False), (keys[0], True)):
        own = make_measure(people, area_key=area)
        page = client.get(url("plan", people, own.public_id)).content.decode()
        box = re.search(rf'<input[^>]*name="treated"[^>]*value="{area}"[^>]*>', page)
        assert box is None or ("checked" in box.group()) is ticked
        assert box is not None or not ticked
