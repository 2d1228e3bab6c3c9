"""What of measures is public, what would be, and what the public page does not say yet."""

from vorort.outcomes.queries.changes import (
    MeasureLine,
    Staleness,
    changes_between,
    list_duties,
    list_lines,
    list_stale,
    options_of,
    stale_of,
    staleness_of,
    with_facts,
)
from vorort.outcomes.queries.material import (
    ORIGIN,
    Material,
    material_of,
    measure_path,
    measure_publication,
    sections_of,
)
from vorort.outcomes.queries.page import content_context, data_file, page_html, public_of
from vorort.outcomes.queries.panel import measure_panel

__all__ = [
    "ORIGIN",
    "Material",
    "MeasureLine",
    "Staleness",
    "changes_between",
    "content_context",
    "data_file",
    "list_duties",
    "list_lines",
    "list_stale",
    "material_of",
    "measure_panel",
    "measure_path",
    "measure_publication",
    "options_of",
    "page_html",
    "public_of",
    "sections_of",
    "stale_of",
    "staleness_of",
    "with_facts",
]
