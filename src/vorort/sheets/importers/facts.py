"""The numbers of a table, each with its area, indicator, period and measure; and what is unclear."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from vorort.evidence.choices import Content
from vorort.evidence.importers.numbers import Mark
from vorort.sheets.choices import POPULATION_MEASURES, VALUE, Dash, Role, content_of, measure_of
from vorort.sheets.importers.books import as_text, is_blank
from vorort.sheets.importers.columns import Column
from vorort.sheets.importers.sentences import no_number, unknown_wording
from vorort.sheets.importers.shapes import Table
from vorort.sheets.importers.signs import Reading, Said, is_formula, read_sign
from vorort.sheets.importers.titles import Context
from vorort.sheets.rules.decisions import SKIP, Decisions
from vorort.sheets.rules.known import (
    PKS,
    POPULATION,
    POPULATION_BEFORE,
    POPULATION_FEMALE,
    POPULATION_MALE,
    Known,
    Match,
)
from vorort.sheets.rules.periods import Period, read_period
from vorort.sheets.rules.words import is_davon, is_total, plain


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of a table in its place; ``secret`` where it is there and may not be said."""

    sheet: str
    row: int
    column: int
    area: str
    indicator: str
    period: Period
    measure: str
    value: float | None
    digits: int | None
    secret: bool = False
    uncertain: bool = False
    # The cell cannot be read: the row it belongs to waits with it.
    bad: bool = False
    # The wordings that led here, where a person put several of them into one place.
    said: str = ""


