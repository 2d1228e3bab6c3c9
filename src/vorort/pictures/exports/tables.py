"""CSV and XLSX: one row an indicator and year; safe for spreadsheets that run formulas."""

import datetime as dt

from openpyxl import Workbook

from vorort.notices.exports.workbook import Value, add_sheet, pack, write_csv
from vorort.pictures.choices import IndicatorPicture, MapPicture
from vorort.pictures.exports.edition import Edition, EditionFigure
from vorort.pictures.exports.parts import clearance

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
    "Wert",
    "Einheit",
    "Hinweis",
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
WIDE = frozenset({"Straftat", "Gebiet", "Quelle", "SHA-256", "Hinweis", "Lizenz"})
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
                None if one.judged else point.value,
                one.unit,
                "; ".join(hint for hint in hints if hint),
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


def render_xlsx(edition: Edition) -> bytes:
    """Return the edition as a workbook: series, map, sources; numbers are numbers."""
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    rows = [row for figure, one in edition.indicators for row in series_table(figure, one, edition)]
    add_sheet(book, "Zeitreihen", SERIES_HEAD, rows, wide=WIDE)
    areas = [row for figure, one in edition.maps for row in map_table(figure, one)]
    if areas:
        add_sheet(book, "Gebiete", MAP_HEAD, areas, wide=WIDE)
    add_sheet(book, "Quellen", SOURCE_HEAD, source_table(edition), wide=WIDE)
    return pack(
        book,
        title=f"{edition.title}, {edition.town}",
        creator=edition.town,
        at=dt.datetime.combine(edition.on, dt.time(12)),
    )
