"""The picture of the network: two columns, partners left, measures right, few crossings.

No chance is in it: the same network gives the same picture. A drawing by forces lets names lie
over each other from some twenty nodes on; two columns never do.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vorort.networks.choices import MOST_NODES
from vorort.networks.queries.network import Edge, Network, Node

WIDTH = 800
ROW = 30
TOP = 40
# Where the marks of both columns stand; names run outwards from them.
LEFT, RIGHT = 290, 500
_GAP = 14
_LONGEST = 42
# Orders settle after a few sweeps; the best one seen is kept.
_SWEEPS = 24


@dataclass(frozen=True)
class Mark:
    """A node where it is drawn: a circle for a partner, a square for a measure."""

    node: Node
    x: int
    y: int
    label: str
    label_x: int


@dataclass(frozen=True)
class Line:
    """An edge as a curve; ``holds`` is drawn through, help is dashed."""

    path: str
    title: str
    holds: bool


@dataclass(frozen=True)
class Picture:
    """What the template draws; ``left_out`` counts the nodes the picture has no room for."""

    width: int
    height: int
    partners: tuple[Mark, ...]
    measures: tuple[Mark, ...]
    lines: tuple[Line, ...]
    left_out: int


def draw(found: Network, *, most: int = MOST_NODES) -> Picture:
    """Lay a network out; beyond ``most`` nodes only the best connected ones are drawn."""
    nodes, edges = _strongest(found, most)
    left = [node for node in nodes if node.is_partner]
    right = [node for node in nodes if not node.is_partner]
    left, right = _untangled(left, right, edges)
    rows = max(len(left), len(right), 1)
    partners = _column(left, LEFT, LEFT - _GAP, rows)
    measures = _column(right, RIGHT, RIGHT + _GAP, rows)
    place = {mark.node.key: mark for mark in (*partners, *measures)}
    lines = tuple(
        Line(
            _curve(place[edge.partner], place[edge.measure]),
            f"{place[edge.partner].node.title} – {place[edge.measure].node.title}: "
            + ", ".join(edge.roles),
            edge.holds,
        )
        for edge in edges
    )
    height = TOP + rows * ROW
    return Picture(WIDTH, height, partners, measures, lines, len(found.nodes) - len(nodes))


def crossings(left: Sequence[Node], right: Sequence[Node], edges: Sequence[Edge]) -> int:
    """Return how many pairs of lines cross when both columns stand in these orders."""
    here = {node.key: place for place, node in enumerate(left)}
    there = {node.key: place for place, node in enumerate(right)}
    found, passed = 0, list[int]()
    # By the left end, then the right: what came before and ends further down crosses.
    for _start, end in sorted((here[edge.partner], there[edge.measure]) for edge in edges):
        found += len(passed) - bisect_right(passed, end)
        insort(passed, end)
    return found


def _strongest(found: Network, most: int) -> tuple[list[Node], list[Edge]]:
    nodes = list(found.nodes)
    if len(nodes) > most:
        ranked = sorted(nodes, key=lambda node: (-node.degree, node.title))
        kept = {node.key for node in ranked[:most]}
        nodes = [node for node in nodes if node.key in kept]
    keys = {node.key for node in nodes}
    return nodes, [e for e in found.edges if e.partner in keys and e.measure in keys]


def _untangled(
    left: list[Node], right: list[Node], edges: Sequence[Edge]
) -> tuple[list[Node], list[Node]]:
    """Return both columns in an order with few crossings: each node at the mean of its others."""
    others: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        others[edge.partner].append(edge.measure)
        others[edge.measure].append(edge.partner)
    best = (left, right)
    fewest = crossings(left, right, edges)
    for _sweep in range(_SWEEPS):
        right = _by_mean(right, _places(left), others)
        left = _by_mean(left, _places(right), others)
        now = crossings(left, right, edges)
        if now >= fewest and _sweep:
            break
        if now < fewest:
            best, fewest = (left, right), now
    return best


def _places(nodes: Sequence[Node]) -> dict[str, int]:
    return {node.key: place for place, node in enumerate(nodes)}


def _by_mean(
    nodes: Sequence[Node], places: Mapping[str, int], others: Mapping[str, Sequence[str]]
) -> list[Node]:
    """Return nodes by the mean place of what they are joined to; who stands alone comes last."""

    def mean(node: Node) -> float:
        near = [places[key] for key in others.get(node.key, ()) if key in places]
        return sum(near) / len(near) if near else float(len(places) + len(nodes))

    return sorted(nodes, key=mean)


def _column(nodes: Sequence[Node], x: int, label_x: int, rows: int) -> tuple[Mark, ...]:
    """Return the marks of a column, the shorter one spread over the height of the longer."""
    step = rows * ROW / max(len(nodes), 1)
    return tuple(
        Mark(node, x, round(TOP + step * (place + 0.5)), _short(node.title), label_x)
        for place, node in enumerate(nodes)
    )


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip()}…"


def _curve(partner: Mark, measure: Mark) -> str:
    middle = (LEFT + RIGHT) // 2
    return (
        f"M{partner.x + 7} {partner.y}C{middle} {partner.y} {middle} {measure.y} "
        f"{measure.x - 7} {measure.y}"
    )
