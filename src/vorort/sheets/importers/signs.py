"""What a cell says: a number, nothing, nought, or that it may not be said.

The signs are those of the German statistical offices; police and public-order offices use some
of them, and not always in the same sense. What a dash means is therefore decided per table.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vorort.evidence.importers.numbers import (
    Mark,
    Measure,
    NotANumber,
    clean,
    grouping_of_counts,
    measure_of_number,
    parse_count,
    parse_measure,
    sure_mark,
)


class Said(StrEnum):
    """What a cell says."""

    NUMBER = "number"
    # A dash: exactly nought, or no statement, as the table uses it.
    DASH = "dash"
    # A dot: there is a number, and it is kept secret.
    SECRET = "secret"  # noqa: S105 - a sign of statistical offices
    # x, /, …, k. A.: no number, for a reason of the source.
    NOTHING = "nothing"
    EMPTY = "empty"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell as it was understood; ``digits`` as printed, None where unrounded."""

    said: Said
    value: float | None = None
    digits: int | None = None
    percent: bool = False
    # In brackets: the source itself calls the number uncertain.
    uncertain: bool = False


EMPTY = Reading(Said.EMPTY)
_DASHES = frozenset({"-", "–", "—", "−", "--"})
_SECRETS = frozenset({".", "·", "•", "geheim", "g", "gesperrt"})
_NOTHINGS = frozenset(
    {
        "x", "/", "...", "…", "k.a.", "k. a.", "k.a", "ka", "keine angabe", "keine angaben", "n/a",
        "#n/a", "#nv", "#div/0!", "#wert!", "#value!", "#bezug!", "#ref!", "#name?", "null", "none",
        "entfällt", "fehlt", "nicht erfasst", "unbekannt", "n. v.", "n.v.",
    }
)  # fmt: skip
_SUPERSCRIPTS = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079]+[)\u207e]?\s*$")
# ``38 1)``, ``38*``, ``38 r``; ``1.2041)`` has lost its raised position.
_FOOTNOTE = re.compile(r"(?:\s+\(?\d\)|(?<=\d)\d\)|\s*\*{1,3}\)?|\s+[rpse])$")
_BRACKETS = re.compile(r"\(([^()]+)\)")
_FORMULA = re.compile(r"^[=@]|^\+(?!\d)")
_UNITS = re.compile(r"\s*(?:€|eur|euro|fälle|faelle|personen)$", re.IGNORECASE)


def read_sign(cell: object, mark: Mark, *, whole: bool = False) -> Reading:
    """Return what a cell says; ``mark`` is the decimal mark of the table.

    ``whole``: the column counts something, so ``1.204`` is a thousand whatever the mark.
    """
    if cell is None:
        return EMPTY
    if isinstance(cell, (int, float)):
        measure = measure_of_number(float(cell))
        return Reading(Said.NUMBER, measure.value, measure.digits)
    if not isinstance(cell, str):
        return Reading(Said.TEXT)
    text = clean(cell)
    if not text:
        return EMPTY
    return _of_text(text, mark, whole=whole)


def _of_text(text: str, mark: Mark, *, whole: bool) -> Reading:
    low = text.lower()
    bracketed = _BRACKETS.fullmatch(text)
    body = _strip_footnotes(bracketed[1].strip() if bracketed else text)
    for sign in (low, body.lower()):
        if sign in _DASHES:
            return Reading(Said.DASH)
        if sign in _SECRETS:
            return Reading(Said.SECRET)
        if sign in _NOTHINGS:
            return Reading(Said.NOTHING)
    body = _UNITS.sub("", body)
    percent = body.endswith("%")
    body = body.removesuffix("%").strip()
    body = body.removeprefix("+")
    if not body:
        return Reading(Said.TEXT)
    try:
        measure = _whole(body) if whole else None
        measure = measure or parse_measure(body, mark)
    except NotANumber:
        return Reading(Said.TEXT)
    if measure is None:
        return Reading(Said.NOTHING)
    return Reading(Said.NUMBER, measure.value, measure.digits, percent, bool(bracketed))


def _whole(text: str) -> Measure | None:
    try:
        count = parse_count(text, None)
    except NotANumber:
        return None
    return None if count is None else Measure(float(count), 0)


def _strip_footnotes(text: str) -> str:
    previous, body = None, text
    while previous != body:
        previous = body
        body = _SUPERSCRIPTS.sub("", body).rstrip()
        stripped = _FOOTNOTE.sub("", body).rstrip()
        body = stripped or body
    return body


def is_formula(cell: object) -> bool:
    """Return whether a cell of text is a formula that was never worked out."""
    return isinstance(cell, str) and bool(_FORMULA.match(cell.strip())) and len(cell.strip()) > 1


def decimal_mark(cells: Iterable[object]) -> Mark:
    """Return the decimal mark the numbers of a table prove; a comma where nothing does."""
    sure: Counter[Mark] = Counter()
    grouped: Counter[Mark] = Counter()
    for cell in cells:
        if not isinstance(cell, str) or ("," not in cell and "." not in cell):
            continue
        text = _strip_footnotes(clean(cell)).rstrip("% ")
        proof = sure_mark(text)
        if proof is not None:
            sure[proof] += 1
        elif (guess := grouping_of_counts([text])) is not None:
            grouped[guess] += 1
    for votes in (sure, grouped):
        if votes:
            return max(votes, key=lambda mark: votes[mark])
    return Mark.COMMA
