"""What is different between two versions of a strategy: words, priorities, goals, measures.

Words are compared by ``difflib`` (Ratcliff and Obershelp). Things are matched by what they are, so
a priority that was renamed is renamed and not gone and new.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from django.utils.translation import gettext as _

from vorort.strategies.choices import (
    FocusContent,
    GoalContent,
    MeasureContent,
    SectionKey,
    StrategyContent,
)
from vorort.strategies.models import Strategy
from vorort.strategies.queries import document as words
from vorort.strategies.queries.content import content_of
from vorort.ui import format as show

Part = Literal["same", "added", "removed"]
Kind = Literal["added", "removed", "changed"]
_Row = TypeVar("_Row")
# A number, a word or a sign, with the space behind it.
_WORDS = re.compile(r"(?:\d[\d.,/]*\d|\w+(?:-\w+)*|[^\w\s])\s*")


@dataclass(frozen=True)
class Piece:
    text: str
    part: Part = "same"


@dataclass(frozen=True)
class TextChange:
    """A text in pieces: what stayed, what came, what went."""

    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Field:
    """One value, before and now."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Item:
    """A priority, goal, measure, finding or citation that came, went or changed."""

    kind: Kind
    what: str
    title: str
    fields: tuple[Field, ...] = ()
    # Of a priority: its former name, its text, what stands below it.
    old_title: str = ""
    text: TextChange | None = None
    items: tuple["Item", ...] = ()

    @property
    def words(self) -> str:
        """The kind of change, for people."""
        return {"added": _("neu"), "removed": _("entfallen"), "changed": _("geändert")}[self.kind]

    @property
    def tone(self) -> str:
        return "on" if self.kind == "added" else ""


@dataclass(frozen=True)
class Difference:
    """Everything that is different between two versions; nothing that is the same."""

    old: Strategy
    new: Strategy
    heads: tuple[Field, ...] = ()
    texts: tuple[TextChange, ...] = ()
    findings: tuple[Item, ...] = ()
    citations: tuple[Item, ...] = ()
    focuses: tuple[Item, ...] = ()
    is_reordered: bool = False

    @property
    def is_empty(self) -> bool:
        parts = (self.heads, self.texts, self.findings, self.citations, self.focuses)
        return not any(parts) and not self.is_reordered


def difference(old: Strategy, new: Strategy) -> Difference:
    """Return what is different between two versions, the words as they were adopted."""
    before, after = content_of(old), content_of(new)
    keys = [[each["key"] for each in content["focuses"]] for content in (before, after)]
    both = set(keys[0]) & set(keys[1])
    orders = [[key for key in each if key in both] for each in keys]
    heads = (
        (_("Titel"), before["title"], after["title"]),
        (_("Zeitraum"), words.years(before), words.years(after)),
    )
    return Difference(
        old=old,
        new=new,
        heads=_fields(*heads),
        texts=tuple(_texts(before, after)),
        findings=_items(_("Feststellung"), _findings(before), _findings(after)),
        citations=_items(_("Landesstrategie"), _citations(before), _citations(after)),
        focuses=tuple(_focuses(before["focuses"], after["focuses"])),
        is_reordered=orders[0] != orders[1],
    )


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return two texts as one, word by word: what stayed, what went, what came.

    Other spaces and line ends between the same words are no difference; the new ones are shown.
    """
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    plain = [[each.strip() for each in side] for side in (a, b)]
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_opcodes():
        if tag == "equal":
            # The last word of a text has no space behind it; in the other more may follow.
            both = zip(a[i:j], b[k:m], strict=True)
            pieces.append(Piece("".join(y if y != y.strip() else x for x, y in both)))
            continue
        pieces += _changed("".join(a[i:j]), "removed")
        pieces += _changed("".join(b[k:m]), "added")
    return tuple(pieces)


def _changed(text: str, part: Part) -> list[Piece]:
    """Return what came or went; the space behind it is nobody's change."""
    said = text.rstrip()
    if not said:
        return []
    return [Piece(said, part), *([Piece(text[len(said) :])] if text != said else [])]


def _texts(before: StrategyContent, after: StrategyContent) -> list[TextChange]:
    old, new = ({each["key"]: each["text"] for each in c["sections"]} for c in (before, after))
    return [
        TextChange(str(key.label), compare_words(old.get(key, ""), new.get(key, "")))
        for key in SectionKey
        if old.get(key, "") != new.get(key, "")
    ]


