"""Importers of police and population tables: file → checked rows → one short transaction."""

from vorort.evidence.importers.checking import CheckedFile, TooManyBadRows, check_file
from vorort.evidence.importers.flow import (
    Outcome,
    check_delivery,
    full_database_is_a_sentence,
    import_file,
    store_delivery,
)
from vorort.evidence.importers.staging import on_disk
from vorort.evidence.importers.suggest import suggest_format
from vorort.evidence.importers.texts import UnreadableFile

__all__ = [
    "CheckedFile",
    "Outcome",
    "TooManyBadRows",
    "UnreadableFile",
    "check_delivery",
    "check_file",
    "full_database_is_a_sentence",
    "import_file",
    "on_disk",
    "store_delivery",
    "suggest_format",
]
