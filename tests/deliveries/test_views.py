"""Pages of deliveries: who sees them, and what can be done there."""

import pytest
from tests.factories.deliveries import make_delivery
from tests.people import People, client_of

from vorort.deliveries.actions import QuarantineNote
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.exports import safe_cell

NOTES = [QuarantineNote(17, "=1+1;x", "key", "„x“ ist kein Straftatenschlüssel.")]


def address(people: People, *parts: str) -> str:
    return "/".join(["", "k", people.town.slug, "lieferungen", *parts, ""])


def test_the_list_names_origin_and_state(people: People) -> None:
    make_delivery(name="amtlich_2022.csv")
    make_delivery(DeliveryStatus.REJECTED, name="eigen_2022.csv", for_authority=people.town)
    make_delivery(name="fremd_2022.csv", for_authority=people.other_town)
    body = client_of(people.coach).get(address(people)).content.decode()
    assert "amtlich_2022.csv" in body
    assert "eigen_2022.csv" in body
    assert "abgelehnt" in body
    assert "fremd_2022.csv" not in body
    assert "Polizeitabelle einlesen" not in body
    assert (
        "Polizeitabelle einlesen"
        in client_of(people.coordinator).get(address(people)).content.decode()
    )


def test_an_empty_list_says_so(people: People) -> None:
    assert "Noch keine Lieferung" in client_of(people.coach).get(address(people)).content.decode()


def test_the_list_runs_a_constant_number_of_queries(
    people: People, django_assert_max_num_queries
) -> None:
    client = client_of(people.coordinator)
    make_delivery(for_authority=people.town)
    client.get(address(people))
    for _ in range(20):
        make_delivery(for_authority=people.town)
    with django_assert_max_num_queries(14):
        client.get(address(people))


def test_pages_of_a_foreign_delivery_are_not_there(people: People) -> None:
    foreign = make_delivery(DeliveryStatus.CHECKED, for_authority=people.other_town)
    client = client_of(people.coordinator)
    assert client.get(address(people, foreign.public_id)).status_code == 404
    for step in ("uebernehmen", "verwerfen", "zuruecknehmen"):
        assert client.post(address(people, foreign.public_id, step)).status_code == 404
    csv = address(people, foreign.public_id).rstrip("/") + "/zurueckgelegt.csv"
    assert client.get(csv).status_code == 404
    foreign.refresh_from_db()
    assert foreign.status == DeliveryStatus.CHECKED


def test_a_town_does_not_undo_an_official_delivery(people: People) -> None:
    official = make_delivery()
    client = client_of(people.coordinator)
    page = client.get(address(people, official.public_id))
    assert page.status_code == 200
    assert "zurücknehmen" not in page.content.decode()
    undo = address(people, official.public_id, "zuruecknehmen")
    assert client.post(undo, {"reason": "x"}).status_code == 404
    assert client_of(people.lpr_consultant).post(undo, {"reason": "x"}).status_code == 302
    official.refresh_from_db()
    assert official.status == DeliveryStatus.UNDONE


def test_undoing_needs_a_reason(people: People) -> None:
    own = make_delivery(for_authority=people.town)
    client = client_of(people.coordinator)
    undo = address(people, own.public_id, "zuruecknehmen")
    answer = client.post(undo, {"reason": ""})
    assert answer.status_code == 422
    assert "Bitte nennen Sie den Grund." in answer.content.decode()
    assert client.post(undo, {"reason": "falsches Jahr"}, follow=True).status_code == 200
    own.refresh_from_db()
    assert (own.status, own.reason) == (DeliveryStatus.UNDONE, "falsches Jahr")


def test_discarding(people: People) -> None:
    waiting = make_delivery(DeliveryStatus.CHECKED, for_authority=people.town)
    client = client_of(people.coordinator)
    answer = client.post(address(people, waiting.public_id, "verwerfen"), follow=True)
    assert "Es wurde nichts übernommen" in answer.content.decode()
    again = client.post(address(people, waiting.public_id, "verwerfen"), follow=True)
    assert "nicht mehr möglich" in again.content.decode()
    store = client.post(address(people, waiting.public_id, "uebernehmen"), follow=True)
    assert "nicht mehr möglich" in store.content.decode()


def test_rows_put_aside_as_a_file_run_no_formulas(people: People) -> None:
    own = make_delivery(DeliveryStatus.CHECKED, for_authority=people.town, notes=NOTES)
    client = client_of(people.coordinator)
    body = client.get(address(people, own.public_id)).content.decode()
    assert "Im Schlüsselverzeichnis nachschlagen" in body
    csv = address(people, own.public_id).rstrip("/") + "/zurueckgelegt.csv"
    answer = client.get(csv)
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=1+1;x" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_cells_that_would_run_are_quoted(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cell("Leipzig") == "Leipzig"


@pytest.mark.parametrize("status", list(DeliveryStatus))
def test_every_state_has_a_page(people: People, status: str) -> None:
    own = make_delivery(status, for_authority=people.town, notes=NOTES)
    assert client_of(people.coordinator).get(address(people, own.public_id)).status_code == 200
