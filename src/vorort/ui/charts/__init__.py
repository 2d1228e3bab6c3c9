"""Charts as SVG: drawn by Altair and vl-convert in a worker, coloured by the page's own CSS.

``series_chart`` gives the wide and the narrow picture of a series, ``series_pdf`` the same picture
with real colours for a document, ``multiples`` the small pictures of a group. ``change_chart`` and
``timeline_chart`` need no worker: plain lines for effects of measures.
"""

from vorort.ui.charts.drawing import multiples, multiples_pdf, series_chart, series_pdf
from vorort.ui.charts.effects import ChangeRow, Timeline, change_chart, timeline_chart
from vorort.ui.charts.model import (
    ChartNote,
    ChartPictures,
    ChartSize,
    MultiplesChart,
    MultiplesPictures,
    SeriesChart,
)

__all__ = [
    "ChangeRow",
    "ChartNote",
    "ChartPictures",
    "ChartSize",
    "MultiplesChart",
    "MultiplesPictures",
    "SeriesChart",
    "Timeline",
    "change_chart",
    "multiples",
    "multiples_pdf",
    "series_chart",
    "series_pdf",
    "timeline_chart",
]
