"""Tables for tests: a fictional county that is known, files handed in through the real actions."""

import datetime as dt
import functools
import io
from pathlib import Path

from tests.factories.places import make_area

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.core.scopes import authority_scope
from vorort.deliveries.models import Delivery
from vorort.figures.choices import OFFENCE_GROUPS
from vorort.places.choices import AreaKind
from vorort.sheets.choices import OFFENCE_WORDS
from vorort.sheets.importers.reading import Change, TableFile, TableReading
from vorort.sheets.rules.decisions import Decisions
from vorort.sheets.rules.known import Known, KnownArea, KnownIndicator
from vorort.tables import actions, queries
from vorort.tables.importers import flow
from vorort.tables.models import TableImport

TODAY = dt.date(2026, 11, 23)
TOWN, BRIDGE, WOOD, LOHE, MILL, HIGH, GREEN = (
    "99901010", "99901020", "99901030", "99901040", "99901050", "99901060", "99901070",
)  # fmt: skip
NAMES = {
    TOWN: "Lindenau an der Weide, Stadt",
    BRIDGE: "Weidenbrück, Stadt",
    WOOD: "Steinbach am Wald",
    LOHE: "Oberlohe",
    MILL: "Mühlental",
    HIGH: "Hohenried, Stadt",
    GREEN: "Grünhain an der Weide",
}
DISTRICTS = {
    f"{TOWN}-01": "Altstadt",
    f"{TOWN}-02": "Bahnhofsvorstadt",
    f"{TOWN}-03": "Am Hang",
    f"{TOWN}-04": "Weidenaue",
}


def make_county() -> None:
    """The fictional county with its towns, and the districts of Lindenau."""
    make_area("99901", "Landkreis Weideland", kind=AreaKind.COUNTY)
    for key, name in NAMES.items():
        make_area(key, name)
    for key, name in DISTRICTS.items():
        make_area(key, name, kind=AreaKind.DISTRICT)


def hand_in(
    content: bytes | Path,
    *,
    authority: Authority,
    by: Person,
    name: str = "tabelle.csv",
    sender: str = "",
) -> TableImport:
    """A table handed in and looked at; inside the scope of its town."""
    if isinstance(content, Path):
        name, content = content.name, content.read_bytes()
    delivery = actions.hand_in(
        stream=io.BytesIO(content), name=name, authority=authority, by=by, sender=sender
    )
    jobs.run_waiting()
    return fresh(delivery)


def fresh(delivery: Delivery) -> TableImport:
    """The import as it stands in the database now."""
    delivery.refresh_from_db()
    assert delivery.for_authority is not None
    found = queries.get_import(delivery.for_authority, delivery)
    assert found is not None
    return found


def table_arguments(authority: Authority, by: Person, secret: str) -> dict[str, list[object]]:
    """What the addresses of this app need for a table that is looked at, with a secret in it."""
    text = f"{secret};2024\r\nDiebstahl;5\r\n{secret} Raub;x7\r\nBetrug;3\r\n"
    with authority_scope(authority):
        delivery = actions.hand_in(
            stream=io.BytesIO(text.encode()), name=f"{secret}-tabelle.csv", authority=authority,
            by=by, sender=secret,
        )  # fmt: skip
        flow.check_delivery(delivery=delivery, by=by, today=TODAY)
        table = fresh(delivery)
        mapping = actions.remember(
            table=table, decisions=Decisions(), fingerprint="0" * 16, columns=[secret], by=by
        )
    base: list[object] = [authority.slug, delivery.public_id]
    names = ("show", "mapping", "choose", "correct", "accept", "download")
    found = {f"tables:{name}": base for name in names}
    found["tables:row"] = found["tables:restore"] = [*base, 0, 3]
    found["tables:forget"] = [authority.slug, mapping.public_id]
    return found


@functools.cache
def plain_known() -> Known:
    """The fictional county without a database, for reading files."""
    areas = [KnownArea(key, name, 2) for key, name in NAMES.items() if key != TOWN]
    areas.append(KnownArea(TOWN, NAMES[TOWN], 0, also=("Lindenau",)))
    areas += [KnownArea(key, name, 1) for key, name in DISTRICTS.items()]
    areas.append(KnownArea("99901", "Landkreis Weideland", 2))
    words: dict[str, list[str]] = {code: list(names) for code, names in OFFENCE_WORDS.items()}
    for group in OFFENCE_GROUPS:
        words.setdefault(group.codes[0], []).append(str(group.label))
    indicators = [KnownIndicator(f"pks:{c}", w[-1], "pks", tuple(w)) for c, w in words.items()]
    indicators += queries.record_indicators()
    indicators += queries.population_indicators()
    return Known(TOWN, "Lindenau an der Weide", tuple(areas), tuple(indicators))


def read_file(
    content: bytes,
    folder: Path,
    *,
    name: str = "tabelle.csv",
    decisions: Decisions | None = None,
    changes: tuple[Change, ...] = (),
) -> TableReading:
    """A file read without a database."""
    path = folder / "datei"
    path.write_bytes(content)
    known = plain_known()
    file = TableFile(path, name=name, known_for=lambda _n: known, latest=2026, changes=changes)
    return file.read(decisions or Decisions())
