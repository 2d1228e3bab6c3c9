"""Places and figures at two sizes: points looked up, boundaries read, series of ten times the areas.

A grid of municipalities is made here; the police tables are those of the import bench.
"""

import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

# Settings, home folder and tables are the import bench's; it runs only as a script.
import imports as base
import numpy as np
import shapely
from django.core.management import call_command

from vorort.figures import queries as figures
from vorort.places import queries as places

SIDE_M = 2_000.0
ORIGIN = (300_000.0, 5_560_000.0)
SIZES = (400, 4_000)
POINTS = 300
# Ten times the areas may cost a look-up this many times as much: the box finds few, the index
# and the page cache grow a little.
LOOKUP_LIMIT = 3.0
SERIES_LIMIT = 12.0
YEARS = range(2019, 2023)
KEYS = ("------", "435*00", "674000", "730000", "892000", "100000", "101000", "102000")


def grid(count: int) -> list[shapely.Polygon]:
    wide = int(count**0.5)
    return [
        shapely.box(x, y, x + SIDE_M, y + SIDE_M)
        for n in range(count)
        for x, y in [(ORIGIN[0] + n % wide * SIDE_M, ORIGIN[1] + n // wide * SIDE_M)]
    ]


def write(cells: list[shapely.Polygon], state: int) -> Path:
    """Write a GeoJSON of municipalities in counties of a hundred."""
    features = [
        {
            "type": "Feature",
            "properties": {"AGS": f"{state}9{n // 100:02d}{n % 100:03d}", "GEN": f"Ort {n}"},
            "geometry": json.loads(shapely.to_geojson(cell)),
        }
        for n, cell in enumerate(cells)
    ]
    system = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
    path = base.HOME / f"gemeinden_{len(cells)}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": system, "features": features}))
    return path


def best(work: Callable[[], object], times: int = 3) -> float:
    spent = []
    for _ in range(times):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def lookups(count: int, cells: list[shapely.Polygon]) -> tuple[float, bool]:
    """Return processor seconds of a look-up, and whether brute force finds the same."""
    rng = np.random.default_rng(11)
    low_x, low_y, high_x, high_y = shapely.total_bounds(cells)
    points = [
        places.to_degrees(x, y)
        for x, y in zip(
            rng.uniform(low_x, high_x, POINTS), rng.uniform(low_y, high_y, POINTS), strict=True
        )
    ]
    found: list[str | None] = []

    def one_by_one() -> None:
        found[:] = [
            area.key if (area := places.locate(lon, lat, "municipality")) else None
            for lon, lat in points
        ]

    single = best(one_by_one, 2) / POINTS
    lons, lats = ([point[axis] for point in points] for axis in (0, 1))
    together = places.locate_many(lons, lats, "municipality")
    many = best(lambda: places.locate_many(lons * 30, lats * 30, "municipality"), 2)
    brute = []
    for lon, lat in points:
        point = shapely.Point(places.to_metres(lon, lat))
        hits = [n for n, cell in enumerate(cells) if cell.covers(point)]
        brute.append(bool(hits))
    right = found == together and [key is not None for key in found] == brute
    print(
        f"{count:>5} areas: a point {single * 1e3:.2f} ms, "
        f"{POINTS * 30:,} points at once {many * 1e3:.0f} ms, same as brute force: {right}"
    )
    return single, right


def series() -> tuple[float, bool]:
    """Return how many times as long ten times the areas take, and whether all were there."""
    for year in YEARS:
        base.timed_import(year)
    keys = [area.key for area in places.list_areas("county")]
    few, all_of_them = keys[:40], keys[:400]

    def read(of: list[str]) -> dict[tuple[str, str], object]:
        return dict(figures.read_series(area_keys=of, codes=KEYS, years=YEARS))

    small, large = best(lambda: read(few)), best(lambda: read(all_of_them))
    print(
        f"series of {len(few)} areas {small * 1e3:.0f} ms, of {len(all_of_them)} areas "
        f"{large * 1e3:.0f} ms ({len(read(all_of_them)):,} series)"
    )
    complete = len({key for key, _code in read(all_of_them)}) == len(all_of_them)
    return large / small, complete


def main() -> int:
    call_command("migrate", verbosity=0)
    ratio_series, complete = series()
    spent = []
    right = True
    for state, count in enumerate(SIZES, start=97):
        cells = grid(count)
        started = time.perf_counter()
        path = str(write(cells, state))
        call_command("places_import", path, kind="municipality", stdout=io.StringIO())
        print(f"{count:>5} boundaries read and stored in {time.perf_counter() - started:.1f} s")
        seconds, same = lookups(count, cells)
        spent.append(seconds)
        right &= same
    ratio = spent[1] / spent[0]
    print(f"a point among ten times the areas: {ratio:.2f} times (limit {LOOKUP_LIMIT})")
    print(f"series of ten times the areas: {ratio_series:.2f} times (limit {SERIES_LIMIT})")
    within = ratio <= LOOKUP_LIMIT and ratio_series <= SERIES_LIMIT
    return 0 if within and right and complete else 1


if __name__ == "__main__":
    sys.exit(main())
