"""Lists as offices keep them: spreadsheets and copied cells become rows with reasons."""

from vorort.authorities.importers.sheet import (
    Column,
    Sheet,
    SheetRow,
    UnreadableSheet,
    as_text,
    read_file,
    read_text,
)

__all__ = [
    "Column",
    "Sheet",
    "SheetRow",
    "UnreadableSheet",
    "as_text",
    "read_file",
    "read_text",
]
