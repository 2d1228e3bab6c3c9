"""Choosing the cells to hide so that the sensitive ones stay hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vorort.stats.protect._audit import intervals, is_narrow, statuses
from vorort.stats.protect._choose import choose
from vorort.stats.protect._ranges import knowledge
from vorort.stats.protect._rules import Protection, Rule, primary
from vorort.stats.protect._tables import Bools, Hierarchy, Ints, System, Table, build_system
from vorort.stats.results import Note, Result

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class SuppressionPlan(Result):
    """Which cells of a table may be published. Internal: it holds true counts.

    Attributes
    ----------
    dims : mapping
        Dimension name -> codes, ``(n_cells,)`` each, in the order of the rows given.
    count : ndarray of int64, shape (n_cells,)
        True counts.
    status : ndarray of str, shape (n_cells,)
        ``published``; ``primary`` (hidden, sensitive in itself); ``secondary`` (hidden to protect
        others, or hidden before); ``released`` (sensitive but already published: too late).
    cost : float
        Sum of ``count + 1`` over secondary cells.
    intervals : ndarray of float64, shape (n_cells, 2)
        What an outsider can deduce, in cases; both ends equal the count where published.
    unprotected : ndarray of bool, shape (n_cells,)
        Sensitive cells whose interval stays narrower than demanded whatever is hidden.
    table : Table
        Frame with counts and status, ready for the log of releases.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("count", "status", "unprotected")

    dims: Mapping[str, NDArray[Any]]
    count: Ints
    status: NDArray[np.str_]
    cost: float
    intervals: Floats
    unprotected: Bools
    hierarchy: Hierarchy

    @property
    def table(self) -> Table:
        """The table with its statuses, to audit or to pass as ``released`` later."""
        return Table(
            frame=pl.DataFrame(
                {**self.dims, "count": self.count, "status": self.status.astype(object)},
                schema_overrides={"status": pl.String},
            ),
            hierarchy=self.hierarchy,
        )

    @property
    def publishable(self) -> Bools:
        """Whether each cell may be shown, ``(n_cells,)``."""
        allowed: Bools = (self.status == "published") | (self.status == "released")
        return allowed

    def to_frame(self) -> pl.DataFrame:
        """Return dimensions, count, status, ``lo``, ``hi``, ``unprotected``: internal."""
        return self.table.frame.with_columns(
            lo=pl.Series(self.intervals[:, 0]),
            hi=pl.Series(self.intervals[:, 1]),
            unprotected=pl.Series(self.unprotected),
        )

    def public_frame(self) -> pl.DataFrame:
        """Return what may be published: dimensions and ``count``, null where hidden."""
        shown = pl.Series(self.publishable)
        return self.table.frame.select(
            *self.dims, count=pl.when(shown).then(pl.col("count")).otherwise(None)
        )


