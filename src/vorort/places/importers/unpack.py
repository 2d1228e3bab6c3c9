"""From the bytes that came to a file a reader can open: unpacked, named, never too large."""

import gzip
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from vorort.places.importers.batch import UnreadableAreas

CHUNK = 1024 * 1024
# Text packs well; what grows beyond this is made to burst.
UNPACKED_TIMES = 20
SHAPE_PARTS = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
REGISTER_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?(10|20|30|40|50|60)\d{8}")
_HEAD = 4096


@dataclass(frozen=True)
class Opened:
    """``kind`` is ``register``, ``GeoPackage``, ``GeoJSON`` or ``Shape``; ``path`` what to read."""

    kind: str
    path: Path


def _too_large() -> UnreadableAreas:
    return UnreadableAreas(
        _("Die Datei ist ausgepackt zu groß. Bitte liefern Sie nur die Gebiete, die Sie brauchen.")
    )


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def _copy(source: _Readable, target: Path, limit: int) -> int:
    written = 0
    with target.open("wb") as out:
        while chunk := source.read(CHUNK):
            written += len(chunk)
            if written > limit:
                raise _too_large()
            out.write(chunk)
    return written


def open_areas(path: Path, folder: Path) -> Opened:
    """Return what the file is and where to read it; unpacks into ``folder``.

    The content decides, not the name: a stored file has none.
    """
    limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024 * UNPACKED_TIMES
    head = _head(path)
    if head.startswith(b"\x1f\x8b"):
        plain = folder / "plain"
        try:
            with gzip.open(path) as packed:
                _copy(packed, plain, limit)
        except (OSError, EOFError) as error:
            raise UnreadableAreas(_("Das gepackte Archiv ist beschädigt.")) from error
        path, head = plain, _head(plain)
    if head.startswith(b"PK\x03\x04"):
        return _open_zip(path, folder, limit)
    return _name(path, head, folder)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD)


def _name(path: Path, head: bytes, folder: Path) -> Opened:
    """Say what plain bytes are, and give them the name the reader expects."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise UnreadableAreas(_("Die Datei ist leer."))
    if head.startswith(b"SQLite format 3\x00"):
        kind, name = "GeoPackage", "areas.gpkg"
    elif REGISTER_LINE.match(head):
        return Opened("register", path)
    elif text.startswith(b"{"):
        kind, name = "GeoJSON", "areas.geojson"
    elif text[:200].lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableAreas(
            _("Das ist eine Internetseite, keine Gebietsdatei. Bitte laden Sie die Datei selbst.")
        )
    else:
        raise UnreadableAreas(
            _(
                "Die Datei ist weder GeoPackage noch GeoJSON, Shape (als ZIP) oder das amtliche "
                "Gemeindeverzeichnis (GV100AD)."
            )
        )
    target = folder / name
    # A link saves a copy; across file systems it has to be one.
    try:
        target.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, target)
    return Opened(kind, target)


def _open_zip(path: Path, folder: Path, limit: int) -> Opened:
    """Unpack the one Shape (or GeoPackage, GeoJSON) of an archive under names of our own."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            shapes = [info for info in members if info.filename.lower().endswith(".shp")]
            if len(shapes) > 1:
                raise UnreadableAreas(
                    _("Das Archiv enthält mehrere Shape-Dateien. Bitte liefern Sie eine je ZIP.")
                )
            if shapes:
                _unpack_shape(archive, shapes[0], folder, limit)
                return Opened("Shape", folder / "areas.shp")
            single = [
                info
                for info in members
                if info.filename.lower().endswith((".gpkg", ".geojson", ".json", ".txt"))
            ]
            if len(single) != 1:
                raise UnreadableAreas(
                    _("Das Archiv enthält keine Shape-Datei (.shp mit .dbf, .shx und .prj).")
                )
            with archive.open(single[0]) as source:
                _copy(source, folder / "member", limit)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise UnreadableAreas(_("Das ZIP-Archiv ist beschädigt oder verschlüsselt.")) from error
    return _name(folder / "member", _head(folder / "member"), folder)


def _unpack_shape(
    archive: zipfile.ZipFile, shape: zipfile.ZipInfo, folder: Path, limit: int
) -> None:
    stem = shape.filename[: -len(".shp")].lower()
    found = set()
    for info in archive.infolist():
        name = info.filename.lower()
        suffix = Path(name).suffix
        if suffix in SHAPE_PARTS and name.removesuffix(suffix) == stem:
            with archive.open(info) as source:
                limit -= _copy(source, folder / f"areas{suffix}", limit)
            found.add(suffix)
    if missing := {".dbf", ".shx"} - found:
        raise UnreadableAreas(
            _("Zur Shape-Datei fehlt im Archiv: %(parts)s.") % {"parts": ", ".join(sorted(missing))}
        )
