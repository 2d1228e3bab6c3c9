"""Where the tables of a sheet are: titles above, heads, rows, sections between, notes below."""

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from vorort.evidence.importers.headers import is_numbering
from vorort.evidence.importers.numbers import Mark
from vorort.sheets.choices import MEASURES, measure_of
from vorort.sheets.importers.books import Cell, Grid, as_text, is_blank
from vorort.sheets.importers.packages import column_letters
from vorort.sheets.importers.signs import Said, is_formula, read_sign
from vorort.sheets.rules.periods import read_period
from vorort.sheets.rules.words import plain, signature

MAX_HEAD_ROWS = 6
_NOTE = re.compile(
    r"^(?:quelle|hinweis|anmerkung|zeichenerkl|erl(?:ä|ae)uterung|stand\b|©|\*|\d\)|[¹²³]|legende|"
    r"datenbasis|bearbeit|herausgeb|erstellt|druckdatum|fu(?:ß|ss)note|abk(?:ü|ue)rzung)",
    re.IGNORECASE,
)
_LEGEND = re.compile(
    r"nichts vorhanden|geheim|unbekannt|nicht ver(?:ö|oe)ffentlicht|kein nachweis|keine angabe|"
    r"nicht sinnvoll|genau null",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"^(?:stand|erstellt|gedruckt|druckdatum|seite|ausgabe|datum|datenstand|abruf|bearbeiter)\b",
    re.IGNORECASE,
)
Places = Sequence[int]


class RowKind(StrEnum):
    """What a row is, looked at alone."""

    BLANK = "blank"
    LONE = "lone"
    HEAD = "head"
    DATA = "data"
    NOTE = "note"


