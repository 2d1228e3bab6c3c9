"""What somebody may send on purpose or by accident: a sentence each time, never a crash."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.factories.tables import TOWN, read_file
from tests.tables.offices import book, ods, put, sheet_of
from vorort.core.errors import DomainError
from vorort.evidence.importers.texts import UnreadableFile
from vorort.sheets.importers.reading import Change
from vorort.tables.exports import preview_csv

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def simple(**cells: object) -> bytes:
    def fill(made: openpyxl.Workbook) -> None:
        sheet = sheet_of(made, "T")
        put(sheet, 1, [["Delikt", 2023, 2024], ["Diebstahl insgesamt", 5, 7], ["Betrug", 2, 3]])
        for place, value in cells.items():
            sheet[place] = value

    return book(fill)


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        made.writestr("xl/worksheets/sheet1.xml", b"\0" * 3_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leer"),
        (b"   \r\n", "leer"),
        (b"<html><body>404</body></html>", "Internetseite"),
        (b"%PDF-1.7 ...", "PDF"),
        (OLE + b"\0" * 600, "Kennwort"),
        (b"PK\x03\x04 not really", "beschädigt"),
        (package(readme_txt="x"), "ZIP-Archiv"),
        (package(xl__workbook_bin="x"), "XLSB"),
        (
            package(content_xml='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
            "Dokumenttyp",
        ),
        (b"Name;Ort\r\nA;B\r\n", "keine Tabelle mit Zahlen"),
        ("Gemeinde;Fälle\r\nMÃ¼hlental;3\r\n".encode(), "Umlaute"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_file(content, tmp_path)


def test_a_bomb_is_not_unfolded(tmp_path: Path, settings) -> None:
    settings.UPLOAD_LIMIT_MB = 0
    with pytest.raises(UnreadableFile, match="größer als"):
        read_file(bomb(), tmp_path)


def test_a_sheet_that_claims_a_million_rows_is_too_big(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="Zeile 1048576"):
        read_file(simple(XFD1048576=1), tmp_path)


def test_a_long_text_file_is_too_big(tmp_path: Path, monkeypatch) -> None:
    from vorort.sheets.importers import books

    monkeypatch.setattr(books, "MAX_CELLS", 100)
    lines = "\r\n".join(f"Betrug;{n};3" for n in range(60))
    with pytest.raises(UnreadableFile, match="zu groß"):
        read_file(f"Delikt;2023;2024\r\n{lines}".encode(), tmp_path)


def test_an_ods_that_repeats_a_row_a_million_times_is_read_as_it_is(tmp_path: Path) -> None:
    content = ods("T", [["Delikt", 2024], ["Betrug", 3]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "content.xml":
                filler = (
                    b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
                )
                text = text.replace(b"</table:table>", filler + b"</table:table-row></table:table>")
            new.writestr(name, text)
    reading = read_file(out.getvalue(), tmp_path, name="lindenau.ods")
    assert [(row.code, row.figures["cases"]) for row in reading.rows.rows] == [("510000", 3)]


def test_a_formula_without_a_result_is_put_aside(tmp_path: Path) -> None:
    reading = read_file(simple(C3="=B3+1"), tmp_path, name="lindenau.xlsx")
    assert [(p.row, p.column, p.code) for p in reading.problems] == [(2, 2, "formula")]
    assert len(reading.rows.rows) == 3


def test_a_formula_as_text_is_no_number(tmp_path: Path) -> None:
    text = "Delikt;2023;2024\r\nBetrug;=1+1;@SUM(A1)\r\nDiebstahl insgesamt;1;2\r\n"
    reading = read_file(text.encode(), tmp_path, name="lindenau.csv")
    assert {p.code for p in reading.problems} == {"formula"}
    assert len(reading.rows.rows) == 2


def test_nothing_of_an_export_runs_in_a_spreadsheet() -> None:
    row = {
        "area": "=cmd()", "indicator": "+1", "period": "2024", "figures": "@x", "state": "new",
        "changes": ["-1"], "line": 3,
    }  # fmt: skip
    text = preview_csv({"rows": [row]}).decode("utf-8-sig")
    assert text.splitlines()[1] == "'=cmd();'+1;2024;'@x;neu;'-1;3"


def test_a_table_only_in_hidden_sheets_is_said(tmp_path: Path) -> None:
    def fill(made: openpyxl.Workbook) -> None:
        sheet_of(made, "leer")
        hidden = made.create_sheet("geheim")
        put(hidden, 1, [["Delikt", 2024], ["Betrug", 3]])
        hidden.sheet_state = "veryHidden"

    with pytest.raises(DomainError, match="keine Tabelle"):
        read_file(book(fill), tmp_path)


@pytest.mark.parametrize(
    ("cell", "value", "read"),
    [("C2", "acht", 8), ("C3", "", None)],
)
def test_a_correction_lies_over_the_file(
    tmp_path: Path, cell: str, value: str, read: int | None
) -> None:
    content = simple(**{cell: value or "x?"})
    row, column = int(cell[1]) - 1, 2
    change = Change("T", row, column, "" if read is None else str(read))
    reading = read_file(content, tmp_path, name="lindenau.xlsx", changes=(change,))
    assert reading.problems == []
    found = {(one.line, one.year): one.figures["cases"] for one in reading.rows.rows}
    assert found.get((row + 1, 2024)) == read


def test_a_wrong_total_is_said_and_never_stored(tmp_path: Path) -> None:
    reading = read_file(simple(A4="Summe", B4=8, C4=10), tmp_path, name="lindenau.xlsx")
    assert [hint for hint in reading.hints if "Zeile 4, Spalte B" in hint and "ergeben 7" in hint]
    assert len(reading.rows.rows) == 4


def test_two_numbers_for_one_place_are_both_put_aside(tmp_path: Path) -> None:
    text = f"AGS;Delikt;Jahr;Fälle\r\n{TOWN};Betrug;2024;3\r\n{TOWN};Betrug;2024;4\r\n"
    reading = read_file(text.encode(), tmp_path)
    assert [(p.row, p.code) for p in reading.problems] == [(1, "duplicate"), (2, "duplicate")]
    assert "Zeile 2: 3, Zeile 3: 4" in reading.problems[0].reason
    assert not reading.rows.rows
