"""Areas in metres become paths in pixels; labels where there is room for them."""

import hashlib
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from vorort.ui.charts.model import ChartPictures
from vorort.ui.charts.redraw import frame
from vorort.ui.format import number
from vorort.ui.maps.model import ChoroplethMap, MapArea
from vorort.ui.palette import FONTS, PRINT

WIDTH = 400
NARROW_WIDTH = 288
MAX_HEIGHT = 520
EDGE = 4.0
LETTER = 7.4
LINE = 17.0
# A corner that moves a line by less than this many pixels is not seen.
DETAIL = 0.4
MANY = 60


@dataclass(frozen=True)
class _Frame:
    """How metres become pixels; y grows downward on a screen."""

    scale: float
    left: float
    top: float
    width: int
    height: int

    def pixels(self, points: Any) -> Any:
        return np.column_stack(
            (
                EDGE + (points[:, 0] - self.left) * self.scale,
                EDGE + (self.top - points[:, 1]) * self.scale,
            )
        )


def choropleth(chart: ChoroplethMap, *, width: int = WIDTH) -> str:
    """Return the map, coloured by classes of the page."""
    return _draw(chart, width=width, css="vo-chart vo-chart--map", printed=False)


def choropleth_pictures(chart: ChoroplethMap, *, width: int = WIDTH) -> ChartPictures:
    """Return the map twice: for the desk and, unscaled so that text stays readable, for a phone."""
    return ChartPictures(
        wide=_draw(chart, width=width, css="vo-chart vo-chart--wide", printed=False),
        narrow=_draw(chart, width=NARROW_WIDTH, css="vo-chart vo-chart--narrow", printed=False),
    )


def choropleth_pdf(chart: ChoroplethMap, *, width: int = WIDTH) -> str:
    """Return the map with its colours inside, for a document."""
    return _draw(chart, width=width, css="", printed=True)


def _geometries(chart: ChoroplethMap) -> Any:
    return np.array(
        [
            shapely.from_wkb(area.geometry) if isinstance(area.geometry, bytes) else area.geometry
            for area in chart.areas
        ],
        dtype=object,
    )


def _frame(shapes: Any, width: int) -> _Frame:
    left, low, right, top = shapely.total_bounds(shapes)
    wide, high = max(right - left, 1.0), max(top - low, 1.0)
    scale = min((width - 2 * EDGE) / wide, (MAX_HEIGHT - 2 * EDGE) / high)
    return _Frame(
        scale=scale,
        left=left,
        top=top,
        width=int(np.ceil(wide * scale + 2 * EDGE)),
        height=int(np.ceil(high * scale + 2 * EDGE)),
    )


def _polygons(shape: Any) -> list[Polygon]:
    if isinstance(shape, Polygon):
        return [] if shape.is_empty else [shape]
    if isinstance(shape, MultiPolygon):
        return list(shape.geoms)
    return [p for p in getattr(shape, "geoms", ()) if isinstance(p, Polygon)]


def _path(shape: Any, frame_: _Frame) -> str:
    polygons = sorted(_polygons(shape), key=lambda p: -p.area)
    # An islet of less than a pixel is not drawn, but an area never vanishes.
    seen = [p for p in polygons if p.area * frame_.scale**2 >= 1.0] or polygons[:1]
    done = []
    for polygon in seen:
        for ring in (polygon.exterior, *polygon.interiors):
            points = frame_.pixels(shapely.get_coordinates(ring))[:-1]
            done.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z")
    return "".join(done)


def _places(polygon: Polygon, frame_: _Frame) -> list[tuple[float, float]]:
    """Return places for a label, the roomiest first."""
    circle = shapely.maximum_inscribed_circle(polygon, tolerance=2 / frame_.scale)
    points = [shapely.get_coordinates(circle)[0]]
    points += [
        shapely.get_coordinates(p)[0] for p in (polygon.centroid, polygon.point_on_surface())
    ]
    return [(float(x), float(y)) for x, y in points]


def _fits(
    polygon: Polygon, at: tuple[float, float], size: tuple[float, float], scale: float
) -> bool:
    """Return whether a box of ``size`` pixels around a place lies inside the area."""
    half_wide, half_high = size[0] / 2 / scale, size[1] / 2 / scale
    box = shapely.box(at[0] - half_wide, at[1] - half_high, at[0] + half_wide, at[1] + half_high)
    return bool(polygon.covers(box))


def _label(
    area: MapArea, value: str, polygon: Polygon, frame_: _Frame
) -> tuple[list[str], tuple[float, float]] | None:
    """Return the lines of a label and its place: name and value, the value alone, or nothing."""
    wishes = [([area.name, value], 36.0), ([value], 16.0)]
    for lines, high in wishes:
        wide = max(LETTER * len(line) for line in lines)
        for at in _places(polygon, frame_):
            if _fits(polygon, at, (wide, high), frame_.scale):
                return lines, at
    return None


