"""A hand entry becomes a delivery: its file is what was typed, its rows go where they belong."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.deliveries import actions as deliveries
from vorort.deliveries.choices import PRECEDENCE_UNROUNDED, DeliveryFormat, Release
from vorort.deliveries.queries import Preview
from vorort.evidence import actions as evidence
from vorort.evidence.choices import FIGURES
from vorort.evidence.rules import (
    AreaName,
    Implied,
    OfficialPopulation,
    TableFacts,
    imply_population,
)
from vorort.places import actions as places
from vorort.places.choices import PopulationKind
from vorort.records import queries
from vorort.records.actions.drafts import discard_draft
from vorort.records.actions.observations import ObservationRow, store_observations
from vorort.records.choices import TABLE_CODES, EntryKind, ObservationStatus
from vorort.records.rules import (
    CASES,
    CLEARED,
    RATE,
    RESIDENT_ROWS,
    RESIDENTS_FEMALE,
    RESIDENTS_MALE,
    VALUE,
    Cell,
    Entry,
    Findings,
    Mark,
    Terms,
    check_entry,
    dump,
    rate_facts,
    same_numbers,
)
from vorort.ui import format as show

if TYPE_CHECKING:
    from vorort.deliveries.models import Delivery

_FILE_WORDS = {
    EntryKind.POLICE: "polizeistatistik",
    EntryKind.OWI: "ordnungswidrigkeiten",
    EntryKind.ACCIDENTS: "verkehrsunfaelle",
    EntryKind.STRUCTURE: "soziales",
    EntryKind.RESIDENTS: "bevoelkerung",
}
_STATUS = {
    Mark.MISSING: ObservationStatus.MISSING,
    Mark.SUPPRESSED: ObservationStatus.SUPPRESSED,
    Mark.PROVISIONAL: ObservationStatus.PROVISIONAL,
}


class EntryRefused(DomainError):
    """The numbers cannot be; ``findings`` say why, cell by cell."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(findings.refusals[0].text)
        self.findings = findings


class SourceMissing(DomainError):
    """Every number says where it comes from."""


class NothingChanged(DomainError):
    """The entry says what is stored already."""


@transaction.atomic
def store_hand_entry(
    *, authority: Authority, entry: Entry, by: Person, at: dt.datetime | None = None
) -> "Delivery":
    """Store an entry as a delivery of its own and return it, stored.

    The whole mask counts: it takes the place of the entry before it, whose delivery stays and
    comes back when this one is taken back. Questions of ``rules.check_entry`` are the caller's to
    ask; refusals raise here too. The person's draft of the mask is gone afterwards.

    Parameters
    ----------
    entry : Entry
        Parsed cells (``rules.parse_cell``) by (quantity, code, year). ``replaces`` is set here.

    Raises
    ------
    SourceMissing, EntryRefused, NothingChanged
    """
    _require_source(entry)
    findings = check_entry(entry)
    if findings.refusals:
        raise EntryRefused(findings)
    before = queries.latest_entry(authority, entry.kind)
    if before is not None and same_numbers(before.entry, entry):
        raise NothingChanged(_("Es ist nichts geändert: Diese Zahlen sind schon gespeichert."))
    entry = replace(entry, replaces=before.delivery.public_id if before else "")
    delivery = _receive(authority, entry, by=by, at=at or now())
    former = before.entry if before else None
    if entry.kind == EntryKind.POLICE:
        _store_police(delivery, entry, former, by=by, at=at)
    else:
        _store_sparse(delivery, entry, former, by=by, at=at)
    discard_draft(authority=authority, kind=entry.kind, by=by)
    return delivery


def _require_source(entry: Entry) -> None:
    if not entry.origin.source.strip():
        raise SourceMissing(
            _("Bitte nennen Sie die Quelle, etwa „Kriminalitätsatlas Sachsen 2025“."),
            field="source",
        )
    if entry.origin.terms is Terms.PRINTED and not entry.origin.page.strip():
        raise SourceMissing(
            _("Bitte nennen Sie Seite oder Adresse, unter der jeder die Zahlen nachlesen kann."),
            field="page",
        )


