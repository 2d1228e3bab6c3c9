"""What a Lagebild becomes: page, document, tables, data."""

from vorort.situation.exports.charts import Drawn, draw
from vorort.situation.exports.command import build_answer
from vorort.situation.exports.edition import Edition, EditionFigure, edition_of, edition_of_picture

__all__ = [
    "Drawn",
    "Edition",
    "EditionFigure",
    "build_answer",
    "draw",
    "edition_of",
    "edition_of_picture",
]
