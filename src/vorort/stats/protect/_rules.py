"""Which cells must be hidden, how well, and the simple rules for rates."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from vorort.stats.protect._tables import Bools, Table
from vorort.stats.results import StatsInputError

Attacker = Literal["positive", "nonnegative", "bounds"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Which cells are sensitive in themselves (primary).

    Attributes
    ----------
    threshold : int
        Counts from 1 to ``threshold - 1`` are sensitive (3 for cases, 5 for suspects and victims).
    zero : {"publish", "margin", "hide"}
        Zeros are published; or hidden where the zero says "all others": some margin is positive
        and only one sibling is not zero; or always hidden.
    dominance : float or None
        Sensitive if the largest contributor (column ``largest``) has more than this share, (0, 1).
    p_percent : float or None
        Sensitive if the second (column ``second``) can estimate the largest to within this share.
    min_cleared : int
        Clearance rates need at least this many cases.
    """

    threshold: int = 3
    zero: Literal["publish", "margin", "hide"] = "publish"
    dominance: float | None = None
    p_percent: float | None = None
    min_cleared: int = 20

    def __post_init__(self) -> None:
        if self.threshold < 1:
            raise StatsInputError("NOT_POSITIVE", "threshold")
        if self.zero not in {"publish", "margin", "hide"}:
            raise StatsInputError("UNKNOWN_OPTION", "zero")
        for name, share in (("dominance", self.dominance), ("p_percent", self.p_percent)):
            if share is not None and not 0 < share < 1:
                raise StatsInputError("NOT_A_SHARE", name)


@dataclass(frozen=True, kw_only=True)
class Protection:
    """How wide an outsider's interval around a sensitive count must stay, and who the outsider is.

    Attributes
    ----------
    width : int
        Upper minus lower end at least this (sliding protection).
    above, below : int
        The interval must reach at least this far over / under the true count.
    attacker : {"positive", "nonnegative", "bounds"}
        What an outsider knows besides the published cells. ``positive``: hidden cells are at
        least 1 (true whenever zeros are published; falls back to ``nonnegative`` if a hidden cell
        is zero). ``nonnegative``: counts are not negative. ``bounds``: each hidden count is known
        to within ``prior`` times itself.
    prior : float
        Relative a-priori knowledge of the ``bounds`` attacker.
    """

    width: int = 2
    above: int = 0
    below: int = 0
    attacker: Attacker = "positive"
    prior: float = 1.0

    def __post_init__(self) -> None:
        for name in ("width", "above", "below"):
            if getattr(self, name) < 0:
                raise StatsInputError("NEGATIVE", name)
        if self.attacker not in {"positive", "nonnegative", "bounds"}:
            raise StatsInputError("UNKNOWN_OPTION", "attacker")
        if not self.prior > 0:
            raise StatsInputError("NOT_POSITIVE", "prior")


def primary(table: Table, rule: Rule) -> Bools:
    """Return which rows are sensitive in themselves, ``(n_cells,)``.

    Parameters
    ----------
    table : Table
        Status is not needed. For ``dominance`` and ``p_percent`` the columns ``largest`` (and
        ``second``): cases of the largest contributor, say one shop or one address.
    rule : Rule

    Raises
    ------
    StatsInputError
        ``COUNT_MISSING``, ``NEGATIVE_COUNT``, ``NOT_WHOLE``, ``CONTRIBUTOR_MISSING``.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"area": ["A", "B", "C"], "count": [0, 2, 7]})
    >>> primary(Table(frame=frame), Rule(threshold=3)).tolist()
    [False, True, False]
    """
    count = table.counts("table")
    sensitive: Bools = (count > 0) & (count < rule.threshold)
    if rule.dominance is not None:
        sensitive |= (count > 0) & (_contributor(table, "largest") > rule.dominance * count)
    if rule.p_percent is not None:
        largest, second = _contributor(table, "largest"), _contributor(table, "second")
        sensitive |= (count > 0) & (count - largest - second < rule.p_percent * largest)
    if rule.zero == "hide":
        sensitive |= count == 0
    elif rule.zero == "margin":
        sensitive |= _telling_zeros(table)
    return sensitive


def _contributor(table: Table, name: str) -> NDArray[np.float64]:
    if name not in table.frame.columns:
        raise StatsInputError("CONTRIBUTOR_MISSING", name)
    values: NDArray[np.float64] = table.frame[name].to_numpy().astype(float)
    return values


