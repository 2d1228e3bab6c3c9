"""The red team: what an outsider recovers from what was published, and nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from vorort.stats.protect._rules import round_significant
from vorort.stats.protect._tables import ALL, Ints, Table
from vorort.stats.protect._tables import Bools as Flags
from vorort.stats.results import Result, StatsInputError

Floats = NDArray[np.float64]
Kind = Literal["differencing", "bounds", "overlap", "averaging", "rates", "clearance", "colours"]
Cell = tuple[tuple[str, str], ...]
_Sum = list[tuple[Cell, int]]


@dataclass(frozen=True, kw_only=True)
class AttackReport(Result):
    """What an attack found about hidden numbers; one entry a hidden row.

    Attributes
    ----------
    table, row : ndarray of int64, shape (n_hidden,)
        Which row of which published table.
    recovered : ndarray of bool, shape (n_hidden,)
        The number is known for certain.
    bounds : ndarray of float64, shape (n_hidden, 2)
        Smallest and largest possible number.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("table", "row", "recovered")

    table: Ints
    row: Ints
    recovered: Flags
    bounds: Floats

    def to_frame(self) -> pl.DataFrame:
        """Return one row a hidden number."""
        return pl.DataFrame(
            {
                "table": self.table,
                "row": self.row,
                "recovered": self.recovered,
                "lo": self.bounds[:, 0],
                "hi": self.bounds[:, 1],
            }
        )


def attack(
    release: Table | pl.DataFrame | Sequence[Table],
    kind: Kind,
    *,
    per: float = 100_000,
    digits: int = 3,
    least: int = 1,
    most: int = 200,
) -> AttackReport:
    """Attack a release with what is public, and report what falls.

    Parameters
    ----------
    release : Table, sequence of Table, or polars.DataFrame
        Only what an outsider sees. For ``differencing``, ``bounds`` and ``overlap``: tables whose
        ``count`` is null where hidden. For ``rates``: columns ``rate``, ``population``, ``count``
        (null where hidden). For ``clearance``: ``clearance`` (per cent, one decimal), ``count``.
        For ``colours``: ``class_lo``, ``class_hi`` (rates; from, below), ``population``,
        ``count``. For ``averaging``: ``cell``, ``value`` with several answers a cell.
    kind : str
        ``differencing``: repeated subtraction; ``bounds``: linear programs; ``overlap``: the
        same over several tables, which must be given; ``averaging``: mean of repeated answers;
        ``rates``, ``clearance``, ``colours``: which whole numbers fit what is shown.
    per, digits : float, int
        How rates are scaled and rounded.
    least, most : int
        Range of a hidden count that the outsider takes for granted.

    Returns
    -------
    AttackReport
        For ``averaging`` one entry a cell with more than one answer.

    Raises
    ------
    StatsInputError
        ``UNKNOWN_OPTION``, ``COLUMN_MISSING``, ``NO_TABLE``.

    Notes
    -----
    Written apart from :func:`audit` on purpose: plain equations and linear programs from the
    published numbers, so that each checks the other. Hidden numbers are taken to be at least
    ``least``, and listed children to exhaust their parent. Slow beyond some thousand hidden cells.

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley, ch. 4.

    Examples
    --------
    >>> seen = pl.DataFrame({"rate": [40.8], "population": [4900], "count": [None]})
    >>> report = attack(seen, "rates", digits=3)
    >>> report.recovered.tolist(), report.bounds.tolist()
    ([True], [[2.0, 2.0]])
    """
    if kind in {"differencing", "bounds", "overlap"}:
        tables = [release] if isinstance(release, Table) else release
        if isinstance(tables, pl.DataFrame) or not tables:
            raise StatsInputError("NO_TABLE", "release")
        if kind == "overlap" and len(tables) < 2:
            raise StatsInputError("NO_TABLE", "release")
        return _on_tables(list(tables), kind, least)
    if not isinstance(release, pl.DataFrame):
        raise StatsInputError("COLUMN_MISSING", "release")
    if kind == "averaging":
        return _averaging(release)
    fits: dict[str, tuple[tuple[str, ...], Callable[[dict[str, float], Ints], Flags]]] = {
        "rates": (("rate", "population"), lambda row, n: _fits_rate(row, n, per, digits)),
        "clearance": (("clearance",), _fits_clearance),
        "colours": (
            ("class_lo", "class_hi", "population"),
            lambda row, n: _fits_class(row, n, per),
        ),
    }
    if kind not in fits:
        raise StatsInputError("UNKNOWN_OPTION", "kind")
    needed, test = fits[kind]
    return _by_fitting(release, kind, needed, test, least, most)


