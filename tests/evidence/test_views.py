"""From the police file to stored figures: upload, preview, one button."""

import gzip

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories.evidence import county_csv, county_line
from tests.people import People, client_of

from vorort.core import jobs
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.evidence.models import OffenceCount

NEW = "/k/{}/polizeistatistik/neu/"


def upload(name: str = "kreise_2022.csv", text: str | None = None) -> SimpleUploadedFile:
    body = (county_csv() if text is None else text).encode("cp1252")
    if name.endswith(".gz"):
        body = gzip.compress(body)
    return SimpleUploadedFile(name, body, content_type="text/csv")


def post(client: Client, people: People, **data):
    return client.post(NEW.format(people.town.slug), {"file": upload(), **data})


def test_the_whole_way_in_three_clicks(people: People) -> None:
    client = client_of(people.coordinator)
    assert client.get(NEW.format(people.town.slug)).status_code == 200
    # One: choose the file and "Datei prüfen".
    answer = post(client, people)
    delivery = Delivery.objects.get()
    page = f"/k/{people.town.slug}/lieferungen/{delivery.public_id}/"
    assert answer.status_code == 302
    assert answer["Location"] == page
    waiting = client.get(page).content.decode()
    assert "Prüfung abbrechen" in waiting
    jobs.run_waiting()
    preview = client.get(page).content.decode()
    assert "16 Zeilen übernehmen" in preview
    assert "erkannt" in preview
    assert "Straftatenschlüssel" in preview
    assert not OffenceCount.objects.exists()
    # Two: the one button.
    assert client.post(f"{page}uebernehmen/").status_code == 302
    jobs.run_waiting()
    done = client.get(page).content.decode()
    assert "Übernommen" in done
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.STORED
    assert delivery.for_authority == people.town
    assert delivery.year == 2022
    assert OffenceCount.objects.count() == 16


