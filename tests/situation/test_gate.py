"""What is hidden occurs in no representation."""

import io
import json
import re
import zipfile

import pymupdf
import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.situation import FakeSource, make_report, registered, town_figures, years
from tests.people import People

from vorort.core.scopes import authority_scope
from vorort.notices.exports import workbook
from vorort.pictures import queries
from vorort.pictures.choices import SectionKind, to_json
from vorort.pictures.exports import data, document, edition_of_picture, page, tables
from vorort.publications.models import Publication
from vorort.situation.choices import ReportState

pytestmark = pytest.mark.django_db
# Counts that occur nowhere else, so that finding one is proof.
SECRET = {2019: 7, 2021: 8}


def edition(source: FakeSource, below: int):
    import datetime as dt

    with registered(source):
        picture = queries.build_picture("99901010", 2025, viewer=None, protect_below=below)
        sections, planned = queries.plan(picture, None)
    return edition_of_picture(
        picture, sections, [(one, "") for one in planned], on=dt.date(2026, 6, 1)
    )


def texts(one) -> dict[str, str]:
    book = tables.render_xlsx(one)
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        sheets = " ".join(packed.read(name).decode() for name in packed.namelist())
    with pymupdf.open(stream=document.render(one), filetype="pdf") as pdf:
        words = " ".join(part.get_text() for part in pdf)
    return {
        "page": page.render(one).decode(),
        "csv": tables.render_csv(one).decode(),
        "xlsx": sheets,
        "json": data.render_json(one).decode(),
        "geojson": data.render_geojson(one).decode(),
        "pdf": words,
    }


@settings(max_examples=25, deadline=None)
@given(counts=st.lists(st.integers(0, 40), min_size=7, max_size=7), people=st.integers(900, 9_000))
def test_hidden_values_occur_in_no_representation(counts: list[int], people: int) -> None:
    source = FakeSource()
    source.put("99901010", "674000", years(2019, counts), people=people, published=False)
    made = edition(source, 10)
    hidden = {cell.year for cell in made.hidden}
    assert hidden == {y for y, c in years(2019, counts).items() if c is not None and 0 < c < 10}
    series = json.loads(data.render_json(made))["series"][0]
    for value in series["values"]:
        if value["year"] in hidden:
            assert value["cases"] is None
            assert value["rate_per_100k"] is None
            assert value["rate_published"] is None
            assert value["clearance_rate"] is None
    rows = [line.split(";") for line in tables.render_csv(made).decode("utf-8-sig").splitlines()]
    for row in rows[1:]:
        if int(row[5]) in hidden:
            assert row[6:13] == [""] * 7
            assert "verborgen" in row[-1]
    if hidden & set(range(2021, 2026)):
        assert series["mean"]["rate_per_100k"] is None
    if hidden & {2024, 2025}:
        assert series["change_percent"] is None


def test_a_hidden_rate_is_in_no_file() -> None:
    source = FakeSource()
    counts = [31, 2, 33, 36, 34, 37, 35]
    source.put("99901010", "674000", years(2019, counts), people=8_771, published=False)
    made = edition(source, 3)
    rate = 2 * 100_000 / 8_771
    assert {cell.year for cell in made.hidden} == {2020}
    for name, text in texts(made).items():
        assert f"{rate:.6f}" not in text, name
        assert f"{rate:.6f}".replace(".", ",") not in text, name
        assert "verborgen" in text or name in {"geojson", "json"}, name
    rows = re.findall(r"<td[^>]*>([^<]*)</td>", texts(made)["page"])
    assert "23" not in rows


def test_formulas_in_texts_are_not_run() -> None:
    source = FakeSource(names={"99901010": "=HYPERLINK(1)"})
    source.put("99901010", "674000", years(2019, [31, 2, 33, 36, 34, 37, 35]))
    made = edition(source, 0)
    lines = tables.render_csv(made).decode("utf-8-sig").splitlines()[1:]
    for line in lines:
        for cell in line.split(";"):
            assert not cell.startswith(("=", "+", "@"))
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(tables.render_xlsx(made)))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "|calc", "%x", "\r=1"])
def test_dangerous_starts_get_an_apostrophe(text: str) -> None:
    assert workbook.safe(text).startswith("'")


def test_harmless_texts_stay() -> None:
    assert workbook.safe("***300") == "***300"
    assert workbook.safe("Fälle − Rückgang") == "Fälle − Rückgang"


def test_the_same_edition_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in another second: the writer of workbooks asks the clock by itself."""
    import datetime as dt

    from openpyxl.writer import excel

    class Later(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "Later":
            return cls(2031, 1, 1, tzinfo=tz)

    source = FakeSource()
    source.put("99901010", "674000", years(2019, [31, 2, 33, 36, 34, 37, 35]))
    first, second = edition(source, 0), edition(source, 0)
    now = tables.render_xlsx(first)
    monkeypatch.setattr(excel.datetime, "datetime", Later)
    assert now == tables.render_xlsx(second)
    monkeypatch.undo()
    assert document.render(first) == document.render(second)


@pytest.mark.usefixtures("plain_pictures")
@override_settings(SMALL_COUNT_LIMIT=8)
def test_a_town_with_figures_of_its_own_publishes_with_the_gate(people: People) -> None:
    source = town_figures(people.town.area_key, published=False)
    with registered(source), authority_scope(people.town):
        report = make_report(people, ReportState.PUBLISHED)
        figure = report.figures.get(code="435*00")
    hidden = {cell["code"] for cell in report.gate["hidden"]}
    assert hidden == {"435*00"} | ({"725000", "------"} & hidden)
    assert all(point["cases"] is None for point in figure.payload["points"] if point["hidden"])
    publication = Publication.objects.get()
    assert publication.gate["passed"] is True
    assert len(publication.gate["hidden"]) >= 10
    html = publication.representations.get(format="html")
    text = bytes(html.content).decode()
    assert "Schutz vor Rückschluss" in text
    assert "Wohnungseinbruchdiebstahl: Zahl verborgen" in text


def test_the_plan_of_a_picture_keeps_the_order_of_the_outline() -> None:
    source = town_figures("99901010")
    with registered(source):
        picture = queries.build_picture("99901010", 2025, viewer=None)
        sections, planned = queries.plan(picture, None)
    kinds = [one.kind for one in sections]
    assert kinds[0] == SectionKind.SUMMARY
    assert kinds == sorted(kinds, key=list(SectionKind).index)
    assert [one.code for one in planned][:3] == ["------", "****00", "435*00"]
    assert "Bedrohung: nicht enthalten." in queries.missing_groups(picture)
    assert to_json(picture)["version"] == 1
