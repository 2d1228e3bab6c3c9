"""The mask over HTTP: what a coordinator does on Monday, without scripts."""

import pytest
from django.test import Client

from tests.factories.records import BLOCK
from tests.people import People, client_of
from vorort.deliveries.models import Delivery
from vorort.figures import queries as figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people: People) -> Client:
    return client_of(people.coordinator)


def address(people: People, kind: str = "polizeistatistik") -> str:
    return f"/k/{people.town.slug}/eigene-zahlen/{kind}/"


def typed(**more: str) -> dict[str, object]:
    """What a browser sends from an untouched mask, and what was typed."""
    return {
        "years": ["2021", "2022", "2023", "2024", "2025"],
        "rows": ["residents", "------", "****00", "435*00"],
        "source": "Kriminalitätsatlas 2025",
        "terms": "public",
        "do": "save",
        **more,
    }


def test_paste_and_save_in_one_step(people: People, client: Client) -> None:
    response = client.post(address(people), typed(paste=BLOCK))
    delivery = Delivery.objects.get()
    assert response.status_code == 302
    assert response["Location"].endswith(f"/lieferungen/{delivery.public_id}/")
    assert (delivery.status, delivery.year, delivery.for_authority) == (
        "stored",
        2025,
        people.town,
    )
    series = figures.read_series(
        area_keys=[people.town.area_key], codes=["435*00"], years=[2025], viewer=people.town
    )
    one = series[people.town.area_key, "435*00"]
    assert one.values[0].cases == 3
    assert one.bases[0] is not None
    assert one.bases[0].population == 4012
    page = client.get(response["Location"]).content.decode()
    assert "Eingabe von Hand" in page
