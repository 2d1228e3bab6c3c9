"""The spreadsheet of a mask: headings locked, cells checked, keys in hidden columns.

One row a figure, one column a year; each row carries the key of its area and of its figure, so
that a filled sheet can be read without asking what is meant.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from vorort.notices.exports.workbook import pack
from vorort.records.choices import EntryKind
from vorort.records.queries import (
    MaskRow,
    other_rows,
    residents_row,
    usual_rows,
)
from vorort.records.rules import RESIDENTS, VALUE, Content, content_of

SHEET = "Zahlen"
KEY_COLUMNS = ("Gebietsschlüssel", "Gebiet", "Schlüssel", "Bezeichnung")
_HIDDEN = ("A", "C")
_HEAD_ROW = 1
_WIDTHS = {"B": 22, "D": 46}
_FIRST_YEAR_COLUMN = len(KEY_COLUMNS) + 1
# The day of the form, not of its writing: the same form, the same bytes.
_MADE = dt.datetime(2026, 1, 1, 12)  # noqa: DTZ001 - the format knows no time zones
_INPUT = PatternFill("solid", fgColor="FFF8E1")
_HEAD = PatternFill("solid", fgColor="E6EAF2")
_LINE = Border(bottom=Side(style="thin", color="B0B7C3"))
_FILE_WORDS = {
    EntryKind.POLICE: "polizeistatistik",
    EntryKind.OWI: "ordnungswidrigkeiten",
    EntryKind.ACCIDENTS: "verkehrsunfaelle",
    EntryKind.STRUCTURE: "soziales",
    EntryKind.RESIDENTS: "bevoelkerung",
}


def workbook_name(kind: str, town: str) -> str:
    """Return the file name of a form."""
    return f"vorlage-{_FILE_WORDS[EntryKind(kind)]}-{town}.xlsx"


def workbook(kind: str, *, area_key: str, area_name: str, years: Sequence[int]) -> bytes:
    """Return the form of a kind for one area: the same arguments, the same bytes.

    Only the cells of the years and of the source can be changed; there is no password.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    rows = _rows(kind)
    _head(sheet, years)
    for place, row in enumerate(rows, start=_HEAD_ROW + 1):
        _row(sheet, place, row, area=(area_key, area_name), years=years)
    _validate(sheet, kind, rows, years)
    sheet.freeze_panes = f"{get_column_letter(_FIRST_YEAR_COLUMN)}{_HEAD_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    _lock(sheet)
    _notes(book, kind, area_name)
    return pack(
        book, title=_("Vorlage: %(kind)s") % {"kind": EntryKind(kind).label}, creator="VorOrt",
        at=_MADE,
    )  # fmt: skip


def _rows(kind: str) -> tuple[MaskRow, ...]:
    first = residents_row(kind)
    label = f"{first.label} {first.hint}".strip()
    usual = (MaskRow(RESIDENTS, label), *usual_rows(kind))
    if kind == EntryKind.RESIDENTS:
        # Ages for both sexes together; for each one the mask and the import know the codes.
        return usual
    return (*usual, *other_rows(kind, [row.code for row in usual]))


def _head(sheet: Worksheet, years: Sequence[int]) -> None:
    head: list[str | int] = [*KEY_COLUMNS, *years]
    for column, words in enumerate(head, start=1):
        cell = sheet.cell(_HEAD_ROW, column, words)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(horizontal="right" if isinstance(words, int) else "left")
    for letter in _HIDDEN:
        sheet.column_dimensions[letter].hidden = True
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width


def _row(
    sheet: Worksheet, place: int, row: MaskRow, *, area: tuple[str, str], years: Sequence[int]
) -> None:
    for column, words in enumerate([*area, row.code, row.label], start=1):
        cell = sheet.cell(place, column)
        # Keys begin with signs and noughts: they are texts, whatever they look like.
        cell.value, cell.data_type, cell.number_format = words, "s", "@"
        cell.quotePrefix = words.startswith(("-", "+", "=", "@"))
        cell.border = _LINE
    for offset in range(len(years)):
        cell = sheet.cell(place, _FIRST_YEAR_COLUMN + offset)
        cell.fill, cell.border = _INPUT, _LINE
        cell.protection = Protection(locked=False)
        cell.alignment = Alignment(horizontal="right")


def _validate(sheet: Worksheet, kind: str, rows: Sequence[MaskRow], years: Sequence[int]) -> None:
    """Numbers from nought on, or one of the words; anything else is refused while typing."""
    for content in Content:
        mine = [
            place
            for place, row in enumerate(rows, start=_HEAD_ROW + 1)
            if content_of(kind, VALUE, row.code) is content
        ]
        if not mine:
            continue
        first = get_column_letter(_FIRST_YEAR_COLUMN)
        last = get_column_letter(_FIRST_YEAR_COLUMN + len(years) - 1)
        cell = f"{first}{mine[0]}"
        number = f"ISNUMBER({cell}),{cell}>=0"
        if content is Content.COUNT:
            number += f",{cell}=INT({cell})"
        if content is Content.SHARE:
            number += f",{cell}<=100"
        words = f'{cell}="fehlt",{cell}="gesperrt"'
        check = DataValidation(
            type="custom", formula1=f"=OR(AND({number}),{words})", allow_blank=True,
            showErrorMessage=True, errorTitle="Keine Zahl",
            error="Bitte eine Zahl ab 0 eintragen, oder fehlt, oder gesperrt.",
        )  # fmt: skip
        for place in mine:
            check.add(f"{first}{place}:{last}{place}")
        sheet.add_data_validation(check)


def _lock(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.selectLockedCells = False


def _notes(book: Workbook, kind: str, area_name: str) -> None:
    sheet = book.create_sheet("Hinweise")
    lines = [
        _("Vorlage: %(kind)s, %(area)s") % {"kind": EntryKind(kind).label, "area": area_name},
        "",
        _("Tragen Sie die Zahlen in die hellen Felder des Blattes „Zahlen“ ein."),
        _("Ein leeres Feld heißt: nicht bekannt. 0 heißt: wirklich null."),
        _(
            "Wo die Quelle keine Zahl nennt, schreiben Sie: fehlt. Wo sie eine geheim hält: gesperrt."
        ),
        _("Bitte keine Zeilen verschieben: Verdeckte Spalten sagen, was gemeint ist."),
        _("Nicht gebrauchte Zeilen und Jahre bleiben leer."),
        _("Danach die Datei unter „Eigene Zahlen“ einlesen oder den Block dort einfügen."),
        "",
    ]
    if kind == EntryKind.STRUCTURE:
        lines.insert(4, _("Anteile stehen in Prozent: 5,3 für 5,3 %."))
    for place, words in enumerate(lines, start=1):
        cell = sheet.cell(place, 1, words)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=13)
    for offset, words in enumerate((_("Quelle"), _("Seite oder Tabelle"), _("Datum der Quelle"))):
        place = len(lines) + 1 + offset
        sheet.cell(place, 1, words).font = Font(bold=True)
        field = sheet.cell(place, 2)
        field.fill, field.protection = _INPUT, Protection(locked=False)
    sheet.column_dimensions["A"].width = 70
    sheet.column_dimensions["B"].width = 40
    _lock(sheet)
