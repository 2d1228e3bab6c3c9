"""Writes the fictional county as the files that offices send; same seed, same bytes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from vorort.demo.world import (
    COUNTY_KEY,
    COUNTY_NAME,
    DISTRICTS,
    DRAWN,
    MUNICIPALITIES,
    ORIGIN_M,
    STATE_KEY,
    STATE_NAME,
    STREETS,
    SUMS,
    TOWN_KEY,
    TRUTHS,
    UNPRINTED,
    YEARS,
    Place,
)

SEED = 20_251_231
HEADER = (
    "Schluessel;Straftat;Gemeindeschluessel;Stadt-/Landkreis;Kreisart;Anzahl erfasste Faelle;"
    "Haeufigkeitszahl;erfasste Faelle, davon Versuche - Anzahl;"
    "erfasste Faelle, davon Versuche - Anteil in %;mit Schusswaffe gedroht;"
    "mit Schusswaffe geschossen;Auffklaerung - Anzahl Faelle;Aufklaerungsquote"
)
# The other counties of the fictional state, only as its sum: inhabitants and risk.
REST_OF_STATE = (1_930_000, 1.05)

Counts = dict[str, tuple[int, int, int]]  # key → cases, attempts, cleared


def population(place: Place, year: int) -> int:
    """Return the inhabitants on 31 December of the year before the reporting year."""
    return round(place.population * (1 + place.yearly_change) ** (year - YEARS[0]))


def draw(rng: np.random.Generator, inhabitants: int, risk: float) -> Counts:
    """Draw a usual year: negative-binomial counts around the usual rate."""
    counts: Counts = {}
    for offence in DRAWN:
        mean = offence.rate * risk * inhabitants / 100_000
        shape = mean / (offence.dispersion - 1)
        cases = int(rng.poisson(rng.gamma(shape, mean / shape)))
        attempts = int(rng.binomial(cases, offence.attempts))
        cleared = int(rng.binomial(cases, offence.cleared))
        counts[offence.key] = (cases, attempts, cleared)
    return counts


def plant(rng: np.random.Generator, counts: Counts, area_key: str, year: int) -> None:
    """Replace the drawn counts by the planted ones."""
    for truth in TRUTHS:
        if truth.area_key == area_key and year in truth.counts:
            cases = truth.counts[year]
            offence = next(o for o in DRAWN if o.key == truth.offence_key)
            counts[truth.offence_key] = (
                cases,
                int(rng.binomial(cases, offence.attempts)),
                int(rng.binomial(cases, offence.cleared)),
            )


def with_sums(counts: Counts) -> Counts:
    """Return the counts with the sum keys, in the order of the table."""
    sums = {
        key: (
            sum(counts[part][0] for part in parts),
            sum(counts[part][1] for part in parts),
            sum(counts[part][2] for part in parts),
        )
        for key, _label, parts in SUMS
    }
    total = {"------": sums.pop("------")}
    return {**total, **counts, **sums}


def add(left: Counts, right: Counts) -> Counts:
    return {
        key: (left[key][0] + c, left[key][1] + a, left[key][2] + k)
        for key, (c, a, k) in right.items()
    }


def year_of_counts(rng: np.random.Generator, year: int) -> dict[str, Counts]:
    """Return the counts of every municipality, the county and the state in one year."""
    towns = {}
    for place in MUNICIPALITIES:
        towns[place.key] = draw(rng, population(place, year), place.risk)
        plant(rng, towns[place.key], place.key, year)
    county = towns[TOWN_KEY]
    for key, counts in towns.items():
        if key != TOWN_KEY:
            county = add(county, counts)
    # Offences whose municipality is not known stay with the county.
    unknown = {key: (c // 60, 0, 0) for key, (c, _attempts, _cleared) in county.items()}
    county = add(county, unknown)
    state = add(county, draw(rng, *REST_OF_STATE))
    return {**towns, COUNTY_KEY: county, STATE_KEY: state}


def _number(value: int) -> str:
    return f"{value:,}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole * 100:.1f}" if whole else ""


def _labels() -> dict[str, str]:
    return {**{o.key: o.label for o in DRAWN}, **{key: label for key, label, _parts in SUMS}}


def county_table(year_counts: dict[str, Counts], inhabitants: dict[str, int]) -> bytes:
    """Return the table of the county and its municipalities as the police publish theirs."""
    labels, lines = _labels(), [";".join(str(n) for n in range(1, 14)), HEADER]
    names = {
        COUNTY_KEY: (COUNTY_NAME, "LK"),
        **{place.key: (place.name, "G") for place in MUNICIPALITIES},
    }
    tables = {key: with_sums(year_counts[key]) for key in names}
    for key in tables[COUNTY_KEY]:
        if key in UNPRINTED:
            continue
        for area, (name, kind) in names.items():
            cases, attempts, cleared = tables[area][key]
            rate = round(cases * 100_000 / inhabitants[area])
            lines.append(
                f"{key};{labels[key]};{area};{name};{kind};{_number(cases)};{_number(rate)};"
                f"{_number(attempts)};{_share(attempts, cases)};0;0;{_number(cleared)};"
                f"{_share(cleared, cases)}"
            )
    return ("\r\n".join(lines) + "\r\n").encode("latin-1")


def state_table(tables: dict[int, Counts], inhabitants: dict[int, int]) -> bytes:
    """Return the state's table of all years, one row a key and year."""
    labels = _labels()
    lines = [
        "jahr;schluessel;straftat;bundesland;faelle;hz;versuche;versuche_pct;aufgeklaert;aq_pct"
    ]
    for year, counts in tables.items():
        for key, (cases, attempts, cleared) in with_sums(counts).items():
            if key in UNPRINTED:
                continue
            rate = round(cases * 100_000 / inhabitants[year])
            lines.append(
                f"{year};{key};{labels[key]};{STATE_NAME};{cases};{rate};{attempts};"
                f"{_share(attempts, cases)};{cleared};{_share(cleared, cases)}"
            )
    return ("\n".join(lines) + "\n").encode()


