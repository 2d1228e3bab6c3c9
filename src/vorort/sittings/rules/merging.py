"""Two people wrote at once: what differs, and both texts put together."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Part = Literal["same", "mine", "theirs"]


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both have, or only one of them."""

    part: Part
    text: str


def compare(mine: str, theirs: str) -> list[Piece]:
    """Return the words of both texts in order, each marked by who wrote it."""
    ours, others = (re.findall(r"\s+|[^\s]+", text) for text in (mine, theirs))
    pieces: list[Piece] = []
    matcher = SequenceMatcher(a=others, b=ours, autojunk=False)
    for tag, from_theirs, to_theirs, from_mine, to_mine in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(ours[from_mine:to_mine])))
            continue
        if to_theirs > from_theirs:
            pieces.append(Piece("theirs", "".join(others[from_theirs:to_theirs])))
        if to_mine > from_mine:
            pieces.append(Piece("mine", "".join(ours[from_mine:to_mine])))
    return pieces


def combine(base: str | None, mine: str, theirs: str) -> str:
    """Return a proposal that holds every line of both texts.

    With the text both started from, a line that only one of them changed is taken from them;
    where both changed the same lines, theirs stand first and mine below.
    """
    if base is None:
        base = _common(mine, theirs)
    lines, ours, others = (text.splitlines() for text in (base, mine, theirs))
    my_changes, their_changes = _changes(lines, ours), _changes(lines, others)
    done: list[str] = []
    place = 0
    while place <= len(lines):
        mine_here, theirs_here = my_changes.get(place), their_changes.get(place)
        if mine_here is None and theirs_here is None:
            if place < len(lines):
                done.append(lines[place])
            place += 1
            continue
        end, from_theirs, from_mine = _reach(place, my_changes, their_changes)
        both = [*_apply(lines, place, end, their_changes)] if from_theirs else []
        own = [*_apply(lines, place, end, my_changes)] if from_mine else []
        done += both + [line for line in own if line not in both]
        done += lines[end : end + 1]
        place = end + 1
    return "\n".join(done)


_Changes = dict[int, tuple[int, list[str]]]


def _changes(base: list[str], text: list[str]) -> _Changes:
    """Return by first line of the base: where the change ends and what stands there now."""
    found: _Changes = {}
    matcher = SequenceMatcher(a=base, b=text, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            found[start] = (end, text[new_start:new_end])
    return found


def _reach(place: int, *changes: _Changes) -> tuple[int, bool, bool]:
    """Return how far the changes that touch each other go, and whose they are (theirs, mine)."""
    mine, theirs = changes
    end, grown = place, True
    while grown:
        grown = False
        for known in changes:
            for start, (stop, _new) in known.items():
                if place <= start <= end and stop > end:
                    end, grown = stop, True
    touched = [any(place <= start <= end for start in known) for known in (theirs, mine)]
    return end, touched[0], touched[1]


def _apply(base: list[str], start: int, end: int, changes: _Changes) -> list[str]:
    """Return the lines of one text that stand where the base has ``start`` to ``end``."""
    done: list[str] = []
    place = start
    while place <= end:
        if place in changes:
            stop, new = changes[place]
            done += new
            if stop > place:
                place = stop
                continue
        if place < end:
            done.append(base[place])
        place += 1
    return done


def _common(one: str, other: str) -> str:
    """Return the lines both texts have, as the best guess of what they started from."""
    ours, others = one.splitlines(), other.splitlines()
    blocks = SequenceMatcher(a=ours, b=others, autojunk=False).get_matching_blocks()
    return "\n".join(line for block in blocks for line in ours[block.a : block.a + block.size])
