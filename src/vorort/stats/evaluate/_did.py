"""Difference in differences over areas and periods."""

import math
from itertools import combinations, product
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm
from scipy.stats import t as student

from vorort.stats.evaluate._panel import Panel, read_panel
from vorort.stats.evaluate._result import EffectResult, Floats, check_level, evidence_grade
from vorort.stats.results import Note, StatsInputError

Family = Literal["poisson", "ols"]
Inference = Literal["cluster", "placebo", "wild"]
Bools = NDArray[np.bool_]
DRAWS = 9_999
ENUMERATE = 12


def did(  # noqa: PLR0917 - the agreed order of arguments
    y: ArrayLike,
    unit: ArrayLike,
    time: ArrayLike,
    treated: ArrayLike,
    start: float,
    family: Family = "poisson",
    inference: Inference = "cluster",
    *,
    seed: int,
    level: float = 0.95,
) -> EffectResult:
    """Difference in differences with area and period effects, one common start.

    Parameters
    ----------
    y : array-like of float, shape (n_obs,)
        Counts (Poisson) or any outcome (OLS), one row an area and period, none missing.
    unit, time : array-like, shape (n_obs,)
        Area and period of each row; periods sort in time.
    treated : array-like of bool, shape (n_obs,)
        Whether the area belongs to the treated ones (constant within an area).
    start : number
        First period with the measure, comparable with ``time``.
    family : {"poisson", "ols"}
        Log-linear with effect on the log scale, or linear with effect in units of ``y``.
    inference : {"cluster", "placebo", "wild"}
        Cluster-robust t; rank among placebo assignments of the treatment (Poisson: of the effect
        over its Poisson error); wild cluster bootstrap of the score with the null imposed.
    seed : int
        Seed of the draws of ``placebo`` and ``wild``.
    level : float
        Level of the interval.

    Returns
    -------
    EffectResult
        ``placebo`` holds the placebo effects. ``NOT_TESTABLE`` with fewer than two treated or
        control areas under ``cluster`` or ``wild``, and where the number of assignments cannot
        give a p-value below ``1 - level``.

    Raises
    ------
    StatsInputError
        ``SHAPE``, ``NOT_FINITE``, ``UNBALANCED``, ``NEGATIVE_COUNT``, ``UNKNOWN_OPTION``,
        ``NO_TREATED``, ``NO_CONTROL``, ``NO_PRE``, ``NO_POST``, ``ALL_ZERO``,
        ``TREATED_VARIES``.

    Notes
    -----
    In a balanced panel with one start the Poisson estimate equals the log of the relative
    incident rate ratio of the summed counts, and the linear one the difference of four means;
    only the errors need the panel. Cluster errors are CR1 with ``t(G - 1)``: too small with few
    treated areas (then use ``placebo``). Not for staggered starts: use :func:`event_study`.

    References
    ----------
    Cameron, A. C., Gelbach, J., Miller, D. (2008). Review of Economics and Statistics 90, 414-427.
    Kline, P., Santos, A. (2012). Journal of Econometric Methods 1, 23-41.

    Examples
    --------
    >>> import numpy as np
    >>> unit, time = np.repeat([1, 2, 3, 4], 2), np.tile([0, 1], 4)
    >>> y = [100, 60, 90, 50, 100, 100, 80, 90]
    >>> result = did(y, unit, time, unit <= 2, 1, seed=1)
    >>> round(float(np.exp(result.effect)), 3)
    0.548
    """
    panel = read_panel(y, unit, time)
    check_level(level)
    here = _treated_units(panel, treated)
    after: Bools = np.asarray(panel.times >= np.asarray(start), dtype=bool)
    _check_did(panel, here, after, family, inference)
    effect = _estimate(panel.y, here, after, family)
    notes: list[Note] = []
    placebo: Floats | None = None
    error = float("nan")
    if not np.isfinite(effect):
        notes.append(Note("NOT_TESTABLE"))
        lo = hi = p = float("nan")
    elif inference == "placebo":
        placebo, p, lo, hi = _by_placebo(panel.y, here, after, effect, family, seed, level)
        if 1 / (placebo.size + 1) > 1 - level + 1e-12:
            notes.append(Note("NOT_TESTABLE", (("assignments", placebo.size + 1),)))
    else:
        if min(int(here.sum()), int((~here).sum())) < 2:
            notes.append(Note("NOT_TESTABLE", (("treated", int(here.sum())),)))
        p, reach, error = _by_error(panel.y, here, after, effect, family, inference, seed, level)
        lo, hi = effect - reach, effect + reach
    return EffectResult(
        method=f"difference in differences, {family}, {inference}",
        params={"start": str(start), "family": family, "inference": inference, "level": level},
        n=int(panel.y.size),
        seed=seed,
        assumptions=("PARALLEL_TRENDS", "NO_SPILLOVER", "ONE_START"),
        notes=tuple(notes),
        effect=effect,
        lo=lo,
        hi=hi,
        p=p,
        scale="log" if family == "poisson" else "units",
        placebo=placebo,
        evidence_grade=evidence_grade(lo, hi, none=0.0, notes=notes),
        parts={"se": error, "treated": float(here.sum()), "areas": float(here.size)},
    )


