"""From equations to a graph: which cells form a network, and their arcs."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from vorort.stats.protect import _flow
from vorort.stats.protect._tables import Bools, Equations, Ints


@dataclass(frozen=True, kw_only=True)
class Graph:
    """The open cells (those that may move), sorted into network pieces and other pieces.

    Attributes
    ----------
    cells : ndarray of int64, shape (n_open,)
        System numbers of the open cells.
    network : ndarray of bool, shape (n_open,)
        Whether the piece a cell lies in is a network.
    free : ndarray of bool, shape (n_open,)
        Whether no equation holds the cell.
    tail, head : ndarray of int64, shape (n_open,)
        Nodes of each cell; -1 outside networks.
    piece : ndarray of int64, shape (n_open,)
        Number of the connected piece.
    net : tuple of ndarray of int64
        Adjacency of the network pieces: pointer, arcs, to.
    matrix : scipy.sparse.csr_array, shape (n_equations, n_open)
    """

    cells: Ints
    network: Bools
    free: Bools
    tail: Ints
    head: Ints
    piece: Ints
    net: tuple[Ints, Ints, Ints]
    matrix: "csr_array[np.float64]"


def build_graph(system: Equations, is_open: Bools) -> Graph:
    """Return the graph of the cells marked in ``is_open``, ``(n_cells,)``."""
    cells = np.flatnonzero(is_open).astype(np.int64)
    local = np.full(is_open.size, -1, dtype=np.int64)
    local[cells] = np.arange(cells.size)
    use = is_open[system.cell]
    equation, cell, sign = system.equation[use], local[system.cell[use]], system.sign[use]
    kept, equation = np.unique(equation, return_inverse=True)
    n_equations, n_open = int(kept.size), int(cells.size)
    matrix = csr_array(
        coo_array((sign.astype(np.float64), (equation, cell)), shape=(n_equations, n_open))
    )
    first, second, sign_first, sign_second = _two_ends(equation, cell, sign, n_open)
    order = np.argsort(equation, kind="stable")
    touching = cell[order]
    pointer = np.zeros(n_equations + 1, dtype=np.int64)
    np.cumsum(np.bincount(equation, minlength=n_equations), out=pointer[1:])
    flip, good = _flow.orient(
        n_equations, first, second, sign_first, sign_second, pointer, touching
    )
    piece_of_equation, piece = _pieces(equation, cell, n_equations, n_open)
    free = first < 0
    # Orienting stops at cells in three equations, so the verdict holds for the whole piece.
    network = ~free & ~np.isin(piece, piece_of_equation[~good])
    # Each piece has its own ground node for cells that stand in one equation only.
    other = np.where(second >= 0, second, n_equations + piece)
    leaves = np.ones(n_open, dtype=np.int64)
    leaves[~free] = flip[first[~free]] * sign_first[~free]
    tail = np.where(network, np.where(leaves > 0, first, other), -1)
    head = np.where(network, np.where(leaves > 0, other, first), -1)
    n_nodes = n_equations + int(piece.max(initial=0)) + 1
    return Graph(
        cells=cells,
        network=network,
        free=free,
        tail=tail,
        head=head,
        piece=piece,
        net=_net(tail, head, network, n_nodes),
        matrix=matrix,
    )


def _net(tail: Ints, head: Ints, network: Bools, n_nodes: int) -> tuple[Ints, Ints, Ints]:
    """Adjacency of the cells inside networks, arcs named after the open cells."""
    inside = np.flatnonzero(network)
    pointer, arcs, to = _flow.adjacency(tail[inside], head[inside], n_nodes)
    name = np.stack([2 * inside, 2 * inside + 1], axis=1).ravel().astype(np.int64)
    full_to = np.full(2 * network.size, -1, dtype=np.int64)
    full_to[name] = to
    return pointer, name[arcs], full_to


def _two_ends(equation: Ints, cell: Ints, sign: Ints, n_open: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the two equations of each cell; second is -1 if there is one, -2 if there are more."""
    first = np.full(n_open, -1, dtype=np.int64)
    second = np.full(n_open, -1, dtype=np.int64)
    sign_first = np.ones(n_open, dtype=np.int64)
    sign_second = np.ones(n_open, dtype=np.int64)
    order = np.argsort(cell, kind="stable")
    start = np.searchsorted(cell[order], np.arange(n_open + 1))
    degree = np.diff(start)
    has = np.flatnonzero(degree >= 1)
    first[has], sign_first[has] = equation[order[start[has]]], sign[order[start[has]]]
    has = np.flatnonzero(degree == 2)
    second[has], sign_second[has] = equation[order[start[has] + 1]], sign[order[start[has] + 1]]
    second[degree > 2] = -2
    return first, second, sign_first, sign_second


def _pieces(equation: Ints, cell: Ints, n_equations: int, n_open: int) -> tuple[Ints, Ints]:
    if not n_equations:
        return np.empty(0, dtype=np.int64), np.arange(n_open, dtype=np.int64)
    size = n_equations + n_open
    links = coo_array((np.ones(cell.size), (equation, n_equations + cell)), shape=(size, size))
    label = connected_components(links, directed=False)[1].astype(np.int64)
    return label[:n_equations], label[n_equations:]
