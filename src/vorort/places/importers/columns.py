"""Which column means what, by its name and by what is in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from vorort.places.choices import DISTRICT_MARK, KEY_LENGTH, AreaKind

# Names in the order of trust, compared without case; a mapping comes before all of them.
KEY_NAMES = {
    AreaKind.COUNTY: (
        "ags",
        "ags_0",
        "krs",
        "kreis",
        "kreisschluessel",
        "schlnr",
        "schluessel",
        "rs",
        "ars",
        "key",
    ),
    AreaKind.MUNICIPALITY: (
        "ags",
        "ags_0",
        "gemeindeschluessel",
        "gemeinde_schluessel",
        "gem_ags",
        "schlnr",
        "schluessel",
        "rs",
        "ars",
        "key",
    ),
    AreaKind.DISTRICT: (
        "ot",
        "otnr",
        "ot_nr",
        "ortsteil_nr",
        "ortsteilschluessel",
        "nr",
        "nummer",
        "ags",
        "schluessel",
        "key",
        "sbz",
        "id",
    ),
}
NAME_NAMES = (
    "gen",
    "name",
    "ortsteil",
    "ortsteil_name",
    "ot_name",
    "gemeinde",
    "kreis",
    "bezeichnung",
    "label",
    "bez",
)
DESIGNATION_NAMES = ("bez", "designation", "art")
ARS_NAMES = ("ars", "rs", "ars_0")
# Land is 4; the other parts of an area are water, for which nobody is counted.
LAND_PART = ("gf", 4)

Column = Sequence[Any]


def text_of(value: Any) -> str:
    """Return a cell as text: numbers without their decimals, nothing for a blank."""
    if value is None or value != value:  # noqa: PLR0124 - a number that is none
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def area_key(raw: str, kind: str, parent: str = "") -> str:
    """Return the key a cell means: with its leading noughts, without the parts not needed.

    Twelve digits are the regional key: the association in its middle is dropped. A district's
    key gets its municipality in front unless it is there already.
    """
    if kind == AreaKind.DISTRICT:
        bare = raw.removeprefix(parent).lstrip(DISTRICT_MARK) if parent else raw
        if parent and bare:
            return f"{parent}{DISTRICT_MARK}{bare}"
        if DISTRICT_MARK in raw:
            return raw
        town = KEY_LENGTH[AreaKind.MUNICIPALITY]
        return f"{raw[:town]}{DISTRICT_MARK}{raw[town:]}" if len(raw) > town else raw
    if not raw.isdigit():
        return raw
    length = KEY_LENGTH[AreaKind(kind)]
    if len(raw) == 12 and kind == AreaKind.MUNICIPALITY:
        raw = raw[:5] + raw[9:]
    elif len(raw) in {8, 12} and kind == AreaKind.COUNTY and not raw[5:].strip("0"):
        raw = raw[:5]
    # A spreadsheet has taken the key for a number.
    return raw.zfill(length) if len(raw) == length - 1 else raw


def _by_name(columns: Mapping[str, Column], names: Sequence[str]) -> str:
    lowered = {name.casefold(): name for name in columns}
    return next((lowered[name] for name in names if name in lowered), "")


def detect(columns: Mapping[str, Column], kind: str) -> dict[str, str]:
    """Return the column of each meaning that can be told; a missing one is left out."""
    found = {"key": _detect_key(columns, kind)}
    rest = {name: column for name, column in columns.items() if name != found["key"]}
    found["name"] = _by_name(rest, NAME_NAMES)
    designations = [name for name in DESIGNATION_NAMES if name != found["name"].casefold()]
    found["designation"] = _by_name(rest, designations)
    ars = _by_name(columns, ARS_NAMES)
    found["ars"] = ars
    return {meaning: name for meaning, name in found.items() if name}


def _detect_key(columns: Mapping[str, Column], kind: str) -> str:
    lowered = {name.casefold(): name for name in columns}
    names = [lowered[name] for name in KEY_NAMES[AreaKind(kind)] if name in lowered]
    if kind == AreaKind.DISTRICT:
        return next((name for name in names if _distinct(columns[name])), "")
    return next((name for name in names if _fits(columns[name], kind)), "")


def _distinct(column: Column) -> bool:
    """Return whether the cells could be keys: all filled, nearly all different."""
    cells = [text_of(value) for value in column]
    return bool(cells) and all(cells) and len(set(cells)) > 0.9 * len(cells)


def _fits(column: Column, kind: str) -> bool:
    """Return whether most cells have the length of a key of that kind."""
    length = KEY_LENGTH[AreaKind(kind)]
    cells = [area_key(text_of(value), kind) for value in column]
    right = sum(1 for cell in cells if cell.isdigit() and len(cell) == length)
    return right > 0.5 * len(cells)
