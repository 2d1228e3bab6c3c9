"""Workbooks whose bytes depend on their content alone, not on the moment of writing."""

import datetime as dt
import io
import re
import zipfile

from openpyxl import Workbook

_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")


def pack(book: Workbook, *, title: str, creator: str, at: dt.datetime) -> bytes:
    """Return a workbook as bytes: the same content and day, the same bytes."""
    book.properties.title, book.properties.creator = title, creator
    book.properties.created = book.properties.modified = at
    packed = io.BytesIO()
    book.save(packed)
    return _same_bytes(packed.getvalue())


def _same_bytes(packed: bytes) -> bytes:
    """Return the same archive without the time it was written.

    The writer puts the moment of saving into the properties too, whatever they said before.
    """
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(done, "w") as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"", content)
            new.writestr(entry, content)
    return done.getvalue()