def _by_error(  # noqa: PLR0917 - one call, one reading
    y: Floats,
    here: Bools,
    after: Bools,
    effect: float,
    family: str,
    inference: str,
    seed: int,
    level: float,
) -> tuple[float, float, float]:
    """P-value, half width and standard error from the scores of whole areas."""
    scores, info = _cluster_scores(y, here, after, effect, family)
    error = _cluster_error(scores, info, y.shape)
    if inference == "wild":
        null, _ = _cluster_scores(y, here, after, 0.0, family)
        share = (
            y.sum(axis=1) / y.sum() if family == "poisson" else np.full(here.size, 1 / here.size)
        )
        p, quantile = _wild(null, share, seed, level)
        return p, quantile * error, error
    free = here.size - 1
    p = float(2 * student.sf(abs(effect) / error, free)) if error > 0 else float("nan")
    return p, float(student.isf((1 - level) / 2, free)) * error, error


def _treated_units(panel: Panel, treated: ArrayLike) -> Bools:
    flags = np.asarray(treated, dtype=bool)
    if flags.shape != panel.row.shape:
        raise StatsInputError("SHAPE", "treated")
    share = np.bincount(panel.row, weights=flags) / panel.times.size
    if ((share > 0) & (share < 1)).any():
        raise StatsInputError("TREATED_VARIES", "treated")
    here: Bools = share > 0
    return here


def _check_did(panel: Panel, here: Bools, after: Bools, family: str, inference: str) -> None:
    if family not in {"poisson", "ols"}:
        raise StatsInputError("UNKNOWN_OPTION", "family")
    if inference not in {"cluster", "placebo", "wild"}:
        raise StatsInputError("UNKNOWN_OPTION", "inference")
    if not here.any():
        raise StatsInputError("NO_TREATED", "treated")
    if here.all():
        raise StatsInputError("NO_CONTROL", "treated")
    if after.all():
        raise StatsInputError("NO_PRE", "start")
    if not after.any():
        raise StatsInputError("NO_POST", "start")
    if family == "poisson":
        if (panel.y < 0).any():
            raise StatsInputError("NEGATIVE_COUNT", "y")
        if not panel.y.any():
            raise StatsInputError("ALL_ZERO", "y")


def _estimate(y: Floats, here: Bools, after: Bools, family: str) -> float:
    cells = [y[np.ix_(h, a)] for h in (here, ~here) for a in (after, ~after)]
    if family == "ols":
        t1, t0, c1, c0 = (float(cell.mean()) for cell in cells)
        return t1 - t0 - (c1 - c0)
    t1, t0, c1, c0 = (float(cell.sum()) for cell in cells)
    if min(t1, t0, c1, c0) <= 0:
        return float("nan")
    return math.log(t1 / t0) - math.log(c1 / c0)


def _cluster_scores(
    y: Floats, here: Bools, after: Bools, effect: float, family: str
) -> tuple[Floats, float]:
    """Score of the effect in each area, and its information, area and period effects removed."""
    d = np.outer(here, after).astype(np.float64)
    if family == "ols":
        net = d - d.mean(axis=1, keepdims=True) - d.mean(axis=0) + d.mean()
        residual = y - effect * d
        residual = residual - residual.mean(axis=1, keepdims=True) - residual.mean(axis=0)
        residual += (y - effect * d).mean()
        return (net * residual).sum(axis=1), float((net**2).sum())
    # Two rounds of proportional fitting are exact: only the treated cells differ in shape.
    mean = np.exp(effect * d)
    for _ in range(500):
        rows = y.sum(axis=1) / np.maximum(mean.sum(axis=1), 1e-300)
        mean *= rows[:, None]
        columns = y.sum(axis=0) / np.maximum(mean.sum(axis=0), 1e-300)
        mean *= columns
        if float(np.abs(columns - 1).max(where=y.sum(axis=0) > 0, initial=0)) < 1e-13:
            break
    net = d.copy()
    row_weight, column_weight = mean.sum(axis=1), mean.sum(axis=0)
    for _ in range(500):
        net -= ((mean * net).sum(axis=1) / np.maximum(row_weight, 1e-300))[:, None]
        shift = (mean * net).sum(axis=0) / np.maximum(column_weight, 1e-300)
        net -= shift
        if float(np.abs(shift).max()) < 1e-14:
            break
    return (net * (y - mean)).sum(axis=1), float((mean * net**2).sum())


