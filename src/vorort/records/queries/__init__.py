"""Reads of a town's own figures."""

from vorort.records.queries.entries import (
    SavedEntry,
    get_draft,
    known_residents,
    latest_entry,
    list_drafts,
    list_entries,
    read_entry,
    residents_day,
    residents_from_elsewhere,
    usual_years,
)
from vorort.records.queries.indicators import find_indicator, get_indicator, list_indicators
from vorort.records.queries.rows import (
    KIND_NOTES,
    MaskRow,
    find_row,
    offence_labels,
    other_rows,
    recognise,
    residents_row,
    row_of,
    usual_rows,
)
from vorort.records.queries.source import OwnFigures, effective_observations

__all__ = [
    "KIND_NOTES",
    "MaskRow",
    "OwnFigures",
    "SavedEntry",
    "effective_observations",
    "find_indicator",
    "find_row",
    "get_draft",
    "get_indicator",
    "known_residents",
    "latest_entry",
    "list_drafts",
    "list_entries",
    "list_indicators",
    "offence_labels",
    "other_rows",
    "read_entry",
    "recognise",
    "residents_day",
    "residents_from_elsewhere",
    "residents_row",
    "row_of",
    "usual_rows",
    "usual_years",
]
