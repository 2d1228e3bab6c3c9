"""What is different between two versions of a strategy: words, priorities, goals, measures.

Words are compared by ``difflib`` (Ratcliff and Obershelp). Things are matched by what they are, so
a priority that was renamed is renamed and not gone and new.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.utils.translation import gettext as _

from vorort.strategies.choices import (
    FocusContent,
    GoalContent,
    MeasureContent,
    SectionKey,
    StrategyContent,
)
from vorort.strategies.models import Strategy
from vorort.strategies.queries.content import content_of
from vorort.strategies.queries.document import (
    amount,
    day,
    measures_of,
    period_words,
    walk_goals,
    years,
)
from vorort.ui import format as show

Part = Literal["same", "added", "removed"]
Kind = Literal["added", "removed", "changed"]
# A number, a word or a sign, with the space behind it.
_WORDS = re.compile(r"(?:\d[\d.,/]*\d|\w+(?:-\w+)*|[^\w\s])\s*")


_TONES: dict[Kind, str] = {"added": "on", "removed": "", "changed": ""}


def _words(kind: Kind) -> str:
    return {"added": _("neu"), "removed": _("entfallen"), "changed": _("geändert")}[kind]


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
    """One value of a goal or measure, before and now."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Item:
    """A goal, measure, finding or citation that came, went or changed."""

    kind: Kind
    what: str
    title: str
    fields: tuple[Field, ...] = ()

    @property
    def words(self) -> str:
        """The kind of change, for people."""
        return _words(self.kind)

    @property
    def tone(self) -> str:
        return _TONES[self.kind]


@dataclass(frozen=True)
class FocusChange:
    """What is different in a priority."""

    kind: Kind
    title: str
    old_title: str = ""
    text: TextChange | None = None
    items: tuple[Item, ...] = ()

    @property
    def words(self) -> str:
        return _words(self.kind)

    @property
    def tone(self) -> str:
        return _TONES[self.kind]


@dataclass(frozen=True)
class Difference:
    """Everything that is different between two versions; nothing that is the same."""

    old: Strategy
    new: Strategy
    heads: tuple[Field, ...] = ()
    texts: tuple[TextChange, ...] = ()
    findings: tuple[Item, ...] = ()
    citations: tuple[Item, ...] = ()
    focuses: tuple[FocusChange, ...] = ()
    is_reordered: bool = False

    @property
    def is_empty(self) -> bool:
        parts = (self.heads, self.texts, self.findings, self.citations, self.focuses)
        return not any(parts) and not self.is_reordered


