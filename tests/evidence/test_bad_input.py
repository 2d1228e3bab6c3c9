"""Bad files store nothing and say why; bad rows are put aside with their reason."""

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.factories.evidence import (
    COUNTY_HEADER,
    LEIPZIG,
    county_csv,
    county_line,
    county_lines,
    write_book,
    write_table,
)

from vorort.core.errors import DomainError
from vorort.evidence.importers import CheckedFile, TooManyBadRows, UnreadableFile, texts

Check = Callable[..., CheckedFile]
# Enough good rows that a few bad ones stay below the limit.
MANY = [county_line(f"14{n:03d}", "------", 4_000 + n, 2_000) for n in range(100, 300)]


def refused(check: Check, path: Path, format: str = "pks-county") -> str:  # noqa: A002
    with pytest.raises(DomainError) as caught:
        check(path, format)
    return caught.value.message


def reasons(check: Check, folder: Path, *bad: str) -> list[tuple[str, int]]:
    checked = check(write_table(folder, county_csv([*MANY, *bad])))
    assert checked.rows_ok == len(MANY) + len(bad) - len(checked.notes)
    return [(note.code, note.line) for note in checked.notes]


def test_a_good_file_has_no_reasons(check: Check, tmp_path: Path) -> None:
    assert reasons(check, tmp_path) == []


def test_an_empty_file(check: Check, tmp_path: Path) -> None:
    path = tmp_path / "kreise_2022.csv"
    path.write_bytes(b"")
    assert refused(check, path) == "Die Datei ist leer."


def test_a_header_without_rows(check: Check, tmp_path: Path) -> None:
    assert "keine einzige Zeile" in refused(check, write_table(tmp_path, county_csv([])))


def test_an_html_page(check: Check, tmp_path: Path) -> None:
    path = write_table(tmp_path, "<!DOCTYPE html><html><body>404</body></html>")
    assert "Internetseite" in refused(check, path)


@pytest.mark.parametrize(
    ("start", "word"), [(b"%PDF-1.7 ...", "PDF"), (b"\xd0\xcf\x11\xe0 old", "alter Art")]
)
def test_other_kinds_of_file(check: Check, tmp_path: Path, start: bytes, word: str) -> None:
    path = tmp_path / "kreise_2022.csv"
    path.write_bytes(start + b"\n" * 100)
    assert word in refused(check, path)


def test_text_without_columns(check: Check, tmp_path: Path) -> None:
    assert "keine Spalten" in refused(check, write_table(tmp_path, "nur Text\nin Zeilen\n"))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_are_read(check: Check, tmp_path: Path, encoding: str) -> None:
    checked = check(write_table(tmp_path, encoding=encoding))
    assert checked.rows_ok == len(county_lines())
    labels = checked.facts.labels[2022]
    assert labels["210000"].startswith("Raub, räuberische")


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_encodings_that_are_recognised_by_their_umlauts(
    check: Check, tmp_path: Path, encoding: str
) -> None:
    message = refused(check, write_table(tmp_path, encoding=encoding))
    assert "Umlaute" in message or "Zeichen der Datei lassen sich nicht lesen" in message


def test_umlauts_broken_on_the_way(check: Check, tmp_path: Path) -> None:
    broken = county_csv().encode().decode("cp1252")
    assert "Umlaute" in refused(check, write_table(tmp_path, broken, encoding="utf-8"))


def test_utf16_without_a_mark_is_no_text(check: Check, tmp_path: Path) -> None:
    assert "Zeichen" in refused(check, write_table(tmp_path, encoding="utf-16-le"))


def test_a_missing_column_is_named(check: Check, tmp_path: Path) -> None:
    header = COUNTY_HEADER.replace("Anzahl erfasste Faelle", "Irgendwas")
    message = refused(check, write_table(tmp_path, county_csv(header=header)))
    assert "„erfasste Fälle“" in message
    assert "„Irgendwas“" in message


def test_several_missing_columns_are_named(check: Check, tmp_path: Path) -> None:
    header = COUNTY_HEADER.replace("Anzahl erfasste Faelle", "A").replace("Gemeindeschluessel", "B")
    message = refused(check, write_table(tmp_path, county_csv(header=header)))
    assert "fehlen die Spalten" in message
    assert "„Gebietsschlüssel (AGS)“" in message


def test_a_column_twice_is_ambiguous(check: Check, tmp_path: Path) -> None:
    header = COUNTY_HEADER.replace("Kreisart", "Faelle")
    assert "können beide" in refused(check, write_table(tmp_path, county_csv(header=header)))


