"""Flows in the graph of hidden cells: two nodes (equations) a cell, one arc each way.

Arc ``2 e`` raises cell ``e`` and runs from ``tail[e]`` to ``head[e]``; arc ``2 e + 1`` lowers it and
runs back. Pushing a unit around a cycle moves every cell on it and keeps every sum.
"""

import heapq
from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

try:
    from numba import njit as _njit
except ImportError:  # pragma: no cover - the kernels are plain Python and run without it, slowly
    _njit = None

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Net = tuple[Ints, Ints, Ints]
Work = tuple[Ints, Ints, Ints]
UNBOUNDED = 1 << 40
_F = TypeVar("_F", bound=Callable[..., object])


def _compiled(function: _F) -> _F:
    return function if _njit is None else cast(_F, _njit(cache=True)(function))


def adjacency(tail: Ints, head: Ints, n_nodes: int) -> tuple[Ints, Ints, Ints]:
    """Return ``(pointer, arcs, to)``: the arcs that leave each node, and where each arc ends."""
    source = np.empty(2 * tail.size, dtype=np.int64)
    source[0::2], source[1::2] = tail, head
    to = np.empty_like(source)
    to[0::2], to[1::2] = head, tail
    arcs = np.argsort(source, kind="stable").astype(np.int64)
    pointer = np.zeros(n_nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(source, minlength=n_nodes), out=pointer[1:])
    return pointer, arcs, to


@_compiled
def orient(  # noqa: PLR0917 - compiled code takes arguments by place
    n_equations: int,
    first: Ints,
    second: Ints,
    sign_first: Ints,
    sign_second: Ints,
    pointer: Ints,
    touching: Ints,
) -> tuple[Ints, Bools]:
    """Flip equations so that every cell leaves one and enters another.

    ``touching`` lists the cells of each equation; ``second`` is -1 if a cell has one equation, -2
    if it has more than two. Returns the factor (+1, -1) of each equation and whether what was
    reached from it (not through cells with more than two equations) can be oriented.
    """
    flip = np.zeros(n_equations, dtype=np.int64)
    good = np.ones(n_equations, dtype=np.bool_)
    piece = np.empty(n_equations, dtype=np.int64)
    for start in range(n_equations):
        if flip[start] != 0:
            continue
        flip[start] = 1
        piece[0] = start
        size = 1
        at = 0
        fine = True
        while at < size:
            here = piece[at]
            at += 1
            for k in range(pointer[here], pointer[here + 1]):
                c = touching[k]
                if second[c] == -2:
                    fine = False
                    continue
                if second[c] < 0:
                    continue
                other = second[c] if first[c] == here else first[c]
                wanted = -flip[here] * sign_first[c] * sign_second[c]
                if flip[other] == 0:
                    flip[other] = wanted
                    piece[size] = other
                    size += 1
                elif flip[other] != wanted:
                    fine = False
        if not fine:
            for k in range(size):
                good[piece[k]] = False
    return flip, good


@_compiled
def components(n_nodes: int, net: Net, capacity: Ints) -> Ints:
    """Strongly connected components over arcs with capacity (Tarjan, without recursion)."""
    pointer, arcs, to = net
    label = np.full(n_nodes, -1, dtype=np.int64)
    index = np.full(n_nodes, -1, dtype=np.int64)
    low = np.zeros(n_nodes, dtype=np.int64)
    stack = np.empty(n_nodes, dtype=np.int64)
    call = np.empty(n_nodes, dtype=np.int64)
    position = pointer[:-1].copy()
    height = 0
    counter = 0
    found = 0
    for root in range(n_nodes):
        depth = 0
        if index[root] < 0:
            call[0] = root
            depth = 1
        while depth > 0:
            node = call[depth - 1]
            if index[node] < 0:
                index[node] = low[node] = counter
                counter += 1
                stack[height] = node
                height += 1
            if position[node] < pointer[node + 1]:
                arc = arcs[position[node]]
                position[node] += 1
                other = to[arc]
                if capacity[arc] > 0 and index[other] < 0:
                    call[depth] = other
                    depth += 1
                elif capacity[arc] > 0 and label[other] < 0:
                    low[node] = min(low[node], index[other])
                continue
            depth -= 1
            if depth > 0:
                low[call[depth - 1]] = min(low[call[depth - 1]], low[node])
            if low[node] == index[node]:
                while label[node] < 0:
                    height -= 1
                    label[stack[height]] = found
                found += 1
    return label


