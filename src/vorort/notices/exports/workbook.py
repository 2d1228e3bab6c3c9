"""Spreadsheets: safe cells, and bytes that depend on their content alone."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Value = str | int | float | None
# A text that starts like this would be run as a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")


def pack(book: Workbook, *, title: str, creator: str, at: dt.datetime) -> bytes:
    """Return a workbook as bytes: the same content and day, the same bytes."""
    book.properties.title, book.properties.creator = title, creator
    book.properties.created = at.replace(hour=0, minute=0, second=0, microsecond=0)
    packed = io.BytesIO()
    book.save(packed)
    return _same_bytes(packed.getvalue())


def _same_bytes(packed: bytes) -> bytes:
    """Return the same archive without the time it was written.

    The writer puts the moment of saving into the properties too, whatever they said before.
    """
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(done, "w") as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"", content)
            new.writestr(entry, content)
    return done.getvalue()


def add_sheet(
    book: Workbook,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    wide: Collection[str] = (),
) -> None:
    """Add a sheet with a heading row; columns named in ``wide`` hold texts."""
    sheet = book.create_sheet(title)
    sheet.append(list(head))
    for row in rows:
        sheet.append([None] * len(head))
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(sheet.max_row, column)
            if isinstance(value, str):
                # Texts are stored as texts, whatever they look like.
                cell.value, cell.data_type = value.replace("\x00", ""), "s"
                cell.quotePrefix = safe(value) != value
            elif value is not None:
                cell.value = value
                if isinstance(value, float):
                    cell.number_format = "#,##0.0"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for column, name in enumerate(head, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = 36 if name in wide else 16


def write_csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as German spreadsheets read them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(name) for name in head])
    writer.writerows([[_csv_cell(value) for value in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    return safe(value) if isinstance(value, str) else str(value)


def safe(text: str) -> str:
    """Return a text no spreadsheet takes for a formula; the apostrophe is its own convention."""
    plain = text.replace("\x00", "")
    return f"'{plain}" if plain.lstrip(" \u00a0").startswith(DANGEROUS) else plain
