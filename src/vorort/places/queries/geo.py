"""The one geo module: metres are EPSG:25833, degrees EPSG:4326; shapely does the rest.

No spatial database: areas are well-known binary with four numbers around them, so that a
query first asks the box and shapely only the few that are left.
"""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from vorort.places.choices import DEGREES, METRES
from vorort.places.models import Area

# Six decimals of a degree are about a decimetre: finer than any boundary we hold.
DECIMALS = 6

Floats = npt.NDArray[np.float64]


@cache
def transformer(source: str, target: str) -> Transformer:
    """Return the transformation between two systems, x before y (costs 10 ms to make)."""
    return Transformer.from_crs(
        CRS.from_user_input(source), CRS.from_user_input(target), always_xy=True
    )


def reproject(shape: BaseGeometry, source: str, target: str) -> BaseGeometry:
    """Return a geometry in another system of coordinates."""
    if source == target:
        return shape
    change = transformer(source, target)

    def moved(points: Floats) -> Floats:
        x, y = change.transform(points[:, 0], points[:, 1])
        return np.column_stack([x, y])

    result: BaseGeometry = shapely.transform(shape, moved)
    return result


def to_metres(lon: float, lat: float) -> tuple[float, float]:
    """Return a point in EPSG:25833."""
    x, y = transformer(DEGREES, METRES).transform(lon, lat)
    return float(x), float(y)


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a point in EPSG:25833."""
    lon, lat = transformer(METRES, DEGREES).transform(x, y)
    return float(lon), float(lat)


def many_to_metres(lons: Floats, lats: Floats) -> tuple[Floats, Floats]:
    """Return points ``(n,)`` in EPSG:25833."""
    x, y = transformer(DEGREES, METRES).transform(lons, lats)
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def area_from_wkb(wkb: bytes | memoryview | None) -> BaseGeometry | None:
    """Return the geometry kept in a row; None where the area is known by key alone."""
    return None if wkb is None else shapely.from_wkb(bytes(wkb))


def geometry(area: Area) -> BaseGeometry | None:
    """Return the area's geometry in EPSG:25833, or None."""
    return area_from_wkb(area.wkb)


def geometry_in_degrees(area: Area) -> BaseGeometry | None:
    """Return the area's geometry in EPSG:4326, or None."""
    shape = geometry(area)
    return None if shape is None else reproject(shape, METRES, DEGREES)


def _wound(shape: BaseGeometry) -> BaseGeometry:
    """Return polygons with outer rings anticlockwise (RFC 7946, 3.1.6)."""
    if isinstance(shape, Polygon):
        return orient(shape, sign=1.0)
    if isinstance(shape, MultiPolygon):
        return MultiPolygon([orient(part, sign=1.0) for part in shape.geoms])
    return shape


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, DECIMALS)
    return [_rounded(part) for part in coordinates]


def geojson_geometry(area: Area) -> dict[str, Any] | None:
    """Return the geometry as GeoJSON (RFC 7946: degrees, six decimals, anticlockwise), or None."""
    shape = geometry_in_degrees(area)
    if shape is None:
        return None
    plain = mapping(_wound(shape))
    return {"type": plain["type"], "coordinates": _rounded(plain["coordinates"])}


def polygons_only(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry; lines and points left over from a repair are dropped."""
    if isinstance(shape, Polygon | MultiPolygon):
        return shape
    parts = [
        part for part in getattr(shape, "geoms", ()) if isinstance(part, Polygon | MultiPolygon)
    ]
    return shapely.union_all(parts) if parts else Polygon()
