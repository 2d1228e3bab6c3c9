"""Tables with totals as one linear system: cells, and what must add up to what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vorort.stats.results import StatsInputError

ALL = "*"
RESERVED = frozenset({"count", "status", "largest", "second"})
HIDDEN_STATUSES = frozenset({"primary", "secondary"})
Hierarchy = Mapping[str, Mapping[str, str | Sequence[str]]]
Identity = tuple[tuple[str, str], ...]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_Group = tuple[list[int], int | None]
_Members = tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as it was or will be published, with its true counts: internal, never public.

    Attributes
    ----------
    frame : polars.DataFrame
        One row a cell, totals included. Every column but ``count``, ``status``, ``largest`` and
        ``second`` is a dimension; its codes are read as text. ``count`` (cases) is whole and
        >= 0; ``status`` is ``published``, ``released``, ``primary`` or ``secondary``.
        The code ``"*"`` means "all of this dimension" and equals the absence of the column,
        which is how tables with different columns are linked.
    hierarchy : mapping
        For each dimension that adds up: child code -> parent code (or several, for sums that
        overlap). A dimension not named here (say the year) does not add up.

    Notes
    -----
    A combination without a row counts as a published zero if it is a leaf, and as a total that
    was never shown if it has children. Children that do not exhaust their parent get an unnamed
    remainder nobody publishes.
    """

    frame: pl.DataFrame
    hierarchy: Hierarchy = field(default_factory=dict)

    @property
    def dims(self) -> tuple[str, ...]:
        """Names of the dimension columns, in the order of the frame."""
        return tuple(name for name in self.frame.columns if name not in RESERVED)

    def counts(self, argument: str) -> Ints:
        """Return the checked counts, ``(n_cells,)``; ``argument`` names the input in errors."""
        if "count" not in self.frame.columns:
            raise StatsInputError("COUNT_MISSING", argument)
        raw = self.frame["count"].to_numpy().astype(float)
        if not np.isfinite(raw).all():
            raise StatsInputError("NOT_FINITE", argument)
        if (raw < 0).any():
            raise StatsInputError("NEGATIVE_COUNT", argument)
        if (raw != np.rint(raw)).any():
            raise StatsInputError("NOT_WHOLE", argument)
        return raw.astype(np.int64)

    def hidden(self, argument: str) -> Bools:
        """Return which rows are not published, ``(n_cells,)``."""
        if "status" not in self.frame.columns:
            raise StatsInputError("STATUS_MISSING", argument)
        return self.frame["status"].is_in(list(HIDDEN_STATUSES)).to_numpy()


@dataclass(frozen=True, kw_only=True)
class Equations:
    """Coordinates of an equation matrix with entries +1 and -1, ``(n_entries,)`` each."""

    equation: Ints
    cell: Ints
    sign: Ints
    n_equations: int


@dataclass(frozen=True, kw_only=True)
class System:
    """Cells of all linked tables and the equations ``sum of sign * value = 0`` between them.

    Attributes
    ----------
    value : ndarray of int64, shape (n_cells,)
        True counts.
    named : ndarray of bool, shape (n_cells,)
        False for remainders and for totals no table shows.
    rows : tuple of ndarray of int64
        For each table: row of its frame -> cell.
    sums : Equations
        What must add up.
    quick : Equations
        A stricter system that is a network: every move of cells it allows keeps all sums too.
    frozen : ndarray of bool, shape (n_cells,)
        Cells that stay where they are in the stricter system.
    loose : Equations
        A part of ``sums`` that is a network: it allows every move, and more.
    """

    value: Ints
    named: Bools
    rows: tuple[Ints, ...]
    sums: Equations
    quick: Equations
    frozen: Bools
    loose: Equations


@dataclass
class _Grid:
    """One table as a dense block while it is being completed."""

    dims: tuple[str, ...]
    codes: list[list[str]]
    children: list[dict[int, list[int]]]
    value: Ints
    known: Bools
    rows: Ints


def build_system(tables: Sequence[Table]) -> System:
    """Return the linear system of all tables; equal cells of several tables are one cell."""
    codes: dict[str, set[str]] = {}
    for table in tables:
        for name in table.dims:
            codes.setdefault(name, set()).update(table.frame[name].cast(pl.String).unique())
    named: dict[Identity, int] = {}
    linked = len(tables) > 1
    if linked:
        for table in reversed(tables):
            named.update(_named_values(table))
    grids = [_complete(_dense(table, codes), named) for table in tables]
    if not linked:
        return _single(grids[0])
    return _link(grids)


def _named_values(table: Table) -> dict[Identity, int]:
    columns = [table.frame[name].cast(pl.String).to_list() for name in table.dims]
    counts = table.counts("tables").tolist()
    return {
        _identity(table.dims, code): count
        for code, count in zip(zip(*columns, strict=True), counts, strict=True)
    }


