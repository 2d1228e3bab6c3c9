"""A list of partners as an office keeps it."""

from vorort.partners.importers.partners import COLUMNS, ReadRow, read_rows

__all__ = ["COLUMNS", "ReadRow", "read_rows"]
