"""Counts with noise: perturbation tables, cell keys, rounding, differential privacy."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from vorort.stats.protect._tables import RESERVED, Ints, Table
from vorort.stats.results import Note, Result, StatsInputError

Floats = NDArray[np.float64]
MIN_SECRET = 16


@dataclass(frozen=True, kw_only=True)
class PerturbationTable(Result):
    """Probabilities to show ``j`` for a true count ``i``.

    Attributes
    ----------
    probability : ndarray of float64, shape (n_rows, n_columns)
        Row ``i``, column ``j``; the last row, moved along, serves all larger counts.
    offset : int
        Largest change, ``D``.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ()

    probability: Floats
    offset: int

    def to_frame(self) -> pl.DataFrame:
        """Return the table in long form: ``i``, ``j``, ``p`` for every p > 0."""
        i, j = np.nonzero(self.probability > 0)
        return pl.DataFrame({"i": i, "j": j, "p": self.probability[i, j]})


def ptable(D: int, V: float, js: int = 0) -> PerturbationTable:  # noqa: N803 - agreed names
    """Design a perturbation table of largest entropy.

    Parameters
    ----------
    D : int
        Largest change of a count, >= 1.
    V : float
        Variance of the change, > 0.
    js : int
        Counts from 1 to ``js`` are never shown; 2 where small totals occur.

    Raises
    ------
    StatsInputError
        ``NOT_POSITIVE``; ``NO_ROOM`` if ``D`` is too small for ``js`` or ``V`` too large for ``D``.

    Notes
    -----
    For each count i the change d = j - i has mean 0, variance V, ``|d| <= D``, j >= 0, j not in
    1..js; zero stays zero. Among all such distributions the one of largest entropy is taken; it
    has the form ``p(d) ~ exp(a d + b d^2)``. Where no distribution has variance V (smallest
    counts), the nearest possible variance is used and ``FALLBACK`` names the count.

    References
    ----------
    Giessing, S. (2016). Computational issues in the design of transition probabilities and
    disclosure risk estimation for additive noise. PSD 2016, LNCS 9867, 237-251.

    Examples
    --------
    >>> ptable(D=2, V=1.0).probability[3].round(3).tolist()
    [0.0, 0.064, 0.245, 0.383, 0.245, 0.064]
    """
    if D < 1 or js < 0:
        raise StatsInputError("NOT_POSITIVE", "D" if D < 1 else "js")
    if not V > 0:
        raise StatsInputError("NOT_POSITIVE", "V")
    if js > D or V >= D * D:
        raise StatsInputError("NO_ROOM", "js" if js > D else "V")
    last = D + js + 1
    table = np.zeros((last + 1, last + D + 1))
    table[0, 0] = 1.0
    notes = []
    for i in range(1, last + 1):
        shown = np.array([j for j in range(max(0, i - D), i + D + 1) if j == 0 or j > js])
        p, variance = _most_entropy((shown - i).astype(np.float64), V)
        table[i, shown] = p
        if abs(variance - V) > 1e-9:
            notes.append(Note("FALLBACK", (("count", i), ("variance", variance))))
    return PerturbationTable(
        method="perturbation table of largest entropy",
        params={"D": D, "V": V, "js": js},
        n=last + 1,
        notes=tuple(notes),
        probability=table,
        offset=D,
    )


def _most_entropy(d: Floats, variance: float) -> tuple[Floats, float]:
    """Distribution on the changes ``d`` with mean 0 and the variance, or the nearest possible."""
    fair = LinearConstraint(np.vstack([np.ones_like(d), d]), [1.0, 0.0], [1.0, 0.0])
    least, most = (milp(s * d**2, bounds=Bounds(0, 1), constraints=fair) for s in (1.0, -1.0))
    if least.status != 0:
        raise StatsInputError("NO_ROOM", "js")
    ends = [np.asarray(found.x, dtype=np.float64) for found in (least, most)]
    low, high = (float(end @ d**2) for end in ends)
    if variance <= low + 1e-12:
        return ends[0], low
    if variance >= high - 1e-12:
        return ends[1], high
    scale = float(np.abs(d).max())
    features = np.vstack([d / scale, (d / scale) ** 2])
    goal = np.array([0.0, variance / scale**2])
    weight = np.zeros(2)
    for _ in range(500):
        p, loss = _tilted(weight, features, goal)
        gap = features @ p - goal
        if float(np.abs(gap).max()) < 1e-15:
            break
        centred = features - (features @ p)[:, None]
        step = np.linalg.lstsq((centred * p) @ centred.T, gap, rcond=None)[0]
        # The dual is convex but steep near the limits: halve until it falls.
        for _ in range(60):
            _, trial = _tilted(weight - step, features, goal)
            if trial <= loss:
                break
            step = step / 2
        weight = weight - step
    return p, variance