@dataclass
class Table:
    """One table of a sheet; rows and columns are counted from 0 in the sheet itself."""

    grid: Grid
    head: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Row to the line between the rows that stands above it.
    sections: dict[int, str] = field(default_factory=dict)
    heads: dict[int, tuple[Cell, ...]] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Return the range as people write it: ``A4:F20``."""
        top = min([*self.head, *self.rows]) + 1
        letters = [column_letters(column) for column in (self.columns[0], self.columns[-1])]
        return f"{letters[0]}{top}:{letters[1]}{self.rows[-1] + 1}"

    def name(self, column: int) -> str:
        """Return the head of a column as people read it."""
        texts = [as_text(part) for part in self.heads.get(column, ())]
        return " / ".join(texts) or _("Spalte %(letter)s") % {"letter": column_letters(column)}

    def signature(self, column: int) -> str:
        """Return what stays the same in the head of a column from year to year."""
        texts = [signature(as_text(part)) for part in self.heads.get(column, ())]
        return " / ".join(text for text in texts if text) or f"spalte {column_letters(column)}"

    def text(self, row: int, column: int) -> str:
        return as_text(self.grid.at(row, column))


def _visible(grid: Grid, row: int) -> list[tuple[int, Cell]]:
    return [
        (column, cell)
        for column, cell in enumerate(grid.rows[row])
        if not is_blank(cell) and column not in grid.hidden_columns
    ]


def kind_of(grid: Grid, row: int) -> RowKind:
    """Return what a row is, looked at alone."""
    if row in grid.hidden_rows:
        return RowKind.BLANK
    filled = _visible(grid, row)
    if not filled:
        return RowKind.BLANK
    numbers = signs = 0
    for _column, cell in filled:
        if isinstance(cell, dt.date):
            continue
        said = read_sign(cell, Mark.COMMA).said
        # A formula that was never worked out stands where a number should.
        numbers += is_formula(cell) or (said is Said.NUMBER and read_period(cell) is None)
        signs += said in {Said.DASH, Said.SECRET, Said.NOTHING}
    texts = [as_text(cell) for _column, cell in filled]
    if signs and not numbers and any(_LEGEND.search(text) for text in texts):
        return RowKind.NOTE
    if numbers or signs:
        if len(filled) > 2 and is_numbering(texts):
            return RowKind.BLANK
        return RowKind.DATA
    if len(set(texts)) == 1:
        return RowKind.NOTE if _NOTE.match(texts[0]) else RowKind.LONE
    return RowKind.NOTE if _NOTE.match(texts[0]) and len(filled) == 2 else RowKind.HEAD


_YEAR_HEADS = {"jahr", "berichtsjahr", "kalenderjahr"}


class _Finder:
    """Walks down a sheet and cuts it into tables."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.kinds = [kind_of(grid, row) for row in range(len(grid.rows))]
        self.tables: list[Table] = []
        self.table: Table | None = None
        self.titles: list[str] = []
        self.head: list[int] = []
        self.lones: list[int] = []
        self.section = ""
        self.gap = False

    def find(self) -> list[Table]:
        for row, kind in enumerate(self.kinds):
            match kind:
                case RowKind.BLANK:
                    self.gap = True
                    continue
                case RowKind.LONE:
                    self.lones.append(row)
                case RowKind.NOTE:
                    self._note(row)
                case RowKind.HEAD:
                    self._head(row)
                case RowKind.DATA:
                    self._data(row)
            self.gap = False
        if self.table is not None:
            self.table.notes += [self._text(row) for row in self.lones]
        return [table for table in self.tables if table.rows]

    def _text(self, row: int) -> str:
        return "  ".join(dict.fromkeys(as_text(cell) for _column, cell in _visible(self.grid, row)))

    def _note(self, row: int) -> None:
        if self.table is None:
            self.titles.append(self._text(row))
        else:
            self.table.notes.append(self._text(row))

    def _head(self, row: int) -> None:
        if self.table is not None:
            if self._repeats_head(row):
                self.lones = []
                return
            if not self._begins_table(row):
                self._data(row)
                return
            self.table = None
            self.titles = []
        elif self.head and not self.lones and self._counts_what_head_says(row):
            self._data(row)
            return
        if self.head and (self.gap or self.lones):
            self.titles += [self._text(old) for old in self.head]
            self.head = []
        self.titles += [self._text(old) for old in self.lones]
        self.lones = []
        self.head.append(row)

    def _counts_what_head_says(self, row: int) -> bool:
        """Return whether a number that could be a year stands under "Fälle": a row, no head."""
        above = self.head[-1]
        stub, first = _visible(self.grid, row)[0]
        named = as_text(self.grid.at(above, stub))
        if not named or named == as_text(first):
            return False
        return self._years_stand_below(above, row) or any(
            isinstance(cell, (int, float, str))
            and read_period(cell) is not None
            and measure_of(plain(as_text(self.grid.at(above, column)))) in MEASURES
            for column, cell in _visible(self.grid, row)
        )

    def _years_stand_below(self, above: int, row: int) -> bool:
        """Return whether one column is headed "Jahr" and this row has its year and a number."""
        below, others = [], []
        for column, cell in _visible(self.grid, row):
            head = plain(as_text(self.grid.at(above, column)))
            if head in _YEAR_HEADS:
                below.append(read_period(cell) is not None)
            elif head and isinstance(cell, (int, float)):
                others.append(cell)
        return below == [True] and bool(others)

    def _repeats_head(self, row: int) -> bool:
        """Return whether a page break has repeated a line of the head; a new title is no break."""
        assert self.table is not None  # noqa: S101 - asked only inside a table
        if any(self._text(lone) not in self.table.titles for lone in self.lones):
            return False
        return any(self._text(row) == self._text(old) for old in self.table.head)

    def _begins_table(self, row: int) -> bool:
        """Return whether a line of words among rows is the head of another table."""
        assert self.table is not None  # noqa: S101 - asked only inside a table
        if not (self.gap or self.lones):
            return False
        letters = sum(bool(re.search(r"[^\W\d]", as_text(c))) for _n, c in _visible(self.grid, row))
        if not letters:
            return False
        following = [kind for kind in self.kinds[row + 1 : row + 8] if kind is not RowKind.BLANK]
        return RowKind.DATA in following

    def _data(self, row: int) -> None:
        if self.table is None:
            if self.lones and not self.head:
                self.titles += [self._text(old) for old in self.lones]
                self.lones = []
            self.table = Table(self.grid, head=self._real_head(), titles=self.titles)
            self.tables.append(self.table)
            self.titles, self.head, self.section = [], [], ""
        elif self.lones and self._starts_headless(row):
            self.table = Table(self.grid, titles=[self._text(old) for old in self.lones])
            self.tables.append(self.table)
            self.lones, self.section = [], ""
        if self.lones:
            self.section = self._text(self.lones[-1])
            self.lones = []
        self.table.rows.append(row)
        if self.section:
            self.table.sections[row] = self.section

    def _starts_headless(self, row: int) -> bool:
        """Return whether rows after a gap and a title have nothing in common with those above."""
        assert self.table is not None  # noqa: S101 - asked only inside a table
        above = {column for column, _cell in _visible(self.grid, self.table.rows[-1])}
        here = {column for column, _cell in _visible(self.grid, row)}
        return not above & here

    def _real_head(self) -> list[int]:
        """Return the lines of the head; what only says when it was printed is a title."""
        kept = []
        for row in self.head[-MAX_HEAD_ROWS:]:
            texts = [as_text(cell) for _column, cell in _visible(self.grid, row)]
            if any(_PRINTED.match(text) for text in texts) and len(set(texts)) <= 3:
                self.titles.append(self._text(row))
            else:
                kept.append(row)
        self.titles += [self._text(row) for row in self.head[:-MAX_HEAD_ROWS]]
        return kept