def test_the_running_page_asks_for_itself(people: People) -> None:
    client = client_of(people.coordinator)
    post(client, people)
    delivery = Delivery.objects.get()
    page = f"/k/{people.town.slug}/lieferungen/{delivery.public_id}/"
    running = client.get(page, headers={"HX-Request": "true"})
    assert running.status_code == 200
    assert "<html" not in running.content.decode()
    jobs.run_waiting()
    assert client.get(page, headers={"HX-Request": "true"}).status_code == 286


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("kreise_2022.csv", "<html><body>404</body></html>", "Internetseite"),
        ("kreise_2022.csv", "", "Die Datei ist leer"),
        ("kreise.csv", None, "Berichtsjahr"),
        ("kreise_2099.csv", None, "Zukunft"),
        ("liste_2022.csv", "Name;Ort\nA;B\n", "keine der bekannten"),
    ],
)
def test_a_bad_file_is_refused_at_the_door(
    people: People, name: str, text: str | None, words: str
) -> None:
    client = client_of(people.coordinator)
    answer = client.post(NEW.format(people.town.slug), {"file": upload(name, text)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Delivery.objects.exists()


def test_what_is_missing_is_named_where_the_table_is_chosen(people: People) -> None:
    client = client_of(people.coordinator)
    data = {"file": upload("liste_2022.csv", "Name;Schluessel;Faelle\nA;------;1\n"),
            "format": "pks-county"}  # fmt: skip
    answer = client.post(NEW.format(people.town.slug), data)
    assert "Gebietsschlüssel" in answer.content.decode()


def test_a_given_year_and_a_packed_file(people: People) -> None:
    client = client_of(people.coordinator)
    data = {"file": upload("kreise.csv.gz"), "year": "2021", "format": ""}
    assert client.post(NEW.format(people.town.slug), data).status_code == 302
    jobs.run_waiting()
    assert Delivery.objects.get().year == 2021


def test_the_same_file_again_leads_to_the_first(people: People) -> None:
    client = client_of(people.coordinator)
    post(client, people)
    jobs.run_waiting()
    delivery = Delivery.objects.get()
    client.post(f"/k/{people.town.slug}/lieferungen/{delivery.public_id}/uebernehmen/")
    jobs.run_waiting()
    answer = post(client, people)
    assert answer.status_code == 422
    assert delivery.public_id in answer.content.decode()
    assert Delivery.objects.count() == 1


def test_bad_rows_are_shown_with_reason_and_next_step(people: People) -> None:
    many = [county_line(f"14{n:03d}", "------", 4_000 + n, 2_000) for n in range(100, 300)]
    bad = county_line("14522", "210000", 10, 5).replace(";10;", ";=1+9;")
    client = client_of(people.coordinator)
    data = {"file": upload(text=county_csv([*many, bad]))}
    client.post(NEW.format(people.town.slug), data)
    jobs.run_waiting()
    delivery = Delivery.objects.get()
    page = f"/k/{people.town.slug}/lieferungen/{delivery.public_id}/"
    body = client.get(page).content.decode()
    assert "200 Zeilen übernehmen" in body
    assert "steht eine Formel" in body
    assert "Tabelle als Werte speichern" in body
    exported = client.get(f"{page}zurueckgelegt.csv").content.decode("utf-8-sig")
    assert "203;" in exported


def test_a_bad_table_shows_its_reason_after_the_check(people: People) -> None:
    bad = [county_line("14522", "210000", 10, 5).replace(";10;", ";zehn;")]
    client = client_of(people.coordinator)
    client.post(NEW.format(people.town.slug), {"file": upload(text=county_csv(bad))})
    jobs.run_waiting()
    delivery = Delivery.objects.get()
    assert delivery.status == DeliveryStatus.REJECTED
    body = client.get(f"/k/{people.town.slug}/lieferungen/{delivery.public_id}/").content.decode()
    assert "kann nicht übernommen werden" in body
    assert "Es wurde nichts übernommen" in body


def test_official_tables_come_from_the_state_only(people: People) -> None:
    client = client_of(people.lpr_consultant)
    answer = post(client, people, scope="own")
    assert answer.status_code == 302
    assert Delivery.objects.get().for_authority is None


@pytest.mark.parametrize("kind", ["coordinator", "police", "public_order", "lpr_consultant"])
def test_who_may_hand_in(people: People, kind: str) -> None:
    client = client_of(people.by_kind()[kind])
    assert client.get(NEW.format(people.town.slug)).status_code == 200


@pytest.mark.parametrize(
    "kind",
    ["mayor", "coach", "protection_officer", "council_member", "other_coordinator", "outsider"],
)
def test_who_may_not(people: People, kind: str) -> None:
    client = client_of(people.by_kind()[kind])
    assert client.get(NEW.format(people.town.slug)).status_code == 404
    assert post(client, people).status_code == 404
    assert not Delivery.objects.exists()


def test_cancelling_a_running_check_keeps_nothing(people: People) -> None:
    client = client_of(people.coordinator)
    post(client, people)
    delivery = Delivery.objects.get()
    client.post(f"/k/{people.town.slug}/lieferungen/{delivery.public_id}/verwerfen/")
    jobs.run_waiting()
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.CANCELLED
    assert not OffenceCount.objects.exists()


def test_a_file_over_the_limit_is_refused(people: People, settings) -> None:
    settings.UPLOAD_LIMIT_MB = 0
    answer = post(client_of(people.coordinator), people)
    assert answer.status_code == 422
    assert "größer als 0 MB" in answer.content.decode()


def test_a_large_upload_is_read_from_disk(people: People, settings) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    assert post(client_of(people.coordinator), people).status_code == 302
    jobs.run_waiting()
    assert Delivery.objects.get().status == DeliveryStatus.CHECKED


def test_a_check_that_was_stopped_can_be_discarded(people: People) -> None:
    client = client_of(people.coordinator)
    post(client, people)
    delivery = Delivery.objects.get()
    jobs.cancel(delivery.job)
    jobs.run_waiting()
    page = f"/k/{people.town.slug}/lieferungen/{delivery.public_id}/"
    body = client.get(page).content.decode()
    assert "Datei verwerfen" in body
    assert client.post(f"{page}verwerfen/").status_code == 302
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.CANCELLED
