"""Entries that were saved, drafts that were not, and what is known about the town already."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.deliveries.choices import DeliveryFormat, DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.deliveries.queries import usable
from vorort.files.queries import open_stored
from vorort.places.queries import PopulationValue, populations
from vorort.records.choices import TABLE_CODES, EntryKind
from vorort.records.models import EntryDraft
from vorort.records.rules import Entry, load, own_area_key

YEARS_SHOWN = 5
_SHOWN_STATES = (DeliveryStatus.STORED, DeliveryStatus.UNDONE, DeliveryStatus.REVOKED)


@dataclass(frozen=True)
class SavedEntry:
    """An entry with the delivery it came as."""

    delivery: Delivery
    entry: Entry


def latest_entry(authority: Authority, kind: str) -> SavedEntry | None:
    """Return the entry of a mask that counts now: the last one that nobody took back."""
    rows = usable(authority).filter(
        for_authority=authority, format=DeliveryFormat.HAND, table_code=TABLE_CODES[kind]
    )
    delivery = rows.select_related("file", "handed_in_by").order_by("-received_at", "-pk").first()
    return SavedEntry(delivery, read_entry(delivery)) if delivery is not None else None


def read_entry(delivery: Delivery) -> Entry:
    """Return the entry that a delivery holds as its file."""
    with open_stored(delivery.file) as stream:
        return load(stream.read())


def list_entries(authority: Authority, kind: str | None = None) -> QuerySet[Delivery]:
    """Return the history of a mask, or of all: what was saved and what was taken back."""
    rows = Delivery.objects.filter(
        for_authority=authority, format=DeliveryFormat.HAND, status__in=_SHOWN_STATES
    )
    if kind is not None:
        rows = rows.filter(table_code=TABLE_CODES[kind])
    return rows.select_related("handed_in_by").order_by("-received_at", "-pk")


def get_draft(authority: Authority, person: Person, kind: str) -> EntryDraft | None:
    """Return what the person has typed into a mask and not saved yet."""
    found: EntryDraft | None = EntryDraft.objects.filter(
        authority=authority, person=person, kind=kind
    ).first()
    return found


def list_drafts(authority: Authority, person: Person) -> dict[str, EntryDraft]:
    """Return the drafts of a person for a town, by mask."""
    rows = EntryDraft.objects.filter(authority=authority, person=person)
    return {row.kind: row for row in rows}


def usual_years(today: dt.date) -> tuple[int, ...]:
    """Return the last five years that have ended."""
    return tuple(range(today.year - YEARS_SHOWN, today.year))


def residents_day(kind: str, year: int) -> dt.date:
    """Return the day whose residents stand under a year of a mask.

    Rates of a year rest on the residents of the end of the year before; the mask of residents
    is about the end of the year itself.
    """
    return dt.date(year if kind == EntryKind.RESIDENTS else year - 1, 12, 31)


def known_residents(
    authority: Authority, kind: str, years: Iterable[int]
) -> dict[int, PopulationValue]:
    """Return the residents known for the years of a mask, from whatever delivery counts."""
    key = own_area_key(authority)
    days = {year: residents_day(kind, year) for year in years}
    found = populations([key], days.values(), viewer=authority)
    return {
        year: value for year, day in days.items() if (value := found.get((key, day))) is not None
    }


def residents_from_elsewhere(
    authority: Authority, kind: str, years: Iterable[int]
) -> dict[int, int]:
    """Return the residents known for the years of a mask that do not come from it itself."""
    known = known_residents(authority, kind, years)
    by_hand = set(list_entries(authority, kind).values_list("public_id", flat=True))
    return {year: one.total for year, one in known.items() if one.delivery not in by_hand}
