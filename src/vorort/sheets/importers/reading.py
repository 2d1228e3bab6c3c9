"""A file read by what is known and decided: its tables, columns, numbers, rows and questions."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from vorort.evidence.importers.numbers import Mark
from vorort.evidence.importers.texts import UnreadableFile
from vorort.records.exports.workbooks import KEY_COLUMNS
from vorort.sheets.choices import Dash, Role
from vorort.sheets.importers.books import Book, Grid, as_text, open_book
from vorort.sheets.importers.columns import Column, ColumnReader
from vorort.sheets.importers.facts import FactReader, Facts, Problem, Word
from vorort.sheets.importers.packages import column_letters
from vorort.sheets.importers.rows import Rows, build_rows
from vorort.sheets.importers.shapes import Table, find_tables
from vorort.sheets.importers.signs import decimal_mark
from vorort.sheets.importers.titles import Context, read_context
from vorort.sheets.importers.totals import check_totals
from vorort.sheets.rules.decisions import Decisions
from vorort.sheets.rules.known import Known
from vorort.sheets.rules.words import signature
from vorort.ui.format import number

MAX_SHEETS, MAX_TABLES = 30, 40
_NIL_IS_NOUGHT = re.compile(r"nichts vorhanden|genau (?:0|null)|= ?(?:0|null)\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{4,12}")
Progress = Callable[[int, int, str], None]
KnownFor = Callable[[set[str]], Known]


@dataclass(frozen=True)
class Change:
    """A correction: the new text of a cell, or (without a column) a row left out. From 0."""

    sheet: str
    row: int
    column: int | None
    text: str = ""


@dataclass
class Part:
    """One of the tables that are read together, with what it says itself."""

    number: int
    table: Table
    context: Context
    columns: list[Column]
    mark: Mark
    facts: Facts = field(default_factory=Facts)


@dataclass
class Candidate:
    """A table of the file that can be chosen."""

    sheet: str
    number: int
    place: str
    title: str
    rows: int
    fingerprint: str


@dataclass
class TableReading:
    """Everything that was found in a file."""

    kind: str
    sheets: list[tuple[str, bool]]
    candidates: list[Candidate]
    parts: list[Part]
    fingerprint: str
    rows: Rows
    decisions: Decisions
    problems: list[Problem] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    dash_open: bool = False

    @property
    def first(self) -> Part:
        return self.parts[0]

    @property
    def open_columns(self) -> list[Column]:
        return [column for column in self.first.columns if not column.sure or not column.role]

    @property
    def questions(self) -> int:
        """Return how much a person has to decide before anything can be taken over."""
        return (
            len(self.open_columns)
            + sum(1 for word in self.words if not word.decided and not word.total)
            + len(self.missing)
            + self.dash_open
        )

    @property
    def rows_read(self) -> int:
        return sum(part.facts.rows_read for part in self.parts)


class TableFile:
    """A file with its sheets read once; ``read`` may be asked again with other decisions."""

    def __init__(
        self,
        path: Path,
        *,
        name: str,
        known_for: KnownFor,
        latest: int,
        changes: Iterable[Change] = (),
        progress: Progress = lambda _done, _total, _step: None,
    ) -> None:
        progress(0, 0, _("Datei öffnen"))
        self.name = name
        self.latest = latest
        self.book: Book = open_book(path)
        self.progress = progress
        self.skipped: dict[str, set[int]] = {}
        changed: dict[str, list[Change]] = {}
        for change in changes:
            changed.setdefault(change.sheet, []).append(change)
        self.grids: dict[str, Grid] = {}
        wanted = list(self.book.visible[:MAX_SHEETS])
        for done, sheet in enumerate(wanted):
            progress(done, len(wanted), _("Blätter lesen"))
            self._read_grid(sheet.name, changed)
        self._changed = changed
        self.known = known_for(_long_numbers(self.grids.values()))

    def _read_grid(self, name: str, changed: Mapping[str, list[Change]]) -> None:
        grid = self.book.read(name)
        if not grid.rows:
            grid.rows.append([])
        for change in changed.get(name, ()):
            if change.column is None:
                self.skipped.setdefault(name, set()).add(change.row)
            else:
                grid.put(change.row, change.column, change.text or None)
        if [as_text(cell) for cell in grid.rows[0][: len(KEY_COLUMNS)]] == list(KEY_COLUMNS):
            # Our own form hides its keys from people, not from us.
            grid.hidden_columns -= set(range(len(KEY_COLUMNS)))
        self.grids[name] = grid

    def read(self, decisions: Decisions) -> TableReading:
        """Return the table as it is to be read; raises UnreadableFile where there is none."""
        if decisions.sheet and decisions.sheet not in self._signatures():
            for sheet in self.book.sheets:
                if sheet.hidden and signature(sheet.name) == decisions.sheet:
                    self._read_grid(sheet.name, self._changed)
        self.progress(0, 0, _("Tabellen suchen"))
        parts = self._parts(decisions)
        if not parts:
            raise UnreadableFile(_nothing_found(self.book))
        prints = {id(part): fingerprint(part) for part in parts}
        chosen = self._choose(parts, decisions)
        own_print = prints[id(chosen)]
        together = [chosen]
        if not decisions.table:
            together += [
                part for part in parts if part is not chosen and prints[id(part)] == own_print
            ]
        reading = self._read_parts(together, decisions)
        reading.fingerprint = own_print
        reading.candidates = [
            Candidate(
                sheet=part.table.grid.name, number=part.number, place=part.table.place,
                title=" ".join(part.table.titles)[:120], rows=len(part.table.rows),
                fingerprint=prints[id(part)],
            )
            for part in parts
        ]  # fmt: skip
        return reading

    def _signatures(self) -> set[str]:
        return {signature(name) for name in self.grids}

    def _parts(self, decisions: Decisions) -> list[Part]:
        parts = []
        for grid in self.grids.values():
            for n, table in enumerate(find_tables(grid)[:MAX_TABLES], 1):
                context = read_context(table.titles, table.notes, grid.name, self.name, self.known)
                mark = decimal_mark(cell for row in table.rows for cell in grid.rows[row])
                columns = ColumnReader(table, self.known, context, decisions, mark).read()
                parts.append(Part(n, table, context, columns, mark))
        return parts

    def _choose(self, parts: list[Part], decisions: Decisions) -> Part:
        """Return the table that was chosen, else the one that says most."""
        mine = [
            part for part in parts if signature(part.table.grid.name) == decisions.sheet
        ] or parts
        if decisions.table:
            mine = [part for part in mine if part.number == decisions.table] or mine
        if len(mine) == 1:
            return mine[0]

        def worth(part: Part) -> tuple[bool, int]:
            values = sum(column.is_value for column in part.columns)
            dimensions = any(
                column.role in {Role.AREA, Role.INDICATOR, Role.PERIOD} for column in part.columns
            )
            return dimensions and bool(values), values * len(part.table.rows)

        return max(mine, key=worth)

    def _read_parts(self, parts: list[Part], given: Decisions) -> TableReading:
        decisions = Decisions.from_json(given.as_json())
        dash_open = False
        if not decisions.dash:
            decisions.dash, dash_open = self._dash(parts)
        for done, part in enumerate(parts):
            self.progress(done, len(parts), _("Zahlen lesen"))
            part.facts = FactReader(
                part.table,
                columns=part.columns,
                known=self.known,
                context=part.context,
                decisions=decisions,
                mark=part.mark,
                skipped=frozenset(self.skipped.get(part.table.grid.name, ())),
            ).read()
        facts = (fact for part in parts for fact in part.facts.facts)
        rows = build_rows(facts, self.known, latest=self.latest)
        reading = TableReading(
            kind=self.book.kind,
            sheets=[(sheet.name, sheet.hidden) for sheet in self.book.sheets],
            candidates=[],
            parts=parts,
            fingerprint="",
            rows=rows,
            decisions=decisions,
        )
        reading.dash_open = dash_open and any(part.facts.dashes for part in parts)
        reading.problems = [p for part in parts for p in part.facts.problems] + rows.problems
        reading.problems.sort(key=lambda one: (one.sheet, one.row, one.column or -1))
        reading.words = _merged_words(parts)
        reading.missing = set().union(*(part.facts.missing for part in parts))
        reading.hints = [*self._hints(parts), *rows.hints]
        return reading

    def _dash(self, parts: list[Part]) -> tuple[str, bool]:
        """Return what a dash means where the table says it; else that it has to be asked."""
        notes = " ".join(text for part in parts for text in (*part.table.notes, *part.table.titles))
        if _NIL_IS_NOUGHT.search(notes):
            return Dash.ZERO, False
        return Dash.MISSING, True

    def _hints(self, parts: list[Part]) -> list[str]:
        hints = []
        grids = {id(part.table.grid): part.table.grid for part in parts}.values()
        hidden = [sheet.name for sheet in self.book.sheets if sheet.hidden]
        if hidden:
            names = ", ".join(f"„{name}“" for name in hidden)
            hints.append(
                _("Ausgeblendete Blätter sind nicht gelesen: %(names)s.") % {"names": names}
            )
        for grid in grids:
            hints += _hidden_parts(grid)
        formulas = sum(grid.formulas for grid in grids)
        if formulas:
            hints.append(
                _("Das Blatt enthält %(n)s Formeln. Übernommen werden die gespeicherten "
                  "Ergebnisse.") % {"n": number(formulas)}
            )  # fmt: skip
        for part in parts:
            if any(column.fraction and column.is_value for column in part.columns):
                hints.append(_("Anteile wie 0,52 sind als Prozent gelesen (52 %)."))
                break
        secrets = sum(part.facts.secrets for part in parts)
        if secrets:
            hints.append(
                _("Geheim gehaltene Zellen (Punkt): %(n)s. Sie bleiben ohne Zahl.")
                % {"n": number(secrets)}
            )
        wrong = [
            text
            for part in parts
            for text in check_totals(part.facts, {one.index: one for one in part.columns})
        ]
        totals = sum(len(part.facts.totals) for part in parts)
        if totals and not wrong:
            hints.append(
                _("Summen der Tabelle nachgerechnet: %(n)s, alle stimmen. Sie werden nicht "
                  "doppelt übernommen.") % {"n": number(totals)}
            )  # fmt: skip
        hints += wrong[:5]
        if len(wrong) > 5:
            hints.append(_("und %(n)s weitere Summen") % {"n": number(len(wrong) - 5)})
        return hints


def _hidden_parts(grid: Grid) -> list[str]:
    hints = []
    rows = sorted(row for row in grid.hidden_rows if row < len(grid.rows) and any(grid.rows[row]))
    columns = sorted(column for column in grid.hidden_columns if column < grid.width)
    if rows:
        shown = ", ".join(str(row + 1) for row in rows[:10])
        hints.append(_("Ausgeblendete Zeilen sind nicht gelesen: %(rows)s.") % {"rows": shown})
    if columns:
        shown = ", ".join(column_letters(column) for column in columns[:10])
        hints.append(_("Ausgeblendete Spalten sind nicht gelesen: %(rows)s.") % {"rows": shown})
    return hints


def _merged_words(parts: list[Part]) -> list[Word]:
    merged: dict[tuple[str, str], Word] = {}
    for part in parts:
        for key, word in part.facts.words.items():
            known = merged.get(key)
            if known is None:
                merged[key] = word
            elif known is not word:
                known.rows += word.rows
    return list(merged.values())


def _long_numbers(grids: Iterable[Grid]) -> set[str]:
    found: set[str] = set()
    for grid in grids:
        for row in grid.rows:
            for cell in row:
                if isinstance(cell, (str, int, float)):
                    text = as_text(cell).replace(" ", "")
                    if _LONG_NUMBER.fullmatch(text):
                        found.add(text)
    return found


def _nothing_found(book: Book) -> str:
    if any(sheet.hidden for sheet in book.sheets) and not book.visible:
        return _("Alle Blätter der Mappe sind ausgeblendet. Bitte blenden Sie das richtige ein.")
    return _(
        "In der Datei ist keine Tabelle mit Zahlen zu finden. Gebraucht wird eine Tabelle mit "
        "Überschriften und mindestens einer Spalte mit Zahlen."
    )


def fingerprint(part: Part) -> str:
    """Return what tells the shape of a table from another, the same from year to year."""
    shape: set[tuple[object, ...]] = set()
    for column in part.columns:
        if column.numeric and column.role not in {Role.AREA, Role.INDICATOR, Role.PERIOD}:
            at = column.plain_at or column.at
            unknown = tuple(signature(text) for text in at.unknown)
            shape.add(
                ("v", at.measure, bool(at.area), bool(at.indicator), bool(at.period), *unknown)
            )
        else:
            shape.add(("d", column.signature))
    text = json.dumps(sorted(map(list, shape), key=str), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