def _cluster_error(scores: Floats, info: float, shape: tuple[int, ...]) -> float:
    g, periods = shape
    n, k = g * periods, g + periods
    factor = g / (g - 1) * (n - 1) / max(n - k, 1)
    return float(np.sqrt(factor * (scores**2).sum()) / info)


def _wild(scores: Floats, share: Floats, seed: int, level: float) -> tuple[float, float]:
    """P-value and quantile of the studentised score under random signs of whole areas.

    An area pulls the period effects towards itself by its ``share``: its own part of the score is
    too small by that much, which is undone before the signs are drawn.
    """
    g = scores.size
    if g <= ENUMERATE:
        signs = np.array(list(product((-1.0, 1.0), repeat=g)))
    else:
        signs = np.random.default_rng(seed).choice([-1.0, 1.0], size=(DRAWS, g))
    full = scores / np.maximum(1 - share, 1e-12)
    spread = float(np.sqrt((full**2).sum()))
    if spread == 0:
        return float("nan"), float("nan")
    seen = abs(float(scores.sum())) / spread
    drawn = np.abs(signs @ full) / spread
    hits = int((drawn >= seen * (1 - 1e-12)).sum())
    p = hits / drawn.size if g <= ENUMERATE else (hits + 1) / (drawn.size + 1)
    quantile = float(np.quantile(drawn, level, method="higher"))
    return p, max(quantile, float(norm.isf((1 - level) / 2)))


def _by_placebo(  # noqa: PLR0917 - one call, one reading
    y: Floats, here: Bools, after: Bools, effect: float, family: str, seed: int, level: float
) -> tuple[Floats, float, float, float]:
    """Effects of all (or many) other choices of as many areas; rank p and shifted interval."""
    g, k = here.size, int(here.sum())
    actual = tuple(np.flatnonzero(here).tolist())
    if math.comb(g, k) <= DRAWS:
        choices = np.array([c for c in combinations(range(g), k) if c != actual], dtype=np.intp)
    else:
        order = np.random.default_rng(seed).random((DRAWS, g))
        choices = np.argsort(order, axis=1, kind="stable")[:, :k]
    before, later = y[:, ~after], y[:, after]
    found, noise = _placebo_effects(before, later, choices.reshape(-1, k), family)
    size = np.abs(found) / noise
    own = _noise(y, here, after, family)
    # An assignment without an estimate cannot count as less extreme.
    extreme = ~(size < abs(effect) / own * (1 - 1e-12))
    p = (1 + int(extreme.sum())) / (1 + found.size)
    usable = size[np.isfinite(size)]
    if usable.size == 0:
        return found, p, float("nan"), float("nan")
    far = own * float(np.quantile(usable, level, method="higher"))
    return found, p, effect - far, effect + far


def _placebo_effects(
    before: Floats, later: Floats, choices: NDArray[np.intp], family: str
) -> tuple[Floats, Floats]:
    """Effect and chance noise of each choice of areas, ``(n_choices,)``."""
    ends = (later, before)
    if family == "ols":
        part = [end.mean(axis=1) for end in ends]
        g, k = part[0].size, choices.shape[1]
        t1, t0 = (p[choices].mean(axis=1) for p in part)
        c1, c0 = ((p.sum() - k * t) / (g - k) for p, t in zip(part, (t1, t0), strict=True))
        return t1 - t0 - (c1 - c0), np.ones(choices.shape[0])
    part = [end.sum(axis=1) for end in ends]
    t1, t0 = (p[choices].sum(axis=1) for p in part)
    c1, c0 = part[0].sum() - t1, part[1].sum() - t0
    whole = np.minimum.reduce([t1, t0, c1, c0]) > 0
    t1, t0, c1, c0 = (np.where(whole, cell, np.nan) for cell in (t1, t0, c1, c0))
    noise: Floats = np.sqrt(1 / t1 + 1 / t0 + 1 / c1 + 1 / c0)
    return np.log(t1 / t0) - np.log(c1 / c0), noise


def _noise(y: Floats, here: Bools, after: Bools, family: str) -> float:
    """What chance alone would add: small areas must not win by their noise (Poisson only)."""
    if family == "ols":
        return 1.0
    sums = [float(y[np.ix_(h, a)].sum()) for h in (here, ~here) for a in (after, ~after)]
    return math.sqrt(sum(1 / s for s in sums)) if min(sums) > 0 else float("nan")
