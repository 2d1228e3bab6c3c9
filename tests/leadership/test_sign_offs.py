"""Signatures: asked for once, given by who may, and true to the text that was read."""

import datetime as dt

import pytest

from tests.factories.measures import make_measure
from tests.people import client_of
from vorort.audit.models import Event
from vorort.core.scopes import authority_scope
from vorort.leadership import actions, queries
from vorort.leadership.choices import SignOffState
from vorort.leadership.models import SignOff
from vorort.measures.actions import edit_measure

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
    measure.refresh_from_db()
    signed = actions.sign_off(sign_off=own, by=people.mayor, at=AT, note="einverstanden")
    assert (signed.state, signed.revision) == (SignOffState.SIGNED, measure.revision)
    assert not queries.with_words([signed])[0].changed_since
    change(people, measure, "Abstellplatz ohne Dach")
    assert queries.with_words([signed])[0].changed_since


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
