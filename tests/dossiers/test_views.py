"""The pages of measures: from a goal to an end, with what people enter."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.councils import make_council
from tests.factories.findings import make_finding, make_goal, make_need
from tests.factories.measures import (
    AT,
    TODAY,
    decide,
    make_existing,
    make_line,
    make_measure,
    make_measures,
    owner_of,
)
from tests.factories.places import make_area
from tests.factories.resolutions import make_resolution
from tests.people import People, client_of
from vorort.core.scopes import authority_scope
from vorort.measures import actions, registry
from vorort.measures.choices import Stage
from vorort.measures.models import BudgetLine, Measure, Spending


@pytest.fixture(autouse=True)
def _no_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    """What apps above want before a stage is tested with them."""
    monkeypatch.setattr(registry, "_gates", {stage: [] for stage in Stage})


def url(people: People, name: str, *args: object) -> str:
    return reverse(f"measures:{name}", args=[people.town.slug, *args])


def reload(people: People, measure: Measure) -> Measure:
    with authority_scope(people.town):
        return Measure.objects.get(pk=measure.pk)


def test_from_goal_to_end_on_the_pages(people: People) -> None:
    client = client_of(people.coordinator)
    goal, owner = make_goal(people.town), owner_of(people)
    made = client.post(
        url(people, "new"),
        {"goal": goal.public_id, "title": "Radhaus", "topic": "theft", "owner": owner.public_id,
         "groups": ["youth", "all"], "pillars": ["civic"]},
    )  # fmt: skip
    with authority_scope(people.town):
        own = Measure.objects.get()
        assert {each.group for each in own.audiences.all()} == {"youth", "all"}
    assert made["Location"] == url(people, "measure", own.public_id)
    resolution = make_resolution(make_council(people), people.coordinator)
    client.post(
        url(people, "decide", own.public_id),
        {"kind": "council", "resolution": resolution.public_id, "on": "2026-03-02"},
    )
    assert reload(people, own).resolution_id == resolution.pk
    client.post(url(people, "step", own.public_id, "running"), {"on": "2026-03-05"})
    assert reload(people, own).state == "running"
    page = client.get(url(people, "measure", own.public_id)).content.decode()
    assert "läuft seit 05.03.2026" in page
    assert "Radhaus" in page
    client.post(url(people, "step", own.public_id, "evaluated"), {"on": "2026-03-06"})
    refused = client.post(url(people, "step", own.public_id, "closed"), {"on": "2026-03-07"})
    assert refused.status_code == 422
    client.post(
        url(people, "step", own.public_id, "closed"), {"on": "2026-03-07", "reason": "Erreicht."}
    )
    assert reload(people, own).state == "closed"
    page = client.get(url(people, "measure", own.public_id)).content.decode()
    assert "Warum sie endete" in page
    assert "Fortführung anlegen" in page


def test_without_a_goal_the_page_says_how_to_make_one(people: People) -> None:
    page = client_of(people.coordinator).get(url(people, "new")).content.decode()
    assert "Zuerst braucht es ein Ziel" in page
    assert reverse("findings:list", args=[people.town.slug]) in page


def test_from_a_goal_the_form_knows_topic_and_groups(people: People) -> None:
    finding = make_finding(people.town, topic="fraud", target_groups=["seniors"])
    goal = make_goal(make_need(finding))
    page = client_of(people.coordinator).get(url(people, "new"), {"ziel": goal.public_id})
    text = page.content.decode()
    assert 'value="fraud" selected' in text
    assert re.search(r'value="seniors"\s+checked', text)
    assert f'value="{goal.public_id}" selected' in text


def test_existing_is_recorded_and_joined_to_a_goal(people: People) -> None:
    client, goal = client_of(people.coordinator), make_goal(people.town)
    client.post(
        url(people, "existing"),
        {"title": "Nachtwanderer", "topic": "youth", "owner": owner_of(people).public_id,
         "state": "running", "starts_on": "2024-09-01"},
    )  # fmt: skip
    with authority_scope(people.town):
        own = Measure.objects.get()
    page = client.get(url(people, "measure", own.public_id)).content.decode()
    assert "noch an kein Ziel angeschlossen" in page
    client.post(url(people, "goals", own.public_id), {"goal": goal.public_id})
    page = client.get(url(people, "measure", own.public_id)).content.decode()
    assert goal.title in page


def test_a_change_after_the_decision_asks_for_the_reason(people: People) -> None:
    own = decide(make_measure(people), people)
    client = client_of(people.coordinator)
    address = url(people, "edit", own.public_id)
    form = client.get(address).context["form"]
    data = _initial(form) | {"title": "Radhaus", "revision": "0"}
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert "warum Sie die Maßnahme ändern" in refused.content.decode()
    assert 'value="Radhaus"' in refused.content.decode()
    saved = client.post(address, data | {"reason": "Neuer Name."})
    assert saved.status_code == 302
    page = client.get(url(people, "course", own.public_id), {"von": "1", "bis": "2"})
    text = page.content.decode()
    assert "Unterschied zwischen Fassung 1 und 2" in text
    assert "<ins>Radhaus</ins>" in re.sub(r"\s*</?p>\s*", "", text)
    assert "Neuer Name." in text


def _initial(form) -> dict[str, object]:
    """Return what a browser would send back untouched."""
    found = {}
    for name, value in form.initial.items():
        if isinstance(value, bool):
            if value:
                found[name] = "on"
        elif value is not None:
            found[name] = value
    return found


def test_who_saves_an_old_state_loses_nothing(people: People) -> None:
    own = make_measure(people)
    client = client_of(people.coordinator)
    address = url(people, "edit", own.public_id)
    data = _initial(client.get(address).context["form"]) | {"revision": "0"}
    client.post(address, data | {"title": "Erste"})
    answer = client.post(address, data | {"title": "Zweite"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Erste" in text
    assert 'value="Zweite"' in text
    assert 'name="revision" value="1"' in text


def test_where_it_acts_comes_with_the_goal_and_can_be_changed(people: People) -> None:
    """The area of the finding is not asked again; evaluation starts from it."""
    key = people.town.area_key
    make_area(key, "Lindenau")
    goal = make_goal(make_need(make_finding(people.town, area_key=key)))
    client = client_of(people.coordinator)
    client.post(
        url(people, "new"),
        {"goal": goal.public_id, "title": "Radhaus", "topic": "theft",
         "owner": owner_of(people).public_id},
    )  # fmt: skip
    with authority_scope(people.town):
        own = Measure.objects.get()
    assert own.area_key == key
    page = client.get(url(people, "measure", own.public_id)).content.decode()
    assert re.search(r"Gebiet</dt>\s*<dd[^>]*>\s*Lindenau\s*<", page)
    address = url(people, "edit", own.public_id)
    data = _initial(client.get(address).context["form"])
    assert client.post(address, data | {"area_key": "99999999"}).status_code == 422
    assert client.post(address, data | {"area_key": ""}).status_code == 302
    assert reload(people, own).area_key == ""


def test_milestones_are_added_moved_and_done(people: People) -> None:
    own = make_measure(people, state="running")
    client = client_of(people.coordinator)
    client.post(url(people, "plan", own.public_id), {"title": "Eröffnung", "due_on": "2026-05-02"})
    with authority_scope(people.town):
        milestone = own.milestones.get()
    address = url(people, "milestone", own.public_id, milestone.public_id)
    refused = client.post(address, {"deed": "move", "move-due_on": "2026-06-02"})
    assert refused.status_code == 422
    client.post(
        address, {"deed": "move", "move-due_on": "2026-06-02", "move-note": "Bau verzögert."}
    )
    late = client.post(address, {"deed": "finish", "finish-on": "2026-06-05"})
    assert "warum es später wurde" in late.content.decode()
    client.post(address, {"deed": "finish", "finish-on": "2026-06-05", "finish-note": "Regen."})
    text = client.get(url(people, "plan", own.public_id)).content.decode()
    assert "erledigt, 3 Tage später" in text
    assert "Verschoben vom 02.05.2026: Bau verzögert." in text
    client.post(address, {"deed": "reopen"})
    with authority_scope(people.town):
        milestone.refresh_from_db()
        assert milestone.done_on is None
    client.post(address, {"deed": "drop", "drop-note": "Nicht mehr nötig."})
    assert "entfallen" in client.get(url(people, "plan", own.public_id)).content.decode()


def test_what_is_late_is_said_in_words(people: People) -> None:
    own = make_measure(people, state="running")
    with authority_scope(people.town):
        actions.add_milestone(
            measure=own, title="Schloss kaufen", due_on=dt.date(2020, 1, 1),
            by=people.coordinator, at=AT,
        )  # fmt: skip
    client = client_of(people.coordinator)
    assert "überfällig seit" in client.get(url(people, "plan", own.public_id)).content.decode()
    assert "überfällig seit" in client.get(url(people, "list")).content.decode()
    found = client.get(url(people, "list"), {"nur": "ueberfaellig"})
    assert own.title in found.content.decode()


def test_money_is_entered_the_german_way(people: People) -> None:
    own = make_measure(people)
    client = client_of(people.coordinator)
    address = url(people, "money", own.public_id)
    client.post(
        address,
        {"deed": "line", "line-title": "Zaun", "line-planned": "1.234,50 €",
         "line-kind": "material", "line-source": "grant"},
    )  # fmt: skip
    with authority_scope(people.town):
        line = BudgetLine.objects.get()
    assert line.planned == Decimal("1234.50")
    over = client.post(
        address,
        {"deed": "spend", "spend-line": line.public_id, "spend-on": "2026-03-01",
         "spend-amount": "1.300", "spend-title": "Draht"},
    )  # fmt: skip
    text = over.content.decode()
    assert over.status_code == 422
    assert "65,50\u00a0€ darüber" in text
    assert "erhöhen Sie die Position mit einem Grund" in text
    client.post(
        address,
        {"deed": "spend", "spend-line": line.public_id, "spend-on": "2026-03-01",
         "spend-amount": "234,5", "spend-title": "Draht"},
    )  # fmt: skip
    text = client.get(address).content.decode()
    assert "1.000,00\u00a0€" in text
    assert "Förderung" in text
    of_line = url(people, "line", own.public_id, line.public_id)
    low = client.post(
        of_line,
        {"deed": "edit", "title": "Zaun", "planned": "100", "kind": "material", "source": "own"},
    )
    assert "schon 234,50\u00a0€ gebucht" in low.content.decode()
    with authority_scope(people.town):
        spent = Spending.objects.get()
    client.post(of_line, {"deed": "take_back", "spending": spent.public_id})
    client.post(of_line, {"deed": "remove"})
    with authority_scope(people.town):
        assert not BudgetLine.objects.exists()


def test_partners_are_named_and_their_account_is_looked_up(people: People) -> None:
    own = make_measure(people)
    client = client_of(people.coordinator)
    given = {"organisation": owner_of(people).public_id, "role": "runs"}
    address = url(people, "parts", own.public_id)
    refused = client.post(address, given | {"contact": "niemand@example.org"})
    assert "kein Konto" in refused.content.decode()
    refused = client.post(address, given | {"contact": people.outsider.email})
    assert "in Ihrem Ort kein Konto" in refused.content.decode()
    client.post(address, given | {"contact": people.council_member.email})
    text = client.get(address).content.decode()
    assert "Zusage offen" in text
    with authority_scope(people.town):
        part = own.parts.get()
        assert part.contact == people.council_member
    of_part = url(people, "part_edit", own.public_id, part.public_id)
    client.post(of_part, {"deed": "confirm"})
    assert "zugesagt am" in client.get(address).content.decode()
    client.post(of_part, {"deed": "edit", "role": "advises", "contribution": "", "contact": ""})
    with authority_scope(people.town):
        part.refresh_from_db()
        assert (part.role, part.contact, part.confirmed_at) == ("advises", None, None)
    client.post(of_part, {"deed": "remove"})
    with authority_scope(people.town):
        assert not own.parts.exists()


def test_what_is_missing_stands_on_the_page_before_anybody_tries(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = registry.Missing("Schritt 2 fehlt.", "/dort/")
    gates = {Stage.START: [lambda _m: [missing]], Stage.END: []}
    monkeypatch.setattr(registry, "_gates", gates)
    own = decide(make_measure(people), people)
    client = client_of(people.coordinator)
    address = url(people, "step", own.public_id, "running")
    assert '<a href="/dort/">Schritt 2 fehlt.</a>' in client.get(address).content.decode()
    refused = client.post(address, {"on": "2026-03-02"})
    assert refused.status_code == 422
    assert reload(people, own).state == "decided"


def test_the_list_is_narrowed(people: People) -> None:
    bikes = make_measure(people, title="Radhaus", groups=["youth"], pillars=["civic"])
    make_existing(people, title="Nachtwanderer", groups=["seniors"])
    client = client_of(people.police)
    for given in (
        {"suche": "radhaus"}, {"stand": "idea"}, {"thema": "theft"}, {"zielgruppe": "youth"},
        {"saeule": "civic"},
    ):  # fmt: skip
        text = client.get(url(people, "list"), given).content.decode()
        assert bikes.title in text
        assert "Nachtwanderer" not in text
    text = client.get(url(people, "list"), {"nur": "ohne-ziel"}).content.decode()
    assert "Nachtwanderer" in text
    assert bikes.title not in text
    nothing = client.get(url(people, "list"), {"thema": "fraud"}).content.decode()
    assert "Feststellungen suchen" in nothing
    assert "thema=fraud" in nothing


def test_the_list_as_a_file(people: People) -> None:
    own = make_measure(people, title="=1+1")
    make_line(own, people)
    client = client_of(people.coordinator)
    text = client.get(url(people, "export", "csv")).content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert "1000,00;0,00" in text
    book = client.get(url(people, "export", "xlsx"))
    assert book.content.startswith(b"PK")
    assert client.get(url(people, "export", "exe")).status_code == 404


def test_pages_cost_the_same_for_3_and_300(people: People) -> None:
    client = client_of(people.coordinator)

    def queries_of(name: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url(people, name)).status_code == 200
        return len(seen)

    make_measures(people, 3)
    few = {name: queries_of(name) for name in ("list", "coverage")}
    make_measures(people, 297)
    assert {name: queries_of(name) for name in few} == few


def test_two_years_later_the_course_tells_everything(people: People) -> None:
    own = decide(make_measure(people), people)
    with authority_scope(people.town):
        actions.advance(
            measure=own, to="stopped", on=TODAY, reason="Kein Geld.", by=people.coordinator, at=AT
        )
    make_part_is_refused = client_of(people.coordinator).post(
        url(people, "parts", own.public_id),
        {"organisation": owner_of(people).public_id, "role": "runs", "reason": "neu"},
    )
    assert make_part_is_refused.status_code == 422
    assert "bleibt, wie sie war" in make_part_is_refused.content.decode()
    text = client_of(people.mayor).get(url(people, "course", own.public_id)).content.decode()
    for words in ("Angelegt.", "Verfügung vom 02.03.2026", "Kein Geld."):
        assert words in text
