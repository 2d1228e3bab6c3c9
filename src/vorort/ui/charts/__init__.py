"""Charts as SVG: drawn by Altair and vl-convert in a worker, coloured by the page's own CSS.

``series_chart`` gives the wide and the narrow picture of a series, ``series_pdf`` the same picture
with real colours for a document, ``multiples`` the small pictures of a group.
"""

from vorort.ui.charts.drawing import multiples, multiples_pdf, series_chart, series_pdf
from vorort.ui.charts.model import (
    ChartNote,
    ChartPictures,
    ChartSize,
    MultiplesChart,
    MultiplesPictures,
    SeriesChart,
)

__all__ = [
    "ChartNote",
    "ChartPictures",
    "ChartSize",
    "MultiplesChart",
    "MultiplesPictures",
    "SeriesChart",
    "multiples",
    "multiples_pdf",
    "series_chart",
    "series_pdf",
]
