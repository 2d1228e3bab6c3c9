"""Compute the Lagebild of an area and year; say it in sentences; guard it."""

from vorort.pictures.queries.gate import Earlier, as_shown
from vorort.pictures.queries.maps import build_map, map_rests_on
from vorort.pictures.queries.picture import (
    Built,
    NoFiguresError,
    build,
    build_picture,
    resolve_area_key,
)
from vorort.pictures.queries.plans import PlannedFigure, PlannedSection, missing_groups, plan

__all__ = [
    "Built",
    "Earlier",
    "NoFiguresError",
    "PlannedFigure",
    "PlannedSection",
    "as_shown",
    "build",
    "build_map",
    "build_picture",
    "map_rests_on",
    "missing_groups",
    "plan",
    "resolve_area_key",
]