@_compiled
def _levels(  # noqa: PLR0917 - compiled code takes arguments by place
    source: int, sink: int, skip: int, net: Net, capacity: Ints, level: Ints, queue: Ints
) -> bool:
    """Breadth-first distances from the source (-1: not reached); True if the sink is reached."""
    pointer, arcs, to = net
    level[:] = -1
    level[source] = 0
    queue[0] = source
    size = 1
    at = 0
    while at < size:
        node = queue[at]
        at += 1
        for k in range(pointer[node], pointer[node + 1]):
            arc = arcs[k]
            other = to[arc]
            if capacity[arc] > 0 and level[other] < 0 and arc >> 1 != skip:
                level[other] = level[node] + 1
                if other == sink:
                    return True
                queue[size] = other
                size += 1
    return False


@_compiled
def _push(path: Ints, depth: int, limit: int, capacity: Ints) -> tuple[int, int]:
    """Push along a path; return the amount and the first arc that is full now."""
    push = limit
    for k in range(depth):
        push = min(push, capacity[path[k]])
    cut = depth
    for k in range(depth - 1, -1, -1):
        capacity[path[k]] -= push
        capacity[path[k] ^ 1] += push
        if capacity[path[k]] == 0:
            cut = k
    return push, cut


@_compiled
def _blocking_flow(  # noqa: PLR0917 - compiled code takes arguments by place
    source: int,
    sink: int,
    skip: int,
    limit: int,
    net: Net,
    capacity: Ints,
    work: Work,
    touched: list[int],
) -> int:
    """Push along shortest paths until none is left; remember the arcs that moved."""
    pointer, arcs, to = net
    level, position, path = work
    total = 0
    depth = 0
    node = source
    while total < limit:
        if node == sink:
            touched.extend(path[:depth])
            push, depth = _push(path, depth, limit - total, capacity)
            total += push
            if total < limit:
                node = to[path[depth] ^ 1]
            continue
        moved = False
        while position[node] < pointer[node + 1]:
            arc = arcs[position[node]]
            if capacity[arc] > 0 and level[to[arc]] == level[node] + 1 and arc >> 1 != skip:
                path[depth] = arc
                depth += 1
                node = to[arc]
                moved = True
                break
            position[node] += 1
        if not moved:
            if depth == 0:
                break
            depth -= 1
            node = to[path[depth] ^ 1]
            position[node] += 1
    return total


@_compiled
def _most(  # noqa: PLR0917 - compiled code takes arguments by place
    source: int,
    sink: int,
    skip: int,
    limit: int,
    net: Net,
    capacity: Ints,
    base: Ints,
    work: Work,
    queue: Ints,
) -> int:
    """Largest flow up to a limit (Dinic); capacities are put back afterwards."""
    if source == sink:
        return limit
    level, position, _ = work
    touched = [0]
    total = 0
    while total < limit and _levels(source, sink, skip, net, capacity, level, queue):
        position[:] = net[0][:-1]
        total += _blocking_flow(source, sink, skip, limit - total, net, capacity, work, touched)
    for arc in touched:
        capacity[arc] = base[arc]
        capacity[arc ^ 1] = base[arc ^ 1]
    return total