def _receive(authority: Authority, entry: Entry, *, by: Person, at: dt.datetime) -> "Delivery":
    years = entry.filled_years
    span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
    printed = entry.origin.terms is Terms.PRINTED
    delivery = deliveries.receive(
        stream=io.BytesIO(dump(entry)),
        name=f"eingabe-{_FILE_WORDS[EntryKind(entry.kind)]}-{span}.json",
        format=DeliveryFormat.HAND,
        by=by,
        year=years[-1],
        for_authority=authority,
        source_label=entry.origin.label(),
        published_by_source=printed,
        release=None if printed else Release(level=str(entry.origin.terms)),
        at=at,
    )
    numbers = sum(1 for cell in entry.cells.values() if cell.value is not None)
    deliveries.mark_checked(
        delivery=delivery,
        rows_read=len(entry.cells),
        rows_ok=len(entry.cells),
        by=by,
        preview=_preview(entry, span, numbers).as_json(),
        table_code=TABLE_CODES[entry.kind],
        precedence=PRECEDENCE_UNROUNDED,
    )
    return delivery


def _preview(entry: Entry, span: str, numbers: int) -> Preview:
    return Preview(
        shape=_("Eingabe von Hand"),
        sums=(
            (_("Zahlen"), show.number(numbers)),
            (_("ohne Zahl"), show.number(len(entry.cells) - numbers)),
            (_("Jahre"), span.replace("-", "–")),
        ),
        origin=(
            (_("Fundstelle"), entry.origin.page),
            (_("Stand der Quelle"), show.date(entry.origin.source_on) if entry.origin.source_on
             else ""),
            (_("Ersetzt"), entry.replaces),
        ),
    )  # fmt: skip


# ── police statistics ────────────────────────────────────


def _store_police(
    delivery: "Delivery", entry: Entry, former: Entry | None, *, by: Person,
    at: dt.datetime | None,
) -> None:  # fmt: skip
    rows = list(_police_rows(entry, former))
    years = sorted({row[1] for row in rows} | set(entry.filled_years))
    codes = {row[3] for row in rows}
    facts = TableFacts(
        areas={entry.area_key: AreaName(entry.area_name)},
        labels=queries.offence_labels(codes, years),
        implied=_implied(entry, former),
        populations=list(_residents(delivery, entry)),
        rate_digits={year: _most_digits(entry, RATE, year) for year in years},
        clearance_digits={year: _most_digits(entry, CLEARED, year) for year in years},
    )
    evidence.store_table(delivery=delivery, rows=rows, facts=facts, by=by, at=at)


def _most_digits(entry: Entry, quantity: str, year: int) -> int:
    """Return the digits printed in a column: ``50`` beside ``48,1`` has one."""
    return max(
        (cell.digits for (what, _code, when), cell in entry.cells.items()
         if (what, when) == (quantity, year) and cell.value is not None),
        default=0,
    )  # fmt: skip


def _police_rows(entry: Entry, former: Entry | None) -> Iterator[list[Any]]:
    """Make a row for each group and year; one without numbers covers what the former one said."""
    places_now = {(code, year) for what, code, year in entry.cells if what != VALUE}
    places_before = {
        (code, year) for what, code, year in (former.cells if former else {}) if what != VALUE
    }
    for line, (code, year) in enumerate(sorted(places_now | places_before), start=1):
        rate, cleared = entry.cell(RATE, code, year), entry.cell(CLEARED, code, year)
        figures: dict[str, Any] = dict.fromkeys(FIGURES)
        figures["cases"] = _whole(entry.cell(CASES, code, year))
        figures["rate"] = _decimal(rate)
        figures["clearance" if cleared and cleared.percent else "cleared"] = (
            _decimal(cleared) if cleared and cleared.percent else _whole(cleared)
        )
        yield [
            line, year, entry.area_key, code,
            rate.digits if rate and rate.value is not None else None,
            cleared.digits if cleared and cleared.percent else None,
            0, *(figures[name] for name in FIGURES),
        ]  # fmt: skip


