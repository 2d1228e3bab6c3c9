"""What a sender allows decides what becomes public: level, embargo, revocation."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from tests.factories.situation import (
    AT,
    advance,
    from_station,
    make_report,
    release_station,
    station_delivery,
)
from tests.people import client_of

from vorort.core import jobs
from vorort.deliveries import actions as deliveries
from vorort.deliveries.choices import ReleaseLevel, RevocationKind
from vorort.pictures.exports import Drawn
from vorort.publications.models import Publication, PublicationSource
from vorort.situation import actions
from vorort.situation import jobs as situation_jobs
from vorort.situation.choices import ReportState
from vorort.situation.models import Report

pytestmark = pytest.mark.django_db

PAGE = "/orte/lindenau/lagebild/2025/"
LATER = AT + dt.timedelta(days=30)


@pytest.fixture
def figures(people, monkeypatch):
    """The last year comes from the station, as a delivery of the town; the others are public."""
    drawn = Drawn(wide="<svg></svg>", narrow="<svg></svg>", pdf="")
    monkeypatch.setattr(situation_jobs, "draw", lambda _figure, **_options: drawn)
    with from_station(people):
        yield


def publish(people, report: Report, *, at: dt.datetime = AT, **how: bool) -> None:
    actions.start_publication(report=report, by=people.coordinator, at=at, **how)
    jobs.run_waiting()
    report.refresh_from_db()


def test_an_internal_delivery_is_no_report(people, figures) -> None:
    report = make_report(people, ReportState.APPROVED)
    with pytest.raises(actions.NothingReleased) as refused:
        publish(people, report)
    assert "„Erfundene Statistik 2025“ ist nur intern freigegeben." in refused.value.message
    release_station(people, ReleaseLevel.CORE)
    with pytest.raises(actions.NothingReleased, match="nur für die Kerngruppe"):
        publish(people, report)
    release_station(people)
    publish(people, report)
    assert report.state == ReportState.PUBLISHED
    sources = PublicationSource.objects.filter(publication=report.publication)
    assert {one.delivery for one in sources} == {f"d{year}" for year in range(2016, 2026)}


def test_an_embargo_ends_by_itself(people, figures) -> None:
    report = make_report(people, ReportState.APPROVED)
    release_station(people, until=LATER)
    with pytest.raises(actions.NothingReleased, match=r"gesperrt bis 11\.07\.2026"):
        publish(people, report)
    actions.start_publication(
        report=report, by=people.coordinator, at=LATER + dt.timedelta(minutes=1)
    )


def test_one_figure_that_is_held_back_is_named(people, figures) -> None:
    """Only one series rests on the station's delivery; the rest may go without it."""
    release_station(people)
    report = make_report(people, ReportState.APPROVED)
    closed = report.figures.get(kind="series", code="674000")
    others = report.figures.exclude(pk=closed.pk)
    for one in others:
        one.rests_on = [each for each in one.rests_on if each != "d2025"]
        one.save()
    Report.objects.filter(pk=report.pk).update(
        data_version={**report.data_version, "rests_on": {"population": ["d2025"]}}
    )
    report.refresh_from_db()
    release_station(people, ReleaseLevel.CORE)
    with pytest.raises(actions.FiguresWithheld) as refused:
        publish(people, report)
    assert f"Abbildung {closed.number}, {closed.title}" in refused.value.message
    assert refused.value.details == {"figures": [closed.number]}
    publish(people, report, leave_out=True)
    assert report.state == ReportState.PUBLISHED
    payload = report.publication.payload
    assert closed.code not in {one["offence_key"] for one in payload["series"]}
    assert payload["population"] is None
    assert all(line["delivery"] != "d2025" for line in payload["sources"])


def test_the_database_refuses_what_is_held_back(people, figures) -> None:
    release_station(people)
    report = make_report(people, ReportState.PUBLISHED)
    closed = {"label": "x", "published_at": AT, "delivery": "x", "publication": report.publication}
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationSource.objects.create(**closed, level="core")
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationSource.objects.create(**closed, level="public", embargo_until=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=report.publication_id).update(release_passed=False)


