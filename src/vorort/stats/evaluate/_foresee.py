"""Before the start: which change could be seen at all, by the same measure as afterwards."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from vorort.stats.evaluate._case import (
    YEAR,
    Case,
    Design,
    Reason,
    ahead,
    evenness,
    read_case,
    read_rows,
)
from vorort.stats.evaluate._expected import expect, spread
from vorort.stats.evaluate._result import Floats
from vorort.stats.results import Result, StatsInputError

# A drop of 70 % is the most anybody hopes for; one of 30 % is what good measures reach.
HOPELESS, LARGE = 0.7, 0.3
Outlook = Literal["evaluable", "large_only", "not_by_counts"]


@dataclass(frozen=True, kw_only=True)
class Foresight(Result):
    """What a time after of some length could show.

    Attributes
    ----------
    design : str
    reasons : tuple of str
        Why nothing can be foreseen.
    expected : float
        Cases to expect in a year without the measure.
    periods : tuple of int
    mde, mde_alone : tuple of float
        Smallest drop found in four of five cases after so many periods, with and without the
        comparison areas; NaN if none.
    verdict : str
        ``evaluable``, ``large_only`` or ``not_by_counts``, by the longest of the periods asked.
    """

    design: Design
    reasons: tuple[Reason, ...] = ()
    expected: float = float("nan")
    periods: tuple[int, ...] = ()
    mde: tuple[float, ...] = ()
    mde_alone: tuple[float, ...] = ()
    verdict: Outlook = "not_by_counts"


def foresee(
    treated: ArrayLike,
    comparison: ArrayLike | None = None,
    *,
    periods: tuple[int, ...] = (6, 12, 24),
    phase_in: int = 0,
    period: int = YEAR,
    selected: bool = True,
) -> Foresight:
    """Say before the start which drop :func:`judge` would find.

    Parameters
    ----------
    treated, comparison : array-like of float, shape (n_areas, n_times) or (n_times,)
        Counts up to the start.
    periods : tuple of int
        Lengths of the time after to look at.
    phase_in : int
        Periods after the start that will not count.
    period, selected
        As in :func:`judge`.

    Raises
    ------
    StatsInputError
        ``SHAPE``, ``NEGATIVE_COUNT``, ``TOO_SHORT``, ``UNKNOWN_OPTION`` (period).

    Notes
    -----
    The same expectation and variance as in the judgement, the time after filled with what was
    usual before. What it calls hopeless is hopeless; a drop of the size it names is found in
    about four of five cases.

    References
    ----------
    Wilson, D. B. (2022). Journal of Quantitative Criminology 38, 323-341 (the plain formula, see
    :func:`power`). Hauer, E. (1997). Observational Before-After Studies in Road Safety.

    Examples
    --------
    >>> import numpy as np
    >>> foresee(np.full(60, 0.5), np.full((3, 60), 3.0)).verdict
    'not_by_counts'
    """
    here = read_rows(treated, "treated")
    there = read_rows(comparison, "comparison", here.shape[1])
    start, length = here.shape[1], max(periods) + phase_in
    if start == 0:
        raise StatsInputError("TOO_SHORT", "treated")
    pad = ((0, 0), (0, length))
    with_areas = read_case(
        np.pad(here, pad), np.pad(there, pad, constant_values=1.0) if there.size else None,
        None, start, phase_in, period, selected=selected,
    )  # fmt: skip
    alone = read_case(np.pad(here, pad), None, None, start, phase_in, period, selected=selected)
    expected, mde = _curve(with_areas, periods, phase_in)
    _alone, mde_alone = _curve(alone, periods, phase_in)
    return Foresight(
        method="foresight of a judgement",
        params={"periods": list(periods), "phase_in": phase_in, "period": period,
                "selected": selected},
        n=int(with_areas.frame.before.sum()),
        assumptions=("LEVEL_STAYS",),
        design=with_areas.design if not with_areas.reasons else "none",
        reasons=with_areas.reasons,
        expected=expected,
        periods=periods,
        mde=mde,
        mde_alone=mde_alone,
        verdict=outlook(mde[-1]),
    )  # fmt: skip


def _curve(data: Case, periods: tuple[int, ...], gap: int) -> tuple[float, tuple[float, ...]]:
    if data.reasons:
        return float("nan"), tuple(float("nan") for _ in periods)
    even = evenness(data.comparison, data.frame)
    found: list[float] = []
    year = float("nan")
    for n_after in periods:
        series, control, later = ahead(data, n_after, gap)
        rows = np.vstack([series, *([control] if control is not None else [])])
        wander = spread(_areas(data, rows), later)
        one = expect(series, control, later, wander, evenness=even)
        year = one.total / n_after * data.frame.period
        found.append(one.smallest())
    return year, tuple(found)


def _areas(data: Case, rows: Floats) -> Floats:
    """Return the rows the spread is taken from: single comparison areas, padded to the length."""
    if not data.comparison.size:
        return rows
    length = rows.shape[1]
    there = np.zeros((len(data.comparison), length))
    shared = min(length, data.comparison.shape[1])
    there[:, :shared] = data.comparison[:, :shared]
    return np.vstack([rows[0], there])


def outlook(mde: float) -> Outlook:
    """Return what a smallest visible drop means for a plan."""
    if not mde <= HOPELESS:
        return "not_by_counts"
    return "evaluable" if mde <= LARGE else "large_only"
