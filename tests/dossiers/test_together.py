"""Two people work on one measure: nothing is lost, nobody ends on a page that is not there."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories.findings import make_goal
from tests.factories.measures import (
    AT,
    TODAY,
    decide,
    make_existing,
    make_line,
    make_measure,
    owner_of,
)
from tests.factories.partners import make_organisation
from tests.people import People, client_of
from vorort.core.scopes import authority_scope
from vorort.measures import actions, registry
from vorort.measures.choices import Stage
from vorort.measures.models import Audience, Citation, Measure, Milestone, Part


@pytest.fixture(autouse=True)
def _no_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_gates", {stage: [] for stage in Stage})


def url(people: People, name: str, *args: object) -> str:
    return reverse(f"measures:{name}", args=[people.town.slug, *args])


def stop(people: People, own: Measure) -> None:
    with authority_scope(people.town):
        actions.advance(
            measure=own, to="stopped", on=TODAY, reason="Kein Geld.", by=people.coordinator, at=AT
        )


def sent(people: People, address: str) -> dict[str, object]:
    """What a browser would send back untouched."""
    form = client_of(people.coordinator).get(address).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value not in (None, False)
    }


def test_who_saves_an_old_state_keeps_every_box(people: People) -> None:
    own = make_measure(people)
    client, address = client_of(people.coordinator), url(people, "edit", own.public_id)
    data = sent(people, address) | {"pillars": ["municipality", "civic", "support"]}
    client.post(address, data | {"title": "Erste"})
    again = client.post(address, data | {"title": "Zweite"})
    assert again.status_code == 409
    form = again.context["form"]
    assert form["pillars"].value() == ["municipality", "civic", "support"]
    assert form["revision"].value() == "1"


def test_an_owner_that_is_not_active_any_more_stays_the_owner(people: People) -> None:
    own = make_measure(people, owner=make_organisation(people.town, name="Verein Brücke"))
    owner_of(people)
    with authority_scope(people.town):
        own.owner.is_active = False
        own.owner.save()
    address = url(people, "edit", own.public_id)
    page = client_of(people.coordinator).get(address).content.decode()
    assert f'value="{own.owner.public_id}" selected' in page
    client_of(people.coordinator).post(address, sent(people, address) | {"place": "Markt"})
    with authority_scope(people.town):
        own.refresh_from_db()
        assert (own.owner.name, own.place) == ("Verein Brücke", "Markt")


def test_a_step_sent_twice_leads_back_to_the_measure(people: People) -> None:
    own = decide(make_measure(people), people)
    client, address = client_of(people.coordinator), url(people, "step", own.public_id, "running")
    client.post(address, {"on": str(TODAY)})
    again = client.post(address, {"on": str(TODAY)}, follow=True)
    assert again.status_code == 200
    assert "Die Maßnahme hat schon den Stand „läuft“." in again.content.decode()
    off = client.get(url(people, "step", own.public_id, "concept"), follow=True).content.decode()
    assert "Von dort geht es nicht zu „Konzept“" in off
    assert client.get(url(people, "step", own.public_id, "flying")).status_code == 404


def test_nothing_begins_after_its_planned_end(people: People) -> None:
    own = decide(make_measure(people, ends_on=dt.date(2026, 1, 31)), people)
    answer = client_of(people.coordinator).post(
        url(people, "step", own.public_id, "running"), {"on": str(TODAY)}
    )
    assert answer.status_code == 422
    assert "Das geplante Ende (31.01.2026) liegt vor diesem Tag." in answer.content.decode()


def test_what_a_colleague_has_closed_says_so_and_keeps_what_was_typed(people: People) -> None:
    own = make_measure(people, state="running")
    line = make_line(own, people)
    stop(people, own)
    client = client_of(people.coordinator)
    organisation = make_organisation(people.town)
    for name, key, data in (
        ("plan", (), {"title": "Räume mieten", "due_on": str(TODAY)}),
        ("parts", (), {"organisation": organisation.public_id, "role": "runs",
                       "contribution": "Räume mieten", "reason": "neu"}),
        ("money", (), {"deed": "line", "line-title": "Räume mieten", "line-planned": "10",
                       "line-kind": "other", "line-source": "own", "line-reason": "neu"}),
        ("line", (line.public_id,), {"deed": "edit", "title": "Räume mieten", "planned": "2000",
                                     "kind": "other", "source": "own", "reason": "neu"}),
    ):  # fmt: skip
        answer = client.post(url(people, name, own.public_id, *key), data)
        text = answer.content.decode()
        assert answer.status_code == 422, name
        assert "bleibt, wie sie war" in text, name
        assert "Räume mieten" in text, name
    with authority_scope(people.town):
        assert not Milestone.objects.exists()
        assert not Part.objects.exists()


def test_a_citation_of_what_has_ended_stays(people: People) -> None:
    own = make_measure(people, state="running")
    with authority_scope(people.town):
        kept = actions.cite(measure=own, kind="study", title="Studie", by=people.coordinator, at=AT)
    stop(people, own)
    address = url(people, "citations", own.public_id)
    page = client_of(people.coordinator).post(address, {"remove": kept.public_id}, follow=True)
    assert "bleibt, wie sie war" in page.content.decode()
    with authority_scope(people.town):
        assert Citation.objects.filter(pk=kept.pk).exists()


def test_what_has_ended_offers_no_goal_to_join(people: People) -> None:
    make_goal(people.town)
    own = make_existing(people)
    address = url(people, "measure", own.public_id)
    client = client_of(people.coordinator)
    goals = url(people, "goals", own.public_id)
    assert goals in client.get(address).content.decode()
    stop(people, own)
    assert goals not in client.get(address).content.decode()


def test_target_groups_of_two_people_are_both_seen(people: People) -> None:
    own = make_measure(people, groups=["youth"])
    client, address = client_of(people.coordinator), url(people, "audiences", own.public_id)
    mine, theirs = sent(people, address), sent(people, address)
    client.post(address, theirs | {"group_2": "seniors", "note_2": "Treff", "direct_2": "on"})
    answer = client.post(address, mine | {"group_2": "parents", "direct_2": "on"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Jemand hat die Zielgruppen inzwischen geändert" in text
    assert "Ältere, Treff" in text
    form = answer.context["form"]
    assert form["group_2"].value() == "parents"
    again = {**mine, "group_2": "parents", "group_3": "seniors", "note_3": "Treff",
             "direct_2": "on", "direct_3": "on", "seen": form["seen"].value()}  # fmt: skip
    assert client.post(address, again).status_code == 302
    with authority_scope(people.town):
        assert [each.group for each in Audience.objects.order_by("id")] == [
            "youth", "parents", "seniors",
        ]  # fmt: skip


def test_who_has_an_account_elsewhere_is_not_told(people: People) -> None:
    own = make_measure(people)
    organisation = make_organisation(people.town)
    client, address = client_of(people.coordinator), url(people, "parts", own.public_id)
    said = set()
    for email in (people.other_coordinator.email, "niemand@nirgends.example"):
        data = {"organisation": organisation.public_id, "role": "runs", "contact": email}
        form = client.post(address, data).context["form"]
        said.add(str(form.errors["contact"]))
    assert len(said) == 1
    assert "in Ihrem Ort kein Konto" in said.pop()


def test_a_field_of_the_coverage_leads_to_as_many_measures(people: People) -> None:
    counted = make_measure(people, state="running", title="Gezählt", groups=["youth"])
    over = make_measure(people, state="running", title="Vorbei", groups=["youth"])
    stop(people, over)
    make_measure(people, title="Nur Idee", groups=["youth"])
    make_measure(people, state="running", title="Für alle", topic="fraud", groups=["all"])
    client = client_of(people.police)
    cells = {
        cell.label: cell
        for row in client.get(url(people, "coverage")).context["matrix"].rows
        for cell in row.cells
    }
    youth = cells["Diebstahl und Einbruch · Jugendliche"]
    page = client.get(f"{url(people, 'list')}?{youth.query}")
    assert [line.measure for line in page.context["lines"]] == [counted]
    assert youth.active == 1
    everybody = cells["Betrug und Internet · Frauen"]
    page = client.get(f"{url(people, 'list')}?{everybody.query}")
    assert [line.measure.title for line in page.context["lines"]] == ["Für alle"]


def test_a_button_pressed_twice_books_once(people: People) -> None:
    own = make_measure(people, state="running")
    line = make_line(own, people)
    client, address = client_of(people.coordinator), url(people, "money", own.public_id)
    data = {"deed": "spend", "spend-line": line.public_id, "spend-on": str(TODAY),
            "spend-amount": "12,50", "spend-title": "Schloss"}  # fmt: skip
    assert client.post(address, data).status_code == 302
    again = client.post(address, data)
    assert again.status_code == 422
    assert "eben schon gebucht" in again.content.decode()
    assert client.post(address, data | {"spend-title": "Schloss, zweites"}).status_code == 302
    with authority_scope(people.town):
        assert [each.title for each in line.spendings.order_by("id")] == [
            "Schloss", "Schloss, zweites",
        ]  # fmt: skip
