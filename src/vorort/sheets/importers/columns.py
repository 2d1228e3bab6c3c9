"""What each column of a table is for: suggested with a reason, overruled by what was decided."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from vorort.evidence.choices import Content
from vorort.evidence.importers.numbers import Mark
from vorort.sheets.choices import (
    AREA_HEADS,
    INDICATOR_HEADS,
    MEASURES,
    PERIOD_HEADS,
    VALUE,
    Role,
    content_of,
    measure_of,
    role_label,
)
from vorort.sheets.importers.books import Cell, as_text, is_blank
from vorort.sheets.importers.packages import column_letters
from vorort.sheets.importers.shapes import Table
from vorort.sheets.importers.signs import Said, is_formula, read_sign
from vorort.sheets.importers.titles import Context
from vorort.sheets.rules.decisions import SKIP, Decisions
from vorort.sheets.rules.known import RECORDS, Known
from vorort.sheets.rules.periods import Period, read_period, split_period
from vorort.sheets.rules.words import is_total, plain
from vorort.ui.format import number

LOOKED_AT = 400
# Share of the entries of a column that must be areas (periods, wordings) for a sure suggestion.
SURE, LIKELY = 0.6, 0.3
# A number with fewer digits is a count, never the key of an area or an offence.
KEY_DIGITS = 4
# Heads say only the sex; whether suspects or residents are meant, the table says.
_SEXES = {"suspects_male": "male", "suspects_female": "female"}


@dataclass(frozen=True)
class At:
    """Where the head of a column puts its numbers; each may be open."""

    area: str = ""
    indicator: str = ""
    period: Period | None = None
    measure: str = ""
    total: bool = False
    # Words of the head that are none of these.
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column with its role, why, and where its numbers belong."""

    index: int
    name: str
    signature: str
    role: str
    reason: str
    sure: bool
    at: At = field(default_factory=At)
    examples: tuple[str, ...] = ()
    numeric: bool = False
    fraction: bool = False
    # What its head says to everybody, whatever was decided: part of the fingerprint.
    plain_at: At | None = None
    # A word of the head that has to be assigned: its kind and its text.
    asks: tuple[str, str] | None = None

    @property
    def letter(self) -> str:
        return column_letters(self.index)

    @property
    def is_value(self) -> bool:
        return self.role in MEASURES


