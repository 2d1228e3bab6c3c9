"""The geo module: box first, then shapely; metres, degrees, exports."""

import datetime as dt

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.polygon import LinearRing
from tests.factories.places import ORIGIN, make_area, square

from vorort.places import queries
from vorort.places.models import Area
from vorort.places.queries import geo


@given(
    x=st.floats(280_000, 500_000),
    y=st.floats(5_562_000, 5_728_000),
)
def test_metres_and_degrees_are_inverse(x, y) -> None:
    lon, lat = geo.to_degrees(x, y)
    assert 11.5 < lon < 15.5
    assert 50.0 < lat < 52.0
    assert geo.to_metres(lon, lat) == pytest.approx((x, y), abs=0.001)


def test_a_known_point_of_leipzig_lies_where_the_survey_says() -> None:
    # Marktplatz Leipzig in EPSG:25833.
    assert geo.to_metres(12.3747, 51.3405) == pytest.approx((317_100, 5_690_780), abs=600)


@pytest.fixture
def grid(system) -> list[Area]:
    return [
        make_area(f"9990{1 + row}{10 * (column + 1):03d}", shape=square(column, row))
        for row in range(3)
        for column in range(4)
    ]


def test_locate_agrees_with_brute_force(grid) -> None:
    rng = np.random.default_rng(7)
    shapes = {area.key: queries.geometry(area) for area in grid}
    xs = rng.uniform(ORIGIN[0] - 500, ORIGIN[0] + 4_500, 200)
    ys = rng.uniform(ORIGIN[1] - 500, ORIGIN[1] + 3_500, 200)
    points = [geo.to_degrees(x, y) for x, y in zip(xs, ys, strict=True)]

    one_by_one = [queries.locate(lon, lat, "municipality") for lon, lat in points]
    together = queries.locate_many([p[0] for p in points], [p[1] for p in points], "municipality")

    for (lon, lat), found, key in zip(points, one_by_one, together, strict=True):
        point = shapely.Point(geo.to_metres(lon, lat))
        covering = sorted(k for k, shape in shapes.items() if shape.covers(point))
        assert (found.key if found else None) == (covering[0] if covering else None) == key


def test_locate_many_takes_one_query(grid, django_assert_num_queries) -> None:
    lon, lat = geo.to_degrees(ORIGIN[0] + 500, ORIGIN[1] + 500)
    with django_assert_num_queries(1):
        assert queries.locate_many([lon] * 50, [lat] * 50, "municipality") == ["99901010"] * 50
    assert queries.locate_many([], [], "municipality") == []
    assert queries.locate_many([lon], [lat], "county") == [None]


def test_locate_asks_the_day(grid) -> None:
    lon, lat = geo.to_degrees(ORIGIN[0] + 500, ORIGIN[1] + 500)
    Area.objects.filter(key="99901010").update(valid_until=dt.date(2020, 1, 1))
    assert queries.locate(lon, lat, "municipality") is None
    assert queries.locate(lon, lat, "municipality", dt.date(2019, 1, 1)).key == "99901010"


def test_neighbours_agree_with_brute_force(grid) -> None:
    for area in grid:
        shape = queries.geometry(area)
        touching = sorted(
            other.key
            for other in grid
            if other.key != area.key and queries.geometry(other).intersects(shape)
        )
        assert [other.key for other in queries.neighbours(area)] == touching
    assert queries.neighbours(make_area("99909010")) == []


rings = st.lists(
    st.tuples(st.integers(0, 2_000), st.integers(0, 2_000)), min_size=3, max_size=9
).map(lambda points: shapely.MultiPoint(points).convex_hull)


@settings(max_examples=60, deadline=None)
@given(shape=rings.filter(lambda hull: hull.geom_type == "Polygon" and hull.area > 1_000))
def test_exported_rings_wind_as_rfc_7946_wants(shape) -> None:
    hole = shape.centroid.buffer(min(1.0, shape.area / 10_000))
    moved = shapely.transform(shape.difference(hole), lambda points: points + np.array([ORIGIN]))
    area = Area(key="x", wkb=shapely.to_wkb(moved))

    exported = queries.geojson_geometry(area)

    rings_out = (
        [exported["coordinates"]] if exported["type"] == "Polygon" else exported["coordinates"]
    )
    for outer, *holes in rings_out:
        assert LinearRing(outer).is_ccw
        assert not any(LinearRing(inner).is_ccw for inner in holes)
        for lon, lat in outer:
            assert round(lon, 6) == lon
            assert round(lat, 6) == lat


def test_two_parts_are_wound_and_lines_left_by_a_repair_are_dropped() -> None:
    two = shapely.MultiPolygon([square(0, 0), square(3, 0)])
    exported = queries.geojson_geometry(Area(key="x", wkb=two.wkb))
    assert exported["type"] == "MultiPolygon"
    assert all(LinearRing(part[0]).is_ccw for part in exported["coordinates"])
    mixed = shapely.GeometryCollection([square(0, 0), shapely.LineString([(0, 0), (1, 1)])])
    assert geo.polygons_only(mixed).equals(square(0, 0))
    assert geo.polygons_only(shapely.Point(0, 0)).is_empty
    assert geo.reproject(two, "EPSG:25833", "EPSG:25833") is two
