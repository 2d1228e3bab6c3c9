"""Find: the documents behind a person's doors that answer a query, the best first."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Max, Value, When
from django.db.models.functions import Coalesce

from vorort.core import links
from vorort.core.search.models import SearchDocument, SearchDoor, SearchPosting, SearchWord
from vorort.core.search.snippets import Piece, mark, snippet
from vorort.core.search.sources import SOURCES
from vorort.core.search.understand import Understood, Wanted, surface_of, understand

# Nobody turns the hundredth page; counting further would only cost.
MOST_HITS = 1_000


@dataclass(frozen=True)
class Hit:
    """A thing that was found and that the person may see."""

    kind: str
    kind_label: str
    title: str
    title_pieces: tuple[Piece, ...]
    url: str
    pieces: tuple[Piece, ...]
    authority_id: int | None
    updated_at: dt.datetime
    is_dated: bool


@dataclass(frozen=True)
class Found:
    """The answer to a query.

    Attributes
    ----------
    ids : tuple of int
        The documents in their order; at most ``MOST_HITS``, then ``is_cut``.
    some_only : bool
        No document holds all words; these hold at least one.
    unknown : tuple of str
        Words that stand nowhere.
    corrected : str
        The query as it was understood, where typing errors were guessed; else empty.
    """

    query: str
    ids: tuple[int, ...] = ()
    is_cut: bool = False
    some_only: bool = False
    unknown: tuple[str, ...] = ()
    corrected: str = ""
    terms: frozenset[str] = frozenset()
    asks_nothing: bool = False


def find(
    query: str,
    *,
    doors: Collection[str],
    kind: str = "",
    authority_id: int | None = None,
) -> Found:
    """Return what answers a query behind the named doors.

    Parameters
    ----------
    doors : collection of str
        Names from ``door_of``: all that the person may open, and nothing else is read.
    kind, authority_id : optional
        Only things of one kind, of one authority.
    """
    opened = tuple(
        SearchDoor.objects.filter(name__in=sorted(set(doors))).values_list("pk", flat=True)
    )
    understood = understand(query, opened)
    if not understood.wanted:
        return Found(query=query, asks_nothing=True)
    inside: dict[str, object] = {"document__door__in": opened}
    if kind:
        inside["document__kind"] = kind
    if authority_id is not None:
        inside["document__authority_id"] = authority_id
    known = [each for each in understood.wanted if each.terms]
    whole = len(known) == len(understood.wanted)
    ids = _ranked(known, opened, inside, every=True) if whole else ()
    some_only = not ids and len(understood.wanted) > 1
    if some_only:
        ids = _ranked(known, opened, inside, every=False)
    unknown = dict.fromkeys(each.asked for each in understood.wanted if not each.terms)
    return Found(
        query=query,
        ids=ids[:MOST_HITS],
        is_cut=len(ids) > MOST_HITS,
        some_only=some_only and bool(ids),
        unknown=tuple(unknown),
        corrected=_corrected(query, understood, opened),
        terms=understood.terms,
    )


def kinds_behind(doors: Collection[str]) -> list[tuple[str, str]]:
    """Return the kinds of thing behind the named doors with their labels, by label."""
    rows = SearchDocument.objects.filter(door__name__in=sorted(set(doors)))
    held = set(rows.values_list("kind", flat=True).distinct())
    found = [(kind, str(source.label)) for kind, source in SOURCES.items() if kind in held]
    return sorted(found, key=lambda each: each[1])


def public_ids(found: Found) -> list[str]:
    """Return the ids of what was found, for a list that keeps an order of its own."""
    rows = SearchDocument.objects.filter(pk__in=found.ids)
    return list(rows.values_list("public_id", flat=True))


def show(found: Found, ids: Sequence[int], *, actor: object) -> list[Hit]:
    """Return the hits of one page, each asked again whether this person may see it."""
    rows = SearchDocument.objects.in_bulk(list(ids))
    hits = []
    for pk in ids:
        row = rows.get(pk)
        link = links.resolve(actor, row.kind, row.public_id) if row else None
        if row is None or link is None:
            continue
        hits.append(
            Hit(
                kind=row.kind,
                kind_label=str(SOURCES[row.kind].label),
                title=link.title,
                title_pieces=mark(link.title, found.terms),
                url=link.url,
                pieces=snippet(row.text, found.terms),
                authority_id=row.authority_id,
                updated_at=row.updated_at,
                is_dated=SOURCES[row.kind].is_dated,
            )
        )
    return hits


def _ranked(
    wanted: Sequence[Wanted],
    doors: Sequence[int],
    inside: Mapping[str, object],
    *,
    every: bool,
) -> tuple[int, ...]:
    """Return the ids of the documents that hold every word (or any), the best first.

    Whole numbers throughout: both databases come to the same sums, so to the same order.
    """
    weights = _weights(wanted, doors)
    if not any(weights):
        return ()
    names = [f"part_{number}" for number in range(len(weights))]
    parts = {
        name: Coalesce(Max(_impact(ids)), Value(0)) if ids else Value(0)
        for name, ids in zip(names, weights, strict=True)
    }
    total = sum((F(name) for name in names[1:]), start=F(names[0]))
    words = {pk for ids in weights for pk in ids}
    rows = (
        SearchPosting.objects.filter(word__in=words, **inside)
        .order_by()
        .values("document")
        .annotate(**parts, total=total)
        .order_by("-total", "-document__updated_at", "document__tie")
        .values_list("document", flat=True)
    )
    if every:
        rows = rows.filter(**{f"{name}__gt": 0 for name in names})
    return tuple(rows[: MOST_HITS + 1])


def _impact(weights: dict[int, int]) -> Case:
    """Return a posting's impact times the weight of its word; 0 for words of other groups."""
    by_weight: dict[int, list[int]] = {}
    for pk, weight in weights.items():
        by_weight.setdefault(weight, []).append(pk)
    return Case(
        *(
            When(word__in=sorted(ids), then=F("impact") * Value(weight))
            for weight, ids in sorted(by_weight.items())
        ),
        default=Value(0),
        output_field=IntegerField(),
    )


def _weights(wanted: Sequence[Wanted], doors: Sequence[int]) -> list[dict[int, int]]:
    """Return per word asked for the ids of its words with their weights.

    A rare word says more (BM25's idf, in hundredths); rare among what this person may see.
    """
    terms = {term for each in wanted for term in each.terms}
    rows = list(
        SearchWord.objects.filter(door__in=doors, term__in=sorted(terms))
        .annotate(number=Count("postings"))
        .values_list("pk", "term", "number")
    )
    held: Counter[str] = Counter()
    for _pk, term, number in rows:
        held[term] += number
    whole = SearchDocument.objects.filter(door__in=doors).count()
    weights = []
    for each in wanted:
        # The ways to meet a word count as one word: a rare compound is no better than the word.
        number = min(whole, sum(held[term] for term in each.terms))
        rarity = round(100 * math.log(1 + (whole - number + 0.5) / (number + 0.5)))
        weights.append(
            {
                pk: max(1, rarity * each.terms[term] // 100)
                for pk, term, _number in rows
                if term in each.terms
            }
        )
    return weights


def _corrected(query: str, understood: Understood, doors: Sequence[int]) -> str:
    """Return the query with guessed words put right, or nothing where none was guessed."""
    guessed = [each for each in understood.wanted if each.guessed]
    corrected = query
    for each in sorted(guessed, key=lambda each: each.place, reverse=True):
        start, end = each.place
        corrected = corrected[:start] + surface_of(each.guessed, doors) + corrected[end:]
    return corrected if guessed else ""
