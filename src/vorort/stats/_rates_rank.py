"""Ranks with intervals, and what selection by the outcome does to the next year."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from vorort.stats._rates_smooth import marshall
from vorort.stats.arrays import (
    FloatArray,
    as_counts,
    as_floats,
    as_level,
    as_mask,
    as_positive,
    as_seed,
    as_whole,
    broadcast,
    no_missing,
    same_shape,
)
from vorort.stats.results import Note, Result, StatsInputError


@dataclass(frozen=True, kw_only=True)
class RankResult(Result):
    """Ranks with intervals; 1 is the largest value.

    Attributes
    ----------
    rank : ndarray of float64, shape (n_areas,)
        Rank of the value (``se``) or median rank of the draws; ties share the mean rank.
    lo, hi : ndarray of float64, shape (n_areas,)
        Best and worst rank compatible with the data.
    p_top_k : ndarray of float64, shape (n_areas,)
        Share of draws in which the area is among the first ``top``.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("rank", "lo", "hi", "p_top_k")

    rank: FloatArray
    lo: FloatArray
    hi: FloatArray
    p_top_k: FloatArray


@dataclass(frozen=True, kw_only=True)
class RTMResult(Result):
    """What the selected areas would show next time without any measure.

    Attributes
    ----------
    expected_post : ndarray of float64, shape (n_areas,)
        Expected cases of an equally long next period; NaN where missing.
    expected_drop : float
        Expected fall of the selected areas together, as share of their cases (0.35: 35 %).
        Negative if a rise is to be expected.
    selected_pre, selected_post : float
        Cases of the selected areas before, and expected after.
    weight : ndarray of float64, shape (n_areas,)
        Share of an area's own cases in its expectation, 0 to 1.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("expected_post", "weight")

    expected_post: FloatArray
    expected_drop: float
    selected_pre: float
    selected_post: float
    weight: FloatArray


def rank(
    values: ArrayLike | None = None,
    *,
    se: ArrayLike | None = None,
    draws: ArrayLike | None = None,
    top: int = 10,
    level: float = 0.95,
    simultaneous: bool = True,
    n_draws: int = 2_000,
    seed: int,
) -> RankResult:
    """Rank areas, with the ranks that are compatible with the data.

    Parameters
    ----------
    values : array_like of float, shape (n_areas,)
        Values to rank, largest first; with ``se``. Not needed with ``draws``.
    se : array_like of float > 0, shape (n_areas,)
        Standard errors of independent values.
    draws : array_like of float, shape (n_draws, n_areas)
        Draws of the values (bootstrap, posterior) instead of ``se``.
    top : int
        ``p_top_k`` counts the first ``top`` ranks; at most the number of areas.
    level : float
        Coverage of the rank intervals.
    simultaneous : bool
        True: all intervals together hold with ``level``; False: each for itself.
    n_draws : int
        Draws made from ``values`` and ``se``.
    seed : int
        Seed of these draws.

    Returns
    -------
    RankResult
        Note MULTIPLE_TESTING if the intervals hold only one by one.

    Raises
    ------
    StatsInputError
        ``TOO_FEW`` (two areas), ``ONE_OF_TWO``, ``MISSING_VALUE``, ``BAD_SEED``.

    Notes
    -----
    An area's best rank is 1 plus the number of areas that are larger beyond doubt, its worst
    the number of areas minus those smaller beyond doubt; "beyond doubt": the difference
    exceeds the quantile of the largest studentised difference over all pairs (simultaneous)
    or over the pairs of that area. With ``draws`` the pairs' own spreads are used. If most
    intervals span most ranks, the ranking says nothing: show a funnel instead.

    References
    ----------
    Mogstad M, Romano JP, Shaikh AM, Wilhelm D (2024) Inference for ranks with applications
    to mobility across neighbourhoods and academic achievement across countries. Rev Econ
    Stud 91:476-518. Klein M, Wright T, Wieczorek J (2020) J R Stat Soc A 183:589-606.

    Examples
    --------
    >>> result = rank([9.0, 1.0, 1.2], se=[0.5, 0.5, 0.5], top=1, seed=1)
    >>> result.rank.tolist(), result.lo.tolist(), result.hi.tolist()
    ([1.0, 3.0, 2.0], [1.0, 2.0, 2.0], [1.0, 3.0, 3.0])
    """
    alpha = 1 - as_level(level)
    start = as_seed(seed)
    center, sample = _sample(values, se, draws, as_whole(n_draws, "n_draws", 100), start)
    n = sample.shape[1]
    if n < 2:
        raise StatsInputError("TOO_FEW", "values", "needs two areas")
    first = as_whole(top, "top", 1, n)
    own_rank = _ranks(sample)
    low, high = _rank_limits(center, sample, alpha, simultaneous=simultaneous)
    shown = _ranks(center[None, :])[0] if draws is None else np.median(own_rank, axis=0)
    notes = () if simultaneous else (Note("MULTIPLE_TESTING", (("count", n),)),)
    return RankResult(
        method="max_t" if simultaneous else "max_t_by_area",
        params={"top": first, "level": level, "simultaneous": simultaneous, "n_draws": len(sample)},
        n=n,
        seed=start,
        assumptions=("INDEPENDENT_VALUES",) if draws is None else (),
        notes=notes,
        rank=np.asarray(shown),
        lo=low,
        hi=high,
        p_top_k=np.asarray((own_rank <= first).mean(axis=0)),
    )


def _sample(
    values: ArrayLike | None,
    se: ArrayLike | None,
    draws: ArrayLike | None,
    n_draws: int,
    seed: int,
) -> tuple[FloatArray, FloatArray]:
    """Return centre and draws, made from values and standard errors if not given."""
    if (se is None) == (draws is None) or (se is not None and values is None):
        raise StatsInputError("ONE_OF_TWO", "se", "give values with se, or draws")
    if draws is not None:
        sample = no_missing(as_floats(draws, "draws", 2), "draws")
        if sample.shape[0] < 100:
            raise StatsInputError("TOO_FEW", "draws", "needs 100 draws")
        return np.asarray(sample.mean(axis=0)), sample
    center = no_missing(as_floats(values if values is not None else [], "values", 1), "values")
    spread = no_missing(as_positive(se if se is not None else [], "se", 1), "se")
    spread = same_shape(spread, "se", center.shape)
    rng = np.random.Generator(np.random.PCG64(seed))
    return center, center + spread * rng.standard_normal((n_draws, len(center)))


def _ranks(sample: FloatArray) -> FloatArray:
    """Return ranks within each row, 1 for the largest, mean rank for ties."""
    ordered = np.sort(-sample, axis=1)
    ranks = np.empty(sample.shape)
    for row in range(len(sample)):
        left = np.searchsorted(ordered[row], -sample[row], side="left")
        right = np.searchsorted(ordered[row], -sample[row], side="right")
        ranks[row] = (left + 1 + right) / 2
    return ranks


def _rank_limits(
    center: FloatArray, sample: FloatArray, alpha: float, *, simultaneous: bool
) -> tuple[FloatArray, FloatArray]:
    """Return rank limits from the largest studentised difference of each draw."""
    n = len(center)
    noise = sample - sample.mean(axis=0)
    cover = np.cov(noise, rowvar=False)
    variance = np.diag(cover)
    spread = np.sqrt(np.maximum(variance[:, None] + variance - 2 * cover, 1e-300))
    np.fill_diagonal(spread, np.inf)
    largest = np.empty((len(noise), n))
    for row, value in enumerate(noise):
        largest[row] = (np.abs(value[:, None] - value) / spread).max(axis=1)
    if simultaneous:
        critical = np.full(n, np.quantile(largest.max(axis=1), 1 - alpha))
    else:
        critical = np.quantile(largest, 1 - alpha, axis=0)
    score = (center[None, :] - center[:, None]) / spread
    larger = (score > critical[:, None]).sum(axis=1)
    smaller = (score < -critical[:, None]).sum(axis=1)
    return 1.0 + larger, np.asarray(n - smaller, dtype=np.float64)


def regression_to_mean(
    pre: ArrayLike,
    pop: ArrayLike,
    selected: ArrayLike,
    *,
    expected: ArrayLike | None = None,
    alpha: float | None = None,
) -> RTMResult:
    """Say what selected areas would show next time without any measure.

    Parameters
    ----------
    pre : array_like of whole numbers >= 0, shape (n_areas,)
        Cases of the period that led to the selection, for all areas and not only the
        selected ones; NaN where missing.
    pop : array_like of numbers > 0, shape (n_areas,)
        Residents.
    selected : array_like of bool, shape (n_areas,)
        Areas chosen (because of their figures).
    expected : array_like of numbers > 0, shape (n_areas,), optional
        Cases that comparable areas let expect; the common rate if not given.
    alpha : float, optional
        Variance of the true ratios between comparable areas, if known from elsewhere.

    Returns
    -------
    RTMResult
        Always with the note RTM_RISK.

    Raises
    ------
    StatsInputError
        ``NOTHING_SELECTED``, ``NO_CASES``, ``TOO_FEW``, shapes that do not fit.

    Notes
    -----
    Empirical Bayes (Hauer): ``w x + (1 - w) E`` with ``w = 1 / (1 + 1 / (alpha E))``. Valid
    for any selection by ``pre`` itself. Not valid if the areas were chosen for reasons that
    announce a lasting change, or if cases were trending.

    References
    ----------
    Hauer E (1997) Observational Before-After Studies in Road Safety. Pergamon.

    Examples
    --------
    >>> result = regression_to_mean([12, 3, 2, 4], [1000] * 4, [True, False, False, False])
    >>> round(result.expected_drop, 2)
    0.19
    """
    count, people = broadcast({"pre": as_counts(pre, "pre", 1), "pop": as_positive(pop, "pop", 1)})
    chosen = as_mask(selected, "selected", count.shape)
    known = ~np.isnan(count + people)
    if known.sum() < 3 and (alpha is None or expected is None):
        raise StatsInputError("TOO_FEW", "pre", "needs three areas")
    if not (chosen & known).any() or np.nansum(count[chosen & known]) == 0:
        raise StatsInputError("NOTHING_SELECTED", "selected")
    if expected is None:
        mean = people * np.nansum(count[known]) / people[known].sum()
    else:
        mean = same_shape(as_positive(expected, "expected", 1), "expected", count.shape)
    if alpha is None:
        level, variance = marshall(count, mean)
        alpha = float(variance[0] / level[0] ** 2)
    elif not alpha >= 0:
        raise StatsInputError("OUT_OF_RANGE", "alpha")
    weight = alpha * mean / (1 + alpha * mean)
    post = weight * count + (1 - weight) * mean
    before, after = float(np.nansum(count[chosen & known])), float(np.nansum(post[chosen & known]))
    return RTMResult(
        method="hauer_eb",
        params={"alpha": alpha},
        n=int(known.sum()),
        assumptions=("STABLE_LEVEL", "SELECTED_BY_OUTCOME"),
        notes=(Note("RTM_RISK", (("expected_drop", 1 - after / before),)),),
        expected_post=post,
        expected_drop=1 - after / before,
        selected_pre=before,
        selected_post=after,
        weight=weight,
    )
