"""A small list: one header row, one row per thing; from XLSX, CSV, or cells pasted by hand.

Tables of figures have an importer of their own; here are lists of people and organisations, a
few hundred rows at most, so that reading them again is cheaper than keeping them anywhere.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from vorort.core.errors import DomainError

MOST_ROWS = 1_000
MOST_BYTES = 2 * 1024 * 1024
# The header stands among the first rows; above it offices write what the list is.
HEADER_WITHIN = 10


class UnreadableSheet(DomainError):
    """The file is no list we can read, or none of its columns is known."""


@dataclass(frozen=True)
class Column:
    """A column: its key, its title in templates, other words for it, whether it must be filled."""

    key: str
    title: str
    words: tuple[str, ...] = ()
    needed: bool = False

    def is_called(self, text: str) -> bool:
        plain = _plain(text)
        return plain in {_plain(self.title), *(_plain(word) for word in self.words)}


@dataclass(frozen=True)
class SheetRow:
    """A row by column key, with the line it stands in (from 1)."""

    line: int
    values: dict[str, str]

    def get(self, key: str) -> str:
        return self.values.get(key, "")


@dataclass(frozen=True)
class Sheet:
    """The rows of a list; ``unknown`` are titles that mean nothing here."""

    columns: tuple[Column, ...]
    rows: tuple[SheetRow, ...]
    unknown: tuple[str, ...] = ()
    missing: tuple[Column, ...] = field(default=())


def _plain(text: str) -> str:
    return re.sub(r"[\s\-_.:*/()]+", "", text).casefold()


def read_file(file: IO[bytes], columns: Sequence[Column]) -> Sheet:
    """Return the rows of an uploaded XLSX or CSV file.

    Raises
    ------
    UnreadableSheet
        When it is neither, too large, or has no header that is known.
    """
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise UnreadableSheet(
            _("Die Datei ist größer als 2 MB. Bitte löschen Sie Bilder und leere Blätter daraus."),
            field="file",
        )
    if raw.startswith(b"PK\x03\x04"):
        return _sheet(_workbook(raw), columns)
    if raw.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")) or b"\x00" in raw[:1024]:
        raise UnreadableSheet(
            _(
                "Dieses Format lässt sich nicht lesen. Bitte speichern Sie die Liste als „Excel-"
                "Arbeitsmappe (.xlsx)“ oder „CSV“."
            ),
            field="file",
        )
    return read_text(_decode(raw), columns)


def read_text(text: str, columns: Sequence[Column]) -> Sheet:
    """Return the rows of pasted cells or CSV text; the separator is found by itself."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    head = next((line for line in lines.split("\n") if line.strip()), "")
    separator = max(("\t", ";", ","), key=head.count)
    return _sheet(csv.reader(io.StringIO(lines), delimiter=separator), columns)


def as_text(sheet: Sheet) -> str:
    """Return the rows as text that ``read_text`` reads: what a preview hands on."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow([column.title for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([row.get(column.key) for column in sheet.columns])
    return out.getvalue()


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _workbook(raw: bytes) -> Iterable[Sequence[str]]:
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        page = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if page is None:
            return []
        rows = page.iter_rows(max_row=MOST_ROWS + HEADER_WITHIN + 1, max_col=60, values_only=True)
        return [[_cell(value) for value in row] for row in rows]
    except Exception as error:
        # Broken workbooks fail in a dozen ways inside the library.
        raise UnreadableSheet(
            _("Die Arbeitsmappe lässt sich nicht öffnen. Bitte speichern Sie sie noch einmal neu."),
            field="file",
        ) from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%d.%m.%Y"))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _sheet(lines: Iterable[Sequence[str]], columns: Sequence[Column]) -> Sheet:
    """Find the header, then the rows below it; empty rows are left out."""
    places: dict[int, Column] = {}
    unknown: tuple[str, ...] = ()
    rows: list[SheetRow] = []
    for line, cells in enumerate(lines, start=1):
        texts = [" ".join(cell.split("\n")).strip() for cell in cells]
        if not places:
            places, unknown = _header(texts, columns)
            if not places and line >= HEADER_WITHIN:
                break
            continue
        if not any(texts):
            continue
        values = {
            column.key: texts[place] for place, column in places.items() if place < len(texts)
        }
        rows.append(SheetRow(line, values))
        if len(rows) > MOST_ROWS:
            raise UnreadableSheet(
                _("Die Liste hat mehr als 1.000 Zeilen. Bitte teilen Sie sie auf."), field="file"
            )
    if not places:
        titles = ", ".join(column.title for column in columns if column.needed)
        raise UnreadableSheet(
            _("Es ist keine Kopfzeile zu finden. Nötig sind mindestens die Spalten: %(titles)s.")
            % {"titles": titles},
            field="file",
        )
    found = {column.key for column in places.values()}
    missing = tuple(column for column in columns if column.needed and column.key not in found)
    if missing:
        raise UnreadableSheet(
            _("Diese Spalten fehlen: %(titles)s.")
            % {"titles": ", ".join(column.title for column in missing)},
            field="file",
        )
    return Sheet(tuple(columns), tuple(rows), unknown)


def _header(
    texts: Sequence[str], columns: Sequence[Column]
) -> tuple[dict[int, Column], tuple[str, ...]]:
    places: dict[int, Column] = {}
    unknown = []
    for place, text in enumerate(texts):
        column = next((one for one in columns if one.is_called(text)), None)
        if column is not None and column not in places.values():
            places[place] = column
        elif text:
            unknown.append(text)
    needed = [column for column in columns if column.needed]
    is_header = any(column in places.values() for column in needed)
    return (places, tuple(unknown)) if is_header else ({}, ())
