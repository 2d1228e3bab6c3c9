"""One rate with its interval, and the change between two rates with its verdict."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from vorort.stats import _rates_etest, _rates_exact, _rates_spread
from vorort.stats.arrays import (
    BoolArray,
    FloatArray,
    StrArray,
    as_choice,
    as_counts,
    as_floats,
    as_level,
    as_positive,
    broadcast,
)
from vorort.stats.results import Note, Result, StatsInputError

SMALL_COUNT = 5
DISTINGUISHABLE, CHANCE, NOT_TESTABLE = "distinguishable", "chance", "not_testable"


@dataclass(frozen=True, kw_only=True)
class RateResult(Result):
    """Rates with their intervals.

    Attributes
    ----------
    rate, lo, hi : ndarray of float64, shape of the input
        Cases per ``per`` inhabitants and the limits; NaN where cases or population is missing.
    cases, pop : ndarray of float64, same shape
        The input; NaN where missing.
    small : ndarray of bool, same shape
        True where fewer than five cases are known: too few to compare.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("rate", "lo", "hi", "cases", "pop", "small")

    rate: FloatArray
    lo: FloatArray
    hi: FloatArray
    cases: FloatArray
    pop: FloatArray
    small: BoolArray


@dataclass(frozen=True, kw_only=True)
class ChangeResult(Result):
    """Changes of a rate with interval and verdict.

    Attributes
    ----------
    ratio, lo, hi : ndarray of float64, shape of the input
        New rate over old rate and its limits; infinite where the old count is 0; NaN where
        a value is missing or both counts are 0.
    p : ndarray of float64, same shape
        Two-sided p-value against "no change"; NaN where not testable for want of data.
    verdict : ndarray of str, same shape
        ``distinguishable`` (from chance), ``chance`` or ``not_testable``: a value is missing,
        or the total is so small that no split of it could have been distinguishable.
    up_from : ndarray of float64, same shape
        Smallest new count that would be distinguishable as a rise, given the old count.
    down_from : ndarray of float64, same shape
        Largest new count that would be distinguishable as a fall; NaN if not even 0 would be.
    phi : ndarray of float64, same shape
        The dispersion used, at least 1.
    small : ndarray of bool, same shape
        True where one of the two counts is below five.
    """

    frame_fields: ClassVar[tuple[str, ...]] = (
        "ratio",
        "lo",
        "hi",
        "p",
        "verdict",
        "up_from",
        "down_from",
        "phi",
        "small",
    )

    ratio: FloatArray
    lo: FloatArray
    hi: FloatArray
    p: FloatArray
    verdict: StrArray
    up_from: FloatArray
    down_from: FloatArray
    phi: FloatArray
    small: BoolArray


