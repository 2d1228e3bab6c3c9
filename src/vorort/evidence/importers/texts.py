"""Bytes to text: compression, encoding, delimiter – and what is no table at all."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError

# A compressed file may unfold to this many times the upload limit.
UNFOLD_FACTOR = 4
_HEAD = 64 * 1024
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Two-byte UTF-8 read as Latin-1, or a DOS file read as Windows: no German word looks like that.
_BROKEN = re.compile(
    "[\u00c3\u00c2][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
    "|[A-Za-z][\u0080-\u009f\u201e\u201d\u2122\u0160\u0161\u0178\u017d\u0192\u2020\u2021\u2030][a-z]"
    "|\ufffd"
)
DELIMITERS = ";\t,|"


class UnreadableFile(DomainError):
    """The file as a whole cannot be read; nothing of it is stored."""


def unfold_limit() -> int:
    """Return how many bytes a compressed file may unfold to."""
    return settings.UPLOAD_LIMIT_MB * 1024 * 1024 * UNFOLD_FACTOR


def is_gzip(head: bytes) -> bool:
    return head[:2] == b"\x1f\x8b"


def is_zip(head: bytes) -> bool:
    return head[:4] == b"PK\x03\x04"


def head_of(path: Path) -> bytes:
    """Return the first bytes of a file, unfolded if it is gzip."""
    with path.open("rb") as raw:
        head = raw.read(_HEAD)
    if not is_gzip(head):
        return head
    with _open(path) as stream:
        return _read(stream, _HEAD)


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as raw:
        gzipped = is_gzip(raw.read(2))
    return cast("BinaryIO", gzip.open(path, "rb")) if gzipped else path.open("rb")


def _read(stream: BinaryIO, size: int) -> bytes:
    try:
        return stream.read(size)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(
            _("Die gepackte Datei ist beschädigt. Bitte laden Sie sie noch einmal herunter.")
        ) from error


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file: by mark, else UTF-8 if it fits, else Windows-1252.

    Raises
    ------
    UnreadableFile
        Empty, an HTML page, no text, or umlauts that are broken in every encoding.
    """
    head = head_of(path)
    _refuse_what_is_no_table(head)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if b"\x00" in head:
        raise UnreadableFile(_wrong_encoding())
    return "utf-8" if _is_utf8(path) else "cp1252"


def _is_utf8(path: Path) -> bool:
    size = 0
    with _open(path) as stream:
        import codecs  # noqa: PLC0415

        decoder = codecs.getincrementaldecoder("utf-8")()
        while block := _read(stream, 1 << 20):
            size += len(block)
            if size > unfold_limit():
                raise UnreadableFile(too_big())
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return False
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def too_big() -> str:
    return _("Die Datei ist ausgepackt größer als %(limit)s MB und wird nicht gelesen.") % {
        "limit": unfold_limit() // (1024 * 1024)
    }


def _wrong_encoding() -> str:
    return _(
        "Die Zeichen der Datei lassen sich nicht lesen. Bitte speichern Sie die Tabelle als CSV "
        "in UTF-8 oder Windows-1252, oder als XLSX."
    )


def _refuse_what_is_no_table(head: bytes) -> None:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        raise UnreadableFile(_("Die Datei ist leer."))
    start = text[:500].lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        raise UnreadableFile(
            _(
                "Das ist eine Internetseite und keine Tabelle. Bitte laden Sie die Tabelle "
                "selbst herunter und nicht die Seite, auf der sie steht."
            )
        )
    if start.startswith(b"%pdf"):
        raise UnreadableFile(_("Das ist ein PDF. Gebraucht wird die Tabelle als CSV oder XLSX."))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            _("Das ist eine Excel-Mappe alter Art (XLS). Bitte speichern Sie sie als XLSX.")
        )


def iter_lines(path: Path, encoding: str) -> Iterator[str]:
    """Yield the lines of a text file; refuses what unfolds beyond the limit."""
    size = 0
    with _open(path) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="strict", newline="")
        try:
            for line in text:
                size += len(line)
                if size > unfold_limit():
                    raise UnreadableFile(too_big())
                yield line
        except UnicodeDecodeError as error:
            raise UnreadableFile(_wrong_encoding()) from error
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableFile(
                _("Die gepackte Datei ist beschädigt. Bitte laden Sie sie noch einmal herunter.")
            ) from error


def check_letters(text: str) -> None:
    """Refuse text whose umlauts are broken: a wrong encoding somewhere on the way."""
    found = _BROKEN.search(text)
    if found:
        around = text[max(0, found.start() - 8) : found.end() + 8].strip()
        raise UnreadableFile(
            _("Die Umlaute der Datei sind beschädigt, zum Beispiel „%(text)s“. ") % {"text": around}
            + _wrong_encoding()
        )


def delimiter_of(lines: list[str]) -> str:
    """Return the delimiter that splits the most lines into the most equal columns."""
    best, best_score = ";", 0
    for candidate in DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=candidate)]
        widths = [width for width in widths if width > 1]
        if not widths:
            continue
        common = max(set(widths), key=widths.count)
        score = widths.count(common) * common
        if score > best_score:
            best, best_score = candidate, score
    if not best_score:
        raise UnreadableFile(
            _("In der Datei sind keine Spalten zu erkennen (erwartet: Semikolon als Trennzeichen).")
        )
    return best


def iter_rows(path: Path) -> Iterator[tuple[int, list[str], str]]:
    """Yield (line of the file, cells, line as delivered) of a CSV file."""
    encoding = encoding_of(path)
    start: list[str] = []
    for line in iter_lines(path, encoding):
        start.append(line)
        if len(start) >= 60:
            break
    delimiter = delimiter_of(start)
    source = iter_lines(path, encoding)
    raw: list[str] = []

    def remember() -> Iterator[str]:
        for line in source:
            raw.append(line)
            yield line

    reader = csv.reader(remember(), delimiter=delimiter)
    try:
        for cells in reader:
            text = "".join(raw).rstrip("\r\n")
            raw.clear()
            if cells:
                yield reader.line_num, cells, text
    except csv.Error as error:
        raise UnreadableFile(
            _("Zeile %(line)s lässt sich nicht in Spalten zerlegen.") % {"line": reader.line_num}
        ) from error


def describe(path: Path) -> tuple[str, str]:
    """Return encoding and delimiter in words, for the preview."""
    encoding = encoding_of(path)
    start = []
    for line in iter_lines(path, encoding):
        start.append(line)
        if len(start) >= 60:
            break
    names = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
    marks = {
        ";": _("Semikolon"),
        ",": _("Komma"),
        "\t": _("Tabulator"),
        "|": _("senkrechter Strich"),
    }
    return names[encoding], marks[delimiter_of(start)]
