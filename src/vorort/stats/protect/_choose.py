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


@dataclass
class _Search:
    """State of one search; indices are those of the graph's open cells."""

    graph: Graph
    room: Room
    protection: Protection
    base: Ints
    cost: Floats
    sensitive: Bools
    pieces: dict[int, tuple[Ints, _linear.Piece]] = field(default_factory=dict)
    witness: dict[int, frozenset[int]] = field(default_factory=dict)

    def needs(self, cell: int) -> tuple[int, int]:
        """Return how far a cell must rise and fall at least."""
        down = int(self.base[2 * cell + 1])
        return self.protection.above, min(self.protection.below, down)

    def protect(self, cell: int, cost: Floats) -> tuple[bool, Ints]:
        """Find moves of other cells that protect ``cell``; return success and the cells moved."""
        if self.graph.free[cell]:
            return True, np.empty(0, dtype=np.int64)
        above, below = self.needs(cell)
        width = self.protection.width
        up, moved_up = self.move(cell, upward=True, need=max(above, width), cost=cost)
        fall_needed = max(below, width - up)
        down = 0
        moved = [moved_up]
        if fall_needed > 0:
            then = cost.copy()
            then[moved_up] = np.minimum(then[moved_up], 0.0)
            down, moved_down = self.move(cell, upward=False, need=fall_needed, cost=then)
            moved.append(moved_down)
        enough = up >= above and down >= below and up + down >= width
        return enough, np.unique(np.concatenate(moved))

    def move(self, cell: int, *, upward: bool, need: int, cost: Floats) -> tuple[int, Ints]:
        """Move one cell by the cheapest way; return how far and which cells moved."""
        if need <= 0:
            return 0, np.empty(0, dtype=np.int64)
        graph = self.graph
        if graph.network[cell]:
            support = np.zeros(graph.cells.size, dtype=bool)
            reach = _flow.cheapest_flow(
                cell,
                int(upward),
                need,
                graph.tail,
                graph.head,
                graph.pointer,
                graph.arcs,
                graph.to,
                self.base,
                cost,
                support,
            )
            return reach, np.flatnonzero(support).astype(np.int64)
        members, piece = self.piece(int(graph.piece[cell]))
        target = int(np.searchsorted(members, cell))
        moves = _linear.cheapest_move(
            piece, target, upward=upward, need=float(need), cost=cost[members]
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
            _, moved = self.protect(cell, self.cost)
            self.witness[cell] = frozenset(moved.tolist())
            self.cost[moved] = 0.0

    def show_again(self, secondary: Ints, price: Floats) -> None:
        """Publish secondary cells nobody needs, dearest first."""
        closed = np.where(self.cost > 0, np.inf, 0.0)
        users: dict[int, set[int]] = {}
        for user, moved in self.witness.items():
            for other in moved:
                users.setdefault(other, set()).add(user)
        for cell in secondary[np.lexsort((secondary, -price[secondary]))].tolist():
            closed[cell] = np.inf
            found: dict[int, frozenset[int]] = {}
            for user in sorted(users.get(cell, ())):
                enough, others = self.protect(user, closed)
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
    graph = build_graph(system, hidden | candidate | ~system.named)
    cells = graph.cells
    price = np.where(candidate[cells], system.value[cells] + 1.0, 0.0)
    search = _Search(
        graph=graph,
        room=room,
        protection=protection,
        base=capacities(graph, room),
        cost=price.copy(),
        sensitive=sensitive[cells],
    )
    order = np.flatnonzero(sensitive[cells])
    search.hide(order[np.lexsort((order, -system.value[cells[order]]))])
    secondary = np.flatnonzero((search.cost == 0) & candidate[cells])
    search.show_again(secondary, price)
    final = hidden.copy()
    final[cells[candidate[cells] & (search.cost == 0)]] = True
    return final
