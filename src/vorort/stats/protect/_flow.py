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
def components(n_nodes: int, pointer: Ints, arcs: Ints, to: Ints, capacity: Ints) -> Ints:
    """Strongly connected components over arcs with capacity (Tarjan, without recursion)."""
    label = np.full(n_nodes, -1, dtype=np.int64)
    index = np.full(n_nodes, -1, dtype=np.int64)
    low = np.zeros(n_nodes, dtype=np.int64)
    on_stack = np.zeros(n_nodes, dtype=np.bool_)
    stack = np.empty(n_nodes, dtype=np.int64)
    call = np.empty(n_nodes, dtype=np.int64)
    position = pointer[:-1].copy()
    height = 0
    counter = 0
    found = 0
    for root in range(n_nodes):
        if index[root] >= 0:
            continue
        call[0] = root
        depth = 1
        index[root] = low[root] = counter
        counter += 1
        stack[height] = root
        height += 1
        on_stack[root] = True
        while depth > 0:
            node = call[depth - 1]
            if position[node] < pointer[node + 1]:
                arc = arcs[position[node]]
                position[node] += 1
                if capacity[arc] <= 0:
                    continue
                other = to[arc]
                if index[other] < 0:
                    index[other] = low[other] = counter
                    counter += 1
                    stack[height] = other
                    height += 1
                    on_stack[other] = True
                    call[depth] = other
                    depth += 1
                elif on_stack[other]:
                    low[node] = min(low[node], index[other])
                continue
            depth -= 1
            if depth > 0:
                low[call[depth - 1]] = min(low[call[depth - 1]], low[node])
            if low[node] == index[node]:
                while True:
                    height -= 1
                    other = stack[height]
                    on_stack[other] = False
                    label[other] = found
                    if other == node:
                        break
                found += 1
    return label


@_compiled
def _levels(  # noqa: PLR0917 - compiled code takes arguments by place
    source: int,
    sink: int,
    skip: int,
    pointer: Ints,
    arcs: Ints,
    to: Ints,
    capacity: Ints,
    level: Ints,
    stamp: Ints,
    mark: int,
    queue: Ints,
) -> bool:
    """Breadth-first distances from the source; True when the sink is reached."""
    level[source] = 0
    stamp[source] = mark
    queue[0] = source
    size = 1
    at = 0
    while at < size:
        node = queue[at]
        at += 1
        for k in range(pointer[node], pointer[node + 1]):
            arc = arcs[k]
            other = to[arc]
            if capacity[arc] > 0 and stamp[other] != mark and arc >> 1 != skip:
                stamp[other] = mark
                level[other] = level[node] + 1
                if other == sink:
                    return True
                queue[size] = other
                size += 1
    return False


@_compiled
def _blocking_flow(  # noqa: PLR0917 - compiled code takes arguments by place
    source: int,
    sink: int,
    skip: int,
    limit: int,
    pointer: Ints,
    arcs: Ints,
    to: Ints,
    capacity: Ints,
    level: Ints,
    stamp: Ints,
    mark: int,
    position: Ints,
    path: Ints,
    touched: Ints,
    n_touched: int,
) -> tuple[int, int]:
    """Push along shortest paths until none is left; remember which cells moved."""
    total = 0
    depth = 0
    node = source
    while total < limit:
        if node == sink:
            push = limit - total
            for k in range(depth):
                push = min(push, capacity[path[k]])
            cut = depth
            for k in range(depth - 1, -1, -1):
                arc = path[k]
                if n_touched < touched.size:
                    touched[n_touched] = arc
                n_touched += 1
                capacity[arc] -= push
                capacity[arc ^ 1] += push
                if capacity[arc] == 0:
                    cut = k
            total += push
            if cut == depth:
                break
            depth = cut
            node = to[path[cut] ^ 1]
            continue
        moved = False
        while position[node] < pointer[node + 1]:
            arc = arcs[position[node]]
            other = to[arc]
            if (
                capacity[arc] > 0
                and stamp[other] == mark
                and level[other] == level[node] + 1
                and arc >> 1 != skip
            ):
                path[depth] = arc
                depth += 1
                node = other
                moved = True
                break
            position[node] += 1
        if moved:
            continue
        if depth == 0:
            break
        depth -= 1
        node = to[path[depth] ^ 1]
        position[node] += 1
    return total, n_touched


