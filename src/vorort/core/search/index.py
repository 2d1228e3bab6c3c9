"""Writes of the index: take in, take out, catch up, build anew."""

import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from vorort.core.search.models import (
    SearchChange,
    SearchDocument,
    SearchDoor,
    SearchGram,
    SearchPosting,
    SearchWord,
)
from vorort.core.search.sources import SOURCES, Document, door_of
from vorort.core.search.words import SHORTEST_STEMMED, grams, tokens

# The longest text taken in; a Lagebild of 50 pages is half of that.
TEXT_KEPT = 400_000
TITLE_WEIGHT = 4
# BM25 with a fixed usual length: no document's weight tells of others.
SATURATION, LENGTH_SHARE, USUAL_LENGTH = 1.2, 0.5, 300.0
BATCH = 500

Progress = Callable[[int, int, str], None]


def changed(*, kind: str, public_id: str) -> None:
    """Note, in the transaction of the change, that a document may be out of date."""
    if any(kind == source.kind or kind in source.follows for source in SOURCES.values()):
        SearchChange.objects.create(kind=kind, public_id=public_id[:80])


@transaction.atomic
def forget(*, kind: str, public_id: str) -> None:
    """Take a thing out of the search at once, in the caller's transaction."""
    SearchDocument.objects.filter(kind=kind, public_id=public_id).delete()


@transaction.atomic
def refresh(*, kind: str, public_id: str) -> bool:
    """Bring one document up to date; return whether anything was written."""
    document = SOURCES[kind].load(public_id) if kind in SOURCES else None
    if document is None:
        gone, _each = SearchDocument.objects.filter(kind=kind, public_id=public_id).delete()
        return gone > 0
    door_name = door_of(document.audience, document.authority_id)
    digest = _digest(document, door_name)
    known = SearchDocument.objects.filter(kind=kind, public_id=public_id, digest=digest)
    if known.exists():
        return False
    door, _made = SearchDoor.objects.get_or_create(name=door_name)
    row, _made = SearchDocument.objects.update_or_create(
        kind=kind,
        public_id=public_id,
        defaults={
            "door": door,
            "authority_id": document.authority_id,
            "title": document.title[:300],
            "text": document.text[:TEXT_KEPT],
            "digest": digest,
            "tie": zlib.crc32(f"{kind} {public_id}".encode()),
            "updated_at": document.updated_at,
        },
    )
    impacts = _impacts(row.title, row.text)
    words = _words(door, sorted(impacts))
    row.postings.all().delete()
    SearchPosting.objects.bulk_create(
        [
            SearchPosting(word_id=words[term], document=row, impact=impact)
            for term, impact in sorted(impacts.items())
        ],
        batch_size=BATCH,
    )
    return True


def catch_up(*, progress: Progress | None = None) -> int:
    """Bring everything up to date that has changed; return how many documents were looked at."""
    looked_at = 0
    while changes := list(SearchChange.objects.order_by("id")[:BATCH]):
        touched = dict.fromkeys(
            each for change in changes for each in _touched(change.kind, change.public_id)
        )
        for kind, public_id in touched:
            refresh(kind=kind, public_id=public_id)
            looked_at += 1
            if progress:
                progress(looked_at, 0, "")
        SearchChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return looked_at


def rebuild(*, progress: Progress | None = None, kinds: Sequence[str] = ()) -> int:
    """Look at every thing, bring its document up to date, drop the rest; return how many.

    What has not changed is not written again, so this may run at any time.
    """
    done = 0
    for kind in kinds or tuple(SOURCES):
        ids = sorted(set(SOURCES[kind].list_ids()))
        for public_id in ids:
            refresh(kind=kind, public_id=public_id)
            done += 1
            if progress:
                progress(done, 0, str(SOURCES[kind].label))
        kept = set(ids)
        held = SearchDocument.objects.filter(kind=kind).values_list("public_id", flat=True)
        for public_id in [each for each in held if each not in kept]:
            forget(kind=kind, public_id=public_id)
    SearchDocument.objects.exclude(kind__in=SOURCES).delete()
    sweep()
    return done


def sweep() -> int:
    """Drop words that stand nowhere any more; return how many."""
    gone, _each = SearchWord.objects.filter(postings__isnull=True).delete()
    return gone


def close_doors(*, authority_id: int) -> None:
    """Drop an authority's vocabulary with its doors; its documents have gone before."""
    sweep()
    SearchDoor.objects.filter(name__endswith=f":{authority_id}", documents__isnull=True).delete()


def _touched(kind: str, public_id: str) -> Iterable[tuple[str, str]]:
    for source in SOURCES.values():
        if source.kind == kind:
            yield kind, public_id
        elif kind in source.follows:
            target = source.follows[kind](public_id)
            if target is not None:
                yield source.kind, target


def _digest(document: Document, door: str) -> str:
    parts = (door, str(document.authority_id), document.title, document.text,
             document.updated_at.isoformat())  # fmt: skip
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def _impacts(title: str, text: str) -> dict[str, int]:
    """Return how much each term says about a document: BM25's saturation, from 1 to 1,000."""
    counts: Counter[str] = Counter()
    length = 0
    for part, weight in ((title, TITLE_WEIGHT), (text, 1)):
        for token in tokens(part):
            length += weight
            for term in token.terms:
                counts[term] += weight
    scale = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / USUAL_LENGTH)
    return {term: max(1, round(1000 * count / (count + scale))) for term, count in counts.items()}


def _words(door: SearchDoor, terms: list[str]) -> dict[str, int]:
    """Return the ids of terms behind a door; new ones are written with their letters."""
    found: dict[str, int] = {}
    for start in range(0, len(terms), BATCH):
        found |= _known(door, terms[start : start + BATCH])
    missing = [term for term in terms if term not in found]
    for start in range(0, len(missing), BATCH):
        chunk = missing[start : start + BATCH]
        # Always in the same order: two writers wait for each other and never cross.
        SearchWord.objects.bulk_create(
            [SearchWord(door=door, term=term, backwards=term[::-1]) for term in chunk],
            ignore_conflicts=True,
        )
        made = _known(door, chunk)
        found |= made
        SearchGram.objects.bulk_create(
            [
                SearchGram(door=door, word_id=pk, gram=gram)
                for term, pk in sorted(made.items())
                if len(term) >= SHORTEST_STEMMED and not term.isdigit()
                for gram in sorted(grams(term))
            ],
            ignore_conflicts=True,
            batch_size=BATCH,
        )
    return found


def _known(door: SearchDoor, terms: list[str]) -> dict[str, int]:
    rows = SearchWord.objects.filter(door=door, term__in=terms)
    return dict(rows.values_list("term", "pk"))
