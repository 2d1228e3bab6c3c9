"""What a town may count besides recorded crime, and how an entry is said to be missing."""

from vorort.records.choices.indicators import (
    CATALOGUE,
    GROUP_NOTES,
    Measure,
    Protection,
    RecordGroup,
    RecordIndicator,
    indicator_of,
)
from vorort.records.choices.kinds import (
    FREE_STATUSES,
    TABLE_CODES,
    EntryKind,
    ObservationStatus,
)

__all__ = [
    "CATALOGUE",
    "FREE_STATUSES",
    "GROUP_NOTES",
    "TABLE_CODES",
    "EntryKind",
    "Measure",
    "ObservationStatus",
    "Protection",
    "RecordGroup",
    "RecordIndicator",
    "indicator_of",
]