@_compiled
def ranges(cells: Ints, tail: Ints, head: Ints, net: Net, base: Ints) -> tuple[Ints, Ints]:
    """How far each listed cell can fall and rise while all sums stay: two max-flows each.

    ``base`` is the capacity of each arc at the true values. Flows are exact whole numbers; a
    rise without limit is returned as at least ``UNBOUNDED // 2``.
    """
    n_nodes = net[0].size - 1
    capacity = base.copy()
    level = np.zeros(n_nodes, dtype=np.int64)
    position = np.zeros(n_nodes, dtype=np.int64)
    path = np.zeros(n_nodes + 1, dtype=np.int64)
    queue = np.empty(n_nodes, dtype=np.int64)
    work = (level, position, path)
    fall = np.zeros(cells.size, dtype=np.int64)
    rise = np.zeros(cells.size, dtype=np.int64)
    for i in range(cells.size):
        c = cells[i]
        rise[i] = _most(head[c], tail[c], c, base[2 * c], net, capacity, base, work, queue)
        fall[i] = _most(tail[c], head[c], c, base[2 * c + 1], net, capacity, base, work, queue)
    return fall, rise


@_compiled
def _cheapest_path(  # noqa: PLR0917 - compiled code takes arguments by place
    source: int,
    sink: int,
    skip: int,
    least: int,
    net: Net,
    capacity: Ints,
    cost: Floats,
    distance: Floats,
    came: Ints,
) -> bool:
    """Dijkstra over arcs that carry at least ``least``; ``came`` keeps the arc into each node."""
    pointer, arcs, to = net
    distance[:] = np.inf
    came[:] = -1
    distance[source] = 0.0
    heap = [(0.0, source)]
    while len(heap) > 0:
        far, node = heapq.heappop(heap)
        if node == sink:
            return True
        if far > distance[node]:
            continue
        for k in range(pointer[node], pointer[node + 1]):
            arc = arcs[k]
            if capacity[arc] < least or arc >> 1 == skip:
                continue
            reach = far + cost[arc >> 1]
            if reach < distance[to[arc]]:
                distance[to[arc]] = reach
                came[to[arc]] = arc
                heapq.heappush(heap, (reach, to[arc]))
    return False


@_compiled
def cheapest_flow(  # noqa: PLR0917 - compiled code takes arguments by place
    ends: tuple[int, int],
    cell: int,
    limit: int,
    net: Net,
    capacity: Ints,
    cost: Floats,
    distance: Floats,
    came: Ints,
) -> tuple[int, list[int]]:
    """Move ``cell`` by up to ``limit`` through the cheapest cells.

    A cell costs once: what one path hides the next path uses free. Free paths of any size are
    taken first, then paths that carry all of the need, then half of it, and so on. Returns how far the cell could be moved and
    the cells that moved with it; capacities and costs are put back.
    """
    source, sink = ends
    to = net[2]
    log = [(0, 0, 0.0) for _ in range(0)]
    total = 0 if source != sink else limit
    least = 1
    free = True
    while total < limit:
        least = min(least, limit - total)
        found = _cheapest_path(source, sink, cell, least, net, capacity, cost, distance, came)
        if free and (not found or distance[sink] > 0.0):
            # Nothing more is to be had among hidden cells: now whole needs first, then halves.
            free = False
            least = max(limit - total, 1)
            continue
        if not found:
            if least == 1:
                break
            least = (least + 1) // 2
            continue
        push = limit - total
        node = sink
        while node != source:
            push = min(push, capacity[came[node]])
            node = to[came[node] ^ 1]
        node = sink
        while node != source:
            arc = came[node]
            capacity[arc] -= push
            capacity[arc ^ 1] += push
            log.append((arc, push, cost[arc >> 1]))
            cost[arc >> 1] = 0.0
            node = to[arc ^ 1]
        total += push
    for arc, push, price in log[::-1]:
        capacity[arc] += push
        capacity[arc ^ 1] -= push
        cost[arc >> 1] = price
    return total, [entry[0] for entry in log]
