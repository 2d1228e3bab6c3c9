"""From figures to the public page, and back: with everything that is drawn."""

import csv
import io
import json

import openpyxl
import pikepdf
from django.test import Client
from tests.factories.situation import make_report
from tests.people import People

from vorort.situation.choices import ReportState

BASE = "/orte/lindenau/lagebild/2025/"
FILES = {
    suffix: f"{BASE}lagebild-lindenau-2025.{suffix}"
    for suffix in ("pdf", "csv", "xlsx", "json", "geojson")
}


def test_from_figures_to_the_public_page_and_away_again(in_town: People) -> None:
    report = make_report(in_town, ReportState.PUBLISHED)
    assert report.state == ReportState.PUBLISHED
    page = Client().get(BASE).content.decode()
    _page(page)
    got = {suffix: Client().get(address).content for suffix, address in FILES.items()}
    _pdf(got["pdf"])
    _tables(got["csv"], got["xlsx"])
    series = {one["offence_key"]: one for one in json.loads(got["json"])["series"]}
    assert series["***300"]["values"][-1]["cases"] == 48
    assert series["***300"]["verdict"] == "sure"
    assert json.loads(got["geojson"])["type"] == "FeatureCollection"
    client = Client()
    client.force_login(in_town.mayor, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/k/lindenau/lagebilder/{report.public_id}/zurueckziehen/"
    assert client.post(address, {"reason": "Zahl falsch"}).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.WITHDRAWN
    assert {Client().get(one).status_code for one in (BASE, *FILES.values())} == {410}


def _page(page: str) -> None:
    for words in (
        "Diebstahl von Fahrrädern",
        "mehr als in den Vorjahren",
        "mehr als Zufall",
        "9.000 Einwohner am 31.12.2024, amtlich",
        "Ohne ausländerrechtliche Verstöße: 461 Fälle.",
        "Politisch motivierte Kriminalität ist nicht enthalten",
        "Im Mittel der Jahre 2021 bis 2025",
        "Kontrolldelikt",
        "vo-chart--wide",
        "vo-chart--narrow",
        "Zahl zitieren",
        "/glossar/#",
        "Lesehilfe",
    ):
        assert words in page, words
    assert "csrfmiddlewaretoken" not in page
    assert " style=" not in page
    assert "<script" not in page


def _pdf(content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "de"
        assert bool(root.MarkInfo.Marked)
        with pdf.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
            assert "Lagebild 2025" in meta["dc:title"]


def _tables(plain: bytes, book: bytes) -> None:
    assert plain.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(plain.decode("utf-8-sig")), delimiter=";"))
    bikes = [row for row in rows if row[3] == "***300" and row[5] == "2025"]
    assert bikes[0][6] == "48"
    assert bikes[0][7].startswith("533,33")
    total = next(row for row in rows if "------" in row[3])
    assert total[3] == "'------"
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    assert sheets.sheetnames == ["Zeitreihen", "Quellen"]
    first = sheets["Zeitreihen"]
    cells = [row for row in first.iter_rows(values_only=True) if row[3] == "***300"]
    assert cells[-1][6] == 48
    assert isinstance(cells[-1][7], float)
