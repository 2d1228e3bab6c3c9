"""Offence keys and area keys: spelling, place in the tree, marks."""

import re
from collections.abc import Collection
from dataclasses import dataclass

TOTAL = "------"
_KEY = re.compile(r"[0-9*]{6}")
# A spreadsheet reads 3**100 as three times ten to the hundred.
_SCIENTIFIC = re.compile(r"(\d)(?:[.,]0+)?E\+(\d{3})", re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,6}")

# Recorded by checks of the police or the authorities rather than reported by people: drugs,
# residence law. Marked narrowly; mixed sum keys such as 891000 are not.
_CONTROL = re.compile(r"73\d{4}|725\d{3}|9725\d\d|973\d{3}")


@dataclass(frozen=True, slots=True)
class OffenceTraits:
    """Where a key stands in its year's tree. ``level`` 0 is the total; sum keys have none."""

    level: int | None
    parent_key: str
    is_sum: bool
    control_offence: bool


def normalise_offence_key(text: str) -> str | None:
    """Return the key as the police print it, or None where it is no key.

    Restores lost leading noughts (``10000`` is ``010000``) and keys that a spreadsheet took
    for a number (``3.00E+100`` is ``3**100``). ``*`` and ``-`` are part of a key.
    """
    body = text.strip().replace("–", "-").removesuffix(".0")
    if body == TOTAL:
        return TOTAL
    if _KEY.fullmatch(body):
        return body
    if _DIGITS.fullmatch(body):
        return body.zfill(6)
    scientific = _SCIENTIFIC.fullmatch(body)
    if scientific:
        return f"{scientific[1]}**{scientific[2]}"
    return None


def normalise_area_key(text: str) -> str | None:
    """Return an area key with its leading nought: five digits a county, eight a municipality."""
    body = text.strip().replace(" ", "").removesuffix(".0")
    if not body.isdecimal():
        return None
    if len(body) in {4, 5}:
        return body.zfill(5)
    if len(body) in {7, 8}:
        return body.zfill(8)
    return None


def has_known_state(area_key: str) -> bool:
    """Return whether the first two digits are a German state, or 99 for fictional areas."""
    return area_key[:2] == "99" or 1 <= int(area_key[:2]) <= 16


def is_sum_key(key: str) -> bool:
    """Return whether a key is an overlapping sum, not part of the tree."""
    return key[0] in "89"


def _is_theft(key: str) -> bool:
    return key[0] in "34*"


def _wider(key: str) -> list[str]:
    """Return the keys that may contain a key, nearest first."""
    if not _is_theft(key):
        found = [key[:cut] + "0" * (6 - cut) for cut in range(5, 0, -1)]
        return [wide for wide in dict.fromkeys(found) if wide != key]
    first, group, goods = key[0], key[1:3], key[3:]
    wider = [
        f"{first}{group}{goods[0]}00",
        f"{first}{group}*00",
        f"{first}{group[0]}0*00",
        f"{first}***00",
        f"*{group}{goods}",
        f"*{group}*00",
        "****00",
    ]
    return [wide for wide in dict.fromkeys(wider) if wide != key]


def offence_traits(key: str, known: Collection[str]) -> OffenceTraits:
    """Return level, parent and marks of a key among the keys of its year."""
    control = bool(_CONTROL.fullmatch(key))
    if key == TOTAL:
        return OffenceTraits(0, "", is_sum=True, control_offence=False)
    if is_sum_key(key):
        return OffenceTraits(None, "", is_sum=True, control_offence=control)
    parents = _chain(key, known)
    is_group = key.endswith("00000") or key.startswith("*") or key in {"3***00", "4***00"}
    return OffenceTraits(
        len(parents), parents[0] if parents else "", is_sum=is_group, control_offence=control
    )


def _chain(key: str, known: Collection[str]) -> list[str]:
    chain: list[str] = []
    current = key
    while True:
        parent = next((wide for wide in _wider(current) if wide in known), None)
        if parent is None:
            break
        chain.append(parent)
        current = parent
    if TOTAL in known:
        chain.append(TOTAL)
    return chain
