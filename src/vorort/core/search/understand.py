"""What was asked for: each word of a query with the terms of the vocabulary that answer it.

Only the vocabulary behind the given doors is read, so neither a suggestion nor a guess can tell
of anything else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet

from vorort.core.search.models import SearchDocument, SearchGram, SearchPosting, SearchWord
from vorort.core.search.words import (
    allowed_errors,
    distance,
    following,
    grams,
    is_plain,
    tokens,
)

LONGEST_QUERY = 200
MOST_WORDS = 8
# Weights in per cent: the word itself, words that begin or end with it, its parts, a guess.
EXACT, WIDER, PART, GUESS = 100, 60, 45, 50
SHORTEST_PART = 4
MOST_WIDER = 40
MOST_NEAR = 80
_JOINTS = ("", "s", "n", "en", "es", "er", "e")


@dataclass
class Wanted:
    """A word asked for: its terms with their weights; ``guessed`` where it had to be guessed."""

    asked: str
    terms: dict[str, int] = field(default_factory=dict)
    guessed: str = ""
    place: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Understood:
    """A query in terms of the vocabulary; every entry of ``wanted`` should be met."""

    wanted: tuple[Wanted, ...]

    @property
    def terms(self) -> frozenset[str]:
        return frozenset(term for each in self.wanted for term in each.terms)


def understand(query: str, doors: Sequence[int]) -> Understood:
    """Return what a query means behind these doors (their ids)."""
    vocabulary = _Vocabulary(doors)
    asked = query[:LONGEST_QUERY]
    wanted: list[Wanted] = []
    for token in list(tokens(asked))[:MOST_WORDS]:
        word = asked[token.start : token.end]
        place = (token.start, token.end)
        for each in _answer(vocabulary, word, token.terms):
            each.place = place
            wanted.append(each)
    return Understood(tuple(wanted[: MOST_WORDS * 2]))


def _answer(vocabulary: "_Vocabulary", word: str, terms: tuple[str, ...]) -> list[Wanted]:
    """Return one wanted word, or one for each part of a compound that may stand apart."""
    whole, *hyphened = terms
    known = vocabulary.known(terms)
    wider = vocabulary.wider(whole)
    parts = tuple(hyphened) if len(hyphened) > 1 else vocabulary.parts(whole)
    own = {whole: EXACT} if whole in known else {}
    own |= {term: WIDER for term in wider if term not in own}
    if len(parts) > 1 and vocabulary.known(parts):
        # Fahrraddiebstahl: the word itself answers both halves, else each half its own.
        return [Wanted(word, {**own, part: PART} if part != whole else own) for part in parts]
    if own:
        return [Wanted(word, own)]
    near = vocabulary.near(whole)
    return [Wanted(word, {near: GUESS} if near else {}, guessed=near)]


class _Vocabulary:
    """The words behind the doors that stand in at least one document."""

    def __init__(self, doors: Sequence[int]) -> None:
        self._doors = doors

    def _words(self) -> QuerySet[SearchWord]:
        used = SearchPosting.objects.filter(word=OuterRef("pk"))
        return SearchWord.objects.filter(Exists(used), door__in=self._doors)

    def known(self, terms: Iterable[str]) -> frozenset[str]:
        rows = self._words().filter(term__in=list(terms)).values_list("term", flat=True)
        return frozenset(rows)

    def wider(self, term: str) -> list[str]:
        """Return terms that begin or end with a term, the shortest first."""
        if len(term) < SHORTEST_PART or term.isdigit() or not is_plain(term):
            return []
        # Two looks into two indexes: with "or" between them neither is used.
        back = term[::-1]
        begins = {"term__gt": term, "term__lt": following(term)}
        ends = {"backwards__gt": back, "backwards__lt": following(back)}
        found: set[str] = set()
        for inside, order in ((begins, "term"), (ends, "backwards")):
            rows = self._words().filter(**inside).order_by(order).values_list("term", flat=True)
            found |= set(rows[: MOST_WIDER * 10])
        return sorted(found, key=lambda each: (len(each), each))[:MOST_WIDER]

    def parts(self, term: str) -> tuple[str, ...]:
        """Return two known words that make up a compound, the longer first part before others."""
        if len(term) < SHORTEST_PART * 2 or not term.isalpha():
            return ()
        splits = {
            (term[: place - len(joint)], term[place:])
            for place in range(SHORTEST_PART, len(term) - SHORTEST_PART + 1)
            for joint in _JOINTS
            if place - len(joint) >= SHORTEST_PART and term[:place].endswith(joint)
        }
        known = self.known({part for split in splits for part in split})
        whole = [split for split in splits if known.issuperset(split)]
        return max(whole, key=lambda split: (len(split[0]), split), default=())

    def near(self, term: str) -> str:
        """Return the known term with the fewest typing errors, the commoner among equals."""
        limit = allowed_errors(term)
        if not limit:
            return ""
        rows = (
            SearchGram.objects.filter(door__in=self._doors, gram__in=sorted(grams(term)))
            .values("word__term")
            .annotate(shared=Count("gram", distinct=True))
            .order_by("-shared", "word__term")
            .values_list("word__term", flat=True)[:MOST_NEAR]
        )
        close = {each: errors for each in rows if (errors := distance(term, each, limit)) <= limit}
        counts = dict(
            self._words()
            .filter(term__in=list(close))
            .values_list("term")
            .annotate(number=Count("postings"))
        )
        return min(counts, key=lambda each: (close[each], -counts[each], each), default="")


def surface_of(term: str, doors: Sequence[int]) -> str:
    """Return how a term is written where it stands, for a suggestion; read from a document."""
    document = (
        SearchDocument.objects.filter(
            door__in=doors, postings__word__term=term, postings__word__door__in=doors
        )
        .order_by("-postings__impact", "tie")
        .first()
    )
    for text in (document.title, document.text) if document else ():
        for token in tokens(text):
            if token.terms[0] == term:
                return text[token.start : token.end]
    return term
