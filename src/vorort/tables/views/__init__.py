"""Pages: hand in, assign, preview and correct a table; what is remembered of its senders."""

from vorort.tables.views.intake import forget, new, senders
from vorort.tables.views.mapping import choose, mapping
from vorort.tables.views.preview import accept, correct, download, restore, row, show

__all__ = [
    "accept",
    "choose",
    "correct",
    "download",
    "forget",
    "mapping",
    "new",
    "restore",
    "row",
    "senders",
    "show",
]
