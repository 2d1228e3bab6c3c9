"""GeoPackage, GeoJSON and Shape: geometry with attributes, in metres when it leaves here."""

import datetime as dt
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyogrio
import shapely
from django.utils.translation import gettext as _
from pyproj import CRS
from pyproj.exceptions import ProjError
from shapely.geometry.base import BaseGeometry

from vorort.deliveries.queries import PreviewColumn
from vorort.places import queries
from vorort.places.actions import AreaRow, is_key_of
from vorort.places.choices import DEGREES, METRES, AreaKind
from vorort.places.importers.batch import AreaBatch, UnreadableAreas
from vorort.places.importers.columns import LAND_PART, area_key, detect, text_of
from vorort.places.importers.options import COLUMNS, ImportOptions
from vorort.places.importers.unpack import Opened
from vorort.places.queries.geo import polygons_only, reproject

# Germany with a margin, in degrees and in EPSG:25833.
DEGREES_BOX = (5.0, 46.5, 16.0, 56.0)
METRES_BOX = (-250_000.0, 5_150_000.0, 750_000.0, 6_250_000.0)
ROWS_LIMIT = 60_000
MEANINGS = {
    "key": "Schlüssel",
    "name": "Name",
    "other_name": "Name in anderer Sprache",
    "ars": "Regionalschlüssel",
    "designation": "Bezeichnung",
}
# Last change of an area, which tells how old a file is at least.
CHANGED_ON = "wsk"


@dataclass
class _Layer:
    crs: str | None
    columns: dict[str, Any]
    shapes: Any
    found: dict[str, str]


def read_vector(opened: Opened, options: ImportOptions) -> AreaBatch:
    """Return the areas of a file with their boundaries in EPSG:25833."""
    batch = AreaBatch()
    layer = _read_layer(opened, options)
    crs = _system(layer, options)
    shapes = _in_metres(layer.shapes, crs)
    parent = _parent(options, layer, shapes, batch)
    lines = _land_only(layer)
    batch.rows_read = len(lines)
    batch.shape = _("%(kind)s, %(crs)s, %(count)d Gebiete") % {
        "kind": opened.kind,
        "crs": crs,
        "count": len(lines),
    }
    batch.columns = _preview_columns(layer)
    batch.day = options.valid_from or _oldest_possible(layer)
    _take_rows(
        batch=batch, layer=layer, shapes=shapes, lines=lines, kind=options.kind, parent=parent
    )
    return batch


