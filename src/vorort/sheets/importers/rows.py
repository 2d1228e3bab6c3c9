"""From single numbers to the rows that are stored: one per area, indicator and period."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from vorort.evidence.choices import Content
from vorort.evidence.importers.tables import BadRow, Row, check_plausible
from vorort.sheets.choices import POPULATION_MEASURES, VALUE, Kind, content_of, measure_label
from vorort.sheets.importers.facts import Fact, Problem
from vorort.sheets.rules.known import PKS, POPULATION, RECORDS, Known
from vorort.ui.format import number

MONTHS_OF_A_YEAR = 12


@dataclass
class TargetRow:
    """A row as it will be stored. ``places``: sheet, row and column of its numbers, from 0."""

    kind: str
    area: str
    indicator: str
    year: int
    month: int | None = None
    day: dt.date | None = None
    figures: dict[str, float | None] = field(default_factory=dict)
    digits: dict[str, int | None] = field(default_factory=dict)
    secret: bool = False
    uncertain: bool = False
    flags: int = 0
    places: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def code(self) -> str:
        """Return the key or code without the mark of its owner."""
        return self.indicator.removeprefix(PKS).removeprefix(RECORDS)

    @property
    def line(self) -> int:
        return self.places[0][1] + 1 if self.places else 0

    @property
    def identity(self) -> tuple[str, str, int, int]:
        return self.area, self.indicator, self.year, self.month or 0


@dataclass
class Rows:
    """The rows of a table, those put aside, and what is worth saying."""

    rows: list[TargetRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    kind: str = ""

    def of(self, kind: str) -> list[TargetRow]:
        return [row for row in self.rows if row.kind == kind]


def kind_of(indicator: str) -> str:
    """Return whose table the figures of an indicator belong to."""
    if indicator == POPULATION:
        return Kind.POPULATION
    return Kind.POLICE if indicator.startswith(PKS) else Kind.RECORDS


def build_rows(facts: Iterable[Fact], known: Known, *, latest: int) -> Rows:
    """Return the rows that numbers make together; ``latest`` is the last year there can be."""
    made = Rows()
    grouped: dict[tuple[str, str, int, int], dict[str, list[Fact]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for fact in facts:
        if fact.period.year is None or not 1990 <= fact.period.year <= latest:
            reason = _("%(year)s ist kein mögliches Berichtsjahr.") % {"year": fact.period.year}
            made.problems.append(Problem(fact.sheet, fact.row, fact.column, "year", reason))
            continue
        measure = _measure(fact)
        if not measure:
            continue
        month = fact.period.month or 0
        if kind_of(fact.indicator) == Kind.POPULATION:
            month = 0
        place = fact.area, fact.indicator, fact.period.year, month
        grouped[place][measure].append(fact)
    summed = _Merger(made, known)
    rows = [row for place, measures in grouped.items() if (row := summed.row(place, measures))]
    rows = _years_of_months(rows, made, known)
    made.rows = [row for row in rows if _holds(row, made, known)]
    _settle_kind(made)
    return made


def _measure(fact: Fact) -> str:
    """Return the measure of a number in the words of its owner, or nothing where it has none."""
    kind = kind_of(fact.indicator)
    if kind == Kind.POLICE:
        return "" if fact.measure in POPULATION_MEASURES else _cases(fact.measure)
    if kind == Kind.POPULATION:
        return fact.measure if fact.measure in {"male", "female"} else "population"
    return VALUE if fact.measure in {VALUE, "cases"} else ""


def _cases(measure: str) -> str:
    return "cases" if measure == VALUE else measure


class _Merger:
    """Lays the numbers of one place together; several wordings of one place are added up."""

    def __init__(self, made: Rows, known: Known) -> None:
        self.made = made
        self.known = known

    def row(
        self, place: tuple[str, str, int, int], measures: dict[str, list[Fact]]
    ) -> TargetRow | None:
        area, indicator, year, month = place
        if any(fact.bad for facts in measures.values() for fact in facts):
            return None
        row = TargetRow(kind_of(indicator), area, indicator, year, month or None)
        added = any(self._several_wordings(facts) for facts in measures.values())
        for measure, facts in measures.items():
            if added and content_of(measure) is not Content.COUNT and measure != VALUE:
                # Rates and shares of parts say nothing about the whole.
                continue
            if not self._merge(row, measure, facts):
                return None
        return row if row.figures or row.secret else None

    def _several_wordings(self, facts: Sequence[Fact]) -> bool:
        return len({fact.said for fact in facts if fact.said}) > 1

    def _merge(self, row: TargetRow, measure: str, facts: list[Fact]) -> bool:
        row.places += [(fact.sheet, fact.row, fact.column) for fact in facts]
        row.uncertain |= any(fact.uncertain for fact in facts)
        row.day = next((fact.period.day for fact in facts if fact.period.day), row.day)
        if any(fact.secret for fact in facts):
            row.secret = True
            return True
        values = {fact.value for fact in facts}
        if len(facts) > 1 and self._several_wordings(facts):
            by_wording = {fact.said: fact.value or 0.0 for fact in facts}
            row.figures[measure] = sum(by_wording.values())
            row.digits[measure] = 0
            return True
        if len(values) > 1:
            self._conflict(row, measure, facts)
            return False
        row.figures[measure] = facts[0].value
        row.digits[measure] = facts[0].digits
        return True

    def _conflict(self, row: TargetRow, measure: str, facts: list[Fact]) -> None:
        said = ", ".join(
            _("Zeile %(row)s: %(value)s") % {"row": number(fact.row + 1), "value": _said(fact)}
            for fact in facts[:4]
        )
        reason = _(
            "%(area)s, %(indicator)s, %(year)s: %(measure)s steht mehrmals da, mit verschiedenen "
            "Zahlen (%(said)s)."
        ) % {
            "area": self.known.area_label(row.area),
            "indicator": self.known.label(row.indicator),
            "year": row.year,
            "measure": measure_label(measure),
            "said": said,
        }
        self.made.problems += [
            Problem(fact.sheet, fact.row, fact.column, "duplicate", reason) for fact in facts
        ]


def _said(fact: Fact) -> str:
    return number(fact.value, fact.digits or 0)


def _years_of_months(rows: list[TargetRow], made: Rows, known: Known) -> list[TargetRow]:
    """Add up twelve months of police figures to their year: they are kept by the year."""
    kept = [row for row in rows if row.kind != Kind.POLICE or row.month is None]
    years = {row.identity[:3] for row in kept if row.month is None}
    months: dict[tuple[str, str, int], list[TargetRow]] = defaultdict(list)
    for row in rows:
        if row.kind == Kind.POLICE and row.month is not None:
            months[row.identity[:3]].append(row)
    whole = 0
    for place, members in months.items():
        if place in years:
            continue
        if len(members) < MONTHS_OF_A_YEAR or any(row.secret for row in members):
            made.problems.append(_part_of_a_year(members, known))
            continue
        kept.append(_sum_of_months(place, members))
        whole += 1
    if whole:
        made.hints.append(
            _("Polizeizahlen werden je Jahr geführt: Zwölf Monate sind zum Jahr addiert (%(n)s "
              "Reihen).") % {"n": number(whole)}
        )  # fmt: skip
    return kept


def _part_of_a_year(members: list[TargetRow], known: Known) -> Problem:
    first = members[0]
    reason = _(
        "%(area)s, %(indicator)s, %(year)s: nur %(n)s von 12 Monaten. Polizeizahlen werden je Jahr "
        "geführt."
    ) % {
        "area": known.area_label(first.area),
        "indicator": known.label(first.indicator),
        "year": first.year,
        "n": sum(not row.secret for row in members),
    }
    sheet, row, _column = first.places[0]
    return Problem(sheet, row, None, "months", reason)


def _sum_of_months(place: tuple[str, str, int], members: list[TargetRow]) -> TargetRow:
    area, indicator, year = place
    row = TargetRow(Kind.POLICE, area, indicator, year)
    counts = {
        measure
        for one in members
        for measure in one.figures
        if content_of(measure) is Content.COUNT
    }
    for measure in counts:
        if all(one.figures.get(measure) is not None for one in members):
            row.figures[measure] = sum(one.figures[measure] or 0.0 for one in members)
            row.digits[measure] = 0
    row.places = [place for one in members for place in one.places]
    return row


def _holds(row: TargetRow, made: Rows, known: Known) -> bool:
    """Return whether a row's figures go together; else put it aside with the reason."""
    if row.kind == Kind.POLICE:
        if not any(value is not None for value in row.figures.values()):
            return False
        return _police_holds(row, made, known)
    if row.kind == Kind.POPULATION:
        return _population_holds(row, made)
    return True


