"""Publications for tests: a Lagebild with all its files, through the real action."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from tests.factories.accounts import make_person

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.publications import actions
from vorort.publications.choices import Format, NewRepresentation, PublicationKind, RestsOn
from vorort.publications.models import Publication
from vorort.publications.rules import situation_report_file, situation_report_path

AT = dt.datetime(2026, 6, 15, 9, 30, tzinfo=dt.UTC)
PASSED = {"passed": True, "hidden": []}
DATA_FORMATS = (Format.PDF, Format.CSV, Format.XLSX, Format.JSON, Format.GEOJSON)


def series(key: str, title: str, cases: int | None, verdict: str, **more: object) -> dict:
    """One series of the payload of a Lagebild, as the report writes it."""
    rate = None if cases is None else cases * 11.1
    value = {"cases": cases, "rate_per_100k": rate, "rate_low": rate and rate * 0.9}
    return {
        "offence_key": key,
        "title": title,
        "verdict": verdict,
        "sentence": f"2025 wurden {cases} Fälle erfasst. Das sind etwa so viele wie im Mittel. Ende.",
        "state": {"label": "Land", "rate": 6940.0},
        "mean": {"years": [2020, 2024], "rate_per_100k": 231.4},
        "values": [{"cases": 1}, {**value, "rate_high": rate and rate * 1.1}],
        **more,
    }


PAYLOAD = {
    "schema": "vorort.lagebild",
    "schema_version": 1,
    "series": [
        series("730000", "Rauschgiftdelikte", 30, "chance"),
        series("------", "Straftaten insgesamt", 468, "chance"),
        series("***300", "Fahrraddiebstahl", 38, "sure"),
        series("435*00", "Wohnungseinbruch", 6, "few"),
        series("510000", "Betrug", 61, "none"),
    ],
}


def page_bytes(authority: Authority, year: int, text: str = "") -> bytes:
    links = "".join(
        f'<a href="{situation_report_path(authority.slug, year)}'
        f'{situation_report_file(authority.slug, year, fmt)}">{fmt.label}</a>'
        for fmt in DATA_FORMATS
    )
    words = "<p>Im Jahr gab es 468 Fälle.</p>" * 60
    return (
        "<!doctype html><html lang=de><head><title>Lagebild</title></head><body>"
        f'<main id="inhalt"><h1>Lagebild {year}</h1>{text}{links}{words}</main></body></html>'
    ).encode()


def new_representations(
    authority: Authority, year: int, *, text: str = ""
) -> list[NewRepresentation]:
    base = situation_report_path(authority.slug, year)
    contents = {
        Format.PDF: b"%PDF-1.7 " + text.encode(),
        Format.CSV: f"Straftat;Fälle\nInsgesamt;468\n{text}".encode() * 40,
        Format.XLSX: b"PK\x03\x04" + text.encode(),
        Format.JSON: json.dumps({"year": year, "text": text}).encode(),
        Format.GEOJSON: b'{"type": "FeatureCollection", "features": []}',
    }
    made = [NewRepresentation(Format.HTML, base, page_bytes(authority, year, text))]
    for fmt, content in contents.items():
        name = situation_report_file(authority.slug, year, fmt)
        made.append(NewRepresentation(fmt, f"{base}{name}", content, name))
    return made


def make_publication(
    authority: Authority,
    *,
    year: int = 2025,
    title: str = "",
    text: str = "",
    by: Person | None = None,
    at: dt.datetime = AT,
    payload: Mapping[str, object] | None = None,
    representations: Sequence[NewRepresentation] | None = None,
    keep_previous: bool = True,
    rests_on: Sequence[RestsOn] = (),
) -> Publication:
    return actions.publish(
        authority=authority,
        kind=PublicationKind.SITUATION_REPORT,
        area_key=authority.area_key,
        period=year,
        title=title or f"Lagebild {year}",
        summary="Nahe am Vorjahr.",
        payload=payload or {},
        representations=(
            new_representations(authority, year, text=text)
            if representations is None
            else representations
        ),
        sources=[{"label": "PKS", "year": year}],
        gate=PASSED,
        origin_kind="situation.report",
        origin_id=f"report{year}",
        by=by or make_person(),
        at=at,
        keep_previous=keep_previous,
        rests_on=rests_on,
    )
