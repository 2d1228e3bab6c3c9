"""A block copied from a spreadsheet: years across, or years down."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from vorort.core.errors import DomainError
from vorort.records.rules.cells import clean

# A heading means (quantity, code), or nothing.
Recognise = Callable[[str], tuple[str, str] | None]
LONGEST = 200_000
MOST_LINES = 400

_AREA_HEADING = re.compile(r"(?:gebiet|gemeinde|kreis|ags|ort)")
_BARE_YEAR = re.compile(r"(?:jahr\s*)?((?:19|20)\d\d)\s*[*)]?", re.IGNORECASE)


class PasteProblem(DomainError):
    """The block is no table of years."""


@dataclass(frozen=True)
class Block:
    """What a block holds: texts by (quantity, code, year), and lines nobody understood."""

    years: tuple[int, ...]
    texts: dict[tuple[str, str, int], str] = field(default_factory=dict)
    # As they were pasted, heading line first, so that they can be mended and pasted again.
    left_over: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def read_block(text: str, recognise: Recognise) -> Block:
    """Return the cells of a pasted block.

    Columns are parted by tabs, semicolons or runs of blanks. Either the first line holds the
    years, or the first column does. Raises :class:`PasteProblem` where neither is so.
    """
    if len(text) > LONGEST:
        raise PasteProblem(_("Der eingefügte Block ist zu groß. Bitte fügen Sie ihn in Teilen ein."),
                           field="paste")  # fmt: skip
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if len(lines) > MOST_LINES:
        raise PasteProblem(_("Mehr als %(most)d Zeilen auf einmal gehen nicht.")
                           % {"most": MOST_LINES}, field="paste")  # fmt: skip
    grid = _split(lines)
    if len(grid) < 2 or max(len(row) for row in grid) < 2:
        raise _no_table()
    for place, row in enumerate(grid[:8]):
        years = {column: year for column, cell in enumerate(row) if (year := _year(cell))}
        if years and min(years) > 0:
            return _across(grid, lines, place, years, recognise)
    if sum(1 for row in grid[1:] if _year(row[0])) >= max(1, len(grid) - 2):
        return _down(grid, lines, recognise)
    raise _no_table()


def _no_table() -> PasteProblem:
    return PasteProblem(
        _("Im eingefügten Block fehlen die Jahre. Die erste Zeile nennt die Jahre, die erste "
          "Spalte die Deliktgruppen (oder umgekehrt). Bitte kopieren Sie die Kopfzeile mit."),
        field="paste",
    )  # fmt: skip


def _split(lines: Sequence[str]) -> list[list[str]]:
    joined = "\n".join(lines)
    if "\t" in joined:
        parts = [line.split("\t") for line in lines]
    elif joined.count(";") >= len(lines):
        parts = [line.split(";") for line in lines]
    elif joined.count("|") >= len(lines):
        parts = [line.strip("| ").split("|") for line in lines]
    else:
        parts = [re.split(r" {2,}", line.strip()) for line in lines]
    return [[clean(cell).strip('"') for cell in row] for row in parts]


def _year(cell: str) -> int | None:
    found = _BARE_YEAR.fullmatch(cell)
    return int(found[1]) if found else None


def _across(
    grid: list[list[str]],
    lines: list[str],
    head: int,
    years: dict[int, int],
    recognise: Recognise,
) -> Block:
    """Years in the heading: each line is a row of the mask."""
    # A column that names the area says nothing about the row.
    spoken = [
        column
        for column in range(min(years))
        if column >= len(grid[head]) or not _AREA_HEADING.match(grid[head][column].casefold())
    ]
    texts: dict[tuple[str, str, int], str] = {}
    left, unknown = [], []
    for row, line in zip(grid[head + 1 :], lines[head + 1 :], strict=True):
        cells = [row[column] for column in spoken if column < len(row) and row[column]]
        named = next((hit for cell in cells if (hit := recognise(cell))), None)
        numbers = {
            year: row[column] for column, year in years.items() if column < len(row) and row[column]
        }
        if not numbers:
            continue
        if named is None:
            left.append(line)
            unknown.append(" ".join(cells) or line[:60])
            continue
        for year, cell in numbers.items():
            texts.setdefault((*named, year), cell)
    return Block(
        years=tuple(sorted(set(years.values()))),
        texts=texts,
        left_over=(lines[head], *left) if left else (),
        unknown=tuple(unknown),
    )


def _down(grid: list[list[str]], lines: list[str], recognise: Recognise) -> Block:
    """Years in the first column: each column is a row of the mask."""
    head = grid[0]
    meant = {column: recognise(cell) for column, cell in enumerate(head) if column and cell}
    texts: dict[tuple[str, str, int], str] = {}
    years = set()
    for row in grid[1:]:
        year = _year(row[0])
        if year is None:
            continue
        years.add(year)
        for column, named in meant.items():
            if named is not None and column < len(row) and row[column]:
                texts.setdefault((*named, year), row[column])
    unknown = tuple(head[column] for column, named in meant.items() if named is None)
    return Block(
        years=tuple(sorted(years)),
        texts=texts,
        left_over=tuple(lines) if unknown else (),
        unknown=unknown,
    )
