"""Which population stands behind published rates.

A rate is cases × 100,000 / population. From an unrounded rate the population follows exactly.
A rate rounded to whole numbers leaves an interval; the rates of all offences of an area share
one population, so the intervals are intersected. Any number inside gives every published rate
again within its rounding.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

PER = 100_000
# Publishers round halves up or to even; both ends belong to the interval.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class RateFact:
    """Cases and the rate printed beside them; ``digits`` None where it is unrounded."""

    cases: int
    rate: float
    digits: int | None


@dataclass(frozen=True, slots=True)
class Implied:
    """The population implied by rates, with the bounds it may lie in.

    ``exact``: one whole number is left. ``left_out``: rates that fit no common population.
    """

    population: int
    low: int
    high: int
    exact: bool
    left_out: int


def half_digit(digits: int | None) -> float:
    """Return half of the last printed digit; nought where a rate is unrounded."""
    return 0.0 if digits is None else 0.5 * 10.0**-digits


def _bounds(fact: RateFact) -> tuple[float, float] | None:
    if fact.cases <= 0 or fact.rate <= 0:
        return None
    half = half_digit(fact.digits)
    scaled = fact.cases * PER
    if fact.digits is None:
        middle = scaled / fact.rate
        # A double carries sixteen digits; tables written with fewer still give one whole number.
        return middle - 0.05, middle + 0.05
    low = scaled / (fact.rate + half) if fact.rate + half > 0 else 0.0
    high = scaled / (fact.rate - half) if fact.rate - half > 0 else math.inf
    return low * (1 - _SLACK), high * (1 + _SLACK)


def imply_population(facts: Iterable[RateFact]) -> Implied | None:
    """Return the population behind the rates of one area and year, or None without any rate.

    The narrowest interval leads; an interval that no longer meets it is left out and counted.
    """
    known = sorted(
        (bounds for bounds in map(_bounds, facts) if bounds is not None),
        key=lambda pair: (pair[1] - pair[0]) / max(pair[0], 1.0),
    )
    if not known:
        return None
    low, high, left_out = 0.0, math.inf, 0
    for bottom, top in known:
        if max(low, bottom) <= min(high, top):
            low, high = max(low, bottom), min(high, top)
        else:
            left_out += 1
    first, last = max(1, math.ceil(low)), math.floor(high)
    if first > last:
        # No whole number inside: the nearest one to the middle.
        first = last = max(1, round((low + high) / 2))
    return Implied(
        population=(first + last) // 2,
        low=first,
        high=last,
        exact=first == last,
        left_out=left_out,
    )
