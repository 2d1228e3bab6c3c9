"""JSON and GeoJSON of a published edition, for other programs."""

import datetime as dt
import json
from typing import Any

from vorort.pictures.choices import IndicatorPicture, MapPicture, to_json
from vorort.pictures.exports.edition import Edition, EditionFigure
from vorort.pictures.exports.parts import clearance
from vorort.places import queries as places
from vorort.places.models import Area
from vorort.publications import exports as corrections

SCHEMA = "vorort.lagebild"
SCHEMA_VERSION = 1


def payload(edition: Edition) -> dict[str, Any]:
    """Return the edition as plain values; missing and hidden numbers are null."""
    frame = edition.frame
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "title": edition.title,
        "town": edition.town,
        "area": {"key": edition.area_key, "name": edition.area_name},
        "year": edition.year,
        "version": edition.version,
        "published_on": edition.on.isoformat(),
        "population": frame.population,
        "population_source": frame.population_source,
        "population_on": frame.population_on or None,
        "sections": [
            {"kind": part.kind.value, "title": part.title, "text": part.text}
            for part in edition.sections
        ],
        "series": [_series(figure, one) for figure, one in edition.indicators],
        "maps": [{"figure": figure.number, **to_json(one)} for figure, one in edition.maps],
        "hidden": to_json(edition.hidden),
        "corrections": corrections.payload(edition.corrections),
        "sources": to_json(frame.sources),
        "methods": dict(frame.methods),
        "licence": "dl-de/by-2-0",
    }


def _series(figure: EditionFigure, one: IndicatorPicture) -> dict[str, Any]:
    return {
        "figure": figure.number,
        "offence_key": one.code,
        "title": figure.title,
        "label": one.label,
        "definition": figure.definition,
        "control_offence": one.control_offence,
        "group": one.source if one.beside else "pks",
        "measure": one.measure,
        "unit": one.unit or None,
        "verdict": str(one.verdict),
        "verdict_from": one.verdict_from,
        "sentence": one.sentence,
        "mean": {
            "years": list(one.mean_years),
            "rate_per_100k": one.mean_rate,
            "rate_low": one.mean_low,
            "rate_high": one.mean_high,
        },
        "change_percent": one.change_percent,
        "change_distinguishable": one.change_distinguishable,
        "state": to_json(one.state),
        "peers": to_json(one.peers),
        "breaks": list(one.breaks),
        "special_effects": [
            {"year": e.year, "letter": e.letter, "text": e.text} for e in one.effects
        ],
        "notes": list(one.notes),
        "values": [
            {
                "year": point.year,
                "cases": point.cases,
                "value": point.value if not one.judged else None,
                "rate_per_100k": point.rate,
                "rate_low": point.low,
                "rate_high": point.high,
                "rate_published": point.rate_published,
                "clearance_rate": clearance(point),
                "population": point.population,
                "population_source": point.base or None,
                "hidden": point.hidden,
                "special_effect": point.excluded,
                "state_rate_per_100k": point.reference,
            }
            for point in one.points
        ],
    }


def render_json(edition: Edition) -> bytes:
    """Return the payload as UTF-8 JSON."""
    text = json.dumps(payload(edition), ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode()


def render_geojson(edition: Edition) -> bytes:
    """Return the areas of the map, or the own area, with their values (RFC 7946)."""
    on = dt.date(edition.year, 12, 31)
    features = _map_features(*edition.maps[0], on) if edition.maps else [_own_feature(edition, on)]
    collection = {
        "type": "FeatureCollection",
        "title": f"{edition.title}, {edition.town}",
        "licence": "dl-de/by-2-0",
        "sources": [line.label for line in edition.frame.sources],
        "features": features,
    }
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _map_features(figure: EditionFigure, area_map: MapPicture, on: dt.date) -> list[dict[str, Any]]:
    known = places.list_by_keys([row.key for row in area_map.rows], on)
    return [
        {
            "type": "Feature",
            "id": row.key,
            "geometry": _geometry(known.get(row.key)),
            "properties": {
                "name": row.name,
                "offence_key": area_map.code,
                "offence": area_map.label,
                "years": list(area_map.years),
                "cases": row.cases,
                "rate_per_100k": row.rate,
                "rate_low": row.low,
                "rate_high": row.high,
                "hidden": row.hidden,
                "too_few": row.few,
                "figure": figure.number,
            },
        }
        for row in area_map.rows
    ]


def _own_feature(edition: Edition, on: dt.date) -> dict[str, Any]:
    values = [
        {
            "offence_key": one.code,
            "offence": figure.title,
            "cases": one.now.cases,
            "rate_per_100k": one.now.rate,
            "hidden": one.now.hidden,
        }
        for figure, one in edition.indicators
    ]
    return {
        "type": "Feature",
        "id": edition.area_key,
        "geometry": _geometry(places.get_or_none(edition.area_key, on)),
        "properties": {"name": edition.area_name, "year": edition.year, "values": values},
    }


def _geometry(area: Area | None) -> dict[str, Any] | None:
    return places.geojson_geometry(area) if area else None
