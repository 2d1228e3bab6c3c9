"""Population tables, and population columns that ride along in a table of offences."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from vorort.deliveries.actions import QuarantineNote
from vorort.evidence.importers.headers import Layout
from vorort.evidence.importers.numbers import Mark, NotANumber, parse_count, parse_measure
from vorort.evidence.importers.rows import SourceRow, as_text
from vorort.evidence.importers.tables import BadRow, is_blank, raw_text, read_count, tidy
from vorort.evidence.rules import AreaName, OfficialPopulation, normalise_area_key
from vorort.evidence.rules.population import PER

# Rows that must agree before an unnamed column is taken for the population.
AGREEING = 20


@dataclass
class ResidentsReader:
    """Reads a population table; areas by key, nation and states also by name."""

    layout: Layout
    marks: Mapping[str, Mark | None]
    on_date: dt.date
    state_key: Callable[[str], str | None]
    rows_read: int = 0
    areas: dict[str, AreaName] = field(default_factory=dict)

    def read(self, rows: Iterator[SourceRow]) -> Iterator[OfficialPopulation | QuarantineNote]:
        """Yield a population or the note why a row is put aside.

        Two rows of one area that disagree are both put aside; rows that agree count once.
        """
        found: dict[str, list[tuple[SourceRow, OfficialPopulation]]] = {}
        for index, row in enumerate(rows):
            if index < self.layout.first_data_row or is_blank(row):
                continue
            self.rows_read += 1
            try:
                one = self._read_row(row)
            except BadRow as error:
                yield QuarantineNote(row.line, raw_text(row), error.code, error.reason)
            else:
                found.setdefault(one.area_key, []).append((row, one))
        for key, members in found.items():
            if len({one for _row, one in members}) == 1:
                yield members[0][1]
                continue
            reason = _("Gebiet %(key)s steht zweimal in der Datei, mit verschiedenen Zahlen.")
            for row, _one in members:
                yield QuarantineNote(row.line, raw_text(row), "duplicate", reason % {"key": key})

    def _text(self, row: SourceRow, code: str) -> str:
        index = self.layout.columns.get(code)
        if index is None or index >= len(row.cells):
            return ""
        return tidy(as_text(row.cells[index]))

    def _count(self, row: SourceRow, code: str) -> int | None:
        index = self.layout.columns.get(code)
        if index is None or index >= len(row.cells):
            return None
        return read_count(row.cells[index], code, self.marks.get(code))

    def _read_row(self, row: SourceRow) -> OfficialPopulation:
        key, name = self._area(row)
        if row.unanswered:
            raise BadRow(
                "formula",
                _("In der Zeile steht eine Formel ohne Ergebnis. Bitte speichern Sie die Werte."),
            )
        total = self._count(row, "population")
        male, female = self._count(row, "male"), self._count(row, "female")
        if not total:
            raise BadRow("number", _("Gebiet %(key)s hat keine Bevölkerungszahl.") % {"key": key})
        if male is not None and female is not None and male + female != total:
            raise BadRow(
                "sum",
                _("%(male)s männlich und %(female)s weiblich ergeben nicht %(total)s.")
                % {"male": male, "female": female, "total": total},
            )
        self.areas.setdefault(key, AreaName(name, self._text(row, "area_kind")))
        return OfficialPopulation(key, self.on_date, total, male, female)

    def _area(self, row: SourceRow) -> tuple[str, str]:
        text = self._text(row, "area_key")
        name = self._text(row, "area_name") or self._text(row, "state")
        key = normalise_area_key(text)
        if key is not None:
            return key, self._text(row, "area_name")
        # The nation has a number of its own in these tables, so the name decides.
        by_name = self.state_key(name) if name else None
        if by_name is not None and re.fullmatch(r"\d{0,2}", text):
            return by_name, name
        raise BadRow("area_key", _("„%(text)s“ ist kein Gebietsschlüssel.") % {"text": text})


def find_population_column(
    rows: Sequence[SourceRow], layout: Layout, marks: Mapping[str, Mark | None]
) -> Layout:
    """Return the layout with an unnamed column added that proves to be the population.

    Proof: with it as base, the published rate of every looked-at row comes out.
    """
    if "population" in layout.columns or "rate" not in layout.columns:
        return layout
    width = max((len(row.cells) for row in rows), default=0)
    taken = set(layout.columns.values())
    unnamed = [
        index
        for index in range(width)
        if index not in taken and not (index < len(layout.names) and layout.names[index].strip())
    ]
    for index in unnamed:
        if _proves_population(rows, index, layout, marks):
            columns = {**layout.columns, "population": index}
            return replace(layout, columns=columns)
    return layout


def _proves_population(
    rows: Sequence[SourceRow], index: int, layout: Layout, marks: Mapping[str, Mark | None]
) -> bool:
    agreed = 0
    for row in rows[layout.first_data_row :]:
        try:
            base = parse_count(as_text(row.cells[index]), marks.get("cases"))
            cases = parse_count(as_text(row.cells[layout.columns["cases"]]), marks.get("cases"))
            rate = parse_measure(
                as_text(row.cells[layout.columns["rate"]]), marks.get("rate") or Mark.POINT
            )
        except (NotANumber, IndexError):
            return False
        if not base or cases is None or rate is None:
            return False
        slack = 0.5 * 10.0 ** -(rate.digits or 0) + 1e-6
        if abs(cases * PER / base - rate.value) > slack:
            return False
        agreed += cases > 0
    return agreed >= AGREEING
