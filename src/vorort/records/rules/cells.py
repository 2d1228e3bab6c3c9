"""What a person types into a cell: a number, or a word that says why there is none."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from django.utils.translation import gettext as _


class Content(StrEnum):
    """What a row holds; decides how a point or a comma is read."""

    COUNT = "count"
    RATE = "rate"
    SHARE = "share"
    NUMBER = "number"


class Mark(StrEnum):
    """Why there is no number, or what to know about one. None of these is nought."""

    MISSING = "missing"
    SUPPRESSED = "suppressed"
    UNKNOWN = "unknown"
    PROVISIONAL = "provisional"


MARK_WORDS = {
    Mark.MISSING: "fehlt",
    Mark.SUPPRESSED: "gesperrt",
    Mark.UNKNOWN: "nicht bekannt",
}
# As people and statistics offices write them; "-" is not among them (see ``parse_cell``).
_SPELLED = {
    "fehlt": Mark.MISSING, "f": Mark.MISSING, "k.a.": Mark.MISSING, "k. a.": Mark.MISSING,
    "k.a": Mark.MISSING, "ka": Mark.MISSING, "...": Mark.MISSING, "…": Mark.MISSING,
    "keine angabe": Mark.MISSING, "n/a": Mark.MISSING, "#nv": Mark.MISSING,
    "gesperrt": Mark.SUPPRESSED, "g": Mark.SUPPRESSED, ".": Mark.SUPPRESSED, "x": Mark.SUPPRESSED,
    "·": Mark.SUPPRESSED, "geheim": Mark.SUPPRESSED, "*": Mark.SUPPRESSED,
    "nicht bekannt": Mark.UNKNOWN, "?": Mark.UNKNOWN, "unbekannt": Mark.UNKNOWN,
    "nb": Mark.UNKNOWN, "n.b.": Mark.UNKNOWN,
}  # fmt: skip
_DASHES = frozenset({"-", "–", "—", "−", "--"})
_PLAIN = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+")
_DECIMAL = re.compile(r"(\d+|\d{1,3}(?:[. ]\d{3})+),(\d+)")
_POINT = re.compile(r"(\d+)\.(\d+)")
_PROVISIONAL = re.compile(r"\s*(?:\(?v(?:orl(?:\.|äufig)?)?\)?)$", re.IGNORECASE)
_LONGEST = 40


@dataclass(frozen=True)
class Cell:
    """A cell as read. ``digits`` are those printed after the comma, ``percent`` a typed %."""

    value: Decimal | None = None
    mark: Mark | None = None
    digits: int = 0
    percent: bool = False
    # What is wrong with it, or what to ask about it: sentences for people.
    error: str = ""
    question: str = ""

    @property
    def is_empty(self) -> bool:
        return self.value is None and self.mark is None and not self.error


EMPTY = Cell()


def clean(text: str) -> str:
    """Return the text without the blanks of typesetting and around it."""
    for blank in ("\u00a0", "\u202f", "\u2009", "\t"):
        text = text.replace(blank, " ")
    return re.sub(r" {2,}", " ", text).strip().removeprefix("'")


def parse_cell(text: str, content: Content) -> Cell:
    """Return what a cell says; never raises.

    ``1.204`` is a thousand and something in a count or a rate. A lone dash is refused: in
    official tables it means nought, in others nothing is known.
    """
    body = clean(text)
    if not body:
        return EMPTY
    if len(body) > _LONGEST:
        return _wrong(body[:_LONGEST] + " …")
    if (mark := _SPELLED.get(body.casefold())) is not None:
        return Cell(mark=mark)
    if body in _DASHES:
        return Cell(
            error=_("Ein Strich kann „null“ oder „keine Angabe“ heißen. Bitte schreiben Sie 0 "
                    "oder „fehlt“.")
        )  # fmt: skip
    provisional = _PROVISIONAL.search(body)
    if provisional and provisional.start() > 0:
        body = body[: provisional.start()]
    percent = body.endswith("%")
    if percent:
        # A quota beside counts: 52,3 % is no count with a fraction.
        content = Content.SHARE
    found = _number(body.removesuffix("%").strip(), content, text=clean(text))
    if found.value is None:
        return found
    mark = Mark.PROVISIONAL if provisional else None
    return Cell(found.value, mark, found.digits, percent, question=found.question)


def _wrong(text: str) -> Cell:
    return Cell(
        error=_("„%(text)s“ ist keine Zahl. Möglich sind Zahlen und die Wörter fehlt, gesperrt, "
                "nicht bekannt.") % {"text": text}
    )  # fmt: skip


def _number(body: str, content: Content, *, text: str) -> Cell:
    if body[:1] in {"-", "−", "–"} and _PLAIN.match(body[1:].strip()[:1] or "x"):
        return Cell(
            error=_("„%(text)s“ ist negativ. Eine Anzahl, eine Quote oder eine Häufigkeitszahl "
                    "ist nie kleiner als 0.") % {"text": text}
        )  # fmt: skip
    if _PLAIN.fullmatch(body):
        return Cell(Decimal(body))
    whole = content is Content.COUNT
    if (found := _DECIMAL.fullmatch(body)) is not None and not (whole and _ENGLISH.fullmatch(body)):
        return _decimal(found[1], found[2], whole=whole, text=text)
    # A share has no thousands, so a point in it can only be the decimal mark.
    if content not in {Content.SHARE, Content.NUMBER} and _GROUPED.fullmatch(body):
        return Cell(Decimal(re.sub(r"[. ]", "", body)))
    if _ENGLISH.fullmatch(body):
        read = body.replace(",", "")
        return Cell(
            Decimal(read),
            question=_("„%(text)s“ haben wir als %(read)s gelesen. Mit Punkt geschrieben ist es "
                       "eindeutig.") % {"text": text, "read": read},
        )  # fmt: skip
    if (found := _POINT.fullmatch(body)) is not None:
        return _decimal(found[1], found[2], whole=whole, text=text)
    if _GROUPED.fullmatch(body):
        return Cell(Decimal(re.sub(r"[. ]", "", body)))
    return _wrong(text)


def _decimal(units: str, fraction: str, *, whole: bool, text: str) -> Cell:
    units = re.sub(r"[. ]", "", units)
    if whole:
        if set(fraction) == {"0"} and len(fraction) < 3:
            return Cell(Decimal(units))
        return Cell(
            error=_("„%(text)s“ ist keine ganze Zahl. Fälle und Personen werden ganz gezählt.")
            % {"text": text}
        )
    try:
        return Cell(Decimal(f"{units}.{fraction}"), digits=len(fraction))
    except InvalidOperation:  # more digits than anybody prints
        return _wrong(text)
