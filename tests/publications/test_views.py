"""The town's own list of publications: who sees it, who takes something back."""

import pytest
from tests.factories import publications as factory
from tests.people import KINDS, client_of

from vorort.publications.choices import PublicationStatus

pytestmark = pytest.mark.django_db
LIST = "/k/lindenau/veroeffentlichungen/"
SEES = {
    "coordinator",
    "mayor",
    "police",
    "public_order",
    "protection_officer",
    "coach",
    "lpr_consultant",
    "precinct",
}
WITHDRAWS = {"coordinator", "mayor"}


@pytest.fixture
def published(people):
    return factory.make_publication(people.town, by=people.coordinator)


@pytest.mark.parametrize("kind", KINDS)
def test_who_sees_what(people, published, kind):
    client = client_of(getattr(people, kind))
    detail = f"{LIST}{published.public_id}/"
    expected = 200 if kind in SEES else 302 if kind == "anonymous" else 404
    assert client.get(LIST).status_code == expected
    assert client.get(detail).status_code == expected
    ask = 200 if kind in WITHDRAWS else 403 if kind in SEES else expected
    assert client.get(f"{detail}zuruecknahme/").status_code == ask
    done = client.post(f"{detail}zuruecknahme/", {"reason": "Falsch."}).status_code
    published.refresh_from_db()
    if kind in WITHDRAWS:
        assert done == 302
        assert published.status == PublicationStatus.WITHDRAWN
    else:
        assert done == ask
        assert published.status == PublicationStatus.LIVE


def test_another_towns_publication_does_not_exist_here(people):
    other = factory.make_publication(people.other_town)
    client = client_of(people.coordinator)
    assert client.get(f"{LIST}{other.public_id}/").status_code == 404
    done = client.post(f"{LIST}{other.public_id}/zuruecknahme/", {"reason": "x"})
    assert done.status_code == 404
    other.refresh_from_db()
    assert other.status == PublicationStatus.LIVE
    assert "Mühlgrund" not in client.get(LIST).content.decode()


def test_asking_changes_nothing_and_says_what_will_happen(people, published):
    client = client_of(people.mayor)
    page = client.get(f"{LIST}{published.public_id}/zuruecknahme/").content.decode()
    assert "lagebild-lindenau-2025.geojson" in page
    assert "Veröffentlichung zurückziehen" in page
    published.refresh_from_db()
    assert published.status == PublicationStatus.LIVE


def test_without_a_reason_nothing_happens(people, published):
    client = client_of(people.mayor)
    response = client.post(f"{LIST}{published.public_id}/zuruecknahme/", {"reason": " "})
    assert response.status_code == 200
    assert "Bitte begründen Sie die Rücknahme." in response.content.decode()
    published.refresh_from_db()
    assert published.status == PublicationStatus.LIVE


def test_taking_back_twice_is_said(people, published):
    client = client_of(people.mayor)
    address = f"{LIST}{published.public_id}/zuruecknahme/"
    client.post(address, {"reason": "Falsch."})
    page = client.post(address, {"reason": "Falsch."}).content.decode()
    assert "nicht mehr öffentlich" in page
    detail = client.get(f"{LIST}{published.public_id}/").content.decode()
    assert "Falsch." in detail
    assert "Diese Fassung ist nicht mehr öffentlich abrufbar." in detail


def test_the_list_shows_every_version_with_its_state(people, published):
    factory.make_publication(people.town, by=people.coordinator)
    page = client_of(people.coordinator).get(LIST).content.decode()
    assert "/orte/lindenau/lagebild/2025/fassung-1/" in page
    assert "ersetzt" in page
    assert "öffentlich" in page


def test_an_empty_list_says_that_it_is_right_so(people):
    page = client_of(people.coordinator).get(LIST).content.decode()
    assert "Noch nichts veröffentlicht" in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_a_constant_number_of_questions(people, django_assert_max_num_queries, rows):
    for number in range(rows):
        factory.make_publication(people.town, year=1990 + number, by=people.coordinator)
    client = client_of(people.coordinator)
    with django_assert_max_num_queries(14):
        client.get(LIST)
