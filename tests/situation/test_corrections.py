"""A published report is corrected in the open: what changed, when, why, old and new value."""

import datetime as dt
import json

import pymupdf
import pytest
from tests.factories.situation import (
    AT,
    FakeSource,
    advance,
    make_report,
    registered,
    town_figures,
)
from tests.people import client_of

from vorort.audit.models import Event
from vorort.core import jobs
from vorort.core.scopes import authority_scope
from vorort.desk.queries import list_owed
from vorort.pictures.exports import Drawn
from vorort.publications.models import Representation
from vorort.situation import actions, queries
from vorort.situation import jobs as situation_jobs
from vorort.situation.choices import PoliceState, ReportState
from vorort.situation.models import Report

pytestmark = pytest.mark.django_db

PAGE = "/orte/lindenau/lagebild/2025/"
LATER = AT + dt.timedelta(days=9)
REASON = "Bei den Fahrraddiebstählen 2019 stand ein Zahlendreher."
BIKES = "***300"


@pytest.fixture
def source(people, monkeypatch):
    drawn = Drawn(wide="<svg></svg>", narrow="<svg></svg>", pdf="")
    monkeypatch.setattr(situation_jobs, "draw", lambda _figure, **_options: drawn)
    made = town_figures(people.town.area_key)
    with registered(made), authority_scope(people.town):
        yield made


def correct(people, report: Report, reason: str = REASON) -> Report:
    made = actions.start_new_version(
        report=report, by=people.coordinator, at=LATER, correction=reason
    )
    jobs.run_waiting()
    made.refresh_from_db()
    return made


def change(people, source: FakeSource, year: int, count: int) -> None:
    source.counts[people.town.area_key, BIKES][year] = count


def publish(people, report: Report) -> None:
    actions.start_publication(report=report, by=people.coordinator, at=LATER)
    jobs.run_waiting()
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED


def test_a_small_correction_asks_the_police_and_tells_the_mayor(people, source, client) -> None:
    first = make_report(people, ReportState.PUBLISHED)
    assert source.counts[people.town.area_key, BIKES][2019] == 22
    change(people, source, 2019, 23)
    second = correct(people, first)
    waiting = second.figures.filter(police_state=PoliceState.OPEN)
    assert {one.code for one in waiting} == {BIKES}
    second = actions.send_to_police(report=second, by=people.coordinator, at=LATER)
    actions.release_all(report=second, by=people.police, at=LATER)
    second.refresh_from_db()
    found = queries.compare(first, second)
    assert [(one.place, one.old[:2], one.new[:2]) for one in found.changes] == [
        ("2019", "22", "23")
    ]
    assert not found.weighty
    second = actions.approve_correction(report=second, by=people.coordinator, at=LATER)
    assert second.approved_short
    publish(people, second)

    body = client.get(PAGE).content.decode()
    assert REASON in body
    assert "Fassung 2 ersetzt Fassung 1" in body
    assert 'href="/orte/lindenau/lagebild/2025/fassung-1/"' in body
    data = json.loads(client.get(f"{PAGE}lagebild-lindenau-2025.json").content)
    (note,) = data["corrections"]
    assert (note["version"], note["replaces_version"], note["reason"]) == (2, 1, REASON)
    assert note["changes"][0]["place"] == "2019"
    pdf = Representation.objects.get(publication=second.publication, format="pdf")
    with pymupdf.open(stream=bytes(pdf.content), filetype="pdf") as opened:
        words = " ".join(page.get_text() for page in opened)
    assert "Zahlendreher" in words
    feed = client.get("/veroeffentlichungen.atom").content.decode()
    assert "(berichtigt)" in feed
    assert REASON in feed
    old = client.get(f"{PAGE}fassung-1/")
    assert old.status_code == 200
    assert "durch eine neuere ersetzt" in old.content.decode()

    (duty,) = list_owed(people.mayor, [people.town])
    assert duty.kind == "note"
    answer = client_of(people.mayor).post(f"/k/lindenau/lagebilder/{second.public_id}/kenntnis/")
    assert answer.status_code == 302
    assert list_owed(people.mayor, [people.town]) == []
    assert Event.objects.filter(verb="situation.correction_noted").count() == 1


