"""XLSX workbooks: checked for what they unfold to before anything is read."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from vorort.evidence.importers.texts import UnreadableFile, too_big, unfold_limit

Cell = str | float | bool | None
# More cells than any table of the police; a sheet claiming more would fill the memory.
MAX_CELLS = 4_000_000
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>(.{2})', re.DOTALL)
_FORMULA = re.compile(rb"<f[ >/]")
# A formula whose result was never computed: the cell would read as empty.
_UNANSWERED = re.compile(
    rb'<c r="[A-Z]{1,3}(\d{1,7})"[^>]*>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_FIRST_SHEET = re.compile(rb"<sheet\b[^>]*?\br:id=\"([^\"]+)\"")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_BLOCK = 1 << 20


@dataclass(frozen=True)
class WorkbookFacts:
    """What a look into the package found."""

    formulas: int = 0
    # Rows with a formula that has no stored result.
    unanswered: frozenset[int] = frozenset()


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def inspect(path: Path) -> WorkbookFacts:
    """Unfold every part in small blocks, count, and refuse bombs and damaged files.

    The sizes in the directory of a package may lie; only unfolding tells.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > unfold_limit():
                raise UnreadableFile(too_big())
            if "xl/workbook.xml" not in package.namelist():
                raise UnreadableFile(
                    _(
                        "Das ist ein ZIP-Archiv und keine Excel-Mappe. Bitte entpacken Sie es vorher."
                    )
                )
            first = _first_sheet(package)
            total, facts = 0, WorkbookFacts()
            for part in parts:
                size, found = _look_into(
                    package, part, limit=unfold_limit() - total, is_sheet=part.filename == first
                )
                total += size
                facts = found or facts
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise UnreadableFile(
            _("Die Excel-Mappe ist beschädigt oder mit einem Kennwort geschützt.")
        ) from error
    return facts


def _first_sheet(package: zipfile.ZipFile) -> str:
    """Return the name of the part that holds the first sheet."""
    with package.open("xl/workbook.xml") as stream:
        found = _FIRST_SHEET.search(stream.read(_BLOCK))
    if "xl/_rels/workbook.xml.rels" not in package.namelist() or not found:
        return "xl/worksheets/sheet1.xml"
    with package.open("xl/_rels/workbook.xml.rels") as stream:
        for relation in _RELATION.findall(stream.read(_BLOCK)):
            if b'Id="' + found[1] + b'"' in relation:
                target = re.search(rb'Target="([^"]+)"', relation)
                if target:
                    name = target[1].decode("utf-8", "replace").lstrip("/")
                    return name if name.startswith("xl/") else f"xl/{name}"
    return "xl/worksheets/sheet1.xml"


def _look_into(
    package: zipfile.ZipFile, part: zipfile.ZipInfo, *, limit: int, is_sheet: bool
) -> tuple[int, WorkbookFacts | None]:
    size = formulas = rows = columns = 0
    unanswered: set[int] = set()
    rest = b""
    with package.open(part) as stream:
        while True:
            block = stream.read(_BLOCK)
            size += len(block)
            if size > limit:
                raise UnreadableFile(too_big())
            if not is_sheet:
                if not block:
                    return size, None
                continue
            text = rest + block
            # The last cell may go on in the next block.
            cut = text.rfind(b"<c r=") if block else len(text)
            done, rest = (text[:cut], text[cut:]) if cut > 0 else (b"", text)
            formulas += len(_FORMULA.findall(done))
            unanswered.update(int(row) for row in _UNANSWERED.findall(done))
            for letters, row, content in _CELL.findall(done):
                if content in {b"<v", b"<f", b"<i"}:
                    rows = max(rows, int(row))
                    columns = max(columns, _column_number(letters))
            if rows * columns > MAX_CELLS:
                raise UnreadableFile(
                    _("Die Tabelle reicht bis Zeile %(rows)s und Spalte %(columns)s und ist "
                      "damit zu groß.") % {"rows": rows, "columns": columns}
                )  # fmt: skip
            if not block:
                return size, WorkbookFacts(formulas, frozenset(unanswered))


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets in their order."""
    try:
        return list(CalamineWorkbook.from_path(path).sheet_names)
    except CalamineError as error:
        raise UnreadableFile(_("Die Excel-Mappe lässt sich nicht öffnen.")) from error


def iter_rows(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    """Yield (row number, cells) of the first sheet."""
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        start = sheet.start
        first = (start[0] if start else 0) + 1
        left = start[1] if start else 0
        for offset, cells in enumerate(sheet.to_python(skip_empty_area=True)):
            row: list[Cell] = [None] * left
            row.extend(
                cell if isinstance(cell, (str, float, int, bool)) else str(cell) for cell in cells
            )
            yield first + offset, row
    except CalamineError as error:
        raise UnreadableFile(_("Das erste Blatt der Mappe lässt sich nicht lesen.")) from error
