"""Change points: when did the level of a series shift?"""

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from vorort.stats import _rates_spread
from vorort.stats.arrays import (
    FloatArray,
    IntArray,
    as_choice,
    as_counts,
    as_level,
    as_positive,
    as_seed,
    as_whole,
    broadcast,
    no_missing,
)
from vorort.stats.results import Note, Result, StatsInputError

_CHUNK = 1_000


@dataclass(frozen=True, kw_only=True)
class ChangePointResult(Result):
    """Shifts of level, in order of time. All arrays have shape (n_breaks,).

    Attributes
    ----------
    index : ndarray of int64
        First period of the new level, counted from 0.
    ci : ndarray of int64, shape (n_breaks, 2)
        First and last period at which the new level may have begun.
    lr : ndarray of float64
        Likelihood ratio statistic (twice the gain in log likelihood).
    p : ndarray of float64
        Monte Carlo p-value of the largest of its kind, within the stretch that was searched.
    ratio : ndarray of float64
        New level over old level.
    candidate, candidate_ci, candidate_lr, candidate_p : int, tuple of int, float, float
        The best single shift of the whole series, also if it is within chance.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("index", "lr", "p", "ratio")

    index: IntArray
    ci: IntArray
    lr: FloatArray
    p: FloatArray
    ratio: FloatArray
    candidate: int
    candidate_ci: tuple[int, int]
    candidate_lr: float
    candidate_p: float


def changepoint(
    y: ArrayLike,
    exposure: ArrayLike = 1.0,
    *,
    max_breaks: int = 1,
    mc: int = 9_999,
    null: Literal["permutation", "poisson"] = "permutation",
    min_size: int = 2,
    level: float = 0.95,
    seed: int,
) -> ChangePointResult:
    """Find shifts in the level of a count series.

    Parameters
    ----------
    y : array_like of whole numbers >= 0, shape (n_time,)
        Counts, oldest first, none missing.
    exposure : array_like of numbers > 0, broadcast against ``y``
        Residents or days of each period.
    max_breaks : int
        Look for at most so many shifts; one only with fewer than twelve periods.
    mc : int
        Number of Monte Carlo draws.
    null : {"permutation", "poisson"}
        What "no shift" means: the same values in any order (keeps its level whatever the
        fluctuation), or Poisson counts of the same total (more power with few cases, far too
        confident for a big town).
    min_size : int
        Shortest stretch of one level.
    level : float
        1 - level is the highest p-value of a shift; also the coverage of ``ci``.
    seed : int
        Seed of the draws.

    Returns
    -------
    ChangePointResult
        Notes SHORT_SERIES (fewer than twelve periods), OVERDISPERSED (with ``poisson``).

    Raises
    ------
    StatsInputError
        ``TOO_SHORT`` (six periods), ``NO_CASES``, ``MISSING_VALUE``, ``BAD_SEED``.

    Notes
    -----
    Largest Poisson likelihood ratio over all splits, its p-value from draws given the total
    (poisson) or the values (permutation; with unequal exposure the rates are permuted).
    Further shifts are sought within the stretches found. ``ci`` holds all splits whose
    likelihood ratio is within Hansen's bound times the dispersion of the best one; for a shift
    that was found only by luck (small beside the fluctuation) it is too narrow. A change of
    law, key or recording looks the same; a slow trend is reported as a shift; neighbouring
    periods that hang together (autocorrelation) raise the rate of false findings.

    References
    ----------
    Worsley KJ (1986) Confidence regions and tests for a change-point in a sequence of
    exponential family random variables. Biometrika 73:91-104. Hansen BE (2000) Sample
    splitting and threshold estimation. Econometrica 68:575-603.

    Examples
    --------
    >>> result = changepoint([9, 11, 10, 12, 8, 21, 19, 22, 20, 18], seed=1)
    >>> result.index.tolist(), result.ci.tolist()
    ([5], [[5, 6]])
    """
    as_choice(null, "null", ("permutation", "poisson"))
    alpha = 1 - as_level(level)
    counts, weight = broadcast(
        {"y": as_counts(y, "y", 1), "exposure": as_positive(exposure, "exposure")}
    )
    no_missing(counts, "y")
    no_missing(weight, "exposure")
    n = len(counts)
    shortest = _shortest(counts, min_size)
    breaks = as_whole(max_breaks, "max_breaks", 1)
    rng = np.random.Generator(np.random.PCG64(as_seed(seed)))
    draws = as_whole(mc, "mc", 99)
    search = _Search(counts, weight, shortest, draws, null, rng)
    first = search.best(0, n)
    found = _segments(search, first, n, (1 if n < 12 else breaks, alpha))
    edges = [0, *(item[0] for item in found), n]
    notes = () if n >= 12 else (Note("SHORT_SERIES", (("periods", 12), ("count", n))),)
    phi = _dispersion(counts, weight, [0, first[0], n])
    if null == "poisson" and phi > special.chdtri(n - 2, 0.05) / (n - 2):
        notes = (*notes, Note("OVERDISPERSED", (("phi", phi),)))
    intervals = [search.interval(edges[k], edges[k + 2], alpha) for k in range(len(found))]
    return ChangePointResult(
        method=f"max_lr_{null}",
        params={"max_breaks": breaks, "mc": draws, "min_size": shortest, "level": level},
        n=n,
        seed=int(seed),
        assumptions=("INDEPENDENT_PERIODS", "STEPWISE_LEVEL", "SAME_RECORDING"),
        notes=notes,
        index=np.array([item[0] for item in found], dtype=np.int64),
        ci=np.array(intervals, dtype=np.int64).reshape(-1, 2),
        lr=np.array([item[1] for item in found]),
        p=np.array([item[2] for item in found]),
        ratio=np.array([_ratio(counts, weight, edges[k : k + 3]) for k in range(len(found))]),
        candidate=first[0],
        candidate_ci=search.interval(0, n, alpha),
        candidate_lr=first[1],
        candidate_p=first[2],
    )


def _shortest(counts: FloatArray, min_size: int) -> int:
    """Return the shortest stretch, after refusing series without anything to find."""
    if len(counts) < 6:
        raise StatsInputError("TOO_SHORT", "y", "needs six periods")
    if counts.sum() == 0:
        raise StatsInputError("NO_CASES", "y")
    return as_whole(min_size, "min_size", 1, len(counts) // 2)


@dataclass(frozen=True, slots=True)
class _Search:
    """The series and how splits of its stretches are judged."""

    counts: FloatArray
    weight: FloatArray
    shortest: int
    draws: int
    null: str
    rng: np.random.Generator

    def profile(self, values: FloatArray, start: int, stop: int) -> FloatArray:
        """Return the likelihood ratio of each allowed split; ``values`` in rows of series."""
        weight = self.weight[start:stop]
        left = np.cumsum(values, axis=-1)[..., self.shortest - 1 : len(weight) - self.shortest]
        share = np.cumsum(weight)[self.shortest - 1 : len(weight) - self.shortest] / weight.sum()
        total = values.sum(axis=-1, keepdims=True)
        right = total - left
        safe = np.maximum(total, 1e-12)
        first = special.xlogy(left, left / (safe * share))
        return np.asarray(2 * (first + special.xlogy(right, right / (safe * (1 - share)))))

    def best(self, start: int, stop: int) -> tuple[int, float, float]:
        """Return the best split of a stretch, its statistic and its p-value."""
        profile = self.profile(self.counts[start:stop], start, stop)
        where, statistic = int(np.argmax(profile)), float(profile.max())
        larger = 0
        for done in range(0, self.draws, _CHUNK):
            rows = min(_CHUNK, self.draws - done)
            drawn = self.profile(self.draw(rows, start, stop), start, stop).max(axis=1)
            larger += int((drawn >= statistic - 1e-9).sum())
        return start + self.shortest + where, statistic, (larger + 1) / (self.draws + 1)

    def draw(self, rows: int, start: int, stop: int) -> FloatArray:
        """Return series without a shift, shape (rows, stop - start)."""
        counts, weight = self.counts[start:stop], self.weight[start:stop]
        if self.null == "poisson":
            drawn = self.rng.multinomial(int(counts.sum()), weight / weight.sum(), size=rows)
            return np.asarray(drawn, dtype=np.float64)
        rates = np.broadcast_to(counts / weight, (rows, len(counts)))
        return np.asarray(self.rng.permuted(rates, axis=1) * weight)

    def interval(self, start: int, stop: int, alpha: float) -> tuple[int, int]:
        """Return the splits not worse than the best one by more than Hansen's bound."""
        profile = self.profile(self.counts[start:stop], start, stop)
        split = start + self.shortest + int(np.argmax(profile))
        phi = np.array([_dispersion(self.counts, self.weight, [start, split, stop])])
        df = np.array([max(stop - start - 2.0, 1.0)])
        # Hansen's bound is meant for a known dispersion; widen it as a t quantile would.
        widened = float(_rates_spread.cut_score(alpha, phi, df)[0]) / -special.ndtri(alpha / 2)
        bound = -2 * np.log(1 - np.sqrt(1 - alpha)) * widened**2
        inside = np.flatnonzero(profile >= profile.max() - bound) + start + self.shortest
        return int(inside[0]), int(inside[-1])


