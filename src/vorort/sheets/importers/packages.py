"""A look into the package of a workbook: what it unfolds to, what is hidden, what is merged."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from vorort.evidence.importers.texts import UnreadableFile, too_big, unfold_limit

# A sheet of a town's figures has some hundred rows; a claim beyond this would fill the memory.
MAX_CELLS = 1_000_000
# Merged over more cells than this is decoration of a whole page.
MAX_MERGED_CELLS = 5_000
_BLOCK = 1 << 20
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>(.{2})', re.DOTALL)
_FORMULA = re.compile(rb"<f[ >/]")
_UNANSWERED = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_ROW = re.compile(rb"<row\b([^>]*)>")
_COL = re.compile(rb"<col\b([^>]*)>")
_SHEET = re.compile(rb"<sheet\b([^>]*)>")
_RELATION = re.compile(rb"<Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_TRUE = {b"1", b"true"}
_ODS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"

Span = tuple[int, int, int, int]


@dataclass
class SheetLook:
    """What the package says about one sheet; rows and columns are counted from 0."""

    formulas: int = 0
    unanswered: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    # First row, first column, last row, last column; only where the reader itself knows none.
    merged: list[Span] = field(default_factory=list)
    rows: int = 0
    columns: int = 0

    @property
    def too_big(self) -> bool:
        return self.rows * self.columns > MAX_CELLS


def column_number(letters: str) -> int:
    """Return the number of a column from 0: ``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a column: 0 is ``A``."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(text))


@contextmanager
def _damage_is_a_sentence() -> Iterator[None]:
    damaged = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
    try:
        yield
    except (*damaged, ET.ParseError) as error:
        raise UnreadableFile(
            _("Die Mappe ist beschädigt oder mit einem Kennwort geschützt. Bitte speichern Sie sie "
              "ohne Kennwort und laden Sie sie noch einmal hoch.")
        ) from error  # fmt: skip


def look_into(path: Path) -> dict[str, SheetLook]:
    """Return what the package of an XLSX or ODS says, by name of the sheet.

    Every part is unfolded in small blocks and counted: sizes in the directory may lie.

    Raises
    ------
    UnreadableFile
        A bomb, a damaged or protected package, or an archive that is no workbook.
    """
    with _damage_is_a_sentence(), zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        if sum(part.file_size for part in package.infolist()) > unfold_limit():
            raise UnreadableFile(too_big())
        if "xl/workbook.xml" in names:
            return _look_into_xlsx(package)
        if "content.xml" in names:
            return _look_into_ods(package)
        if "xl/workbook.bin" in names:
            raise UnreadableFile(
                _(
                    "Das ist eine Excel-Mappe im Binärformat (XLSB). Bitte speichern Sie sie als XLSX."
                )
            )
    raise UnreadableFile(
        _("Das ist ein ZIP-Archiv und keine Tabelle. Bitte entpacken Sie es vorher.")
    )


class _Budget:
    """How much the package may still unfold to."""

    def __init__(self) -> None:
        self.left = unfold_limit()

    def blocks(self, stream: IO[bytes]) -> Iterator[bytes]:
        while block := stream.read(_BLOCK):
            self.left -= len(block)
            if self.left < 0:
                raise UnreadableFile(too_big())
            yield block