def _report(
    kind: str, where: Sequence[tuple[int, int]], bounds: Sequence[tuple[float, float]]
) -> AttackReport:
    ends = np.array(bounds, dtype=np.float64).reshape(-1, 2)
    places = np.array(where, dtype=np.int64).reshape(-1, 2)
    return AttackReport(
        method=f"attack: {kind}",
        params={"kind": kind},
        n=int(ends.shape[0]),
        assumptions=("PUBLIC_ONLY",),
        table=places[:, 0],
        row=places[:, 1],
        recovered=ends[:, 0] == ends[:, 1],
        bounds=ends,
    )


def _on_tables(tables: list[Table], kind: str, least: int) -> AttackReport:
    known, hidden, where = _public_cells(tables)
    sums = _public_sums(tables, known, hidden)
    _subtract(sums, known)
    bounds: dict[Cell, tuple[float, float]] = {
        cell: (float(known[cell]),) * 2 if cell in known else (float(least), np.inf)
        for cell in hidden
    }
    if kind != "differencing":
        _solve_bounds(sums, known, bounds, least)
    return _report(kind, [place for place, _ in where], [bounds[cell] for _, cell in where])


def _public_cells(
    tables: Sequence[Table],
) -> tuple[dict[Cell, int], set[Cell], list[tuple[tuple[int, int], Cell]]]:
    known: dict[Cell, int] = {}
    hidden: set[Cell] = set()
    where: list[tuple[tuple[int, int], Cell]] = []
    for number, table in enumerate(tables):
        if "count" not in table.frame.columns:
            raise StatsInputError("COLUMN_MISSING", "release", "count")
        for row, (cell, count) in enumerate(_cells(table)):
            if count is None:
                hidden.add(cell)
                where.append(((number, row), cell))
            else:
                known[cell] = count
    return known, hidden, where


def _cells(table: Table) -> list[tuple[Cell, int | None]]:
    codes = [table.frame[name].cast(pl.String).to_list() for name in table.dims]
    return [
        (tuple(sorted((d, c) for d, c in zip(table.dims, row, strict=True) if c != ALL)), count)
        for row, count in zip(zip(*codes, strict=True), table.frame["count"].to_list(), strict=True)
    ]


def _public_sums(tables: Sequence[Table], known: dict[Cell, int], hidden: set[Cell]) -> list[_Sum]:
    """Every "parts make the whole" an outsider can read off the tables."""
    sums: dict[tuple[int, str, Cell], _Sum] = {}
    for number, table in enumerate(tables):
        for dim, links in table.hierarchy.items():
            for cell, _ in _cells(table):
                code = dict(cell).get(dim, ALL)
                parents = links.get(code, ())
                for parent in [parents] if isinstance(parents, str) else parents:
                    rest = [(d, c) for d, c in cell if d != dim]
                    whole = tuple(sorted(rest if parent == ALL else [*rest, (dim, str(parent))]))
                    sums.setdefault((number, dim, whole), []).append((cell, 1))
    return [
        [*parts, (whole, -1)]
        for (_, _, whole), parts in sums.items()
        if whole in known or whole in hidden
    ]


def _subtract(sums: Sequence[_Sum], known: dict[Cell, int]) -> None:
    """Fill in what a single subtraction gives, until nothing more falls."""
    found = True
    while found:
        found = False
        for parts in sums:
            unknown = [(cell, sign) for cell, sign in parts if cell not in known]
            if len(unknown) == 1:
                cell, sign = unknown[0]
                known[cell] = -sign * sum(s * known[c] for c, s in parts if c != cell)
                found = True