def test_a_correction_that_changes_a_verdict_goes_to_the_mayor(people, source) -> None:
    first = make_report(people, ReportState.PUBLISHED)
    change(people, source, 2025, 21)
    second = correct(people, first)
    second = advance(people, second, ReportState.POLICE_DONE, at=LATER)
    assert queries.compare(first, second).weighty
    with pytest.raises(actions.NeedsMayor):
        actions.approve_correction(report=second, by=people.coordinator, at=LATER)
    second = actions.approve_report(report=second, by=people.mayor, at=LATER)
    assert not second.approved_short


def test_an_operator_may_ask_the_mayor_always(people, source, settings) -> None:
    settings.CORRECTION_APPROVAL = "approve"
    second = correct(people, make_report(people, ReportState.PUBLISHED))
    second = advance(people, second, ReportState.POLICE_DONE, at=LATER)
    with pytest.raises(actions.NeedsMayor):
        actions.approve_correction(report=second, by=people.coordinator, at=LATER)


def test_only_a_text_needs_no_police(people, source) -> None:
    first = make_report(people, ReportState.PUBLISHED)
    second = correct(people, first, "Der Ort der Beratung war falsch.")
    section = queries.list_sections(second)[0]
    actions.edit_section(
        section=section, text="Neu.", state="done", revision=section.revision,
        by=people.coordinator, at=LATER,
    )  # fmt: skip
    second = actions.send_to_police(report=second, by=people.coordinator, at=LATER)
    assert second.state == ReportState.POLICE_DONE
    found = queries.compare(first, second)
    assert [one.place for one in found.changes] == ["Text"]
    second = actions.approve_correction(report=second, by=people.coordinator, at=LATER)
    assert second.state == ReportState.APPROVED


def test_the_chain_goes_back_to_the_first(people, source, client) -> None:
    report = make_report(people, ReportState.PUBLISHED)
    for count in (23, 24):
        change(people, source, 2019, count)
        report = correct(people, report, f"Jetzt {count} Fälle im Jahr 2019.")
        report = advance(people, report, ReportState.POLICE_DONE, at=LATER)
        report = actions.approve_correction(report=report, by=people.coordinator, at=LATER)
        publish(people, report)
    body = client.get(PAGE).content.decode()
    assert "Fassung 3 ersetzt Fassung 2" in body
    assert "Fassung 2 ersetzt Fassung 1" in body
    assert "Jetzt 23 Fälle" in body
    for number in (1, 2):
        assert client.get(f"{PAGE}fassung-{number}/").status_code == 200


def test_no_correction_names_what_is_hidden(people, source) -> None:
    """A count that is hidden in the new version is called so, never given."""
    first = make_report(people, ReportState.PUBLISHED)
    second = correct(people, first)
    figure = second.figures.get(kind="series", code=BIKES)
    payload = figure.payload
    payload["points"][3] |= {"hidden": True, "cases": None, "rate": None}
    figure.payload = payload
    figure.save()
    (found,) = queries.compare(first, second).changes
    assert found.new == "verborgen"


def test_a_page_asks_for_the_reason(people, source) -> None:
    report = make_report(people, ReportState.PUBLISHED)
    client = client_of(people.coordinator)
    url = f"/k/lindenau/lagebilder/{report.public_id}/berichtigen/"
    answer = client.post(url, {"reason": " "})
    assert "Bitte sagen Sie, was berichtigt wird." in answer.content.decode()
    assert client.post(url, {"reason": REASON}).status_code == 302
    jobs.run_waiting()
    made = Report.objects.get(corrects=report)
    body = client.get(f"/k/lindenau/lagebilder/{made.public_id}/").content.decode()
    assert REASON in body


def test_a_failed_computation_is_said_in_the_editor(people, source) -> None:
    report = make_report(people)
    source.counts.clear()
    actions.recompute(report=report, by=people.coordinator, at=LATER)
    jobs.run_waiting()
    body = (
        client_of(people.coordinator)
        .get(f"/k/lindenau/lagebilder/{report.public_id}/")
        .content.decode()
    )
    assert "Die letzte Aufgabe ist gescheitert" in body
    assert "liegen für 2025 keine Zahlen vor" in body
