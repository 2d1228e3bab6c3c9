"""The agenda as one reader sees it: consecutive numbers, clock times, no gaps."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vorort.meetings.models import AgendaItem

_STAMPED = (
    "title", "kind", "rapporteur_id", "rapporteur_text", "minutes_planned", "note",
    "confidentiality", "is_sub",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """An item with its number; ``starts_at`` only where every item before has its minutes."""

    number: str
    item: AgendaItem
    starts_at: dt.datetime | None


def numbered(items: Iterable[AgendaItem]) -> list[tuple[str, AgendaItem]]:
    """Return the items with their numbers 1, 2, 2.1, 2.2, 3 …

    Numbers follow from what is given: who reads less sees consecutive numbers.
    """
    main = below = 0
    has_parent = False
    found = []
    for item in items:
        has_parent |= not item.is_sub
        if item.is_sub and has_parent:
            below += 1
            found.append((f"{main}.{below}", item))
        else:
            main, below = main + 1, 0
            found.append((str(main), item))
    return found


def with_parents(items: Sequence[AgendaItem], visible: Iterable[str]) -> list[AgendaItem]:
    """Return the items of the visible classes; a point below a hidden one is hidden with it."""
    classes = set(visible)
    shown, parent_shown = [], True
    for item in items:
        allowed = item.confidentiality in classes
        if not item.is_sub:
            parent_shown = allowed
        if allowed and (parent_shown or not item.is_sub):
            shown.append(item)
    return shown


def rows_of(items: Iterable[AgendaItem], starts_at: dt.datetime) -> list[Row]:
    """Return the items with number and clock time.

    The minutes of a point with points below it are those of its points, unless only it has some.
    """
    pairs = numbered(items)
    moment: dt.datetime | None = starts_at
    rows = []
    for index, (number, item) in enumerate(pairs):
        rows.append(Row(number, item, moment))
        has_subs = index + 1 < len(pairs) and pairs[index + 1][0].startswith(f"{number}.")
        if moment is None or (has_subs and item.minutes_planned is None):
            continue
        minutes = item.minutes_planned
        moment = None if minutes is None else moment + dt.timedelta(minutes=minutes)
    return rows


def stamp_of(item: AgendaItem) -> str:
    """Return a short mark of what an item says; whoever saves must have read the latest."""
    words = "\x1f".join(str(getattr(item, name)) for name in _STAMPED)
    return hashlib.sha256(words.encode()).hexdigest()[:16]