def _police_holds(row: TargetRow, made: Rows, known: Known) -> bool:
    figures: dict[str, int | float | None] = {
        measure: int(value) if value is not None and _is_count(measure) else value
        for measure, value in row.figures.items()
    }
    checked = Row(
        line=row.line, year=row.year, area_key=row.area, area_name="", offence_key=row.code,
        label="", figures=figures, rate_digits=row.digits.get("rate"),
        clearance_digits=row.digits.get("clearance"),
    )  # fmt: skip
    try:
        check_plausible(checked)
    except BadRow as error:
        sheet, line, _column = row.places[0]
        label = f"{known.area_label(row.area)}, {known.label(row.indicator)}, {row.year}"
        reason = f"{label}: {error.reason}"
        made.problems.append(Problem(sheet, line, None, error.code, reason))
        return False
    row.flags = checked.flags
    return True


def _population_holds(row: TargetRow, made: Rows) -> bool:
    male, female = row.figures.get("male"), row.figures.get("female")
    total = row.figures.get("population")
    if total is None and male is not None and female is not None:
        row.figures["population"] = total = male + female
    if total is None:
        return False
    if male is not None and female is not None and male + female != total:
        reason = _("%(male)s männlich und %(female)s weiblich ergeben nicht %(total)s.") % {
            "male": number(male), "female": number(female), "total": number(total)
        }  # fmt: skip
        sheet, line, _column = row.places[0]
        made.problems.append(Problem(sheet, line, None, "sum", reason))
        return False
    return True


def _is_count(measure: str) -> bool:
    return content_of(measure) is Content.COUNT


def _settle_kind(made: Rows) -> None:
    """Decide whose table a file is; rows of the other kind are put aside with the reason.

    Population goes with either.
    """
    counted = Counter(row.kind for row in made.rows)
    police, records = counted[Kind.POLICE], counted[Kind.RECORDS]
    made.kind = Kind.POLICE if police >= records and police else Kind.RECORDS
    if not police and not records:
        made.kind = Kind.POPULATION
    if not (police and records):
        return
    other = Kind.RECORDS if made.kind == Kind.POLICE else Kind.POLICE
    reason = _(
        "Gehört zu „%(other)s“, die Tabelle sonst zu „%(kind)s“. Bitte lesen Sie diese Zeilen als "
        "eigene Tabelle ein, zum Beispiel durch Einfügen."
    ) % {"other": Kind(other).label, "kind": Kind(made.kind).label}
    for row in made.of(other):
        sheet, line, _column = row.places[0]
        made.problems.append(Problem(sheet, line, None, "other_kind", reason))
    made.rows = [row for row in made.rows if row.kind != other]
