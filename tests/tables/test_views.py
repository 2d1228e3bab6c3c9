"""The pages: from the file to the stored rows, by plain forms."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.tables import TOWN
from tests.people import People, client_of
from vorort.core import jobs
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.evidence.models import OffenceCount

STATION = """Polizeirevier Weidenbrück;;;;
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


def upload(text: str = STATION, name: str = "lindenau.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode("cp1252"))


def test_from_the_file_to_the_rows(county: People) -> None:
    client = client_of(county.coordinator)
    answer = client.post("/k/lindenau/tabellen/neu/", {"file": upload(), "sender": "Revier"})
    assert answer.status_code == 302
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
