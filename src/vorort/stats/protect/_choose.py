"""The search for secondary cells: cheapest moves first, then what proves unnecessary."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vorort.stats.protect import _flow, _linear
from vorort.stats.protect._graph import Graph, build_graph
from vorort.stats.protect._ranges import Room, capacities, piece_of
from vorort.stats.protect._rules import Protection
from vorort.stats.protect._tables import Bools, Ints, System

Floats = NDArray[np.float64]
_MOVED = 1e-6
_IDLE = 1e-3
# Programs spent on showing cells again: beyond, a cell that only a program could spare is kept.
PROGRAMS = 100


@dataclass
class _Network:
    """A graph whose cells are some of the search's cells, and where they are among them."""

    graph: Graph
    base: Ints
    place: Ints
    own: dict[int, int]
    distance: Floats
    came: Ints

    def move(self, cell: int, *, upward: bool, need: int, cost: Floats) -> tuple[int, Ints]:
        """Move one cell by the cheapest paths; return how far and which cells moved."""
        own = self.own[cell]
        ends = int(self.graph.tail[own]), int(self.graph.head[own])
        limit = min(need, int(self.base[2 * own + (0 if upward else 1)]))
        # Without other graphs the places are the same and the search's costs serve as they are.
        same = self.place.size == cost.size
        reach, moved = _flow.cheapest_flow(
            ends[::-1] if upward else ends,
            own,
            limit,
            self.graph.net,
            self.base,
            cost if same else cost[self.place],
            self.distance,
            self.came,
        )
        return reach, self.place[np.array(moved, dtype=np.int64) >> 1]


@dataclass
class _Search:
    """State of one search; indices are those of the full graph's open cells."""

    graph: Graph
    room: Room
    protection: Protection
    networks: tuple[_Network, ...]
    cost: Floats
    sensitive: Bools
    pieces: dict[int, tuple[Ints, _linear.Piece]] = field(default_factory=dict)
    witness: dict[int, frozenset[int]] = field(default_factory=dict)
    by_program: set[int] = field(default_factory=set)

    def protect(self, cell: int, cost: Floats, *, thorough: bool) -> tuple[bool, Ints]:
        """Find moves of other cells that protect ``cell``; return success and the cells moved."""
        if self.graph.free[cell]:
            return True, np.empty(0, dtype=np.int64)
        above, width = self.protection.above, self.protection.width
        below = min(self.protection.below, int(self.room.down[self.graph.cells[cell]]))
        up, moved_up = self.move(cell, max(above, width), cost, upward=True, thorough=thorough)
        fall_needed = max(below, width - up)
        down = 0
        moved = [moved_up]
        if fall_needed > 0:
            then = cost.copy()
            then[moved_up] = 0.0
            down, moved_down = self.move(cell, fall_needed, then, upward=False, thorough=thorough)
            moved.append(moved_down)
        enough = up >= above and down >= below and up + down >= width
        return enough, np.unique(np.concatenate(moved))

    def move(
        self, cell: int, need: int, cost: Floats, *, upward: bool, thorough: bool
    ) -> tuple[int, Ints]:
        """Move one cell: by paths where they reach far enough, else by a linear program."""
        if need <= 0:
            return 0, np.empty(0, dtype=np.int64)
        best = 0, np.empty(0, dtype=np.int64)
        for network in self.networks:
            if cell in network.own:
                best = network.move(cell, upward=upward, need=need, cost=cost)
                if best[0] >= need or self.graph.network[cell]:
                    return best
        if not thorough:
            return best
        self.by_program.add(cell)
        members, piece = self.piece(int(self.graph.piece[cell]))
        target = int(np.searchsorted(members, cell))
        # Hidden cells cost next to nothing, not nothing: a program must not move them idly.
        moves = _linear.cheapest_move(
            piece, target, upward=upward, need=float(need), cost=cost[members] + _IDLE
        )
        moved = members[np.abs(moves) > _MOVED]
        if upward and self.protection.below == 0:
            self.share(members, moves, moved)
        return int(np.floor(abs(moves[target]) + _MOVED)), moved

    def share(self, members: Ints, moves: Floats, moved: Ints) -> None:
        """Note the sensitive cells that the same moves protect as well."""
        enough = moves >= max(self.protection.above, self.protection.width) - _MOVED
        for cell in members[enough & self.sensitive[members]]:
            self.witness.setdefault(int(cell), frozenset(moved.tolist()))

    def piece(self, number: int) -> tuple[Ints, _linear.Piece]:
        if number not in self.pieces:
            members = np.flatnonzero(self.graph.piece == number).astype(np.int64)
            self.pieces[number] = members, piece_of(self.graph, members, self.room)
        return self.pieces[number]

    def hide(self, order: Ints) -> None:
        """Protect the sensitive cells in turn; cells that move become hidden (cost 0)."""
        for cell in order.tolist():
            if cell in self.witness:
                continue
            _, moved = self.protect(cell, self.cost, thorough=True)
            self.witness[cell] = frozenset(moved.tolist())
            self.cost[moved] = 0.0

    def show_again(self, secondary: Ints, price: Floats) -> None:
        """Publish secondary cells nobody needs, dearest first."""
        closed = np.where(self.cost > 0, np.inf, 0.0)
        left = PROGRAMS
        users: dict[int, set[int]] = {}
        for user, moved in self.witness.items():
            for other in moved:
                users.setdefault(other, set()).add(user)
        for cell in secondary[np.lexsort((secondary, -price[secondary]))].tolist():
            closed[cell] = np.inf
            found: dict[int, frozenset[int]] = {}
            for user in sorted(users.get(cell, ())):
                program = user in self.by_program
                left -= program
                enough, others = self.protect(user, closed, thorough=program and left > 0)
                if not enough:
                    closed[cell] = 0.0
                    break
                found[user] = frozenset(others.tolist())
            else:
                self.cost[cell] = np.inf
                for user, moved in found.items():
                    for other in self.witness[user]:
                        users[other].discard(user)
                    for other in moved:
                        users.setdefault(other, set()).add(user)
                self.witness.update(found)