def _segments(
    search: _Search, first: tuple[int, float, float], n: int, limits: tuple[int, float]
) -> list[tuple[int, float, float]]:
    """Return the significant shifts, the clearest first sought, in order of time."""
    breaks, alpha = limits
    open_stretches = [(0, n, first)]
    found: list[tuple[int, float, float]] = []
    while open_stretches and len(found) < breaks:
        open_stretches.sort(key=lambda item: (item[2][2], -item[2][1]))
        start, stop, best = open_stretches.pop(0)
        if best[2] > alpha:
            break
        found.append(best)
        if len(found) == breaks:
            break
        for low, high in ((start, best[0]), (best[0], stop)):
            if high - low >= max(6, 2 * search.shortest) and search.counts[low:high].sum() > 0:
                open_stretches.append((low, high, search.best(low, high)))
    return sorted(found)


def _dispersion(counts: FloatArray, weight: FloatArray, edges: list[int]) -> float:
    """Return the Pearson dispersion around the levels between ``edges``."""
    total = 0.0
    for start, stop in pairwise(edges):
        y, e = counts[start:stop], weight[start:stop]
        mean = e * y.sum() / e.sum()
        total += float(np.sum((y - mean) ** 2 / np.where(mean > 0, mean, 1.0)))
    df = edges[-1] - edges[0] - (len(edges) - 1)
    return total / df if df > 0 else 1.0


def _ratio(counts: FloatArray, weight: FloatArray, edges: list[int]) -> float:
    start, split, stop = edges
    before = counts[start:split].sum() / weight[start:split].sum()
    after = counts[split:stop].sum() / weight[split:stop].sum()
    return float(after / before) if before > 0 else float("inf")
