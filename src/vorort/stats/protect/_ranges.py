"""What an outsider can still deduce about each open cell."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vorort.stats.protect import _flow, _linear
from vorort.stats.protect._graph import Graph
from vorort.stats.protect._rules import Protection
from vorort.stats.protect._tables import Bools, Ints, System

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Room:
    """How far each cell could move if it stood alone, ``(n_cells,)``: the outsider's knowledge."""

    down: Ints
    up: Ints


def knowledge(system: System, hidden: Bools, protection: Protection) -> tuple[Room, str]:
    """Return the room of every cell and the attacker really used.

    ``positive`` needs that no named hidden cell is zero: who sees a hidden zero published nowhere
    else cannot rule zeros out.
    """
    value = system.value
    attacker = protection.attacker
    if attacker == "positive" and bool((hidden & system.named & (value == 0)).any()):
        attacker = "nonnegative"
    up = np.full(value.size, _flow.UNBOUNDED, dtype=np.int64)
    down = value.copy()
    if attacker == "positive":
        down = np.where(system.named, np.maximum(value - 1, 0), value)
    elif attacker == "bounds":
        reach = np.floor(value * protection.prior + 1e-9).astype(np.int64)
        down = np.where(system.named, np.minimum(value, reach), value)
        up = np.where(system.named, reach, up)
    return Room(down=down, up=up), attacker


def capacities(graph: Graph, room: Room) -> Ints:
    """Return the capacity of each arc of the graph, ``(2 * n_open,)``."""
    base = np.empty(2 * graph.cells.size, dtype=np.int64)
    base[0::2], base[1::2] = room.up[graph.cells], room.down[graph.cells]
    return base


def piece_of(graph: Graph, members: Ints, room: Room) -> _linear.Piece:
    """Return the linear program of the open cells ``members`` (one connected piece)."""
    up = room.up[graph.cells[members]].astype(np.float64)
    up[up >= _flow.UNBOUNDED] = np.inf
    down = room.down[graph.cells[members]].astype(np.float64)
    return _linear.cut_out(graph.matrix, members, down, up)


def deduce(
    graph: Graph,
    room: Room,
    wanted: Bools,
    stricter: Graph | None = None,
    looser: Graph | None = None,
) -> tuple[Floats, Floats]:
    """Return how far each open cell can fall and rise, ``(n_open,)``; zeros where not wanted.

    ``stricter`` is a network in which every move is also one of ``graph``, ``looser`` one that
    allows every move of ``graph``: where both agree, pieces that are no network need no program.
    """
    n_open = graph.cells.size
    fall, rise = np.zeros(n_open), np.zeros(n_open)
    _flow_ranges(graph, room, wanted & graph.network, fall, rise)
    other = wanted & ~graph.network & ~graph.free
    if other.any():
        least = _elsewhere(graph, stricter, room, other, beyond=0.0)
        most = _elsewhere(graph, looser, room, other, beyond=np.inf)
        for number in np.unique(graph.piece[other]):
            members = np.flatnonzero(graph.piece == number)
            piece = piece_of(graph, members, room)
            fall[members], rise[members] = _linear.piece_ranges(
                piece, wanted[members], least[:, members], most[:, members]
            )
    loose = wanted & graph.free
    fall[loose], rise[loose] = room.down[graph.cells[loose]], room.up[graph.cells[loose]]
    rise[rise >= _flow.UNBOUNDED // 2] = np.inf
    return fall, rise


def _elsewhere(
    graph: Graph, network: Graph | None, room: Room, wanted: Bools, *, beyond: float
) -> Floats:
    """Falls and rises of the wanted cells in another network, ``(2, n_open)``.

    ``beyond`` stands for cells the network says nothing about.
    """
    ends = np.full((2, wanted.size), beyond)
    if network is None:
        return ends
    place = np.searchsorted(graph.cells, network.cells)
    asked = network.network & wanted[place]
    fall, rise = np.zeros(place.size), np.zeros(place.size)
    _flow_ranges(network, room, asked, fall, rise)
    rise[rise >= _flow.UNBOUNDED // 2] = np.inf
    ends[:, place[asked]] = fall[asked], rise[asked]
    return ends


def _flow_ranges(graph: Graph, room: Room, wanted: Bools, fall: Floats, rise: Floats) -> None:
    """Fill in the ranges of cells inside networks."""
    listed = np.flatnonzero(wanted)
    if listed.size:
        base = capacities(graph, room)
        label = _flow.components(graph.net[0].size - 1, graph.net, base)
        # Only cells on a cycle can move at all: the rest is disclosed exactly, found in one pass.
        moving = listed[label[graph.tail[listed]] == label[graph.head[listed]]]
        fall[moving], rise[moving] = _flow.ranges(moving, graph.tail, graph.head, graph.net, base)