def suppress(
    table: pl.DataFrame,
    hierarchy: Hierarchy,
    rule: Rule,
    protection: Protection,
    released: Sequence[Table] = (),
) -> SuppressionPlan:
    """Choose which cells to hide so that sensitive counts cannot be recomputed.

    Parameters
    ----------
    table : polars.DataFrame
        One row a cell, totals included; see :class:`Table`. ``count`` in cases.
    hierarchy : mapping
        Dimension -> {child: parent or parents}.
    rule : Rule
        What is sensitive in itself.
    protection : Protection
        How well it must be hidden and from whom.
    released : sequence of Table
        Earlier releases about the same cases, with the statuses they had. What they showed
        cannot be hidden again; what they hid stays hidden.

    Returns
    -------
    SuppressionPlan
        Rows in the order given. Note ``UNPROTECTED`` with the number of sensitive cells that
        cannot be protected (earlier releases, or no other cell to hide).

    Raises
    ------
    StatsInputError
        As :func:`audit`; also ``CONTRIBUTOR_MISSING``.

    Notes
    -----
    For each sensitive cell in turn, the cheapest moves of other cells are found that change it by
    the demanded width while all totals stay (shortest paths in the graph of cells, after [1]_;
    linear programs where the table is no network); the cells that move are hidden. A cell costs
    its count plus one, a cell hidden already nothing. Then every secondary cell is shown again if
    all sensitive cells stay protected without it. This is a heuristic: the result is safe (the
    same audit runs at the end), not always the cheapest possible.

    Use it for tables of counts. Not for rates (publish them only with their count), not for
    weighted survey tables, not for tables cell-keyed already.

    References
    ----------
    .. [1] Castro, J. (2012). Recent advances in optimization techniques for statistical tabular
       data protection. European Journal of Operational Research 216(2), 257-269.
    .. [2] Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley, ch. 4.

    Examples
    --------
    >>> frame = pl.DataFrame({"area": ["A", "B", "C", "all"], "count": [2, 9, 40, 51]})
    >>> up = {"area": {"A": "all", "B": "all", "C": "all"}}
    >>> plan = suppress(frame, up, Rule(threshold=3), Protection(width=2))
    >>> plan.status.tolist()
    ['primary', 'secondary', 'published', 'published']
    """
    current = Table(frame=table, hierarchy=hierarchy)
    sensitive_rows = primary(current, rule)
    earlier = [_checked(release) for release in released]
    system = build_system([current, *earlier])
    _, hidden, sensitive = statuses(system, [_first_status(current, sensitive_rows), *earlier])
    blocked = np.zeros(system.value.size, dtype=bool)
    for release, rows in zip(earlier, system.rows[1:], strict=True):
        blocked[rows[~release.hidden("released")]] = True
    candidate = np.zeros_like(blocked)
    candidate[system.rows[0]] = True
    hidden &= ~blocked
    candidate &= ~blocked & ~hidden
    if rule.zero == "publish":
        candidate &= system.value > 0
    room, _ = knowledge(system, hidden, protection)
    final = choose(
        system,
        room,
        hidden=hidden,
        candidate=candidate,
        sensitive=sensitive & ~blocked,
        protection=protection,
    )
    lo, hi, attacker = intervals(system, final, protection)
    return _plan(
        current,
        system,
        rule=rule,
        protection=protection,
        attacker=attacker,
        sensitive=sensitive,
        hidden=final,
        blocked=blocked,
        lo=lo,
        hi=hi,
    )


def _checked(release: Table) -> Table:
    release.hidden("released")
    return release


def _first_status(table: Table, sensitive: Bools) -> Table:
    status = np.where(sensitive, "primary", "published").tolist()
    return Table(
        frame=table.frame.with_columns(status=pl.Series(status, dtype=pl.String)),
        hierarchy=table.hierarchy,
    )


def _plan(
    current: Table,
    system: System,
    *,
    rule: Rule,
    protection: Protection,
    attacker: str,
    sensitive: Bools,
    hidden: Bools,
    blocked: Bools,
    lo: Floats,
    hi: Floats,
) -> SuppressionPlan:
    rows = system.rows[0]
    status = np.where(hidden[rows], "secondary", "published")
    status[sensitive[rows]] = np.where(blocked[rows], "released", "primary")[sensitive[rows]]
    count, low, high = system.value[rows], lo[rows], hi[rows]
    open_to_all = sensitive[rows] & is_narrow(count, low, high, protection)
    short = int(np.count_nonzero(sensitive & is_narrow(system.value, lo, hi, protection)))
    return SuppressionPlan(
        method="cell suppression",
        params={
            "threshold": rule.threshold,
            "zero": rule.zero,
            "dominance": rule.dominance,
            "p_percent": rule.p_percent,
            "width": protection.width,
            "above": protection.above,
            "below": protection.below,
            "attacker": attacker,
            "linked": len(system.rows) - 1,
        },
        n=int(rows.size),
        assumptions=("ADDITIVE", f"ATTACKER_{attacker.upper()}"),
        notes=(Note("UNPROTECTED", (("cells", short),)),) if short else (),
        dims={name: current.frame[name].to_numpy() for name in current.dims},
        count=count,
        status=status,
        cost=float((count[status == "secondary"] + 1).sum()),
        intervals=np.column_stack([low, high]),
        unprotected=open_to_all,
        hierarchy=current.hierarchy,
    )
