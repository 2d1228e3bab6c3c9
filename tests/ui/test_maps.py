"""Maps: classes with round limits, a hatch for too few, labels only where they fit."""

import json
import re
import time
from dataclasses import replace

import numpy as np
import pyproj
import pytest
import shapely

from vorort.ui.gallery.pictures import DIFFERENCE, STREETS
from vorort.ui.maps import (
    ChoroplethMap,
    MapArea,
    choropleth,
    choropleth_pdf,
    choropleth_pictures,
    legend_entries,
)
from vorort.ui.maps.model import MapInputError
from vorort.ui.palette import PRINT

SQUARE = shapely.box(300_000, 5_600_000, 310_000, 5_610_000)


def one(value: float | None, **more) -> ChoroplethMap:
    limits = more.pop("limits", (10, 20, 30, 40))
    return ChoroplethMap("T", "D", [MapArea("1", "Mitte", SQUARE, value, **more)], limits)


@pytest.mark.parametrize(
    ("value", "css"),
    [
        (0, "m-seq-1"),
        (10, "m-seq-1"),
        (10.1, "m-seq-2"),
        (40, "m-seq-4"),
        (41, "m-seq-5"),
        (None, "m-missing"),
        (float("nan"), "m-missing"),
    ],
)
def test_limits_belong_to_the_lower_class(value, css) -> None:
    chart = one(value)
    assert chart.css(chart.areas[0]) == css
    assert css in choropleth(chart)


def test_too_few_is_hatched_whatever_the_value() -> None:
    chart = one(99, few=True)
    svg = choropleth(chart)
    assert chart.css(chart.areas[0]) == "m-few"
    pattern = re.search(r'<pattern id="(hatch-\w+)"', svg)
    assert pattern
    assert f'class="m-area m-few" fill="url(#{pattern[1]})"' in svg


def test_legend_says_everything_in_words() -> None:
    assert [e.label for e in legend_entries(STREETS)] == [
        "bis 600",
        "600 – 1.000",
        "1.000 – 1.700",
        "1.700 – 2.400",
        "über 2.400",
        "zu wenige Einwohner",
    ]
    assert [e.css_class for e in legend_entries(DIFFERENCE)][-2:] == ["m-div-5", "m-missing"]
    assert [e.css_class for e in legend_entries(one(1, limits=(5,)))] == ["m-seq-2", "m-seq-4"]
    assert [e.label for e in legend_entries(one(1, limits=()))] == ["alle Werte"]


@pytest.mark.parametrize(
    "change",
    [
        {"areas": []},
        {"limits": (2, 1)},
        {"limits": (1, 2, 3, 4, 5)},
        {"limits": (1, 2), "diverging": True},
        {"class_labels": ("a",)},
    ],
)
def test_wrong_maps_are_refused(change) -> None:
    with pytest.raises(MapInputError):
        replace(STREETS, **change)


def test_labels_stand_inside_their_area() -> None:
    svg = choropleth(STREETS)
    assert "Bahnhof" in re.findall(r"<text[^>]*>([^<]*)<", svg)
    sliver = shapely.box(300_000, 5_600_000, 300_400, 5_610_000)
    chart = replace(STREETS, areas=[*STREETS.areas, MapArea("9", "Schmaler Streifen", sliver, 5)])
    assert "Schmaler Streifen" not in re.findall(r"<text[^>]*>([^<]*)<", choropleth(chart))
    # Its name is still there for the mouse, and in the list beside the map.
    assert "<title>Schmaler Streifen: 5</title>" in choropleth(chart)


def test_the_own_area_is_drawn_last() -> None:
    svg = choropleth(STREETS)
    assert svg.count('class="m-here"') == 1
    assert svg.rindex("m-here") > svg.rindex('class="m-outline"')


def test_wkb_and_shape_give_the_same_map() -> None:
    packed = [replace(a, geometry=shapely.to_wkb(a.geometry)) for a in STREETS.areas]
    assert choropleth(replace(STREETS, areas=packed)) == choropleth(STREETS)
    assert choropleth(STREETS) == choropleth(STREETS)


def test_both_pictures_have_their_own_hatch() -> None:
    drawn = choropleth_pictures(STREETS)
    wide = set(re.findall(r'id="([^"]+)"', drawn.wide))
    narrow = set(re.findall(r'id="([^"]+)"', drawn.narrow))
    assert not wide & narrow


def test_print_has_the_colours_inside() -> None:
    svg = choropleth_pdf(STREETS)
    assert "class=" not in svg
    assert PRINT["seq-5"] in svg
    assert PRINT["hatch"] in svg


def test_holes_islands_and_names_with_signs() -> None:
    ring = shapely.Polygon(
        SQUARE.exterior.coords,
        [shapely.box(304_000, 5_604_000, 306_000, 5_606_000).exterior.coords],
    )
    dust = shapely.box(310_500, 5_600_000, 310_501, 5_600_001)
    chart = ChoroplethMap(
        "A & B", "D", [MapArea("1", "<Ring>", shapely.MultiPolygon([ring, dust]), 7)], (10,)
    )
    svg = choropleth(chart)
    assert "&lt;Ring&gt;" in svg
    assert "<Ring>" not in svg
    outline = re.search(r'class="m-outline" d="([^"]*)"', svg)
    assert outline
    assert outline[1].count("M") == 2


def test_real_counties_are_quick_and_share_their_borders(shared_data) -> None:
    path = shared_data / "geo_sachsen" / "kreise_sachsen.geojson"
    if not path.exists():
        pytest.skip("no county geometry at hand")
    to_metres = pyproj.Transformer.from_crs(4326, 25833, always_xy=True)

    def metres(points):
        return np.column_stack(to_metres.transform(points[:, 0], points[:, 1]))

    areas = [
        MapArea(
            f["properties"]["AGS"],
            f["properties"]["GEN"],
            shapely.transform(shapely.from_geojson(json.dumps(f["geometry"])), metres),
            float(n),
        )
        for n, f in enumerate(json.loads(path.read_text())["features"])
    ]
    chart = ChoroplethMap("Sachsen", "13 Kreise", areas, (2, 5, 8, 11), here="14713")
    started = time.perf_counter()
    svg = choropleth(chart)
    assert time.perf_counter() - started < 0.3
    assert len(svg) < 80_000
    assert svg.count('class="m-area m-seq') == 13
