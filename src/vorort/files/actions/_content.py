"""What a file is, judged by its bytes; names and what a browser says are not believed."""

import re
import zipfile
from pathlib import Path

from vorort.files.choices import ContentType

HEAD = 64 * 1024
_MAGIC: tuple[tuple[bytes, ContentType], ...] = (
    (b"%PDF-", ContentType.PDF),
    (b"\x89PNG\r\n\x1a\n", ContentType.PNG),
    (b"\xff\xd8\xff", ContentType.JPEG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ContentType.XLS),
)
_SQLITE = b"SQLite format 3\x00"
# The application id stands at byte 68 of the database header.
_GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")
_GEOJSON = re.compile(r'"type"\s*:\s*"(FeatureCollection|Feature)"')
# The root of a drawing, behind whatever its program wrote before it.
_SVG = re.compile(
    r"^\s*(<\?xml[^>]*\?>|<!--.*?-->|<!doctype[^>]*>|\s)*<(\w+:)?svg[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_DELIMITERS = (";", "\t", ",")


def content_type_of(path: Path) -> ContentType:
    """Return what the file at ``path`` is."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        return ContentType.EMPTY
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_SQLITE):
        is_geo = head[68:72] in _GEOPACKAGE_IDS
        return ContentType.GEOPACKAGE if is_geo else ContentType.SQLITE
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(path)
    text = _as_text(head)
    return ContentType.UNKNOWN if text is None else _of_text(text)


def _inside_zip(path: Path) -> ContentType:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ContentType.UNKNOWN
    if "xl/workbook.xml" in names:
        return ContentType.XLSX
    if "word/document.xml" in names:
        return ContentType.DOCX
    if {"mimetype", "content.xml"} <= names:
        return ContentType.ODS
    return ContentType.ZIP


def _as_text(head: bytes) -> str | None:
    """Return the head as text, or None for binary data; offices still send Windows-1252."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    if b"\x00" in head:
        return None
    # A cut at the end of the head may split a character.
    text = head.decode("utf-8-sig", errors="ignore")
    if len(text.encode()) < len(head) - 6:
        text = head.decode("latin-1")
    control = sum(1 for char in text if ord(char) < 32 and char not in "\t\r\n\f\x1a")
    return None if control else text


def _of_text(text: str) -> ContentType:
    start = text.lstrip("\ufeff \t\r\n")
    low = start[:2048].lower()
    if low.startswith(("<svg", "<?xml", "<!doctype svg", "<!--")) and _SVG.search(text):
        return ContentType.SVG
    if low.startswith(("<!doctype html", "<html")) or "<html" in low or "<body" in low:
        return ContentType.HTML
    if low.startswith("<?xml"):
        return ContentType.XML
    if start.startswith(("{", "[")):
        return ContentType.GEOJSON if _GEOJSON.search(start) else ContentType.JSON
    lines = [line for line in start.splitlines()[:30] if line.strip()]
    if any(sum(sign in line for line in lines) >= min(2, len(lines)) for sign in _DELIMITERS):
        return ContentType.CSV
    return ContentType.TEXT
