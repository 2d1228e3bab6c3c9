"""Files of areas: geometry with attributes, or the register of municipalities."""

from vorort.places.importers.batch import AreaBatch, UnreadableAreas
from vorort.places.importers.flow import (
    TooManyBadRows,
    check_delivery,
    import_file,
    preview_of,
    read_areas,
    store_delivery,
)
from vorort.places.importers.options import ImportOptions, read_mapping

__all__ = [
    "AreaBatch",
    "ImportOptions",
    "TooManyBadRows",
    "UnreadableAreas",
    "check_delivery",
    "import_file",
    "preview_of",
    "read_areas",
    "read_mapping",
    "store_delivery",
]
