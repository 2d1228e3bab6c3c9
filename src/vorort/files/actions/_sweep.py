"""Remove files without a row: what a crash or a rolled back transaction left behind."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from vorort.core.ids import ALPHABET, LENGTH
from vorort.files.models import StoredFile
from vorort.files.queries import files_folder, incoming_folder

_BATCH = 500


def sweep_orphans(*, grace: dt.timedelta, at: dt.datetime) -> int:
    """Delete files without a row that are older than ``grace`` at ``at``; return how many.

    The grace period must be longer than the longest transaction: a file lies in its place before
    its row is visible to others.
    """
    oldest = (at - grace).timestamp()
    swept = 0
    for path in incoming_folder().glob("*.part"):
        swept += _remove_if_older(path, oldest)
    for batch in _batches(_old_files(oldest)):
        known = set(
            StoredFile.objects.filter(public_id__in=batch).values_list("public_id", flat=True)
        )
        for public_id, path in batch.items():
            if public_id not in known:
                swept += _remove_if_older(path, oldest)
    return swept


def _old_files(oldest: float) -> Iterator[Path]:
    for path in files_folder().glob("??/*"):
        named_by_us = len(path.name) == LENGTH and set(path.name) <= set(ALPHABET)
        if named_by_us and path.is_file() and path.stat().st_mtime < oldest:
            yield path


def _batches(paths: Iterator[Path]) -> Iterator[dict[str, Path]]:
    batch: dict[str, Path] = {}
    for path in paths:
        batch[path.name] = path
        if len(batch) == _BATCH:
            yield batch
            batch = {}
    if batch:
        yield batch


def _remove_if_older(path: Path, oldest: float) -> int:
    try:
        if path.stat().st_mtime >= oldest:
            return 0
        path.unlink()
    except FileNotFoundError:
        return 0
    return 1
