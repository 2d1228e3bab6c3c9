"""Spreadsheets to fill in."""

from vorort.records.exports.workbooks import KEY_COLUMNS, SHEET, workbook, workbook_name

__all__ = ["KEY_COLUMNS", "SHEET", "workbook", "workbook_name"]
