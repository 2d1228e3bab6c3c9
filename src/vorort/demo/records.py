"""The fictional town's own figures: typed in, or handed in as a table, through the real actions."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.core.scopes import authority_scope
from vorort.deliveries import actions as deliveries
from vorort.deliveries.choices import ReleaseLevel
from vorort.demo.months import month_before, write_months
from vorort.demo.world import YEARS
from vorort.records.actions import store_hand_entry
from vorort.records.choices import EntryKind, indicator_of
from vorort.records.queries import latest_entry
from vorort.records.rules import VALUE, Cell, Entry, Origin, Terms, own_area_key
from vorort.tables import actions as tables
from vorort.tables.importers import flow
from vorort.tables.models import TableImport

# The newest year is left for the visitor.
_YEARS = tuple(YEARS)[-7:-1]
_Numbers = dict[str, tuple[str, ...]]
OWI: _Numbers = {
    "owi-total": ("212", "164", "171", "203", "219", "226"),
    "owi-noise": ("58", "41", "47", "62", "60", "66"),
    "owi-litter": ("73", "66", "62", "70", "77", "79"),
}
ACCIDENTS: _Numbers = {
    "accidents-total": ("241", "198", "203", "224", "229", "235"),
    "accidents-injury": ("33", "27", "29", "31", "28", "30"),
    "accidents-casualties": ("41", "33", "36", "38", "35", "37"),
}
STRUCTURE: _Numbers = {
    "unemployment-rate": ("5.4", "6.1", "5.8", "5.3", "5.5", "5.7"),
    "over-65-share": ("25.8", "26.1", "26.5", "26.8", "27.2", "27.5"),
}
ENTRIES = (
    (EntryKind.OWI, OWI, "Ordnungsamt der erfundenen Stadt"),
    (EntryKind.ACCIDENTS, ACCIDENTS, "Erfundene Verkehrsunfallstatistik"),
    (EntryKind.STRUCTURE, STRUCTURE, "Erfundenes Statistisches Amt"),
)

PRECINCT = "Erfundenes Polizeirevier Weideland"


def enter_own_figures(authority: Authority, *, by: Person) -> None:
    """Enter administrative offences, accidents and structural figures; once each."""
    with authority_scope(authority):
        for kind, numbers, source in ENTRIES:
            if latest_entry(authority, kind) is None:
                entry = _entry(authority, kind, numbers, source)
                store_hand_entry(authority=authority, entry=entry, by=by)


def take_in_months(
    authority: Authority, folder: Path, *, by: Person, police: Person, at: dt.datetime
) -> None:
    """Take in the precinct's list of months as any other table; the police releases it to all."""
    today = timezone.localdate(at)
    with authority_scope(authority):
        if TableImport.objects.filter(authority=authority, sender=PRECINCT).exists():
            return
        path = write_months(folder, last=month_before(today))
        with path.open("rb") as stream:
            delivery = tables.hand_in(
                stream=stream, name=path.name, authority=authority, by=by, sender=PRECINCT
            )
        jobs.run_waiting()
        delivery.refresh_from_db()
        flow.store_delivery(delivery=delivery, by=by, today=today)
        deliveries.set_release(
            delivery=delivery, level=ReleaseLevel.PUBLIC, agreement="Schreiben des Reviers",
            by=police, at=at,
        )  # fmt: skip


def _entry(authority: Authority, kind: EntryKind, numbers: _Numbers, source: str) -> Entry:
    return Entry(
        kind=kind,
        area_key=own_area_key(authority),
        area_name=authority.short_name,
        years=_YEARS,
        origin=Origin(source=source, terms=Terms.PUBLIC),
        rows=tuple((code, str(known.label)) for code in numbers if (known := indicator_of(code))),
        cells={
            (VALUE, code, year): Cell(Decimal(text), digits=-int(Decimal(text).as_tuple().exponent))
            for code, texts in numbers.items()
            for year, text in zip(_YEARS, texts, strict=True)
        },
    )
