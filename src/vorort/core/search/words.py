"""German words as the index knows them: folded, stemmed, cut at hyphens.

Everything about language happens here, in Python: the databases only compare plain terms of
``a–z0–9``, so both find the same.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

SHORTEST_STEMMED = 4
LONGEST = 60
GRAM = 3
# Offence keys (``435*00``, ``------`` has no word in it) and words, hyphens inside.
_TOKEN = re.compile(r"(?<![\w*])(?=[\d*]*\d)[\d*]{6}(?![\w*])|[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
_HYPHEN = re.compile(r"[-\u2010\u2011]")
_SPELLED = re.compile(r"ae|oe|(?<![aeiouq])ue")
# Letters that no accent can be taken from: Upper Sorbian and its neighbours.
_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "\u00ad": None})
_STOP = frozenset(
    [
        "aber",
        "als",
        "am",
        "an",
        "auch",
        "auf",
        "aus",
        "bei",
        "bin",
        "bis",
        "bist",
        "da",
        "dadurch",
        "daher",
        "damit",
        "dann",
        "das",
        "dass",
        "dein",
        "dem",
        "den",
        "der",
        "des",
        "deren",
        "dessen",
        "die",
        "dies",
        "diese",
        "diesem",
        "diesen",
        "dieser",
        "dieses",
        "doch",
        "dort",
        "du",
        "durch",
        "ein",
        "eine",
        "einem",
        "einen",
        "einer",
        "eines",
        "er",
        "es",
        "etwas",
        "euch",
        "fur",
        "ich",
        "ihm",
        "ihn",
        "ihnen",
        "ihr",
        "ihre",
        "ihrem",
        "ihren",
        "ihrer",
        "ihres",
        "im",
        "in",
        "ins",
        "ist",
        "ja",
        "je",
        "jede",
        "jedem",
        "jeden",
        "jeder",
        "jedes",
        "kann",
        "kein",
        "keine",
        "keinem",
        "keinen",
        "keiner",
        "man",
        "mein",
        "mit",
        "nach",
        "nicht",
        "noch",
        "nun",
        "nur",
        "ob",
        "oder",
        "ohne",
        "schon",
        "sehr",
        "sein",
        "seine",
        "seinem",
        "seinen",
        "seiner",
        "seit",
        "sich",
        "sie",
        "sind",
        "so",
        "uber",
        "um",
        "und",
        "uns",
        "unser",
        "unsere",
        "unter",
        "vom",
        "von",
        "vor",
        "war",
        "waren",
        "was",
        "weil",
        "wenn",
        "wer",
        "werden",
        "wie",
        "wieder",
        "wir",
        "wird",
        "wo",
        "wurde",
        "wurden",
        "zu",
        "zum",
        "zur",
        "zwar",
        "zwischen",
    ]
)
_own = threading.local()


@dataclass(frozen=True)
class Token:
    """A word of a text: where it stands, and the terms it is found under, the first its own."""

    start: int
    end: int
    terms: tuple[str, ...]


def fold(word: str) -> str:
    """Return a word without case, marks and spellings of umlauts: Körper, Koerper → korper."""
    low = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    bare = "".join(char for char in low if not unicodedata.combining(char))
    return _SPELLED.sub(lambda found: found[0][0], bare)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the term of a word; empty for what is not worth finding."""
    folded = fold(word)[:LONGEST].replace("*", "x")
    if folded in _STOP or (folded.isdigit() and len(folded) < 3):
        return ""
    if len(folded) < SHORTEST_STEMMED or any(char.isdigit() for char in folded):
        return folded if len(folded) > 1 else ""
    return str(_stemmer().stemWord(folded))


def _stemmer() -> snowballstemmer.stemmer:
    """Return the stemmer of this thread: it keeps the word it works on."""
    if not hasattr(_own, "stemmer"):
        _own.stemmer = snowballstemmer.stemmer("german")
    return _own.stemmer


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text; a hyphened word is also found by its parts."""
    for found in _TOKEN.finditer(text):
        whole = found[0]
        parts = _HYPHEN.split(whole)
        terms = [stem("".join(parts)), *(stem(part) for part in parts if len(parts) > 1)]
        kept = tuple(dict.fromkeys(term for term in terms if term))
        if kept:
            yield Token(found.start(), found.end(), kept)


def is_plain(term: str) -> bool:
    """Whether a term may be compared by order: the same under every collation."""
    return term.isascii() and term.isalnum()


def following(prefix: str) -> str:
    """Return the first term behind all those that begin with a plain prefix."""
    order = "0123456789abcdefghijklmnopqrstuvwxyz"
    for place in range(len(prefix) - 1, -1, -1):
        number = order.index(prefix[place])
        if number + 1 < len(order):
            return prefix[:place] + order[number + 1]
    return "zz" * LONGEST


def grams(term: str) -> set[str]:
    """Return the runs of three letters of a term, its ends marked."""
    padded = f"_{term}_"
    return {padded[place : place + GRAM] for place in range(len(padded) - GRAM + 1)}


def distance(first: str, second: str, limit: int) -> int:
    """Return how many typing errors lie between two terms; ``limit + 1`` for more than that.

    An error is a letter too many, too few, a wrong one, or two exchanged.
    """
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(second) + 1))
    for row, left in enumerate(first, 1):
        now = [row]
        for column, right in enumerate(second, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (left != right))
            swapped = row > 1 and column > 1 and left == second[column - 2]
            if swapped and first[row - 2] == right:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > limit:
            return limit + 1
        before, last = last, now
    return min(last[-1], limit + 1)


def allowed_errors(term: str) -> int:
    """Return how many typing errors are forgiven; short words and numbers must be right."""
    if len(term) < 4 or any(char.isdigit() for char in term):
        return 0
    return 1 if len(term) < 8 else 2