def _tilted(weight: Floats, features: Floats, goal: Floats) -> tuple[Floats, float]:
    power = weight @ features
    top = float(power.max())
    raw = np.exp(power - top)
    total = float(raw.sum())
    return raw / total, top + float(np.log(total)) - float(weight @ goal)


@dataclass(frozen=True, kw_only=True)
class NoisyCounts(Result):
    """Counts as they may be shown. Internal as long as it holds the true ones.

    Attributes
    ----------
    dims : tuple of str
        Names of the dimensions.
    codes : tuple of tuple of str
        Codes of each dimension, ``(n_cells,)`` each.
    count : ndarray of int64, shape (n_cells,)
        True counts.
    value : ndarray of int64, shape (n_cells,)
        Counts to show. Totals are noisy by themselves: they need not equal the sum of their parts.
    """

    dims: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    count: Ints
    value: Ints

    def to_frame(self) -> pl.DataFrame:
        """Return dimensions, true count and value: internal."""
        return self.public_frame().with_columns(
            pl.Series("true_count", self.count), pl.Series("count", self.value)
        )

    def public_frame(self) -> pl.DataFrame:
        """Return dimensions and the count to show."""
        columns = dict(zip(self.dims, self.codes, strict=True))
        return pl.DataFrame({**columns, "count": self.value})


def _check_secret(secret: bytes) -> bytes:
    if not isinstance(secret, bytes) or len(secret) < MIN_SECRET:
        raise StatsInputError("SECRET_TOO_SHORT", "secret")
    return secret


def keyed_number(secret: bytes, purpose: str, *parts: str) -> int:
    """Return a number in [0, 2**64) that only the holder of the secret can compute."""
    text = "\x1f".join((purpose, *(part.replace("\x1f", " ") for part in parts)))
    digest = hashlib.blake2b(text.encode(), digest_size=8, key=hashlib.sha256(secret).digest())
    return int.from_bytes(digest.digest(), "big")


def cellkey(
    data: pl.DataFrame,
    secret: bytes,
    ptable: PerturbationTable,
    *,
    record_id: str | None = None,
    by: Sequence[str] | None = None,
) -> NoisyCounts:
    """Perturb counts by the cell-key method: the same cell gets the same noise, always.

    Parameters
    ----------
    data : polars.DataFrame
        Records (with ``record_id`` and ``by``) or cells (dimensions and ``count``).
    secret : bytes
        At least 16 bytes; the same for all releases, never published. Who knows it can remove
        the noise.
    ptable : PerturbationTable
    record_id : str, optional
        Column that names a record for good (not a row number).
    by : sequence of str, optional
        Columns to count records by.

    Returns
    -------
    NoisyCounts
        Only groups that occur, for records: zeros stay zeros.

    Raises
    ------
    StatsInputError
        ``SECRET_TOO_SHORT``, ``COUNT_MISSING``, ``NEGATIVE_COUNT``, ``NOT_WHOLE``,
        ``DUPLICATE_CELL``, ``UNKNOWN_COLUMN``, ``NO_DIMENSION``.

    Notes
    -----
    A record's key is a keyed hash of its name; the key of a cell is the sum of the keys of its
    records modulo 1, so that equal groups get equal noise however they were asked for. Cells
    without records (aggregated police figures) get a keyed hash of their codes instead: the
    noise is then stable, but two descriptions of the same group differ.

    Not together with suppression of the same table, and not for totals that must add up.

    References
    ----------
    Fraser, B., Wooton, J. (2005). A proposed method for confidentialising tabular output to
    protect against differencing. UNECE work session on statistical data confidentiality.

    Examples
    --------
    >>> cells = pl.DataFrame({"area": ["A", "B"], "count": [0, 12]})
    >>> shown = cellkey(cells, b"sixteen bytes ok", ptable(D=3, V=2.0, js=2))
    >>> int(shown.value[0]), bool(abs(shown.value[1] - 12) <= 3)
    (0, True)
    """
    _check_secret(secret)
    if record_id is not None:
        names = list(by or ())
        frame, keys = _record_keys(data, secret, record_id, names)
    else:
        frame = data
        names = [name for name in data.columns if name not in RESERVED]
        keys = None
    if not names:
        raise StatsInputError("NO_DIMENSION", "by")
    count = Table(frame=frame).counts("data")
    columns = [frame[name].cast(pl.String).to_list() for name in names]
    codes = list(zip(*columns, strict=True))
    if len(set(codes)) < len(codes):
        raise StatsInputError("DUPLICATE_CELL", "data")
    if keys is None:
        marked = [[f"{n}={c}" for n, c in zip(names, row, strict=True)] for row in codes]
        keys = np.array([keyed_number(secret, "cell", *sorted(m)) for m in marked], dtype=np.uint64)
    value = _look_up(count, keys / 2.0**64, ptable)
    return NoisyCounts(
        method="cell key",
        params={**ptable.params, "records": record_id is not None},
        n=int(count.size),
        assumptions=("SECRET_KEPT", "TOTALS_NOT_ADDITIVE"),
        dims=tuple(names),
        codes=tuple(tuple(column) for column in columns),
        count=count,
        value=value,
    )


