"""A council comes into being in five steps: made, planned, done, told to whom they wait for."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.councils import make_body, make_council
from tests.people import client_of
from vorort.audit.models import Event
from vorort.core.scopes import authority_scope
from vorort.councils import actions as councils
from vorort.councils.models import Body, BodyFile
from vorort.foundings import actions, queries
from vorort.foundings.models import FoundingFile, FoundingStep

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
DAY = AT.date()
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def make(people, **given):
    values = {"kind": "council", "name": "Rat", "legal_basis": "mayor_order", **given}
    return councils.create_body(authority=people.town, by=people.coordinator, at=AT, **values)


def way(people, body, rest=""):
    return f"/k/{people.town.slug}/gruendung/{body.public_id}/{rest}"


@pytest.fixture
def town(people):
    with authority_scope(people.town):
        yield people.town


def test_a_planned_body_gets_its_steps_an_active_one_does_not(people, town):
    planned, active = make(people), make(people, name="AG Tag", state="active")
    assert [step.step for step in queries.list_steps(planned)] == [1, 2, 3, 4, 5]
    assert queries.list_steps(active) == []


def test_steps_that_are_there_stay(people, town):
    body, given = make(people), {"by": people.coordinator, "at": AT}
    kept = queries.get_step(body, 2)
    body.founding_steps.exclude(step=2).delete()
    for _time in range(2):
        actions.start_founding(body=body, **given)
    assert [step.step for step in queries.list_steps(body)] == [1, 2, 3, 4, 5]
    assert queries.get_step(body, 2) == kept
    assert Event.objects.filter(verb="foundings.step_changed").count() == 1


def test_the_fifth_step_makes_the_body_active(people, town):
    body = make(people)
    steps = queries.list_steps(body)
    given = {"by": people.coordinator, "at": AT}
    with pytest.raises(actions.StepInFuture):
        actions.finish_step(step=steps[0], on=dt.date(2026, 12, 24), **given)
    actions.plan_step(step=steps[1], owner=people.mayor, due_on=DAY, note="Vertraulich", **given)
    actions.finish_step(step=steps[1], on=DAY, **given)
    actions.reopen_step(step=steps[1], **given)
    actions.finish_step(step=steps[4], on=DAY, **given)
    body.refresh_from_db()
    assert (body.state, body.founded_on) == ("active", DAY)
    with pytest.raises(actions.FoundingOver):
        actions.reopen_step(step=steps[4], **given)
    assert "Vertraulich" not in str(list(Event.objects.values_list("after", flat=True)))


def test_two_who_plan_one_step(people, town):
    step = queries.list_steps(make(people))[0]
    given = {"step": step, "by": people.coordinator, "at": AT, "seen": step.updated_at}
    actions.plan_step(note="eins", **given)
    with pytest.raises(councils.BodyChangedMeanwhile):
        actions.plan_step(note="zwei", **given)


# ── pages ────────────────────────────────────────────────


def test_a_council_is_founded_by_clicking(people, town):
    body = make(people)
    client, here = client_of(people.coordinator), way(people, body)
    plan = {"owner": people.mayor.public_id, "due_on": "2026-12-01", "note": "Anlass"}
    file = {"file": SimpleUploadedFile("a.pdf", PDF)}
    for sent in ({"what": "plan", **plan}, {"what": "file", **file}, {"what": "done"}):
        assert client.post(f"{here}1/", sent)["Location"] == here
    page = client.get(here).content.decode()
    for words in ("Britta Bürgermeisterin", "Anlass", "a.pdf", "Bedarf klären"):
        assert words in page
    home = f"/k/{town.slug}/gremien/{body.public_id}/"
    assert client.post(f"{here}5/", {"what": "done"})["Location"] == home
    assert Body.objects.get().state == "active"
    assert client.get(f"{here}9/").status_code == 404


def test_bad_input_is_told_and_nothing_is_kept(people, town):
    body = make(people)
    client, here = client_of(people.coordinator), way(people, body, "1/")
    lies = SimpleUploadedFile("a.pdf", b"<html></html>")
    for sent in (
        {"what": "plan", "due_on": "bald", "note": "Anlass"},
        {"what": "file", "file": lies},
    ):
        answer = client.post(here, sent)
        assert answer.status_code == 422
        assert sent.get("note", "Inhalt") in answer.content.decode()
    assert not FoundingStep.objects.exclude(note="").exists()
    assert not BodyFile.objects.exists()


def test_a_file_of_a_step_is_a_file_of_the_body(people, town):
    body = make(people)
    client = client_of(people.coordinator)
    client.post(way(people, body, "2/"), {"what": "file", "file": SimpleUploadedFile("a.pdf", PDF)})
    address = (
        f"/k/{town.slug}/gremien/{body.public_id}/unterlagen/{BodyFile.objects.get().public_id}/"
    )
    assert address in client.get(way(people, body)).content.decode()
    assert address in client.get(way(people, body, "2/")).content.decode()
    assert address not in client.get(way(people, body, "3/")).content.decode()
    assert b"".join(client.get(address).streaming_content) == PDF
    assert client_of(people.mayor).get(address).status_code == 404
    assert client.post(f"{address}entfernen/").status_code == 302
    assert not FoundingFile.objects.exists()


def test_only_a_planned_body_shows_the_way_on_its_page(people, town):
    body, client = make(people), client_of(people.coordinator)
    home, title = f"/k/{town.slug}/gremien/{body.public_id}/", "Gründungsschritt 1: Anlass"
    page = client.get(home).content.decode()
    assert title in page
    assert way(people, body) in page
    # Who does not run it reads neither.
    page = client_of(people.coach).get(home).content.decode()
    assert title not in page
    assert way(people, body) not in page
    Body.objects.update(state="active")
    assert title not in client.get(home).content.decode()


def test_a_body_without_steps_has_no_founding(people, town):
    body = make(people, state="active")
    assert client_of(people.coordinator).get(way(people, body)).status_code == 404


# ── duties ───────────────────────────────────────────────


def test_the_next_step_waits_for_who_runs_the_body(people, town):
    body = make(people)
    (duty,) = queries.list_duties(people.coordinator)
    assert (duty.kind, duty.due_on) == ("foundings.step", None)
    assert duty.title.startswith("Gründungsschritt 1")
    step = queries.get_step(body, 3)
    actions.plan_step(step=step, due_on=DAY, by=people.coordinator, at=AT)
    (duty,) = queries.list_duties(people.coordinator)
    assert (duty.due_on, duty.url) == (DAY, way(people, body))
    assert queries.list_duties(people.mayor) == []
    assert queries.list_duties(people.other_coordinator) == []


def test_a_member_is_told_of_the_step_that_is_theirs(people):
    with authority_scope(people.town):
        body = make_council(people)
        Body.objects.update(state="planned")
        actions.start_founding(body=body, by=people.coordinator, at=AT)
        step = queries.get_step(body, 2)
        actions.plan_step(step=step, owner=people.mayor, due_on=DAY, by=people.coordinator, at=AT)
    (duty,) = queries.list_duties(people.mayor)
    assert duty.kind == "foundings.step"
    assert client_of(people.mayor).get(duty.url).status_code == 200


def test_duties_ask_as_often_for_300_as_for_3(people, town):
    def count():
        with CaptureQueriesContext(connection) as taken:
            assert queries.list_duties(people.coordinator)
        return len(taken)

    make(people)
    few = count()
    for number in range(300):
        body = make_body(people.town, state="planned", name=f"AG {number}")
        FoundingStep.objects.create(authority=people.town, body=body, step=1)
    assert count() == few