def _identity(dims: Sequence[str], code: Sequence[str]) -> Identity:
    return tuple(sorted((d, c) for d, c in zip(dims, code, strict=True) if c != ALL))


def _dense(table: Table, all_codes: Mapping[str, set[str]]) -> _Grid:
    dims = table.dims
    if not dims:
        raise StatsInputError("NO_DIMENSION", "table")
    unknown = set(table.hierarchy) - set(dims)
    if unknown:
        raise StatsInputError("UNKNOWN_DIMENSION", "hierarchy", ", ".join(sorted(unknown)))
    codes: list[list[str]] = []
    children: list[dict[int, list[int]]] = []
    index: list[Ints] = []
    for name in dims:
        column = table.frame[name].cast(pl.String)
        if column.null_count():
            raise StatsInputError("MISSING_CODE", "table", name)
        links = _links(table.hierarchy.get(name, {}))
        own = set(column.unique())
        # A parent only another table shows must be here too, or the link would be lost.
        own |= {p for c, ps in links.items() if c in own for p in ps if p in all_codes[name]}
        order = sorted(own)
        place = {code: i for i, code in enumerate(order)}
        codes.append(order)
        children.append(_children(links, place, name))
        index.append(np.array([place[code] for code in column.to_list()], dtype=np.int64))
    shape = tuple(len(c) for c in codes)
    rows = np.ravel_multi_index(index, shape).astype(np.int64)
    if np.unique(rows).size != rows.size:
        raise StatsInputError("DUPLICATE_CELL", "table")
    value = np.zeros(shape, dtype=np.int64)
    known = np.zeros(shape, dtype=bool)
    value.reshape(-1)[rows] = table.counts("table")
    known.reshape(-1)[rows] = True
    return _Grid(dims, codes, children, value, known, rows)