def register(year: int, hectares: Mapping[str, int]) -> bytes:
    """Return the fictional lines of the register of municipalities at the end of a year."""
    day = f"{year}1231"
    lines = [f"10{day}{STATE_KEY:<10}  {STATE_NAME:<50}".ljust(220)]
    lines.append(f"40{day}{COUNTY_KEY:<12}{COUNTY_NAME:<50}".ljust(220))
    for place in MUNICIPALITIES:
        inhabitants = population(place, year + 1)
        line = f"60{day}{place.key}0000{place.name:<50}".ljust(128)
        men = inhabitants * 49 // 100
        line += f"{hectares[place.key]:011d}{inhabitants:011d}{men:011d}"
        lines.append(line.ljust(220))
    return ("\n".join(lines) + "\n").encode()


def _cells(rng: np.random.Generator, outline: Any, count: int) -> list[Any]:
    """Cut an outline into cells around drawn points, in the order of the points."""
    west, south, east, north = outline.bounds
    points: list[Any] = []
    gap = 0.55 * (outline.area / count) ** 0.5
    while len(points) < count:
        point = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
        if outline.contains(point) and all(point.distance(other) > gap for other in points):
            points.append(point)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=outline).geoms
    clipped = [cell.intersection(outline) for cell in cells]
    return [next(cell for cell in clipped if cell.contains(point)) for point in points]


def _collection(cells: list[Any], rows: list[dict[str, str]]) -> bytes:
    features = [
        {"type": "Feature", "properties": row, "geometry": json.loads(shapely.to_geojson(cell))}
        for cell, row in zip(cells, rows, strict=True)
    ]
    system = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
    return json.dumps(
        {"type": "FeatureCollection", "crs": system, "features": features},
        ensure_ascii=False,
    ).encode()


def _streets(rng: np.random.Generator, districts: list[Any]) -> bytes:
    """Return named streets: two or three to a district, from its middle to its edge."""
    lines, rows = [], []
    for number, name in enumerate(STREETS):
        district = districts[number % len(districts)]
        middle = district.representative_point()
        angle = rng.uniform(0, 2 * np.pi)
        far = shapely.Point(middle.x + 5_000 * np.cos(angle), middle.y + 5_000 * np.sin(angle))
        line = shapely.LineString([middle, far]).intersection(district)
        lines.append(shapely.set_precision(line, 1.0))
        rows.append({"name": name, "ortsteil": DISTRICTS[number % len(districts)]})
    return _collection(lines, rows)


def _maps(rng: np.random.Generator) -> tuple[dict[str, bytes], dict[str, int]]:
    """Return the files with geometry, and the hectares of each municipality."""
    x, y = ORIGIN_M
    county = shapely.Point(x + 15_000, y + 12_000).buffer(14_000, quad_segs=6)
    towns = [shapely.set_precision(c, 1.0) for c in _cells(rng, county, len(MUNICIPALITIES))]
    districts = [shapely.set_precision(c, 1.0) for c in _cells(rng, towns[0], len(DISTRICTS))]
    files = {
        "kreis.geojson": _collection(
            [shapely.union_all(towns)],
            [{"AGS": COUNTY_KEY, "GEN": COUNTY_NAME, "BEZ": "Landkreis"}],
        ),
        "gemeinden.geojson": _collection(
            towns, [{"AGS": p.key, "GEN": p.name, "BEZ": "Gemeinde"} for p in MUNICIPALITIES]
        ),
        "ortsteile.geojson": _collection(
            districts,
            [{"AGS": f"{TOWN_KEY}{n:02d}", "GEN": name} for n, name in enumerate(DISTRICTS, 1)],
        ),
        "strassen.geojson": _streets(rng, districts),
    }
    towns_by_key = zip(MUNICIPALITIES, towns, strict=True)
    return files, {place.key: round(town.area / 10_000) for place, town in towns_by_key}


def write_world(folder: Path, *, seed: int = SEED) -> None:
    """Write all files of the fictional county and ``wahrheiten.json`` with what was planted."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    maps, hectares = _maps(rng)
    for name, content in maps.items():
        (folder / name).write_bytes(content)
    state_tables: dict[int, Counts] = {}
    state_people: dict[int, int] = {}
    for year in YEARS:
        counts = year_of_counts(rng, year)
        people = {place.key: population(place, year) for place in MUNICIPALITIES}
        people[COUNTY_KEY] = sum(people.values())
        state_tables[year] = counts[STATE_KEY]
        state_people[year] = people[COUNTY_KEY] + REST_OF_STATE[0]
        (folder / f"kreis_und_gemeinden_{year}.csv").write_bytes(county_table(counts, people))
        (folder / f"gemeindeverzeichnis_{year - 1}.txt").write_bytes(register(year - 1, hectares))
    (folder / "land_2016_2025.csv").write_bytes(state_table(state_tables, state_people))
    truths = [vars(truth) for truth in TRUTHS]
    (folder / "wahrheiten.json").write_text(
        json.dumps({"seed": seed, "truths": truths}, ensure_ascii=False, indent=1)
    )
