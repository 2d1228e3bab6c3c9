"""Maps as SVG, made on the server: metres in, classes of the page out; always beside a list."""

from vorort.ui.maps.drawing import choropleth, choropleth_pdf, choropleth_pictures
from vorort.ui.maps.model import ChoroplethMap, MapArea, legend_entries

__all__ = [
    "ChoroplethMap",
    "MapArea",
    "choropleth",
    "choropleth_pdf",
    "choropleth_pictures",
    "legend_entries",
]
