"""One shape for the rows of CSV and XLSX files, readable as often as needed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from vorort.evidence.importers import sheets, texts
from vorort.evidence.importers.sheets import Cell

SAMPLED = 60


@dataclass(frozen=True)
class SourceRow:
    """A row as it lies in the file: its line, its cells, its text for the quarantine."""

    line: int
    cells: list[Cell]
    raw: str
    # A formula of the row has no stored result, so its cell only looks empty.
    unanswered: bool = False


@dataclass(frozen=True)
class SourceFile:
    """A file that turned out to be a table: how to read its rows, and what to say about it."""

    read: Callable[[], Iterator[SourceRow]]
    shape: str
    is_sheet: bool
    sheet_name: str = ""
    formulas: int = 0
    hints: tuple[str, ...] = field(default=())

    def sample(self) -> list[list[str]]:
        """Return the first rows as text, for the search of the header."""
        return [[as_text(cell) for cell in row.cells] for row in islice(self.read(), SAMPLED)]


def as_text(cell: Cell) -> str:
    """Return a cell as text; whole numbers of a spreadsheet without their ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def open_source(path: Path) -> SourceFile:
    """Return the file as a table; raises ``UnreadableFile`` where it is none."""
    with path.open("rb") as stream:
        start = stream.read(8)
    if texts.is_zip(start):
        facts = sheets.inspect(path)
        names = sheets.sheet_names(path)
        return SourceFile(
            read=lambda: _sheet_rows(path, facts.unanswered),
            shape="XLSX",
            is_sheet=True,
            sheet_name=names[0] if names else "",
            formulas=facts.formulas,
        )
    encoding, delimiter = texts.describe(path)
    return SourceFile(
        read=lambda: _text_rows(path), shape=f"CSV, {encoding}, {delimiter}", is_sheet=False
    )


def _sheet_rows(path: Path, unanswered: frozenset[int]) -> Iterator[SourceRow]:
    for line, cells in sheets.iter_rows(path):
        yield SourceRow(line, cells, "", line in unanswered)


def _text_rows(path: Path) -> Iterator[SourceRow]:
    for line, cells, raw in texts.iter_rows(path):
        yield SourceRow(line, list(cells), raw)