def _look_into_xlsx(package: zipfile.ZipFile) -> dict[str, SheetLook]:
    budget = _Budget()
    parts = _sheet_parts(package)
    found: dict[str, SheetLook] = {}
    for part in package.infolist():
        with package.open(part) as stream:
            if part.filename in parts:
                found[parts[part.filename]] = _look_into_sheet(budget.blocks(stream))
            else:
                for _block in budget.blocks(stream):
                    pass
    return found


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the name of the sheet for each part of the package that holds one."""
    targets: dict[bytes, str] = {}
    if "xl/_rels/workbook.xml.rels" in package.namelist():
        with package.open("xl/_rels/workbook.xml.rels") as stream:
            for text in _RELATION.findall(stream.read(_BLOCK)):
                known = _attributes(text)
                target = known.get(b"Target", b"").decode("utf-8", "replace").lstrip("/")
                name = target if target.startswith("xl/") else f"xl/{target}"
                targets[known.get(b"Id", b"")] = name
    with package.open("xl/workbook.xml") as stream:
        sheets = [_attributes(text) for text in _SHEET.findall(stream.read(_BLOCK))]
    return {
        targets.get(known.get(b"r:id", b""), f"xl/worksheets/sheet{n}.xml"): _unescaped(
            known.get(b"name", b"")
        )
        for n, known in enumerate(sheets, 1)
    }


def _unescaped(text: bytes) -> str:
    plain = text.decode("utf-8", "replace")
    for code, letter in (("&quot;", '"'), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">")):
        plain = plain.replace(code, letter)
    return plain.replace("&amp;", "&")


def _look_into_sheet(blocks: Iterator[bytes]) -> SheetLook:
    look, rest = SheetLook(), b""
    ended = False
    while not ended:
        block = next(blocks, b"")
        ended = not block
        text = rest + block
        # The last element may go on in the next block.
        cut = len(text) if ended else max(text.rfind(b"<c r="), text.rfind(b"<row"))
        done, rest = (text[:cut], text[cut:]) if cut > 0 else (b"", text)
        look.formulas += len(_FORMULA.findall(done))
        for place in _UNANSWERED.findall(done):
            letters = place.rstrip(b"0123456789").decode()
            look.unanswered.add((int(place[len(letters) :]) - 1, column_number(letters)))
        for known in map(_attributes, _ROW.findall(done)):
            if known.get(b"hidden") in _TRUE and known.get(b"r", b"").isdigit():
                look.hidden_rows.add(int(known[b"r"]) - 1)
        for known in map(_attributes, _COL.findall(done)):
            if known.get(b"hidden") in _TRUE:
                first, last = int(known.get(b"min", b"1")), int(known.get(b"max", b"1"))
                look.hidden_columns.update(range(first - 1, min(last, first + 500)))
        for letters_, row, content in _CELL.findall(done):
            if content in {b"<v", b"<f", b"<i"}:
                look.rows = max(look.rows, int(row))
                look.columns = max(look.columns, column_number(letters_.decode()) + 1)
    return look


def _look_into_ods(package: zipfile.ZipFile) -> dict[str, SheetLook]:
    budget = _Budget()
    for part in package.infolist():
        with package.open(part) as stream:
            head = b""
            for block in budget.blocks(stream):
                head = head or block[:4096]
            if part.filename == "content.xml" and b"<!DOCTYPE" in head:
                raise UnreadableFile(
                    _("Die Mappe enthält eine Dokumenttyp-Angabe und wird nicht gelesen.")
                )
    with package.open("content.xml") as stream:
        return _OdsLook().read(stream)


class _OdsLook:
    """Walks through the tables of an ODS; repeated rows and columns are counted, not made."""

    def __init__(self) -> None:
        self.found: dict[str, SheetLook] = {}
        self._row = self._column = self._listed = 0

    def read(self, stream: IO[bytes]) -> dict[str, SheetLook]:
        look = SheetLook()
        for event, element in ET.iterparse(stream, events=("start", "end")):  # noqa: S314
            tag = element.tag.removeprefix(_ODS)
            if tag == element.tag:
                continue
            if event == "start" and tag == "table":
                look = SheetLook()
                self.found[element.get(f"{_ODS}name", "")] = look
                self._row = self._column = self._listed = 0
            elif event == "end":
                self._end(tag, element, look)
        return self.found

    def _end(self, tag: str, element: ET.Element, look: SheetLook) -> None:
        if tag == "table-column":
            times = _times(element, "number-columns-repeated")
            if element.get(f"{_ODS}visibility") in {"collapse", "filter"}:
                look.hidden_columns.update(range(self._listed, self._listed + min(times, 500)))
            self._listed += times
        elif tag in {"table-cell", "covered-table-cell"}:
            self._cell(element, look)
        elif tag == "table-row":
            times = _times(element, "number-rows-repeated")
            if element.get(f"{_ODS}visibility") in {"collapse", "filter"} and times < 1000:
                look.hidden_rows.update(range(self._row, self._row + times))
            self._row, self._column = self._row + times, 0
            element.clear()

    def _cell(self, element: ET.Element, look: SheetLook) -> None:
        times = _times(element, "number-columns-repeated")
        wide = _times(element, "number-columns-spanned")
        high = _times(element, "number-rows-spanned")
        if wide > 1 or high > 1:
            last = self._row + high - 1, self._column + wide - 1
            look.merged.append((self._row, self._column, *last))
        if len(element) or element.get(f"{_ODS}formula"):
            look.formulas += element.get(f"{_ODS}formula") is not None
            look.rows = max(look.rows, self._row + 1)
            look.columns = max(look.columns, self._column + times)
        self._column += times


def _times(element: ET.Element, name: str) -> int:
    text = element.get(f"{_ODS}{name}", "1")
    return int(text) if text.isdigit() else 1
