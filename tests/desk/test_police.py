"""The page of an officer of many towns."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.authorities import make_authority, make_membership
from tests.factories.deliveries import make_delivery
from tests.factories.situation import ReportState, make_report, registered, town_figures
from tests.people import client_of

from vorort.authorities.choices import Role
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.deliveries.actions import set_release
from vorort.desk.queries.police import get_police_desk, list_police_towns
from vorort.pictures.exports import Drawn
from vorort.situation import jobs as situation_jobs

pytestmark = pytest.mark.django_db
URL = "/heute/polizei/"


@pytest.fixture
def report(people, monkeypatch):
    drawn = Drawn(wide="<svg></svg>", narrow="<svg></svg>", pdf="")
    monkeypatch.setattr(situation_jobs, "draw", lambda _figure, **_options: drawn)
    with registered(town_figures(people.town.area_key)), authority_scope(people.town):
        yield make_report(people, ReportState.WITH_POLICE)


def test_it_shows_what_waits_and_what_was_made(people, report) -> None:
    own = make_delivery(name="station.csv", for_authority=people.town, by=people.police)
    make_delivery(name="koordination.csv", for_authority=people.town, by=people.coordinator)
    make_delivery(name="muehlgrund.csv", for_authority=people.other_town, by=people.precinct)
    body = client_of(people.precinct).get(URL).content.decode()
    assert reverse("situation:police", args=["lindenau", report.public_id]) in body
    # A colleague's delivery is released and revoked by everybody of the station.
    assert reverse("deliveries:release", args=["lindenau", own.public_id]) in body
    assert reverse("deliveries:revoke", args=["lindenau", own.public_id]) in body
    assert "koordination.csv" in body
    assert "muehlgrund.csv" in body
    assert reverse("evidence:new", args=["muehlgrund"]) in body
    assert "intern" in body
    one = client_of(people.precinct).get(f"{URL}?ort=muehlgrund").content.decode()
    assert "muehlgrund.csv" in one
    assert "station.csv" not in one


def test_what_the_coordinator_handed_in_is_hers(people, report) -> None:
    hers = make_delivery(name="k.csv", for_authority=people.town, by=people.coordinator)
    desk = get_police_desk(people.police, list_police_towns(people.police), at=now())
    (row,) = [row for row in desk.deliveries if row.delivery.pk == hers.pk]
    assert (row.release_url, row.revoke_url) == ("", "")


def test_only_who_releases_figures_has_it(people) -> None:
    for person in (people.coordinator, people.mayor, people.coach, people.outsider):
        assert client_of(person).get(URL).status_code == 404
        assert URL not in client_of(person).get("/heute/").content.decode()
    assert URL in client_of(people.precinct).get("/heute/").content.decode()


def test_thirty_towns_cost_as_many_queries_as_two(people, report) -> None:
    client = client_of(people.precinct)

    def count() -> int:
        client.get(URL)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(URL).status_code == 200
        return len(caught)

    make_delivery(for_authority=people.town, by=people.police)
    make_delivery(for_authority=people.other_town, by=people.precinct)
    few = count()
    report.state = "draft"
    for number in range(28):
        town = make_authority(f"Ort {number:02}", slug=f"ort{number}")
        make_membership(people.precinct, town, Role.POLICE)
        make_delivery(for_authority=town, by=people.precinct)
        report.pk, report.public_id, report.authority = None, f"kopie{number}", town
        with authority_scope(town):
            report.save(force_insert=True)
    body = client.get(URL).content.decode()
    assert "Ort 27" in body
    assert count() == few


def test_a_word_of_the_station_settles_the_duty(people) -> None:
    from vorort.deliveries.queries import list_duties

    own = make_delivery(name="station.csv", for_authority=people.town, by=people.police)
    (duty,) = list_duties(people.precinct)
    assert duty.kind == "deliveries.release"
    assert duty.url == reverse("deliveries:release", args=["lindenau", own.public_id])
    assert list_duties(people.coordinator) == []
    set_release(delivery=own, level="internal", by=people.police, at=now())
    assert list_duties(people.precinct) == []