def rate(
    cases: ArrayLike,
    pop: ArrayLike,
    *,
    per: float = 100_000,
    ci: Literal["exact", "midp"] = "exact",
    level: float = 0.95,
) -> RateResult:
    """Compute rates (Häufigkeitszahlen) with exact intervals.

    Parameters
    ----------
    cases : array_like of whole numbers >= 0, any shape
        Recorded cases; NaN or None where missing. Missing is never 0.
    pop : array_like of numbers > 0, broadcast against ``cases``
        Residents (or person-years); NaN where missing. Areas without residents: NaN.
    per : float
        Unit of the rate, cases per so many inhabitants.
    ci : {"exact", "midp"}
        Garwood's exact limits, never below their level, or the mid-p limits, shorter and
        on average close to it.
    level : float
        Coverage, strictly between 0 and 1.

    Returns
    -------
    RateResult
        With a note SMALL_COUNT if any count is below five.

    Raises
    ------
    StatsInputError
        Negative or fractional counts, population of 0 or less, shapes that do not fit.

    Notes
    -----
    Limits of the mean: ``chi2(alpha/2, 2x)/2`` and ``chi2(1 - alpha/2, 2x + 2)/2``. At 0
    cases the lower limit is 0 and the upper one keeps alpha/2 above it (3.69 at 95 %): the
    one-sided "rule of three" (3.00) would let the coverage drop to 93.8 % near a mean of 3.
    Assumes independent cases at a constant rate. Not for populations that are not the people
    at risk (day visitors, commuters), and not for values that count persons several times.

    References
    ----------
    Garwood F (1936) Fiducial limits for the Poisson distribution. Biometrika 28:437-442.

    Examples
    --------
    >>> result = rate([10, 0, None], [20_000, 20_000, 20_000])
    >>> result.rate.tolist(), result.hi.round(1).tolist()
    ([50.0, 0.0, nan], [92.0, 18.4, nan])
    """
    as_choice(ci, "ci", ("exact", "midp"))
    alpha = 1 - as_level(level)
    unit = float(as_positive(per, "per", 0))
    count, people = broadcast({"cases": as_counts(cases, "cases"), "pop": as_positive(pop, "pop")})
    low, high = _rates_exact.poisson_limits(count, alpha, midp=ci == "midp")
    scale = unit / people
    small = np.asarray(count < SMALL_COUNT)
    return RateResult(
        method=f"poisson_{ci}",
        params={"per": unit, "ci": ci, "level": level},
        n=int(np.sum(~np.isnan(scale * count))),
        assumptions=("INDEPENDENT_CASES", "CONSTANT_RATE", "RESIDENTS_AT_RISK"),
        notes=count_notes(small, np.isnan(count)),
        rate=np.asarray(count * scale),
        lo=np.asarray(low * scale),
        hi=np.asarray(high * scale),
        cases=np.array(count),
        pop=np.array(people),
        small=small,
    )


def count_notes(small: BoolArray, untestable: BoolArray | None = None) -> tuple[Note, ...]:
    """Return the notes SMALL_COUNT and NOT_TESTABLE with the number of places they hold for."""
    notes = []
    if small.any():
        notes.append(Note("SMALL_COUNT", (("below", SMALL_COUNT), ("count", int(small.sum())))))
    if untestable is not None and untestable.any():
        notes.append(Note("NOT_TESTABLE", (("count", int(untestable.sum())),)))
    return tuple(notes)


def compare(
    c1: ArrayLike,
    e1: ArrayLike,
    c0: ArrayLike,
    e0: ArrayLike,
    *,
    method: Literal["exact", "etest"] = "exact",
    dispersion: ArrayLike = 1.0,
    dispersion_df: ArrayLike = np.inf,
    level: float = 0.95,
    limits: bool = True,
) -> ChangeResult:
    """Compare two rates: is the change distinguishable from chance?

    Parameters
    ----------
    c1, c0 : array_like of whole numbers >= 0, any shapes that broadcast
        New and old number of cases; NaN where missing.
    e1, e0 : array_like of numbers > 0
        New and old exposure (residents, person-years); NaN where missing.
    method : {"exact", "etest"}
        Conditional exact test (never above its level) or the E-test of Krishnamoorthy and
        Thomson, more powerful with few cases. Totals above 2,000 use the exact test.
        The E-test's limits invert its one-sided form and may disagree with p at the margin.
    dispersion : array_like of numbers >= 0
        Variance over mean of the series' own year-to-year fluctuation
        (:func:`vorort.stats.series.dispersion`, field ``raw``). 1 is pure Poisson and too
        confident for nearly every series of a big town. Values below 1 act as 1.
    dispersion_df : array_like of numbers > 0
        Degrees of freedom behind ``dispersion`` (years - 1); infinite if it is known.
    level : float
        1 - level is the highest p-value that counts as distinguishable.
    limits : bool
        False leaves ``lo``, ``hi``, ``up_from``, ``down_from`` NaN, for millions of pairs.

    Returns
    -------
    ChangeResult
        With notes SMALL_COUNT and NOT_TESTABLE where they hold.

    Raises
    ------
    StatsInputError
        Negative or fractional counts, exposure of 0 or less, unknown method.

    Notes
    -----
    Given the total, the new count is binomial with share e1 / (e1 + e0); the p-value is twice
    the smaller tail, so that it agrees with the Clopper-Pearson limits. With ``dispersion``
    the normal score of that p-value is divided by sqrt(phi), the uncertainty of phi averaged
    out (Student's t without the floor at 1); the limits are the exact ones at the level this
    demands. ``up_from`` and ``down_from`` always refer to the exact test and are NaN for the
    E-test. Not for a year that was picked because it was extreme (see
    :func:`regression_to_mean`), nor across a change of the offence key.

    References
    ----------
    Przyborowski J, Wilenski H (1940) Biometrika 31:313-323. Krishnamoorthy K, Thomson J
    (2004) A more powerful test for comparing two Poisson means. J Stat Plan Inference
    119:23-35.

    Examples
    --------
    >>> compare(60, 1, 30, 1).verdict.item(), compare(3, 1, 1, 1).verdict.item()
    ('distinguishable', 'not_testable')
    >>> compare(60, 1, 30, 1, dispersion=4).verdict.item()
    'chance'
    """
    as_choice(method, "method", ("exact", "etest"))
    alpha = 1 - as_level(level)
    spread = as_floats(dispersion, "dispersion")
    if (spread < 0).any():
        raise StatsInputError("NEGATIVE_DISPERSION", "dispersion")
    freedom = np.asarray(dispersion_df, dtype=np.float64)
    if (freedom <= 0).any():
        raise StatsInputError("NOT_POSITIVE", "dispersion_df")
    parts = broadcast(
        {
            "c1": as_counts(c1, "c1"),
            "e1": as_positive(e1, "e1"),
            "c0": as_counts(c0, "c0"),
            "e0": as_positive(e0, "e0"),
            "dispersion": spread,
            "dispersion_df": freedom,
        }
    )
    params: dict[str, object] = {"method": method, "level": level, "limits": limits}
    if method == "etest":
        return _compare_etest(parts, alpha, params, limits=limits)
    return compare_exact(parts, alpha, params, limits=limits)


