"""Before and after, here and there: ratios and differences of four counts."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from vorort.stats.evaluate._result import (
    SMALL,
    EffectResult,
    Floats,
    check_level,
    evidence_grade,
    read_counts,
)
from vorort.stats.results import Note, StatsInputError


def rirr(
    treated: ArrayLike,
    control: ArrayLike,
    dispersion: float = 1.0,
    *,
    level: float = 0.95,
    selected_on_outcome: bool = False,
) -> EffectResult:
    """Relative incident rate ratio: change in the treated area over change in the control area.

    Parameters
    ----------
    treated, control : array-like of float, shape (2,)
        Cases (pre, post), >= 0, periods of equal length.
    dispersion : float
        Variance over mean of the counts, >= 1 as a rule; from the pre-series.
    level : float
        Level of the interval, (0, 1).
    selected_on_outcome : bool
        True if the area was chosen because its counts were high; attaches ``RTM_RISK``.

    Returns
    -------
    EffectResult
        Scale ``ratio``: 0.8 means a fifth fewer than the control area lets expect. With a zero
        among the counts, 0.5 is added to all four and ``SMALL_COUNT`` is noted; without any case
        before in either area, the result is ``NOT_TESTABLE``. ``parts``: ``log_effect``, ``se``.

    Raises
    ------
    StatsInputError
        ``SHAPE``, ``NOT_FINITE``, ``NEGATIVE_COUNT``, ``NOT_POSITIVE`` (dispersion).

    Notes
    -----
    ``log RIRR = log(T1/T0) - log(C1/C0)`` with variance ``phi * (1/T0 + 1/T1 + 1/C0 + 1/C1)``.
    Assumes that both areas would have changed by the same factor. Do not use it if the control
    area is a neighbour that may receive displaced cases, or with fewer than about 5 per cell.

    References
    ----------
    Wilson, D. B. (2022). The relative incident rate ratio effect size for count-based impact
    evaluations. Journal of Quantitative Criminology 38, 323-341.

    Examples
    --------
    >>> result = rirr(treated=(100, 60), control=(300, 300))
    >>> round(result.effect, 2), round(result.lo, 2), round(result.hi, 2)
    (0.6, 0.42, 0.86)
    """
    here, there = read_counts(treated, "treated"), read_counts(control, "control")
    check_level(level)
    if not dispersion > 0:
        raise StatsInputError("NOT_POSITIVE", "dispersion")
    cells = np.concatenate([here, there])
    notes = [Note("RTM_RISK")] if selected_on_outcome else []
    log_effect, error, p = float("nan"), float("nan"), float("nan")
    if here.sum() == 0 or there.sum() == 0 or here[0] + there[0] == 0:
        notes.append(Note("NOT_TESTABLE"))
    else:
        if cells.min() < SMALL:
            notes.append(Note("SMALL_COUNT", (("smallest", float(cells.min())),)))
        if cells.min() == 0:
            cells = cells + 0.5
        log_effect = float(np.log(cells[1] / cells[0]) - np.log(cells[3] / cells[2]))
        error = float(np.sqrt(dispersion * (1.0 / cells).sum()))
        p = float(2 * norm.sf(abs(log_effect) / error))
    if dispersion > 1:
        notes.append(Note("OVERDISPERSED", (("dispersion", float(dispersion)),)))
    reach = float(norm.isf((1 - level) / 2)) * error
    lo, hi = float(np.exp(log_effect - reach)), float(np.exp(log_effect + reach))
    return EffectResult(
        method="relative incident rate ratio",
        params={"dispersion": float(dispersion), "level": level},
        n=4,
        assumptions=("PARALLEL_CHANGE", "NO_SPILLOVER", "EQUAL_PERIODS"),
        notes=tuple(notes),
        effect=float(np.exp(log_effect)),
        lo=lo,
        hi=hi,
        p=p,
        scale="ratio",
        evidence_grade=evidence_grade(lo, hi, none=1.0, notes=notes),
        parts={"log_effect": log_effect, "se": error},
    )


def wdd(  # noqa: PLR0917 - the agreed order of arguments
    treated: ArrayLike,
    control: ArrayLike,
    displacement: ArrayLike | None = None,
    displacement_control: ArrayLike | None = None,
    time_weights: Sequence[float] | None = None,
    area_weights: Sequence[float] | None = None,
    harm_weights: ArrayLike | None = None,
    *,
    dispersion: float = 1.0,
    level: float = 0.95,
    selected_on_outcome: bool = False,
) -> EffectResult:
    """Weighted displacement difference: cases fewer or more than the control area lets expect.

    Parameters
    ----------
    treated, control : array-like of float, shape (2,) or (n_types, 2)
        Cases (pre, post), >= 0; one row an offence type if ``harm_weights`` are given.
    displacement, displacement_control : same shape, optional
        Ring around the treated area and a ring to compare it with. A ring without its own
        control is compared with nothing (its plain change counts).
    time_weights : sequence of float, shape (2,), optional
        Lengths of the pre and post period, in any unit. Default (1, 1).
    area_weights : sequence of float, shape (4,), optional
        Sizes of treated, control, displacement, displacement control area. Default all 1.
    harm_weights : array-like of float, shape (n_types,), optional
        Harm of each offence type; the result is then in harm units.
    dispersion : float
        Variance over mean of the counts.
    level : float
        Level of the interval.
    selected_on_outcome : bool
        Attaches ``RTM_RISK``.

    Returns
    -------
    EffectResult
        Scale ``count``, per unit of period and area weight: -20 means 20 cases fewer. ``parts``:
        ``local``, ``displacement`` and their standard errors, ``se``.

    Raises
    ------
    StatsInputError
        ``SHAPE``, ``NOT_FINITE``, ``NEGATIVE_COUNT``, ``NOT_POSITIVE``, ``MISSING``.

    Notes
    -----
    ``WDD = (T1 - T0) - (C1 - C0) + (D1 - D0) - (DC1 - DC0)``, each count divided by its period
    and area weight, variance the sum of the counts over the squared weights (Poisson). Assumes
    equal changes in *numbers*; with areas of very different level prefer :func:`rirr`.

    References
    ----------
    Wheeler, A. P., Ratcliffe, J. H. (2018). A simple weighted displacement difference test to
    evaluate place based crime interventions. Crime Science 7, 11.

    Examples
    --------
    >>> result = wdd(treated=(207, 110), control=(308, 318), displacement=(178, 157),
    ...              displacement_control=(150, 140))
    >>> result.effect, round(result.lo), round(result.hi)
    (-118.0, -196, -40)
    """
    check_level(level)
    if not dispersion > 0:
        raise StatsInputError("NOT_POSITIVE", "dispersion")
    periods = _weights(time_weights, 2, "time_weights")
    sizes = _weights(area_weights, 4, "area_weights")
    if displacement is None and displacement_control is not None:
        raise StatsInputError("MISSING", "displacement")
    rows = harm_weights is not None
    first = read_counts(treated, "treated", rows=rows)
    zero = np.zeros_like(first)
    areas = [
        first,
        read_counts(control, "control", rows=rows),
        zero if displacement is None else read_counts(displacement, "displacement", rows=rows),
        zero
        if displacement_control is None
        else read_counts(displacement_control, "displacement_control", rows=rows),
    ]
    if any(area.shape != first.shape for area in areas):
        raise StatsInputError("SHAPE", "control")
    harm = np.ones(1) if harm_weights is None else np.asarray(harm_weights, dtype=np.float64)
    if harm.shape != (np.atleast_2d(first).shape[0],) or not np.isfinite(harm).all():
        raise StatsInputError("SHAPE", "harm_weights")
    change, variance = _changes(areas, periods, sizes, harm)
    return _wdd_result(
        change,
        dispersion * variance,
        np.array(areas),
        level=level,
        dispersion=dispersion,
        selected=selected_on_outcome,
    )


def _weights(raw: Sequence[float] | None, size: int, name: str) -> Floats:
    weights = np.ones(size) if raw is None else np.asarray(raw, dtype=np.float64)
    if weights.shape != (size,):
        raise StatsInputError("SHAPE", name)
    if not (weights > 0).all():
        raise StatsInputError("NOT_POSITIVE", name)
    return weights


def _changes(
    areas: Sequence[Floats], periods: Floats, sizes: Floats, harm: Floats
) -> tuple[Floats, Floats]:
    """Return the harm-weighted change of each area and its Poisson variance, ``(4,)`` each."""
    change, variance = np.empty(4), np.empty(4)
    for i, (counts, size) in enumerate(zip(areas, sizes, strict=True)):
        table = np.atleast_2d(counts)
        scaled = table / periods / size
        change[i] = harm @ (scaled[:, 1] - scaled[:, 0])
        variance[i] = harm**2 @ (scaled / periods / size).sum(axis=1)
    return change, variance


def _wdd_result(
    change: Floats,
    variance: Floats,
    areas: Floats,
    *,
    level: float,
    dispersion: float,
    selected: bool,
) -> EffectResult:
    local, ring = float(change[0] - change[1]), float(change[2] - change[3])
    local_se, ring_se = float(np.sqrt(variance[:2].sum())), float(np.sqrt(variance[2:].sum()))
    effect, error = local + ring, float(np.sqrt(variance.sum()))
    notes = [Note("RTM_RISK")] if selected else []
    if error == 0:
        notes.append(Note("NOT_TESTABLE"))
    elif areas[:2].sum() < 4 * SMALL:
        notes.append(Note("SMALL_COUNT", (("cases", float(areas[:2].sum())),)))
    if dispersion > 1:
        notes.append(Note("OVERDISPERSED", (("dispersion", float(dispersion)),)))
    reach = float(norm.isf((1 - level) / 2)) * error
    p = float(2 * norm.sf(abs(effect) / error)) if error > 0 else float("nan")
    lo, hi = effect - reach, effect + reach
    return EffectResult(
        method="weighted displacement difference",
        params={"dispersion": float(dispersion), "level": level},
        n=int(areas.size),
        assumptions=("PARALLEL_NUMBERS", "POISSON"),
        notes=tuple(notes),
        effect=effect,
        lo=lo,
        hi=hi,
        p=p,
        scale="count",
        evidence_grade=evidence_grade(lo, hi, none=0.0, notes=notes),
        parts={
            "local": local,
            "local_se": local_se,
            "displacement": ring,
            "displacement_se": ring_se,
            "se": error,
        },
    )


def wdq(
    treated: ArrayLike, buffer: ArrayLike, control: ArrayLike, *, level: float = 0.95
) -> EffectResult:
    """Weighted displacement quotient: what share of the effect moved to, or spread around, the ring.

    Parameters
    ----------
    treated, buffer, control : array-like of float, shape (2,)
        Cases (pre, post), control > 0 in both periods.
    level : float
        Level of the interval.

    Returns
    -------
    EffectResult
        Scale ``quotient``: above 0 the ring gained too (diffusion of benefits), below 0 part of
        the effect was displaced, below -1 all of it. Refused (``NOT_TESTABLE``, NaN) where the
        success measure is >= 0, that is where nothing fell. The interval is infinite if the
        success itself could be chance. No p-value. ``parts``: ``success``, ``ring``.

    Raises
    ------
    StatsInputError
        ``SHAPE``, ``NOT_FINITE``, ``NEGATIVE_COUNT``, ``NOT_POSITIVE`` (control).

    Notes
    -----
    ``WDQ = (B1/C1 - B0/C0) / (T1/C1 - T0/C0)``; interval after Fieller with Poisson counts. A
    quotient of noisy differences says little unless the success is several standard errors: look
    at :func:`wdd` with its displacement part first.

    References
    ----------
    Bowers, K. J., Johnson, S. D. (2003). Measuring the geographical displacement and diffusion of
    benefit effects of crime prevention activity. J. Quantitative Criminology 19, 275-301.

    Examples
    --------
    >>> round(wdq(treated=(200, 100), buffer=(100, 90), control=(500, 500)).effect, 2)
    0.1
    """
    here, ring = read_counts(treated, "treated"), read_counts(buffer, "buffer")
    there = read_counts(control, "control")
    check_level(level)
    if (there == 0).any():
        raise StatsInputError("NOT_POSITIVE", "control")
    success = float(here[1] / there[1] - here[0] / there[0])
    spread = float(ring[1] / there[1] - ring[0] / there[0])
    notes: list[Note] = []
    effect = lo = hi = float("nan")
    if success >= 0:
        notes.append(Note("NOT_TESTABLE", (("success", success),)))
    else:
        effect = spread / success
        lo, hi = _fieller(here, ring, there, effect, level)
        if not np.isfinite(lo):
            notes.append(Note("SMALL_COUNT", (("success", success),)))
    return EffectResult(
        method="weighted displacement quotient",
        params={"level": level},
        n=6,
        assumptions=("CONTROL_UNAFFECTED", "POISSON"),
        notes=tuple(notes),
        effect=effect,
        lo=lo,
        hi=hi,
        p=float("nan"),
        scale="quotient",
        evidence_grade=evidence_grade(lo, hi, none=0.0, notes=notes),
        parts={"success": success, "ring": spread},
    )


def _fieller(
    here: Floats, ring: Floats, there: Floats, effect: float, level: float
) -> tuple[float, float]:
    """Interval of a ratio of two differences that share the control counts."""
    success = here[1] / there[1] - here[0] / there[0]
    var_success = (here / there**2 + here**2 / there**3).sum()
    var_ring = (ring / there**2 + ring**2 / there**3).sum()
    shared = (here * ring / there**3).sum()
    z = float(norm.isf((1 - level) / 2))
    g = z**2 * var_success / success**2
    if g >= 1:
        return -np.inf, np.inf
    centre = (effect - g * shared / var_success) / (1 - g)
    inside = var_ring - 2 * effect * shared + effect**2 * var_success
    inside -= g * (var_ring - shared**2 / var_success)
    reach = z / abs(success) * np.sqrt(max(inside, 0.0)) / (1 - g)
    return float(centre - reach), float(centre + reach)
