"""Publish, supersede, withdraw."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from tests.factories import publications as factory

from vorort.audit.models import Event
from vorort.publications import actions, queries
from vorort.publications.actions import publishing
from vorort.publications.choices import Format, NewRepresentation, PublicationStatus
from vorort.publications.models import Publication

pytestmark = pytest.mark.django_db
LATER = factory.AT + dt.timedelta(days=9)
PAGE = "/orte/lindenau/lagebild/2025/"


def test_publishing_makes_a_live_first_version_with_an_event(people):
    made = factory.make_publication(people.town, by=people.coordinator)
    assert (made.version, made.status) == (1, PublicationStatus.LIVE)
    assert made.published_by == "Koordination Prävention"
    assert made.representations.count() == 6
    event = Event.objects.get(verb="publications.published")
    assert event.authority_id == people.town.pk
    assert event.after["formats"] == ["html", "pdf", "csv", "xlsx", "json", "geojson"]
    assert event.occurred_at == factory.AT


@pytest.mark.parametrize(
    "gate", [{}, {"passed": False, "hidden": []}, {"passed": "yes", "hidden": []}, {"passed": True}]
)
def test_nothing_is_public_before_the_gate(people, gate):
    with pytest.raises(actions.GateNotPassed):
        actions.publish(
            authority=people.town,
            kind="situation_report",
            area_key="1",
            period=2025,
            title="x",
            summary="",
            payload={},
            representations=factory.new_representations(people.town, 2025),
            sources=[],
            gate=gate,
            origin_kind="x",
            origin_id="x",
            by=people.coordinator,
            at=factory.AT,
        )
    assert not Publication.objects.exists()


def test_the_database_itself_refuses_what_has_not_passed(people):
    made = factory.make_publication(people.town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=made.pk).update(gate_passed=False)


def test_the_database_allows_one_live_version_only(people):
    made = factory.make_publication(people.town)
    factory.make_publication(people.town, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=made.pk).update(status=PublicationStatus.LIVE)


@pytest.mark.parametrize(
    "paths",
    [
        ["/orte/muehlgrund/lagebild/2025/"],
        ["/orte/lindenau/../x/"],
        ["/heute/"],
        ["/orte/lindenau/"],
        ["/orte/lindenau/lagebild/2025"],
        [],
        [PAGE, "/orte/lindenau/anderswo.csv"],
        [PAGE, f"{PAGE}a b.csv"],
        [PAGE, f"{PAGE}a.csv", f"{PAGE}a.csv"],
        [PAGE, PAGE],
    ],
)
def test_addresses_stay_on_the_towns_own_pages(people, paths):
    new = [
        NewRepresentation(Format.HTML if path.endswith("/") or i == 0 else Format.CSV, path, b"x")
        for i, path in enumerate(paths)
    ]
    with pytest.raises(actions.WrongAddress):
        factory.make_publication(people.town, representations=new)
    assert not Publication.objects.exists()


def test_a_second_version_supersedes_and_the_first_stays_readable(people):
    first = factory.make_publication(people.town, text="alte Worte")
    second = factory.make_publication(people.town, text="neue Worte", at=LATER)
    first.refresh_from_db()
    assert second.version == 2
    assert (first.status, first.superseded_at) == (PublicationStatus.SUPERSEDED, LATER)
    assert [each.path for each in queries.list_representations(first)][:3] == [
        f"{PAGE}fassung-1/",
        f"{PAGE}fassung-1/lagebild-lindenau-2025.pdf",
        f"{PAGE}fassung-1/lagebild-lindenau-2025.csv",
    ]
    assert list(queries.earlier_versions(second)) == [first.representations.get(format=Format.HTML)]
    assert queries.get_live(authority=people.town, kind="situation_report") == second
    assert Event.objects.filter(verb="publications.superseded").count() == 1


def test_a_first_version_that_must_not_stay_has_no_address(people):
    first = factory.make_publication(people.town)
    second = factory.make_publication(people.town, at=LATER, keep_previous=False)
    assert not queries.list_representations(first).exists()
    assert not queries.earlier_versions(second).exists()


def test_other_years_and_towns_are_untouched(people):
    other_year = factory.make_publication(people.town, year=2024)
    neighbour = factory.make_publication(people.other_town)
    factory.make_publication(people.town)
    factory.make_publication(people.town, at=LATER)
    for each in (other_year, neighbour):
        each.refresh_from_db()
        assert (each.status, each.version) == (PublicationStatus.LIVE, 1)


def test_withdrawing_says_why_and_takes_earlier_versions_along(people):
    first = factory.make_publication(people.town)
    second = factory.make_publication(people.town, at=LATER)
    actions.withdraw(publication=second, reason=" Falsche Tabelle ", by=people.mayor, at=LATER)
    first.refresh_from_db()
    assert second.status == first.status == PublicationStatus.WITHDRAWN
    assert second.reason == "Falsche Tabelle"
    assert second.withdrawn_by == "Bürgermeisterin oder Bürgermeister"
    assert not queries.list_live().exists()
    assert Event.objects.filter(verb="publications.withdrawn").count() == 2


def test_a_withdrawal_needs_a_reason_and_something_live(people):
    made = factory.make_publication(people.town)
    with pytest.raises(actions.ReasonMissing):
        actions.withdraw(publication=made, reason="  ", by=people.mayor, at=LATER)
    actions.withdraw(publication=made, reason="x", by=people.mayor, at=LATER)
    with pytest.raises(actions.NotLive):
        actions.withdraw(publication=made, reason="x", by=people.mayor, at=LATER)


def test_after_a_withdrawal_a_corrected_version_takes_the_address(people):
    first = factory.make_publication(people.town)
    factory.make_publication(people.town, at=LATER)
    live = queries.get_live(authority=people.town, kind="situation_report", period=2025)
    actions.withdraw(publication=live, reason="x", by=people.mayor, at=LATER)
    third = factory.make_publication(people.town, at=LATER)
    assert third.version == 3
    assert queries.find_stored(PAGE).status == PublicationStatus.LIVE
    gone = queries.find_stored(f"{PAGE}fassung-1/")
    assert gone.serving == "gone"
    first.refresh_from_db()
    assert first.status == PublicationStatus.WITHDRAWN


def test_a_failure_on_the_way_publishes_nothing(people, monkeypatch):
    monkeypatch.setattr(publishing, "record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        factory.make_publication(people.town)
    assert not Publication.objects.exists()


def test_an_actor_without_a_role_is_named_by_what_it_is(people):
    assert factory.make_publication(people.town, by=people.system).published_by == "Plattform"
    other = factory.make_publication(people.town, by=people.outsider, at=LATER)
    assert other.published_by == "Verwaltung"