def compare_exact(
    parts: tuple[FloatArray, ...], alpha: float, params: dict[str, object], *, limits: bool
) -> ChangeResult:
    """Return the exact comparison of checked, broadcast ``(c1, e1, c0, e0, phi, df)``."""
    new, e1, old, e0, phi, df = parts
    share = e1 / (e1 + e0)
    known = ~np.isnan(new + old + share + phi + np.where(np.isinf(df), 0.0, df))
    n = np.where(known, new + old, 0.0)
    safe_new, safe_old = np.where(known, new, 0.0), np.where(known, old, 0.0)
    safe_share = np.where(known, share, 0.5)
    score = _rates_exact.conditional_score(safe_new, safe_old, safe_share)
    reach = _rates_exact.farthest_score(n, safe_share)
    p = _rates_spread.two_sided_p(np.where(known & (n > 0), score, np.nan), phi, df)
    testable = reachable(reach, alpha, known & (n > 0), phi, df)
    blank = np.full(new.shape, np.nan)
    low, high, down, up = blank, blank, blank, blank
    if limits:
        cut = np.where(known, _rates_spread.cut_score(alpha, phi, df), 2.0)
        odds = safe_share / (1 - safe_share)
        low, high = _rates_exact.ratio_limits(safe_new, safe_old, odds, cut)
        first, last = _rates_exact.count_limits(safe_old, safe_share, cut)
        down, up = np.where(first > 0, first - 1, np.nan), last + 1
    return _change(parts, (p, low, high, down, up), (known, testable), alpha, params)


def reachable(
    reach: FloatArray,
    alpha: float,
    testable: BoolArray,
    phi: FloatArray,
    df: FloatArray,
) -> BoolArray:
    """Return where some split of the total could be distinguishable, among ``testable``.

    Twice the bare normal tail is a lower bound of the p-value, so that most places are
    settled without the average over phi.
    """
    testable = np.array(testable & (2 * special.ndtr(-reach) <= alpha))
    index = np.nonzero(np.atleast_1d(testable))
    p = _rates_spread.two_sided_p(*(np.atleast_1d(a)[index] for a in (reach, phi, df)))
    np.atleast_1d(testable)[index] = p <= alpha
    return testable


