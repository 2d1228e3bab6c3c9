"""What becomes public of a measure: everything meant for all, nothing else, and it stays true."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.test import Client

from tests.factories.deliveries import make_delivery
from tests.factories.findings import make_finding, make_goal, make_need
from tests.factories.measures import make_line, make_measure, make_part
from tests.factories.partners import make_organisation
from tests.house.access import SECRET
from tests.outcomes.results import make_evaluation
from tests.people import client_of
from vorort.concepts.choices import QUESTIONS
from vorort.concepts.models import Answer
from vorort.core import search
from vorort.core.scopes import authority_scope
from vorort.deliveries.actions import set_release
from vorort.deliveries.choices import ReleaseLevel
from vorort.effects.choices import EffectGrade
from vorort.measures import actions as measures
from vorort.measures.choices import MeasureState
from vorort.measures.models import Measure
from vorort.outcomes import actions, queries
from vorort.outcomes.choices import Options
from vorort.partners.models import ContactPerson
from vorort.publications.models import Publication

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=3)


@pytest.fixture
def measure(people):
    with authority_scope(people.town):
        yield make_measure(people, state=MeasureState.RUNNING, summary="80 Plätze.")


def publish(people, measure, **given):
    return actions.publish_measure(measure=measure, **{"by": people.coordinator, "at": AT, **given})


def read(measure) -> str:
    response = Client().get(queries.measure_path(measure))
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main")[0]


def data(measure) -> dict:
    path = f"{queries.measure_path(measure)}massnahme.json"
    found = json.loads(Client().get(path).content)["measure"]
    assert isinstance(found, dict)
    return found


# ── what stands there ────────────────────────────────────


def test_everybody_reads_why_and_what_became_of_it(people, measure):
    publish(people, measure)
    page = read(measure)
    goal = measure.goals.first().goal
    for words in (measure.title, "80 Plätze.", goal.title, goal.need.title,
                  goal.need.finding.title, "Bauamt", "Noch gibt es kein Ergebnis"):  # fmt: skip
        assert words in page
    assert "style=" not in page
    assert data(measure)["goals"][0]["target"] == 26.0


def test_only_what_was_decided_becomes_public(people):
    with authority_scope(people.town):
        idea = make_measure(people)
        with pytest.raises(actions.NotPublic, match="beschlossen"):
            publish(people, idea)
    assert not Publication.objects.exists()


def test_partners_are_named_as_organisations_and_only_when_they_agreed(people, measure):
    part = make_part(measure, people, organisation=make_organisation(people.town, name="Werkstatt"))
    publish(people, measure)
    assert "Werkstatt" not in read(measure)
    measures.confirm_part(part=part, by=people.coordinator, at=AT)
    publish(people, measure, at=LATER)
    page = read(measure)
    assert "Werkstatt" in page
    assert "Wanda" not in page


def test_money_stands_there_only_where_the_town_wants_it(people, measure):
    make_line(measure, people, planned=Decimal(24800))
    publish(people, measure)
    assert "24.800" not in read(measure)
    publish(people, measure, options=Options(money=True), at=LATER)
    assert "24.800,00" in read(measure)
    # What was chosen last holds until somebody chooses otherwise.
    publish(people, measure, at=LATER)
    assert "24.800,00" in read(measure)


def test_of_the_answers_only_those_meant_for_all(people, measure):
    for question in QUESTIONS:
        secret = "" if question.for_all else SECRET
        Answer.objects.create(
            authority=people.town, measure=measure, question=question.code,
            text=f"Antwort {question.code} {secret}",
        )  # fmt: skip
    publish(people, measure)
    page = read(measure)
    assert SECRET not in page
    assert SECRET not in json.dumps(Publication.objects.get().payload)
    assert all(f"Antwort {one.code}<" in page for one in QUESTIONS if one.for_all)


def test_of_a_closed_source_only_the_title_of_the_finding(people):
    with authority_scope(people.town):
        finding = make_finding(people.town, statement=SECRET, snapshot={"restricted": True})
        own = make_measure(people, goal=make_goal(make_need(finding)), state=MeasureState.RUNNING)
        made = publish(people, own)
        notices = queries.material_of(own, options=Options(), at=AT).notices
    assert finding.title in read(own)
    assert SECRET not in read(own)
    assert "statement" in made.gate["hidden"]
    assert any("nur der Titel" in words for words in notices)


def test_a_goal_below_another_rests_on_the_same_closed_source(people):
    with authority_scope(people.town):
        finding = make_finding(people.town, statement=SECRET, snapshot={"restricted": True})
        above = make_goal(make_need(finding))
        own = make_measure(
            people,
            goal=make_goal(people.town, need=None, parent=above),
            state=MeasureState.RUNNING,
        )
        publish(people, own)
    assert finding.title in read(own)
    assert SECRET not in read(own)


# ── words ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Ansprechpartner ist Paul Polizei.", "ein Name"),
        ("Polizei, Paul übernimmt.", "ein Name"),
        ("Dank an Karla  Kontakt!", "ein Name"),
        ("Fragen an Frau Unbekannt.", "ein Name"),
        ("Fragen an kora@lindenau.example", "E-Mail-Adresse"),
        ("<b>fett</b>", "spitzen Klammern"),
        ("offen [[Familie Muster", "Schwärzung"),
    ],
)
def test_words_that_must_not_be_public_stop_it(people, measure, words, why):
    school = make_organisation(people.town, name="Schule")
    ContactPerson.objects.create(authority=people.town, organisation=school, name="Karla Kontakt")
    Measure.objects.filter(pk=measure.pk).update(summary=words)
    measure.refresh_from_db()
    with pytest.raises(actions.WordsNotPublic, match=why) as caught:
        publish(people, measure)
    assert "Kurz gesagt" in caught.value.message
    assert not Publication.objects.exists()


def test_marked_places_are_blacked_out_everywhere(people, measure):
    Measure.objects.filter(pk=measure.pk).update(summary=f"Zwei Täter, [[{SECRET}]], sind bekannt.")
    made = publish(people, measure)
    assert SECRET not in json.dumps(made.payload)
    assert SECRET not in read(measure)
    assert "geschwärzt" in read(measure)
    for form in made.representations.all():
        assert SECRET.encode() not in bytes(form.content)


def test_a_house_number_or_a_function_is_no_name(people, measure):
    text = "Die Bürgermeisterin, Frau Bürgermeisterin, und 12 Frauen am Polizeirevier."
    Measure.objects.filter(pk=measure.pk).update(summary=text)
    publish(people, measure)
    assert "12 Frauen" in read(measure)


# ── results ──────────────────────────────────────────────


@pytest.mark.parametrize("grade", list(EffectGrade))
def test_every_result_is_published_the_bad_ones_too(people, measure, grade):
    make_evaluation(people, measure, grade=grade)
    publish(people, measure)
    found = data(measure)["effects"][0]
    assert found["grade"] == grade
    assert found["badge"] in read(measure) or found["verdict"] == "chance"
    assert found["sentences"]


def test_numbers_of_closed_deliveries_stay_in_the_house(people, measure):
    delivery = make_delivery(for_authority=people.town, by=people.police)
    set_release(delivery=delivery, level=ReleaseLevel.CORE, agreement="", by=people.police, at=AT)
    make_evaluation(people, measure, delivery=delivery, observed=4711)
    with pytest.raises(actions.NumbersNotOpen, match="Satz ohne Zahlen"):
        publish(people, measure, options=Options(numbers=True))
    made = publish(people, measure)
    assert "effects" in made.gate["hidden"]
    assert not made.rests_on.exists()
    page = read(measure)
    assert "4.711" not in page
    assert "4711" not in json.dumps(made.payload)
    assert "nur der Satz" in page
    material = queries.material_of(measure, options=Options(), at=AT)
    assert material.closed


def test_numbers_of_open_deliveries_are_shown_and_go_with_them(people, measure):
    delivery = make_delivery()
    make_evaluation(people, measure, delivery=delivery, observed=4711)
    made = publish(people, measure)
    assert [one.delivery for one in made.rests_on.all()] == [delivery.public_id]
    assert "4.711" in read(measure)


def test_numbers_small_enough_to_point_at_somebody_stay_in_the_house(people, measure):
    make_evaluation(people, measure, delivery=make_delivery(), observed=2)
    made = publish(people, measure)
    assert "effects" in made.gate["hidden"]
    assert "figures" not in data(measure)["effects"][0]


def test_a_new_result_cannot_be_overlooked(people, measure):
    plan = make_evaluation(people, measure, grade=EffectGrade.LIKELY_GOOD).plan
    publish(people, measure)
    assert queries.list_duties(people.coordinator) == []
    make_evaluation(people, measure, plan=plan, grade=EffectGrade.LIKELY_BAD, number=2)
    (duty,) = queries.list_duties(people.coordinator)
    assert duty.kind == "outcomes.result"
    assert "neues Ergebnis" in duty.reason
    page = client_of(people.coordinator).get(duty.url).content.decode()
    assert "neues Ergebnis" in page
    # Nothing in between shows it, and the old one stays only until somebody looks.
    assert data(measure)["effects"][0]["grade"] == EffectGrade.LIKELY_GOOD
    publish(people, measure, at=LATER)
    assert data(measure)["effects"][0]["grade"] == EffectGrade.LIKELY_BAD
    assert queries.list_duties(people.coordinator) == []


# ── kept true ────────────────────────────────────────────


def test_facts_stay_true_by_themselves_and_words_wait(people, measure):
    publish(people, measure)
    assert queries.list_duties(people.coordinator) == []
    measures.advance(
        measure=measure, to=MeasureState.STOPPED, on=LATER.date(), reason="Kein Geld mehr.",
        by=people.coordinator, at=LATER,
    )  # fmt: skip
    found = data(measure)
    assert found["state"] == "stopped"
    assert "state_reason" not in found
    assert "Kein Geld mehr" not in read(measure)
    (duty,) = queries.list_duties(people.coordinator)
    assert duty.kind == "outcomes.renew"
    publish(people, measure, at=LATER)
    assert "Kein Geld mehr." in read(measure)
    assert queries.list_duties(people.coordinator) == []


def test_what_is_not_public_is_not_made_public_by_a_change(people, measure):
    measures.advance(
        measure=measure, to=MeasureState.STOPPED, on=AT.date(), reason="x",
        by=people.coordinator, at=AT,
    )  # fmt: skip
    assert not Publication.objects.exists()


def test_a_correction_says_what_was_wrong_and_the_page_keeps_its_history(people, measure):
    first = publish(people, measure)
    Measure.objects.filter(pk=measure.pk).update(title="Neuer Titel")
    second = publish(people, measure, at=LATER, correction="Der Titel war falsch.")
    assert second.version == 2
    assert second.correction["reason"] == "Der Titel war falsch."
    page = read(measure)
    assert "Berichtigung" in page
    assert "Der Titel war falsch." in page
    assert measure.title in page
    assert "wird durch eine neuere ersetzt" not in page
    old = Client().get(f"{queries.measure_path(measure)}fassung-{first.version}/")
    assert old.status_code == 200


def test_one_series_of_versions_over_the_years(people, measure):
    publish(people, measure)
    later = publish(people, measure, at=AT + dt.timedelta(days=400))
    assert later.version == 2
    assert Publication.objects.filter(status="live").count() == 1


def test_what_is_withdrawn_is_gone_and_may_come_back(people, measure):
    publish(people, measure)
    actions.withdraw_measure(measure=measure, reason="Irrtum", by=people.coordinator, at=AT)
    gone = Client().get(queries.measure_path(measure))
    assert gone.status_code == 410
    assert "Irrtum" in gone.content.decode()
    with pytest.raises(actions.NotPublic):
        actions.withdraw_measure(measure=measure, reason="x", by=people.coordinator, at=AT)
    publish(people, measure, at=LATER)
    assert Client().get(queries.measure_path(measure)).status_code == 200


# ── pages ────────────────────────────────────────────────


def test_published_with_one_button(people, measure):
    client = client_of(people.coordinator)
    path = f"/k/lindenau/ergebnisse/{measure.public_id}/"
    page = client.get(path).content.decode()
    assert "Genau das veröffentlichen" in page
    assert measure.goals.first().goal.title in page
    assert client.post(path).status_code == 302
    assert Client().get(queries.measure_path(measure)).status_code == 200
    for nobody in (people.mayor, people.police):
        assert client_of(nobody).get(path).status_code == 403
    assert client_of(people.other_coordinator).get(path).status_code == 404


def test_the_preview_is_the_page(people, measure):
    path = f"/k/lindenau/ergebnisse/{measure.public_id}/vorschau/"
    shown = client_of(people.coordinator).get(path).content.decode()
    publish(people, measure)
    assert read(measure).split("Stand der Seite")[0] in shown


def test_the_page_says_what_stops_it(people, measure):
    Measure.objects.filter(pk=measure.pk).update(summary="Fragen an Frau Unbekannt.")
    path = f"/k/lindenau/ergebnisse/{measure.public_id}/"
    client = client_of(people.coordinator)
    page = client.get(path).content.decode()
    assert "Frau Unbekannt" in page
    assert "Genau das veröffentlichen" not in page
    assert client.post(path).status_code == 422


def test_the_search_finds_it_until_it_is_withdrawn(people, measure):
    publish(people, measure)
    search.catch_up()
    hits = Client().get("/suche/", {"q": "Fahrradabstellplatz"}).content.decode()
    assert queries.measure_path(measure) in hits
    actions.withdraw_measure(measure=measure, reason="Irrtum", by=people.coordinator, at=AT)
    hits = Client().get("/suche/", {"q": "Fahrradabstellplatz"}).content.decode()
    assert queries.measure_path(measure) not in hits
