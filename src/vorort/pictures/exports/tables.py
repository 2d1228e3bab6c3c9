"""CSV and XLSX: one row an indicator and year; safe for spreadsheets that run formulas."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from vorort.notices.exports.workbook import pack
from vorort.pictures.choices import IndicatorPicture, MapPicture
from vorort.pictures.exports.edition import Edition, EditionFigure
from vorort.pictures.exports.parts import clearance

Value = str | int | float | None
# A text that starts like this would be run as a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")

SERIES_HEAD = (
    "Abbildung",
    "Gebietsschlüssel",
    "Gebiet",
    "Straftatenschlüssel",
    "Straftat",
    "Jahr",
    "Fälle",
    "Häufigkeitszahl je 100.000 Einwohner",
    "Bereich 95 % von",
    "Bereich 95 % bis",
    "Häufigkeitszahl veröffentlicht",
    "aufgeklärte Fälle",
    "Aufklärungsquote in %",
    "Einwohner",
    "Bezug",
    "Land: je 100.000 Einwohner",
    "Hinweis",
    "Wert",
    "Einheit",
)
MAP_HEAD = (
    "Abbildung",
    "Gebietsschlüssel",
    "Gebiet",
    "Straftatenschlüssel",
    "Straftat",
    "Jahre",
    "Fälle",
    "Häufigkeitszahl je 100.000 Einwohner und Jahr",
    "Bereich 95 % von",
    "Bereich 95 % bis",
    "Hinweis",
)
SOURCE_HEAD = ("Quelle", "Lizenz", "Berichtsjahr", "geliefert am", "Tabelle", "SHA-256")
BASES = {"official": "amtlich", "implied": "zurückgerechnet", "": ""}


def series_table(
    figure: EditionFigure, one: IndicatorPicture, edition: Edition
) -> list[list[Value]]:
    """Return the rows of a series."""
    effects = {effect.year: effect.text for effect in one.effects}
    rows: list[list[Value]] = []
    for point in one.points:
        hints = [
            "verborgen" if point.hidden else "",
            "vorläufig" if point.provisional else "",
            f"Sonderereignis: {effects[point.year]}" if point.year in effects else "",
            "Erfassung geändert" if point.year in one.breaks else "",
        ]
        quota = clearance(point)
        rows.append(
            [
                figure.number,
                edition.area_key,
                edition.area_name,
                one.code,
                figure.title,
                point.year,
                point.cases,
                point.rate,
                point.low,
                point.high,
                point.rate_published,
                None if quota is None and not one.published_by_source else point.cleared,
                quota,
                point.population,
                BASES[point.base],
                point.reference,
                "; ".join(hint for hint in hints if hint),
                None if one.judged else point.value,
                one.unit,
            ]
        )
    return rows


def map_table(figure: EditionFigure, area_map: MapPicture) -> list[list[Value]]:
    """Return the rows of a map."""
    span = "–".join(dict.fromkeys((str(area_map.years[0]), str(area_map.years[-1]))))
    return [
        [
            figure.number,
            row.key,
            row.name,
            area_map.code,
            area_map.label,
            span,
            row.cases,
            row.rate,
            row.low,
            row.high,
            row.word,
        ]
        for row in area_map.rows
    ]


def source_table(edition: Edition) -> list[list[Value]]:
    """Return the rows of the sources."""
    return [
        [line.label, line.licence, line.year, line.received_on, line.table, line.sha256]
        for line in edition.frame.sources
    ]


def render_csv(edition: Edition) -> bytes:
    """Return all series of an edition as CSV: semicolon, decimal comma, UTF-8 with mark."""
    rows = [row for figure, one in edition.indicators for row in series_table(figure, one, edition)]
    return write_csv(SERIES_HEAD, rows)


def render_figure_csv(figure: EditionFigure, edition: Edition) -> bytes:
    """Return one figure as CSV."""
    if figure.area_map is not None:
        return write_csv(MAP_HEAD, map_table(figure, figure.area_map))
    if figure.indicator is None:
        raise ValueError("a figure is a series or a map")
    return write_csv(SERIES_HEAD, series_table(figure, figure.indicator, edition))


def write_csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as German spreadsheets read them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(name) for name in head])
    writer.writerows([[_csv_cell(value) for value in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    return safe(value) if isinstance(value, str) else str(value)


def safe(text: str) -> str:
    """Return a text no spreadsheet takes for a formula; the apostrophe is its own convention."""
    plain = text.replace("\x00", "")
    return f"'{plain}" if plain.lstrip(" \u00a0").startswith(DANGEROUS) else plain


def render_xlsx(edition: Edition) -> bytes:
    """Return the edition as a workbook: series, map, sources; numbers are numbers."""
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    rows = [row for figure, one in edition.indicators for row in series_table(figure, one, edition)]
    _sheet(book, "Zeitreihen", SERIES_HEAD, rows)
    areas = [row for figure, one in edition.maps for row in map_table(figure, one)]
    if areas:
        _sheet(book, "Gebiete", MAP_HEAD, areas)
    _sheet(book, "Quellen", SOURCE_HEAD, source_table(edition))
    return pack(
        book,
        title=f"{edition.title}, {edition.town}",
        creator=edition.town,
        at=dt.datetime.combine(edition.on, dt.time(12)),
    )


def _sheet(
    book: Workbook, title: str, head: Sequence[str], rows: Iterable[Sequence[Value]]
) -> None:
    sheet = book.create_sheet(title)
    sheet.append(list(head))
    for row in rows:
        sheet.append([None] * len(head))
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(sheet.max_row, column)
            if isinstance(value, str):
                # Texts are stored as texts, whatever they look like.
                cell.value, cell.data_type = value.replace("\x00", ""), "s"
                cell.quotePrefix = safe(value) != value
            elif value is not None:
                cell.value = value
                if isinstance(value, float):
                    cell.number_format = "#,##0.0"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for column, name in enumerate(head, start=1):
        wide = name in {"Straftat", "Gebiet", "Quelle", "SHA-256", "Hinweis", "Lizenz"}
        sheet.column_dimensions[get_column_letter(column)].width = 36 if wide else 16