def _whole(cell: Cell | None) -> int | None:
    return None if cell is None or cell.value is None else int(cell.value)


def _decimal(cell: Cell | None) -> float | None:
    return None if cell is None or cell.value is None else float(cell.value)


def _implied(entry: Entry, former: Entry | None) -> dict[tuple[int, str], Implied]:
    """Return the population behind the printed rates.

    Where the former entry had rates and this one has none, the residents typed now stand in, so
    that what the former rates implied no longer counts.
    """
    found: dict[tuple[int, str], Implied] = {}
    for year in entry.years:
        implied = imply_population(rate_facts(entry, year).values())
        people = entry.residents(year)
        if implied is not None:
            found[year, entry.area_key] = implied
        elif former is not None and people and rate_facts(former, year):
            found[year, entry.area_key] = Implied(people, people, people, exact=True, left_out=0)
    return found


def _known_elsewhere(delivery: "Delivery", entry: Entry) -> dict[int, int]:
    authority = delivery.for_authority
    if authority is None:
        return {}
    return queries.residents_from_elsewhere(authority, entry.kind, entry.filled_years)


def _residents(delivery: "Delivery", entry: Entry) -> Iterator[OfficialPopulation]:
    """Make a number for each year, but where the mask only showed what is known from elsewhere."""
    known = _known_elsewhere(delivery, entry)
    for year in entry.filled_years:
        total = entry.residents(year)
        if total is not None and known.get(year) != total:
            yield OfficialPopulation(entry.area_key, queries.residents_day(entry.kind, year), total)


# ── everything else ──────────────────────────────────────


def _store_sparse(
    delivery: "Delivery", entry: Entry, former: Entry | None, *, by: Person,
    at: dt.datetime | None,
) -> None:  # fmt: skip
    places_now = {place for place in entry.cells if place[1] not in RESIDENT_ROWS}
    places_before = {
        place for place in (former.cells if former else {}) if place[1] not in RESIDENT_ROWS
    }
    rows = [
        _observation(entry, code, year, line)
        for line, (_what, code, year) in enumerate(sorted(places_now | places_before), start=1)
    ]
    store_observations(
        delivery=delivery,
        rows=rows,
        by=by,
        at=at,
        area_names={entry.area_key: entry.area_name},
        populations=list(_populations(delivery, entry)),
    )


def _observation(entry: Entry, code: str, year: int, line: int) -> ObservationRow:
    cell = entry.cell(VALUE, code, year) or Cell(mark=Mark.UNKNOWN)
    status = ObservationStatus.MISSING if cell.value is None else ObservationStatus.OK
    return ObservationRow(
        area_key=entry.area_key,
        indicator=code,
        year=year,
        month=None,
        value=cell.value,
        status=_STATUS.get(cell.mark, status) if cell.mark else status,
        line=line,
    )


def _populations(delivery: "Delivery", entry: Entry) -> Iterator[places.PopulationRow]:
    def whole(value: Decimal | None) -> int | None:
        return None if value is None else int(value)

    known = _known_elsewhere(delivery, entry)
    for year in entry.filled_years:
        total = entry.residents(year)
        # The mask of residents says more than the sum: it is kept in any case.
        said = entry.kind == EntryKind.RESIDENTS or known.get(year) != total
        if total is not None and said:
            yield places.PopulationRow(
                area_key=entry.area_key,
                on_date=queries.residents_day(entry.kind, year),
                total=total,
                male=whole(entry.value(VALUE, RESIDENTS_MALE, year)),
                female=whole(entry.value(VALUE, RESIDENTS_FEMALE, year)),
                kind=PopulationKind.OFFICIAL,
            )
