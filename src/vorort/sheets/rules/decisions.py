"""What has been decided about a table: by the program, by a person, or kept from the last file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SKIP = "-"


@dataclass
class Decisions:
    """How a table is to be read. Everything left open is suggested anew.

    ``columns``: signature of a column to its role. ``areas``/``indicators``: plain wording to a
    key or code, ``-`` for "nicht übernehmen". ``area``, ``indicator``, ``year``: what the table
    itself does not name.
    """

    sheet: str = ""
    table: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, str] = field(default_factory=dict)
    area: str = ""
    indicator: str = ""
    year: int | None = None
    dash: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the plain form that is kept."""
        return {
            "sheet": self.sheet,
            "table": self.table,
            "columns": dict(self.columns),
            "areas": dict(self.areas),
            "indicators": dict(self.indicators),
            "area": self.area,
            "indicator": self.indicator,
            "year": self.year,
            "dash": self.dash,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "Decisions":
        """Return what was kept; unknown names are left out, missing ones are open."""
        known = kept or {}
        return cls(
            sheet=str(known.get("sheet", "")),
            table=int(known.get("table", 0)),
            columns=dict(known.get("columns", {})),
            areas=dict(known.get("areas", {})),
            indicators=dict(known.get("indicators", {})),
            area=str(known.get("area", "")),
            indicator=str(known.get("indicator", "")),
            year=known.get("year"),
            dash=str(known.get("dash", "")),
        )

    def for_next_time(self) -> "Decisions":
        """Return what holds for the sender's next file too: not the year, not the number of the
        table.
        """
        return Decisions(
            sheet=self.sheet,
            table=self.table,
            columns=dict(self.columns),
            areas=dict(self.areas),
            indicators=dict(self.indicators),
            area=self.area,
            indicator=self.indicator,
            dash=self.dash,
        )

    def under(self, later: "Decisions") -> "Decisions":
        """Return these decisions with later ones laid over them."""
        return Decisions(
            sheet=later.sheet or self.sheet,
            table=later.table or self.table,
            columns={**self.columns, **later.columns},
            areas={**self.areas, **later.areas},
            indicators={**self.indicators, **later.indicators},
            area=later.area or self.area,
            indicator=later.indicator or self.indicator,
            year=later.year if later.year is not None else self.year,
            dash=later.dash or self.dash,
        )
