"""What a Lagebild becomes: page, document, tables, data."""

from vorort.pictures.exports.charts import Drawn, draw
from vorort.pictures.exports.command import build_answer
from vorort.pictures.exports.edition import (
    Edition,
    EditionFigure,
    EditionSection,
    edition_of_picture,
)

__all__ = [
    "Drawn",
    "Edition",
    "EditionFigure",
    "EditionSection",
    "build_answer",
    "draw",
    "edition_of_picture",
]
