"""What the pages show of a table: plain values, so that a page never opens the file again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from vorort.deliveries.queries import Preview, PreviewColumn
from vorort.evidence.choices import Content
from vorort.sheets.choices import (
    MEASURES,
    VALUE,
    Kind,
    Role,
    content_of,
    measure_label,
    role_label,
    short_label,
)
from vorort.sheets.importers.books import as_text
from vorort.sheets.importers.columns import MONTHS, Column, period_label
from vorort.sheets.importers.facts import Problem, Word
from vorort.sheets.importers.packages import column_letters
from vorort.sheets.importers.reading import TableFile, TableReading
from vorort.sheets.importers.rows import TargetRow
from vorort.sheets.rules.known import Known
from vorort.sheets.rules.words import plain, signature
from vorort.tables.choices import LIMIT
from vorort.tables.choices import Known as State
from vorort.tables.models import SavedMapping
from vorort.tables.queries import Identity, Stored
from vorort.ui.format import number, percent

_SLACK = {Content.SHARE: 0.051, Content.RATE: 0.51}


def describe(
    file: TableFile,
    reading: TableReading,
    stored: Mapping[Identity, Stored],
    *,
    own: str,
    corrections: Sequence[Mapping[str, object]],
    mapping: SavedMapping | None,
    sender: str,
) -> dict[str, Any]:
    """Return what was found in a table, as JSON."""
    known, first = file.known, reading.first
    rows = [_row(row, known, stored, own) for row in reading.rows.rows]
    states = Counter(row["state"] for row in rows)
    return {
        "kind": reading.kind,
        "target": reading.rows.kind,
        "fingerprint": reading.fingerprint,
        "sender": sender,
        "mapping": _mapping(reading, mapping),
        "sheets": [
            {"name": name, "hidden": hidden, "signature": signature(name)}
            for name, hidden in reading.sheets
        ],
        "tables": [
            {
                "sheet": one.sheet, "number": one.number, "place": one.place, "title": one.title,
                "rows": one.rows, "read": one.fingerprint == reading.fingerprint,
            }
            for one in reading.candidates[: LIMIT.sample_rows * 2]
        ],
        "parts": len(reading.parts),
        "chosen": {"sheet": first.table.grid.name, "number": first.number},
        **_asked(reading, known),
        "hints": reading.hints,
        "rows": rows[: LIMIT.preview_rows],
        "rows_all": len(rows),
        "states": {str(state): states[state] for state in State.values},
        "own_rows": sum(row["own"] for row in rows),
        "sums": _sums(reading, known, own),
        "problems": [_problem(file, problem) for problem in reading.problems[: LIMIT.problems]],
        "problems_all": len(reading.problems),
        "corrections": list(corrections),
        "sample": _sample(reading),
    }  # fmt: skip


def _asked(reading: TableReading, known: Known) -> dict[str, Any]:
    """Return what the mapping page asks: columns, wordings, what the table does not say."""
    first, context = reading.first, reading.first.context
    return {
        "columns": [_column(column) for column in first.columns],
        "words": [_word(word, known) for word in reading.words[: LIMIT.words]],
        "words_more": max(0, len(reading.words) - LIMIT.words),
        "missing": sorted(reading.missing),
        "dash": {
            "count": sum(part.facts.dashes for part in reading.parts),
            "open": reading.dash_open,
            "value": "" if reading.dash_open else reading.decisions.dash,
        },
        "context": {
            "period": period_label(context.period),
            "area": context.area.label if context.area else "",
            "indicator": context.indicator.label if context.indicator else "",
        },
    }


def _mapping(reading: TableReading, mapping: SavedMapping | None) -> dict[str, Any] | None:
    if mapping is None:
        return None
    now = [column.name for column in reading.first.columns]
    same = mapping.fingerprint == reading.fingerprint
    before = {signature(name) for name in mapping.columns}
    after = {signature(name) for name in now}
    return {
        "sender": mapping.sender,
        "version": mapping.version,
        "same": same,
        "gone": [] if same else [n for n in mapping.columns if signature(n) not in after],
        "new": [] if same else [name for name in now if signature(name) not in before],
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "index": column.index,
        "letter": column.letter,
        "name": column.name,
        "signature": column.signature,
        "role": column.role,
        "label": role_label(column.role),
        "reason": column.reason,
        "sure": column.sure and bool(column.role),
        "examples": list(column.examples),
        "numeric": column.numeric,
    }


def _word(word: Word, known: Known) -> dict[str, Any]:
    code = word.suggestion.code if word.suggestion else ""
    label = known.area_label if word.kind == "area" else known.label
    return {
        "kind": word.kind,
        "text": word.text,
        "plain": plain(word.text),
        "rows": word.rows,
        "decided": word.decided,
        "decided_label": label(word.decided) if word.decided not in {"", "-"} else "",
        "suggestion": code,
        "suggestion_label": word.suggestion.label if word.suggestion else "",
        "reason": word.suggestion.reason if word.suggestion else "",
        "total": word.total,
    }


def _row(
    row: TargetRow, known: Known, stored: Mapping[Identity, Stored], own: str
) -> dict[str, Any]:
    before = stored.get(row.identity)
    state, changes = _compare(row, before)
    sheet, line, _column = row.places[0]
    month = f"{MONTHS[row.month]} " if row.month else ""
    period = f"{row.day:%d.%m.%Y}" if row.day and row.kind == Kind.POPULATION else ""
    return {
        "area": known.area_label(row.area),
        "own": row.area == own or row.area.startswith(f"{own}-"),
        "indicator": known.label(row.indicator),
        "code": row.code if row.kind == Kind.POLICE else "",
        "period": period or f"{month}{row.year}",
        "figures": _figures(row),
        "state": str(state),
        "changes": changes,
        "official": bool(before and before.official),
        "sheet": sheet,
        "line": line + 1,
    }


def _figures(row: TargetRow) -> str:
    if row.secret and not row.figures:
        return _("geheim gehalten")
    ordered = [measure for measure in MEASURES if measure in row.figures]
    parts = [f"{short_label(m)} {said(row.figures[m], m)}".strip() for m in ordered]
    return " · ".join(parts)


def said(value: float | None, measure: str) -> str:
    """Return a number as people read it."""
    if value is None:
        return number(None)
    digits = 0 if float(value).is_integer() else 1
    return percent(value, digits) if content_of(measure) is Content.SHARE else number(value, digits)


def _compare(row: TargetRow, before: Stored | None) -> tuple[State, list[str]]:
    """Return whether a row is new, the same, or different from what counts now, and in what."""
    if before is None:
        return State.NEW, []
    changes = []
    for measure, value in row.figures.items():
        old = before.figures.get(measure)
        if old is None and value is not None:
            changes.append(
                _("%(measure)s bisher nicht bekannt") % {"measure": measure_label(measure)}
            )
        elif old is not None and value is not None:
            slack = _SLACK.get(content_of(measure), 1e-6) if measure != VALUE else 1e-6
            if abs(old - value) > slack:
                changes.append(
                    _("%(measure)s bisher %(old)s")
                    % {"measure": measure_label(measure), "old": said(old, measure)}
                )
    return (State.CHANGED, changes) if changes else (State.SAME, [])


def _sums(reading: TableReading, known: Known, own: str) -> dict[str, Any]:
    """Return the sums of the town itself by indicator and year, for comparing at a glance."""
    main = {Kind.POLICE: "cases", Kind.POPULATION: "population", Kind.RECORDS: VALUE}
    table: dict[str, dict[int, float]] = {}
    areas = {row.area for row in reading.rows.rows}
    only_own = own in areas
    for row in reading.rows.rows:
        value = row.figures.get(main[Kind(row.kind)])
        if value is None or (only_own and row.area != own):
            continue
        years = table.setdefault(row.indicator, {})
        years[row.year] = years.get(row.year, 0.0) + value
    years_found = sorted({year for line in table.values() for year in line})[-8:]
    return {
        "own": only_own,
        "areas": len(areas),
        "years": years_found,
        "rows": [
            [known.label(code), *(said(line[y], VALUE) if y in line else "–" for y in years_found)]
            for code, line in list(table.items())[:40]
        ],
        "more": max(0, len(table) - 40),
    }


def _problem(file: TableFile, problem: Problem) -> dict[str, Any]:
    grid = file.grids[problem.sheet]
    cells = [as_text(cell) for cell in grid.rows[problem.row]]
    return {
        "sheet": problem.sheet,
        "line": problem.row + 1,
        "column": None if problem.column is None else problem.column + 1,
        "letter": "" if problem.column is None else column_letters(problem.column),
        "code": problem.code,
        "reason": problem.reason,
        "text": "" if problem.column is None else as_text(grid.at(problem.row, problem.column)),
        "raw": " · ".join(text for text in cells if text)[:200],
    }


def _sample(reading: TableReading) -> list[dict[str, Any]]:
    """Return the head and the first rows of the table as they stand in the file."""
    table = reading.first.table
    lines = [*table.head, *table.rows][: LIMIT.sample_rows]
    return [
        {
            "line": row + 1,
            "head": row in table.head,
            "cells": [as_text(table.grid.at(row, column))[:40] for column in table.columns],
        }
        for row in lines
    ]


def for_delivery(reading: TableReading, *, size: int) -> Preview:
    """Return the short form that the page of the delivery shows."""
    first = reading.first
    place = first.table.place
    if first.table.grid.name:
        place = f"{first.table.grid.name}!{place}"
    shape = _("%(size)s kB · %(kind)s · %(place)s") % {
        "size": number(max(1, size // 1024)), "kind": reading.kind, "place": place
    }  # fmt: skip
    years = sorted({row.year for row in reading.rows.rows})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    return Preview(
        shape=shape,
        sums=(
            (_("Zeilen zu übernehmen"), number(len(reading.rows.rows))),
            (_("zurückgelegt, mit Grund"), number(len(reading.problems))),
            (_("Gebiete"), number(len({row.area for row in reading.rows.rows}))),
        ),
        columns=tuple(
            PreviewColumn(
                column.name,
                role_label(column.role) if column.role not in {"", Role.IGNORE} else "",
                column.examples[0][:60] if column.examples else "",
                recognised=column.role not in {"", Role.IGNORE},
            )
            for column in first.columns
        ),
        origin=((_("Zeitraum"), span),),
        hints=tuple(reading.hints[:6]),
    )
