"""An incident: terms by the hour, reports for two offices, known to few."""

import datetime as dt
import json
import subprocess

import pytest
from django.urls import reverse

from tests.factories.rights import AT, incident_values, make_incident
from tests.people import People, client_of
from vorort.accounts.models import Person
from vorort.audit.models import Event
from vorort.breaches import actions
from vorort.breaches.choices import IncidentState, ReportStep, Risk
from vorort.breaches.models import Incident
from vorort.breaches.rules import open_steps, steps_owed
from vorort.core.scopes import authority_scope, platform_scope
from vorort.desk.queries.duties import list_duties


def test_the_terms_count_from_noticing(people: People) -> None:
    incident = make_incident(people)
    assert steps_owed(incident) == {
        ReportStep.CERT_FIRST: AT + dt.timedelta(hours=24),
        ReportStep.CERT_FULL: AT + dt.timedelta(hours=72),
        ReportStep.SUPERVISOR: AT + dt.timedelta(hours=72),
    }


@pytest.mark.parametrize(
    ("security", "personal", "risk", "steps"),
    [
        (True, False, Risk.UNKNOWN, {"cert_first", "cert_full"}),
        (False, True, Risk.UNKNOWN, {"supervisor"}),
        (False, True, Risk.NONE, set()),
        (False, True, Risk.RISK, {"supervisor"}),
        (False, True, Risk.HIGH, {"supervisor", "people"}),
        (True, True, Risk.HIGH, {"cert_first", "cert_full", "supervisor", "people"}),
    ],
)
def test_what_is_owed_follows_from_kind_and_risk(people, security, personal, risk, steps) -> None:
    incident = make_incident(people, is_security=security, is_personal=personal, risk=risk)
    assert {step.value for step in steps_owed(incident)} == steps


def test_the_terms_are_duties_of_those_who_may_know(people: People) -> None:
    incident = make_incident(people)
    told = {
        kind: {duty.kind: duty.due_on for duty in list_duties(person)}
        for kind, person in people.by_kind().items()
        if isinstance(person, Person)
    }
    who = {kind for kind, duties in told.items() if "breaches.cert_first" in duties}
    assert who == {"coordinator", "mayor", "protection_officer"}
    assert told["mayor"]["breaches.cert_first"] == dt.date(2026, 11, 24)
    assert told["mayor"]["breaches.supervisor"] == dt.date(2026, 11, 26)
    with authority_scope(people.town):
        actions.mark_told(
            incident=incident, step=ReportStep.CERT_FIRST, at=AT, by=people.coordinator
        )
    assert "breaches.cert_first" not in {duty.kind for duty in list_duties(people.mayor)}


def test_what_was_not_told_needs_a_reason(people: People) -> None:
    incident = make_incident(people)
    with authority_scope(people.town):
        with pytest.raises(actions.NotReady):
            actions.close_incident(incident=incident, at=AT, by=people.coordinator)
        changed = actions.change_incident(
            incident=incident, by=people.coordinator, **incident_values(reason="Nur Telefonliste")
        )
        closed = actions.close_incident(incident=changed, at=AT, by=people.coordinator)
        assert closed.state == IncidentState.CLOSED
        with pytest.raises(actions.IncidentClosed):
            actions.change_incident(
                incident=closed, by=people.coordinator, **incident_values(title="anders")
            )
    assert open_steps(closed) == {}


def test_a_risk_not_judged_keeps_it_open(people: People) -> None:
    incident = make_incident(people, risk=Risk.UNKNOWN, reason="später")
    with authority_scope(people.town), pytest.raises(actions.NotReady):
        actions.close_incident(incident=incident, at=AT, by=people.coordinator)


def test_the_log_has_the_deed_and_not_the_story(people: People) -> None:
    incident = make_incident(people, title="Laptop von Paul", description="Paul hat ihn verloren")
    with authority_scope(people.town):
        actions.change_incident(
            incident=incident, by=people.coordinator, **incident_values(title="Laptop")
        )
    told = json.dumps(
        list(
            Event.objects.filter(verb__startswith="breaches.incident").values(
                "object_label", "after"
            )
        )
    )
    assert "Laptop" not in told
    assert "Paul" not in told


def test_the_report_reads_back_as_pdf_and_json(people: People, tmp_path) -> None:
    incident = make_incident(people)
    client = client_of(people.protection_officer)
    args = [people.town.slug, incident.public_id]
    pdf = client.get(reverse("breaches:incident_pdf", args=args))
    assert pdf["Content-Type"] == "application/pdf"
    path = tmp_path / "meldung.pdf"
    path.write_bytes(pdf.content)
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    for words in (
        "Notizbuch verloren",
        "24.11.2026, 13:00 Uhr",
        "Telefonnummern",
        "Vorfall erfasst",
    ):
        assert words in text
    data = json.loads(client.get(reverse("breaches:incident_json", args=args)).content)
    assert data["reports"][0] == {
        "step": "cert_first", "due_at": "2026-11-24T12:00:00+00:00", "told_at": None,
    }  # fmt: skip
    assert next(entry["verb"] for entry in data["log"]) == "breaches.incident_recorded"
    assert data["people_count"] == 12
    assert "Dora" in data["protection_officer"]


def test_an_incident_through_the_pages(people: People) -> None:
    client = client_of(people.coordinator)
    slug = people.town.slug
    new = reverse("breaches:incident_new", args=[slug])
    empty = client.post(new, {"title": "", "noticed_at": "2099-01-01T10:00"})
    assert empty.status_code == 422
    assert "liegt in der Zukunft" in empty.content.decode()
    answer = client.post(
        new,
        {"title": "Fremder Zugriff", "noticed_at": "2026-11-22T10:00", "risk": "unknown",
         "description": "Anmeldung von unbekanntem Gerät", "is_security": "on"},
    )  # fmt: skip
    assert answer.status_code == 302
    with platform_scope("a test looks"):
        incident = Incident.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert "Frist: 23.11.2026, 10:00\u00a0Uhr" in page
    args = [slug, incident.public_id]
    told = reverse("breaches:incident_told", args=args)
    assert client.post(told, {"step": "nonsense"}).status_code == 404
    for step in ("cert_first", "cert_full"):
        client.post(told, {"step": step})
    assert client.post(reverse("breaches:incident_close", args=args)).status_code == 302
    with platform_scope("a test looks"):
        incident.refresh_from_db()
    assert incident.state == IncidentState.CLOSED
    assert client.get(reverse("breaches:incident", args=args)).status_code == 200
