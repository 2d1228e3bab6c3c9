"""Where a stored file lies. Files have no addresses of their own: apps above hand them out."""

from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

from vorort.files.choices import Purpose
from vorort.files.models import StoredFile


def files_folder() -> Path:
    """Return the folder of all stored files."""
    return Path(settings.FILES_DIR)


def incoming_folder() -> Path:
    """Return the folder of files still arriving; on the same disk, so that a rename is enough."""
    return files_folder() / "incoming"


def path_of(stored: StoredFile) -> Path:
    """Return where the bytes of a stored file lie."""
    return path_for(stored.public_id)


def path_for(public_id: str) -> Path:
    """Return where the bytes of a file with this id lie; two letters keep folders small."""
    return files_folder() / public_id[:2] / public_id


def read_arms(public_id: str) -> tuple[bytes, str] | None:
    """Return bytes and type of a town's arms, or None; other files are not told this way."""
    stored = StoredFile.objects.filter(public_id=public_id, purpose=Purpose.ARMS).first()
    if stored is None or not path_of(stored).is_file():
        return None
    return path_of(stored).read_bytes(), stored.content_type


def open_stored(stored: StoredFile) -> BinaryIO:
    """Return the bytes of a stored file as an open stream; the caller closes it."""
    return cast("BinaryIO", path_of(stored).open("rb"))
