"""Take in a file, remove one, sweep what a crash left behind."""

from vorort.files.actions._store import (
    FileTooLarge,
    Readable,
    StorageFull,
    UnreadableImage,
    delete,
    store,
)
from vorort.files.actions._sweep import sweep_orphans

__all__ = [
    "FileTooLarge",
    "Readable",
    "StorageFull",
    "UnreadableImage",
    "delete",
    "store",
    "sweep_orphans",
]