# A cell that is there and cannot be read.
BAD = Reading(Said.TEXT)


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell or row that is not taken over, and why; counted from 0."""

    sheet: str
    row: int
    column: int | None
    code: str
    reason: str


@dataclass
class Word:
    """A wording that nobody has decided about: where it stands, what it may mean."""

    kind: str
    text: str
    rows: int = 0
    suggestion: Match | None = None
    decided: str = ""
    total: bool = False


@dataclass
class Place:
    """What the row or the head says before both are laid together."""

    area: str = ""
    indicator: str = ""
    period: Period | None = None
    measure: str = ""
    totals: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    davon: bool = False
    # Dimensions that a key has named: a wording beside it says no more.
    keyed: set[str] = field(default_factory=set)
    problem: Problem | None = None


@dataclass
class Facts:
    """Everything a table holds."""

    facts: list[Fact] = field(default_factory=list)
    # Numbers of totals rows and columns: compared with their parts, never taken over.
    totals: list[tuple[Fact, frozenset[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    words: dict[tuple[str, str], Word] = field(default_factory=dict)
    # What no row and no head says: area, indicator, year.
    missing: set[str] = field(default_factory=set)
    rows_read: int = 0
    secrets: int = 0
    dashes: int = 0
    nothings: int = 0
    row_places: dict[int, Place] = field(default_factory=dict)
    # Every number of a row that is no total, taken over or not: row, column to its value, None
    # where it is secret.
    parts: dict[tuple[int, int], float | None] = field(default_factory=dict)

    @property
    def open_words(self) -> list[Word]:
        return [word for word in self.words.values() if not word.decided and not word.total]


class FactReader:
    """Reads the rows of a table by the roles of its columns."""

    def __init__(
        self,
        table: Table,
        *,
        columns: list[Column],
        known: Known,
        context: Context,
        decisions: Decisions,
        mark: Mark,
        skipped: frozenset[int] = frozenset(),
    ) -> None:
        self.table = table
        self.known = known
        self.context = context
        self.decisions = decisions
        self.mark = mark
        self.skipped = skipped
        self.sheet = table.grid.name
        self.stubs = [column for column in columns if column.role in Role.values]
        self.values = [column for column in columns if column.is_value]
        self.found = Facts()
        self._sections: dict[str, Place] = {}
        self._placed_by = {
            "area": any(c.role == Role.AREA for c in self.stubs)
            or any(c.at.area for c in self.values),
            "indicator": any(c.role == Role.INDICATOR for c in self.stubs)
            or any(c.at.indicator for c in self.values),
        }

    def read(self) -> Facts:
        """Return the numbers of the table; a row is read or put aside, never dropped silently."""
        for column in self.values:
            if column.asks:
                kind, text = column.asks
                match = self._resolve(kind, text)
                self._remember(kind, text, match if isinstance(match, Match) else None)
        self._remember_decided_heads()
        self.values = [column for column in self.values if not column.asks]
        for row in self.table.rows:
            if row in self.skipped:
                problem = Problem(self.sheet, row, None, "skipped", _("Von Ihnen ausgelassen."))
                self.found.problems.append(problem)
                continue
            self.found.rows_read += 1
            self._row(row)
        return self.found

    def _remember_decided_heads(self) -> None:
        """Remember words of heads that were assigned, so that the form shows them again."""
        for head in self.table.heads.values():
            for text in map(as_text, head):
                for kind, given in (
                    ("area", self.decisions.areas),
                    ("indicator", self.decisions.indicators),
                ):
                    if (decided := given.get(plain(text))) is not None:
                        self._remember(kind, text, None, decided=decided)

    # ── places ───────────────────────────────────────────

    def _row(self, row: int) -> None:
        place = self._place_of_row(row)
        self.found.row_places[row] = place
        grid = self.table.grid
        filled = [
            c
            for c in self.values
            if not is_blank(grid.at(row, c.index)) or (row, c.index) in grid.unanswered
        ]
        if not filled:
            return
        if not place.totals and not place.davon:
            self._count_parts(row, filled)
        if place.problem is not None:
            self.found.problems.append(place.problem)
            return
        for column in filled:
            self._cell(row, column, place)

    def _count_parts(self, row: int, columns: list[Column]) -> None:
        for column in columns:
            reading = read_sign(self.table.grid.at(row, column.index), self.mark, whole=True)
            if reading.said in {Said.NUMBER, Said.SECRET}:
                self.found.parts[row, column.index] = reading.value

    def _place_of_row(self, row: int) -> Place:
        place = Place()
        if (section := self.table.sections.get(row)) is not None:
            place = self._section(section, row)
        for column in self.stubs:
            cell = self.table.grid.at(row, column.index)
            if is_blank(cell):
                continue
            text = as_text(cell)
            if column.role == Role.PERIOD:
                self._put_period(place, cell, text, row, column.index)
            elif column.role == Role.MEASURE:
                place.measure = measure_of(plain(text)) or place.measure
            elif column.role == Role.AREA:
                self._put(place, "area", text, row, column.index)
            elif column.role == Role.INDICATOR:
                self._put(place, "indicator", text, row, column.index)
                place.davon = place.davon or is_davon(text)
        return place

    def _section(self, text: str, row: int) -> Place:
        """Return what a line between the rows says of those below it."""
        if text not in self._sections:
            place = Place()
            period = read_period(text)
            area = self._resolve("area", text)
            indicator = self._resolve("indicator", text)
            measure = measure_of(plain(text))
            if period is not None:
                place.period = period
            elif isinstance(area, str) or (isinstance(area, Match) and area.sure):
                self._put(place, "area", text, row, None)
            elif isinstance(indicator, str) or (isinstance(indicator, Match) and indicator.sure):
                self._put(place, "indicator", text, row, None)
            elif measure and measure != Role.IGNORE:
                place.measure = measure
            elif not self._placed_by["area"] and self._placed_by["indicator"]:
                self._put(place, "area", text, row, None)
            elif not self._placed_by["indicator"] and self._placed_by["area"]:
                self._put(place, "indicator", text, row, None)
            self._sections[text] = place
        kept = self._sections[text]
        return replace(kept, totals=set(kept.totals), said=list(kept.said), keyed=set(kept.keyed))

    def _put_period(self, place: Place, cell: object, text: str, row: int, column: int) -> None:
        period = read_period(cell)
        if period is None:
            if is_total(text):
                place.totals.add("period")
            else:
                reason = _("„%(text)s“ ist kein Jahr und kein Monat.") % {"text": text}
                place.problem = Problem(self.sheet, row, column, "period", reason)
            return
        place.period = period.over(place.period)

    def _resolve(self, kind: str, text: str) -> str | Match | None:
        """Return what was decided for a wording, else what it may mean."""
        decided = (self.decisions.areas if kind == "area" else self.decisions.indicators).get(
            plain(text)
        )
        if decided:
            return decided
        if kind == "area":
            return self.known.find_area(text)
        return self.known.find_indicator(text, self.context.group)

    def _put(self, place: Place, kind: str, text: str, row: int, column: int | None) -> None:
        """Set area or indicator of a place by a wording; unknown ones are remembered and asked."""
        found = self._resolve(kind, text)
        decided = found if isinstance(found, str) else ""
        match = found if isinstance(found, Match) else None
        total = is_total(text)
        if decided or total:
            self._remember(kind, text, match, decided=decided, total=total)
        if decided == SKIP:
            label = _("„%(text)s“ wird nicht übernommen.") % {"text": text}
            place.problem = Problem(self.sheet, row, column, "not_wanted", label)
            return
        code = decided or (match.code if match is not None and match.sure else "")
        if total and not decided:
            place.totals.add(kind)
            return
        if not code:
            # Of two columns for one dimension one may hold what the other does not know.
            if getattr(place, kind):
                return
            self._remember(kind, text, match)
            place.problem = Problem(
                self.sheet, row, column, f"{kind}_open", unknown_wording(kind, text)
            )
            return
        if place.problem is not None and place.problem.code == f"{kind}_open":
            self._forget(kind, self.table.text(row, place.problem.column or 0))
            place.problem = None
        finer = code.startswith((f"{getattr(place, kind)}-", f"{getattr(place, kind)}:"))
        if kind in place.keyed and not finer:
            return
        if match is not None and match.by_key:
            place.keyed.add(kind)
        setattr(place, kind, code)
        place.totals.discard(kind)
        if decided:
            place.said.append(plain(text))

    def _remember(
        self, kind: str, text: str, match: Match | None, *, decided: str = "", total: bool = False
    ) -> None:
        key = kind, plain(text)
        word = self.found.words.setdefault(
            key, Word(kind, text, suggestion=match, decided=decided, total=total)
        )
        word.rows += 1

    def _forget(self, kind: str, text: str) -> None:
        word = self.found.words.get((kind, plain(text)))
        if word is not None:
            word.rows -= 1
            if word.rows <= 0:
                del self.found.words[kind, plain(text)]

    # ── cells ────────────────────────────────────────────

    def _cell(self, row: int, column: Column, place: Place) -> None:
        measure = column.role
        if place.measure and column.role == VALUE:
            if place.measure == Role.IGNORE:
                return
            measure = place.measure
        reading = self._reading(row, column, measure)
        if reading is None:
            return
        bad = reading.said is Said.TEXT
        indicator = place.indicator or column.at.indicator or self._implied(measure)
        area = place.area or column.at.area or self._default_area()
        totals = set(place.totals)
        if column.at.total:
            totals |= self._total_kinds(column)
        period = (place.period or Period()).over(column.at.period).over(self.context.period)
        if period.year is None and self.decisions.year is not None:
            period = replace(period, year=self.decisions.year)
        if measure in POPULATION_MEASURES and indicator.startswith(PKS):
            indicator = POPULATION
        indicator, measure, period = _residents(indicator, measure, period)
        indicator, measure, period = _residents(indicator, measure, period)
        fact = Fact(
            sheet=self.sheet,
            row=row,
            column=column.index,
            area=area,
            indicator=indicator,
            period=period,
            measure=measure,
            value=self._as_percent(reading.value, column, indicator),
            digits=reading.digits,
            secret=reading.said is Said.SECRET,
            uncertain=reading.uncertain,
            bad=bad,
            said="|".join(place.said),
        )
        if totals:
            if bad:
                return
            self.found.totals.append((fact, frozenset(totals)))
        elif self._is_placed(fact):
            self.found.facts.append(fact)

    def _as_percent(self, value: float | None, column: Column, indicator: str) -> float | None:
        one = self.known.by_code.get(indicator)
        stored_as_fraction = column.fraction and one is not None and one.share
        return round(value * 100, 6) if value is not None and stored_as_fraction else value

    def _total_kinds(self, column: Column) -> set[str]:
        """Return over what a totals column adds up: what its neighbours tell apart."""
        near = [other for other in self.values if not other.at.total]
        kinds = set()
        if any(other.at.period and other.at.period.month for other in near):
            kinds.add("period")
        if any(other.at.area for other in near):
            kinds.add("area")
        if any(other.at.indicator for other in near):
            kinds.add("indicator")
        return kinds if not column.at.indicator else kinds - {"indicator"}

    def _implied(self, measure: str) -> str:
        if measure in POPULATION_MEASURES:
            return POPULATION
        if self._placed_by["indicator"]:
            return ""
        if self.decisions.indicator:
            return self.decisions.indicator
        return self.context.indicator.code if self.context.indicator else ""

    def _default_area(self) -> str:
        if self._placed_by["area"]:
            return ""
        if self.decisions.area:
            return self.decisions.area
        return self.context.area.code if self.context.area else ""

    def _is_placed(self, fact: Fact) -> bool:
        ok = True
        for kind, value in (("area", fact.area), ("indicator", fact.indicator)):
            if not value:
                if self._placed_by[kind]:
                    self._odd(fact, kind)
                else:
                    self.found.missing.add(kind)
                ok = False
        if fact.period.year is None or fact.period.broken:
            if fact.period.broken:
                reason = _("Der Zeitraum ist kein ganzes Jahr und kein Monat.")
                self.found.problems.append(
                    Problem(fact.sheet, fact.row, fact.column, "period", reason)
                )
            else:
                self.found.missing.add("year")
            ok = False
        return ok

    def _odd(self, fact: Fact, kind: str) -> None:
        reason = (
            _("Die Zeile nennt kein Gebiet.")
            if kind == "area"
            else _("Die Zeile nennt kein Delikt und keine Kennzahl.")
        )
        problem = Problem(fact.sheet, fact.row, None, f"no_{kind}", reason)
        if problem not in self.found.problems[-4:]:
            self.found.problems.append(problem)

    def _reading(self, row: int, column: Column, measure: str) -> Reading | None:
        """Return the number of a cell, or None where there is none to take over."""
        cell = self.table.grid.at(row, column.index)
        whole = content_of(measure) is Content.COUNT
        reading = read_sign(cell, self.mark, whole=whole)
        if (row, column.index) in self.table.grid.unanswered or is_formula(cell):
            reason = _("In der Zelle steht eine Formel ohne Ergebnis.")
            self.found.problems.append(Problem(self.sheet, row, column.index, "formula", reason))
            return BAD
        match reading.said:
            case Said.TEXT:
                self.found.problems.append(
                    Problem(self.sheet, row, column.index, "number", no_number(cell))
                )
                return BAD
            case Said.SECRET:
                self.found.secrets += 1
                return reading
            case Said.DASH:
                self.found.dashes += 1
                if self.decisions.dash == Dash.ZERO:
                    return Reading(Said.NUMBER, 0.0, 0)
                return None
            case Said.NUMBER:
                return self._number(row, column, measure, reading)
        self.found.nothings += reading.said is Said.NOTHING
        return None

    def _number(self, row: int, column: Column, measure: str, reading: Reading) -> Reading | None:
        value = reading.value or 0.0
        content = content_of(measure)
        if content is Content.SHARE and column.fraction and not reading.percent:
            # 0,525 carries one digit as 52,5 %.
            digits = None if reading.digits is None else max(0, reading.digits - 2)
            return replace(reading, value=round(value * 100, 6), digits=digits)
        reason = ""
        if value < 0:
            reason = _("Die Zahl ist negativ.")
        elif content is Content.COUNT and (reading.percent or not value.is_integer()):
            reason = _("„%(text)s“ ist keine ganze Zahl.") % {
                "text": self.table.text(row, column.index)
            }
        elif content is Content.COUNT and value > 2_000_000_000:
            reason = _("Diese Zahl kann nicht stimmen.")
        if reason:
            self.found.problems.append(Problem(self.sheet, row, column.index, "number", reason))
            return BAD
        return reading


def _residents(indicator: str, measure: str, period: Period) -> tuple[str, str, Period]:
    """Return a row of a population as a measure of it, or of the year before."""
    if indicator == POPULATION_MALE:
        return POPULATION, "male", period
    if indicator == POPULATION_FEMALE:
        return POPULATION, "female", period
    if indicator == POPULATION_BEFORE:
        year = None if period.year is None else period.year - 1
        return POPULATION, "population", Period(year)
    return indicator, measure, period