def _links(raw: Mapping[str, str | Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {
        str(child): (parents,) if isinstance(parents, str) else tuple(map(str, parents))
        for child, parents in raw.items()
    }


def _children(
    links: Mapping[str, tuple[str, ...]], place: Mapping[str, int], name: str
) -> dict[int, list[int]]:
    """Return parent -> children, parents ordered so that children come first."""
    found: dict[int, list[int]] = {}
    for child in sorted(links):
        for parent in links[child]:
            if child in place and parent in place:
                found.setdefault(place[parent], []).append(place[child])
    ordered: dict[int, list[int]] = {}
    while len(ordered) < len(found):
        ready = [
            p
            for p, cs in found.items()
            if p not in ordered and all(c not in found or c in ordered for c in cs)
        ]
        if not ready:
            raise StatsInputError("CYCLE", "hierarchy", name)
        ordered.update({p: found[p] for p in ready})
    return ordered


def _complete(grid: _Grid, named: Mapping[Identity, int]) -> _Grid:
    """Fill combinations without a row and add remainders, so that everything adds up."""
    missing = ~grid.known
    settled = grid.known.copy()
    leaf = np.ones(grid.value.shape, dtype=bool)
    for axis, children in enumerate(grid.children):
        np.moveaxis(leaf, axis, 0)[list(children)] = False
    settled |= leaf
    if named:
        _borrow(grid, np.argwhere(missing & leaf), named)
    for _ in grid.dims:
        for axis, children in enumerate(grid.children):
            value, done = np.moveaxis(grid.value, axis, 0), np.moveaxis(settled, axis, 0)
            for parent, kids in children.items():
                fill = ~done[parent] & done[kids].all(axis=0)
                value[parent] = np.where(fill, value[kids].sum(axis=0), value[parent])
                done[parent] |= fill
    if named:
        _borrow(grid, np.argwhere(missing & ~leaf), named)
    for axis in range(len(grid.dims)):
        _add_remainders(grid, axis)
    return grid


def _borrow(grid: _Grid, places: Ints, named: Mapping[Identity, int]) -> None:
    """Take the value of a cell another table shows; never below what its children need."""
    for place in places:
        code = [grid.codes[d][i] for d, i in enumerate(place)]
        other = named.get(_identity(grid.dims, code))
        if other is not None and other >= grid.value[tuple(place)]:
            grid.value[tuple(place)] = other


def _add_remainders(grid: _Grid, axis: int) -> None:
    for parent, kids in grid.children[axis].items():
        value = np.moveaxis(grid.value, axis, 0)
        rest = value[parent] - value[kids].sum(axis=0)
        if (rest < 0).any():
            name = f"{grid.dims[axis]}={grid.codes[axis][parent]}"
            raise StatsInputError("NOT_ADDITIVE", "table", name)
        if not rest.any():
            continue
        # The children are part of the name: equal remainders of two tables are one cell.
        listed = ",".join(grid.codes[axis][k] for k in sorted(kids))
        grid.codes[axis].append(f"{grid.codes[axis][parent]}#rest#{listed}")
        kids.append(len(grid.codes[axis]) - 1)
        old_shape = grid.known.shape
        position = np.array(np.unravel_index(grid.rows, old_shape))
        grid.value = np.concatenate([grid.value, np.expand_dims(rest, axis)], axis=axis)
        blank = np.zeros_like(np.expand_dims(rest, axis), dtype=bool)
        grid.known = np.concatenate([grid.known, blank], axis=axis)
        grid.rows = np.ravel_multi_index(tuple(position), grid.known.shape).astype(np.int64)


def _deep_first(grid: _Grid) -> list[int]:
    """Dimensions that add up, the deepest first."""
    return sorted(
        (axis for axis in range(len(grid.dims)) if grid.children[axis]),
        key=lambda axis: (-_depth(grid.children[axis]), grid.dims[axis]),
    )


def _equations(grid: _Grid, groups: Mapping[int, list[_Group]]) -> Equations:
    """Return the equations of one completed grid, given for each axis what adds up along it.

    The deepest hierarchy keeps all its equations; every other dimension needs them only where
    the deeper ones are at a leaf, because the rest follows by adding. What is left touches a
    cell at most twice if only one dimension is deep: then the system is a network.
    """
    cells = np.arange(grid.value.size, dtype=np.int64).reshape(grid.value.shape)
    order = _deep_first(grid)
    parts: list[tuple[Ints, Ints, Ints]] = []
    total = 0
    for done, axis in enumerate(order):
        take: list[Ints] = [np.arange(n, dtype=np.int64) for n in grid.known.shape]
        for earlier in order[:done]:
            inner = set(grid.children[earlier])
            take[earlier] = np.array([i for i in take[earlier] if i not in inner], dtype=np.int64)
        for kids, parent in groups[axis]:
            ends = [] if parent is None else [parent]
            take[axis] = np.array([*kids, *ends], dtype=np.int64)
            block = np.moveaxis(cells[np.ix_(*take)], axis, 0).reshape(take[axis].size, -1)
            number = total + np.arange(block.shape[1], dtype=np.int64)
            sign = np.ones_like(block)
            sign[len(kids) :] = -1
            parts.append(
                (np.broadcast_to(number, block.shape).ravel(), block.ravel(), sign.ravel())
            )
            total += block.shape[1]
    if not parts:
        empty = np.empty(0, dtype=np.int64)
        return Equations(equation=empty, cell=empty, sign=empty, n_equations=0)
    equation, cell, sign = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Equations(equation=equation, cell=cell, sign=sign, n_equations=total)


def _all_sums(grid: _Grid) -> dict[int, list[_Group]]:
    return {
        axis: [(kids, parent) for parent, kids in children.items()]
        for axis, children in enumerate(grid.children)
    }


def _quick_sums(grid: _Grid) -> tuple[dict[int, list[_Group]], list[set[int]]]:
    """Return stricter groups that make a network, and the codes frozen along each axis.

    Along the deepest axis a code keeps one parent; further parents are frozen, and children that
    share the same frozen parents must keep their sum. Along other axes all totals are frozen as
    soon as there is more than one level.
    """
    groups: dict[int, list[_Group]] = {}
    frozen: list[set[int]] = [set() for _ in grid.dims]
    for place, axis in enumerate(_deep_first(grid)):
        children = grid.children[axis]
        parents, main = _parents(children)
        if place == 0 or (_depth(children) == 1 and all(len(p) == 1 for p in parents.values())):
            frozen[axis] = {p for kid, ps in parents.items() for p in ps if p != main[kid]}
        else:
            frozen[axis] = set(children)
        classes: dict[tuple[int, frozenset[int]], list[int]] = {}
        for kid, listed in parents.items():
            if kid not in frozen[axis]:
                fixed = frozenset(listed) & frozen[axis]
                classes.setdefault((main[kid], fixed), []).append(kid)
        groups[axis] = [
            (kids, None if fixed else parent) for (parent, fixed), kids in classes.items()
        ]
    return groups, frozen


def _parents(children: Mapping[int, list[int]]) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Return all parents of each code, and the one it keeps: best one that has a parent too."""
    parents: dict[int, list[int]] = {}
    for parent, kids in children.items():
        for kid in kids:
            parents.setdefault(kid, []).append(parent)
    main = {kid: max(ps, key=lambda p: (p in parents, -p)) for kid, ps in parents.items()}
    return parents, main


def _loose_sums(grid: _Grid) -> dict[int, list[_Group]]:
    """Return sums that make a network: no further parents, and one level along other axes."""
    groups: dict[int, list[_Group]] = {}
    for place, axis in enumerate(_deep_first(grid)):
        children = grid.children[axis]
        _, main = _parents(children)
        groups[axis] = [
            (kids, parent)
            for parent, kids in children.items()
            if all(main[kid] == parent for kid in kids)
            and (place == 0 or not any(kid in children for kid in kids))
        ]
    return groups


def _frozen_cells(grid: _Grid, frozen: Sequence[set[int]]) -> Bools:
    still = np.zeros(grid.value.shape, dtype=bool)
    for axis, codes in enumerate(frozen):
        np.moveaxis(still, axis, 0)[sorted(codes)] = True
    return still.reshape(-1)


def _depth(children: Mapping[int, list[int]]) -> int:
    level: dict[int, int] = {}
    for parent, kids in children.items():
        level[parent] = 1 + max(level.get(kid, 0) for kid in kids)
    return max(level.values(), default=0)


def _single(grid: _Grid) -> System:
    groups, frozen = _quick_sums(grid)
    return System(
        value=grid.value.reshape(-1),
        named=grid.known.reshape(-1),
        rows=(grid.rows,),
        sums=_equations(grid, _all_sums(grid)),
        quick=_equations(grid, groups),
        frozen=_frozen_cells(grid, frozen),
        loose=_equations(grid, _loose_sums(grid)),
    )


def _link(grids: Sequence[_Grid]) -> System:
    place: dict[Identity, int] = {}
    value: list[int] = []
    named: list[bool] = []
    rows: list[Ints] = []
    sums: dict[_Members, None] = {}
    quick: dict[_Members, None] = {}
    loose: dict[_Members, None] = {}
    still: list[Ints] = []
    for number, grid in enumerate(grids):
        local = _place_cells(grid, number, place, value, named)
        rows.append(local[grid.rows])
        groups, frozen = _quick_sums(grid)
        _collect(_equations(grid, _all_sums(grid)), local, sums)
        _collect(_equations(grid, groups), local, quick)
        if number == 0:
            # One table's sums are enough: several tables together are rarely a network.
            _collect(_equations(grid, _loose_sums(grid)), local, loose)
        still.append(local[_frozen_cells(grid, frozen)])
    frozen_cells = np.zeros(len(value), dtype=bool)
    frozen_cells[np.concatenate(still)] = True
    return System(
        value=np.array(value, dtype=np.int64),
        named=np.array(named, dtype=bool),
        rows=tuple(rows),
        sums=_as_equations(sums),
        quick=_as_equations(quick),
        frozen=frozen_cells,
        loose=_as_equations(loose),
    )


def _collect(equations: Equations, local: Ints, found: dict[_Members, None]) -> None:
    """Add equations in global cell numbers; the same sum in two releases is one equation."""
    order = np.argsort(equations.equation, kind="stable")
    bounds = np.flatnonzero(np.diff(equations.equation[order])) + 1
    cell, sign = local[equations.cell[order]], equations.sign[order]
    for part_cell, part_sign in zip(np.split(cell, bounds), np.split(sign, bounds), strict=True):
        key = tuple(sorted(zip(part_cell.tolist(), part_sign.tolist(), strict=True)))
        if key:
            found[key] = None


def _as_equations(found: Mapping[_Members, None]) -> Equations:
    flat = [(e, c, s) for e, members in enumerate(found) for c, s in members]
    coords = np.array(flat, dtype=np.int64).reshape(-1, 3)
    return Equations(
        equation=coords[:, 0].copy(),
        cell=coords[:, 1].copy(),
        sign=coords[:, 2].copy(),
        n_equations=len(found),
    )


def _place_cells(
    grid: _Grid, number: int, place: dict[Identity, int], value: list[int], named: list[bool]
) -> Ints:
    """Return the global number of each grid cell, making new ones where needed."""
    local = np.empty(grid.value.size, dtype=np.int64)
    flat_value, flat_known = grid.value.reshape(-1).tolist(), grid.known.reshape(-1).tolist()
    for i, index in enumerate(np.ndindex(grid.value.shape)):
        identity = _identity(grid.dims, [grid.codes[d][j] for d, j in enumerate(index)])
        found = place.get(identity)
        if found is not None and value[found] != flat_value[i]:
            # A revised count is another number: both were said, neither explains the other.
            identity = (*identity, ("#revision", str(number)))
            found = place.get(identity)
        if found is None:
            found = place[identity] = len(value)
            value.append(flat_value[i])
            named.append(False)
        named[found] = named[found] or flat_known[i]
        local[i] = found
    return local