class _Styles:
    """Either a class or, in print, the attributes that the class would give."""

    def __init__(self, *, printed: bool, pattern: str, fine: bool) -> None:
        self.printed = printed
        self.pattern = pattern
        self.fine = fine

    def area(self, css: str) -> str:
        fill = f' fill="url(#{self.pattern})"' if css == "m-few" else ""
        if not self.printed:
            return f' class="m-area{" m-area--fine" if self.fine else ""} {css}"{fill}'
        if css == "m-missing":
            fill = f' fill="{PRINT["ground"]}"'
        elif css != "m-few":
            fill = f' fill="{PRINT[css[2:]]}"'
        return (
            f'{fill} stroke="{PRINT["map-line"]}" stroke-width="{"0.5" if self.fine else "2.5"}"'
            ' stroke-linejoin="round"'
        )

    def casing(self) -> str:
        """Look of the wider line under the own place, so that it stands out on any class."""
        if not self.printed:
            return ' class="m-casing"'
        return f' fill="none" stroke="{PRINT["ground"]}" stroke-width="6" stroke-linejoin="round"'

    def outline(self, *, here: bool) -> str:
        if not self.printed:
            return f' class="{"m-here" if here else "m-outline"}{" m-outline--fine" if self.fine and not here else ""}"'
        colour, width = (PRINT["ink"], "2.5") if here else (PRINT["edge"], "1.25")
        width = "0.5" if self.fine and not here else width
        return f' fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"'

    def label(self, css: str) -> str:
        halo = css == "m-label--plain"
        if not self.printed:
            return f' class="m-label {css}{" c-halo" if halo else ""}"'
        colour = {
            "m-label--low": PRINT["on-seq-low"],
            "m-label--high": PRINT["on-seq-high"],
            "m-label--plain": PRINT["ink"],
        }[css]
        edge = f' paint-order="stroke" stroke="{PRINT["ground"]}" stroke-width="4"' if halo else ""
        return (
            f' fill="{colour}" font-family="{FONTS}" font-size="13" font-weight="600"'
            f' text-anchor="middle"{edge}'
        )

    def defs(self) -> str:
        if self.printed:
            ground, line = (
                f' fill="{PRINT["surface"]}"',
                f' stroke="{PRINT["hatch"]}" stroke-width="2"',
            )
        else:
            ground, line = ' class="m-hatch-ground"', ' class="m-hatch-line"'
        return (
            f'<defs><pattern id="{self.pattern}" width="8" height="8"'
            ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect{ground} width="8" height="8"/><line{line} x1="0" y1="0" x2="0" y2="8"/>'
            "</pattern></defs>"
        )


def _draw(chart: ChoroplethMap, *, width: int, css: str, printed: bool) -> str:
    shapes = _geometries(chart)
    place = _frame(shapes, width)
    # Neighbours share their simplified border, so no slivers open between them.
    shapes = shapely.coverage_simplify(shapes, tolerance=DETAIL / place.scale)
    key = hashlib.sha256(f"{chart.title}|{css}|{width}|{printed}".encode()).hexdigest()[:8]
    styles = _Styles(printed=printed, pattern=f"hatch-{key}", fine=len(chart.areas) > MANY)
    fills: list[str] = []
    outlines: list[str] = []
    above: list[str] = []
    labels: list[str] = []
    for area, shape in zip(chart.areas, shapes, strict=True):
        value = area.label or number(area.value, chart.digits)
        path = _path(shape, place)
        fills.append(
            f'<path{styles.area(chart.css(area))} fill-rule="evenodd" d="{path}">'
            f"<title>{escape(area.name)}: {escape(value)}</title></path>"
        )
        is_here = bool(chart.here) and area.key == chart.here
        if is_here:
            above.append(f'<path{styles.casing()} d="{path}"/>')
        (above if is_here else outlines).append(f'<path{styles.outline(here=is_here)} d="{path}"/>')
        labels += _labels(
            area, shape, place, value, look=styles.label(chart.label_css(area)), fine=styles.fine
        )
    hatch = styles.defs() if any(area.few for area in chart.areas) else ""
    return frame(
        "".join((hatch, *fills, *outlines, *above, *labels)),
        width=place.width,
        height=place.height,
        title=chart.title,
        description=chart.description,
        css=css,
    )


def _labels(
    area: MapArea, shape: Any, place: _Frame, value: str, *, look: str, fine: bool
) -> list[str]:
    polygons = _polygons(shape)
    if fine or not polygons:
        return []
    found = _label(area, value, max(polygons, key=lambda p: p.area), place)
    if found is None:
        return []
    lines, at = found
    x, y = place.pixels(np.array([at]))[0]
    start = y + 4.5 - LINE * (len(lines) - 1) / 2
    return [
        f'<text{look} x="{x:.1f}" y="{start + LINE * row:.1f}">{escape(text)}</text>'
        for row, text in enumerate(lines)
    ]
