"""Signatures: asked for once, given by who may, and true to the text that was read."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.measures import decide, make_measure, make_measures
from tests.factories.partners import make_organisation
from tests.factories.strategies import adopt, make_full_strategy
from tests.people import client_of
from vorort.audit.models import Event
from vorort.concepts.actions import save_answer
from vorort.core.scopes import authority_scope
from vorort.findings.actions import edit_goal
from vorort.leadership import actions, queries
from vorort.leadership.choices import SignOffState
from vorort.leadership.models import SignOff
from vorort.measures.actions import add_budget_line, add_part, edit_measure, set_audiences
from vorort.measures.models import Measure
from vorort.strategies import actions as strategies

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
DAY = AT.date()


@pytest.fixture
def measure(people):
    with authority_scope(people.town):
        yield make_measure(people)


def ask(people, measure, **given):
    values = {
        "subject_kind": "measures.measure",
        "subject_id": measure.public_id,
        "title": str(measure),
        "question": "Darf es beginnen?",
        "by": people.coordinator,
        "at": AT,
    }
    return actions.ask_sign_off(authority=people.town, **{**values, **given})


def change(people, measure, title):
    measure.refresh_from_db()
    edit_measure(
        measure=measure, revision=measure.revision, by=people.coordinator, at=AT, title=title
    )


def test_one_thing_is_asked_for_once_at_a_time(people, measure):
    first = ask(people, measure)
    with pytest.raises(actions.NotPossible, match="schon eine Zeichnung"):
        ask(people, measure)
    actions.return_sign_off(sign_off=first, note="Kosten fehlen", by=people.mayor, at=AT)
    assert ask(people, measure).state == SignOffState.ASKED


@pytest.mark.parametrize(
    ("given", "words"),
    [({"question": "  "}, "was zu entscheiden ist"), ({"due_on": dt.date(2026, 11, 22)}, "vorbei")],
)
def test_bad_questions_get_a_sentence(people, measure, given, words):
    with pytest.raises(actions.NotPossible, match=words):
        ask(people, measure, **given)
    assert not SignOff.objects.exists()


def test_a_signature_names_the_text_it_was_given_for(people, measure):
    own = ask(people, measure)
    change(people, measure, "Abstellplatz mit Dach")
    signed = actions.sign_off(sign_off=own, by=people.mayor, at=AT, note="einverstanden")
    assert (signed.state, signed.revision) == (SignOffState.SIGNED, queries.current_revision(own))
    assert not queries.with_words([signed])[0].changed_since
    change(people, measure, "Abstellplatz ohne Dach")
    assert queries.with_words([signed])[0].changed_since


def plan_money(measure, by):
    add_budget_line(
        measure=measure, title="Dach", planned=Decimal(50_000), kind="material", source="own",
        reason="Wird teurer.", **by,
    )  # fmt: skip


def name_groups(measure, by):
    set_audiences(measure=measure, audiences=[{"group": "youth"}], reason="Andere.", **by)


def raise_the_target(measure, by):
    edit_goal(goal=measure.goals.get().goal, target=Decimal(30), **by)


def name_a_partner(measure, by):
    club = make_organisation(measure.authority, name="Verein", kind="club")
    add_part(measure=measure, organisation=club, role="runs", reason="Macht mit.", **by)


def write_the_concept(measure, by):
    save_answer(
        measure=measure, question="measures_what", text="Etwas ganz anderes.", revision=0, **by
    )


@pytest.mark.parametrize(
    "act", [plan_money, name_groups, raise_the_target, name_a_partner, write_the_concept]
)
def test_money_goals_partners_and_answers_are_part_of_what_was_signed(people, measure, act):
    own = ask(people, measure)
    signed = actions.sign_off(sign_off=own, by=people.mayor, at=AT)
    act(measure, {"by": people.coordinator, "at": AT})
    assert queries.with_words([signed])[0].changed_since


def test_what_is_taken_back_is_what_was_signed(people, measure):
    was = measure.title
    signed = actions.sign_off(sign_off=ask(people, measure), by=people.mayor, at=AT)
    change(people, measure, "Neu gedacht")
    change(people, measure, was)
    assert not queries.with_words([signed])[0].changed_since


def test_that_it_is_decided_begins_and_teaches_is_no_change_of_the_text(people, measure):
    signed = actions.sign_off(sign_off=ask(people, measure), by=people.mayor, at=AT)
    decide(measure, people)
    measure.refresh_from_db()
    Measure.objects.filter(pk=measure.pk).update(state="running", starts_on=DAY, lessons="Früher.")
    save_answer(
        measure=measure, question="end_lessons", text="Früher fragen.", revision=0,
        by=people.coordinator, at=AT,
    )  # fmt: skip
    assert not queries.with_words([signed])[0].changed_since


def test_a_strategy_is_signed_with_its_priorities(people):
    with authority_scope(people.town):
        draft = make_full_strategy(people)
        given = {"subject_kind": "strategies.strategy", "subject_id": draft.public_id}
        signed = actions.sign_off(
            sign_off=ask(people, draft, title=draft.title, **given), by=people.mayor, at=AT
        )
        added = strategies.add_focus(strategy=draft, title="Mehr", by=people.coordinator, at=AT)
        assert queries.with_words([signed])[0].changed_since
        strategies.remove_focus(focus=added, by=people.coordinator, at=AT)
        assert not queries.with_words([signed])[0].changed_since
        # What the council adopts are the words that were signed.
        adopt(people, draft)
        assert not queries.with_words([signed])[0].changed_since


def test_the_changes_of_many_are_looked_up_in_constant_queries(people):
    def cost(count: int) -> int:
        with authority_scope(people.town):
            signed = [
                actions.sign_off(sign_off=ask(people, one), by=people.mayor, at=AT)
                for one in make_measures(people, count)
            ]
            with CaptureQueriesContext(connection) as seen:
                queries.with_words(signed)
        return len(seen)

    assert cost(2) == cost(20) <= 6


def test_who_read_an_older_text_does_not_sign_the_newer_one(people, measure):
    own = ask(people, measure)
    read = queries.current_revision(own)
    change(people, measure, "Ganz anders")
    with pytest.raises(actions.NotPossible, match="noch einmal"):
        actions.sign_off(sign_off=own, by=people.mayor, at=AT, revision=read)
    own.refresh_from_db()
    assert own.state == SignOffState.ASKED


def test_what_is_decided_stays_decided(people, measure):
    own = ask(people, measure)
    actions.sign_off(sign_off=own, by=people.mayor, at=AT)
    for again in (
        lambda: actions.sign_off(sign_off=own, by=people.mayor, at=AT),
        lambda: actions.return_sign_off(sign_off=own, note="doch nicht", by=people.mayor, at=AT),
        lambda: actions.withdraw_sign_off(sign_off=own, by=people.coordinator, at=AT),
    ):
        with pytest.raises(actions.NotPossible, match="nicht mehr möglich"):
            again()


def test_nothing_comes_back_without_a_reason(people, measure):
    own = ask(people, measure)
    with pytest.raises(actions.NotPossible, match="was fehlt"):
        actions.return_sign_off(sign_off=own, note=" ", by=people.mayor, at=AT)


def test_each_step_is_in_the_log(people, measure):
    own = ask(people, measure)
    actions.return_sign_off(sign_off=own, note="Kosten fehlen", by=people.mayor, at=AT)
    actions.withdraw_sign_off(sign_off=own, by=people.coordinator, at=AT)
    verbs = Event.objects.filter(object_id=own.public_id).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "leadership.sign_off_asked",
        "leadership.sign_off_returned",
        "leadership.sign_off_withdrawn",
    ]


def test_duties_lie_with_who_signs_and_come_back_to_who_asked(people, measure):
    own = ask(people, measure, due_on=DAY)
    assert [one.kind for one in queries.list_duties(people.mayor)] == ["leadership.sign"]
    assert queries.list_duties(people.coordinator) == []
    for nobody in (people.police, people.other_coordinator, people.outsider):
        assert queries.list_duties(nobody) == []
    actions.return_sign_off(sign_off=own, note="Kosten fehlen", by=people.mayor, at=AT)
    back = queries.list_duties(people.coordinator)
    assert [(one.kind, one.reason) for one in back] == [("leadership.returned", "Kosten fehlen")]
    assert queries.list_duties(people.mayor) == []
    later = AT + dt.timedelta(days=1)
    ask(people, measure, at=later)
    assert queries.list_duties(people.coordinator) == []


def test_signed_on_the_page_by_the_mayor_alone(people, measure):
    own = ask(people, measure)
    path = f"/k/lindenau/leitung/zeichnungen/{own.public_id}/"
    sent = {"antwort": "sign", "revision": queries.current_revision(own), "note": "gut"}
    assert client_of(people.coordinator).post(path, sent).status_code == 403
    assert client_of(people.police).post(path, sent).status_code == 403
    page = client_of(people.mayor).get(path).content.decode()
    assert "Darf es beginnen?" in page
    assert "Ohne Zeichnung zurückgeben" in page
    assert client_of(people.mayor).post(path, {"antwort": "return"}).status_code == 422
    assert client_of(people.mayor).post(path, sent).status_code == 302
    own.refresh_from_db()
    assert (own.state, own.decided_by, own.note) == ("signed", people.mayor, "gut")


def test_who_is_told_of_a_change_reads_again_and_signs(people, measure):
    own = ask(people, measure)
    path = f"/k/lindenau/leitung/zeichnungen/{own.public_id}/"
    sent = {"antwort": "sign", "revision": queries.current_revision(own), "note": "Mit Auflage"}
    change(people, measure, "Ganz anders")
    mayor = client_of(people.mayor)
    refused = mayor.post(path, sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "eben geändert" in page
    assert "Mit Auflage" in page
    assert f'name="revision" value="{queries.current_revision(own)}"' in page
    assert mayor.post(path, {**sent, "revision": queries.current_revision(own)}).status_code == 302


def test_nobody_signs_by_a_form_that_does_not_say_so(people, measure):
    own = ask(people, measure)
    path = f"/k/lindenau/leitung/zeichnungen/{own.public_id}/"
    mayor = client_of(people.mayor)
    assert mayor.post(path, {"revision": queries.current_revision(own)}).status_code == 404
    assert mayor.post(path, {"antwort": "sign"}).status_code == 422
    own.refresh_from_db()
    assert own.state == SignOffState.ASKED


def test_what_is_due_stands_before_what_has_no_day(people, measure):
    """On every database, whatever it thinks of nulls."""
    ask(people, measure, subject_id="ohnetag", title="Ohne Tag")
    late = ask(people, measure, subject_id="spaet", title="Später", due_on=DAY + dt.timedelta(9))
    soon = ask(people, measure, subject_id="bald", title="Bald", due_on=DAY)
    rows = queries.list_sign_offs(people.town, asked=True)
    assert [one.subject_title for one in rows] == ["Bald", "Später", "Ohne Tag"]
    actions.withdraw_sign_off(sign_off=late, by=people.coordinator, at=AT)
    actions.sign_off(sign_off=soon, by=people.mayor, at=AT)
    rest = queries.list_sign_offs(people.town, asked=False)
    assert [one.subject_title for one in rest] == ["Bald", "Später"]


def test_asked_on_the_page_in_one_form(people, measure):
    client = client_of(people.coordinator)
    path = "/k/lindenau/leitung/zeichnungen/erbitten/"
    page = client.get(f"{path}?gegenstand=measures.measure:{measure.public_id}").content.decode()
    assert f'value="measures.measure:{measure.public_id}" selected' in page
    sent = {"subject": f"measures.measure:{measure.public_id}", "question": "Zustimmung?"}
    assert client.post(path, sent).status_code == 302
    assert SignOff.objects.get().subject_title == str(measure)
    again = client.post(path, sent)
    assert again.status_code == 422
    assert "schon eine Zeichnung" in again.content.decode()
    foreign = client.post(path, {**sent, "subject": "papers.paper:abc"})
    assert foreign.status_code == 422


def test_the_measure_says_what_was_signed(people, measure):
    own = ask(people, measure)
    assert queries.measure_panel(people.coordinator, measure).context["ask_url"] == ""
    actions.sign_off(sign_off=own, by=people.mayor, at=AT)
    change(people, measure, "Neu gedacht")
    panel = queries.measure_panel(people.police, measure)
    assert [line.changed_since for line in panel.context["sign_off_lines"]] == [True]
    assert panel.context["ask_url"] == ""
    assert queries.measure_panel(people.coordinator, measure).context["ask_url"]
