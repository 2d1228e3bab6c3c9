"""Checks of an entry: what cannot be (refusal) and what is worth a second look (question)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from vorort.evidence.rules import RateFact, imply_population, offence_traits
from vorort.records.choices import EntryKind, Measure, indicator_of
from vorort.records.rules.cells import Cell, Mark
from vorort.records.rules.entry import (
    CASES,
    CLEARED,
    RATE,
    RESIDENT_ROWS,
    RESIDENTS,
    RESIDENTS_FEMALE,
    RESIDENTS_MALE,
    VALUE,
    Entry,
    Place,
)
from vorort.ui import format as show

TOTAL = "------"
PER = 100_000
# Below this a jump is nothing that could come from a slipped digit only.
JUMP_FROM = 30
JUMP = 10
_HUNDRED = 100
_MOST = 10_000_000


@dataclass(frozen=True)
class Finding:
    """A sentence about a cell; ``place`` None is about the whole entry."""

    text: str
    place: Place | None = None


@dataclass(frozen=True)
class Findings:
    """What the checks say. With refusals nothing is stored; questions want a confirmation."""

    refusals: tuple[Finding, ...] = ()
    questions: tuple[Finding, ...] = ()


def check_entry(entry: Entry) -> Findings:
    """Return what is wrong with an entry, and what to ask about it once nothing is."""
    refusals = [*_cell_errors(entry), *_refusals(entry)]
    questions = [] if refusals else list(_questions(entry))
    return Findings(tuple(refusals), tuple(questions))


def _where(entry: Entry, code: str, year: int) -> str:
    return f"{_label(entry, code)}, {year}"


def _label(entry: Entry, code: str) -> str:
    return next((label for known, label in entry.rows if known == code), code)


def _cell_errors(entry: Entry) -> Iterator[Finding]:
    for place, cell in entry.cells.items():
        if cell.error:
            where = _where(entry, place[1], place[2])
            yield Finding(f"{where}: {cell.error}", place)


def _refusals(entry: Entry) -> Iterator[Finding]:
    if not any(cell.value is not None for cell in entry.cells.values()):
        if not any(cell.error for cell in entry.cells.values()):
            yield Finding(_("Es ist noch keine Zahl eingetragen."))
        return
    for place, cell in entry.cells.items():
        if cell.value is not None and (reason := _impossible(entry, place, cell)):
            yield Finding(f"{_where(entry, place[1], place[2])}: {reason}", place)
    yield from _sex_refusals(entry)


def _impossible(entry: Entry, place: Place, cell: Cell) -> str:
    quantity, code, _year = place
    value = cell.value or Decimal(0)
    if value > _MOST:
        return _("Diese Zahl ist zu groß.")
    if code == RESIDENTS and value == 0:
        return _("Ein Ort hat mindestens einen Einwohner. Ohne Angabe lassen Sie das Feld leer.")
    if cell.percent and quantity != CLEARED and _measure(entry, code) is not Measure.SHARE:
        return _("Hier steht eine Anzahl, kein Anteil in Prozent.")
    if _measure(entry, code) is Measure.SHARE and value > _HUNDRED:
        return _("Ein Anteil ist höchstens 100 Prozent.")
    if cell.mark is Mark.PROVISIONAL and entry.kind == EntryKind.POLICE:
        return _("Vorläufige Zahlen der Polizei nehmen wir nicht auf. Bitte ohne „v“ eintragen, "
                 "wenn sie endgültig sind.")  # fmt: skip
    return ""


def _measure(entry: Entry, code: str) -> Measure:
    known = indicator_of(code) if entry.kind != EntryKind.POLICE else None
    return known.measure if known else Measure.COUNT


def _sex_refusals(entry: Entry) -> Iterator[Finding]:
    for year in entry.filled_years:
        total = entry.value(VALUE, RESIDENTS, year)
        male = entry.value(VALUE, RESIDENTS_MALE, year)
        female = entry.value(VALUE, RESIDENTS_FEMALE, year)
        if (male is not None or female is not None) and total is None:
            yield Finding(
                _("Bevölkerung %(year)d: Zu den Angaben nach Geschlecht fehlt die Summe.")
                % {"year": year},
                (VALUE, RESIDENTS, year),
            )
        elif total is not None and (male or 0) + (female or 0) > total:
            yield Finding(
                _("Bevölkerung %(year)d: männlich und weiblich zusammen sind mehr als %(total)s.")
                % {"year": year, "total": show.number(total)},
                (VALUE, RESIDENTS, year),
            )


def _questions(entry: Entry) -> Iterator[Finding]:
    for place, cell in entry.cells.items():
        if cell.question:
            yield Finding(f"{_where(entry, place[1], place[2])}: {cell.question}", place)
    yield from _cleared_questions(entry)
    yield from _sum_questions(entry)
    yield from _jump_questions(entry)
    yield from _rate_questions(entry)
    yield from _age_questions(entry)


def _cleared_questions(entry: Entry) -> Iterator[Finding]:
    for (quantity, code, year), cell in entry.cells.items():
        if quantity != CLEARED or cell.value is None:
            continue
        cases = entry.value(CASES, code, year)
        where = _where(entry, code, year)
        if cases is None:
            yield Finding(
                _("%(where)s: Zu den aufgeklärten Fällen fehlt die Zahl der Fälle.")
                % {"where": where},
                (CASES, code, year),
            )
        elif cell.percent and cell.value > _HUNDRED:
            yield Finding(
                _("%(where)s: Eine Aufklärungsquote über 100 Prozent ist möglich, aber selten.")
                % {"where": where},
                (quantity, code, year),
            )
        elif not cell.percent and cell.value > cases:
            yield Finding(
                _("%(where)s: Es sind mehr Fälle aufgeklärt (%(cleared)s) als erfasst (%(cases)s). "
                  "Das kommt vor, wenn Fälle aus Vorjahren dazukommen. Stimmt es hier?")
                % {"where": where, "cleared": show.number(cell.value),
                   "cases": show.number(cases)},
                (quantity, code, year),
            )  # fmt: skip


def parents_of(entry: Entry) -> dict[str, str]:
    """Return for each row the row it is a part of, as far as both are there."""
    codes = [code for code in entry.codes() if code not in RESIDENT_ROWS]
    if entry.kind != EntryKind.POLICE:
        parts = {code: known.parent for code in codes if (known := indicator_of(code))}
        return {code: parent for code, parent in parts.items() if parent in codes}
    found = {}
    for code in codes:
        parent = offence_traits(code, codes).parent_key
        if not parent and code != TOTAL and TOTAL in codes:
            parent = TOTAL
        if parent:
            found[code] = parent
    return found


def _sum_questions(entry: Entry) -> Iterator[Finding]:
    quantity = CASES if entry.kind == EntryKind.POLICE else VALUE
    for code, parent in parents_of(entry).items():
        for year in entry.filled_years:
            part, whole = entry.value(quantity, code, year), entry.value(quantity, parent, year)
            if part is not None and whole is not None and part > whole:
                yield Finding(
                    _("%(year)d: „%(part)s“ (%(n)s) ist mehr als „%(whole)s“ (%(m)s), obwohl es "
                      "ein Teil davon ist. Sind die Zeilen vertauscht?")
                    % {"year": year, "part": _label(entry, code), "n": show.number(part),
                       "whole": _label(entry, parent), "m": show.number(whole)},
                    (quantity, code, year),
                )  # fmt: skip


def _jump_questions(entry: Entry) -> Iterator[Finding]:
    for quantity, code in dict.fromkeys((place[0], place[1]) for place in entry.cells):
        known = [
            (year, value)
            for year in entry.years
            if (value := entry.value(quantity, code, year)) is not None
            and not entry.cells[quantity, code, year].percent
        ]
        for (before, old), (year, new) in pairwise(known):
            large, small = max(old, new), min(old, new)
            if large >= JUMP_FROM and large >= JUMP * max(small, Decimal(1)):
                yield Finding(
                    _("%(label)s: %(before)d stehen %(old)s, %(year)d stehen %(new)s. Das ist mehr "
                      "als das Zehnfache. Fehlt eine Ziffer, oder ist eine zu viel?")
                    % {"label": _label(entry, code), "before": before, "year": year,
                       "old": show.number(old), "new": show.number(new)},
                    (quantity, code, year),
                )  # fmt: skip


def rate_facts(entry: Entry, year: int) -> dict[str, RateFact]:
    """Return the printed rates of a year beside their cases, by code."""
    found = {}
    for code, _label_of in entry.rows:
        cell, cases = entry.cell(RATE, code, year), entry.value(CASES, code, year)
        if cell is not None and cell.value is not None and cases is not None:
            found[code] = RateFact(int(cases), float(cell.value), cell.digits)
    return found


def _rate_questions(entry: Entry) -> Iterator[Finding]:
    for year in entry.years:
        people, facts = entry.residents(year), rate_facts(entry, year)
        if people is None or not facts:
            continue
        wrong = {code: fact for code, fact in facts.items() if not _agrees(fact, people)}
        implied = imply_population(facts.values())
        if not wrong:
            continue
        if implied is not None and not implied.left_out and len(facts) > 1:
            yield Finding(
                _("%(year)d: Die gedruckten Häufigkeitszahlen passen zueinander, aber zu etwa "
                  "%(implied)s Einwohnern statt zu den eingetragenen %(people)s. Welche "
                  "Einwohnerzahl nennt die Quelle?")
                % {"year": year, "implied": show.number(implied.population),
                   "people": show.number(people)},
                (VALUE, RESIDENTS, year),
            )  # fmt: skip
            continue
        for code, fact in wrong.items():
            yield Finding(
                _("%(where)s: Aus %(cases)s Fällen und %(people)s Einwohnern ergibt sich die "
                  "Häufigkeitszahl %(rate)s, gedruckt ist %(printed)s. Bitte prüfen Sie Fälle, "
                  "Häufigkeitszahl und Einwohnerzahl.")
                % {"where": _where(entry, code, year), "cases": show.number(fact.cases),
                   "people": show.number(people), "rate": show.number(fact.cases * PER / people),
                   "printed": show.number(fact.rate, fact.digits or 0)},
                (RATE, code, year),
            )  # fmt: skip


def _agrees(fact: RateFact, people: int) -> bool:
    slack = 0.5 * 10.0 ** -(fact.digits or 0) + 1e-6
    return abs(fact.cases * PER / people - fact.rate) <= slack


def _age_questions(entry: Entry) -> Iterator[Finding]:
    """Ages that do not overlap cannot hold more people than there are."""
    if entry.kind != EntryKind.RESIDENTS:
        return
    bands = [code for code in entry.codes() if code not in RESIDENT_ROWS]
    plain = [code for code in bands if not code.endswith(("-m", "-f"))]
    for year in entry.filled_years:
        people = entry.residents(year)
        together = sum(entry.value(VALUE, code, year) or 0 for code in plain)
        if people is not None and together > people and not _overlap(plain):
            yield Finding(
                _("%(year)d: Die Altersgruppen zusammen (%(sum)s) sind mehr als die Bevölkerung "
                  "insgesamt (%(total)s).")
                % {"year": year, "sum": show.number(together), "total": show.number(people)},
                (VALUE, RESIDENTS, year),
            )  # fmt: skip


def _overlap(codes: list[str]) -> bool:
    spans = sorted(
        (int(low), 200 if high == "up" else int(high))
        for low, high in (code.removeprefix("residents-").split("-")[:2] for code in codes)
    )
    return any(high >= low for (_start, high), (low, _end) in pairwise(spans))
