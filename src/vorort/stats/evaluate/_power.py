"""Before starting: what could be seen at all?"""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from vorort.stats.evaluate._result import Floats
from vorort.stats.results import Note, Result, StatsInputError

Verdict = Literal["evaluable", "large_effects_only", "not_by_counts"]


@dataclass(frozen=True, kw_only=True)
class PowerPlan(Result):
    """What a before-after comparison with a control area could show.

    Attributes
    ----------
    mde : float
        Smallest drop, as a share in (0, 1), found with the wanted power; NaN if none is.
    drop : ndarray of float64, shape (n_steps,)
        Drops from 0.05 to 0.95.
    curve : ndarray of float64, shape (n_steps,)
        Power at each drop, (0, 1).
    verdict : {"evaluable", "large_effects_only", "not_by_counts"}
        ``mde`` up to 30 %; up to 70 %; more or none.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("drop", "curve")

    mde: float
    drop: Floats
    curve: Floats
    verdict: Verdict


def power(
    baseline: float,
    control: float,
    periods: tuple[float, float] = (1.0, 1.0),
    dispersion: float = 1.0,
    *,
    alpha: float = 0.05,
    target: float = 0.8,
) -> PowerPlan:
    """Smallest drop that a comparison by :func:`rirr` would find.

    Parameters
    ----------
    baseline : float
        Cases a period expected in the treated area without the measure, > 0.
    control : float
        Cases a period in the control area, > 0.
    periods : (float, float)
        Number of periods before and after.
    dispersion : float
        Variance over mean of the counts, >= 1 as a rule.
    alpha : float
        Two-sided level of the test.
    target : float
        Wanted power.

    Raises
    ------
    StatsInputError
        ``NOT_POSITIVE``, ``NOT_A_SHARE``.

    Notes
    -----
    Solves ``|log(1 - d)| = (z_alpha/2 + z_power) * se(d)`` with
    ``se^2 = phi * (1/T0 + 1/(T1 (1 - d)) + 1/C0 + 1/C1)``. For small counts the curve is an
    approximation; what it calls hopeless is hopeless. If counts cannot show the effect, measure
    something else: a survey item, readings of light, people passing.

    References
    ----------
    Wilson, D. B. (2022). Journal of Quantitative Criminology 38, 323-341 (variance of log RIRR).

    Examples
    --------
    >>> plan = power(baseline=100, control=300)
    >>> round(plan.mde, 2), plan.verdict
    (0.4, 'large_effects_only')
    >>> power(baseline=12, control=300).verdict
    'not_by_counts'
    """
    before, after = float(periods[0]), float(periods[1])
    _check(baseline, control, min(before, after), dispersion, alpha, target)
    z = float(norm.isf(alpha / 2))
    constant = 1 / (baseline * before) + (1 / before + 1 / after) / control

    def error(drop: float | Floats) -> Floats:
        raw = constant + 1 / (baseline * after * (1 - np.asarray(drop)))
        return np.asarray(np.sqrt(dispersion * raw))

    def surplus(drop: float) -> float:
        return float(-np.log1p(-drop) - (z + norm.ppf(target)) * error(drop))

    grid = np.linspace(0.001, 0.999, 999)
    above = np.flatnonzero([surplus(float(d)) > 0 for d in grid])
    mde = float("nan")
    if above.size:
        mde = float(brentq(surplus, 1e-9, float(grid[above[0]])))
    drop = np.arange(1, 20) / 20
    effect = -np.log1p(-drop) / error(drop)
    curve = norm.sf(z - effect) + norm.cdf(-z - effect)
    verdict: Verdict = "not_by_counts"
    if mde <= 0.7:
        verdict = "evaluable" if mde <= 0.3 else "large_effects_only"
    return PowerPlan(
        method="minimum detectable drop of the relative incident rate ratio",
        params={
            "baseline": baseline,
            "control": control,
            "periods": [before, after],
            "dispersion": dispersion,
            "alpha": alpha,
            "target": target,
        },
        n=4,
        assumptions=("PARALLEL_CHANGE", "NORMAL_LOG_RATIO"),
        notes=(Note("NOT_TESTABLE"),) if verdict == "not_by_counts" else (),
        mde=mde,
        drop=drop,
        curve=curve,
        verdict=verdict,
    )


def _check(*values: float) -> None:
    names = ("baseline", "control", "periods", "dispersion", "alpha", "target")
    for name, value in zip(names, values, strict=True):
        if not (np.isfinite(value) and value > 0):
            raise StatsInputError("NOT_POSITIVE", name)
        if name in {"alpha", "target"} and not value < 1:
            raise StatsInputError("NOT_A_SHARE", name)
