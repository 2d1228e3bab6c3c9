"""Writes that need several apps at once; each part is done by the app that owns the table."""

from vorort.desk.actions.setup import NoPicture, keep_legal_page, save_look, save_officers
from vorort.desk.actions.towns import found, open_town

__all__ = [
    "NoPicture",
    "found",
    "keep_legal_page",
    "open_town",
    "save_look",
    "save_officers",
]
