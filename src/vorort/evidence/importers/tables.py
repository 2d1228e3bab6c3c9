"""Rows of a police table: read, checked, put aside with a reason where they do not hold."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from vorort.deliveries.actions import QuarantineNote
from vorort.evidence.choices import (
    COLUMN_OF,
    COUNTS,
    FIGURES,
    SHARES,
    Content,
    RowFlag,
)
from vorort.evidence.importers.headers import Layout
from vorort.evidence.importers.numbers import (
    Mark,
    Measure,
    NotANumber,
    clean,
    is_null,
    measure_of_number,
    parse_count,
    parse_measure,
)
from vorort.evidence.importers.rows import SourceRow, as_text
from vorort.evidence.importers.sheets import Cell
from vorort.evidence.rules import normalise_area_key, normalise_offence_key
from vorort.evidence.rules.keys import has_known_state
from vorort.evidence.rules.population import half_digit

NATION = "00"
# Published shares are rounded; sources have rounded twice.
SHARE_SLACK = 0.51


class BadRow(Exception):
    """A row that is put aside."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(slots=True)
class Row:
    """A row that holds, in the shape of the staging file."""

    line: int
    year: int
    area_key: str
    area_name: str
    offence_key: str
    label: str
    figures: dict[str, int | float | None]
    rate_digits: int | None
    clearance_digits: int | None
    flags: int = 0

    def identity(self) -> tuple[int, str, str]:
        return self.year, self.area_key, self.offence_key

    def as_list(self) -> list[object]:
        """Return the row for the staging file."""
        return [
            self.line,
            self.year,
            self.area_key,
            self.offence_key,
            self.rate_digits,
            self.clearance_digits,
            self.flags,
            *(self.figures.get(code) for code in FIGURES),
        ]


@dataclass
class TableReader:
    """Reads the rows of one table; ``year`` and ``area`` where the table itself names none."""

    format: str
    layout: Layout
    marks: Mapping[str, Mark | None]
    today: dt.date
    state_key: Callable[[str], str | None]
    year: int | None = None
    area_key: str = ""
    area_name: str = ""
    rows_read: int = 0
    kinds: dict[str, str] = field(default_factory=dict)
    populations: dict[tuple[int, str], int | None] = field(default_factory=dict)

    def read(self, rows: Iterator[SourceRow]) -> Iterator[Row | QuarantineNote]:
        """Yield a row or the note why it is put aside; blank lines and footnotes are skipped."""
        for index, row in enumerate(rows):
            if index < self.layout.first_data_row or is_blank(row):
                continue
            self.rows_read += 1
            try:
                yield self._read_row(row)
            except BadRow as error:
                yield QuarantineNote(row.line, raw_text(row), error.code, error.reason)

    def _read_row(self, row: SourceRow) -> Row:
        needed = max(index for code, index in self.layout.columns.items() if code in _NEVER_MISSING)
        if len(row.cells) <= needed:
            raise BadRow("short", _("Die Zeile hat nur %(n)s Spalten.") % {"n": len(row.cells)})
        if row.unanswered:
            raise BadRow(
                "formula",
                _("In der Zeile steht eine Formel ohne Ergebnis. Bitte speichern Sie die Werte."),
            )
        key = normalise_offence_key(self._text(row, "key"))
        if key is None:
            raise BadRow(
                "key",
                _("„%(text)s“ ist kein Straftatenschlüssel.") % {"text": self._text(row, "key")},
            )
        area_key, area_name = self._area(row)
        figures, rate, clearance = self._figures(row)
        made = Row(
            line=row.line,
            year=self._year(row),
            area_key=area_key,
            area_name=area_name,
            offence_key=key,
            label=tidy(self._text(row, "label")),
            figures=figures,
            rate_digits=rate.digits if rate else None,
            clearance_digits=clearance.digits if clearance else None,
        )
        check_plausible(made)
        self._note_area(row, made)
        return made

    def _note_area(self, row: SourceRow, made: Row) -> None:
        """Remember the kind of an area and its population, where the table tells them."""
        if made.area_key not in self.kinds:
            self.kinds[made.area_key] = self._text(row, "area_kind")
        index = self.layout.columns.get("population")
        if index is None or index >= len(row.cells):
            return
        number = read_count(row.cells[index], "population", self.marks.get("population"))
        place = made.year, made.area_key
        if self.populations.setdefault(place, number) != number:
            # Two numbers for one area and year: neither is taken.
            self.populations[place] = None

    def _text(self, row: SourceRow, code: str) -> str:
        index = self.layout.columns.get(code)
        if index is None or index >= len(row.cells):
            return ""
        return as_text(row.cells[index]).strip()

    def _year(self, row: SourceRow) -> int:
        if "year" not in self.layout.columns:
            assert self.year is not None  # noqa: S101 - settled before the first row
            return self.year
        text = self._text(row, "year")
        if not text.isdecimal() or not 1990 <= int(text) <= self.today.year:
            raise BadRow("year", _("„%(text)s“ ist kein mögliches Berichtsjahr.") % {"text": text})
        return int(text)

    def _area(self, row: SourceRow) -> tuple[str, str]:
        if self.format == "pks-nation":
            return NATION, ""
        if self.format == "pks-state":
            if "state" not in self.layout.columns:
                return self.area_key, self.area_name
            name = tidy(self._text(row, "state"))
            key = self.state_key(name)
            if key is None:
                raise BadRow("state", _("„%(name)s“ ist kein bekanntes Land.") % {"name": name})
            return key, name
        text = self._text(row, "area_key")
        key = normalise_area_key(text)
        if key is None:
            raise BadRow("area_key", _("„%(text)s“ ist kein Gebietsschlüssel.") % {"text": text})
        if not has_known_state(key):
            raise BadRow(
                "area_state",
                _("Gebietsschlüssel %(key)s: Ein Land mit der Nummer %(state)s gibt es nicht.")
                % {"key": key, "state": key[:2]},
            )
        name = tidy(self._text(row, "area_name"))
        return key, name

    def _figures(
        self, row: SourceRow
    ) -> tuple[dict[str, int | float | None], Measure | None, Measure | None]:
        figures: dict[str, int | float | None] = {}
        rate = clearance = None
        for code in FIGURES:
            index = self.layout.columns.get(code)
            if index is None or index >= len(row.cells):
                continue
            cell = row.cells[index]
            if COLUMN_OF[code].content is Content.COUNT:
                figures[code] = read_count(cell, code, self.marks.get(code))
                continue
            measure = read_measure(cell, code, self.marks.get(code))
            figures[code] = measure.value if measure else None
            if code == "rate":
                rate = measure
            elif code == "clearance":
                clearance = measure
        return figures, rate, clearance