def _solve_bounds(
    sums: Sequence[_Sum],
    known: dict[Cell, int],
    bounds: dict[Cell, tuple[float, float]],
    least: int,
) -> None:
    unknown = sorted(cell for cell in bounds if cell not in known)
    place = {cell: i for i, cell in enumerate(unknown)}
    entries: list[tuple[int, int, int]] = []
    right: list[int] = []
    for parts in sums:
        inside = [(place[c], s) for c, s in parts if c in place]
        if inside:
            entries += [(len(right), i, s) for i, s in inside]
            right.append(-sum(s * known[c] for c, s in parts if c not in place))
    if not entries:
        return
    row, column, sign = (np.array(part) for part in zip(*entries, strict=True))
    matrix = csr_array((sign.astype(float), (row, column)), shape=(len(right), len(unknown)))
    for cell, i in place.items():
        ends = []
        for direction in (1.0, -1.0):
            objective = np.zeros(len(unknown))
            objective[i] = direction
            solved = milp(
                objective,
                constraints=LinearConstraint(matrix, right, right),
                bounds=Bounds(least, np.inf),
            )
            ends.append(direction * solved.fun if solved.status == 0 else direction * -np.inf)
        bounds[cell] = float(np.ceil(ends[0] - 1e-6)), float(np.floor(ends[1] + 1e-6))


def _averaging(release: pl.DataFrame) -> AttackReport:
    """Mean of repeated answers; the number is known once its interval holds one whole number."""
    for name in ("cell", "value"):
        if name not in release.columns:
            raise StatsInputError("COLUMN_MISSING", "release", name)
    where, bounds = [], []
    indexed = release.with_row_index("_row")
    for (_,), part in indexed.group_by(["cell"], maintain_order=True):
        values = part["value"].to_numpy().astype(float)
        if values.size < 2:
            continue
        where.append((0, int(part["_row"][0])))
        spread = float(values.std(ddof=1))
        if spread == 0:
            # The same answer every time says nothing about the noise in it.
            bounds.append((-np.inf, np.inf))
            continue
        # Four standard errors: an outsider who is wrong once in ten thousand cells.
        reach = 4 * spread / np.sqrt(values.size)
        low, high = np.ceil(values.mean() - reach), np.floor(values.mean() + reach)
        bounds.append((float(low), float(max(low, high))) if high >= low else (-np.inf, np.inf))
    return _report("averaging", where, bounds)


def _by_fitting(  # noqa: PLR0917 - one call, one reading
    release: pl.DataFrame,
    kind: str,
    needed: tuple[str, ...],
    test: Callable[[dict[str, float], Ints], Flags],
    least: int,
    most: int,
) -> AttackReport:
    for name in (*needed, "count"):
        if name not in release.columns:
            raise StatsInputError("COLUMN_MISSING", "release", name)
    where, bounds = [], []
    candidates = np.arange(least, most + 1, dtype=np.int64)
    for number, row in enumerate(release.iter_rows(named=True)):
        if row["count"] is not None:
            continue
        where.append((0, number))
        shown = {name: row[name] for name in needed}
        if any(value is None or np.isnan(value) for value in shown.values()):
            bounds.append((float(least), np.inf))
            continue
        fits = candidates[test(shown, candidates)]
        # A fit at the end of the range may go on beyond it.
        last = np.inf if fits.size == 0 or fits[-1] == most else float(fits[-1])
        bounds.append((float(fits[0]) if fits.size else float(least), last))
    return _report(kind, where, bounds)


def _fits_rate(row: dict[str, float], n: Ints, per: float, digits: int) -> Flags:
    shown = round_significant(n / row["population"] * per, digits)
    fits: Flags = np.isclose(shown, row["rate"], rtol=10.0 ** -(digits + 3), atol=0)
    return fits


def _fits_clearance(row: dict[str, float], n: Ints) -> Flags:
    cleared = np.rint(row["clearance"] / 100 * n)
    fits: Flags = np.abs(np.floor(1000 * cleared / n + 0.5) / 10 - row["clearance"]) < 0.01
    return fits


def _fits_class(row: dict[str, float], n: Ints, per: float) -> Flags:
    rate = n / row["population"] * per
    fits: Flags = (rate >= row["class_lo"]) & (rate < row["class_hi"])
    return fits