def _telling_zeros(table: Table) -> Bools:
    """Zeros under a positive total with a single sibling that is not zero."""
    frame = table.frame.with_row_index("_row").with_columns(
        pl.col(name).cast(pl.String) for name in table.dims
    )
    telling = np.zeros(frame.height, dtype=bool)
    for dim, raw in table.hierarchy.items():
        links = [
            (str(child), str(parent))
            for child, parents in raw.items()
            for parent in ([parents] if isinstance(parents, str) else parents)
        ]
        others = [name for name in table.dims if name != dim]
        joined = frame.join(
            pl.DataFrame(links, schema=[dim, "_parent"], orient="row"), on=dim, how="inner"
        ).with_columns(_filled=(pl.col("count") > 0).sum().over([*others, "_parent"]))
        hit = joined.filter((pl.col("count") == 0) & (pl.col("_filled") == 1))["_row"]
        telling[hit.to_numpy()] = True
    return telling


def round_significant(values: ArrayLike, digits: int = 3) -> NDArray[np.float64]:
    """Round to significant digits, so that a rate does not give its count back exactly.

    Parameters
    ----------
    values : array-like of float, any shape
        Rates; NaN stays NaN.
    digits : int
        Digits that are kept, >= 1.

    Raises
    ------
    StatsInputError
        ``NOT_POSITIVE`` for ``digits``.

    Notes
    -----
    Halves go away from zero, as in print. Rounding alone protects nothing below a population of
    about ``per / 10**digits`` per case: it belongs on top of hiding small counts.

    Examples
    --------
    >>> round_significant([7213.9, 84.25, 0.0]).tolist()
    [7210.0, 84.3, 0.0]
    """
    if digits < 1:
        raise StatsInputError("NOT_POSITIVE", "digits")
    x = np.asarray(values, dtype=np.float64)
    size = np.where((x == 0) | ~np.isfinite(x), 1.0, np.abs(x))
    power = digits - 1 - np.floor(np.log10(size)).astype(int)
    scale = np.power(10.0, np.abs(power))
    scaled = np.where(power >= 0, x * scale, x / scale)
    whole = np.sign(scaled) * np.floor(np.abs(scaled) * (1 + 1e-15) + 0.5)
    rounded: NDArray[np.float64] = np.where(power >= 0, whole / scale, whole * scale)
    return rounded


def publishable_rate(
    rate: ArrayLike, *, count_publishable: ArrayLike, digits: int = 3
) -> NDArray[np.float64]:
    """Return rates fit to publish: rounded, NaN where the count itself is hidden.

    Parameters
    ----------
    rate : array-like of float, shape (n,)
        Cases per inhabitants, any unit.
    count_publishable : array-like of bool, shape (n,)
        Whether the count behind the rate is published.
    digits : int
        Significant digits.

    Raises
    ------
    StatsInputError
        ``SHAPE`` if the arrays do not match.

    Notes
    -----
    Rate times population is the count: a rate is never less sensitive than its count.

    Examples
    --------
    >>> publishable_rate([7213.9, 41.0], count_publishable=[True, False]).tolist()
    [7210.0, nan]
    """
    rounded = round_significant(rate, digits)
    allowed = np.asarray(count_publishable, dtype=bool)
    if allowed.shape != rounded.shape:
        raise StatsInputError("SHAPE", "count_publishable")
    return np.where(allowed, rounded, np.nan)


def publishable_clearance(
    cleared: ArrayLike, cases: ArrayLike, *, count_publishable: ArrayLike, min_cases: int = 20
) -> NDArray[np.float64]:
    """Return clearance rates in per cent, NaN where they would give something away.

    Parameters
    ----------
    cleared, cases : array-like of int, shape (n,)
        Cleared and all cases; cleared may exceed cases (old cases cleared this year).
    count_publishable : array-like of bool, shape (n,)
        Whether the number of cases is published.
    min_cases : int
        Fewer cases give no rate.

    Raises
    ------
    StatsInputError
        ``NEGATIVE_COUNT``, ``SHAPE``.

    Notes
    -----
    Rounded to one decimal. With few cases the rate is a fraction whose denominator can be read off
    (33.3 % means 3, 6, 9 …), so that it would betray hidden counts.

    Examples
    --------
    >>> publishable_clearance([11, 1], [21, 3], count_publishable=[True, True]).tolist()
    [52.4, nan]
    """
    part, whole = np.asarray(cleared, dtype=float), np.asarray(cases, dtype=float)
    allowed = np.asarray(count_publishable, dtype=bool)
    if not part.shape == whole.shape == allowed.shape:
        raise StatsInputError("SHAPE", "cases")
    if (part < 0).any() or (whole < 0).any():
        raise StatsInputError("NEGATIVE_COUNT", "cases")
    enough = allowed & (whole >= max(min_cases, 1))
    share = 100.0 * part / np.where(enough, whole, 1.0)
    return np.where(enough, np.floor(share * 10 + 0.5) / 10, np.nan)