def choose(
    system: System,
    room: Room,
    *,
    hidden: Bools,
    candidate: Bools,
    sensitive: Bools,
    protection: Protection,
) -> Bools:
    """Return which named cells stay hidden, ``(n_cells,)``.

    Parameters
    ----------
    hidden, candidate, sensitive : ndarray of bool, shape (n_cells,)
        Hidden from the start; may be hidden; must be protected.
    """
    is_open = hidden | candidate | ~system.named
    graph = build_graph(system.sums, is_open)
    cells = graph.cells
    networks = [_network(graph, cells, room)]
    if not graph.network.all():
        quick = build_graph(system.quick, is_open & ~system.frozen)
        networks.append(_network(quick, cells, room))
    price = np.where(candidate[cells], system.value[cells] + 1.0, 0.0)
    search = _Search(
        graph=graph,
        room=room,
        protection=protection,
        networks=tuple(networks),
        cost=price.copy(),
        sensitive=sensitive[cells],
    )
    order = np.flatnonzero(sensitive[cells])
    order = order[np.lexsort((order, -system.value[cells[order]]))]
    search.hide(order)
    secondary = np.flatnonzero((search.cost == 0) & candidate[cells])
    search.show_again(secondary, price)
    final = hidden.copy()
    final[cells[candidate[cells] & (search.cost == 0)]] = True
    return final


def _network(graph: Graph, cells: Ints, room: Room) -> _Network:
    place = np.searchsorted(cells, graph.cells).astype(np.int64)
    inside = np.flatnonzero(graph.network)
    own = dict(zip(place[inside].tolist(), inside.tolist(), strict=True))
    n_nodes = graph.net[0].size - 1
    return _Network(
        graph=graph,
        base=capacities(graph, room),
        place=place,
        own=own,
        distance=np.empty(n_nodes),
        came=np.empty(n_nodes, dtype=np.int64),
    )
