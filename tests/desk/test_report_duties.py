"""What somebody owes to reports: by state and permission, for many towns at once."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.authorities import make_authority, make_membership
from tests.factories.situation import (
    AT,
    FakeSource,
    from_station,
    make_report,
    release_station,
    station_delivery,
)
from tests.people import People, client_of

from vorort.authorities.choices import Role
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.deliveries import actions as deliveries
from vorort.desk.queries import Owed, list_owed
from vorort.pictures.exports import Drawn
from vorort.situation import actions
from vorort.situation import jobs as situation_jobs
from vorort.situation.choices import ReportState

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=30)


@pytest.fixture
def figures(people: People, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSource]:
    """The last year comes from the station, as a delivery of the town; the others are public."""
    drawn = Drawn(wide="<svg></svg>", narrow="<svg></svg>", pdf="")
    monkeypatch.setattr(situation_jobs, "draw", lambda _figure, **_options: drawn)
    with from_station(people) as source:
        yield source


def test_duties_follow_the_state(people: People, figures: FakeSource) -> None:
    def owed() -> dict[str, set[str]]:
        asked = {
            "coordinator": people.coordinator,
            "police": people.police,
            "mayor": people.mayor,
        }
        return {
            name: {duty.kind for duty in list_owed(person, [people.town])}
            for name, person in asked.items()
        }

    release_station(people)
    report = make_report(people)
    assert owed() == {"coordinator": {"finish"}, "police": set(), "mayor": set()}
    report = actions.send_to_police(report=report, by=people.coordinator, at=LATER)
    assert owed() == {"coordinator": set(), "police": {"release"}, "mayor": set()}
    actions.release_all(report=report, by=people.police, at=LATER)
    assert owed() == {"coordinator": set(), "police": set(), "mayor": {"approve"}}
    report.refresh_from_db()
    actions.approve_report(report=report, by=people.mayor, at=LATER)
    assert owed() == {"coordinator": {"publish"}, "police": set(), "mayor": set()}
    assert list_owed(people.outsider, [people.town]) == []


def test_duties_say_when_and_why(people, figures) -> None:
    def owed(person) -> dict[str, Owed]:
        return {one.kind: one for one in list_owed(person, [people.town])}

    report = make_report(people, ReportState.APPROVED)
    closed = owed(people.coordinator)["closed"]
    assert "nur intern freigegeben" in closed.words
    far = now() + dt.timedelta(days=3)
    release_station(people, until=far)
    assert owed(people.coordinator)["embargo"].due_on == timezone.localdate(far)
    release_station(people)
    assert set(owed(people.coordinator)) == {"publish"}
    deliveries.revoke(
        delivery=station_delivery(), kind="at_once", reason="falsch", by=people.police, at=LATER
    )
    assert set(owed(people.coordinator)) == {"recompute"}
    assert report.sources.filter(delivery=station_delivery()).exists()


def test_what_had_to_go_is_a_duty_until_somebody_has_read_it(people, figures) -> None:
    release_station(people)
    report = make_report(people, ReportState.PUBLISHED)
    deliveries.revoke(
        delivery=station_delivery(), kind="at_once", reason="falsch", by=people.police, at=LATER
    )
    (duty,) = list_owed(people.coordinator, [people.town])
    assert duty.kind == "withdrawn"
    client = client_of(people.coordinator)
    assert client.post(f"/k/lindenau/lagebilder/{report.public_id}/kenntnis/").status_code == 302
    assert list_owed(people.coordinator, [people.town]) == []


def test_duties_of_many_towns_cost_the_same(people, figures) -> None:
    release_station(people)
    report = make_report(people, ReportState.WITH_POLICE)

    def count(authorities) -> int:
        with CaptureQueriesContext(connection) as caught:
            list_owed(people.precinct, authorities)
        return len(caught)

    few = count([people.town])
    towns = [people.town]
    for number in range(30):
        town = make_authority(f"Ort {number}", slug=f"ort{number}")
        make_membership(people.precinct, town, Role.POLICE)
        report.pk, report.public_id, report.authority = None, f"kopie{number}", town
        with authority_scope(town):
            report.save(force_insert=True)
        towns.append(town)
    assert len(towns) == 31
    assert count(towns) == few
    assert few <= 6