_NEVER_MISSING = frozenset({"key", "area_key", "state", "cases", "population"})


def is_blank(row: SourceRow) -> bool:
    """Return whether a row is empty or a footnote: at most one cell with text."""
    filled = sum(1 for cell in row.cells if cell is not None and str(cell).strip())
    return filled <= 1


def raw_text(row: SourceRow) -> str:
    return row.raw or " | ".join(as_text(cell) for cell in row.cells)


def tidy(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def read_count(cell: Cell, code: str, mark: Mark | None) -> int | None:
    """Return the whole number of a cell; raises ``BadRow`` with the column's name."""
    if cell is None:
        return None
    if isinstance(cell, (int, float)):
        if not float(cell).is_integer():
            raise BadRow(
                "not_whole",
                _("%(column)s: %(text)s ist keine ganze Zahl.")
                % {"column": COLUMN_OF[code].label, "text": str(cell).replace(".", ",")},
            )
        number: int | None = int(cell)
    else:
        _refuse_formula(cell, code)
        try:
            number = parse_count(cell, mark)
        except NotANumber:
            raise _no_number(cell, code) from None
    if number is not None and not 0 <= number < 2**31:
        raise BadRow(
            "range",
            _("%(column)s: %(number)s kann nicht sein.")
            % {"column": COLUMN_OF[code].label, "number": number},
        )
    return number


def read_measure(cell: Cell, code: str, mark: Mark | None) -> Measure | None:
    """Return the decimal number of a cell; raises ``BadRow`` with the column's name."""
    if cell is None:
        return None
    if isinstance(cell, (int, float)):
        measure: Measure | None = measure_of_number(float(cell))
    else:
        _refuse_formula(cell, code)
        try:
            measure = parse_measure(cell, mark or Mark.POINT)
        except NotANumber:
            raise _no_number(cell, code) from None
    if measure is not None and measure.value < 0:
        raise BadRow(
            "range",
            _("%(column)s: Die Zahl ist negativ.") % {"column": COLUMN_OF[code].label},
        )
    return measure


def _refuse_formula(text: str, code: str) -> None:
    if clean(text)[:1] in {"=", "+", "@"} and not is_null(text):
        raise BadRow(
            "formula",
            _("%(column)s: In der Zelle steht eine Formel. Bitte speichern Sie die Werte.")
            % {"column": COLUMN_OF[code].label},
        )


def _no_number(text: str, code: str) -> BadRow:
    return BadRow(
        "number",
        _("%(column)s: „%(text)s“ ist in dieser Spalte keine Zahl.")
        % {"column": COLUMN_OF[code].label, "text": clean(text)[:40]},
    )


def check_plausible(row: Row) -> None:
    """Refuse a row whose figures contradict each other; flag what is only unusual."""
    figures = row.figures
    cases = figures.get("cases")
    _at_most(row, "attempts", "cases")
    _at_most(row, "suspects_foreign", "suspects")
    cleared, clearance = figures.get("cleared"), figures.get("clearance")
    if cases and cleared is not None and clearance is not None:
        ours = cleared * 100 / cases
        if abs(ours - clearance) > half_digit(row.clearance_digits) + SHARE_SLACK:
            raise BadRow(
                "clearance",
                _("Aufgeklärt %(cleared)s von %(cases)s ergibt nicht die genannte Quote von "
                  "%(share)s %%.")
                % {
                    "cleared": cleared,
                    "cases": cases,
                    "share": str(round(clearance, 1)).replace(".", ","),
                },
            )  # fmt: skip
    if cases is not None and cleared is not None and cleared > cases:
        row.flags |= RowFlag.CLEARED_ABOVE_CASES
    male, female, both = (
        figures.get(code) for code in ("suspects_male", "suspects_female", "suspects")
    )
    if male is not None and female is not None and both is not None and male + female != both:
        raise BadRow(
            "suspects",
            _("Tatverdächtige: %(male)s männlich und %(female)s weiblich ergeben nicht %(both)s.")
            % {"male": male, "female": female, "both": both},
        )


def _at_most(row: Row, part: str, whole: str) -> None:
    small, large = row.figures.get(part), row.figures.get(whole)
    if small is not None and large is not None and small > large:
        raise BadRow(
            f"{part}_above_{whole}",
            _("%(part)s (%(small)s) ist mehr als %(whole)s (%(large)s).")
            % {
                "part": COLUMN_OF[part].label,
                "small": small,
                "whole": COLUMN_OF[whole].label,
                "large": large,
            },
        )


def is_empty(row: Row) -> bool:
    """Return whether a row names an offence and an area and no figure at all (blocked)."""
    return all(row.figures.get(code) is None for code in (*COUNTS, "rate", *SHARES))
