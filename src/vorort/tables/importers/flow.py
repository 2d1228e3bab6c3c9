"""The way of a table: look, ask, show, store. Used by the jobs and by the pages alike."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.errors import DomainError
from vorort.deliveries import actions as deliveries
from vorort.deliveries.actions import QuarantineNote
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.evidence import actions as evidence
from vorort.evidence.choices import COUNTS, FIGURES
from vorort.evidence.importers import full_database_is_a_sentence
from vorort.evidence.rules import (
    AreaName,
    OfficialPopulation,
    RateFact,
    TableFacts,
    imply_population,
)
from vorort.files import queries as files
from vorort.places.actions import PopulationRow
from vorort.places.choices import PopulationKind
from vorort.records import actions as records
from vorort.records.choices import ObservationStatus
from vorort.sheets.choices import VALUE, Kind, Role
from vorort.sheets.importers.books import as_text, open_book
from vorort.sheets.importers.facts import Problem
from vorort.sheets.importers.packages import column_letters
from vorort.sheets.importers.reading import Change, Progress, TableFile, TableReading
from vorort.sheets.importers.rows import TargetRow
from vorort.sheets.rules.decisions import Decisions
from vorort.sheets.rules.known import Known
from vorort.sheets.rules.population_day import population_day
from vorort.tables import actions, queries
from vorort.tables.importers import preview
from vorort.tables.models import SavedMapping, TableImport


class OpenQuestions(DomainError):
    """Something about the table is not decided yet."""


def ignore(_done: int, _total: int, _step: str) -> None:
    """Progress nobody asked for."""


def check_delivery(
    *, delivery: Delivery, by: Person, today: dt.date, progress: Progress = ignore
) -> None:
    """Look at a table; afterwards its delivery is ``checked`` or ``rejected``."""
    deliveries.mark_checking(delivery=delivery, by=by)
    table = _import_of(delivery)
    try:
        file, reading, mapping, sender = _read(table, today=today, progress=progress)
    except DomainError as error:
        deliveries.reject(delivery=delivery, reason=error.message, by=by)
        return
    town = _town(delivery)
    identities = [(row.kind, row.identity) for row in reading.rows.rows]
    stored = queries.stored_values(town, identities)
    decided = Decisions.from_json(table.decisions) if table.decisions else Decisions()
    found = preview.describe(
        file, reading, stored, own=file.known.own, corrections=_corrections(table), mapping=mapping,
        sender=sender,
    )  # fmt: skip
    with transaction.atomic():
        # What the saved mapping brought is part of the decisions from now on.
        kept = decided if table.decisions else reading.decisions
        actions.keep_found(
            table=table, found=found, decisions=_without_guess(kept, reading),
            questions=reading.questions, sender=sender, mapping=mapping,
        )  # fmt: skip
        deliveries.mark_checked(
            delivery=delivery,
            rows_read=reading.rows_read,
            rows_ok=len(reading.rows.rows),
            quarantined=[_note(file, problem) for problem in reading.problems],
            by=by,
            year=_only_year(reading),
            preview=preview.for_delivery(reading, size=delivery.file.size).as_json(),
            source_label=sender or _("Eigene Tabelle"),
            table_code=f"table-{reading.fingerprint}",
        )


def _without_guess(decisions: Decisions, reading: TableReading) -> Decisions:
    """Return decisions without what the program only supposed: a dash nobody has asked about."""
    kept = Decisions.from_json(decisions.as_json())
    if reading.dash_open:
        kept.dash = ""
    return kept


def store_delivery(
    *,
    delivery: Delivery,
    by: Person,
    today: dt.date,
    at: dt.datetime | None = None,
    progress: Progress = ignore,
) -> int:
    """Take a checked table over: read it again, then one short transaction.

    The file never changes, and the decisions are locked by the state of the delivery, so the
    second reading gives what was shown.

    Raises
    ------
    OpenQuestions
        Something is still to be decided; nothing is stored.
    """
    if delivery.status != DeliveryStatus.CHECKED:
        raise deliveries.WrongState(_("Diese Lieferung wartet nicht auf die Übernahme."))
    table = _import_of(delivery)
    file, reading, _mapping, sender = _read(table, today=today, progress=progress)
    if reading.questions:
        raise OpenQuestions(_("In der Zuordnung ist noch etwas offen. Es wurde nichts übernommen."))
    if not reading.rows.rows:
        raise OpenQuestions(_("In der Tabelle ist keine Zeile, die übernommen werden kann."))
    progress(0, 0, _("Zeilen übernehmen"))
    try:
        with full_database_is_a_sentence(), transaction.atomic():
            stored = _store(delivery, reading, file.known, by=by, at=at)
            table.sender = sender
            actions.remember(
                table=table, decisions=_learned(reading), fingerprint=reading.fingerprint,
                columns=[column.name for column in reading.first.columns], by=by, at=at,
            )  # fmt: skip
    except deliveries.AlreadyStored as error:
        delivery.refresh_from_db()
        deliveries.reject(delivery=delivery, reason=error.message, by=by)
        return 0
    return stored


def _learned(reading: TableReading) -> Decisions:
    """Return how the table was read, for the sender's next one: what was decided and suggested."""
    learned = Decisions.from_json(reading.decisions.as_json())
    for column in reading.first.columns:
        if column.role and column.role != Role.IGNORE:
            learned.columns.setdefault(column.signature, column.role)
    return learned.for_next_time()