@pytest.mark.parametrize(
    ("name", "year", "word"),
    [
        ("kreise_2027.csv", None, "Zukunft"),
        ("kreise.csv", 2027, "Zukunft"),
        ("kreise.csv", 1950, "vor 1990"),
        ("kreise.csv", None, "Berichtsjahr ist weder"),
        ("kreise_2019_2020.csv", None, "Berichtsjahr ist weder"),
    ],
)
def test_years_that_cannot_be(
    check: Check, tmp_path: Path, name: str, year: int | None, word: str
) -> None:
    with pytest.raises(UnreadableFile, match=word) as caught:
        check(write_table(tmp_path, name=name), year=year)
    assert caught.value.field == "year"


def test_a_given_year_decides_over_the_file_name(check: Check, tmp_path: Path) -> None:
    assert check(write_table(tmp_path, name="kreise_2019_neu.csv"), year=2021).year == 2021


def test_a_given_year_may_not_contradict_the_table(check: Check, tmp_path: Path) -> None:
    rows = [["Berichtszeitraum: 01.01.2022 bis 31.12.2022"], *_book_rows()]
    path = write_book(tmp_path, rows)
    assert check(path).year == 2022
    with pytest.raises(UnreadableFile, match="nennt das Berichtsjahr 2022"):
        check(path, year=2021)


def test_duplicates_that_agree_are_taken_once(check: Check, tmp_path: Path) -> None:
    line = county_line(LEIPZIG, "------", 48_000, 20_000)
    checked = check(write_table(tmp_path, county_csv([*MANY, line, line])))
    assert checked.merged == 1
    assert checked.rows_ok == len(MANY) + 1
    assert not checked.notes


