"""Take in a file: stream, hash, judge, strip, rename; then the row. A crash leaves only an orphan."""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.core.ids import new_public_id
from vorort.files.actions._content import content_type_of
from vorort.files.actions._images import strip_metadata
from vorort.files.choices import IMAGES, ContentType, Purpose
from vorort.files.models import StoredFile
from vorort.files.queries import incoming_folder, path_for, path_of

if TYPE_CHECKING:
    from vorort.accounts.models import Person

CHUNK = 256 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Readable(Protocol):
    """What a file may arrive as: anything that reads bytes piece by piece."""

    def read(self, size: int, /) -> bytes: ...


class FileTooLarge(DomainError):
    """The file is over the limit; reading stopped there."""


class StorageFull(DomainError):
    """The disk takes no more."""


class UnreadableImage(DomainError):
    """A picture that cannot be read, or with far too many pixels."""


def store(
    *,
    stream: Readable,
    name: str,
    purpose: Purpose | str,
    by: "Person | None",
    limit_bytes: int | None = None,
    authority_id: int | None = None,
) -> StoredFile:
    """Keep a file and return its row.

    The bytes are complete and on the disk before the row exists. The row belongs to the caller's
    transaction: if that fails, the bytes stay behind as an orphan for ``sweep_orphans``.
    """
    limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024 if limit_bytes is None else limit_bytes
    public_id = new_public_id()
    with _no_room_is_a_sentence(), _arriving() as arriving:
        size, sha256 = _receive(stream, arriving, limit=limit)
        content_type = content_type_of(arriving)
        if content_type in IMAGES:
            size, sha256 = _without_metadata(arriving, content_type)
        _move_into_place(arriving, path_for(public_id))
    with transaction.atomic():
        stored = StoredFile.objects.create(
            public_id=public_id,
            sha256=sha256,
            size=size,
            content_type=content_type,
            original_name=plain_name(name),
            purpose=Purpose(purpose),
            stored_by=by,
        )
        record(
            verb="files.stored",
            by=by,
            authority_id=authority_id,
            kind="files.storedfile",
            object_id=stored.public_id,
            label=stored.original_name,
            after={"sha256": sha256, "size": size, "content_type": str(content_type)},
        )
    return stored


@transaction.atomic
def delete(
    *, stored: StoredFile, by: "Person | None", reason: str, authority_id: int | None = None
) -> None:
    """Delete a file nobody needs any more; the bytes go when the transaction has succeeded."""
    path = path_of(stored)
    record(
        verb="files.deleted",
        by=by,
        authority_id=authority_id,
        kind="files.storedfile",
        object_id=stored.public_id,
        label=stored.original_name,
        before={"sha256": stored.sha256, "size": stored.size},
        after={"reason": reason},
    )
    stored.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def plain_name(name: str) -> str:
    """Return the last part of a file name without control characters, at most 200 letters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(char for char in last if char.isprintable()).strip()
    if len(clean) <= 200:
        return clean or "datei"
    stem, dot, ending = clean.rpartition(".")
    keep = ending[:10]
    return f"{stem[: 199 - len(keep)]}{dot}{keep}" if dot else clean[:200]


@contextmanager
def _arriving() -> Iterator[Path]:
    folder = incoming_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{secrets.token_hex(12)}.part"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _no_room_is_a_sentence() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise StorageFull(
            _(
                "Der Speicherplatz auf dem Server reicht nicht aus. Es wurde nichts gespeichert. "
                "Bitte verständigen Sie Ihre Systembetreuung."
            )
        ) from error


def _receive(stream: Readable, target: Path, *, limit: int) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with target.open("xb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise FileTooLarge(
                    _(
                        "Die Datei ist größer als %(limit)s MB. Bitte teilen Sie die Datei auf "
                        "oder wenden Sie sich an Ihre Systembetreuung."
                    )
                    % {"limit": _in_megabytes(limit)},
                    details={"limit_bytes": limit},
                )
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _in_megabytes(limit: int) -> str:
    return f"{limit / (1024 * 1024):.1f}".removesuffix(".0").replace(".", ",")


def _without_metadata(arriving: Path, content_type: ContentType) -> tuple[int, str]:
    bare = arriving.with_suffix(".bare.part")
    try:
        strip_metadata(arriving, bare, content_type)
        bare.replace(arriving)
    except (ValueError, SyntaxError) as error:
        raise _unreadable() from error
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise
        raise _unreadable() from error
    finally:
        bare.unlink(missing_ok=True)
    with arriving.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        os.fsync(file.fileno())
    return arriving.stat().st_size, digest.hexdigest()


def _unreadable() -> UnreadableImage:
    return UnreadableImage(
        _("Das Bild lässt sich nicht lesen. Bitte speichern Sie es neu als PNG, JPEG oder SVG.")
    )


def _move_into_place(arriving: Path, final: Path) -> None:
    final.parent.mkdir(parents=True, exist_ok=True)
    arriving.rename(final)
    # The name, too, must survive a power cut.
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
