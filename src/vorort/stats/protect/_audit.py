"""What an outsider can compute from published tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from vorort.stats.protect._graph import build_graph
from vorort.stats.protect._ranges import deduce, knowledge
from vorort.stats.protect._rules import Protection
from vorort.stats.protect._tables import Bools, Ints, System, Table, build_system
from vorort.stats.results import Result, StatsInputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class AuditReport(Result):
    """What an outsider learns about each hidden cell of the audited tables.

    One entry a hidden row, tables in the order given. Internal: it holds true counts.

    Attributes
    ----------
    table, row : ndarray of int64, shape (n_hidden,)
        Which row of which table.
    count : ndarray of int64, shape (n_hidden,)
        True counts.
    sensitive : ndarray of bool, shape (n_hidden,)
        Rows with status ``primary``: only these need protection.
    lo, hi : ndarray of float64, shape (n_hidden,)
        Smallest and largest count that fits everything published; infinite if nothing limits it.
    exact : ndarray of bool, shape (n_hidden,)
        The count can be computed (``lo == hi``), or stands in another table.
    narrow : ndarray of bool, shape (n_hidden,)
        Sensitive and less protected than demanded; includes sensitive exact cells.
    safe : bool
        True if no sensitive cell is narrow.
    """

    frame_fields: ClassVar[tuple[str, ...]] = (
        "table",
        "row",
        "count",
        "sensitive",
        "lo",
        "hi",
        "exact",
        "narrow",
    )

    table: Ints
    row: Ints
    count: Ints
    sensitive: Bools
    lo: Floats
    hi: Floats
    exact: Bools
    narrow: Bools
    safe: bool


def audit(tables: Table | Sequence[Table], *, protection: Protection | None = None) -> AuditReport:
    """Compute what an outsider can deduce about hidden cells, over all linked tables at once.

    Parameters
    ----------
    tables : Table or sequence of Table
        Tables with true counts and a ``status`` column (see :class:`Table`): the one that is to
        appear and every earlier one about the same cases.
    protection : Protection, optional
        Demanded width and what the outsider knows. Default: ``Protection()``.

    Returns
    -------
    AuditReport
        Intervals in cases. ``params["attacker"]`` is the attacker really used.

    Raises
    ------
    StatsInputError
        ``NO_TABLE``, ``STATUS_MISSING``, ``COUNT_MISSING``, ``NEGATIVE_COUNT``, ``NOT_WHOLE``,
        ``NOT_ADDITIVE`` (children exceed their parent), ``DUPLICATE_CELL``, ``CYCLE``.

    Notes
    -----
    Hidden cells are arcs between the equations that hold them. Where each cell stands in at most
    two (two-way tables, one of the two ways hierarchical), a cell is disclosed exactly if it lies
    on no directed cycle [1]_, and its interval follows from two maximum flows; intervals are
    then sharp for whole numbers. Elsewhere (two deep hierarchies, overlapping sums, linked
    tables) linear programs give intervals that are rounded to whole numbers; an outsider who
    searches whole-number solutions could in rare cases narrow them further.

    Not covered: an outsider who is one of the cases counted, knowledge from the press, published
    rates (see ``attack``), guesses about likely values inside the interval.

    References
    ----------
    .. [1] Gusfield, D. (1988). A graph theoretic approach to statistical data security. SIAM
       Journal on Computing 17(3), 552-571.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({
    ...     "area": ["A", "B", "all"], "count": [2, 9, 11],
    ...     "status": ["primary", "published", "published"],
    ... })
    >>> report = audit(Table(frame=frame, hierarchy={"area": {"A": "all", "B": "all"}}))
    >>> report.exact.tolist(), report.safe
    ([True], False)
    """
    chosen = protection or Protection()
    listed = [tables] if isinstance(tables, Table) else list(tables)
    if not listed:
        raise StatsInputError("NO_TABLE", "tables")
    system = build_system(listed)
    shown, hidden, sensitive = statuses(system, listed)
    lo, hi, attacker = intervals(system, hidden & ~shown, chosen)
    return _report(system, listed, chosen, attacker=attacker, sensitive=sensitive, lo=lo, hi=hi)


def statuses(system: System, tables: Sequence[Table]) -> tuple[Bools, Bools, Bools]:
    """Return which cells some table shows, which some table hides, which are sensitive."""
    shown = np.zeros(system.value.size, dtype=bool)
    hidden = shown.copy()
    sensitive = shown.copy()
    for table, rows in zip(tables, system.rows, strict=True):
        veiled = table.hidden("tables")
        shown[rows[~veiled]] = True
        hidden[rows[veiled]] = True
        sensitive[rows[(table.frame["status"] == "primary").to_numpy()]] = True
    return shown, hidden, sensitive


def intervals(system: System, hidden: Bools, protection: Protection) -> tuple[Floats, Floats, str]:
    """Return the outsider's interval of every cell (the value itself where it is not hidden)."""
    room, attacker = knowledge(system, hidden, protection)
    lo, hi = system.value.astype(np.float64), system.value.astype(np.float64)
    graph = build_graph(system.sums, hidden | ~system.named)
    stricter = looser = None
    if not graph.network.all():
        is_open = hidden | ~system.named
        stricter = build_graph(system.quick, is_open & ~system.frozen)
        looser = build_graph(system.loose, is_open)
    fall, rise = deduce(graph, room, hidden[graph.cells], stricter, looser)
    lo[graph.cells] -= fall
    hi[graph.cells] += rise
    return lo, hi, attacker


def is_narrow(count: Ints, lo: Floats, hi: Floats, protection: Protection) -> Bools:
    """Return where an interval falls short of the demanded protection."""
    short: Bools = (hi - lo < protection.width) | (hi - count < protection.above)
    return short | (count - lo < np.minimum(protection.below, np.maximum(count - 1, 0)))


def _report(
    system: System,
    tables: Sequence[Table],
    protection: Protection,
    *,
    attacker: str,
    sensitive: Bools,
    lo: Floats,
    hi: Floats,
) -> AuditReport:
    number, row, cell = [], [], []
    for i, (table, rows) in enumerate(zip(tables, system.rows, strict=True)):
        veiled = np.flatnonzero(table.hidden("tables"))
        number.append(np.full(veiled.size, i, dtype=np.int64))
        row.append(veiled.astype(np.int64))
        cell.append(rows[veiled])
    cells = np.concatenate(cell)
    count, low, high = system.value[cells], lo[cells], hi[cells]
    narrow = sensitive[cells] & is_narrow(count, low, high, protection)
    return AuditReport(
        method="disclosure audit",
        params={
            "attacker": attacker,
            "width": protection.width,
            "above": protection.above,
            "below": protection.below,
            "tables": len(tables),
        },
        n=int(cells.size),
        assumptions=("ADDITIVE", f"ATTACKER_{attacker.upper()}"),
        table=np.concatenate(number),
        row=np.concatenate(row),
        count=count,
        sensitive=sensitive[cells],
        lo=low,
        hi=high,
        exact=low == high,
        narrow=narrow,
        safe=not bool(narrow.any()),
    )