def _read_layer(opened: Opened, options: ImportOptions) -> _Layer:
    """Return the layer asked for, or the one whose keys fit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            names = [str(name) for name, _sort in pyogrio.list_layers(opened.path)]
        if asked := options.get("layer"):
            if asked not in names:
                raise UnreadableAreas(
                    _("Die Ebene „%(layer)s“ gibt es nicht. Vorhanden: %(all)s.")
                    % {"layer": asked, "all": ", ".join(names)}
                )
            names = [asked]
        layers = (_load(opened, name, options) for name in names)
        fitting = next((layer for layer in layers if layer.found.get("key")), None)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise UnreadableAreas(
            _("Die Datei lässt sich nicht als %(kind)s lesen; sie ist beschädigt.")
            % {"kind": opened.kind}
        ) from error
    if fitting is None:
        raise UnreadableAreas(
            _(
                "Keine Spalte mit Schlüsseln der Art „%(kind)s“ gefunden. Bitte ordnen Sie sie "
                "zu: Schlüssel (key) und Name (name)."
            )
            % {"kind": AreaKind(options.kind).label},
            field="key",
        )
    return fitting


def _load(opened: Opened, name: str, options: ImportOptions) -> _Layer:
    with warnings.catch_warnings():
        # What the driver only remarks on, our own checks judge.
        warnings.simplefilter("ignore")
        if pyogrio.read_info(opened.path, layer=name)["features"] > ROWS_LIMIT:
            raise UnreadableAreas(_("Die Datei hat zu viele Zeilen für eine Gebietsdatei."))
        meta, _fids, shapes, data = pyogrio.raw.read(opened.path, layer=name)
    columns = dict(zip((str(field) for field in meta["fields"]), data, strict=True))
    if shapes is None:
        return _Layer(None, columns, np.array([], dtype=object), {})
    mapped = {meaning: column for meaning, column in options.mapping if meaning in COLUMNS}
    if lost := sorted(set(mapped.values()) - columns.keys()):
        raise UnreadableAreas(
            _("Die zugeordnete Spalte „%(column)s“ gibt es nicht. Vorhanden: %(all)s.")
            % {"column": lost[0], "all": ", ".join(columns)},
            field="key",
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = shapely.from_wkb(shapes, on_invalid="ignore")
    return _Layer(meta["crs"], columns, made, detect(columns, options.kind) | mapped)


def _system(layer: _Layer, options: ImportOptions) -> str:
    """Return the system of coordinates: stated, in the file, or plain from the numbers."""
    stated = options.get("crs")
    box = shapely.total_bounds(layer.shapes)
    if stated or layer.crs:
        try:
            crs = CRS.from_user_input(stated or layer.crs)
        except ProjError as error:
            raise UnreadableAreas(
                _("Das Koordinatensystem „%(crs)s“ ist nicht bekannt.")
                % {"crs": stated or layer.crs}
            ) from error
        name = ":".join(crs.to_authority() or ()) or crs.to_wkt()
        if not (crs.is_geographic and not _inside(box, (-180.0, -90.0, 180.0, 90.0))):
            return DEGREES if name == "OGC:CRS84" else name
    if _inside(box, DEGREES_BOX):
        return DEGREES
    raise UnreadableAreas(
        _(
            "Das Koordinatensystem ist nicht erkennbar. Bitte nennen Sie es in der Zuordnung, "
            'zum Beispiel {"crs": "EPSG:25833"}.'
        ),
        field="crs",
    )


def _inside(box: Any, outer: tuple[float, float, float, float]) -> bool:
    return bool(
        box[0] >= outer[0] and box[1] >= outer[1] and box[2] <= outer[2] and box[3] <= outer[3]
    )


def _in_metres(shapes: Any, crs: str) -> list[BaseGeometry | None]:
    """Return the shapes in EPSG:25833; a file that then lies outside Germany is refused."""
    moved = [None if shape is None else reproject(shape, crs, METRES) for shape in shapes]
    box = shapely.total_bounds([shape for shape in moved if shape is not None])
    if np.isfinite(box).all() and not _inside(box, METRES_BOX):
        raise UnreadableAreas(
            _(
                "Die Gebiete liegen nach ihren Koordinaten nicht in Deutschland. Stimmt das "
                "Koordinatensystem (%(crs)s), sind Länge und Breite vertauscht?"
            )
            % {"crs": crs[:40]},
            field="crs",
        )
    return moved


def _land_only(layer: _Layer) -> list[int]:
    """Return the rows to read: without water parts where the file marks them."""
    lowered = {name.casefold(): column for name, column in layer.columns.items()}
    marks = lowered.get(LAND_PART[0])
    rows = range(len(layer.shapes))
    if marks is None:
        return list(rows)
    return [row for row in rows if text_of(marks[row]) in {str(LAND_PART[1]), ""}]


def _oldest_possible(layer: _Layer) -> dt.date | None:
    """Return the last day on which an area of the file changed: it is at least that young."""
    lowered = {name.casefold(): column for name, column in layer.columns.items()}
    days = []
    for cell in lowered.get(CHANGED_ON, ()):
        try:
            days.append(dt.date.fromisoformat(text_of(cell)[:10]))
        except ValueError:
            return None
    return max(days, default=None)


def _parent(
    options: ImportOptions, layer: _Layer, shapes: list[BaseGeometry | None], batch: AreaBatch
) -> str:
    """Return the municipality of districts: stated, in their keys, or where they lie."""
    if options.kind != AreaKind.DISTRICT:
        return ""
    if stated := options.get("parent"):
        return stated
    keys = [text_of(value) for value in layer.columns[layer.found["key"]]]
    if all(is_key_of(area_key(key, options.kind), options.kind) for key in keys):
        return ""
    points = [shape.representative_point() for shape in shapes if shape is not None]
    degrees = [queries.to_degrees(point.x, point.y) for point in points]
    towns = queries.locate_many(
        [lon for lon, _lat in degrees], [lat for _lon, lat in degrees], AreaKind.MUNICIPALITY
    )
    counts = {town: towns.count(town) for town in set(towns) if town}
    if counts:
        best = max(sorted(counts), key=lambda town: counts[town])
        if counts[best] > 0.5 * len(points):
            batch.hints.append(
                _("Der Lage nach gehören die Ortsteile zur Gemeinde %(key)s.") % {"key": best}
            )
            return best
    raise UnreadableAreas(
        _(
            "Zu welcher Gemeinde die Ortsteile gehören, steht nicht in der Datei. Bitte nennen "
            'Sie sie in der Zuordnung, zum Beispiel {"parent": "14713000"}.'
        ),
        field="parent",
    )


def _preview_columns(layer: _Layer) -> list[PreviewColumn]:
    meaning_of = {column: meaning for meaning, column in reversed(layer.found.items())}
    return [
        PreviewColumn(
            name=name,
            meaning=str(MEANINGS.get(meaning_of.get(name, ""), "")),
            example=text_of(column[0])[:60] if len(column) else "",
            recognised=name in meaning_of,
        )
        for name, column in layer.columns.items()
    ]


def _take_rows(
    *,
    batch: AreaBatch,
    layer: _Layer,
    shapes: list[BaseGeometry | None],
    lines: list[int],
    kind: str,
    parent: str,
) -> None:
    cells = {
        meaning: [text_of(value) for value in layer.columns[column]]
        for meaning, column in layer.found.items()
    }
    keys = {line: area_key(cells["key"][line], kind, parent) for line in lines}
    twice = _twice(keys, cells, shapes)
    kept: set[str] = set()
    repaired = 0
    rows = batch.states.setdefault(kind, [])
    for line in lines:
        key = keys[line]
        raw = "; ".join(f"{name}={text_of(column[line])}" for name, column in layer.columns.items())
        fault = _fault(key, kind, {m: column[line] for m, column in cells.items()}, shapes[line])
        if fault is None and key in twice:
            fault = (
                "duplicate",
                _("Der Schlüssel %(key)s steht mehrfach mit verschiedenen Angaben.") % {"key": key},
            )
        if fault is not None:
            batch.put_aside(line + 1, raw, *fault, key=key if is_key_of(key, kind) else "")
            continue
        if key in kept:
            continue
        shape, was_invalid = _repair(shapes[line])
        if shape.is_empty:
            batch.put_aside(
                line + 1, raw, "no-area", _("Die Fläche ist leer und nicht zu reparieren."), key=key
            )
            continue
        repaired += was_invalid
        kept.add(key)
        rows.append(_row(key, {m: column[line] for m, column in cells.items()}, shape))
    if repaired:
        batch.hints.append(
            _("%(count)d Flächen waren in sich fehlerhaft und wurden repariert.")
            % {"count": repaired}
        )


def _twice(
    keys: Mapping[int, str], cells: Mapping[str, list[str]], shapes: list[BaseGeometry | None]
) -> set[str]:
    """Return the keys that stand in several rows which disagree."""
    first: dict[str, int] = {}
    differ = set()
    for line, key in keys.items():
        other = first.setdefault(key, line)
        same_words = all(column[line] == column[other] for column in cells.values())
        if not same_words or not _same_shape(shapes[line], shapes[other]):
            differ.add(key)
    return differ


def _same_shape(one: BaseGeometry | None, other: BaseGeometry | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool(one is other or shapely.equals_exact(one, other))


def _fault(
    key: str, kind: str, words: Mapping[str, str], shape: BaseGeometry | None
) -> tuple[str, str] | None:
    """Return code and reason why a row cannot be taken over, or None."""
    if not words["key"]:
        return ("no-key", _("Der Schlüssel fehlt."))
    if not is_key_of(key, kind):
        return (
            "wrong-key",
            _("„%(key)s“ ist kein Schlüssel der Art „%(kind)s“.")
            % {"key": words["key"], "kind": AreaKind(kind).label},
        )
    if not words.get("name"):
        return ("no-name", _("Der Name fehlt."))
    if shape is None or shape.is_empty:
        return ("no-area", _("Die Fläche fehlt."))
    if shapely.get_dimensions(shape) < 2:
        return ("no-area", _("Statt einer Fläche steht hier ein Punkt oder eine Linie."))
    return None


def _repair(shape: BaseGeometry | None) -> tuple[BaseGeometry, bool]:
    assert shape is not None  # noqa: S101 - _fault has asked
    flat = shapely.force_2d(shape)
    if flat.is_valid:
        return polygons_only(flat), False
    return polygons_only(shapely.make_valid(flat)), True


def _row(key: str, words: Mapping[str, str], shape: BaseGeometry) -> AreaRow:
    low_x, low_y, high_x, high_y = shape.bounds
    ars = words.get("ars", "")
    return AreaRow(
        key=key,
        name=words["name"][:120],
        other_name=words.get("other_name", "")[:120],
        ars=ars if ars.isdigit() and len(ars) <= 12 else "",
        designation=words.get("designation", "")[:60],
        wkb=shapely.to_wkb(shape),
        box=(low_x, low_y, high_x, high_y),
        area_ha=shape.area / 10_000,
    )
