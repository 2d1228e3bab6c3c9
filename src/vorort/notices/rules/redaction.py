"""What stands between ``[[`` and ``]]`` never leaves the house.

The words are cut out before anything else happens to a text: no page, file, search or payload
that is made from the result can hold them. In doubt more is hidden, never less.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OPEN, CLOSE = "[[", "]]"
# Always the same, however much it covers; a screen reader says the word.
BAR = "███geschwärzt███"


class Problem(StrEnum):
    UNCLOSED = "unclosed"
    UNOPENED = "unopened"
    NESTED = "nested"


PROBLEMS: dict[Problem, Promise | str] = {
    Problem.UNCLOSED: _(
        "Eine Schwärzung beginnt mit [[, aber ]] fehlt. Bis dahin ist alles dahinter geschwärzt."
    ),
    Problem.UNOPENED: _(
        "Eine Schwärzung endet mit ]], aber [[ fehlt. Bis dahin ist alles davor geschwärzt."
    ),
    Problem.NESTED: _(
        "Eine Schwärzung steht in einer anderen. Die äußere gilt; bitte nehmen Sie die inneren "
        "Klammern heraus."
    ),
}

# What looks like a bracket on the page, or becomes one there, is one.
_LOOKALIKES = str.maketrans({"［": "[", "］": "]", "⟦": OPEN, "⟧": CLOSE, "〚": OPEN, "〛": CLOSE})
_ENTITIES = (
    (re.compile(r"&(?:#0*91|#x0*5b|lbrack|lsqb);?", re.IGNORECASE), "["),
    (re.compile(r"&(?:#0*93|#x0*5d|rbrack|rsqb);?", re.IGNORECASE), "]"),
)
_ESCAPED = re.compile(r"\\+(?=[\[\]])")
_MARKS = re.compile(r"\[\[|\]\]")


@dataclass(frozen=True)
class Piece:
    text: str
    hidden: bool = False


@dataclass(frozen=True)
class Marked:
    """A text in pieces, and what is wrong with its brackets."""

    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def public(self) -> str:
        """The text as everybody may read it."""
        return "".join(BAR if piece.hidden else piece.text for piece in self.pieces)

    @property
    def whole(self) -> str:
        """The text as members read it, without the brackets."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def hidden(self) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.pieces if piece.hidden)


def read_marks(text: str) -> Marked:
    """Read the marks of a text; unbalanced ones hide to the end, or from the start."""
    plain = _plain(text)
    pieces: list[Piece] = []
    problems: list[Problem] = []
    depth = start = 0
    for mark in _MARKS.finditer(plain):
        pieces.append(Piece(plain[start : mark.start()], hidden=depth > 0))
        start = mark.end()
        if mark[0] == OPEN:
            depth += 1
            if depth == 1:
                # Also where nothing is said between the marks.
                pieces.append(Piece("", hidden=True))
            else:
                problems.append(Problem.NESTED)
        elif depth:
            depth -= 1
        else:
            problems.append(Problem.UNOPENED)
            pieces = [Piece(piece.text, hidden=True) for piece in pieces]
    pieces.append(Piece(plain[start:], hidden=depth > 0))
    if depth:
        problems.append(Problem.UNCLOSED)
    return Marked(_joined(pieces), tuple(dict.fromkeys(problems)))


def public_text(text: str) -> str:
    """Return a text with its marked places blacked out."""
    return read_marks(text).public


def whole_text(text: str) -> str:
    """Return a text without the marks."""
    return read_marks(text).whole


def repeated(hidden: tuple[str, ...], public: str) -> tuple[str, ...]:
    """Return blacked out words that stand elsewhere in the public text, so give the rest away."""
    folded = public.casefold()
    words = dict.fromkeys(" ".join(each.split()) for each in hidden)
    return tuple(
        word
        for word in words
        if len(word) > 3
        and re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", folded) is not None
    )


def _plain(text: str) -> str:
    """Return the text with every form of a bracket as the bracket itself."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    for pattern, bracket in _ENTITIES:
        seen = pattern.sub(bracket, seen)
    return _ESCAPED.sub("", seen.translate(_LOOKALIKES))


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with hidden neighbours as one: their number tells nothing."""
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text and not piece.hidden:
            continue
        if found and found[-1].hidden == piece.hidden:
            found[-1] = Piece(found[-1].text + piece.text, piece.hidden)
        else:
            found.append(piece)
    return tuple(found)
