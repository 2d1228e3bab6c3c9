"""Which area lies here, which lie beside it."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import shapely

from vorort.places.models import Area
from vorort.places.queries.areas import holding, list_areas
from vorort.places.queries.geo import area_from_wkb, many_to_metres, to_metres

# Generalised boundaries of two sources do not meet exactly; a metre bridges rounding only.
TOUCH_M = 1.0


def locate(lon: float, lat: float, kind: str, on: dt.date | None = None) -> Area | None:
    """Return the area of a kind that covers a point, or None.

    On a shared boundary the area with the smaller key is taken, so that the answer is stable.
    """
    x, y = to_metres(lon, lat)
    boxes = holding(Area.objects.filter(kind=kind), on).filter(
        min_x__lte=x, max_x__gte=x, min_y__lte=y, max_y__gte=y
    )
    point = shapely.Point(x, y)
    for area in boxes.order_by("key"):
        shape = area_from_wkb(area.wkb)
        if shape is not None and shape.covers(point):
            return area
    return None


def locate_many(
    lons: Sequence[float], lats: Sequence[float], kind: str, on: dt.date | None = None
) -> list[str | None]:
    """Return for each point the key of the covering area, or None: one query for all points."""
    rows = list_areas(kind, on=on).filter(wkb__isnull=False)
    shapes = ((area.key, area_from_wkb(area.wkb)) for area in rows)
    known = [(key, shape) for key, shape in shapes if shape is not None]
    found: list[str | None] = [None] * len(lons)
    if not known or not len(lons):
        return found
    x, y = many_to_metres(np.asarray(lons, dtype=float), np.asarray(lats, dtype=float))
    tree = shapely.STRtree([shape for _key, shape in known])
    points, areas = tree.query(shapely.points(x, y), predicate="covered_by")
    # Areas come in the order of their keys; the smallest wins on a boundary.
    for point, area in sorted(zip(points.tolist(), areas.tolist(), strict=True), reverse=True):
        found[point] = known[area][0]
    return found


def neighbours(area: Area, on: dt.date | None = None) -> list[Area]:
    """Return the areas of the same kind that touch this one, by key."""
    shape = area_from_wkb(area.wkb)
    if shape is None:
        return []
    low_x, low_y, high_x, high_y = shape.buffer(TOUCH_M).bounds
    boxes = (
        holding(Area.objects.filter(kind=area.kind), on)
        .filter(min_x__lte=high_x, max_x__gte=low_x, min_y__lte=high_y, max_y__gte=low_y)
        .exclude(key=area.key)
        .order_by("key")
    )
    shapes = ((other, area_from_wkb(other.wkb)) for other in boxes)
    return [other for other, found in shapes if found is not None and found.dwithin(shape, TOUCH_M)]
