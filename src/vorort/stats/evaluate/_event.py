"""Effects by time since a start that may differ between areas."""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t as student

from vorort.stats.evaluate._panel import Panel, read_panel
from vorort.stats.evaluate._result import Floats, check_level
from vorort.stats.results import Note, Result, StatsInputError

Bools = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class EventStudyResult(Result):
    """Effect by time since the start.

    Attributes
    ----------
    lags : ndarray of int64, shape (n_lags,)
        Periods since the start; negative ones are placebo (should be near 0).
    effect, lo, hi : ndarray of float64, shape (n_lags,)
        Units of the outcome; 0 at the reference.
    se : ndarray of float64, shape (n_lags,)
    areas : ndarray of int64, shape (n_lags,)
        Treated areas behind each lag.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("lags", "effect", "lo", "hi", "se", "areas")

    lags: NDArray[np.int64]
    effect: Floats
    lo: Floats
    hi: Floats
    se: Floats
    areas: NDArray[np.int64]


def event_study(
    y: ArrayLike,
    unit: ArrayLike,
    time: ArrayLike,
    start: ArrayLike,
    reference: int = -1,
    *,
    level: float = 0.95,
) -> EventStudyResult:
    """Effect by time since the start, with starts that may differ between areas.

    Parameters
    ----------
    y : array-like of float, shape (n_obs,)
        Outcome, best a rate or its logarithm; balanced panel.
    unit, time : array-like, shape (n_obs,)
        Area and period; periods are equally spaced.
    start : array-like of float, shape (n_obs,)
        Period of the start of the row's area, on the scale of ``time``; NaN or infinite for
        never. Never-treated areas are the comparison; at least two are needed.
    reference : int
        Lag that is set to 0, negative.
    level : float
        Level of each interval (pointwise).

    Raises
    ------
    StatsInputError
        ``SHAPE``, ``NOT_FINITE``, ``UNBALANCED``, ``NO_TREATED``, ``NO_CONTROL``,
        ``OUT_OF_RANGE`` (reference, or no area has it), ``START_VARIES``.

    Notes
    -----
    Each cohort is compared with the never treated by differences to its reference period, then
    cohorts are averaged by their number of areas: with staggered starts the usual two-way
    regression would mix early and late effects with wrong signs. Errors are clustered by area.
    Look at the negative lags first: if they are not near 0, the comparison is not fair. Many
    lags are many tests.

    References
    ----------
    Callaway, B., Sant'Anna, P. (2021). Journal of Econometrics 225, 200-230.
    Sun, L., Abraham, S. (2021). Journal of Econometrics 225, 175-199.

    Examples
    --------
    >>> import numpy as np
    >>> unit, time = np.repeat([1, 2, 3, 4], 3), np.tile([0, 1, 2], 4)
    >>> start = np.where(unit <= 2, 2.0, np.nan)
    >>> y = [5, 5, 3, 6, 6, 5, 4, 4, 4, 7, 7, 7]
    >>> event_study(y, unit, time, start).effect.tolist()
    [0.0, 0.0, -1.5]
    """
    panel = read_panel(y, unit, time)
    check_level(level)
    begin = _starts(panel, start)
    never = ~np.isfinite(begin)
    if never.all():
        raise StatsInputError("NO_TREATED", "start")
    if int(never.sum()) < 2:
        raise StatsInputError("NO_CONTROL", "start")
    if reference >= 0:
        raise StatsInputError("OUT_OF_RANGE", "reference")
    influence = _influences(panel, begin, never, reference)
    if not influence:
        raise StatsInputError("OUT_OF_RANGE", "reference")
    lags = np.array(sorted(influence), dtype=np.int64)
    effect = np.array([influence[int(lag)][0] for lag in lags])
    se = np.array([influence[int(lag)][1] for lag in lags])
    areas = np.array([influence[int(lag)][2] for lag in lags], dtype=np.int64)
    free = min(int(never.sum()), int((~never).sum())) - 1
    reach = float(student.isf((1 - level) / 2, max(free, 1))) * se
    notes = [Note("MULTIPLE_TESTING", (("lags", int(lags.size)),))]
    if int((~never).sum()) < 2:
        notes.append(Note("NOT_TESTABLE", (("treated", int((~never).sum())),)))
    return EventStudyResult(
        method="event study by cohorts against never treated",
        params={"reference": reference, "level": level},
        n=int(panel.y.size),
        assumptions=("PARALLEL_TRENDS", "NO_ANTICIPATION", "NO_SPILLOVER"),
        notes=tuple(notes),
        lags=lags,
        effect=effect,
        lo=effect - reach,
        hi=effect + reach,
        se=se,
        areas=areas,
    )


def _starts(panel: Panel, start: ArrayLike) -> Floats:
    raw = np.asarray(start, dtype=np.float64)
    if raw.shape != panel.row.shape:
        raise StatsInputError("SHAPE", "start")
    begin = np.full(panel.units.size, np.nan)
    begin[panel.row] = raw
    same = (raw == begin[panel.row]) | (~np.isfinite(raw) & ~np.isfinite(begin[panel.row]))
    if not same.all():
        raise StatsInputError("START_VARIES", "start")
    return begin


def _influences(
    panel: Panel, begin: Floats, never: Bools, reference: int
) -> dict[int, tuple[float, float, int]]:
    """Return lag -> (effect, standard error, areas), from each area's influence."""
    y, times = panel.y, panel.times.astype(np.float64)
    n_never = int(never.sum())
    found: dict[int, list[tuple[float, int, Floats]]] = {}
    for cohort in np.unique(begin[~never]):
        members = begin == cohort
        first = int(np.searchsorted(times, cohort))
        base = first + reference
        if base < 0 or first >= times.size:
            continue
        size = int(members.sum())
        for column in range(times.size):
            change = y[:, column] - y[:, base]
            there = float(change[never].mean())
            effect = float(change[members].mean()) - there
            share = np.zeros(y.shape[0])
            # Each area's part of the estimate's error, so that shared controls are counted once.
            if size > 1:
                share[members] = (change[members] - change[members].mean()) / size
                share[members] *= math.sqrt(size / (size - 1))
            share[never] = -(change[never] - there) / n_never * math.sqrt(n_never / (n_never - 1))
            found.setdefault(column - first, []).append((effect, size, share))
    result: dict[int, tuple[float, float, int]] = {}
    for lag, parts in found.items():
        total = sum(size for _, size, _ in parts)
        effect = sum(e * size for e, size, _ in parts) / total
        mixed = np.sum([s * size / total for _, size, s in parts], axis=0)
        result[lag] = effect, float(np.sqrt((mixed**2).sum())), total
    return result
