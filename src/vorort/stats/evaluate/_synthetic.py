"""A comparison area put together from others."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from vorort.stats.evaluate._result import Floats
from vorort.stats.results import Note, Result, StatsInputError


@dataclass(frozen=True, kw_only=True)
class SyntheticResult(Result):
    """The treated unit against its synthetic twin.

    Attributes
    ----------
    weights : ndarray of float64, shape (n_units,)
        Weight of each unit in the twin, >= 0, sum 1; 0 for the treated unit.
    gaps : ndarray of float64, shape (n_times,)
        Treated minus twin, units of the outcome.
    effect : float
        Mean gap from the start on.
    pre_rmspe : float
        Root mean squared gap before the start.
    placebo_ratio : ndarray of float64, shape (n_units,)
        Post RMSPE over pre RMSPE, each unit taken as treated in turn.
    placebo_p : float
        Share of units whose ratio is at least that of the treated one; not below 1 / n_units.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("weights", "placebo_ratio")

    weights: Floats
    gaps: Floats
    effect: float
    pre_rmspe: float
    placebo_ratio: Floats
    placebo_p: float


def synthetic(
    y: ArrayLike, treated: int, start: int, covariates: ArrayLike | None = None
) -> SyntheticResult:
    """Synthetic control with rank inference over placebo units.

    Parameters
    ----------
    y : array-like of float, shape (n_units, n_times)
        Outcome, best a rate; no missing values.
    treated : int
        Row of the treated unit.
    start : int
        Column of the first period with the measure, at least 2.
    covariates : array-like of float, shape (n_units, n_covariates), optional
        Further features the twin should share; scaled to unit variance, each weighs as much as
        one period of the (equally scaled) outcome.

    Raises
    ------
    StatsInputError
        ``SHAPE``, ``NOT_FINITE``, ``OUT_OF_RANGE`` (treated, start), ``TOO_FEW`` (fewer than three
        units).

    Notes
    -----
    Weights minimise the squared distance before the start over the simplex. They are not unique
    if there are more donors than periods; the gap then depends on which solution is found (here
    one with few donors). Donors must not be touched by the measure: leave out
    neighbours. With fewer than about 10 cases a period, pool periods or areas first. Twenty
    units are the least that can give p = 0.05.

    References
    ----------
    Abadie, A., Diamond, A., Hainmueller, J. (2010). Synthetic control methods for comparative
    case studies. Journal of the American Statistical Association 105, 493-505.

    Examples
    --------
    >>> y = [[2.0, 3.0, 4.0, 1.0], [2.0, 2.0, 4.0, 4.0], [2.0, 4.0, 4.0, 4.0], [9.0, 9.0, 9.0, 9.0]]
    >>> synthetic(y, treated=0, start=3).weights.round(3).tolist()
    [0.0, 0.5, 0.5, 0.0]
    """
    table = np.asarray(y, dtype=np.float64)
    if table.ndim != 2:
        raise StatsInputError("SHAPE", "y")
    n_units, n_times = table.shape
    if not np.isfinite(table).all():
        raise StatsInputError("NOT_FINITE", "y")
    if n_units < 3:
        raise StatsInputError("TOO_FEW", "y")
    if not 0 <= treated < n_units:
        raise StatsInputError("OUT_OF_RANGE", "treated")
    if not 2 <= start < n_times:
        raise StatsInputError("OUT_OF_RANGE", "start")
    features = table[:, :start]
    if covariates is not None:
        features = _with_covariates(features, covariates)
    ratios = np.empty(n_units)
    kept: tuple[Floats, Floats] | None = None
    for unit in range(n_units):
        # The treated unit is no donor for the others: it may carry the effect.
        donors = np.array([u for u in range(n_units) if u not in {unit, treated}])
        share = simplex_weights(features[donors].T, features[unit])
        gap = table[unit] - share @ table[donors]
        before, after = _rmspe(gap[:start]), _rmspe(gap[start:])
        ratios[unit] = after / before if before > 0 else np.inf if after > 0 else 1.0
        if unit == treated:
            weights = np.zeros(n_units)
            weights[donors] = share
            kept = weights, gap
    if kept is None:  # pragma: no cover - the treated unit is one of the units
        raise StatsInputError("OUT_OF_RANGE", "treated")
    weights, gaps = kept
    p = float((ratios >= ratios[treated] * (1 - 1e-12)).mean())
    notes = (Note("NOT_TESTABLE", (("units", n_units),)),) if n_units < 20 else ()
    return SyntheticResult(
        method="synthetic control",
        params={"treated": treated, "start": start, "covariates": covariates is not None},
        n=n_units,
        assumptions=("NO_SPILLOVER", "TWIN_EXISTS"),
        notes=notes,
        weights=weights,
        gaps=gaps,
        effect=float(gaps[start:].mean()),
        pre_rmspe=_rmspe(gaps[:start]),
        placebo_ratio=ratios,
        placebo_p=p,
    )


