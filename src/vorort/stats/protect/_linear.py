"""The same questions by linear programs, for pieces that are not a network."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from vorort.stats.protect._simplex import Program
from vorort.stats.protect._tables import Bools, Ints

Floats = NDArray[np.float64]
_SLACK = 1e-6


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One connected piece: its equations and how far each cell may move by itself.

    Attributes
    ----------
    matrix : csr_array, shape (n_equations, n_cells)
    down, up : ndarray of float64, shape (n_cells,)
        Room below and above the true value; infinite if nothing limits it.
    program, both_ways : Program
        The equations for moves of either sign, and for rises and falls apart.
    """

    matrix: "csr_array[np.float64]"
    down: Floats
    up: Floats

    @cached_property
    def program(self) -> Program:
        return Program(self.matrix, same_bounds=True)

    @cached_property
    def both_ways(self) -> Program:
        return Program(csr_array(hstack([self.matrix, -self.matrix])))


def cut_out(matrix: "csr_array[np.float64]", members: Ints, down: Floats, up: Floats) -> Piece:
    """Return the piece made of the columns ``members``; ``down`` and ``up`` belong to them."""
    part = csr_array(matrix.tocsc()[:, members])
    used = np.flatnonzero(np.diff(part.indptr))
    return Piece(matrix=csr_array(part[used]), down=down, up=up)


def _extreme(
    piece: Piece, target: "int | Ints", down: Floats, up: Floats, *, upward: bool
) -> Floats | None:
    """Return the move of all cells that takes ``target`` (or their sum) furthest."""
    direction = np.zeros(piece.down.size)
    direction[target] = -1.0 if upward else 1.0
    return piece.program.minimise(direction, -down, up)


def _outer_bounds(piece: Piece, rounds: int = 8) -> tuple[Floats, Floats]:
    """Bounds on each cell's move from one equation at a time."""
    coo = piece.matrix.tocoo()
    row, col, sign = coo.row, coo.col, coo.data
    low, high = -piece.down.copy(), piece.up.copy()
    size = piece.matrix.shape[0]
    for _ in range(rounds):
        least = np.where(sign > 0, low[col], -high[col])
        most = np.where(sign > 0, high[col], -low[col])
        rest_least = _sum_without(row, least, size)
        rest_most = _sum_without(row, most, size)
        new_high = np.where(sign > 0, -rest_least, rest_most)
        new_low = np.where(sign > 0, -rest_most, rest_least)
        before = low.copy(), high.copy()
        np.minimum.at(high, col, new_high)
        np.maximum.at(low, col, new_low)
        if np.array_equal(before[0], low) and np.array_equal(before[1], high):
            break
    return low, high


def _sum_without(row: NDArray[np.int32], part: Floats, size: int) -> Floats:
    """For each entry: the sum of the other entries of its equation."""
    endless = np.isinf(part)
    finite = np.where(endless, 0.0, part)
    total = np.bincount(row, weights=finite, minlength=size)[row] - finite
    others = np.bincount(row, weights=endless, minlength=size)[row] - endless
    sign = np.where(
        np.bincount(row, weights=np.where(endless, part, 0.0) > 0, minlength=size) > 0,
        np.inf,
        -np.inf,
    )[row]
    return np.where(others > 0, sign, total)


def piece_ranges(
    piece: Piece, wanted: Bools, reached: Floats, outer: Floats
) -> tuple[Floats, Floats]:
    """How far each wanted cell can fall and rise, ``(n_cells,)`` each; zeros where not wanted.

    ``reached`` and ``outer``, ``(2, n_cells)``, are falls and rises known to be possible, and
    limits known to hold. Every solution moves all cells and so shortens the work for the others;
    a cell whose reached move equals a limit needs no program. Rounded inwards to whole counts.
    """
    low, high = _outer_bounds(piece)
    low, high = np.maximum(low, -outer[0]), np.minimum(high, outer[1])
    limit = float(np.abs(low[np.isfinite(low)]).sum() + np.abs(high[np.isfinite(high)]).sum()) + 1.0
    # A cell that can pass the sum of all limits has none: so no program is without an end.
    down, up = piece.down, np.minimum(piece.up, 4.0 * limit)
    low, high = np.maximum(low, -down), np.minimum(high, up)
    reached = np.minimum(reached, np.vstack([down, up]))
    for upward in (True, False):
        open_ends = np.flatnonzero(wanted)
        while open_ends.size:
            limits = high if upward else -low
            open_ends = open_ends[limits[open_ends] > reached[int(upward)][open_ends] + _SLACK]
            before = open_ends.size
            if before == 0:
                break
            # All at once first: most ends are reached together.
            move = _extreme(piece, open_ends, down, up, upward=upward)
            _note_reached(reached, move)
            open_ends = open_ends[limits[open_ends] > reached[int(upward)][open_ends] + _SLACK]
            if open_ends.size > 0.7 * before:
                break
        for target in open_ends:
            outer_end = high[target] if upward else -low[target]
            if outer_end > reached[int(upward), target] + _SLACK:
                _note_reached(reached, _extreme(piece, int(target), down, up, upward=upward))
    rise = np.where(reached[1] > 2.0 * limit, np.inf, np.floor(reached[1] + _SLACK))
    fall = np.floor(reached[0] + _SLACK)
    return np.where(wanted, fall, 0.0), np.where(wanted, rise, 0.0)


def _note_reached(reached: Floats, move: Floats | None) -> None:
    if move is not None:
        np.maximum(reached[0], -move, out=reached[0])
        np.maximum(reached[1], move, out=reached[1])


def cheapest_move(piece: Piece, target: int, *, upward: bool, need: float, cost: Floats) -> Floats:
    """Move ``target`` by ``need`` (or as far as it goes) at least cost; return all moves.

    Cells with infinite cost stay where they are.
    """
    n = piece.down.size
    fixed = np.isinf(cost)
    down, up = np.where(fixed, 0.0, piece.down), np.where(fixed, 0.0, piece.up)
    price = np.where(fixed, 0.0, cost)
    price[target] = 0.0
    low, high = np.zeros(2 * n), np.concatenate([up, down])
    own, opposite = (target, n + target) if upward else (n + target, target)
    high[opposite] = 0.0
    reach = min(need, up[target] if upward else down[target])
    for attempt in range(2):
        low[own] = high[own] = reach
        moves = piece.both_ways.minimise(np.concatenate([price, price]), low, high)
        if moves is not None:
            both_ways: Floats = moves[:n] - moves[n:]
            return both_ways
        if attempt == 0:
            furthest = _extreme(piece, target, down, up, upward=upward)
            reach = 0.0 if furthest is None else float(np.floor(abs(furthest[target]) + _SLACK))
    return np.zeros(n)
