"""What all effect estimates share: the result, its grade, and reading of pre/post counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vorort.stats.results import Note, Result, StatsInputError

Floats = NDArray[np.float64]
Grade = Literal["effect_likely", "unclear", "not_evaluable"]
Scale = Literal["ratio", "count", "log", "units", "quotient"]
SMALL = 5


@dataclass(frozen=True, kw_only=True)
class EffectResult(Result):
    """Effect of a measure with its interval.

    Attributes
    ----------
    effect : float
        Estimate on ``scale``; NaN if not evaluable.
    lo, hi : float
        Ends of the interval at ``params["level"]``.
    p : float
        Two-sided p-value of "no effect"; NaN if there is none.
    scale : {"ratio", "count", "log", "units", "quotient"}
        ``ratio``: 1 is no effect, 0.8 a fifth fewer. ``count``: cases, 0 is no effect, negative is
        fewer. ``log``: natural logarithm of a ratio. ``units``: units of the outcome.
    placebo : ndarray of float64 or None
        Effects found where nothing happened.
    evidence_grade : {"effect_likely", "unclear", "not_evaluable"}
        See :func:`evidence_grade`.
    parts : mapping
        Further numbers of the method, say standard error, slope, displacement.
    """

    effect: float
    lo: float
    hi: float
    p: float
    scale: Scale
    placebo: Floats | None = None
    evidence_grade: Grade
    parts: Mapping[str, float] = field(default_factory=dict)


def evidence_grade(lo: float, hi: float, *, none: float, notes: Sequence[Note] = ()) -> Grade:
    """Grade an estimate for people: effect likely, unclear, or not evaluable.

    Parameters
    ----------
    lo, hi : float
        Interval of the effect.
    none : float
        Value that means no effect (1 for ratios, else 0).
    notes : sequence of Note
        ``NOT_TESTABLE`` makes it not evaluable; ``RTM_RISK``, ``SMALL_COUNT``, ``NOT_CONVERGED``
        and ``AUTOCORRELATED`` keep it from being more than unclear.

    Notes
    -----
    "Likely" says the interval excludes no effect *and* nothing known speaks against the method;
    the direction is the sign of the effect. It is never proof: a single area and one comparison
    cannot rule out that something else happened at the same time.

    Examples
    --------
    >>> evidence_grade(0.5, 0.9, none=1.0)
    'effect_likely'
    >>> evidence_grade(0.5, 1.2, none=1.0)
    'unclear'
    """
    codes = {note.code for note in notes}
    if "NOT_TESTABLE" in codes or not (np.isfinite(lo) and np.isfinite(hi)):
        return "not_evaluable"
    if codes & {"RTM_RISK", "SMALL_COUNT", "NOT_CONVERGED", "AUTOCORRELATED"}:
        return "unclear"
    return "effect_likely" if lo > none or hi < none else "unclear"


def read_counts(pair: ArrayLike, name: str, *, rows: bool = False) -> Floats:
    """Return (pre, post) counts, ``(2,)``, or ``(n_types, 2)`` where ``rows`` allows it."""
    counts = np.asarray(pair, dtype=np.float64)
    fits = counts.shape == (2,) or (rows and counts.ndim == 2 and counts.shape[1] == 2)
    if not fits:
        raise StatsInputError("SHAPE", name)
    if not np.isfinite(counts).all():
        raise StatsInputError("NOT_FINITE", name)
    if (counts < 0).any():
        raise StatsInputError("NEGATIVE_COUNT", name)
    return counts


def check_level(level: float) -> float:
    """Return the level if it is a probability."""
    if not 0 < level < 1:
        raise StatsInputError("NOT_A_SHARE", "level")
    return level