def _record_keys(
    data: pl.DataFrame, secret: bytes, record_id: str, by: list[str]
) -> tuple[pl.DataFrame, NDArray[np.uint64]]:
    missing = {record_id, *by} - set(data.columns)
    if missing:
        raise StatsInputError("UNKNOWN_COLUMN", "by", ", ".join(sorted(missing)))
    names = data[record_id].cast(pl.String).to_list()
    keys = np.array([keyed_number(secret, "record", name) for name in names], dtype=np.uint64)
    groups = data.select(pl.struct(by).rank("dense").alias("group"))["group"].to_numpy()
    first = data.select(by).with_columns(group=pl.Series(groups)).unique("group").sort("group")
    sums = np.zeros(first.height, dtype=np.uint64)
    # Unsigned numbers wrap around: the sum modulo 1, exact and in any order.
    np.add.at(sums, groups.astype(np.int64) - 1, keys)
    count = np.bincount(groups.astype(np.int64) - 1, minlength=first.height)
    return first.select(by).with_columns(count=pl.Series(count)), sums


def _look_up(count: Ints, key: Floats, table: PerturbationTable) -> Ints:
    last = table.probability.shape[0] - 1
    row = np.minimum(count, last)
    cumulative = np.cumsum(table.probability, axis=1)
    cumulative[:, -1] = 1.0
    place = (cumulative[row] <= key[:, None]).sum(axis=1)
    # Rounding errors at the end of a row must not reach a value with no probability.
    top = table.probability.shape[1] - 1 - np.argmax(table.probability[:, ::-1] > 0, axis=1)
    value: Ints = (np.minimum(place, top[row]) + (count - row)).astype(np.int64)
    return value


def round_counts(data: pl.DataFrame, base: int = 5, *, secret: bytes | None = None) -> NoisyCounts:
    """Round counts to multiples of a base, to the nearest or at (keyed) random without bias.

    Parameters
    ----------
    data : polars.DataFrame
        Dimensions and ``count``.
    base : int
        At least 2.
    secret : bytes, optional
        With it, a count goes up with probability ``(count mod base) / base``, the same for the
        same cell in every release; without it, to the nearest multiple (halves up).

    Raises
    ------
    StatsInputError
        ``NOT_POSITIVE`` (base), ``SECRET_TOO_SHORT``, and as :func:`cellkey`.

    Notes
    -----
    Rounding to the nearest alone is weak: 1 and 2 become 0 and are then hidden, but a total of
    many small cells gives them away on average. Totals are rounded by themselves.

    Examples
    --------
    >>> cells = pl.DataFrame({"area": ["A", "B", "C"], "count": [2, 3, 11]})
    >>> round_counts(cells, 5).value.tolist()
    [0, 5, 10]
    """
    if base < 2:
        raise StatsInputError("NOT_POSITIVE", "base")
    names = [name for name in data.columns if name not in RESERVED]
    if not names:
        raise StatsInputError("NO_DIMENSION", "data")
    count = Table(frame=data).counts("data")
    columns = [data[name].cast(pl.String).to_list() for name in names]
    if secret is None:
        value = (2 * count + base) // (2 * base) * base
    else:
        _check_secret(secret)
        rows = zip(*columns, strict=True)
        marked = [[f"{n}={c}" for n, c in zip(names, row, strict=True)] for row in rows]
        keys = np.array([keyed_number(secret, "round", *sorted(m)) / 2.0**64 for m in marked])
        value = count // base * base + base * (keys < (count % base) / base)
    return NoisyCounts(
        method="rounding",
        params={"base": base, "random": secret is not None},
        n=int(count.size),
        assumptions=("TOTALS_NOT_ADDITIVE",),
        dims=tuple(names),
        codes=tuple(tuple(column) for column in columns),
        count=count,
        value=value.astype(np.int64),
    )


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Privacy budget of one group of people: what may be spent and what was.

    Attributes
    ----------
    total : float
        Largest sum of epsilon over all releases, for good.
    entries : tuple of (str, float)
        What was released, and its epsilon.
    """

    total: float
    entries: tuple[tuple[str, float], ...] = field(default=())

    @property
    def spent(self) -> float:
        """Sum of epsilon so far: guarantees of releases about the same people add up."""
        return float(sum(eps for _, eps in self.entries))

    def spend(self, label: str, eps: float) -> "Ledger":
        """Return the ledger with one more entry; refuse what exceeds the budget."""
        if not eps > 0:
            raise StatsInputError("NOT_POSITIVE", "eps")
        if self.spent + eps > self.total * (1 + 1e-12):
            raise StatsInputError("BUDGET_EXCEEDED", "ledger")
        return Ledger(total=self.total, entries=(*self.entries, (label, eps)))


@dataclass(frozen=True, kw_only=True)
class PrivateCounts(Result):
    """Differentially private counts.

    Attributes
    ----------
    value : ndarray of int64, shape (n,)
        Noisy counts, may be negative: cutting them off would add bias.
    half_width : int
        A true count lies within ``value`` +- this with 95 %.
    ledger : Ledger
        The ledger after this release.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("value",)

    value: Ints
    half_width: int
    ledger: Ledger


