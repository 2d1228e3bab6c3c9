"""Check a file from its first byte to its last row; what holds waits in the staging file."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path, PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from vorort.authorities.models import Authority
from vorort.core.errors import DomainError
from vorort.deliveries.actions import QuarantineNote
from vorort.deliveries.choices import PRECEDENCE_ROUNDED, PRECEDENCE_UNROUNDED
from vorort.deliveries.queries import Preview
from vorort.evidence.importers import years
from vorort.evidence.importers.headers import Layout, find_layout
from vorort.evidence.importers.marks import decide_marks
from vorort.evidence.importers.preview import describe
from vorort.evidence.importers.residents import ResidentsReader, find_population_column
from vorort.evidence.importers.rows import SAMPLED, SourceFile, open_source
from vorort.evidence.importers.staging import Staging
from vorort.evidence.importers.tables import Row, TableReader, raw_text
from vorort.evidence.importers.texts import UnreadableFile, check_letters
from vorort.evidence.rules import (
    AreaName,
    OfficialPopulation,
    RateFact,
    TableFacts,
    imply_population,
)
from vorort.places.queries import state_by_name
from vorort.ui.format import number, percent

EVERY = 500
Progress = Callable[[int, int, str], None]


class TooManyBadRows(DomainError):
    """More rows than the limit do not hold; nothing is stored."""

    def __init__(self, notes: list[QuarantineNote], rows_read: int) -> None:
        share = 100 * len(notes) / max(1, rows_read)
        super().__init__(
            _("%(bad)s von %(all)s Zeilen sind nicht lesbar (%(share)s, Grenze %(limit)s). "
              "Es wurde nichts übernommen. Erster Grund, Zeile %(line)s: %(reason)s")
            % {
                "bad": number(len(notes)),
                "all": number(rows_read),
                "share": percent(share, 1),
                "limit": percent(settings.QUARANTINE_LIMIT_PERCENT),
                "line": number(notes[0].line),
                "reason": notes[0].reason,
            }
        )  # fmt: skip
        self.notes = notes
        self.rows_read = rows_read


@dataclass
class CheckedFile:
    """A file that holds: its rows in the staging file, and everything worth saying about it."""

    format: str
    layout: Layout
    source: SourceFile
    staging: Staging
    facts: TableFacts
    notes: list[QuarantineNote] = field(default_factory=list)
    rows_read: int = 0
    merged: int = 0
    year: int | None = None
    version: str = ""
    precedence: int = PRECEDENCE_ROUNDED
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def rows_ok(self) -> int:
        return len(self.facts.populations) if self.format == "population" else self.staging.rows

    def preview(self, *, size: int, for_authority: Authority | None) -> Preview:
        """Return what the person sees before taking the rows over."""
        return describe(self, size=size, for_authority=for_authority)


def ignore(_done: int, _total: int, _step: str) -> None:
    """Progress nobody asked for."""


def check_file(
    path: Path,
    *,
    name: str,
    format: str,  # noqa: A002
    year: int | None,
    today: dt.date,
    progress: Progress = ignore,
) -> CheckedFile:
    """Return the checked file; the caller closes its staging file.

    Raises
    ------
    DomainError
        The file as a whole does not hold, with a sentence for people.
    """
    progress(0, 0, _("Datei öffnen"))
    source = open_source(path)
    sample = source.sample()
    check_letters("\n".join(" ".join(cells) for cells in sample))
    layout = find_layout(sample, format, merged=source.is_sheet)
    marks = decide_marks(source.read(), layout.columns)
    checked = CheckedFile(format, layout, source, Staging(), TableFacts())
    checked.version = years.version_of(layout)
    try:
        if format == "population":
            _check_residents(checked, marks, name=name, given=year, today=today)
        else:
            first = list(islice(source.read(), SAMPLED))
            checked.layout = layout = find_population_column(first, layout, marks)
            reader = TableReader(
                format=format,
                layout=layout,
                marks=marks,
                today=today,
                state_key=lru_cache(state_by_name),
            )
            _settle_year(checked, reader, name=name, given=year, today=today)
            _settle_state(reader, name=name)
            _check_rows(checked, reader, progress)
        _refuse_if_hopeless(checked)
    except BaseException:
        checked.staging.close()
        raise
    return checked


def _settle_year(
    checked: CheckedFile, reader: TableReader, *, name: str, given: int | None, today: dt.date
) -> None:
    if "year" in reader.layout.columns:
        if given:
            years.check_year(given, today)
        return
    content = years.year_in_content(checked.layout, checked.source.sheet_name)
    reader.year = years.decide_year(given=given, content=content, name=name, today=today)


def _settle_state(reader: TableReader, *, name: str) -> None:
    """A table of one state names it in the file name only."""
    if reader.format != "pks-state" or "state" in reader.layout.columns:
        return
    stem = PurePath(name).name.split(".")[0].replace("-", " ").replace("_", " ")
    words = stem.split()
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            key = state_by_name(part) or state_by_name(part.replace(" ", "-"))
            if key is not None and not part.isdigit():
                reader.area_key = key
                return
    raise UnreadableFile(
        _("In der Datei fehlt die Spalte „Land“, und auch der Dateiname nennt kein Land.")
    )


def _check_rows(checked: CheckedFile, reader: TableReader, progress: Progress) -> None:
    total = sum(1 for _row in checked.source.read())
    facts, tally = checked.facts, _Tally()
    for done, found in enumerate(reader.read(checked.source.read())):
        if done % EVERY == 0:
            progress(done, total, _("Zeilen prüfen"))
        if isinstance(found, QuarantineNote):
            checked.notes.append(found)
            continue
        if not tally.is_new(found, checked):
            continue
        checked.staging.add(found.as_list())
        tally.count(found)
        facts.labels.setdefault(found.year, {}).setdefault(found.offence_key, found.label)
        if found.area_key not in facts.areas:
            check_letters(found.area_name)
            facts.areas[found.area_key] = AreaName(
                found.area_name, reader.kinds.get(found.area_key, "")
            )
    checked.rows_read = reader.rows_read
    tally.put_first_lines_aside(checked)
    tally.settle(checked)
    for (year, area_key), residents in sorted(reader.populations.items()):
        if residents:
            day = years.reference_day(year)
            facts.populations.append(OfficialPopulation(area_key, day, residents))
    found_years = facts.years
    checked.year = found_years[0] if len(found_years) == 1 else None


class _Tally:
    """What must be known about all rows together: duplicates, printed digits, rates."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, str, str], tuple[int, int]] = {}
        self._fought: dict[int, int] = {}
        self._rates: dict[tuple[int, str], list[RateFact]] = defaultdict(list)
        self._digits: dict[tuple[str, int], Counter[int | None]] = defaultdict(Counter)
        self._totals: dict[tuple[str, int], int] = {}

    def is_new(self, row: Row, checked: CheckedFile) -> bool:
        """Return whether the row is kept: not a repetition, not in conflict with an earlier one."""
        figures = hash(tuple(row.figures.values()))
        line, known = self._seen.setdefault(row.identity(), (row.line, figures))
        if line == row.line:
            return True
        if known == figures and line not in self._fought:
            checked.merged += 1
            return False
        checked.notes.append(_conflict(row.line, line, ""))
        self._fought.setdefault(line, row.line)
        return False

    def count(self, row: Row) -> None:
        cases, rate = row.figures.get("cases"), row.figures.get("rate")
        if rate:
            self._digits["rate", row.year][row.rate_digits] += 1
            if cases:
                fact = RateFact(int(cases), float(rate), row.rate_digits)
                self._rates[row.year, row.area_key].append(fact)
        if row.figures.get("clearance"):
            self._digits["clearance", row.year][row.clearance_digits] += 1
        if row.offence_key == "------" and cases is not None:
            self._totals[row.area_key, row.year] = int(cases)

    def put_first_lines_aside(self, checked: CheckedFile) -> None:
        """Put aside the earlier of two contradicting rows too, and fetch the text of both."""
        if not self._fought:
            return
        for line in self._fought:
            checked.staging.drop(line)
        wanted = {note.line for note in checked.notes if note.code == "duplicate"}
        texts = {
            row.line: raw_text(row)
            for row in checked.source.read()
            if row.line in wanted or row.line in self._fought
        }
        checked.notes = [
            replace(note, raw=texts[note.line]) if note.code == "duplicate" else note
            for note in checked.notes
        ] + [_conflict(line, other, texts[line]) for line, other in self._fought.items()]
        checked.notes.sort(key=lambda note: note.line)

    def settle(self, checked: CheckedFile) -> None:
        """Work out what only the whole table tells."""
        facts = checked.facts
        for (column, year), printed in self._digits.items():
            usual = _usual_digits(printed)
            target = facts.rate_digits if column == "rate" else facts.clearance_digits
            target[year] = usual
        for (year, area_key), rates in self._rates.items():
            implied = imply_population(rates)
            if implied is not None:
                facts.implied[year, area_key] = implied
        exact = self._rates and all(digits is None for digits in facts.rate_digits.values())
        checked.precedence = PRECEDENCE_UNROUNDED if exact else PRECEDENCE_ROUNDED
        latest = max((year for _area, year in self._totals), default=None)
        checked.totals = {
            area: cases for (area, year), cases in self._totals.items() if year == latest
        }


