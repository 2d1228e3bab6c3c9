"""Find the header of a table, join its lines and say which column is what."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from vorort.evidence.choices import COLUMN_OF, COLUMNS, TABLES, TableSpec
from vorort.evidence.importers.texts import UnreadableFile

SEARCHED_ROWS = 40
MAX_HEADER_ROWS = 6
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "%": "prozent"})
_OFFENCE = re.compile(r"[0-9*-]{6}|\d{1,6}|\d\.\d\dE\+\d{3}")
# A blank header cell right of these is the second half of a merged pair: number, then per cent.
_PAIRS = {"attempts": "attempts_share", "suspects_foreign": "suspects_foreign_share"}
# Merged over two columns without naming either: cleared cases and clearance rate.
_CLEARANCE_PAIR = re.compile(r"auff?klaerung")
_REFERENCE = re.compile(r"^vonspalte\d+")


@dataclass(frozen=True)
class Layout:
    """Where the header ended and which column holds what."""

    first_data_row: int
    columns: dict[str, int]
    names: tuple[str, ...]
    preamble: tuple[str, ...] = field(default=())


def squash(text: str) -> str:
    """Return a header in the form patterns are written for: letters and digits only."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    return re.sub(r"[^a-z0-9]", "", plain)


def is_numbering(cells: Sequence[str]) -> bool:
    """Return whether the row only numbers the columns: 1;2;3;… (also 1.0, 2.0)."""
    numbers = [cell for cell in cells if cell.strip()]
    if len(numbers) < 3:
        return False
    try:
        values = [float(number) for number in numbers]
    except ValueError:
        return False
    counted = [float(index) for index in range(1, len(values) + 1)]
    # A sheet of the population tables numbers only every other column as text: 1, 2.0, 2, 3.0 …
    return values == counted or (
        values[0] == 1 and all(0 <= b - a <= 1 for a, b in pairwise(values))
        and all(value == int(value) and value <= len(values) for value in values)
        and len(values) >= 6
    )  # fmt: skip


def _meaning(header: str, spec: TableSpec) -> str:
    text = _REFERENCE.sub("", squash(header))
    wanted = {*spec.required, *spec.optional}
    for column in COLUMNS:
        if column.code in wanted and column.pattern.fullmatch(text):
            return column.code
    return ""


def _looks_like_data(cells: Sequence[str], spec: TableSpec) -> bool:
    if spec.format == "population":
        filled = [cell for cell in cells[:4] if cell.strip()]
        return any(re.fullmatch(r"\d{2,8}", cell.strip()) for cell in filled)
    return any(_OFFENCE.fullmatch(cell.strip()) for cell in cells[:3]) and any(
        re.search(r"[A-Za-z]{3}", cell) for cell in cells[1:5]
    )


def find_layout(rows: Sequence[Sequence[str]], format: str, *, merged: bool) -> Layout:  # noqa: A002
    """Return the layout of a table from its first rows.

    Parameters
    ----------
    rows
        The first rows of the file as text.
    merged : bool
        Whether header cells may be merged (spreadsheets): a blank cell then belongs to the cell
        on its left.

    Raises
    ------
    UnreadableFile
        No header, a missing or an ambiguous column – named in words.
    """
    spec = TABLES[format]
    top = _first_header_row(rows, spec)
    if top is None:
        raise UnreadableFile(_nothing_found(rows, spec))
    end = top + 1
    block = [list(rows[top])]
    while end < min(len(rows), top + MAX_HEADER_ROWS):
        cells = rows[end]
        if is_numbering(cells) or _looks_like_data(cells, spec):
            break
        if any(cell.strip() for cell in cells):
            if not merged:
                break
            block.append(list(cells))
        end += 1
    while end < len(rows) and is_numbering(rows[end]):
        end += 1
    names = _join(block, merged=merged)
    columns = _assign(names, spec, merged=merged)
    preamble = tuple(
        cell.strip() for cells in rows[:top] for cell in cells if cell and cell.strip()
    )
    return Layout(end, columns, tuple(names), preamble)


def _first_header_row(rows: Sequence[Sequence[str]], spec: TableSpec) -> int | None:
    best, best_hits = None, 1
    for index, cells in enumerate(rows[:SEARCHED_ROWS]):
        hits = len({_meaning(cell, spec) for cell in cells if cell.strip()} - {""})
        if hits > best_hits:
            best, best_hits = index, hits
    return best if best_hits > 1 else None


def _join(block: list[list[str]], *, merged: bool) -> list[str]:
    width = max(len(row) for row in block)
    for row in block:
        row.extend([""] * (width - len(row)))
    filled = [list(row) for row in block]
    if merged:
        for index in range(1, width):
            top = filled[0]
            below = any(row[index].strip() for row in block[1:])
            pair = len(block) == 1 and top[index - 1].strip()
            if not top[index].strip() and (below or pair):
                top[index] = top[index - 1]
    return [
        " ".join(part.strip() for part in (row[index] for row in filled) if part.strip())
        for index in range(width)
    ]


def _assign(names: list[str], spec: TableSpec, *, merged: bool) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, name in enumerate(names):
        code = _meaning(name, spec)
        repeated = merged and index > 0 and name == names[index - 1]
        if merged and not code and _CLEARANCE_PAIR.fullmatch(squash(name)):
            code = "clearance" if repeated else "cleared"
        elif repeated:
            before = _meaning(names[index - 1], spec)
            code = "clearance" if before == "cleared" else _PAIRS.get(before, "")
        if not code:
            continue
        if code in columns:
            raise UnreadableFile(
                _("Die Spalten „%(one)s“ und „%(two)s“ können beide „%(meaning)s“ sein. "
                  "Bitte löschen oder benennen Sie eine um.")
                % {
                    "one": names[columns[code]],
                    "two": name,
                    "meaning": COLUMN_OF[code].label,
                }
            )  # fmt: skip
        columns[code] = index
    missing = [code for code in spec.required if code not in columns]
    # A table of one state may leave its name to the file name.
    missing = [code for code in missing if code != "state"]
    if "area_key" in missing and "state" in columns:
        missing.remove("area_key")
    if missing:
        raise UnreadableFile(_missing_words(missing, names))
    return columns


def _missing_words(missing: Sequence[str], names: Sequence[str]) -> str:
    wanted = ", ".join(f"„{COLUMN_OF[code].label}“" for code in missing)
    found = ", ".join(f"„{name}“" for name in names if name)[:300]
    if len(missing) == 1:
        return _("In der Datei fehlt die Spalte %(wanted)s. Gefunden: %(found)s.") % {
            "wanted": wanted,
            "found": found,
        }
    return _("In der Datei fehlen die Spalten %(wanted)s. Gefunden: %(found)s.") % {
        "wanted": wanted,
        "found": found,
    }


def _nothing_found(rows: Sequence[Sequence[str]], spec: TableSpec) -> str:
    hits: set[str] = set()
    for cells in rows[:SEARCHED_ROWS]:
        hits |= {_meaning(cell, spec) for cell in cells if cell.strip()} - {""}
    missing = [code for code in spec.required if code not in hits and code != "state"]
    names = next((cells for cells in rows if len([c for c in cells if c.strip()]) > 1), [])
    return _missing_words(missing or list(spec.required), [name.strip() for name in names])