def dp_counts(
    counts: ArrayLike,
    eps: float,
    ledger: Ledger,
    *,
    seed: int,
    label: str = "",
    sensitivity: int = 1,
) -> PrivateCounts:
    """Add discrete Laplace noise, so that one case more or less can hardly be told.

    Parameters
    ----------
    counts : array-like of int, shape (n,)
        Counts of disjoint groups.
    eps : float
        Privacy loss of this release, > 0.
    ledger : Ledger
        Budget this release is taken from.
    seed : int
        Secret and unpredictable: who knows it removes the noise.
    label : str
        Entry in the ledger.
    sensitivity : int
        How many counts' units one person can change, >= 1.

    Raises
    ------
    StatsInputError
        ``NOT_WHOLE``, ``NOT_FINITE``, ``NOT_POSITIVE``, ``BUDGET_EXCEEDED``.

    Notes
    -----
    ``P(noise = k) = (1 - q) / (1 + q) * q**abs(k)`` with ``q = exp(-eps / sensitivity)``, the
    difference of two geometric numbers. Zeros become positive, small counts drown: harmful below
    about 50. Not beside exact releases of the same counts.

    References
    ----------
    Ghosh, A., Roughgarden, T., Sundararajan, M. (2012). Universally utility-maximizing privacy
    mechanisms. SIAM Journal on Computing 41, 1673-1693.

    Examples
    --------
    >>> result = dp_counts([120, 80], 1.0, Ledger(total=2.0), seed=1, label="2023")
    >>> result.half_width, result.ledger.spent
    (3, 1.0)
    """
    raw = np.asarray(counts, dtype=np.float64)
    if not np.isfinite(raw).all():
        raise StatsInputError("NOT_FINITE", "counts")
    if (raw != np.rint(raw)).any():
        raise StatsInputError("NOT_WHOLE", "counts")
    if sensitivity < 1:
        raise StatsInputError("NOT_POSITIVE", "sensitivity")
    after = ledger.spend(label, eps)
    q = float(np.exp(-eps / sensitivity))
    rng = np.random.default_rng(seed)
    noise = rng.geometric(1 - q, raw.size) - rng.geometric(1 - q, raw.size)
    # P(|noise| > h) = 2 q**(h + 1) / (1 + q)
    half_width = int(np.ceil(np.log(0.05 * (1 + q) / 2) / np.log(q) - 1))
    return PrivateCounts(
        method="discrete Laplace",
        params={"eps": eps, "sensitivity": sensitivity},
        n=int(raw.size),
        # The seed undoes the noise, so no result may carry it.
        seed=None,
        assumptions=("SEED_SECRET", "DISJOINT_GROUPS"),
        value=(raw.astype(np.int64) + noise.reshape(raw.shape)).astype(np.int64),
        half_width=max(half_width, 0),
        ledger=after,
    )
