"""The staging file: checked rows wait outside the database until they are stored.

It has no name, so a killed importer leaves nothing behind: the system frees it.
"""

import errno
import json
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError

_UPLOAD = "upload-"
_DAY = 86_400
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StagingFull(DomainError):
    """The disk takes no more rows."""


def staging_full() -> StagingFull:
    """Return the error of a full disk."""
    return StagingFull(
        _("Der Speicherplatz reicht nicht. Es wurde nichts übernommen. Bitte schaffen Sie Platz "
          "und lesen Sie die Datei noch einmal ein.")
    )  # fmt: skip


@contextmanager
def _no_room_is_a_sentence() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise staging_full() from error
        raise


@contextmanager
def on_disk(blocks: Iterable[bytes]) -> Iterator[Path]:
    """Give a path to bytes that arrived in memory, for as long as they are looked at.

    What a killed process left behind a day ago is taken away on the way.
    """
    with _no_room_is_a_sentence():
        settings.STAGING_DIR.mkdir(parents=True, exist_ok=True)
        for left in settings.STAGING_DIR.glob(f"{_UPLOAD}*"):
            if left.stat().st_mtime < time.time() - _DAY:
                left.unlink(missing_ok=True)
        with tempfile.NamedTemporaryFile(dir=settings.STAGING_DIR, prefix=_UPLOAD) as file:
            for block in blocks:
                file.write(block)
            file.flush()
            yield Path(file.name)


class Staging:
    """Checked rows on disk; ``drop`` takes rows out again that a later row contradicts."""

    def __init__(self) -> None:
        with _no_room_is_a_sentence():
            settings.STAGING_DIR.mkdir(parents=True, exist_ok=True)
            self._file: IO[str] = tempfile.TemporaryFile(  # noqa: SIM115
                mode="w+", encoding="utf-8", dir=settings.STAGING_DIR, prefix="import-"
            )
        self._dropped: set[int] = set()
        self.rows = 0

    def add(self, row: list[Any]) -> None:
        """Keep a row; its first element is its line."""
        with _no_room_is_a_sentence():
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self.rows += 1

    def drop(self, line: int) -> None:
        """Take a row out again."""
        if line not in self._dropped:
            self._dropped.add(line)
            self.rows -= 1

    def __iter__(self) -> Iterator[list[Any]]:
        with _no_room_is_a_sentence():
            self._file.flush()
        self._file.seek(0)
        for text in self._file:
            row = json.loads(text)
            if row[0] not in self._dropped:
                yield row

    def close(self) -> None:
        # What could not be written cannot be flushed either.
        with _no_room_is_a_sentence():
            self._file.close()
