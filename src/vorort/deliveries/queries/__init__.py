"""Reads of deliveries: what is usable for whom, lists, preview, standing, duties."""

from vorort.deliveries.queries.listing import (
    find_stored,
    format_label,
    get_by_id,
    get_delivery,
    ids_of,
    list_deliveries,
    list_duties,
    list_of_towns,
    list_quarantined,
    reaches,
    usable,
    usable_ids,
)
from vorort.deliveries.queries.preview import (
    Preview,
    PreviewColumn,
    read_preview,
)
from vorort.deliveries.queries.standing import (
    Release,
    Standing,
    read_standings,
    release_of,
    standing_of,
)

__all__ = [
    "Preview",
    "PreviewColumn",
    "Release",
    "Standing",
    "find_stored",
    "format_label",
    "get_by_id",
    "get_delivery",
    "ids_of",
    "list_deliveries",
    "list_duties",
    "list_of_towns",
    "list_quarantined",
    "reaches",
    "read_preview",
    "read_standings",
    "release_of",
    "standing_of",
    "usable",
    "usable_ids",
]
