"""The pages: read, written, adopted, published; forms keep what was typed."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.councils import make_council
from tests.factories.findings import make_finding, make_goal, make_need, make_rating
from tests.factories.measures import make_existing, make_measure
from tests.factories.strategies import (
    AT,
    MISSION,
    adopt,
    first_focus,
    make_full_strategy,
    make_strategy,
    publish_state_strategy,
    resolve,
)
from tests.people import client_of
from vorort.strategies import actions
from vorort.strategies.models import Strategy
from vorort.strategies.rules import stamp

HOME = "/k/lindenau/strategie/"


@pytest.fixture
def client(town) -> Client:
    return client_of(town.coordinator)


def page(client: Client, path: str = "", status: int = 200) -> str:
    answer = client.get(f"{HOME}{path}")
    assert answer.status_code == status, path
    return answer.content.decode()


def test_the_overview_begins_empty_and_leads_on(town, client):
    assert "Noch keine Strategie" in page(client)
    answer = client.post(
        f"{HOME}neu/", {"title": "Gemeinsam", "first_year": 2027, "last_year": 2031}
    )
    made = Strategy.objects.get()
    assert answer["Location"] == f"{HOME}{made.public_id}/bearbeiten/"
    assert "Vor dem Beschluss fehlen noch" in page(client)
    refused = client.post(f"{HOME}neu/", {"title": "Zweite", "first_year": 2027, "last_year": 2031})
    assert refused.status_code == 422
    assert "schon eine Fassung in Arbeit" in refused.content.decode()
    assert "Zweite" in refused.content.decode()


def test_a_reversed_period_gets_its_sentence_at_the_field(client):
    answer = client.post(f"{HOME}neu/", {"title": "X", "first_year": 2031, "last_year": 2027})
    assert answer.status_code == 422
    assert "Das letzte Jahr liegt vor dem ersten" in answer.content.decode()


def test_texts_are_written_one_after_another(town, client):
    own = make_strategy(town, mission="")
    path = f"{own.public_id}/bearbeiten/"
    assert "So kann es klingen" in page(client, f"{path}mission/")
    answer = client.post(
        f"{HOME}{path}mission/", {"text": "Wir handeln früh.", "revision": 0, "weiter": "1"}
    )
    assert answer["Location"] == f"{HOME}{path}introduction/"
    own.refresh_from_db()
    assert own.mission == "Wir handeln früh."
    assert page(client, f"{path}geheim/", 404)


def test_a_conflict_shows_both_and_the_next_saving_counts(town, client):
    own = make_strategy(town)
    path = f"{HOME}{own.public_id}/bearbeiten/mission/"
    actions.edit_strategy(
        strategy=own, revision=0, mission="Von anderen", by=town.coordinator, at=AT
    )
    answer = client.post(path, {"text": "Von mir", "revision": stamp(MISSION)})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Von anderen" in text
    assert "Von mir" in text
    read = stamp("Von anderen")
    assert f'value="{read}"' in text
    assert client.post(path, {"text": "Beides", "revision": read}).status_code == 302
    own.refresh_from_db()
    assert own.mission == "Beides"


def test_it_saves_itself_and_tells_of_a_conflict(town, client):
    own = make_strategy(town)
    path = f"{HOME}{own.public_id}/bearbeiten/mission/"
    sent = {"text": "Neu", "revision": stamp(MISSION)}
    answer = client.post(path, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert f'value="{stamp("Neu")}"' in answer.content.decode()
    late = client.post(path, {**sent, "text": "Alt"}, headers={"HX-Request": "true"})
    assert late.status_code == 409
    own.refresh_from_db()
    assert own.mission == "Neu"


def test_two_who_write_different_texts_do_not_collide(town, client):
    own = make_strategy(town)
    pages = {key: f"{HOME}{own.public_id}/bearbeiten/{key}/" for key in ("mission", "review")}
    hidden = r'name="revision"\s+value="(\d+)"'
    read = {
        key: re.search(hidden, client.get(page).content.decode())[1] for key, page in pages.items()
    }
    for key, page in pages.items():
        sent = {"text": f"Neu: {key}", "revision": read[key]}
        assert client.post(page, sent, headers={"HX-Request": "true"}).status_code == 200
    own.refresh_from_db()
    assert (own.mission, own.review) == ("Neu: mission", "Neu: review")


def test_title_and_years_are_saved_though_a_text_was_written_meanwhile(town, client):
    own = make_strategy(town)
    path = f"{HOME}{own.public_id}/titel/"
    hidden = r'name="revision" value="(\d+)"'
    read = re.search(hidden, client.get(path).content.decode())[1]
    actions.edit_strategy(strategy=own, revision=0, mission="Neu", by=town.coordinator, at=AT)
    sent = {"title": "Anders", "first_year": 2026, "last_year": 2031, "revision": read}
    assert client.post(path, sent).status_code == 302
    # Somebody who read the first title is told what stands now, and may save again.
    late = client.post(path, {**sent, "title": "Alt"})
    text = late.content.decode()
    assert late.status_code == 422
    assert "Anders, 2026 – 2031" in text
    again = {**sent, "title": "Alt", "revision": re.search(hidden, text)[1]}
    assert client.post(path, again).status_code == 302
    own.refresh_from_db()
    assert own.title == "Alt"


def test_priorities_come_from_the_ranking(town, client):
    own = make_strategy(town)
    first, second = (make_need(town.town, title=title) for title in ("Licht", "Hilfe"))
    make_rating(first, severity=1)
    make_rating(second, severity=5)
    make_need(town.town, title="Ohne Bewertung")
    path = f"{own.public_id}/rangfolge/"
    text = page(client, path)
    assert text.index("Hilfe") < text.index("Licht")
    assert "Ein Bedarf ist noch nicht bewertet" in text
    assert client.post(f"{HOME}{path}", {}).status_code == 422
    client.post(f"{HOME}{path}", {"needs": [first.public_id, second.public_id]})
    assert [f.title for f in own.focuses.order_by("position")] == ["Hilfe", "Licht"]
    assert "Kein bewerteter Bedarf ist übrig" in page(client, path)


def test_a_priority_takes_goals_and_measures_and_gives_them_back(town, client):
    own = make_full_strategy(town)
    focus = first_focus(own)
    goal, measure = make_goal(town.town, title="Mehr Licht"), make_existing(town)
    path = f"{HOME}{own.public_id}/schwerpunkte/{focus.public_id}/"
    assert f"?bedarf={focus.need.public_id}" in client.get(path).content.decode()
    client.post(path, {"what": "goal", "ziel-pick": goal.public_id})
    client.post(path, {"what": "measure", "massnahme-pick": measure.public_id})
    assert focus.goals.count() == 2
    assert focus.measures.get().measure == measure
    out = f"{path}herausnehmen/"
    client.post(out, {"what": "goal", "pick": goal.public_id})
    client.post(out, {"what": "measure", "pick": measure.public_id})
    assert (focus.goals.count(), focus.measures.count()) == (1, 0)
    assert client.post(out, {"what": "goal", "pick": "nichts"}).status_code == 404
    client.post(out, {"what": "focus"})
    assert not own.focuses.exists()


def test_a_priority_keeps_both_texts_of_a_conflict(town, client):
    own = make_full_strategy(town)
    focus = first_focus(own)
    actions.edit_focus(focus=focus, revision=0, text="Von anderen", by=town.coordinator, at=AT)
    path = f"{HOME}{own.public_id}/schwerpunkte/{focus.public_id}/"
    mine = {"what": "text", "title": focus.title, "text": "Von mir", "revision": 0}
    answer = client.post(path, mine)
    assert answer.status_code == 409
    for words in ("Von anderen", "Von mir"):
        assert words in answer.content.decode()
    assert client.post(path, {**mine, "revision": 1}).status_code == 302


def test_priorities_move_by_buttons(town, client):
    own = make_full_strategy(town)
    second = actions.add_focus(strategy=own, title="Schulen", by=town.coordinator, at=AT)
    path = f"{HOME}{own.public_id}/schwerpunkte/{second.public_id}/verschieben/"
    client.post(path, {"step": "up"})
    assert first_focus(own).title == "Schulen"


def test_findings_are_linked_and_loosened(town, client):
    own = make_strategy(town)
    finding = make_finding(town.town)
    path = f"{HOME}{own.public_id}/feststellungen/"
    client.post(path, {"findings": [finding.public_id]})
    assert own.findings.get().finding == finding
    client.post(path, {})
    assert not own.findings.exists()


def test_it_goes_before_the_council_and_comes_back(town, client):
    own = make_full_strategy(town)
    body = make_council(town)
    answer = client.post(f"{HOME}{own.public_id}/vorlegen/", {"body": body.public_id})
    assert "/vorlagen/" in answer["Location"]
    text = page(client, f"{own.public_id}/")
    assert "Liegt zum Beschluss vor" in text
    assert client.get(f"{HOME}{own.public_id}/bearbeiten/").status_code == 302
    client.post(f"{HOME}{own.public_id}/schritt/", {"step": "recall"})
    own.refresh_from_db()
    assert own.state == "draft"
    assert client.post(f"{HOME}{own.public_id}/schritt/", {"step": "x"}).status_code == 404


def test_an_empty_strategy_is_refused_in_words(town, client):
    own = make_strategy(town)
    body = make_council(town)
    answer = client.post(f"{HOME}{own.public_id}/vorlegen/", {"body": body.public_id})
    assert answer.status_code == 422
    assert "Es gibt noch keinen Schwerpunkt" in answer.content.decode()


def test_a_resolution_is_chosen_and_the_words_stand(town, client):
    own = make_full_strategy(town)
    resolution = resolve(town)
    resolve(town, outcome="rejected", title="Abgelehnt")
    text = page(client, f"{own.public_id}/beschluss/")
    assert "Präventionsstrategie (Präventionsrat" in text
    assert "Abgelehnt" not in text
    client.post(f"{HOME}{own.public_id}/beschluss/", {"resolution": resolution.public_id})
    text = page(client, f"{own.public_id}/")
    for words in ("So ist es beschlossen", "So steht es heute", "0 von 1", "Idee"):
        assert words in text


def test_the_page_tells_the_living_state_beside_the_words(town, adopted, client):
    focus = first_focus(adopted)
    goal = focus.goals.get().goal
    goal.state, goal.state_reason = "reached", "Nur noch 21 Räder"
    goal.save()
    make_goal(town.town, need=None, parent=goal, title="Neu dazu")
    text = page(client, f"{adopted.public_id}/")
    for words in ("erreicht", "Nur noch 21 Räder", "Neu dazu", "seit dem Beschluss dazugekommen"):
        assert words in text


def test_differences_are_told_without_colour(town, adopted, client):
    new = actions.new_version(strategy=adopted, reason="Neue Lage", by=town.coordinator, at=AT)
    new = actions.edit_strategy(
        strategy=new, revision=0, mission="Alle sollen sich sicher fühlen.",
        by=town.coordinator, at=AT,
    )  # fmt: skip
    adopt(town, new)
    text = page(client, f"{new.public_id}/vergleich/{adopted.public_id}/")
    for words in (
        "<ins>",
        "<del>",
        "neu:",
        "entfallen:",
        "Neue Lage",
        "von Fassung 1 zu Fassung 2",
    ):
        assert words in text
    same = page(client, f"{adopted.public_id}/vergleich/{adopted.public_id}/")
    assert "Beide Fassungen sagen dasselbe" in same


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_documents_are_fetched(adopted, client, kind, start):
    answer = client.get(f"{HOME}{adopted.public_id}/datei/{kind}/")
    assert answer.content.startswith(start)
    assert f"fassung-1.{kind}" in answer["Content-Disposition"]
    assert client.get(f"{HOME}{adopted.public_id}/datei/exe/").status_code == 404


def test_it_becomes_public_is_corrected_and_taken_back(town, adopted, client):
    path = f"{HOME}{adopted.public_id}/oeffentlich/"
    assert "Nichts bleibt verborgen" in page(client, f"{adopted.public_id}/oeffentlich/")
    shown = client.get(f"{path}vorschau/").content
    client.post(path)
    assert Client().get("/orte/lindenau/strategie/").content == shown
    assert client.post(path, {"reason": ""}).status_code == 422
    client.post(path, {"reason": "Ein Tippfehler"})
    assert "Ein Tippfehler" in Client().get("/orte/lindenau/strategie/").content.decode()
    client.post(f"{path}zuruecknehmen/", {"reason": "Falsche Fassung"})
    assert Client().get("/orte/lindenau/strategie/").status_code == 410


def test_the_state_s_strategy_is_taken_up_and_both_sides_say_so(town, client):
    own = make_full_strategy(town)
    path = f"{own.public_id}/landesstrategie/"
    assert "Noch keine Landesstrategie" in page(client, path)
    publish_state_strategy(town)
    focus = first_focus(own)
    client.post(f"{HOME}{path}", {"section": "Schulen", "focus": focus.public_id})
    row = own.citations.get()
    assert (row.section, row.focus) == ("Schulen", focus)
    adopt(town, own)
    assert "Ihre Strategie greift auf" in page(client)
    consultant = client_of(town.lpr_consultant)
    state = "/k/land/strategie/"
    assert "greift auf" not in consultant.get(state).content.decode()
    own.refresh_from_db()
    actions.publish_strategy(strategy=own, by=town.coordinator, at=AT)
    text = consultant.get(state).content.decode()
    assert "greift auf" in text
    assert "Gemeinsam sicher leben" in text


def test_a_citation_is_removed(town, client):
    own = make_full_strategy(town)
    publish_state_strategy(town)
    path = f"{HOME}{own.public_id}/landesstrategie/"
    client.post(path, {"section": "", "focus": ""})
    row = own.citations.get()
    client.post(path, {"what": "remove", "pick": row.pk})
    assert not own.citations.exists()
    assert client.post(path, {"what": "remove", "pick": "x"}).status_code == 404


def test_the_next_version_is_begun_with_a_reason(town, adopted, client):
    path = f"{HOME}{adopted.public_id}/neue-fassung/"
    values = {"reason": "Neue Lage", "first_year": 2027, "last_year": 2032}
    answer = client.post(path, values)
    new = Strategy.objects.get(version=2)
    assert answer["Location"] == f"{HOME}{new.public_id}/bearbeiten/"
    assert (new.last_year, new.reason) == (2032, "Neue Lage")
    assert client.post(path, {**values, "reason": ""}).status_code == 422


def test_pages_cost_the_same_for_many_goals(town):
    own = make_full_strategy(town)
    focus = first_focus(own)
    client = client_of(town.coordinator)
    paths = (f"{HOME}{own.public_id}/", f"{HOME}{own.public_id}/bearbeiten/", HOME)

    def add(count: int) -> None:
        for number in range(count):
            goal = make_goal(focus.need, title=f"Ziel {number}")
            focus.goals.create(authority=town.town, goal=goal)
            make_measure(town, goal=goal)

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    add(3)
    few = [cost(path) for path in paths]
    add(30)
    assert [cost(path) for path in paths] == few