@_compiled
def ranges(  # noqa: PLR0917 - compiled code takes arguments by place
    cells: Ints,
    tail: Ints,
    head: Ints,
    pointer: Ints,
    arcs: Ints,
    to: Ints,
    base: Ints,
) -> tuple[Ints, Ints]:
    """How far each listed cell can fall and rise while all sums stay: two max-flows each.

    ``base`` is the capacity of each arc at the true values. Flows are exact whole numbers
    (Dinic's algorithm); a rise without limit is returned as ``UNBOUNDED``.
    """
    n_nodes = pointer.size - 1
    capacity = base.copy()
    level = np.zeros(n_nodes, dtype=np.int64)
    stamp = np.zeros(n_nodes, dtype=np.int64)
    queue = np.empty(n_nodes, dtype=np.int64)
    path = np.empty(n_nodes + 1, dtype=np.int64)
    position = np.empty(n_nodes, dtype=np.int64)
    touched = np.empty(4 * n_nodes + 64, dtype=np.int64)
    fall = np.zeros(cells.size, dtype=np.int64)
    rise = np.zeros(cells.size, dtype=np.int64)
    mark = 0
    for i in range(cells.size):
        cell = cells[i]
        for upward in range(2):
            source = head[cell] if upward == 1 else tail[cell]
            sink = tail[cell] if upward == 1 else head[cell]
            limit = base[2 * cell] if upward == 1 else base[2 * cell + 1]
            total = 0
            n_touched = 0
            if source == sink:
                total = limit
            while total < limit:
                mark += 1
                if not _levels(
                    source, sink, cell, pointer, arcs, to, capacity, level, stamp, mark, queue
                ):
                    break
                position[:] = pointer[:-1]
                push, n_touched = _blocking_flow(
                    source,
                    sink,
                    cell,
                    limit - total,
                    pointer,
                    arcs,
                    to,
                    capacity,
                    level,
                    stamp,
                    mark,
                    position,
                    path,
                    touched,
                    n_touched,
                )
                total += push
            if n_touched > touched.size:
                capacity[:] = base
            else:
                for k in range(n_touched):
                    arc = touched[k]
                    capacity[arc] = base[arc]
                    capacity[arc ^ 1] = base[arc ^ 1]
            if upward == 1:
                rise[i] = total
            else:
                fall[i] = total
    return fall, rise


@_compiled
def _cheapest_path(  # noqa: PLR0917 - compiled code takes arguments by place
    source: int,
    sink: int,
    skip: int,
    least: int,
    pointer: Ints,
    arcs: Ints,
    to: Ints,
    capacity: Ints,
    cost: Floats,
    distance: Floats,
    came: Ints,
) -> bool:
    """Dijkstra over arcs that carry at least ``least``; ``came`` keeps the arc into each node."""
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
    cell: int,
    upward: int,
    need: int,
    tail: Ints,
    head: Ints,
    pointer: Ints,
    arcs: Ints,
    to: Ints,
    base: Ints,
    cost: Floats,
    support: Bools,
) -> int:
    """Move ``cell`` by ``need`` through the cheapest cells; mark them in ``support``.

    A cell costs once: what one path hides the next path uses free. Paths that carry all of the
    need are tried first, then half of it, and so on. Returns how far the cell could be moved.
    """
    n_nodes = pointer.size - 1
    capacity = base.copy()
    price = cost.copy()
    distance = np.empty(n_nodes, dtype=np.float64)
    came = np.empty(n_nodes, dtype=np.int64)
    source = head[cell] if upward else tail[cell]
    sink = tail[cell] if upward else head[cell]
    limit = min(need, base[2 * cell] if upward else base[2 * cell + 1])
    total = 0
    if source == sink:
        return int(limit)
    least = max(limit, 1)
    while total < limit:
        least = min(least, limit - total)
        if not _cheapest_path(
            source, sink, cell, least, pointer, arcs, to, capacity, price, distance, came
        ):
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
            price[arc >> 1] = 0.0
            node = to[arc ^ 1]
        total += push
    for k in range(price.size):
        if capacity[2 * k] != base[2 * k]:
            support[k] = True
    return int(total)