def _compare_etest(
    parts: tuple[FloatArray, ...], alpha: float, params: dict[str, object], *, limits: bool
) -> ChangeResult:
    """Return the E-test comparison; totals beyond its grid keep the exact result."""
    exact = compare_exact(parts, alpha, params, limits=limits)
    new, e1, old, e0, phi, df = parts
    p, low, high = (np.array(exact.p), np.array(exact.lo), np.array(exact.hi))
    testable = np.array(exact.verdict != NOT_TESTABLE)
    known = np.array(~np.isnan(exact.phi))
    cut = np.where(known, _rates_spread.cut_score(alpha, phi, df), np.nan)
    fallback = 0
    for index in np.ndindex(new.shape):
        pair = (float(new[index]), float(e1[index]), float(old[index]), float(e0[index]))
        if not known[index] or pair[0] + pair[2] == 0:
            continue
        if pair[0] + pair[2] > _rates_etest.LARGEST_TOTAL:
            fallback += 1
            continue
        bare = _rates_etest.p_value(*pair)
        p[index] = _rescaled(bare, float(phi[index]), float(df[index]))
        reach = _etest_reach(pair, alpha, float(phi[index]), float(df[index]))
        testable[index] = bool(testable[index]) or reach
        if limits:
            bare_alpha = 2 * float(special.ndtr(-cut[index]))
            low[index], high[index] = _rates_etest.limits(*pair, bare_alpha)
    blank = np.full(new.shape, np.nan)
    result = _change(parts, (p, low, high, blank, blank), (known, testable), alpha, params)
    if not fallback:
        return result
    note = Note("FALLBACK", (("method", "exact"), ("count", fallback)))
    return _with_note(result, note)


def _with_note(result: ChangeResult, note: Note) -> ChangeResult:
    fields = {**result.__dict__, "notes": (*result.notes, note)}
    return ChangeResult(**fields)


def _rescaled(p: float, phi: float, df: float) -> float:
    score = -special.ndtri(max(p, 1e-300) / 2)
    return float(_rates_spread.two_sided_p(np.array([score]), np.array([phi]), np.array([df]))[0])


def _etest_reach(
    pair: tuple[float, float, float, float], alpha: float, phi: float, df: float
) -> bool:
    """Return whether one of the two most extreme splits of the total is distinguishable."""
    total = pair[0] + pair[2]
    ends = ((total, pair[1], 0.0, pair[3]), (0.0, pair[1], total, pair[3]))
    return any(_rescaled(_rates_etest.p_value(*end), phi, df) <= alpha for end in ends)


def _change(
    parts: tuple[FloatArray, ...],
    values: tuple[FloatArray, ...],
    state: tuple[BoolArray, BoolArray],
    alpha: float,
    params: dict[str, object],
) -> ChangeResult:
    """Assemble the result: verdicts, blanks where unknown, notes."""
    new, e1, old, e0, phi, _ = parts
    p, low, high, down, up = values
    known, testable = state
    some = known & (new + old > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (new / e1) / (old / e0)
    verdict = np.where(testable, np.where(p <= alpha, DISTINGUISHABLE, CHANCE), NOT_TESTABLE)
    small = np.asarray(np.fmin(new, old) < SMALL_COUNT)
    return ChangeResult(
        method=str(params.get("method", "exact")),
        params=params,
        n=int(known.sum()),
        assumptions=("INDEPENDENT_CASES", "PERIODS_NOT_PICKED", "SAME_RECORDING"),
        notes=count_notes(small, ~testable),
        ratio=np.where(some, ratio, np.nan),
        lo=np.where(some, low, np.nan),
        hi=np.where(some, high, np.nan),
        p=np.where(some, p, np.nan),
        verdict=np.asarray(verdict),
        up_from=np.where(known, up, np.nan),
        down_from=np.where(known, down, np.nan),
        phi=np.where(known, np.maximum(phi, 1.0), np.nan),
        small=small,
    )
