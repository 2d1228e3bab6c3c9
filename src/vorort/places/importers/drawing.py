"""Districts as people draw or type them: a line each, with its corners or by name alone.

``Altstadt; 401200 5654300, 401900 5654300, 401900 5653800`` are metres (EPSG:25833, east before
north), ``Altstadt; 51.03 13.59, …`` degrees as maps on the web show them (north before east). A
GeoJSON text with names is read as well.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import Polygon, shape
from shapely.geometry.base import BaseGeometry

from vorort.core.errors import DomainError
from vorort.places.actions import AreaRow
from vorort.places.choices import DEGREES, METRES
from vorort.places.queries.geo import polygons_only, reproject
from vorort.ui.format import number

MOST_DISTRICTS = 200
MOST_CORNERS = 2_000
MOST_TEXT = 2_000_000
# What neighbours may overlap, or stand over the border of the town, when lines are drawn by
# hand; it is cut off. More is a mistake that only its author can mend.
SLACK_SHARE = 0.02
# Degrees are small numbers, metres of this system never are.
LARGEST_DEGREE = 180.0
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


class UnreadableDrawing(DomainError):
    """The text holds no districts at all."""


@dataclass(frozen=True)
class DrawnDistrict:
    """A district as read; ``reasons`` say why it cannot be kept, ``hints`` what was mended."""

    line: int
    name: str
    shape: BaseGeometry | None = None
    reasons: tuple[str, ...] = ()
    hints: tuple[str, ...] = field(default=())


def read_drawing(text: str, town: BaseGeometry | None) -> tuple[DrawnDistrict, ...]:
    """Return the districts of a text in EPSG:25833, checked against the town and each other.

    Parameters
    ----------
    town : geometry or None
        The boundary of the town; without it nobody can say what lies inside.

    Raises
    ------
    UnreadableDrawing
        When there is no district in it, or far too many.
    """
    plain = text.strip()
    if len(plain) > MOST_TEXT:
        raise UnreadableDrawing(_("Der Text ist zu lang. Bitte lesen Sie eine Datei ein."))
    read = _from_geojson(plain) if plain.startswith("{") else _from_lines(plain)
    if not read:
        raise UnreadableDrawing(
            _("Hier steht noch kein Ortsteil. Bitte zeichnen oder schreiben Sie mindestens einen.")
        )
    if len(read) > MOST_DISTRICTS:
        raise UnreadableDrawing(
            _("Das sind mehr als 200 Ortsteile. Bitte lesen Sie sie aus einer Datei ein.")
        )
    return _against_each_other([_inside(one, town) for one in _names_once(read)])


def rows_of(
    drawn: Sequence[DrawnDistrict], *, town_key: str, known: Mapping[str, str]
) -> list[AreaRow]:
    """Return the rows to store: a known name keeps its key, a new one gets the next number."""
    used = set(known.values())
    rows = []
    number_of = 0
    for one in drawn:
        key = known.get(one.name.casefold(), "")
        while not key:
            number_of += 1
            candidate = f"{town_key}-{number_of:02d}"
            if candidate not in used:
                key = candidate
        used.add(key)
        box = one.shape.bounds if one.shape is not None else None
        rows.append(
            AreaRow(
                key=key,
                name=one.name,
                wkb=shapely.to_wkb(one.shape) if one.shape is not None else None,
                box=box,
                area_ha=one.shape.area / 10_000 if one.shape is not None else None,
            )
        )
    return rows


def as_text(districts: Sequence[tuple[str, BaseGeometry | None]]) -> str:
    """Return districts as lines that ``read_drawing`` reads, in whole metres."""
    lines = []
    for name, geometry in districts:
        ring = _outer_ring(geometry)
        corners = ", ".join(f"{x:.0f} {y:.0f}" for x, y in ring)
        lines.append(f"{name}; {corners}" if corners else name)
    return "\n".join(lines)


def _outer_ring(geometry: BaseGeometry | None) -> list[tuple[float, float]]:
    if geometry is None or geometry.is_empty:
        return []
    parts = getattr(geometry, "geoms", [geometry])
    largest = max(parts, key=lambda part: part.area)
    simple = largest.simplify(2.0)
    return [(x, y) for x, y, *_z in simple.exterior.coords[:-1]]


def _from_lines(text: str) -> list[DrawnDistrict]:
    done = []
    for line, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        name, _mark, corners = raw.partition(";")
        done.append(_district(line, " ".join(name.split()), corners))
    return done


def _district(line: int, name: str, corners: str) -> DrawnDistrict:
    if not corners.strip():
        return DrawnDistrict(line, name)
    points = []
    for pair in re.split(r"\s*,\s+|\s*;\s*|,(?=\d{6})", corners.strip()):
        numbers = [float(found.replace(",", ".")) for found in _NUMBER.findall(pair)]
        if len(numbers) != 2:
            reason = _("„%(pair)s“ ist keine Ecke. Eine Ecke hat zwei Zahlen.") % {
                "pair": pair[:40]
            }
            return DrawnDistrict(line, name, None, (reason,))
        points.append((numbers[0], numbers[1]))
    if len(points) < 3:
        reason = _("Eine Fläche braucht mindestens drei Ecken, hier sind es %(n)d.") % {
            "n": len(points)
        }
        return DrawnDistrict(line, name, None, (reason,))
    if len(points) > MOST_CORNERS:
        return DrawnDistrict(line, name, None, (_("Das sind mehr als 2.000 Ecken."),))
    degrees = all(abs(a) <= LARGEST_DEGREE and abs(b) <= LARGEST_DEGREE for a, b in points)
    ring = Polygon([(b, a) for a, b in points] if degrees else points)
    return DrawnDistrict(line, name, reproject(ring, DEGREES, METRES) if degrees else ring)


def _from_geojson(text: str) -> list[DrawnDistrict]:
    try:
        given = json.loads(text)
        features = given["features"] if given.get("type") == "FeatureCollection" else [given]
        done = []
        for line, feature in enumerate(features, start=1):
            words = {str(key).casefold(): value for key, value in feature["properties"].items()}
            name = next((words[key] for key in ("name", "gen", "ortsteil") if words.get(key)), "")
            geometry = polygons_only(shape(feature["geometry"]))
            done.append(
                DrawnDistrict(line, str(name).strip(), reproject(geometry, DEGREES, METRES))
            )
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise UnreadableDrawing(
            _("Der Text beginnt wie GeoJSON, lässt sich aber nicht lesen. Bitte prüfen Sie ihn.")
        ) from error
    return done


def _names_once(read: Sequence[DrawnDistrict]) -> list[DrawnDistrict]:
    seen: dict[str, int] = {}
    done = []
    for one in read:
        reasons = list(one.reasons)
        if not one.name:
            reasons.append(_("Der Name fehlt."))
        elif len(one.name) > 120:
            reasons.append(_("Der Name ist länger als 120 Zeichen."))
        elif (first := seen.setdefault(one.name.casefold(), one.line)) != one.line:
            reasons.append(_("Diesen Namen hat schon Zeile %(line)d.") % {"line": first})
        done.append(DrawnDistrict(one.line, one.name, one.shape, tuple(reasons), one.hints))
    return done


def _inside(one: DrawnDistrict, town: BaseGeometry | None) -> DrawnDistrict:
    """Check a shape by itself and against the town; a little over the border is cut off."""
    if one.shape is None or one.reasons:
        return one
    if not one.shape.is_valid or one.shape.area <= 0:
        where = _("Die Linie kreuzt sich selbst. Bitte setzen Sie die Ecken der Reihe nach.")
        return DrawnDistrict(one.line, one.name, None, (where,), one.hints)
    if town is None:
        return one
    kept = polygons_only(one.shape.intersection(town))
    outside = 1 - kept.area / one.shape.area
    if outside > SLACK_SHARE:
        reason = _("%(share)s %% der Fläche liegen außerhalb Ihres Ortes.") % {
            "share": number(round(outside * 100))
        }
        return DrawnDistrict(one.line, one.name, None, (reason,), one.hints)
    hints = one.hints
    if outside > 0:
        hints = (*hints, _("An der Ortsgrenze etwas beschnitten."))
    return DrawnDistrict(one.line, one.name, kept, (), hints)


def _against_each_other(read: Sequence[DrawnDistrict]) -> tuple[DrawnDistrict, ...]:
    """Check that no two districts share an area; slivers go to the one that stands first."""
    done: list[DrawnDistrict] = []
    for one in read:
        shape_left, reasons, hints = one.shape, list(one.reasons), list(one.hints)
        for earlier in done:
            if shape_left is None or earlier.shape is None:
                continue
            shared = shape_left.intersection(earlier.shape).area
            if shared > SLACK_SHARE * min(shape_left.area, earlier.shape.area):
                reasons.append(
                    _("Überschneidet sich mit „%(name)s“ auf %(ha)s ha.")
                    % {"name": earlier.name, "ha": number(shared / 10_000, 1)}
                )
            elif shared > 0:
                shape_left = polygons_only(shape_left.difference(earlier.shape))
                hints.append(_("An „%(name)s“ angepasst.") % {"name": earlier.name})
        kept = None if reasons else shape_left
        done.append(DrawnDistrict(one.line, one.name, kept, tuple(reasons), tuple(hints)))
    return tuple(done)