def _findings(content: StrategyContent) -> dict[str, str]:
    return {each["id"]: f"{each['reference']}: {each['title']}" for each in content["findings"]}


def _citations(content: StrategyContent) -> dict[str, str]:
    return {line: line.removeprefix("- ") for line in words.citation_lines(content, plain=False)}


def _focuses(before: Sequence[FocusContent], after: Sequence[FocusContent]) -> list[Item]:
    old, new = ({each["key"]: each for each in rows} for rows in (before, after))
    found = []
    for key, focus in new.items():
        if key not in old:
            found.append(_whole("added", focus))
            continue
        was = old[key]
        text = None
        if was["text"] != focus["text"]:
            text = TextChange(_("Warum und wohin"), compare_words(was["text"], focus["text"]))
        items = (*_goals(was, focus), *_measures(was, focus))
        renamed = was["title"] if was["title"] != focus["title"] else ""
        if text or items or renamed:
            found.append(
                Item("changed", "", focus["title"], old_title=renamed, text=text, items=items)
            )
    return found + [_whole("removed", focus) for key, focus in old.items() if key not in new]


def _whole(kind: Kind, focus: FocusContent) -> Item:
    """Return a priority that came or went with everything below it."""
    goals = (Item(kind, _("Ziel"), goal["title"]) for _d, goal in words.walk_goals(focus["goals"]))
    measures = (Item(kind, _("Maßnahme"), _name(each)) for each, _g in words.measures_of(focus))
    return Item(kind, "", focus["title"], items=(*goals, *measures))


def _goals(before: FocusContent, after: FocusContent) -> tuple[Item, ...]:
    old, new = (
        {goal["id"]: goal for _depth, goal in words.walk_goals(focus["goals"])}
        for focus in (before, after)
    )
    told: dict[str, Callable[[GoalContent], str]] = {
        _("Ziel"): lambda goal: goal["title"],
        _("Kennzahl"): words.indicator,
        _("Ausgangswert"): words.baseline,
        _("Zielwert"): words.target,
        _("erreichen bis"): lambda goal: words.day(goal["due_on"]),
    }
    names = ({key: goal["title"] for key, goal in rows.items()} for rows in (old, new))
    return _items(_("Ziel"), *names, changed=_told(old, new, told))


def _measures(before: FocusContent, after: FocusContent) -> tuple[Item, ...]:
    old, new = (
        {each["id"]: (each, goals) for each, goals in words.measures_of(focus)}
        for focus in (before, after)
    )
    told: dict[str, Callable[[tuple[MeasureContent, str]], str]] = {
        _("Maßnahme"): lambda row: row[0]["title"],
        _("Was wir tun"): lambda row: row[0]["summary"],
        _("zuständig"): lambda row: row[0]["owner"],
        _("Zeitraum"): lambda row: words.period_words(row[0]),
        _("dient dem Ziel"): lambda row: row[1],
    }
    names = ({key: _name(row[0]) for key, row in rows.items()} for rows in (old, new))
    return _items(_("Maßnahme"), *names, changed=_told(old, new, told))


def _told(
    old: Mapping[str, _Row], new: Mapping[str, _Row], told: Mapping[str, Callable[[_Row], str]]
) -> dict[str, tuple[Field, ...]]:
    """Return what is another value now, of each thing that is in both versions."""
    return {
        key: _fields(*((name, say(old[key]), say(new[key])) for name, say in told.items()))
        for key in old.keys() & new.keys()
    }


def _items(
    what: str,
    old: Mapping[str, str],
    new: Mapping[str, str],
    *,
    changed: Mapping[str, tuple[Field, ...]] | None = None,
) -> tuple[Item, ...]:
    found = []
    for key, title in new.items():
        if key not in old:
            found.append(Item("added", what, title))
        elif changed and changed[key]:
            found.append(Item("changed", what, title, changed[key]))
    found += [Item("removed", what, title) for key, title in old.items() if key not in new]
    return tuple(found)


def _fields(*rows: tuple[str, str, str]) -> tuple[Field, ...]:
    return tuple(
        Field(name, old or show.missing, new or show.missing)
        for name, old, new in rows
        if old != new
    )


def _name(measure: MeasureContent) -> str:
    return f"{measure['reference']} {measure['title']}"