class ColumnReader:
    """Looks at the heads and the entries of a table's columns."""

    def __init__(
        self, table: Table, known: Known, context: Context, decisions: Decisions, mark: Mark
    ) -> None:
        self.table = table
        self.known = known
        self.context = context
        self.decisions = decisions
        self.mark = mark
        self.common = self._common_parts()

    def read(self) -> list[Column]:
        """Return the columns of the table with their roles."""
        found = [self._column(index) for index in self.table.columns]
        found = self._settle_measures(found)
        return [self._decided(column) for column in found]

    # ── heads ────────────────────────────────────────────

    def _common_parts(self) -> set[str]:
        """Return what stands over every column: a title that was merged over the whole table."""
        counted = Counter(
            as_text(part) for head in self.table.heads.values() for part in set(map(as_text, head))
        )
        wide = len(self.table.columns)
        return {text for text, times in counted.items() if wide > 2 and times == wide}

    def read_head(self, column: int, *, decided: bool = True) -> At:
        """Return what the head of a column says; ``decided`` false: without what was decided."""
        at, rests = At(), []
        for part in self.table.heads.get(column, ()):
            text = as_text(part)
            if text in self.common:
                continue
            period, rest = (
                (read_period(part), "")
                if isinstance(part, (dt.date, int, float)) and read_period(part)
                else split_period(text)
            )
            if period is not None:
                at = replace(at, period=period.over(at.period))
            if rest:
                rests.append((rest, text if period is None else rest))
        joined = measure_of(" ".join(rest for rest, _text in rests))
        if joined:
            at = replace(at, measure=joined)
        for rest, text in rests:
            if decided and (area := self.decisions.areas.get(plain(text))):
                at = replace(at, area=area)
            elif decided and (indicator := self.decisions.indicators.get(plain(text))):
                at = replace(at, indicator=indicator)
            else:
                at = self._read_part(at, rest, text, joined=bool(joined))
        return at

    def _read_part(self, at: At, rest: str, text: str, *, joined: bool) -> At:
        measure = measure_of(rest)
        if is_total(rest):
            return replace(at, total=True)
        indicator = self.known.find_indicator(text, self.context.group)
        if indicator is not None and indicator.sure and indicator.code != "population":
            at = replace(at, indicator=indicator.code)
            return replace(at, measure=at.measure or measure)
        if measure:
            return at if joined else replace(at, measure=measure)
        area = self.known.find_area(text)
        if area is not None and area.sure:
            return replace(at, area=area.code)
        return replace(at, unknown=(*at.unknown, text))

    # ── entries ──────────────────────────────────────────

    def _entries(self, index: int) -> list[Cell]:
        grid, cells = self.table.grid, []
        for row in self.table.rows[:LOOKED_AT]:
            cell = grid.at(row, index)
            if not is_blank(cell):
                cells.append(cell)
        return cells

    def _column(self, index: int) -> Column:
        cells = self._entries(index)
        texts = list(dict.fromkeys(as_text(cell) for cell in cells))
        formulas = sum(map(is_formula, cells))
        said = Counter(read_sign(cell, self.mark).said for cell in cells)
        numbers = (
            said[Said.NUMBER] + said[Said.DASH] + said[Said.SECRET] + said[Said.NOTHING] + formulas
        )
        head = plain(" ".join(as_text(part) for part in self.table.heads.get(index, ())))
        column = Column(
            index=index,
            name=self.table.name(index),
            signature=self.table.signature(index),
            role="",
            reason="",
            sure=False,
            examples=tuple(texts[:3]),
            # What says "Fälle" at its head holds numbers, and bad ones are told.
            numeric=numbers * 2 > len(cells)
            or (numbers > 0 and measure_of(split_period(head)[1]) in MEASURES),
        )
        if not cells:
            return replace(column, role=Role.IGNORE, reason=_("Spalte ohne Einträge"), sure=True)
        dimension = self._dimension(column, texts, head)
        if dimension is not None:
            return dimension
        if not column.numeric:
            reason = _("Text, der keinem Gebiet und keiner Kennzahl entspricht")
            return replace(column, role=Role.IGNORE, reason=reason, sure=True)
        at = self.read_head(index)
        fraction = self._is_fraction(cells)
        plain_at = self.read_head(index, decided=False)
        return self._value(replace(column, at=at, fraction=fraction, plain_at=plain_at), texts)

    def _is_fraction(self, cells: Sequence[Cell]) -> bool:
        """Return whether percentages are stored as 0,52, as spreadsheets do."""
        numbers = [cell for cell in cells if isinstance(cell, (int, float))]
        return (
            len(numbers) == len([c for c in cells if read_sign(c, self.mark).said is Said.NUMBER])
            and any(0 < number < 1 for number in numbers)
            and all(0 <= number <= 1.5 for number in numbers)
        )

    def _dimension(self, column: Column, texts: list[str], head: str) -> Column | None:
        """Return the column as a dimension of the table where its entries show that it is one."""
        if column.numeric and measure_of(split_period(head)[1]) in MEASURES:
            return None
        if column.numeric and self._counts_upwards(texts, head):
            return replace(column, role=Role.IGNORE, reason=_("laufende Nummer"), sure=True)
        entries = [text for text in texts if not is_total(text)] or texts
        # A head of a dimension needs fewer proofs among the entries.
        tests: tuple[tuple[Role, bool, Callable[[str], bool]], ...] = (
            (Role.PERIOD, bool(PERIOD_HEADS.search(head)), self._is_period),
            (Role.AREA, bool(AREA_HEADS.search(head)), self._is_area),
            (Role.INDICATOR, bool(INDICATOR_HEADS.search(head)), self._is_indicator),
            (Role.MEASURE, False, self._is_measure),
        )
        best: tuple[float, Role, int] | None = None
        for role, named, fits in tests:
            hits = sum(map(fits, entries))
            share = hits / len(entries)
            if column.numeric and not self._may_be_numeric(role, named=named, share=share):
                continue
            if column.numeric and role is not Role.PERIOD and min(map(len, entries)) < KEY_DIGITS:
                continue
            rank = share + (0.25 if named else 0.0)
            if share >= (LIKELY if named or role is not Role.MEASURE else SURE) and (
                best is None or rank > best[0]
            ):
                best = rank, role, hits
        if best is None:
            return self._by_head_alone(column, head)
        _rank, role, hits = best
        share = hits / len(entries)
        reason = self._reason(role, hits, len(entries))
        named = next(named for other, named, _fits in tests if other is role)
        return replace(column, role=role, reason=reason, sure=named or share >= SURE)

    def _by_head_alone(self, column: Column, head: str) -> Column | None:
        """Return a text column as a dimension by its head, though no entry is known: beats, say."""
        if column.numeric:
            return None
        for role, pattern in ((Role.AREA, AREA_HEADS), (Role.INDICATOR, INDICATOR_HEADS)):
            if pattern.search(head):
                reason = _("nach der Überschrift; kein Eintrag ist schon bekannt")
                return replace(column, role=role, reason=reason, sure=True)
        return None

    def _may_be_numeric(self, role: Role, *, named: bool, share: float) -> bool:
        """Return whether a column of numbers may be years or keys: only where nearly all are."""
        if role is Role.PERIOD:
            return share > 0.9
        return role in {Role.AREA, Role.INDICATOR} and ((named and share >= SURE) or share > 0.9)

    def _counts_upwards(self, texts: list[str], head: str) -> bool:
        if head in {"nr", "lfd nr", "lfd", "lfdnr", "pos", "zeile"}:
            return True
        if split_period(head)[0] is not None:
            return False
        return len(texts) > 3 and texts == [str(n) for n in range(1, len(texts) + 1)]

    def _is_period(self, text: str) -> bool:
        return read_period(text) is not None

    def _is_area(self, text: str) -> bool:
        if plain(text) in self.decisions.areas:
            return True
        match = self.known.find_area(text)
        return match is not None

    def _is_indicator(self, text: str) -> bool:
        if plain(text) in self.decisions.indicators:
            return True
        match = self.known.find_indicator(text, self.context.group)
        return match is not None

    def _is_measure(self, text: str) -> bool:
        return measure_of(plain(text)) not in {"", Role.IGNORE}

    def _reason(self, role: Role, hits: int, all_: int) -> str:
        numbers = {"hits": number(hits), "all": number(all_)}
        return {
            Role.PERIOD: _("%(hits)s von %(all)s Einträgen sind Jahre oder Monate"),
            Role.AREA: _("%(hits)s von %(all)s Einträgen sind bekannte Gebiete"),
            Role.INDICATOR: _(
                "%(hits)s von %(all)s Einträgen sind bekannte Delikte oder Kennzahlen"
            ),
            Role.MEASURE: _("%(hits)s von %(all)s Einträgen nennen die Art der Zahl"),
        }[role] % numbers

    # ── numbers ──────────────────────────────────────────

    def _value(self, column: Column, texts: list[str]) -> Column:
        at = column.at
        if at.period is not None and at.period.broken:
            reason = _("Quartale, Halbjahre und mehrere Jahre werden nicht übernommen")
            return replace(column, role=Role.IGNORE, reason=reason, sure=True)
        if SKIP in {at.area, at.indicator}:
            return replace(column, role=Role.IGNORE, reason=_("nicht zugeordnet"), sure=True)
        if at.measure == Role.IGNORE:
            reason = _("Veränderungen und Anteile werden selbst gerechnet")
            return replace(column, role=Role.IGNORE, reason=reason, sure=True)
        if at.measure:
            reason = _("nach der Überschrift")
            sure = not self._doubtful(at.measure, texts)
            if not sure:
                reason = _("Fälle oder Prozent? Die Überschrift sagt es nicht")
            return replace(column, role=at.measure, reason=reason, sure=sure)
        return column

    def _doubtful(self, measure: str, texts: list[str]) -> bool:
        """Return whether a column said to be a count prints fractions."""
        if content_of(measure) is not Content.COUNT:
            return False
        readings = [read_sign(text, self.mark, whole=True) for text in texts[:100]]
        return any(
            one.said is Said.NUMBER and (one.percent or (one.digits or 0) > 0) for one in readings
        )

    def _settle_measures(self, columns: list[Column]) -> list[Column]:
        """Give columns whose head names no measure the one their surroundings suggest."""
        open_ones = [column for column in columns if not column.role]
        placed = [column for column in open_ones if self._is_placed(column.at)]
        measure = self.context.measure or VALUE
        found = []
        for column in columns:
            if self._is_residents(column, columns):
                found.append(self._as_residents(column))
            elif column.role:
                found.append(column)
            elif column.at.indicator.startswith(RECORDS):
                reason = _("nach der Überschrift: %(what)s") % {"what": self._what(column.at)}
                found.append(replace(column, role=VALUE, reason=reason, sure=True))
            elif "prozent" in _squashed(column) or column.fraction:
                reason = _("Prozent ohne Angabe, wovon")
                found.append(replace(column, role=Role.IGNORE, reason=reason, sure=False))
            elif column in placed or column.at.total:
                reason = _("nach der Überschrift: %(what)s") % {"what": self._what(column.at)}
                found.append(replace(column, role=measure, reason=reason, sure=True))
            elif len(open_ones) == 1 and not any(one.is_value for one in columns):
                reason = _("einzige Spalte mit Zahlen")
                found.append(replace(column, role=measure, reason=reason, sure=True))
            elif (kind := self._asked_kind(columns)) and column.at.unknown:
                reason = _("was „%(word)s“ bedeutet, ist noch zuzuordnen") % {
                    "word": column.at.unknown[0]
                }
                asks = kind, column.at.unknown[0]
                found.append(replace(column, role=measure, reason=reason, sure=True, asks=asks))
            else:
                reason = _("Zahlen, deren Bedeutung die Überschrift nicht sagt")
                found.append(replace(column, reason=reason))
        return found

    def _asked_kind(self, columns: list[Column]) -> str:
        """Return what an unknown head would be: what the heads of its neighbours are."""
        heads = {
            "indicator": any(other.at.indicator for other in columns),
            "area": any(other.at.area for other in columns),
        }
        rows = {
            "indicator": any(other.role == Role.INDICATOR for other in columns),
            "area": any(other.role == Role.AREA for other in columns),
        }
        kinds = [kind for kind in heads if heads[kind] and not rows[kind]]
        placed = any(self._is_placed(other.at) for other in columns)
        if not kinds and not placed and rows["area"] != rows["indicator"]:
            kinds = ["indicator" if rows["area"] else "area"]
        return kinds[0] if len(kinds) == 1 else ""

    def _is_residents(self, column: Column, columns: list[Column]) -> bool:
        """Return whether a column counts people who live there: a table of population."""
        if not column.numeric or column.role not in {"", *_SEXES, "population"}:
            return False
        about = self.context.group in {"population", "residents"} or any(
            other.role == "population" for other in columns
        )
        open_whole = column.at.total and any(other.role in _SEXES for other in columns)
        return about and (column.role != "" or open_whole)

    def _as_residents(self, column: Column) -> Column:
        """Read ``insgesamt``, ``männlich`` and ``weiblich`` as the parts of a population."""
        role = _SEXES.get(column.role, "population")
        at = replace(column.at, total=False, measure=role)
        return replace(column, role=role, reason=_("nach der Überschrift"), sure=True, at=at)

    def _is_placed(self, at: At) -> bool:
        return bool(at.area or at.indicator or at.period)

    def _what(self, at: At) -> str:
        parts = [
            self.known.area_label(at.area) if at.area else "",
            self.known.label(at.indicator) if at.indicator else "",
            period_label(at.period) if at.period else "",
            _("Summe") if at.total else "",
        ]
        return ", ".join(part for part in parts if part)

    def _decided(self, column: Column) -> Column:
        role = self.decisions.columns.get(column.signature)
        if role is None or (role == column.role and column.sure):
            return column
        reason = _("so zugeordnet; vorgeschlagen war: %(role)s") % {"role": role_label(column.role)}
        if role == column.role:
            reason = _("bestätigt")
        at = column.at
        if role in MEASURES and not column.at.measure and not column.numeric:
            at = self.read_head(column.index)
        return replace(column, role=role, reason=reason, sure=True, at=at)


def _squashed(column: Column) -> str:
    return plain(column.name).replace("%", "prozent")


MONTHS = (
    "", "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember",
)  # fmt: skip


def period_label(period: Period | None) -> str:
    """Return a period as people write it."""
    if period is None:
        return ""
    if period.day is not None:
        return f"{period.day:%d.%m.%Y}"
    parts = [MONTHS[period.month] if period.month else "", str(period.year or "")]
    return " ".join(part for part in parts if part)
