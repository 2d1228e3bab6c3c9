"""The pages: from the file to the stored rows, by plain forms."""

import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.tables import BRIDGE, TOWN, fresh, hand_in
from tests.people import People, client_of
from tests.tables.offices import BEATS, STATION
from vorort.audit.models import Event
from vorort.core import jobs
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.evidence.models import OffenceCount
from vorort.places.models import Population
from vorort.records.choices import EntryKind
from vorort.records.exports.workbooks import workbook
from vorort.tables.models import Correction, SavedMapping, TableImport

NEW = "/k/lindenau/tabellen/neu/"
STATION_TEXT = """Polizeirevier Weidenbrück;;;;
Straftaten in der Stadt Lindenau a.d. Weide;;;;
;;;;
;2023;;2024;
Delikt;Fälle;AQ in %;Fälle;AQ in %
Diebstahl insgesamt;1.204;21,3;1.100;22,0
davon Fahrraddiebstahl;20;10,0;41;9,8
Sachbeschädigung;131;26,0;64;25,0
Raub;2;50,0;3;66,7

Quelle: PKS, Stand 03.02.2025
"""


def upload(text: str = STATION_TEXT, name: str = "lindenau.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode("cp1252"))


def start(client: Client, data: dict[str, Any]) -> str:
    answer = client.post(NEW, data)
    assert answer.status_code == 302, answer.content.decode()
    jobs.run_waiting()
    return str(answer["Location"])


def fields(body: str) -> dict[str, str]:
    """What a browser would send of the form, unchanged."""
    found = {}
    for select in re.finditer(r'<select name="([^"]+)".*?</select>', body, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', select[0])
        found[select[1]] = chosen[1] if chosen else ""
    inputs = r'<input type="(?:hidden|text)" name="([^"]+)" value="([^"]*)"'
    found |= dict(re.findall(inputs, body))
    found.pop("csrfmiddlewaretoken", None)
    found.pop("table", None)
    return found


def select_of(body: str, word: str) -> str:
    """The field beside a wording of the table."""
    found = re.search(
        rf"<th scope=\"row\">{re.escape(word)}</th>.*?<select name=\"([^\"]+)\"", body, re.DOTALL
    )
    assert found
    return found[1]


def test_from_the_file_to_the_rows_and_back(county: People) -> None:
    client = client_of(county.coordinator)
    answer = client.post(NEW, {"file": upload(), "sender": "Revier"})
    page = answer["Location"]
    assert "abbrechen" in client.get(page).content.decode()
    jobs.run_waiting()
    preview = client.get(page).content.decode()
    assert "8 Zeilen übernehmen" in preview
    assert "1.204" in preview
    assert not OffenceCount.objects.exists()
    assert client.post(f"{page}uebernehmen/").status_code == 302
    jobs.run_waiting()
    delivery = Delivery.objects.get()
    assert delivery.status == DeliveryStatus.STORED
    assert delivery.for_authority == county.town
    row = OffenceCount.objects.get(offence_key="***300", year=2024)
    assert (row.area.key, row.cases, row.clearance, row.clearance_digits) == (TOWN, 41, 9.8, 1)
    assert OffenceCount.objects.count() == 8
    # What is stored is shown by the page of the delivery, and taken back there.
    shown = page.replace("/tabellen/", "/lieferungen/")
    assert client.get(page)["Location"] == shown
    client.post(f"{shown}zuruecknehmen/", {"reason": "falsche Datei"})
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.UNDONE


def test_unknown_beats_are_asked_once(county: People) -> None:
    client = client_of(county.police)
    page = start(client, {"file": SimpleUploadedFile("b.xlsx", BEATS.first.content)})
    assert client.get(page)["Location"] == f"{page}zuordnung/"
    body = client.get(f"{page}zuordnung/").content.decode()
    assert "Noch 3 Fragen" in body
    assert "bitte prüfen" in body
    # Nothing is taken over before all is clear.
    client.post(f"{page}uebernehmen/")
    jobs.run_waiting()
    assert not OffenceCount.objects.exists()
    data = fields(body)
    refused = client.post(f"{page}zuordnung/", data)
    assert refused.status_code == 422
    assert "„LW 1 Markt“: Bitte ordnen Sie zu" in refused.content.decode()
    data |= {
        select_of(body, "LW 1 Markt"): f"{TOWN}-01",
        select_of(body, "LW 2 Burgberg"): f"{TOWN}-01",
        select_of(body, "LW 3 Bahnhof"): "-",
        "sender": "Posten",
    }
    assert client.post(f"{page}zuordnung/", data)["Location"] == page
    preview = client.get(page).content.decode()
    assert "2 Zeilen übernehmen" in preview
    assert "„LW 3 Bahnhof“ wird nicht übernommen." in preview
    client.post(f"{page}uebernehmen/")
    jobs.run_waiting()
    row = OffenceCount.objects.get(offence_key="****00")
    assert (row.area.key, row.cases, row.cleared) == (f"{TOWN}-01", 40, 8)
    kept = SavedMapping.objects.get()
    assert (kept.sender, kept.decisions["areas"]["lw 1 markt"]) == ("Posten", f"{TOWN}-01")
    listed = client.get("/k/lindenau/tabellen/absender/").content.decode()
    assert "Posten" in listed
    client.post(f"/k/lindenau/tabellen/absender/{kept.public_id}/vergessen/")
    assert not SavedMapping.objects.exists()


def test_a_column_may_be_given_another_meaning(county: People) -> None:
    client = client_of(county.coordinator)
    page = start(
        client,
        {
            "file": upload(
                "Delikt;2024;Wert B\nBetrug;3;7\nDiebstahl insgesamt;5;9\n", "lindenau.csv"
            )
        },
    )
    body = client.get(f"{page}zuordnung/").content.decode()
    data = fields(body)
    assert data["column_2"] == ""
    data |= {"column_2": "cleared", "area": TOWN}
    client.post(f"{page}zuordnung/", data)
    table = TableImport.objects.get()
    assert [column["role"] for column in table.found["columns"]] == [
        "indicator",
        "value",
        "cleared",
    ]


def test_a_page_opened_before_the_last_change_is_told(county: People) -> None:
    client = client_of(county.coordinator)
    page = start(client, {"file": SimpleUploadedFile("b.xlsx", BEATS.first.content)})
    body = client.get(f"{page}zuordnung/").content.decode()
    data = fields(body)
    for word in ("LW 1 Markt", "LW 2 Burgberg", "LW 3 Bahnhof"):
        data[select_of(body, word)] = "-"
    assert client.post(f"{page}zuordnung/", data).status_code == 302
    late = client.post(f"{page}zuordnung/", data)
    assert late.status_code == 422
    assert "inzwischen geändert" in late.content.decode()


def spoilt() -> SimpleUploadedFile:
    book = openpyxl.load_workbook(io.BytesIO(STATION.first.content))
    sheet = book["Auswertung"]
    sheet["B8"], sheet["E9"] = "2O", "sieben"
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("lindenau_2024.xlsx", out.getvalue())


def test_cells_are_corrected_in_place_and_the_file_stays(county: People) -> None:
    client = client_of(county.coordinator)
    page = start(client, {"file": spoilt()})
    before = Delivery.objects.get().sha256
    body = client.get(page).content.decode()
    assert "„2O“ ist keine Zahl." in body
    # The row of a bad cell waits as a whole.
    assert "6 Zeilen übernehmen" in body
    client.post(f"{page}berichtigen/", {"cell_0": "20", "cell_1": "sieben"})
    assert "7 Zeilen übernehmen" in client.get(page).content.decode()
    row = client.get(f"{page}zeile/0/9/").content.decode()
    assert "sieben" in row
    client.post(f"{page}zeile/0/9/", fields(row) | {"cell_5": "64"})
    body = client.get(page).content.decode()
    assert "8 Zeilen übernehmen" in body
    assert [(one.line, one.column, one.before, one.after) for one in Correction.objects.all()] == [
        (8, 2, "2O", "20"), (9, 5, "sieben", "64"),
    ]  # fmt: skip
    assert str(county.coordinator) in body
    assert Event.objects.filter(verb="tables.cells_corrected").count() == 2
    client.post(f"{page}zeile/0/9/zurueck/")
    assert Correction.objects.count() == 1
    client.post(f"{page}uebernehmen/")
    jobs.run_waiting()
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.sha256) == (DeliveryStatus.STORED, before)
    assert OffenceCount.objects.get(offence_key="***300", year=2023).cases == 20


def test_a_row_may_be_left_out(county: People) -> None:
    client = client_of(county.coordinator)
    page = start(client, {"file": upload()})
    client.post(f"{page}zeile/0/9/", {"skip": "1"})
    body = client.get(page).content.decode()
    assert "6 Zeilen übernehmen" in body
    assert "Von Ihnen ausgelassen." in body
    assert client.get(f"{page}zeile/0/9999/").status_code == 404
    assert client.get(f"{page}zeile/7/9/").status_code == 404


def test_nothing_can_be_changed_once_it_is_stored(county: People) -> None:
    client = client_of(county.coordinator)
    page = start(client, {"file": upload()})
    client.post(f"{page}uebernehmen/")
    jobs.run_waiting()
    for address in ("zuordnung/", "berichtigen/", "uebernehmen/", "zeile/0/9/", "tabelle/"):
        assert client.post(f"{page}{address}", {"cell_2": "1"}).status_code == 404


def test_pasted_cells_go_the_same_way(county: People) -> None:
    client = client_of(county.coordinator)
    text = "Delikt\t2023\t2024\nDiebstahl insgesamt\t171\t163\nFahrraddiebstahl\t20\t41\n"
    page = start(client, {"text": text, "title": "Straftaten in Lindenau", "sender": ""})
    assert "4 Zeilen übernehmen" in client.get(page).content.decode()
    assert client.post(NEW, {"text": "", "title": ""}).status_code == 422
    again = client.post(NEW, {"text": "nur Wörter", "title": ""})
    jobs.run_waiting()
    rejected = client.get(again["Location"], follow=True).content.decode()
    assert "kann nicht übernommen werden" in rejected


def test_new_rows_stand_beside_what_is_known(county: People) -> None:
    client = client_of(county.coordinator)
    page = start(client, {"file": upload()})
    client.post(f"{page}uebernehmen/")
    jobs.run_waiting()
    changed = STATION_TEXT.replace("Fahrraddiebstahl;20;10,0;41", "Fahrraddiebstahl;21;10,0;41")
    again = start(client, {"file": upload(changed, "neu.csv")})
    states = TableImport.objects.latest("pk").found["states"]
    assert states == {"new": 0, "same": 7, "changed": 1}
    assert "erfasste Fälle bisher 20" in client.get(again).content.decode()


def test_the_same_file_again_leads_to_the_first(county: People) -> None:
    client = client_of(county.coordinator)
    page = start(client, {"file": upload()})
    client.post(f"{page}uebernehmen/")
    jobs.run_waiting()
    answer = client.post(NEW, {"file": upload()})
    assert answer.status_code == 422
    assert Delivery.objects.get().public_id in answer.content.decode()


def test_other_towns_of_the_table_serve_this_town_only(county: People) -> None:
    """ADR 6: a comparison in one town's table never changes another town's figures."""
    from vorort.evidence.queries import PoliceStatistics

    client = client_of(county.precinct)
    text = f"AGS;Delikt;Jahr;Fälle\n{TOWN};Betrug;2024;3\n{BRIDGE};Betrug;2024;40\n"
    page = start(client, {"file": upload(text, "kreis.csv")})
    assert "auch andere Gebiete" in client.get(page).content.decode()
    client.post(f"{page}uebernehmen/")
    jobs.run_waiting()
    source = PoliceStatistics()
    read = {"area_keys": [BRIDGE], "codes": ["510000"], "years": [2024]}
    assert source.read_series(**read, viewer=county.town)
    assert not source.read_series(**read, viewer=county.other_town)


def test_a_changed_shape_is_said(county: People) -> None:
    client = client_of(county.coordinator)
    page = start(client, {"file": upload(), "sender": "Revier"})
    client.post(f"{page}uebernehmen/")
    jobs.run_waiting()
    changed = STATION_TEXT.replace("AQ in %;Fälle;AQ in %", "HZ;Fälle;HZ").replace("21,3", "99,9")
    page = start(client, {"file": upload(changed, "neu.csv"), "sender": "revier"})
    body = client.get(f"{page}zuordnung/").content.decode()
    assert "anders aufgebaut als die letzte" in body
    assert "2023 / HZ" in body


@pytest.mark.parametrize("kind", EntryKind.values)
def test_our_own_forms_need_no_question(county: People, kind: str) -> None:
    raw = workbook(kind, area_key=TOWN, area_name="Lindenau", years=[2023, 2024])
    book = openpyxl.load_workbook(io.BytesIO(raw))
    sheet = book["Zahlen"]
    # The first row is the population; the mask of residents knows both sexes, too.
    for n, row in enumerate(range(2, 7)):
        sheet.cell(row, 5).value = {0: 100, 1: 60, 2: 40}.get(n, n)
    sheet.cell(7, 5).value = "fehlt"
    out = io.BytesIO()
    book.save(out)
    table = hand_in(
        out.getvalue(), authority=county.town, by=county.coordinator, name=f"vorlage-{kind}.xlsx"
    )
    assert table.questions == 0, table.found
    assert table.found["problems"] == []
    client = client_of(county.coordinator)
    client.post(f"/k/lindenau/tabellen/{table.delivery.public_id}/uebernehmen/")
    jobs.run_waiting()
    assert fresh(table.delivery).delivery.status == DeliveryStatus.STORED
    people = Population.objects.get()
    # Beside police figures stands the population of the end of the year before.
    assert people.on_date.year == (2023 if kind == EntryKind.RESIDENTS else 2022)
    assert people.total == 100


def test_a_sheet_may_be_chosen(county: People) -> None:
    client = client_of(county.coordinator)
    page = start(client, {"file": SimpleUploadedFile("b.xlsx", BEATS.first.content)})
    client.post(f"{page}tabelle/", {"table": "1|Notizen"})
    table = TableImport.objects.get()
    assert table.found["chosen"] == {"sheet": "Notizen", "number": 1}
    assert client.post(f"{page}tabelle/", {"table": "9|x"}, follow=True).status_code == 200
    assert client.get(f"{page}zuordnung/").status_code == 200


@pytest.mark.parametrize("kind", ["mayor", "coach", "lpr_consultant", "other_coordinator"])
def test_who_may_not(county: People, kind: str) -> None:
    client = client_of(county.by_kind()[kind])
    assert client.get(NEW).status_code == 404
    assert client.post(NEW, {"file": upload()}).status_code == 404
    assert not Delivery.objects.exists()


def test_cancelling_keeps_nothing(county: People) -> None:
    client = client_of(county.coordinator)
    page = client.post(NEW, {"file": upload()})["Location"]
    client.post(page.replace("/tabellen/", "/lieferungen/") + "verwerfen/")
    jobs.run_waiting()
    assert Delivery.objects.get().status == DeliveryStatus.CANCELLED
    assert not OffenceCount.objects.exists()