def test_duplicates_that_disagree_are_both_put_aside(check: Check, tmp_path: Path) -> None:
    one = county_line(LEIPZIG, "------", 48_000, 20_000)
    two = county_line(LEIPZIG, "------", 48_001, 20_000)
    checked = check(write_table(tmp_path, county_csv([*MANY, one, two, one])))
    assert [note.code for note in checked.notes] == ["duplicate"] * 3
    assert [note.raw for note in checked.notes] == [one, two, one]
    first = len(MANY) + 3
    assert [note.line for note in checked.notes] == [first, first + 1, first + 2]
    assert checked.rows_ok == len(MANY)
    assert all(row[2] != LEIPZIG for row in checked.staging)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("------", "Summe"), "key"),
        ((";14713;", ";14x13;"), "area_key"),
        ((";14713;", ";77713;"), "area_state"),
        ((";48,000;", ";48.000;"), "number"),
        ((";48,000;", ";48,00O;"), "number"),
        ((";48,000;", ";=48000;"), "formula"),
        ((";48,000;", ";-48,000;"), "range"),
        ((";8,000;", ";8,00.5x;"), "number"),
        ((";41.7", ";71.7"), "clearance"),
        ((";100;20,000;", ";99,000;20,000;"), "attempts_above_cases"),
        ((";100;20,000;41.7", ""), "clearance"),
    ],
)
def test_a_bad_row_is_put_aside(
    check: Check, tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    good = county_line(LEIPZIG, "------", 48_000, 20_000, attempts=100)
    bad = good.replace(*change)
    assert bad != good
    if not change[1]:
        # A row may end early; what is missing is null, not nought.
        checked = check(write_table(tmp_path, county_csv([*MANY, bad])))
        assert not checked.notes
        *_rest, row = checked.staging
        assert row[7] == 48_000
        assert row[11] is None
        return
    assert reasons(check, tmp_path, bad) == [(code, len(MANY) + 3)]


def test_more_bad_rows_than_the_limit_store_nothing(check: Check, tmp_path: Path) -> None:
    bad = [county_line(LEIPZIG, f"7310{n:02d}", 10, 5).replace(";10;", ";zehn;") for n in range(20)]
    with pytest.raises(TooManyBadRows) as caught:
        check(write_table(tmp_path, county_csv([*MANY, *bad])))
    assert "20 von 220 Zeilen" in caught.value.message
    assert "Grenze 5\u00a0%" in caught.value.message
    assert len(caught.value.notes) == 20


def test_more_cleared_than_recorded_is_allowed_and_flagged(check: Check, tmp_path: Path) -> None:
    line = county_line(LEIPZIG, "210000", 4, 6)
    checked = check(write_table(tmp_path, county_csv([*MANY, line])))
    *_rest, row = checked.staging
    assert not checked.notes
    assert row[6] == 1


def test_blanks_and_errors_are_null(check: Check, tmp_path: Path) -> None:
    line = county_line(LEIPZIG, "210000", 0, 0).replace(";0;0;#DIV/0!", ";;–;#DIV/0!")
    checked = check(write_table(tmp_path, county_csv([*MANY, line])))
    *_rest, row = checked.staging
    assert row[7:12] == [0, None, None, None, None]
    assert not checked.notes


def test_german_and_english_files_give_the_same_rows(check: Check, tmp_path: Path) -> None:
    swapped = [line.translate(str.maketrans(",.", ".,")) for line in MANY]
    german = list(check(write_table(tmp_path, county_csv(swapped), name="a_2022.csv")).staging)
    english = list(check(write_table(tmp_path, county_csv(MANY), name="b_2022.csv")).staging)
    assert german == english


def test_a_rate_nothing_decides_is_refused(check: Check, tmp_path: Path) -> None:
    header = "Schluessel;Gemeindeschluessel;Faelle;HZ"
    text = county_csv([f"{key};14713;468;5,203" for key in ("210000", "730000")], header=header)
    assert "zwei Arten" in refused(check, write_table(tmp_path, text))


def _book_rows(lines: list[str] | None = None) -> list[list[object]]:
    rows: list[list[object]] = [list(COUNTY_HEADER.split(";"))]
    for line in lines or MANY:
        cells: list[object] = list(line.split(";"))
        for place in (5, 6, 7, 8):
            cells[place] = int(str(cells[place]).replace(",", ""))
        cells[9] = float(str(cells[9]))
        rows.append(cells)
    return rows


def test_a_workbook_is_read(check: Check, tmp_path: Path) -> None:
    checked = check(write_book(tmp_path, _book_rows()))
    assert checked.rows_ok == len(MANY)
    assert not checked.notes


def test_fractions_of_cases_are_put_aside(check: Check, tmp_path: Path) -> None:
    rows = _book_rows()
    rows[3][5] = 4002.5
    checked = check(write_book(tmp_path, rows))
    assert [(note.code, note.line) for note in checked.notes] == [("not_whole", 4)]


def test_formulas_without_a_result_are_put_aside(check: Check, tmp_path: Path) -> None:
    rows = _book_rows()
    rows[5][5] = "=1+1"
    checked = check(write_book(tmp_path, rows))
    assert [(note.code, note.line) for note in checked.notes] == [("formula", 6)]
    assert checked.source.formulas == 1


def test_formulas_with_a_stored_result_are_read_and_told(check: Check, tmp_path: Path) -> None:
    rows = _book_rows()
    result = rows[5][5]
    rows[5][5] = "=4000+104"
    path = write_book(tmp_path, rows)
    _store_result(path, f"<v>{result}</v>".encode())
    checked = check(path)
    assert not checked.notes
    preview = checked.preview(size=1, for_authority=None)
    assert any("1 Formeln" in hint for hint in preview.hints)


def _store_result(path: Path, result: bytes) -> None:
    """Give every formula of the sheet a stored result, as a spreadsheet program does."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                for empty in (b"<v></v>", b"<v />", b"<v/>"):
                    content = content.replace(b"</f>" + empty, b"</f>" + result)
            new.writestr(name, content)
    path.write_bytes(out.getvalue())


def test_a_zip_bomb_is_not_unfolded(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "unfold_limit", lambda: 1_000_000)
    from vorort.evidence.importers import sheets

    monkeypatch.setattr(sheets, "unfold_limit", lambda: 1_000_000)
    path = tmp_path / "kreise_2022.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    assert path.stat().st_size < 100_000
    assert "ausgepackt größer" in refused(check, path)


def test_a_lying_directory_is_not_believed(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package says its sheet is small; unfolding it finds the damage."""
    path = write_book(tmp_path, _book_rows())
    content = bytearray(path.read_bytes())
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    assert "beschädigt" in refused(check, path)


def test_a_sheet_that_claims_a_far_corner(check: Check, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Schluessel"
    sheet["XFD1048576"] = 1
    path = tmp_path / "kreise_2022.xlsx"
    book.save(path)
    assert "zu groß" in refused(check, path)


def test_a_zip_that_is_no_workbook(check: Check, tmp_path: Path) -> None:
    path = tmp_path / "kreise_2022.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("kreise.csv", "x")
    assert "ZIP-Archiv" in refused(check, path)


def test_a_damaged_workbook(check: Check, tmp_path: Path) -> None:
    path = write_book(tmp_path, _book_rows())
    path.write_bytes(path.read_bytes()[:-200])
    assert "beschädigt" in refused(check, path)


def test_gzip_is_read_and_its_bombs_are_not(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kreise_2022.csv.gz"
    path.write_bytes(gzip.compress(county_csv().encode("cp1252")))
    assert check(path).rows_ok == len(county_lines())
    monkeypatch.setattr(texts, "unfold_limit", lambda: 100_000)
    path.write_bytes(gzip.compress((county_csv() + "x;" * 2_000_000).encode("cp1252")))
    assert "ausgepackt größer" in refused(check, path)


def test_a_cut_off_gzip(check: Check, tmp_path: Path) -> None:
    path = tmp_path / "kreise_2022.csv.gz"
    path.write_bytes(gzip.compress(county_csv([*MANY]).encode("cp1252"))[:-400])
    assert "beschädigt" in refused(check, path)
