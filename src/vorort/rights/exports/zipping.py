"""A ZIP whose every part has its checksum, written piece by piece."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

CHUNK = 256 * 1024
# The oldest time a ZIP knows: the same content gives the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


class Bundle:
    """A ZIP being written; ``close`` adds ``SHA256SUMS`` (for ``sha256sum -c``)."""

    def __init__(self, target: Path) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self._sums: dict[str, str] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> str:
        """Write one part and return its checksum."""
        digest = hashlib.sha256()
        info = zipfile.ZipInfo(name, EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as part:
            for piece in pieces:
                digest.update(piece)
                part.write(piece)
        self._sums[name] = digest.hexdigest()
        return self._sums[name]

    def add_text(self, name: str, text: str) -> str:
        return self.add(name, [text.encode()])

    def add_json(self, name: str, value: object) -> str:
        return self.add_text(name, json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def add_stream(self, name: str, stream: BinaryIO) -> str:
        return self.add(name, iter(lambda: stream.read(CHUNK), b""))

    def close(self) -> None:
        lines = "".join(f"{sha}  {name}\n" for name, sha in sorted(self._sums.items()))
        self.add_text("SHA256SUMS", lines)
        self._zip.close()

    def abandon(self) -> None:
        self._zip.close()


@contextmanager
def bundle(target: Path) -> Iterator[Bundle]:
    """Write a bundle; on any error nothing of it stays."""
    made = Bundle(target)
    try:
        yield made
        made.close()
    except BaseException:
        made.abandon()
        target.unlink(missing_ok=True)
        raise