def find_tables(grid: Grid) -> list[Table]:
    """Return the tables of a sheet from top to bottom, those side by side from left to right."""
    found: list[Table] = []
    for table in _Finder(grid).find():
        _settle_columns(table)
        for part in _side_by_side(table):
            part.heads = _heads(part)
            found.append(part)
    return found


def _settle_columns(table: Table) -> None:
    used: set[int] = set()
    for row in (*table.head, *table.rows):
        used.update(column for column, _cell in _visible(table.grid, row))
    table.columns = sorted(used)


def _side_by_side(table: Table) -> list[Table]:
    """Split where a second column repeats the head of the first after an empty one."""
    if not table.head or not table.columns:
        return [table]
    last = table.head[-1]
    first = plain(table.text(last, table.columns[0]))
    if not first:
        return [table]
    starts = [table.columns[0]] + [
        column
        for before, column in zip(table.columns, table.columns[1:], strict=False)
        if column - before > 1 and plain(table.text(last, column)) == first
    ]
    if len(starts) == 1:
        return [table]
    parts = []
    for start, end in zip(starts, [*starts[1:], table.columns[-1] + 1], strict=True):
        columns = [column for column in table.columns if start <= column < end]
        rows = [
            row
            for row in table.rows
            if any(not is_blank(table.grid.at(row, column)) for column in columns)
        ]
        parts.append(
            Table(
                table.grid, table.head, rows, columns, table.titles, table.notes,
                {row: text for row, text in table.sections.items() if row in set(rows)},
            )
        )  # fmt: skip
    return [part for part in parts if part.rows]


def _heads(table: Table) -> dict[int, tuple[Cell, ...]]:
    """Return the parts of the head of each column, from top to bottom, without repetitions."""
    lines = [{column: table.grid.at(row, column) for column in table.columns} for row in table.head]
    for upper, lower in itertools.pairwise(lines):
        _fill_right(table, upper, lower)
    heads: dict[int, tuple[Cell, ...]] = {}
    for column in table.columns:
        parts: list[Cell] = []
        for line in lines:
            cell = line[column]
            if not is_blank(cell) and (not parts or as_text(parts[-1]) != as_text(cell)):
                parts.append(cell)
        heads[column] = tuple(parts)
    return heads


def _fill_right(table: Table, upper: dict[int, Cell], lower: dict[int, Cell]) -> None:
    """Let a head stand over the blank cells on its right that have a head of their own below.

    In text files merged cells leave only their first cell filled.
    """
    for before, column in zip(table.columns, table.columns[1:], strict=False):
        has_parts = not is_blank(lower[before]) and as_text(lower[before]) != as_text(upper[before])
        if is_blank(upper[column]) and not is_blank(lower[column]) and has_parts:
            upper[column] = upper[before]
