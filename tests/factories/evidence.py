"""Police tables for tests, written the way the federal office writes them."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl

from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person
from vorort.authorities.models import Authority
from vorort.deliveries.models import Delivery
from vorort.evidence.importers import import_file

TODAY = dt.date(2026, 11, 23)
COUNTY_HEADER = (
    "Schluessel;Straftat;Gemeindeschluessel;Stadt-/Landkreis;Kreisart;Anzahl erfasste Faelle;"
    "Haeufigkeitszahl;erfasste Faelle, davon Versuche - Anzahl;Auffklaerung - Anzahl Faelle;"
    "Aufklaerungsquote"
)
LABELS = {
    "------": "Straftaten insgesamt",
    "210000": "Raub, räuberische Erpressung §§ 249-252 StGB",
    "435*00": "Wohnungseinbruchdiebstahl § 244 StGB",
    "730000": "Rauschgiftdelikte (soweit nicht bereits mit anderer Schlüsselzahl erfasst)",
}
LEIPZIG, LAND_LEIPZIG = "14713", "14729"
PEOPLE = {LEIPZIG: 600_000, LAND_LEIPZIG: 258_000, "14612": 561_000, "01001": 92_550}
NAMES = {
    LEIPZIG: "Leipzig",
    LAND_LEIPZIG: "Leipzig",
    "14612": "Dresden",
    "01001": "Flensburg",
}


def english(value: int) -> str:
    return f"{value:,}"


def rate(cases: int, people: int) -> int:
    return int(cases * 100_000 / people + 0.5)


def county_line(
    area: str, key: str, cases: int, cleared: int, *, attempts: int = 0, people: int | None = None
) -> str:
    """A line with consistent figures: rate and clearance rate rounded as published."""
    base = people or PEOPLE.get(area, 50_000)
    share = f"{cleared * 100 / cases:.1f}" if cases else "#DIV/0!"
    return (
        f"{key};{LABELS.get(key, key)};{area.lstrip('0')};{NAMES.get(area, area)};LK;"
        f"{english(cases)};{english(rate(cases, base))};{english(attempts)};{english(cleared)};{share}"
    )


def county_lines(factor: float = 1.0) -> list[str]:
    """Four counties, four keys."""
    shares = {"------": 0.08, "210000": 0.001, "435*00": 0.0009, "730000": 0.0045}
    lines = []
    for key, share in shares.items():
        for area, people in PEOPLE.items():
            cases = int(people * share * factor)
            lines.append(county_line(area, key, cases, int(cases * 0.52), attempts=cases // 12))
    return lines


def county_csv(lines: Iterable[str] | None = None, *, header: str = COUNTY_HEADER) -> str:
    body = list(lines) if lines is not None else county_lines()
    numbering = ";".join(str(n + 1) for n in range(header.count(";") + 1))
    return "\r\n".join([numbering, header, *body]) + "\r\n"


def write_table(
    folder: Path,
    text: str | None = None,
    *,
    name: str = "kreise_2022.csv",
    encoding: str = "cp1252",
) -> Path:
    path = folder / name
    path.write_bytes((county_csv() if text is None else text).encode(encoding))
    return path


def write_book(
    folder: Path, rows: Sequence[Sequence[object]], *, name: str = "kreise_2022.xlsx"
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    path = folder / name
    path.write_bytes(out.getvalue())
    return path


def import_table(
    path: Path,
    *,
    format: str = "pks-county",  # noqa: A002
    by: Person | None = None,
    year: int | None = None,
    for_authority: Authority | None = None,
    at: dt.datetime | None = None,
) -> Delivery:
    """The file through the real importer."""
    return import_file(
        path=path,
        format=format,
        by=by or get_system_person(),
        today=TODAY,
        year=year,
        for_authority=for_authority,
        at=at,
    ).delivery
