"""Files of areas made for tests: GeoJSON, Shape, register lines."""

import gzip
import io
import json
import tempfile
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from tests.factories.places import square

SYSTEM = "urn:ogc:def:crs:EPSG::25833"


def geojson(rows, crs: str | None = SYSTEM) -> bytes:
    """GeoJSON of (properties, geometry) pairs; ``crs`` None names none."""
    features = [
        {
            "type": "Feature",
            "properties": row,
            "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
        }
        for row, shape in rows
    ]
    system = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return json.dumps({"type": "FeatureCollection", **system, "features": features}).encode()


def towns(count: int, **more) -> list:
    """Municipalities 99901010, 99901020 … in a row."""
    return [
        (
            {"AGS": f"999010{10 * (n + 1):02d}", "GEN": f"Ort {n + 1}", "BEZ": "Gemeinde"} | more,
            square(n, 0),
        )
        for n in range(count)
    ]


def shape_zip(rows, *, crs: str | None = "EPSG:25833", drop: tuple[str, ...] = ()) -> bytes:
    """A Shape in an archive, as surveying offices deliver it."""
    names = list(rows[0][0])
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # Leaving the system out is what is to be tested.
        warnings.simplefilter("ignore")
        path = Path(folder) / "gebiete.shp"
        pyogrio.raw.write(
            path,
            geometry=np.array([shapely.to_wkb(shape) for _row, shape in rows], dtype=object),
            field_data=[np.array([row[name] for row, _s in rows], dtype=object) for name in names],
            fields=names,
            crs=crs,
            geometry_type="Polygon",
            driver="ESRI Shapefile",
        )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for file in sorted(Path(folder).iterdir()):
                if file.suffix not in drop:
                    archive.write(file, f"Gebiete/{file.name}")
    return packed.getvalue()


def register_line(
    sort: str,
    key: str,
    name: str,
    *,
    day: str = "20231130",
    ha: str = "",
    people: str = "",
    men: str = "",
) -> str:
    line = f"{sort}{day}{key:<8}".ljust(22) + f"{name:<50}"
    line = line.ljust(122) + {"40": "44", "60": "64"}.get(sort, "  ")
    return (line.ljust(128) + f"{ha:>11}{people:>11}{men:>11}").ljust(220)


def register(lines: list[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode()


def small_register(day: str = "20231130") -> bytes:
    return register(
        [
            register_line("10", "99", "Freistaat Probe", day=day),
            register_line("20", "999", "Bezirk", day=day),
            register_line("40", "99901", "Weideland", day=day),
            register_line("50", "99901", "Verband", day=day),
            register_line(
                "60",
                "99901010",
                "Lindenau / Lipowa, Stadt",
                day=day,
                ha="1200",
                people="9000",
                men="4400",
            ),
            register_line(
                "60", "99901020", "Mühlgrund", day=day, ha="800", people="3000", men="1500"
            ),
        ]
    )


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
