"""Ten spreadsheets as offices write them, made at test time; all places are fictional.

Each office has written two files: the second one a year later. What has to come out stands
beside each of them, worked out by hand.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.factories.tables import BRIDGE, GREEN, MILL, TOWN, WOOD

# Area, code, year, month (0: the year) to its figures; None is "kept secret".
Expected = dict[tuple[str, str, int, int], dict[str, float | None]]
ALT, BAHN, HANG, AUE = (f"{TOWN}-{n:02d}" for n in range(1, 5))


@dataclass(frozen=True)
class Letter:
    """A file as it comes: its name, its bytes, what is in it."""

    name: str
    content: bytes
    expected: Expected


@dataclass(frozen=True)
class Office:
    """A sender with two files, and what the person answers the first time."""

    sender: str
    first: Letter
    second: Letter
    questions: int = 0
    answers: dict[str, Any] = field(default_factory=dict)
    says: tuple[str, ...] = ()


def book(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    made = openpyxl.Workbook()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sheet_of(made: openpyxl.Workbook, title: str) -> Worksheet:
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    return sheet


def put(sheet: Worksheet, top: int, rows: Sequence[Sequence[object]]) -> None:
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            if value is not None:
                sheet.cell(top + down, right + 1, value)


# ── 1 · police: merged heads, two lines of them, footnotes, "davon", notes below ──


def station_report(year: int, now: dict[str, tuple[int, int, float]]) -> bytes:
    def fill(made: openpyxl.Workbook) -> None:
        sheet = sheet_of(made, "Auswertung")
        sheet["A1"] = "Polizeirevier Weidenbrück – Kriminalitätsentwicklung in Lindenau a. d. Weide"
        sheet.merge_cells("A1:H1")
        sheet["A2"] = f"Stand: 03.02.{year + 1}"
        put(sheet, 4, [
            ["Deliktsbereich", year - 1, None, None, year, None, None, "Veränderung"],
            [None, "erfasst", "aufgekl.", "AQ in %", "erfasst", "aufgekl.", "AQ in %", "in %"],
        ])  # fmt: skip
        for cells in ("A4:A5", "B4:D4", "E4:G4"):
            sheet.merge_cells(cells)
        before = {
            "a": (410, 201, 49.0),
            "b": (171, 38, 22.2),
            "c": (20, 2, 10.0),
            "d": (131, 34, 26.0),
        }
        labels = {
            "a": "Straftaten insgesamt¹⁾", "b": "Diebstahl insgesamt", "c": "  dar. Fahrraddiebstahl",
            "d": "Sachbeschädigung 2)",
        }  # fmt: skip
        for n, (key, label) in enumerate(labels.items()):
            put(sheet, 6 + n, [[label, *before[key], *now[key], "x"]])
        put(sheet, 11, [
            ["1) ohne Verstöße gegen das Aufenthaltsrecht"],
            ["2) 2023 ein Verfahren mit 68 Fällen"],
            ["Quelle: Polizeiliche Kriminalstatistik"],
        ])  # fmt: skip

    return book(fill)


def _police(year: int, values: dict[str, tuple[int, int, float]], area: str = TOWN) -> Expected:
    return {
        (area, f"pks:{key}", year, 0): {"cases": cases, "cleared": cleared, "clearance": share}
        for key, (cases, cleared, share) in values.items()
    }


STATION = Office(
    "Polizeirevier Weidenbrück",
    Letter(
        "lindenau_2024.xlsx",
        station_report(2024, {"a": (398, 190, 47.7), "b": (163, 36, 22.1), "c": (41, 4, 9.8), "d": (64, 16, 25.0)}),
        _police(2023, {"------": (410, 201, 49.0), "****00": (171, 38, 22.2), "***300": (20, 2, 10.0), "674000": (131, 34, 26.0)})
        | _police(2024, {"------": (398, 190, 47.7), "****00": (163, 36, 22.1), "***300": (41, 4, 9.8), "674000": (64, 16, 25.0)}),
    ),
    Letter(
        "lindenau_2025.xlsx",
        station_report(2025, {"a": (420, 199, 47.4), "b": (185, 40, 21.6), "c": (63, 5, 7.9), "d": (70, 18, 25.7)}),
        _police(2024, {"------": (410, 201, 49.0), "****00": (171, 38, 22.2), "***300": (20, 2, 10.0), "674000": (131, 34, 26.0)})
        | _police(2025, {"------": (420, 199, 47.4), "****00": (185, 40, 21.6), "***300": (63, 5, 7.9), "674000": (70, 18, 25.7)}),
    ),
)  # fmt: skip


# ── 2 · police: beats as rows, offences as merged heads, totals both ways, a hidden sheet ──


def beat_list(year: int, rows: Sequence[Sequence[object]], total: Sequence[object]) -> bytes:
    def fill(made: openpyxl.Workbook) -> None:
        sheet = sheet_of(made, "Bereiche")
        sheet["A1"] = f"Fallzahlen nach Streifenbereichen, Jahr {year}"
        put(sheet, 3, [
            ["Bereich", "Diebstahl", None, "Sachbeschädigung", None, "Bemerkung"],
            [None, "Fälle", "geklärt", "Fälle", "geklärt", None],
            *rows,
            total,
        ])  # fmt: skip
        for cells in ("A3:A4", "B3:C3", "D3:E3"):
            sheet.merge_cells(cells)
        # A beat of another town, hidden by whoever made the list.
        sheet.row_dimensions[7].hidden = True
        private = made.create_sheet("Notizen")
        private["A1"] = "Nur intern"
        private["A2"], private["B2"] = "Einsätze", 4711
        private.sheet_state = "hidden"

    return book(fill)


def _beats(year: int, values: dict[str, tuple[int, int, int, int]]) -> Expected:
    found: Expected = {}
    for area, (thefts, solved, damage, cleared) in values.items():
        found[area, "pks:****00", year, 0] = {"cases": thefts, "cleared": solved}
        found[area, "pks:674000", year, 0] = {"cases": damage, "cleared": cleared}
    return found


BEATS = Office(
    "Polizeiposten Lindenau",
    Letter(
        "bereiche.xlsx",
        beat_list(2024, [
            ["LW 1 Markt", 31, 7, 12, 3, None],
            ["LW 2 Burgberg", 9, 1, 5, 2, "viele Räder"],
            ["MT 9 Mühlental", 99, 9, 99, 9, None],
            ["LW 3 Bahnhof", 44, 6, 20, 4, None],
        ], ["Summe", 84, 14, 37, 9, None]),
        # Two beats make the old town: their counts are added up.
        _beats(2024, {ALT: (40, 8, 17, 5), BAHN: (44, 6, 20, 4)}),
    ),
    Letter(
        "bereiche_neu.xlsx",
        beat_list(2025, [
            ["LW 1 Markt", 28, 6, 10, 2, None],
            ["LW 2 Burgberg", 12, 2, 4, 1, None],
            ["MT 9 Mühlental", 99, 9, 99, 9, None],
            ["LW 3 Bahnhof", 51, 5, 22, 6, None],
        ], ["Summe", 91, 13, 36, 9, None]),
        _beats(2025, {ALT: (40, 8, 14, 3), BAHN: (51, 5, 22, 6)}),
    ),
    questions=3,
    answers={"areas": {"LW 1 Markt": ALT, "LW 2 Burgberg": ALT, "LW 3 Bahnhof": BAHN}},
    says=("Ausgeblendete Blätter", "„Notizen“", "Ausgeblendete Zeilen", "alle stimmen"),
)  # fmt: skip


# ── 3 · police: CSV in Windows-1252, months as columns, a dash for none, a sum at the end ──


def month_list(year: int, lines: Sequence[str]) -> bytes:
    head = [
        "Polizeidirektion Musterland;;;;;;;;;;;;;;",
        f"PKS-Monatsübersicht Stadt Lindenau, Berichtsjahr {year};;;;;;;;;;;;;;",
        ";;;;;;;;;;;;;;",
        "Schlüssel;Straftat;Jan;Feb;Mrz;Apr;Mai;Jun;Jul;Aug;Sep;Okt;Nov;Dez;Summe",
    ]
    return ("\r\n".join([*head, *lines, "", "Datenbestand vorläufig"]) + "\r\n").encode("cp1252")


MONTHS = Office(
    "Polizeidirektion Musterland",
    Letter(
        "monate.csv",
        month_list(2024, [
            "224000;Vorsätzliche einfache Körperverletzung;3;2;4;1;2;5;3;2;4;2;1;2;31",
            "435*00;Wohnungseinbruchdiebstahl;-;-;1;-;-;-;-;1;-;-;2;-;4",
            "730000;Rauschgiftdelikte;1;1;1;1;1;1;1;1;1;1;1;1;12",
        ]),
        {
            (TOWN, "pks:224000", 2024, 0): {"cases": 31},
            (TOWN, "pks:435*00", 2024, 0): {"cases": 4},
            (TOWN, "pks:730000", 2024, 0): {"cases": 12},
        },
    ),
    Letter(
        "monate_25.csv",
        month_list(2025, [
            "224000;Vorsätzliche einfache Körperverletzung;4;4;4;4;4;4;3;3;3;3;3;3;42",
            "435*00;Wohnungseinbruchdiebstahl;-;2;-;-;-;-;-;-;-;-;-;1;3",
            "730000;Rauschgiftdelikte;2;1;2;1;2;1;2;1;2;1;2;1;18",
        ]),
        {
            (TOWN, "pks:224000", 2025, 0): {"cases": 42},
            (TOWN, "pks:435*00", 2025, 0): {"cases": 3},
            (TOWN, "pks:730000", 2025, 0): {"cases": 18},
        },
    ),
    questions=1,
    answers={"dash": "zero"},
    says=("Zwölf Monate sind zum Jahr addiert", "alle stimmen"),
)  # fmt: skip


# ── 4 · police: long list of several towns, cells merged downward, keys as numbers, shares as 0,52 ──


def county_list(year: int, rows: Sequence[Sequence[object]], merged: Sequence[str]) -> bytes:
    def fill(made: openpyxl.Workbook) -> None:
        sheet = sheet_of(made, f"PKS {year}")
        put(sheet, 1, [
            [f"Ausgewählte Delikte {year}, Landkreis Weideland"],
            [],
            ["lfd. Nr.", "Gem.-Nr.", "Gemeinde", "PKS-Schlüssel", "Straftat", "Anzahl", "HZ", "AQ"],
            *rows,
        ])  # fmt: skip
        for cells in merged:
            sheet.merge_cells(cells)
        for row in range(4, 4 + len(rows)):
            sheet.cell(row, 8).number_format = "0.0%"

    return book(fill)


COUNTY = Office(
    "PD Musterland, Stabsstelle",
    Letter(
        "kreis24.xlsx",
        county_list(2024, [
            [1, 99901010, "Lindenau a.d.Weide", "------", "Straftaten insgesamt", 398, "4.335,5", 0.477],
            [2, None, None, 224000, "Körperverletzung, einfache", 31, "337,7", 0.903],
            [3, 99901050, "Muehlental", "------", "Straftaten insgesamt", 301, "3.939,8", 0.5],
            [4, None, None, 224000, "Körperverletzung, einfache", "24*", "314,1", 0.875],
        ], ["B4:B5", "C4:C5", "B6:B7", "C6:C7"]),
        {
            (TOWN, "pks:------", 2024, 0): {"cases": 398, "rate": 4335.5, "clearance": 47.7},
            (TOWN, "pks:224000", 2024, 0): {"cases": 31, "rate": 337.7, "clearance": 90.3},
            (MILL, "pks:------", 2024, 0): {"cases": 301, "rate": 3939.8, "clearance": 50.0},
            (MILL, "pks:224000", 2024, 0): {"cases": 24, "rate": 314.1, "clearance": 87.5},
        },
    ),
    Letter(
        "kreis25.xlsx",
        county_list(2025, [
            [1, 99901010, "Lindenau a.d.Weide", "------", "Straftaten insgesamt", 420, "4.584,1", 0.474],
            [2, None, None, 224000, "Körperverletzung, einfache", 42, "458,4", 0.881],
        ], ["B4:B5", "C4:C5"]),
        {
            (TOWN, "pks:------", 2025, 0): {"cases": 420, "rate": 4584.1, "clearance": 47.4},
            (TOWN, "pks:224000", 2025, 0): {"cases": 42, "rate": 458.4, "clearance": 88.1},
        },
    ),
    says=("Anteile wie 0,52",),
)  # fmt: skip


# ── 5 · statistics office: ODS, population by sex, dots for secret numbers, a legend below ──


def ods(
    name: str, rows: Sequence[Sequence[object]], *, merged: dict[tuple[int, int], int] | None = None
) -> bytes:
    """A spreadsheet of the open format; ``merged``: row and column to how many columns it spans."""
    spans = merged or {}
    lines = []
    for down, row in enumerate(rows):
        cells, skip = [], 0
        for right, value in enumerate(row):
            if skip:
                cells.append("<table:covered-table-cell/>")
                skip -= 1
                continue
            wide = spans.get((down, right), 1)
            skip = wide - 1
            span = f' table:number-columns-spanned="{wide}"' if wide > 1 else ""
            if value is None:
                cells.append(f"<table:table-cell{span}/>")
            elif isinstance(value, dt.date):
                cells.append(
                    f'<table:table-cell{span} office:value-type="date" office:date-value='
                    f'"{value.isoformat()}"><text:p>{value:%d.%m.%Y}</text:p></table:table-cell>'
                )
            elif isinstance(value, (int, float)):
                cells.append(
                    f'<table:table-cell{span} office:value-type="float" office:value="{value}">'
                    f"<text:p>{value}</text:p></table:table-cell>"
                )
            else:
                cells.append(
                    f'<table:table-cell{span} office:value-type="string">'
                    f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
                )
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}:office:1.0"'
        f' xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{"".join(lines)}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{space}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", mime)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def residents(year: int, rows: Sequence[Sequence[object]]) -> bytes:
    return ods(
        "A1.1",
        [
            [f"Bevölkerung am 31. Dezember {year} nach Gemeinden und Geschlecht"] + [None] * 4,
            [None] * 5,
            ["Regional-", "Gemeinde", "Bevölkerung", None, None],
            ["schlüssel", None, "insgesamt", "männlich", "weiblich"],
            [1, 2, 3, 4, 5],
            *rows,
            ["_____"] + [None] * 4,
            ["–  nichts vorhanden (genau null)"] + [None] * 4,
            [".  Zahlenwert unbekannt oder geheim zu halten"] + [None] * 4,
            ["© Statistisches Landesamt Musterland"] + [None] * 4,
        ],
        merged={(0, 0): 5, (2, 2): 3},
    )


RESIDENTS = Office(
    "Statistisches Landesamt",
    Letter(
        "A1_1_2024.ods",
        residents(2024, [
            ["99901", "Landkreis Weideland", 60_100, 29_800, 30_300],
            ["99901010", "Lindenau an der Weide, Stadt", 9_053, 4_480, 4_573],
            ["99901070", "Grünhain a. d. Weide", 1_799, ".", "."],
        ]),
        {
            ("99901", "population", 2024, 0): {"population": 60_100, "male": 29_800, "female": 30_300},
            (TOWN, "population", 2024, 0): {"population": 9_053, "male": 4_480, "female": 4_573},
            (GREEN, "population", 2024, 0): {"population": 1_799},
        },
    ),
    Letter(
        "A1_1_2025.ods",
        residents(2025, [
            ["99901", "Landkreis Weideland", 59_900, 29_700, 30_200],
            ["99901010", "Lindenau an der Weide, Stadt", 9_031, 4_470, 4_561],
        ]),
        {
            ("99901", "population", 2025, 0): {"population": 59_900, "male": 29_700, "female": 30_200},
            (TOWN, "population", 2025, 0): {"population": 9_031, "male": 4_470, "female": 4_561},
        },
    ),
    says=("Geheim gehaltene Zellen (Punkt): 2",),
)  # fmt: skip


# ── 6 · statistics office: social figures as columns, comma, percent, a dot, day of reference above ──


def social(year: int, lines: Sequence[str]) -> bytes:
    head = [
        f"Sozialstruktur der Gemeinden;;;;;Stichtag 31.12.{year}",
        "",
        "GKZ;Gemeindename;Arbeitslose;Arbeitslosenquote in %;bev_ue65;Leerstandsquote",
        ";;Anzahl;%;%;%",
    ]
    return ("\ufeff" + "\n".join([*head, *lines, "", ". = Zahlenwert geheim zu halten"])).encode()


SOCIAL = Office(
    "StLA, Regionalstatistik",
    Letter(
        "sozial.csv",
        social(2023, ["99901010;Lindenau an der Weide;312;6,4;27,9;8,2", "99901030;Steinbach am Wald;98;4,1;31,5;."]),
        {
            (TOWN, "rec:unemployed", 2023, 0): {"value": 312},
            (TOWN, "rec:unemployment-rate", 2023, 0): {"value": 6.4},
            (TOWN, "rec:over-65-share", 2023, 0): {"value": 27.9},
            (TOWN, "rec:housing-vacancy", 2023, 0): {"value": 8.2},
            (WOOD, "rec:unemployed", 2023, 0): {"value": 98},
            (WOOD, "rec:unemployment-rate", 2023, 0): {"value": 4.1},
            (WOOD, "rec:over-65-share", 2023, 0): {"value": 31.5},
            (WOOD, "rec:housing-vacancy", 2023, 0): {"value": None},
        },
    ),
    Letter(
        "sozial_2024.csv",
        social(2024, ["99901010;Lindenau an der Weide;305;6,2;28,3;8,4"]),
        {
            (TOWN, "rec:unemployed", 2024, 0): {"value": 305},
            (TOWN, "rec:unemployment-rate", 2024, 0): {"value": 6.2},
            (TOWN, "rec:over-65-share", 2024, 0): {"value": 28.3},
            (TOWN, "rec:housing-vacancy", 2024, 0): {"value": 8.4},
        },
    ),
)  # fmt: skip


# ── 7 · public-order office: years as columns, empty rows and columns between, total, k. A. ──


def fines(years: Sequence[int], rows: Sequence[Sequence[object]]) -> bytes:
    def fill(made: openpyxl.Workbook) -> None:
        sheet = sheet_of(made, "OWi")
        sheet["B2"] = "Stadt Lindenau an der Weide · Ordnungsamt"
        sheet["B3"] = "Ordnungswidrigkeiten (Verfahren)"
        put(sheet, 5, [[None, "Art der OWi", None, *years], [], *rows])

    return book(fill)


FINES = Office(
    "Ordnungsamt Lindenau",
    Letter(
        "owi.xlsx",
        fines([2022, 2023, 2024], [
            [None, "Lärmbelästigung", None, 14, 11, 19],
            [None, "illegale Müllablagerung", None, 22, 35, 31],
            [],
            [None, "Hunde ohne Leine", None, "k. A.", 8, 5],
            [None, "Gesamt", None, 36, 54, 55],
        ]),
        {
            (TOWN, "rec:owi-noise", 2022, 0): {"value": 14},
            (TOWN, "rec:owi-noise", 2023, 0): {"value": 11},
            (TOWN, "rec:owi-noise", 2024, 0): {"value": 19},
            (TOWN, "rec:owi-litter", 2022, 0): {"value": 22},
            (TOWN, "rec:owi-litter", 2023, 0): {"value": 35},
            (TOWN, "rec:owi-litter", 2024, 0): {"value": 31},
            (TOWN, "rec:owi-dogs", 2023, 0): {"value": 8},
            (TOWN, "rec:owi-dogs", 2024, 0): {"value": 5},
        },
    ),
    Letter(
        "owi_neu.xlsx",
        fines([2023, 2024, 2025], [
            [None, "Lärmbelästigung", None, 11, 19, 16],
            [],
            [None, "illegale Müllablagerung", None, 35, 31, 40],
            [None, "Gesamt", None, 46, 50, 56],
        ]),
        {
            (TOWN, "rec:owi-noise", 2023, 0): {"value": 11},
            (TOWN, "rec:owi-noise", 2024, 0): {"value": 19},
            (TOWN, "rec:owi-noise", 2025, 0): {"value": 16},
            (TOWN, "rec:owi-litter", 2023, 0): {"value": 35},
            (TOWN, "rec:owi-litter", 2024, 0): {"value": 31},
            (TOWN, "rec:owi-litter", 2025, 0): {"value": 40},
        },
    ),
    says=("alle stimmen",),
)  # fmt: skip


# ── 8 · public-order office: months as rows, once as dates and once as text, unknown wordings ──


def patrol_months(rows: Sequence[Sequence[object]]) -> bytes:
    def fill(made: openpyxl.Workbook) -> None:
        sheet = sheet_of(made, "GVD")
        sheet["A1"] = "Gemeindlicher Vollzugsdienst Lindenau an der Weide, Feststellungen"
        put(sheet, 3, [["Monat", "Ruhestörung", "Wildpinkler", "Alkoholverbot", "Streifen"], *rows])
        for row in range(4, 4 + len(rows)):
            sheet.cell(row, 1).number_format = "MMM YY"

    return book(fill)


PATROL = Office(
    "Vollzugsdienst",
    Letter(
        "gvd.xlsx",
        patrol_months([
            [dt.date(2024, 1, 1), 2, 1, 0, 20],
            [dt.date(2024, 2, 1), 3, 0, 1, 19],
            ["März 2024", 1, 4, 2, 22],
            ["insgesamt", 6, 5, 3, 61],
        ]),
        {
            (TOWN, "rec:owi-noise", 2024, 1): {"value": 2},
            (TOWN, "rec:owi-noise", 2024, 2): {"value": 3},
            (TOWN, "rec:owi-noise", 2024, 3): {"value": 1},
            (TOWN, "rec:owi-nuisance", 2024, 1): {"value": 1},
            (TOWN, "rec:owi-nuisance", 2024, 2): {"value": 0},
            (TOWN, "rec:owi-nuisance", 2024, 3): {"value": 4},
            (TOWN, "rec:owi-alcohol", 2024, 1): {"value": 0},
            (TOWN, "rec:owi-alcohol", 2024, 2): {"value": 1},
            (TOWN, "rec:owi-alcohol", 2024, 3): {"value": 2},
        },
    ),
    Letter(
        "gvd_q2.xlsx",
        patrol_months([
            [dt.date(2024, 4, 1), 5, 2, 1, 18],
            [dt.date(2024, 5, 1), 4, 1, 0, 21],
            ["insgesamt", 9, 3, 1, 39],
        ]),
        {
            (TOWN, "rec:owi-noise", 2024, 4): {"value": 5},
            (TOWN, "rec:owi-noise", 2024, 5): {"value": 4},
            (TOWN, "rec:owi-nuisance", 2024, 4): {"value": 2},
            (TOWN, "rec:owi-nuisance", 2024, 5): {"value": 1},
            (TOWN, "rec:owi-alcohol", 2024, 4): {"value": 1},
            (TOWN, "rec:owi-alcohol", 2024, 5): {"value": 0},
        },
    ),
    questions=2,
    answers={
        "indicators": {"Wildpinkler": "rec:owi-nuisance", "Streifen": "-"},
    },
    says=("alle stimmen",),
)  # fmt: skip


# ── 9 · police: several tables in one sheet, one a year, towns as lines between the rows ──


def accidents(blocks: Sequence[tuple[int, Sequence[Sequence[object]]]]) -> bytes:
    def fill(made: openpyxl.Workbook) -> None:
        sheet = sheet_of(made, "Unfalllage")
        top = 1
        for year, rows in blocks:
            put(sheet, top, [[f"Verkehrsunfälle {year}"], ["", "Anzahl", "Anteil in %"], *rows])
            top += len(rows) + 4

    return book(fill)


def _accidents(year: int, area: str, *values: int) -> Expected:
    codes = ("accidents-total", "accidents-injury", "accidents-killed")
    return {
        (area, f"rec:{code}", year, 0): {"value": value}
        for code, value in zip(codes, values, strict=True)
    }


ACCIDENTS = Office(
    "Verkehrspolizei",
    Letter(
        "vu.xlsx",
        accidents([
            (2023, [["Lindenau"], ["VU gesamt", 120, 100], ["mit Personenschaden", 14, 11.7], ["Getötete", 0, 0],
                    ["Mühlental"], ["VU gesamt", 66, 100], ["mit Personenschaden", 9, 13.6], ["Getötete", 1, 1.5]]),
            (2024, [["Lindenau"], ["VU gesamt", 131, 100], ["mit Personenschaden", 17, 13], ["Getötete", 1, 0.8],
                    ["Mühlental"], ["VU gesamt", 70, 100], ["mit Personenschaden", 6, 8.6], ["Getötete", 0, 0]]),
        ]),
        _accidents(2023, TOWN, 120, 14, 0) | _accidents(2023, MILL, 66, 9, 1)
        | _accidents(2024, TOWN, 131, 17, 1) | _accidents(2024, MILL, 70, 6, 0),
    ),
    Letter(
        "vu_2025.xlsx",
        accidents([
            (2025, [["Lindenau"], ["VU gesamt", 118, 100], ["mit Personenschaden", 12, 10.2], ["Getötete", 0, 0]]),
        ]),
        _accidents(2025, TOWN, 118, 12, 0),
    ),
)  # fmt: skip


# ── 10 · police: a sheet a year, offences as columns, numbers as text, towns misspelt ──


def sheets_by_year(years: dict[int, Sequence[Sequence[object]]]) -> bytes:
    def fill(made: openpyxl.Workbook) -> None:
        sheet_of(made, "Deckblatt")["A1"] = "Kriminalität im Landkreis Weideland"
        for year, rows in years.items():
            sheet = made.create_sheet(str(year))
            put(sheet, 1, [
                ["Erfasste Fälle"],
                ["Kommune", "Straftaten gesamt", "Gewaltdelikte", "WED", "BtM"],
                *rows,
            ])  # fmt: skip

    return book(fill)


def _sheet(year: int, area: str, *values: float) -> Expected:
    codes = ("------", "892000", "435*00", "730000")
    return {
        (area, f"pks:{code}", year, 0): {"cases": value}
        for code, value in zip(codes, values, strict=True)
    }


YEARS = Office(
    "Kreispolizeibeirat",
    Letter(
        "kreis.xlsx",
        sheets_by_year({
            2023: [["Lindenau", "410", "12", "5", "29"], ["Weidenbrueck", "1 671", "58", "13", "71 *"]],
            2024: [["Lindenau", "398", "15", "4", "31"], ["Weidenbrueck", "1.702", "61", "(12)", "80"]],
        }),
        _sheet(2023, TOWN, 410, 12, 5, 29) | _sheet(2023, BRIDGE, 1671, 58, 13, 71)
        | _sheet(2024, TOWN, 398, 15, 4, 31) | _sheet(2024, BRIDGE, 1702, 61, 12, 80),
    ),
    Letter(
        "kreis_neu.xlsx",
        sheets_by_year({2025: [["Lindenau", "420", "11", "6", "28"]]}),
        _sheet(2025, TOWN, 420, 11, 6, 28),
    ),
)  # fmt: skip

# ── 11 · police: incidents of a precinct by district and month, one line a count ──


def incident_list(lines: Sequence[str]) -> bytes:
    head = ["Vorgangsdaten des Polizeireviers Weidenbrück", "", "Ortsteil;Delikt;Monat;Anzahl"]
    return ("\r\n".join([*head, *lines]) + "\r\n").encode()


INCIDENTS = Office(
    "Polizeirevier Weidenbrück",
    Letter(
        "vorgangsdaten_2024.csv",
        incident_list([
            "Altstadt;Fahrraddiebstahl;01.2024;6",
            "Altstadt;Fahrraddiebstahl;02.2024;0",
            "Bahnhofsvorstadt;Fahrraddiebstahl;01.2024;4",
            "Bahnhofsvorstadt;Sachbeschädigung;01.2024;9",
        ]),
        {
            (ALT, "rec:incidents-bicycle", 2024, 1): {"value": 6},
            (ALT, "rec:incidents-bicycle", 2024, 2): {"value": 0},
            (BAHN, "rec:incidents-bicycle", 2024, 1): {"value": 4},
            (BAHN, "rec:incidents-damage", 2024, 1): {"value": 9},
        },
    ),
    Letter(
        "vorgangsdaten_2025.csv",
        incident_list([
            "Altstadt;Fahrraddiebstahl;01.2025;5",
            "Am Hang;Sachbeschädigung;01.2025;2",
        ]),
        {
            (ALT, "rec:incidents-bicycle", 2025, 1): {"value": 5},
            (HANG, "rec:incidents-damage", 2025, 1): {"value": 2},
        },
    ),
)  # fmt: skip


# ── 12 · police: one offence a file, districts as rows, months of the year as columns ──


def incident_grid(year: int, lines: Sequence[str]) -> bytes:
    head = [
        f"Vorgangsdaten Fahrraddiebstahl {year}",
        "",
        "Ortsteil;Jan;Feb;Mrz;Apr;Mai;Jun;Jul;Aug;Sep;Okt;Nov;Dez",
    ]
    return ("\r\n".join([*head, *lines]) + "\r\n").encode()


def _year_of_incidents(area: str, year: int, counts: Sequence[int]) -> Expected:
    return {
        (area, "rec:incidents-bicycle", year, month): {"value": count}
        for month, count in enumerate(counts, start=1)
    }


_GRID = (3, 2, 4, 1, 2, 5, 3, 2, 4, 2, 1, 2)
INCIDENT_GRID = Office(
    "Revier, Auswertung",
    Letter(
        "raeder.csv",
        incident_grid(2024, [
            f"Altstadt;{';'.join(map(str, _GRID))}",
            f"Weidenaue;{';'.join(map(str, reversed(_GRID)))}",
        ]),
        _year_of_incidents(ALT, 2024, _GRID) | _year_of_incidents(AUE, 2024, _GRID[::-1]),
    ),
    Letter(
        "raeder_neu.csv",
        incident_grid(2025, [f"Am Hang;{';'.join(map(str, _GRID))}"]),
        _year_of_incidents(HANG, 2025, _GRID),
    ),
)  # fmt: skip

OFFICES = {
    "merged heads and footnotes": STATION,
    "beats as rows, hidden sheet": BEATS,
    "months as columns in cp1252": MONTHS,
    "several towns, merged downward": COUNTY,
    "population in ODS with dots": RESIDENTS,
    "social figures by comma": SOCIAL,
    "fines by year with gaps": FINES,
    "months as rows and dates": PATROL,
    "two tables with sections": ACCIDENTS,
    "a sheet a year": YEARS,
    "incidents by district and month": INCIDENTS,
    "incidents of one offence, months as columns": INCIDENT_GRID,
}