def _import_of(delivery: Delivery) -> TableImport:
    table = queries.get_import(_town(delivery), delivery)
    if table is None:
        raise deliveries.WrongState(_("Zu dieser Lieferung gehört keine Tabelle."))
    return table


def _town(delivery: Delivery) -> Authority:
    if delivery.for_authority is None:
        raise deliveries.WrongState(_("Eine Tabelle gehört immer zu einem Ort."))
    return delivery.for_authority


def _corrections(table: TableImport) -> list[dict[str, object]]:
    return [
        {
            "sheet": one.sheet, "line": one.line, "column": one.column, "before": one.before,
            "after": one.after, "by": str(one.by),
        }
        for one in queries.list_corrections(table)
    ]  # fmt: skip


def open_table(table: TableImport, *, today: dt.date, progress: Progress = ignore) -> TableFile:
    """Return the file of an import with its corrections laid over it."""
    delivery, town = table.delivery, _town(table.delivery)
    changes = [
        Change(one.sheet, one.line - 1, one.column - 1 if one.column else None, one.after)
        for one in queries.list_corrections(table)
    ]
    return TableFile(
        files.path_of(delivery.file),
        name=delivery.name,
        known_for=lambda numbers: queries.read_known(town, numbers),
        latest=today.year,
        changes=changes,
        progress=progress,
    )


def read_row(table: TableImport, *, sheet: str, line: int) -> list[tuple[int, str, str]]:
    """Return the cells of a row with its corrections: column from 1, its head, its text."""
    book = open_book(files.path_of(table.delivery.file))
    if sheet not in {one.name for one in book.sheets}:
        return []
    grid = book.read(sheet)
    for one in queries.list_corrections(table):
        if one.sheet == sheet and one.line == line and one.column:
            grid.put(one.line - 1, one.column - 1, one.after or None)
    if not 1 <= line <= len(grid.rows):
        return []
    names = {column["index"]: column["name"] for column in table.found.get("columns", ())}
    cells = []
    for column in range(max(len(grid.rows[line - 1]), max(names, default=0) + 1)):
        text = as_text(grid.at(line - 1, column))
        if column in names or text:
            letter = column_letters(column)
            label = f"{letter}: {names[column]}" if column in names else letter
            cells.append((column + 1, label, text))
    return cells


def _read(
    table: TableImport, *, today: dt.date, progress: Progress
) -> tuple[TableFile, TableReading, SavedMapping | None, str]:
    file = open_table(table, today=today, progress=progress)
    if table.decisions:
        reading = file.read(Decisions.from_json(table.decisions))
        return file, reading, table.mapping, table.sender
    first = file.read(Decisions())
    mapping = queries.find_mapping(
        _town(table.delivery), sender=table.sender, fingerprint=first.fingerprint
    )
    if mapping is None:
        return file, first, None, table.sender
    reading = file.read(Decisions.from_json(mapping.decisions))
    return file, reading, mapping, mapping.sender or table.sender


