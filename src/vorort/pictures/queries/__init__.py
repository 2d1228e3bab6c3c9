"""Compute the Lagebild of an area and year; say it in sentences; guard it."""

from vorort.pictures.queries.maps import build_map
from vorort.pictures.queries.picture import NoFiguresError, build_picture, resolve_area_key
from vorort.pictures.queries.plans import PlannedFigure, PlannedSection, missing_groups, plan

__all__ = [
    "NoFiguresError",
    "PlannedFigure",
    "PlannedSection",
    "build_map",
    "build_picture",
    "missing_groups",
    "plan",
    "resolve_area_key",
]
