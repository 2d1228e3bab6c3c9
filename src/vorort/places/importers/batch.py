"""What reading a file of areas gives, and how reading fails."""

import datetime as dt
from dataclasses import dataclass, field

from vorort.core.errors import DomainError
from vorort.deliveries.actions import QuarantineNote
from vorort.deliveries.queries import PreviewColumn
from vorort.places.actions import AreaRow, PopulationRow


class UnreadableAreas(DomainError):
    """The file is not what it should be; nothing of it is stored."""


@dataclass
class AreaBatch:
    """Rows of a file, ready to be stored, and those put aside."""

    states: dict[str, list[AreaRow]] = field(default_factory=dict)
    population: list[PopulationRow] = field(default_factory=list)
    quarantined: list[QuarantineNote] = field(default_factory=list)
    # Keys of rows put aside: these areas exist all the same.
    unread_keys: list[str] = field(default_factory=list)
    # False where a row was put aside whose key nobody could read.
    complete: bool = True
    rows_read: int = 0
    day: dt.date | None = None
    shape: str = ""
    columns: list[PreviewColumn] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    source_label: str = ""
    licence: str = ""

    @property
    def rows_ok(self) -> int:
        return sum(len(rows) for rows in self.states.values())

    def put_aside(self, line: int, raw: str, code: str, reason: str, *, key: str = "") -> None:
        """Put a row aside with its reason; ``key`` where it could be read."""
        self.quarantined.append(QuarantineNote(line, raw, code, reason))
        if key:
            self.unread_keys.append(key)
        else:
            self.complete = False