def _note(file: TableFile, problem: Problem) -> QuarantineNote:
    grid = file.grids[problem.sheet]
    cells = [as_text(cell) for cell in grid.rows[problem.row]]
    where = ""
    if problem.column is not None:
        where = _("Spalte %(letter)s: ") % {"letter": column_letters(problem.column)}
    return QuarantineNote(
        problem.row + 1, ";".join(cells).strip(";"), problem.code, where + problem.reason
    )


def _only_year(reading: TableReading) -> int | None:
    years = {row.year for row in reading.rows.rows}
    return years.pop() if len(years) == 1 else None


def _store(
    delivery: Delivery, reading: TableReading, known: Known, *, by: Person, at: dt.datetime | None
) -> int:
    rows = reading.rows
    names = {row.area: known.area_label(row.area) for row in rows.rows}
    if rows.kind == Kind.RECORDS:
        return records.store_observations(
            delivery=delivery,
            rows=[_observation(row) for row in rows.of(Kind.RECORDS)],
            by=by,
            at=at,
            area_names=names,
            populations=[
                PopulationRow(
                    one.area_key, one.on_date, one.total, one.male, one.female,
                    PopulationKind.OFFICIAL,
                )
                for one in map(_population, rows.of(Kind.POPULATION))
            ],
        )  # fmt: skip
    facts = TableFacts(areas={key: AreaName(name) for key, name in names.items()})
    police = rows.of(Kind.POLICE)
    for row in police:
        facts.labels.setdefault(row.year, {})[row.code] = known.label(row.indicator)
    facts.populations = [_population(row) for row in rows.of(Kind.POPULATION)]
    _imply(police, facts)
    _usual_digits(police, facts)
    return evidence.store_table(
        delivery=delivery, rows=(_staged(row) for row in police), facts=facts, by=by, at=at
    )


def _observation(row: TargetRow) -> records.ObservationRow:
    value = row.figures.get(VALUE)
    status = ObservationStatus.OK
    if value is None:
        status = ObservationStatus.SUPPRESSED
    elif row.uncertain:
        status = ObservationStatus.PROVISIONAL
    return records.ObservationRow(
        area_key=row.area,
        indicator=row.code,
        year=row.year,
        month=row.month,
        value=None if value is None else Decimal(repr(round(value, 4))),
        status=status,
        line=row.line,
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _population(row: TargetRow) -> OfficialPopulation:
    return OfficialPopulation(
        area_key=row.area,
        on_date=row.day or population_day(row.year),
        total=int(row.figures["population"] or 0),
        male=_whole(row.figures.get("male")),
        female=_whole(row.figures.get("female")),
    )


def _staged(row: TargetRow) -> list[object]:
    figures = [
        _whole(row.figures.get(code)) if code in COUNTS else row.figures.get(code)
        for code in FIGURES
    ]
    return [
        row.line, row.year, row.area, row.code, row.digits.get("rate"),
        row.digits.get("clearance"), row.flags, *figures,
    ]  # fmt: skip


def _imply(rows: list[TargetRow], facts: TableFacts) -> None:
    """Work out the population behind printed rates, as for the published tables."""
    rates: dict[tuple[int, str], list[RateFact]] = defaultdict(list)
    for row in rows:
        rate, cases = row.figures.get("rate"), row.figures.get("cases")
        if rate and cases:
            rates[row.year, row.area].append(RateFact(int(cases), rate, row.digits.get("rate")))
    for place, members in rates.items():
        implied = imply_population(members)
        if implied is not None:
            facts.implied[place] = implied


def _usual_digits(rows: list[TargetRow], facts: TableFacts) -> None:
    for row in rows:
        for measure, target in (("rate", facts.rate_digits), ("clearance", facts.clearance_digits)):
            digits = row.digits.get(measure)
            if row.figures.get(measure) is not None:
                target[row.year] = max(target.get(row.year) or 0, digits or 0)