def difference(old: Strategy, new: Strategy) -> Difference:
    """Return what is different between two versions, the words as they were adopted."""
    before, after = content_of(old), content_of(new)
    kept = {each["key"] for each in after["focuses"]}
    orders = [
        [each["key"] for each in content["focuses"] if each["key"] in kept & _keys(before)]
        for content in (before, after)
    ]
    return Difference(
        old=old,
        new=new,
        heads=_fields(
            (_("Titel"), before["title"], after["title"]),
            (_("Zeitraum"), years(before), years(after)),
        ),
        texts=tuple(_texts(before, after)),
        findings=_items(
            _("Feststellung"),
            {each["id"]: f"{each['reference']}: {each['title']}" for each in before["findings"]},
            {each["id"]: f"{each['reference']}: {each['title']}" for each in after["findings"]},
        ),
        citations=_items(_("Landesstrategie"), _citations(before), _citations(after)),
        focuses=tuple(_focuses(before["focuses"], after["focuses"])),
        is_reordered=orders[0] != orders[1],
    )


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return two texts as one, word by word: what stayed, what went, what came.

    Other spaces and line ends between the same words are no difference; the new ones are shown.
    """
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(
        None, [each.strip() for each in a], [each.strip() for each in b], autojunk=False
    )
    pieces: list[Piece] = []
    for tag, i, j, k, m in matcher.get_opcodes():
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
    words = text.rstrip()
    if not words:
        return []
    return [Piece(words, part), *([Piece(text[len(words) :])] if text != words else [])]


def _keys(content: StrategyContent) -> set[str]:
    return {each["key"] for each in content["focuses"]}


def _texts(before: StrategyContent, after: StrategyContent) -> list[TextChange]:
    old = {each["key"]: each["text"] for each in before["sections"]}
    new = {each["key"]: each["text"] for each in after["sections"]}
    return [
        TextChange(str(key.label), compare_words(old.get(key, ""), new.get(key, "")))
        for key in SectionKey
        if old.get(key, "") != new.get(key, "")
    ]


def _citations(content: StrategyContent) -> dict[str, str]:
    titles = {focus["key"]: focus["title"] for focus in content["focuses"]}
    return {
        f"{each['focus']}|{each['section']}|{each['version']}": " · ".join(
            part
            for part in (
                titles.get(each["focus"], ""),
                _("%(title)s, Fassung %(version)d")
                % {"title": each["title"], "version": each["version"]},
                each["section"],
            )
            if part
        )
        for each in content["citations"]
    }


def _focuses(before: Sequence[FocusContent], after: Sequence[FocusContent]) -> list[FocusChange]:
    old, new = ({each["key"]: each for each in rows} for rows in (before, after))
    found = []
    for key, focus in new.items():
        if key not in old:
            found.append(FocusChange("added", focus["title"], items=_all_of("added", focus)))
            continue
        text = None
        if old[key]["text"] != focus["text"]:
            text = TextChange(_("Warum und wohin"), compare_words(old[key]["text"], focus["text"]))
        items = (*_goals(old[key], focus), *_measures(old[key], focus))
        renamed = old[key]["title"] if old[key]["title"] != focus["title"] else ""
        if text or items or renamed:
            found.append(FocusChange("changed", focus["title"], renamed, text, items))
    found += [
        FocusChange("removed", focus["title"], items=_all_of("removed", focus))
        for key, focus in old.items()
        if key not in new
    ]
    return found


def _all_of(kind: Kind, focus: FocusContent) -> tuple[Item, ...]:
    goals = [Item(kind, _("Ziel"), goal["title"]) for _depth, goal in walk_goals(focus["goals"])]
    measures = [Item(kind, _("Maßnahme"), _name(each)) for each, _goals in measures_of(focus)]
    return (*goals, *measures)


def _goals(before: FocusContent, after: FocusContent) -> tuple[Item, ...]:
    old, new = (
        {goal["id"]: goal for _depth, goal in walk_goals(focus["goals"])}
        for focus in (before, after)
    )
    changed = {
        key: _fields(
            (_("Ziel"), old[key]["title"], goal["title"]),
            (_("Kennzahl"), old[key]["indicator"], goal["indicator"]),
            (_("Gebiet"), old[key]["area"], goal["area"]),
            (_("Ausgangswert"), _baseline(old[key]), _baseline(goal)),
            (_("Zielwert"), _target(old[key]), _target(goal)),
            (_("erreichen bis"), day(old[key]["due_on"]), day(goal["due_on"])),
        )
        for key, goal in new.items()
        if key in old
    }
    names = ({key: goal["title"] for key, goal in rows.items()} for rows in (old, new))
    return _items(_("Ziel"), *names, changed=changed)


def _measures(before: FocusContent, after: FocusContent) -> tuple[Item, ...]:
    old, new = (
        {each["id"]: (each, goals) for each, goals in measures_of(focus)}
        for focus in (before, after)
    )
    changed = {}
    for key, (each, goals) in new.items():
        if key in old:
            earlier, served = old[key]
            changed[key] = _fields(
                (_("Maßnahme"), earlier["title"], each["title"]),
                (_("Was wir tun"), earlier["summary"], each["summary"]),
                (_("zuständig"), earlier["owner"], each["owner"]),
                (_("Zeitraum"), period_words(earlier), period_words(each)),
                (_("dient dem Ziel"), served, goals),
            )
    names = ({key: _name(each) for key, (each, _g) in rows.items()} for rows in (old, new))
    return _items(_("Maßnahme"), *names, changed=changed)


def _items(
    what: str,
    old: dict[str, str],
    new: dict[str, str],
    *,
    changed: "dict[str, tuple[Field, ...]] | None" = None,
) -> tuple[Item, ...]:
    found = []
    for key, title in new.items():
        if key not in old:
            found.append(Item("added", what, title))
        elif changed and changed.get(key):
            found.append(Item("changed", what, title, changed[key]))
    found += [Item("removed", what, title) for key, title in old.items() if key not in new]
    return tuple(found)


def _fields(*rows: tuple[str, str, str]) -> tuple[Field, ...]:
    return tuple(
        Field(name, old or show.missing, new or show.missing)
        for name, old, new in rows
        if old != new
    )


def _baseline(goal: GoalContent) -> str:
    value = amount(goal["baseline"], goal["unit"])
    return f"{value} ({day(goal['baseline_on'])})" if value and goal["baseline_on"] else value


def _target(goal: GoalContent) -> str:
    value = amount(goal["target"], goal["unit"])
    return f"{goal['direction']} {value}" if value else ""


def _name(measure: MeasureContent) -> str:
    return f"{measure['reference']} {measure['title']}"