def _rmspe(gap: Floats) -> float:
    return float(np.sqrt(np.mean(gap**2)))


def _with_covariates(features: Floats, covariates: ArrayLike) -> Floats:
    more = np.asarray(covariates, dtype=np.float64)
    if more.ndim != 2 or more.shape[0] != features.shape[0]:
        raise StatsInputError("SHAPE", "covariates")
    if not np.isfinite(more).all():
        raise StatsInputError("NOT_FINITE", "covariates")
    spread = more.std(axis=0)
    level = float(features.std(axis=0).mean())
    scaled = np.where(spread > 0, (more - more.mean(axis=0)) / np.where(spread > 0, spread, 1), 0)
    return np.hstack([features, scaled * level])


def simplex_weights(donors: Floats, target: Floats) -> Floats:
    """Return the weights on the simplex that bring ``donors @ w`` closest to ``target``.

    Parameters
    ----------
    donors : ndarray of float64, shape (n_features, n_donors)
    target : ndarray of float64, shape (n_features,)

    Notes
    -----
    Active set: donors enter one at a time where the distance falls fastest, the best mixture of
    those inside is solved exactly, and who would get a negative weight leaves.
    """
    scale = max(float(np.abs(donors).max()), 1e-300)
    a, b = donors / scale, target / scale
    gram, linear = a.T @ a, a.T @ b
    gram[np.diag_indices_from(gram)] += 1e-12 * max(float(np.trace(gram)), 1e-12)
    n = linear.size
    weights = np.zeros(n)
    inside = [int(np.argmin(np.diag(gram) / 2 - linear))]
    weights[inside] = 1.0
    for _ in range(20 * n):
        slope = gram @ weights - linear
        level = float(weights @ slope)
        entering = int(np.argmin(slope))
        if slope[entering] >= level - 1e-10 * (1 + abs(level)) or entering in inside:
            break
        inside.append(entering)
        while True:
            best = _mixture(gram, linear, inside)
            if (best > 0).all():
                weights[:] = 0.0
                weights[inside] = best
                break
            now = weights[inside]
            falling = best <= 0
            step = float(np.min(now[falling] / np.maximum(now[falling] - best[falling], 1e-300)))
            moved = now + step * (best - now)
            moved[falling & (moved <= 1e-15)] = 0.0
            moved[int(np.argmin(np.where(falling, moved, np.inf)))] = 0.0
            weights[:] = 0.0
            weights[inside] = moved
            inside = [unit for unit, share in zip(inside, moved, strict=True) if share > 0]
    weights /= weights.sum()
    return weights


def _mixture(gram: Floats, linear: Floats, inside: list[int]) -> Floats:
    """Best weights with sum 1 among the donors inside, whatever their sign."""
    m = len(inside)
    system = np.zeros((m + 1, m + 1))
    system[:m, :m] = gram[np.ix_(inside, inside)]
    system[:m, m] = system[m, :m] = 1.0
    solved = np.linalg.lstsq(system, np.append(linear[inside], 1.0), rcond=None)[0]
    return np.asarray(solved[:m], dtype=np.float64)