def test_a_revocation_at_once_takes_the_page_away(people, figures, client) -> None:
    release_station(people)
    report = make_report(people, ReportState.PUBLISHED)
    assert client.get(PAGE).status_code == 200
    deliveries.revoke(
        delivery=station_delivery(),
        kind=RevocationKind.AT_ONCE,
        reason="Zwei Fälle sind falsch zugeordnet.",
        by=people.police,
        at=LATER,
    )
    gone = client.get(PAGE)
    assert gone.status_code == 410
    assert "Zahlen zurückgerufen" in gone.content.decode()
    # The sender's reason is for those who work with the figures.
    assert "falsch zugeordnet" not in gone.content.decode()
    assert client.get(f"{PAGE}lagebild-lindenau-2025.json").status_code == 410
    report.refresh_from_db()
    assert report.state == ReportState.WITHDRAWN
    assert report.publication.payload["series"]


def test_a_revocation_for_correction_marks_the_page(people, figures, client) -> None:
    release_station(people)
    report = make_report(people, ReportState.PUBLISHED)
    deliveries.revoke(
        delivery=station_delivery(),
        kind=RevocationKind.CORRECTED,
        reason="Zahlendreher",
        by=people.police,
        at=LATER,
    )
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Eine berichtigte Fassung folgt." in page.content.decode()
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED


def test_a_draft_that_rests_on_revoked_figures_says_so(people, figures, client) -> None:
    release_station(people)
    report = make_report(people, ReportState.APPROVED)
    deliveries.revoke(
        delivery=station_delivery(), kind="at_once", reason="falsch", by=people.police, at=LATER
    )
    with pytest.raises(actions.NothingReleased, match="widerrufen"):
        publish(people, report)
    client.force_login(people.coordinator, backend="django.contrib.auth.backends.ModelBackend")
    body = client.get(f"/k/lindenau/lagebilder/{report.public_id}/").content.decode()
    assert "widerrufen" in body


def test_what_the_next_gate_must_know_is_kept(people, figures) -> None:
    """True counts stay with the report; the publication has only what everybody sees."""
    release_station(people)
    report = make_report(people, ReportState.PUBLISHED)
    table = {(c["code"], c["year"]): c for c in report.gate["table"]}
    assert table["------", 2025]["status"] == "published"
    assert "table" not in report.publication.gate
    assert "counts" not in report.publication.gate
    newer = actions.start_new_version(report=report, by=people.coordinator, at=LATER)
    jobs.run_waiting()
    newer.refresh_from_db()
    assert newer.gate["against"] == [report.publication.public_id]
    Report.objects.filter(pk=newer.pk).update(gate={**newer.gate, "against": []})
    newer = advance(people, newer, ReportState.APPROVED, at=LATER)
    publish(people, newer, at=LATER)
    assert newer.state == ReportState.APPROVED


def test_who_sees_figures_that_are_held_back(people, figures) -> None:
    """Editors see all with a mark, the mayor those of the core group, the coach what is public."""
    report = make_report(people, ReportState.WITH_POLICE)
    number = "468"
    pages = [
        f"/k/lindenau/lagebilder/{report.public_id}/{page}"
        for page in ("", "polizei/", "vorschau/", "freigabe/")
    ]

    def seen(person) -> set[str]:
        client = client_of(person)
        return {
            url
            for url in pages
            if f"<td>{number}</td>" in client.get(url, follow=True).content.decode()
            or f"{number} Straftaten" in client.get(url, follow=True).content.decode()
        }

    assert seen(people.coordinator)
    assert seen(people.police)
    assert not seen(people.mayor)
    assert not seen(people.coach)
    body = client_of(people.police).get(pages[1]).content.decode()
    assert "kommt nicht nach außen" in body
    assert "ist nur intern freigegeben" in body
    release_station(people, ReleaseLevel.CORE)
    assert seen(people.mayor)
    assert not seen(people.coach)
    release_station(people)
    assert seen(people.coach)


def test_a_figure_somebody_may_not_see_does_not_exist(people, figures) -> None:
    report = make_report(people, ReportState.WITH_POLICE)
    figure = report.figures.order_by("number").first()
    actions.remark(report=report, text="GEHEIM-4712", figure=figure, by=people.police, at=AT)
    page = f"/k/lindenau/lagebilder/{report.public_id}/?abschnitt={figure.section.public_id}"
    assert "GEHEIM-4712" in client_of(people.coordinator).get(page).content.decode()
    assert "GEHEIM-4712" not in client_of(people.coach).get(page).content.decode()
    listed = client_of(people.coach).get("/k/lindenau/lagebilder/").content.decode()
    assert f"{report.figures.count()} offen" not in listed
