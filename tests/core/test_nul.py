"""A NUL in an address or a search: nothing is found, and on PostgreSQL nothing breaks."""

import pytest
from tests.people import People, client_of

NOT_THERE = (
    "/k/lindenau/massnahmen/%00/",
    "/k/lindenau/feststellungen/%00/",
    "/k/%00/",
    "/orte/%00/",
    "/orte/lindenau/massnahmen/%00/",
    "/vor%00ort/",
)
SEARCHES = (
    "/k/lindenau/feststellungen/neu/?kind=minutes.item&id=%00",
    "/orte/?suche=%00",
    "/suche/?q=%00",
    "/heute/suche/?q=%00&art=%00",
    "/k/lindenau/partner/?suche=%00",
    "/k/lindenau/partner/?art=%00",
    "/k/lindenau/massnahmen/?suche=%00",
)


@pytest.mark.parametrize("address", NOT_THERE)
def test_nothing_is_there(people: People, address: str) -> None:
    client = client_of(people.coordinator)
    client.raise_request_exception = False
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", SEARCHES)
def test_nothing_is_found(people: People, address: str) -> None:
    client = client_of(people.coordinator)
    client.raise_request_exception = False
    assert client.get(address).status_code == 200
