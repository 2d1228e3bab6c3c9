"""Direct and indirect standardisation."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from vorort.stats import _rates_exact
from vorort.stats._rates_verdict import SMALL_COUNT, count_notes
from vorort.stats.arrays import (
    BoolArray,
    FloatArray,
    as_choice,
    as_counts,
    as_floats,
    as_level,
    as_positive,
    broadcast,
    no_missing,
)
from vorort.stats.results import Result, StatsInputError


@dataclass(frozen=True, kw_only=True)
class StdRateResult(Result):
    """Standardised rates (direct) or ratios (indirect).

    Attributes
    ----------
    rate, lo, hi : ndarray of float64, shape of the input without its last axis
        Direct: cases per ``per`` inhabitants of the standard population. Indirect: observed
        over expected cases (SMR, 1 = as in the standard). NaN where a stratum is missing.
    crude : ndarray of float64, same shape
        The rate without standardisation, per ``per``.
    cases, expected : ndarray of float64, same shape
        Observed cases and those expected from the standard's rates (direct: NaN).
    small : ndarray of bool, same shape
        True where there are fewer than five cases.
    """

    frame_fields: ClassVar[tuple[str, ...]] = (
        "rate",
        "lo",
        "hi",
        "crude",
        "cases",
        "expected",
        "small",
    )

    rate: FloatArray
    lo: FloatArray
    hi: FloatArray
    crude: FloatArray
    cases: FloatArray
    expected: FloatArray
    small: BoolArray


def standardise(
    cases: ArrayLike,
    pop: ArrayLike,
    standard: ArrayLike,
    *,
    kind: Literal["direct", "indirect"] = "direct",
    per: float = 100_000,
    level: float = 0.95,
) -> StdRateResult:
    """Adjust rates for the structure (age, sex) of the population.

    Parameters
    ----------
    cases : array_like of whole numbers >= 0, shape (..., n_strata)
        Cases by stratum. For ``indirect`` also the totals, shape of ``pop`` without its last
        axis.
    pop : array_like of numbers > 0, shape (..., n_strata)
        Residents by stratum. A stratum without residents cannot be standardised directly:
        merge strata first.
    standard : array_like of numbers, shape (n_strata,)
        Direct: the standard population (any unit, >= 0). Indirect: the standard's rates,
        cases per resident (not per 100,000).
    kind : {"direct", "indirect"}
        Direct compares places with each other; indirect only each place with the standard,
        but works with few cases.
    per : float
        Unit of the rates.
    level : float
        Coverage of the interval.

    Returns
    -------
    StdRateResult
        With a note SMALL_COUNT where fewer than five cases are known.

    Raises
    ------
    StatsInputError
        ``WRONG_SHAPE``, ``NOT_POSITIVE`` (population), ``EMPTY_STANDARD``, negative values.

    Notes
    -----
    Direct: ``sum(w x / n)`` with the gamma limits of Fay and Feuer, wide where a stratum with
    few residents carries much weight. Indirect: ``O / sum(n r)`` with Garwood limits of O.
    Indirectly standardised ratios of two places must not be divided by each other.

    References
    ----------
    Fay MP, Feuer EJ (1997) Confidence intervals for directly standardized rates: a method
    based on the gamma distribution. Stat Med 16:791-801.

    Examples
    --------
    >>> standardise([2, 30], [1000, 4000], [0.5, 0.5]).rate.round(1).item()
    475.0
    """
    as_choice(kind, "kind", ("direct", "indirect"))
    alpha = 1 - as_level(level)
    unit = float(as_positive(per, "per", 0))
    people = as_positive(pop, "pop")
    count = as_counts(cases, "cases")
    norm = no_missing(as_floats(standard, "standard", 1), "standard")
    if people.ndim == 0 or people.shape[-1] != norm.shape[0]:
        raise StatsInputError("WRONG_SHAPE", "pop", f"{people.shape} beside {norm.shape}")
    if (norm < 0).any():
        raise StatsInputError("NEGATIVE_WEIGHT", "standard")
    if norm.sum() == 0:
        raise StatsInputError("EMPTY_STANDARD", "standard")
    if kind == "direct":
        count, people = broadcast({"cases": count, "pop": people})
        values = _direct(count, people, norm / norm.sum(), alpha)
        values = tuple(value * unit for value in values)
        total, expected = count.sum(axis=-1), np.full(count.shape[:-1], np.nan)
    else:
        total = count if count.shape == people.shape[:-1] else _strata_total(count, people)
        expected = np.asarray((people * norm).sum(axis=-1))
        low, high = _rates_exact.poisson_limits(np.asarray(total), alpha, midp=False)
        values = (total / expected, low / expected, high / expected)
    small = np.asarray(total < SMALL_COUNT)
    return StdRateResult(
        method="fay_feuer" if kind == "direct" else "smr_exact",
        params={"kind": kind, "per": unit, "level": level},
        n=int(np.sum(~np.isnan(values[0]))),
        assumptions=("INDEPENDENT_CASES", "STANDARD_KNOWN"),
        notes=count_notes(small),
        rate=np.asarray(values[0]),
        lo=np.asarray(values[1]),
        hi=np.asarray(values[2]),
        crude=np.asarray(total / people.sum(axis=-1) * unit),
        cases=np.asarray(total),
        expected=expected,
        small=small,
    )


def _strata_total(count: FloatArray, people: FloatArray) -> FloatArray:
    if count.shape != people.shape:
        raise StatsInputError("WRONG_SHAPE", "cases", f"{count.shape} beside {people.shape}")
    return np.asarray(count.sum(axis=-1))


def _direct(
    count: FloatArray, people: FloatArray, weight: FloatArray, alpha: float
) -> tuple[FloatArray, ...]:
    """Return the standardised rate and its Fay-Feuer limits, per resident."""
    share = weight / people
    value = (share * count).sum(axis=-1)
    variance = (share**2 * count).sum(axis=-1)
    largest = share.max(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(variance > 0, variance / value, 1.0)
        shape = np.where(variance > 0, value**2 / variance, 1.0)
    low = np.where(value > 0, scale * special.gammaincinv(shape, alpha / 2), 0.0)
    top_scale = (variance + largest**2) / (value + largest)
    top_shape = (value + largest) ** 2 / (variance + largest**2)
    high = top_scale * special.gammaincinv(top_shape, 1 - alpha / 2)
    missing = np.isnan(value)
    return value, np.where(missing, np.nan, low), np.asarray(high)
