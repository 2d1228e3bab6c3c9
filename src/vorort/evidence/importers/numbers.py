"""Numbers as people and programs write them: ``9,993``, ``9.993``, ``5,7``, ``8.0``, ``#DIV/0!``."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# Written where there is no number: null, never nought.
NULLS = frozenset(
    {
        "", "-", "–", "—", ".", "…", "...", "/", "x", "·", "k.a.", "k. a.", "n/a", "#n/a", "#nv",
        "#div/0!", "#wert!", "#value!", "null", "none",
    }
)  # fmt: skip
_GROUPED = {
    ",": re.compile(r"\d{1,3}(?:,\d{3})+"),
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+"),
    " ": re.compile(r"\d{1,3}(?: \d{3})+"),
}
_PLAIN = re.compile(r"\d+")
_DECIMAL = {
    ".": re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)\.\d+"),
    ",": re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+),\d+"),
}
# Longer fractions come from a calculation and are taken as unrounded.
UNROUNDED_FROM = 6


class Mark(StrEnum):
    """The decimal mark of a column."""

    POINT = "."
    COMMA = ","

    @property
    def grouping(self) -> str:
        return "," if self is Mark.POINT else "."


class NotANumber(ValueError):
    """The text is neither a number in this spelling nor a sign for none."""


def clean(text: str) -> str:
    """Return the text without the blanks of typesetting and around it."""
    return (
        text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")
        .replace("\u2212", "-").strip()
    )  # fmt: skip


def is_null(text: str) -> bool:
    """Return whether the text says that there is no number."""
    return clean(text).lower() in NULLS


def sure_mark(text: str) -> Mark | None:
    """Return the decimal mark a single number proves, or None where it proves nothing.

    ``9,993`` proves nothing; ``5,7``, ``1,234.5`` and ``1.234.567`` do.
    """
    body = clean(text).lstrip("-")
    if body.count(",") > 1 and _GROUPED[","].fullmatch(body):
        return Mark.POINT
    if body.count(".") > 1 and _GROUPED["."].fullmatch(body):
        return Mark.COMMA
    for mark in Mark:
        if not _DECIMAL[mark].fullmatch(body):
            continue
        whole, _point, fraction = body.rpartition(mark)
        grouped = mark.grouping in whole
        if grouped or len(fraction) != 3 or len(whole) > 3 or whole == "0":
            return mark
    return None


def grouping_of_counts(texts: Iterable[str]) -> Mark | None:
    """Return the decimal mark that the grouping of whole numbers implies, or None."""
    seen: Counter[Mark] = Counter()
    for text in texts:
        body = clean(text)
        for mark in Mark:
            if _GROUPED[mark.grouping].fullmatch(body):
                seen[mark] += 1
    return seen.most_common(1)[0][0] if seen else None


def mark_of(texts: Iterable[str]) -> Mark | None:
    """Return the decimal mark that most of the proving numbers prove, or None."""
    seen = Counter(mark for mark in map(sure_mark, texts) if mark is not None)
    return seen.most_common(1)[0][0] if seen else None


def parse_count(text: str, mark: Mark | None) -> int | None:
    """Return a whole number, or None where there is none.

    ``12.0`` is 12. Without a known mark a single kind of grouping is accepted, since a whole
    number has no fraction.
    """
    body = clean(text)
    if body.lower() in NULLS:
        return None
    sign = -1 if body.startswith("-") else 1
    digits = body.lstrip("-") if sign < 0 else body
    if _PLAIN.fullmatch(digits):
        return sign * int(digits)
    for choice in (mark,) if mark else tuple(Mark):
        separator = choice.grouping
        if _GROUPED[separator].fullmatch(digits):
            return sign * int(digits.replace(separator, ""))
    if _GROUPED[" "].fullmatch(digits):
        return sign * int(digits.replace(" ", ""))
    whole, point, fraction = digits.partition("." if mark is not Mark.COMMA else ",")
    # Three noughts would be a thousand.
    if point and _PLAIN.fullmatch(whole) and fraction in {"0", "00"}:
        return sign * int(whole)
    raise NotANumber(text)


@dataclass(frozen=True, slots=True)
class Measure:
    """A decimal number and how many digits its source printed; None: unrounded."""

    value: float
    digits: int | None


def parse_measure(text: str, mark: Mark) -> Measure | None:
    """Return a decimal number with its printed digits, or None where there is none."""
    body = clean(text).rstrip("%").rstrip()
    if body.lower() in NULLS:
        return None
    sign = -1.0 if body.startswith("-") else 1.0
    digits = body.lstrip("-") if sign < 0 else body
    if _PLAIN.fullmatch(digits):
        return Measure(sign * float(digits), 0)
    if _DECIMAL[mark].fullmatch(digits):
        whole, _point, fraction = digits.rpartition(mark)
        number = float(f"{re.sub('[,. ]', '', whole)}.{fraction}")
        printed = len(fraction) if len(fraction) < UNROUNDED_FROM else None
        return Measure(sign * number, printed)
    for separator in (mark.grouping, " "):
        if _GROUPED[separator].fullmatch(digits):
            return Measure(sign * float(digits.replace(separator, "")), 0)
    raise NotANumber(text)


def measure_of_number(value: float) -> Measure:
    """Return a number of a spreadsheet cell with the digits it seems to be rounded to."""
    for digits in range(UNROUNDED_FROM):
        if abs(round(value, digits) - value) <= 1e-12 * max(1.0, abs(value)):
            return Measure(value, digits)
    return Measure(value, None)
