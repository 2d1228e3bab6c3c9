"""Files of every kind as sheets of cells: XLSX, XLS, ODS, CSV and what is pasted."""

import csv
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from vorort.evidence.importers import texts
from vorort.evidence.importers.texts import UnreadableFile
from vorort.sheets.importers.packages import (
    MAX_CELLS,
    MAX_MERGED_CELLS,
    SheetLook,
    Span,
    look_into,
)

Cell = str | int | float | dt.date | None
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class SheetInfo:
    """A sheet of a file; hidden ones are named and read only when asked for."""

    name: str
    hidden: bool = False


@dataclass
class Grid:
    """The cells of a sheet at their own places: ``rows[0][0]`` is A1."""

    name: str
    rows: list[list[Cell]]
    # Cells that only repeat the first one of a merged range.
    repeated: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: int = 0
    unanswered: set[tuple[int, int]] = field(default_factory=set)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Cell:
        """Return a cell; None outside the sheet."""
        if not 0 <= row < len(self.rows):
            return None
        cells = self.rows[row]
        return cells[column] if 0 <= column < len(cells) else None

    def put(self, row: int, column: int, value: Cell) -> None:
        """Set a cell, for corrections; the sheet grows where needed."""
        while len(self.rows) <= row:
            self.rows.append([])
        cells = self.rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = value
        self.unanswered.discard((row, column))


@dataclass(frozen=True)
class Book:
    """A file that turned out to hold sheets."""

    kind: str
    sheets: tuple[SheetInfo, ...]
    read: Callable[[str], Grid]

    @property
    def visible(self) -> tuple[SheetInfo, ...]:
        return tuple(sheet for sheet in self.sheets if not sheet.hidden)


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing to read."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """Return a cell as people would read it."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    return " ".join(str(cell).split())


def open_book(path: Path) -> Book:
    """Return the file as sheets.

    Raises
    ------
    UnreadableFile
        No table, damaged, protected by a password, or unfolding to more than is allowed.
    """
    with path.open("rb") as stream:
        start = stream.read(8)
    if texts.is_zip(start):
        return _open_workbook(path, look_into(path))
    if start.startswith(_OLE):
        return _open_workbook(path, {})
    encoding, delimiter = texts.describe(path)
    return Book(
        kind=f"CSV, {encoding}, {delimiter}",
        sheets=(SheetInfo(""),),
        read=lambda _name: _read_text(path),
    )


def _open_workbook(path: Path, looks: dict[str, SheetLook]) -> Book:
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = tuple(
            SheetInfo(sheet.name, sheet.visible != SheetVisibleEnum.Visible)
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        )
    except PasswordError as error:
        raise UnreadableFile(_protected()) from error
    except (CalamineError, OSError, ValueError) as error:
        if not looks:
            # Excel wraps a protected workbook of the new kind in a container of the old kind.
            raise UnreadableFile(_protected()) from error
        raise UnreadableFile(_("Die Mappe lässt sich nicht öffnen.")) from error
    kind = "XLS" if not looks else "ODS" if _is_ods(path) else "XLSX"
    if not sheets:
        raise UnreadableFile(_("Die Mappe enthält kein Blatt mit einer Tabelle."))
    return Book(kind, sheets, lambda name: _read_sheet(path, name, looks.get(name, SheetLook())))


def _protected() -> str:
    return _(
        "Die Mappe ist mit einem Kennwort geschützt oder beschädigt. Bitte speichern Sie sie ohne "
        "Kennwort und laden Sie sie noch einmal hoch."
    )


def _is_ods(path: Path) -> bool:
    return b"opendocument" in path.read_bytes()[:200]


def _read_sheet(path: Path, name: str, look: SheetLook) -> Grid:
    if look.too_big:
        raise UnreadableFile(_too_many(look.rows, look.columns))
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MAX_CELLS:
            raise UnreadableFile(_too_many(sheet.total_height, sheet.total_width))
        top, left = sheet.start or (0, 0)
        rows: list[list[Cell]] = [[] for _row in range(top)]
        rows.extend(
            [*([None] * left), *(_cell(cell) for cell in cells)]
            for cells in sheet.to_python(skip_empty_area=True)
        )
        spans = [
            (first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or ()
        ] or look.merged
    except CalamineError as error:
        raise UnreadableFile(
            _("Das Blatt „%(name)s“ lässt sich nicht lesen.") % {"name": name}
        ) from error
    grid = Grid(
        name, rows, hidden_rows=look.hidden_rows, hidden_columns=look.hidden_columns,
        formulas=look.formulas, unanswered=look.unanswered,
    )  # fmt: skip
    _spread(grid, spans)
    return grid


def _too_many(rows: int, columns: int) -> str:
    return _(
        "Die Tabelle reicht bis Zeile %(rows)s und Spalte %(columns)s und ist damit zu groß. Bitte "
        "schicken Sie nur den Teil, der Ihren Ort betrifft."
    ) % {"rows": rows, "columns": columns}


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, (int, float, dt.date)):
        return value
    return str(value)


def _spread(grid: Grid, spans: list[Span]) -> None:
    """Write the content of a merged range into each of its cells."""
    for top, left, bottom, right in spans:
        value = grid.at(top, left)
        if is_blank(value) or (bottom - top + 1) * (right - left + 1) > MAX_MERGED_CELLS:
            continue
        for row in range(top, min(bottom, len(grid.rows) - 1) + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left) and is_blank(grid.at(row, column)):
                    grid.put(row, column, value)
                    grid.repeated.add((row, column))


def _read_text(path: Path) -> Grid:
    encoding = texts.encoding_of(path)
    start: list[str] = []
    for line in texts.iter_lines(path, encoding):
        start.append(line)
        if len(start) >= 60:
            break
    reader = csv.reader(texts.iter_lines(path, encoding), delimiter=texts.delimiter_of(start))
    rows: list[list[Cell]] = []
    cells = 0
    try:
        for fields in reader:
            cells += len(fields)
            if cells > MAX_CELLS:
                raise UnreadableFile(_too_many(len(rows), len(fields)))
            # A field may span lines; the number of the line is kept by blank rows.
            rows.extend([] for _gap in range(reader.line_num - len(rows) - 1))
            rows.append([text if text.strip() else None for text in fields])
    except csv.Error as error:
        raise UnreadableFile(
            _("Zeile %(line)s lässt sich nicht in Spalten zerlegen.") % {"line": reader.line_num}
        ) from error
    texts.check_letters("\n".join(" ".join(map(as_text, row)) for row in rows[:200]))
    return Grid("", rows)
