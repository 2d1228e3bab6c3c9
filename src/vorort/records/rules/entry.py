"""An entry: everything of one mask, as it is kept in the file of its delivery."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from vorort.core.errors import DomainError
from vorort.records.choices import EntryKind, Measure, indicator_of
from vorort.records.rules.cells import MARK_WORDS, Cell, Content, Mark

SCHEMA = "vorort.hand-entry"
SCHEMA_VERSION = 1
# The row of residents has no code of the statistics.
RESIDENTS = "residents"
RESIDENTS_MALE, RESIDENTS_FEMALE = "residents-m", "residents-f"
RESIDENT_ROWS = (RESIDENTS, RESIDENTS_MALE, RESIDENTS_FEMALE)

CASES, CLEARED, RATE, VALUE = "cases", "cleared", "rate", "value"
QUANTITIES: dict[str, tuple[str, ...]] = {
    EntryKind.POLICE: (CASES, CLEARED, RATE),
    EntryKind.OWI: (VALUE,),
    EntryKind.ACCIDENTS: (VALUE,),
    EntryKind.STRUCTURE: (VALUE,),
    EntryKind.RESIDENTS: (VALUE,),
}
# (quantity, code, year)
Place = tuple[str, str, int]


class UnreadableEntry(DomainError):
    """A stored entry of another version."""


class Terms(StrEnum):
    """What may be done with the numbers; ``printed``: everybody can read them already."""

    PRINTED = "printed"
    PUBLIC = "public"
    CORE = "core"
    INTERNAL = "internal"


@dataclass(frozen=True)
class Origin:
    """Where the numbers come from, and what may be done with them."""

    source: str = ""
    page: str = ""
    source_on: dt.date | None = None
    terms: Terms = Terms.CORE

    def label(self) -> str:
        """Return the source as it stands under a figure."""
        day = f"{self.source_on:%d.%m.%Y}" if self.source_on else ""
        return ", ".join(part for part in (self.source, self.page, day) if part)


@dataclass(frozen=True)
class Entry:
    """The numbers of one mask for one area; ``cells`` holds only what is not empty."""

    kind: str
    area_key: str
    area_name: str
    years: tuple[int, ...]
    origin: Origin
    # Code and wording of each row, in the order of the mask.
    rows: tuple[tuple[str, str], ...]
    cells: Mapping[Place, Cell] = field(default_factory=dict)
    # The entry this one corrects: public id of its delivery.
    replaces: str = ""

    def cell(self, quantity: str, code: str, year: int) -> Cell | None:
        return self.cells.get((quantity, code, year))

    def value(self, quantity: str, code: str, year: int) -> Decimal | None:
        found = self.cells.get((quantity, code, year))
        return found.value if found else None

    def residents(self, year: int) -> int | None:
        """Return the residents typed for a year."""
        found = self.value(VALUE, RESIDENTS, year)
        return None if found is None else int(found)

    def codes(self) -> tuple[str, ...]:
        """Return the codes of the rows that hold anything, in the order of the mask."""
        filled = {code for _quantity, code, _year in self.cells}
        return tuple(code for code, _label in self.rows if code in filled)

    @property
    def filled_years(self) -> tuple[int, ...]:
        return tuple(sorted({year for _quantity, _code, year in self.cells}))


def content_of(kind: str, quantity: str, code: str) -> Content:
    """Return what a row holds."""
    if quantity == RATE:
        return Content.RATE
    if kind == EntryKind.STRUCTURE and code not in RESIDENT_ROWS:
        known = indicator_of(code)
        if known is not None and known.measure is not Measure.COUNT:
            return Content.SHARE if known.measure is Measure.SHARE else Content.NUMBER
    return Content.COUNT


def dump(entry: Entry) -> bytes:
    """Return an entry as the bytes that are stored: the same entry, the same bytes."""
    values = [
        {
            "quantity": quantity,
            "code": code,
            "year": year,
            **({} if cell.value is None else {"value": str(cell.value)}),
            **({"mark": str(cell.mark)} if cell.mark else {}),
            **({"digits": cell.digits} if cell.digits else {}),
            **({"percent": True} if cell.percent else {}),
        }
        for (quantity, code, year), cell in sorted(entry.cells.items())
    ]
    origin = entry.origin
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "version": SCHEMA_VERSION,
        "kind": str(entry.kind),
        "area_key": entry.area_key,
        "area_name": entry.area_name,
        "years": list(entry.years),
        "source": origin.source,
        "page": origin.page,
        "source_on": origin.source_on.isoformat() if origin.source_on else None,
        "terms": str(origin.terms),
        "replaces": entry.replaces,
        "rows": [list(row) for row in entry.rows],
        "values": values,
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def load(raw: bytes) -> Entry:
    """Return a stored entry; :class:`UnreadableEntry` where a later version wrote it."""
    content = json.loads(raw)
    if (content.get("schema"), content.get("version")) != (SCHEMA, SCHEMA_VERSION):
        raise UnreadableEntry("unknown version of a stored entry")
    day = content["source_on"]
    return Entry(
        kind=content["kind"],
        area_key=content["area_key"],
        area_name=content["area_name"],
        years=tuple(content["years"]),
        origin=Origin(
            source=content["source"],
            page=content["page"],
            source_on=dt.date.fromisoformat(day) if day else None,
            terms=Terms(content["terms"]),
        ),
        rows=tuple((code, label) for code, label in content["rows"]),
        cells={
            (one["quantity"], one["code"], one["year"]): Cell(
                value=Decimal(one["value"]) if "value" in one else None,
                mark=Mark(one["mark"]) if "mark" in one else None,
                digits=one.get("digits", 0),
                percent=one.get("percent", False),
            )
            for one in content["values"]
        },
        replaces=content["replaces"],
    )


def shown(cell: Cell | None) -> str:
    """Return a cell as a person would type it."""
    if cell is None or cell.is_empty:
        return ""
    if cell.value is None:
        return str(MARK_WORDS[cell.mark]) if cell.mark else ""
    units, _point, fraction = f"{cell.value:.{cell.digits}f}".partition(".")
    text = f"{int(units):,}".replace(",", ".") + (f",{fraction}" if fraction else "")
    if cell.percent:
        text += " %"
    return f"{text} v" if cell.mark is Mark.PROVISIONAL else text


def same_numbers(one: Entry, other: Entry) -> bool:
    """Return whether two entries say the same, whatever they replace."""
    return (one.kind, one.area_key, one.origin, dict(one.cells)) == (
        other.kind, other.area_key, other.origin, dict(other.cells),
    )  # fmt: skip


def filled(cells: Mapping[Place, Cell], years: Iterable[int]) -> dict[Place, Cell]:
    """Return the cells that hold anything, of these years only."""
    wanted = set(years)
    return {
        place: cell for place, cell in cells.items() if place[2] in wanted and not cell.is_empty
    }
