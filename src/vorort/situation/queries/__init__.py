"""Reads of the Lagebild: the computed picture, reports, duties."""

from vorort.situation.queries.picture import NoFiguresError, build_picture, resolve_area_key

__all__ = ["NoFiguresError", "build_picture", "resolve_area_key"]
