"""Entries as the mask makes them, from plain words."""

from collections.abc import Mapping

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.deliveries.models import Delivery
from vorort.records import actions
from vorort.records.choices import EntryKind
from vorort.records.rules import Entry, Origin, Terms, content_of, own_area_key, parse_cell

YEARS = (2021, 2022, 2023, 2024, 2025)
PEOPLE = ("4.120", "4.102", "4.077", "4.050", "4.012")
# The block a coordinator copies from the atlas: five years, a few groups.
BLOCK = (
    "Gruppe\t2021\t2022\t2023\t2024\t2025\n"
    "Einwohner\t4.120\t4.102\t4.077\t4.050\t4.012\n"
    "Straftaten insgesamt\t201\t188\t215\t197\t222\n"
    "Diebstahl\t72\t64\t81\t70\t77\n"
    "Wohnungseinbruchdiebstahl\t4\t2\t5\t1\t3\n"
    "Sachbeschädigung\t31\t28\t34\t30\t29\n"
)
TOTAL, THEFT, BURGLARY = "------", "****00", "435*00"


def make_entry(
    town: Authority,
    cells: Mapping[tuple[str, str], tuple[str, ...]],
    *,
    kind: str = EntryKind.POLICE,
    years: tuple[int, ...] = YEARS,
    source: str = "Kriminalitätsatlas, S. 12",
    terms: Terms = Terms.PUBLIC,
    page: str = "",
) -> Entry:
    """Cells by (quantity, code), one word for each year."""
    parsed = {
        (quantity, code, year): parse_cell(text, content_of(kind, quantity, code))
        for (quantity, code), texts in cells.items()
        for year, text in zip(years, texts, strict=True)
        if text
    }
    return Entry(
        kind=kind,
        area_key=own_area_key(town),
        area_name=town.short_name,
        years=years,
        origin=Origin(source=source, page=page, terms=terms),
        rows=tuple(dict.fromkeys((code, f"Zeile {code}") for _what, code in cells)),
        cells=parsed,
    )


USUAL = {
    ("value", "residents"): PEOPLE,
    ("cases", TOTAL): ("201", "188", "215", "197", "222"),
    ("cases", THEFT): ("72", "64", "81", "70", "77"),
    ("cases", BURGLARY): ("4", "2", "5", "1", "3"),
}


def store_usual(town: Authority, by: Person, **more: object) -> Delivery:
    """Five years of police figures of a small town."""
    return actions.store_hand_entry(
        authority=town,
        entry=make_entry(town, USUAL, **more),  # type: ignore[arg-type]
        by=by,
    )