def _usual_digits(printed: Counter[int | None]) -> int | None:
    """Return the digits a column prints; whole numbers in it say nothing."""
    telling = {digits: count for digits, count in printed.items() if digits != 0}
    if not telling:
        return 0
    return max(telling, key=lambda digits: telling[digits])


def _conflict(line: int, other: int, raw: str) -> QuarantineNote:
    return QuarantineNote(
        line,
        raw,
        "duplicate",
        _("doppelt zu Zeile %(line)s, aber mit anderen Zahlen") % {"line": number(other)},
    )


def _check_residents(
    checked: CheckedFile,
    marks: dict,  # type: ignore[type-arg]
    *,
    name: str,
    given: int | None,
    today: dt.date,
) -> None:
    day = years.day_in_content(checked.layout)
    if day is None:
        content = years.year_in_content(checked.layout, checked.source.sheet_name)
        year = years.decide_year(given=given, content=content, name=name, today=today)
        day = years.reference_day(year)
    years.check_year(day.year + 1, today)
    reader = ResidentsReader(checked.layout, marks, day, lru_cache(state_by_name))
    for found in reader.read(checked.source.read()):
        if isinstance(found, QuarantineNote):
            checked.notes.append(found)
        else:
            checked.facts.populations.append(found)
    checked.rows_read = reader.rows_read
    checked.facts.areas = reader.areas
    checked.year = day.year + 1
    checked.totals = {row.area_key: row.total for row in checked.facts.populations}


def _refuse_if_hopeless(checked: CheckedFile) -> None:
    if not checked.rows_read:
        raise UnreadableFile(_("Unter der Kopfzeile steht keine einzige Zeile."))
    limit = settings.QUARANTINE_LIMIT_PERCENT / 100 * checked.rows_read
    if checked.notes and (len(checked.notes) > limit or not checked.rows_ok):
        raise TooManyBadRows(checked.notes, checked.rows_read)
