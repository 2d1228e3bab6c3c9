"""What the check of a table hands to the storing of it, besides the rows themselves."""

import datetime as dt
from dataclasses import dataclass, field

from vorort.evidence.rules.population import Implied


@dataclass(frozen=True, slots=True)
class AreaName:
    """Name and kind of an area as the table prints them."""

    name: str
    designation: str = ""


@dataclass(frozen=True, slots=True)
class OfficialPopulation:
    """A population given by the source itself."""

    area_key: str
    on_date: dt.date
    total: int
    male: int | None = None
    female: int | None = None


@dataclass
class TableFacts:
    """Everything about a checked table that is not a row.

    ``labels`` per year the label of each offence key; ``rate_digits``/``clearance_digits`` per
    year the digits printed in the column, None where it is unrounded.
    """

    areas: dict[str, AreaName] = field(default_factory=dict)
    labels: dict[int, dict[str, str]] = field(default_factory=dict)
    implied: dict[tuple[int, str], Implied] = field(default_factory=dict)
    populations: list[OfficialPopulation] = field(default_factory=list)
    rate_digits: dict[int, int | None] = field(default_factory=dict)
    clearance_digits: dict[int, int | None] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        return sorted(self.labels)
