"""Pages: each answer saves itself or by the button, collisions show both texts, one small form."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.concepts import answer, answer_steps, make_planned
from tests.factories.councils import make_council
from tests.factories.findings import make_finding
from tests.factories.measures import AT, decide, make_existing, make_measure, owner_of
from tests.factories.resolutions import make_resolution
from tests.people import People, client_of
from vorort.concepts import actions, queries
from vorort.concepts.choices import Step, of_step
from vorort.core.clock import today
from vorort.core.scopes import authority_scope
from vorort.measures.choices import ConceptForm, MeasureState
from vorort.measures.models import Measure
from vorort.papers.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people: People) -> Client:
    return client_of(people.coordinator)


def _url(name: str, measure: Measure, *more: Any) -> str:
    return reverse(f"concepts:{name}", args=["lindenau", measure.public_id, *more])


def _answers(measure: Measure) -> dict[str, str]:
    with authority_scope(measure.authority):
        return queries.answers_of(measure)


# ── the overview ─────────────────────────────────────────


def test_the_overview_shows_seven_steps_and_where_to_go_on(people: People, client: Client) -> None:
    measure = make_planned(people)
    page = client.get(_url("concept", measure)).content.decode()
    for step in Step:
        assert f"{step.value}. {step.label}" in page
    assert "Mit Schritt 1 weitermachen" in page
    assert f"{_url('step', measure, 1)}#frage-problem_where" in page


def test_readers_see_no_button(people: People) -> None:
    measure = make_planned(people)
    page = client_of(people.mayor).get(_url("concept", measure)).content.decode()
    assert "weitermachen" not in page
    assert "wechseln" not in page
    page = client_of(people.mayor).get(_url("step", measure, 1)).content.decode()
    assert "<textarea" not in page
    assert "Noch nicht beantwortet." in page


def test_readers_are_led_to_no_closed_door(people: People) -> None:
    """What is missing is named to them without the way to the form that would add it."""
    measures = [
        make_planned(people),
        make_measure(people, form=ConceptForm.SHORT),
        make_existing(people),
    ]
    reader, found = client_of(people.mayor), set()
    for measure in measures:
        pages = [_url("concept", measure), *(_url("step", measure, step) for step in Step)]
        pages.append(reverse("measures:measure", args=["lindenau", measure.public_id]))
        for page in pages:
            text = reader.get(page).content.decode()
            found |= set(re.findall(r'href="(/k/[^"#]+)', text))
    assert len(found) > 10
    assert not {url for url in found if reader.get(url).status_code >= 400}


def test_a_small_measure_shows_its_five_entries(people: People, client: Client) -> None:
    measure = make_measure(people, form=ConceptForm.SHORT, ends_on=dt.date(2026, 9, 30))
    page = client.get(_url("concept", measure)).content.decode()
    for words in ("Was haben Sie vor?", "Warum?", "Bauamt", "30.09.2026", "Zur Langform wechseln"):
        assert words in page


def test_switching_the_form_by_the_button(people: People, client: Client) -> None:
    measure = make_measure(people, form=ConceptForm.SHORT)
    done = client.post(_url("concept", measure), {"form": "long"}, follow=True)
    assert "Alle Antworten sind noch da" in done.content.decode()
    with authority_scope(people.town):
        measure.refresh_from_db()
    assert measure.form == ConceptForm.LONG
    client.post(_url("concept", measure), {"form": "endless"})
    with authority_scope(people.town):
        measure.refresh_from_db()
    assert measure.form == ConceptForm.LONG


def test_no_way_to_a_form_that_is_not_enough(people: People, client: Client) -> None:
    dear, cheap = make_planned(people), make_measure(people)
    assert "Zur Kurzform wechseln" not in client.get(_url("concept", dear)).content.decode()
    assert "Zur Kurzform wechseln" in client.get(_url("concept", cheap)).content.decode()


# ── a step ───────────────────────────────────────────────


@pytest.mark.parametrize("number", list(range(1, 8)))
def test_each_step_has_help_and_an_example_for_each_question(
    people: People, client: Client, number: int
) -> None:
    page = client.get(_url("step", make_planned(people), number)).content.decode()
    for question in of_step(number):
        assert f'id="frage-{question.code}"' in page
    assert page.count("<summary>Beispiel</summary>") == len(of_step(number))


def test_there_is_no_eighth_step(people: People, client: Client) -> None:
    measure = make_measure(people)
    assert client.get(_url("step", measure, 8)).status_code == 404
    assert client.get(_url("step", measure, 0)).status_code == 404


def test_what_is_known_stands_above_the_field(people: People, client: Client) -> None:
    page = client.get(_url("step", make_planned(people), 1)).content.decode()
    assert "Das steht schon fest:" in page
    assert "Vor dem Bahnhof verschwinden werktags Räder." in page
    assert "Ergänzung: Was ist das Problem?" in page


def test_the_button_saves_all_and_goes_on(people: People, client: Client) -> None:
    measure = make_measure(people)
    data = {
        "problem_where-text": "Am Bahnhof.", "problem_where-revision": "0",
        "problem_now-text": "Der Umbau.", "problem_now-revision": "0", "tun": "weiter",
    }  # fmt: skip
    done = client.post(_url("step", measure, 1), data)
    assert done.status_code == 302
    assert done["Location"] == _url("step", measure, 2)
    assert _answers(measure) == {"problem_where": "Am Bahnhof.", "problem_now": "Der Umbau."}
    # The last step has nowhere to go on to.
    done = client.post(_url("step", measure, 7), {"tun": "weiter"})
    assert done["Location"] == _url("step", measure, 7)


def test_an_answer_saves_itself(people: People, client: Client) -> None:
    measure = make_measure(people)
    data = {
        "tun": "von-selbst", "frage": "problem_where", "problem_where-text": "Am Bahn",
        "problem_where-revision": "0", "problem_where-base": "",
    }  # fmt: skip
    done = client.post(_url("step", measure, 1), data)
    said = done.json()
    assert said["revision"] == 1
    assert said["words"].startswith("gespeichert um")
    assert said["progress"] == "2 von 6"
    # The connection was lost before the answer came: the same text again is no collision.
    assert client.post(_url("step", measure, 1), data).json()["revision"] == 1
    data |= {"problem_where-text": "Am Bahnhof.", "problem_where-revision": "1"}
    assert client.post(_url("step", measure, 1), data).json()["revision"] == 2
    assert _answers(measure) == {"problem_where": "Am Bahnhof."}


def test_two_who_write_at_once_see_both_texts(people: People, client: Client) -> None:
    measure = make_measure(people)
    answer(measure, people, "problem_where", "Am Bahnhof.", by=people.mayor)
    data = {
        "tun": "von-selbst", "frage": "problem_where", "problem_where-text": "Auf dem Markt.",
        "problem_where-revision": "0", "problem_where-base": "",
    }  # fmt: skip
    done = client.post(_url("step", measure, 1), data)
    assert done.status_code == 409
    said = done.json()
    assert said["combined"].split("\n") == ["Am Bahnhof.", "Auf dem Markt."]
    assert "Britta Bürgermeisterin" in said["html"]
    assert said["revision"] == 1
    assert _answers(measure) == {"problem_where": "Am Bahnhof."}
    # Without the script the same: the page comes back with both, and saving again keeps both.
    page = client.post(_url("step", measure, 1), {**data, "tun": "speichern"})
    assert page.status_code == 409
    text = page.content.decode()
    assert "Zwei Fassungen" in text
    assert "Am Bahnhof.\nAuf dem Markt.</textarea>" in text
    merged = {
        "problem_where-text": said["combined"], "problem_where-revision": "1",
        "problem_where-base": said["base"],
    }  # fmt: skip
    assert client.post(_url("step", measure, 1), merged).status_code == 302
    assert _answers(measure) == {"problem_where": "Am Bahnhof.\nAuf dem Markt."}


def test_a_collision_in_one_answer_saves_the_others(people: People, client: Client) -> None:
    measure = make_measure(people)
    answer(measure, people, "problem_where", "Am Bahnhof.", by=people.mayor)
    data = {
        "problem_where-text": "Auf dem Markt.", "problem_where-revision": "0",
        "problem_now-text": "Der Umbau.", "problem_now-revision": "0", "tun": "weiter",
    }  # fmt: skip
    assert client.post(_url("step", measure, 1), data).status_code == 409
    assert _answers(measure)["problem_now"] == "Der Umbau."


@pytest.mark.parametrize("revision", ["", "-1", "viele", "99999999999999999999"])
def test_a_broken_page_overwrites_nothing(people: People, client: Client, revision: str) -> None:
    measure = make_measure(people)
    answer(measure, people, "problem_where", "Am Bahnhof.")
    data = {
        "tun": "von-selbst", "frage": "problem_where", "problem_where-text": "weg",
        "problem_where-revision": revision,
    }  # fmt: skip
    assert client.post(_url("step", measure, 1), data).status_code == 409
    assert _answers(measure) == {"problem_where": "Am Bahnhof."}


def test_a_question_of_another_step_is_refused(people: People, client: Client) -> None:
    measure = make_measure(people)
    for code in ("goals_accept", "shoe_size", ""):
        data = {"tun": "von-selbst", "frage": code, f"{code}-text": "x", f"{code}-revision": "0"}
        assert client.post(_url("step", measure, 1), data).status_code == 422
    assert _answers(measure) == {}


def test_the_page_says_that_a_paper_keeps_the_words_where_there_is_one(
    people: People, client: Client
) -> None:
    measure = decide(make_planned(people), people)
    claim = "steht unverändert in der Vorlage"
    assert claim not in client.get(_url("step", measure, 1)).content.decode()
    other, body = make_planned(people), make_council(people)
    with authority_scope(people.town):
        paper = actions.make_paper(measure=other, body=body, by=people.coordinator, at=AT)
    make_resolution(body, people.coordinator, paper=paper)
    with authority_scope(people.town):
        Paper.objects.filter(pk=paper.pk).update(state="decided")
    assert claim in client.get(_url("step", other, 1)).content.decode()


def test_what_is_too_long_stays_in_the_field(people: People, client: Client) -> None:
    measure = make_measure(people)
    long = "Langer Text. " * 900
    page = client.post(
        _url("step", measure, 1), {"problem_where-text": long, "problem_where-revision": "0"}
    )
    assert page.status_code == 422
    assert "höchstens 10.000 Zeichen" in page.content.decode()
    assert long in page.content.decode()


def test_after_the_end_only_the_last_steps_can_be_written(people: People, client: Client) -> None:
    measure = make_planned(people)
    with authority_scope(people.town):
        Measure.objects.filter(pk=measure.pk).update(
            state=MeasureState.STOPPED, state_reason="Kein Geld.", ended_on=AT.date()
        )
    assert "<textarea" not in client.get(_url("step", measure, 1)).content.decode()
    assert "<textarea" in client.get(_url("step", measure, 7)).content.decode()


# ── the short form ───────────────────────────────────────


def _five(people: People, **given: str) -> dict[str, str]:
    return {
        "title": "Fahrräder codieren auf dem Wochenmarkt",
        "why": "Am Bahnhof verschwinden viele Fahrräder.",
        "indicator": "mindestens 120 codierte Räder",
        "owner": owner_of(people).public_id,
        "ends_on": "2099-09-30",
        **given,
    }


def test_five_inputs_record_a_small_measure(people: People, client: Client) -> None:
    url = reverse("concepts:small", args=["lindenau"])
    done = client.post(url, _five(people), follow=True)
    text = done.content.decode()
    with authority_scope(people.town):
        made = Measure.objects.get()
    assert made.form == ConceptForm.SHORT
    assert "Der nächste Schritt: die Entscheidung festhalten." in text
    assert done.redirect_chain[-1][0] == reverse(
        "measures:measure", args=["lindenau", made.public_id]
    )


def test_more_money_leads_to_the_long_form_with_everything(people: People, client: Client) -> None:
    url = reverse("concepts:small", args=["lindenau"])
    done = client.post(url, _five(people, planned="2.600,50"), follow=True)
    assert "braucht es die Langform" in done.content.decode()
    with authority_scope(people.town):
        made = Measure.objects.get()
        assert made.form == ConceptForm.LONG
        assert str(made.budget.get().planned) == "2600.50"
        assert queries.get_concept(made).item("problem_what").is_known


def test_what_was_typed_stays_when_something_is_missing(people: People, client: Client) -> None:
    url = reverse("concepts:small", args=["lindenau"])
    page = client.post(url, _five(people, why="", ends_on="2001-01-01"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "Fahrräder codieren auf dem Wochenmarkt" in text
    assert "Bitte wählen Sie eine Feststellung" in text
    assert "Der 01.01.2001 ist schon vorbei." in text
    with authority_scope(people.town):
        assert not Measure.objects.exists()


def test_what_ends_today_is_not_over(people: People, client: Client) -> None:
    url = reverse("concepts:small", args=["lindenau"])
    assert client.post(url, _five(people, ends_on=today().isoformat())).status_code == 302


def test_a_finding_can_be_brought_along(people: People, client: Client) -> None:
    finding = make_finding(people.town)
    owner_of(people)
    url = reverse("concepts:small", args=["lindenau"])
    page = client.get(f"{url}?feststellung={finding.public_id}").content.decode()
    assert f'<option value="{finding.public_id}" selected>' in page
    done = client.post(url, _five(people, why="", finding=finding.public_id))
    assert done.status_code == 302


def test_without_any_partner_the_way_there_is_shown(people: People, client: Client) -> None:
    page = client.get(reverse("concepts:small", args=["lindenau"])).content.decode()
    assert "noch keine Stelle" in page


# ── papers ───────────────────────────────────────────────


def test_all_documents_are_offered_and_sent(people: People, client: Client) -> None:
    measure = make_planned(people)
    page = client.get(_url("documents", measure)).content.decode()
    for kind in ("vorlage", "projektbeschreibung", "bewertungsplan", "schlussbericht"):
        assert _url("document", measure, kind, "pdf") in page
    sent = client.get(_url("document", measure, "bewertungsplan", "pdf"))
    assert sent["Content-Type"] == "application/pdf"
    assert sent.content.startswith(b"%PDF")
    reference = measure.reference.lower().replace(" ", "-").replace("/", "-")
    assert f'filename="bewertungsplan-{reference}-' in sent["Content-Disposition"]
    assert client.get(_url("document", measure, "roman", "pdf")).status_code == 404
    assert client.get(_url("document", measure, "vorlage", "exe")).status_code == 404


def test_a_paper_is_made_by_one_choice(people: People, client: Client) -> None:
    measure, body = make_planned(people), make_council(people)
    answer_steps(measure, people)
    done = client.post(_url("documents", measure), {"body": body.public_id})
    with authority_scope(people.town):
        paper = Paper.objects.get()
    assert done["Location"] == reverse("papers:paper", args=["lindenau", paper.public_id])
    page = client.get(_url("documents", measure)).content.decode()
    assert str(paper.reference) in page
    again = client.post(_url("documents", measure), {"body": body.public_id})
    assert again.status_code == 422
    assert "liegt schon eine Vorlage" in again.content.decode()


def test_a_paper_that_says_otherwise_than_the_concept_is_marked(
    people: People, client: Client
) -> None:
    measure, body = make_planned(people), make_council(people)
    client.post(_url("documents", measure), {"body": body.public_id})
    mark = "weicht vom Konzept ab"
    assert mark not in client.get(_url("documents", measure)).content.decode()
    answer(measure, people, "problem_where", "Jetzt am Markt.")
    assert mark in client.get(_url("documents", measure)).content.decode()
    with authority_scope(people.town):
        Paper.objects.update(state="withdrawn")
    assert mark not in client.get(_url("documents", measure)).content.decode()


def test_the_measures_first_page_says_what_is_next(people: People, client: Client) -> None:
    measure = make_planned(people)
    page = client.get(
        reverse("measures:measure", args=["lindenau", measure.public_id])
    ).content.decode()
    assert "Wie es weitergeht" in page
    assert "Mit Schritt 1 weitermachen" in page
    small = make_measure(people, form=ConceptForm.SHORT, ends_on=dt.date(2099, 1, 1))
    page = client.get(
        reverse("measures:measure", args=["lindenau", small.public_id])
    ).content.decode()
    assert reverse("measures:decide", args=["lindenau", small.public_id]) in page
