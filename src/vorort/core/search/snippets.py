"""The place of a text where the words stand, with the words marked."""

from dataclasses import dataclass

from vorort.core.search.words import Token, tokens

WORDS_BEFORE, WORDS = 6, 32
# The place is looked for here; the index has read everything.
LOOKED_AT = 60_000


@dataclass(frozen=True)
class Piece:
    """A piece of text; marked where it is a word that was asked for."""

    text: str
    marked: bool = False


def mark(text: str, terms: frozenset[str]) -> tuple[Piece, ...]:
    """Return a text in pieces, the words asked for marked."""
    hits = [token for token in tokens(text) if not terms.isdisjoint(token.terms)]
    return _pieces(text, 0, len(text), hits)


def snippet(text: str, terms: frozenset[str]) -> tuple[Piece, ...]:
    """Return the part of a text that holds the most different terms; its start where none."""
    looked_at = text[:LOOKED_AT]
    found = list(tokens(looked_at))
    hits = [place for place, token in enumerate(found) if not terms.isdisjoint(token.terms)]
    first = max(_best(found, hits, terms) - WORDS_BEFORE, 0) if hits else 0
    shown = found[first : first + WORDS]
    if not shown:
        return ()
    start = 0 if first == 0 else shown[0].start
    end = len(looked_at) if first + WORDS >= len(found) else shown[-1].end
    end = min(end, start + 600)
    marked = [token for token in shown if not terms.isdisjoint(token.terms) and token.end <= end]
    pieces = _pieces(looked_at, start, end, marked)
    before = (Piece("… "),) if start else ()
    return (*before, *pieces, *((Piece(" …"),) if end < len(text) else ()))


def _best(found: list[Token], hits: list[int], terms: frozenset[str]) -> int:
    """Return the first place of the window with the most different terms."""

    def held(place: int) -> int:
        inside = (found[hit] for hit in hits if place <= hit < place + WORDS - WORDS_BEFORE)
        return len({term for token in inside for term in token.terms if term in terms})

    return max(hits[:200], key=lambda place: (held(place), -place))


def _pieces(text: str, start: int, end: int, hits: list[Token]) -> tuple[Piece, ...]:
    pieces = []
    at = start
    for token in hits:
        pieces += [Piece(text[at : token.start]), Piece(text[token.start : token.end], marked=True)]
        at = token.end
    pieces.append(Piece(text[at:end]))
    return tuple(piece for piece in pieces if piece.text)
