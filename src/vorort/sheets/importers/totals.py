"""Totals of a table: compared with their parts, never taken over."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from vorort.evidence.choices import Content
from vorort.sheets.choices import VALUE, content_of
from vorort.sheets.importers.columns import Column
from vorort.sheets.importers.facts import Fact, Facts
from vorort.sheets.importers.packages import column_letters


def check_totals(found: Facts, columns: Mapping[int, Column]) -> Iterator[str]:
    """Yield a sentence for each total that is not the sum of its parts."""
    yield from _row_totals(found, columns)
    yield from _column_totals(found, columns)


def _row_totals(found: Facts, columns: Mapping[int, Column]) -> Iterator[str]:
    by_column: dict[int, list[tuple[int, float | None]]] = defaultdict(list)
    for (row, column), value in found.parts.items():
        by_column[column].append((row, value))
    rows = sorted({fact.row for fact, kinds in found.totals if _is_row_total(fact, found)})
    over = dict(zip(rows, [-1, *rows], strict=False))
    for fact, _kinds in found.totals:
        if fact.row not in over or fact.value is None or not _adds_up(fact.measure):
            continue
        every = [(row, value) for row, value in by_column[fact.column] if row < fact.row]
        parts = [(row, value) for row, value in every if row > over[fact.row]]
        # A total may stand above its parts, or below several groups with totals of their own.
        below = [(row, value) for row, value in by_column[fact.column] if row > fact.row]
        chosen = [members for members in (parts, every, below) if members]
        if not chosen or any(value is None for members in chosen for _row, value in members):
            continue
        sums = [sum(value or 0.0 for _row, value in members) for members in chosen]
        if fact.value not in sums:
            yield _mismatch(fact, sums[0], columns)


def _is_row_total(fact: Fact, found: Facts) -> bool:
    return bool(found.row_places[fact.row].totals)


def _column_totals(found: Facts, columns: Mapping[int, Column]) -> Iterator[str]:
    by_row: dict[int, list[Fact]] = defaultdict(list)
    for fact in found.facts:
        by_row[fact.row].append(fact)
    for fact, kinds in found.totals:
        if _is_row_total(fact, found) or fact.value is None or not _adds_up(fact.measure):
            continue
        parts = [
            part
            for part in by_row[fact.row]
            if part.measure == fact.measure
            and ("period" not in kinds or part.period.month)
            and ("indicator" in kinds or part.indicator == fact.indicator)
            and ("area" in kinds or part.area == fact.area)
        ]
        if not parts or any(part.secret for part in parts):
            continue
        total = sum(part.value or 0.0 for part in parts)
        if total != fact.value:
            yield _mismatch(fact, total, columns)


def _adds_up(measure: str) -> bool:
    return content_of(measure) is Content.COUNT or measure == VALUE


def _mismatch(fact: Fact, total: float, columns: Mapping[int, Column]) -> str:
    return _(
        "Zeile %(row)s, Spalte %(letter)s („%(name)s“): Als Summe ist %(said)s genannt, die Teile "
        "ergeben %(total)s."
    ) % {
        "row": fact.row + 1,
        "letter": column_letters(fact.column),
        "name": columns[fact.column].name,
        "said": _plain_number(fact.value),
        "total": _plain_number(total),
    }


def _plain_number(value: float | None) -> str:
    value = value or 0.0
    return f"{value:,.0f}".replace(",", ".") if value.is_integer() else str(value).replace(".", ",")
