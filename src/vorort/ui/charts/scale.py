"""Axis steps that people read easily, and where labels stand."""

import math
from collections.abc import Sequence

INTERVALS = 4
GAP = 15.0


def axis(highest: float, *, digits: int = 0) -> tuple[float, float]:
    """Return the top of the axis and its step: 1, 2 or 5 times a power of ten, at most four steps."""
    if highest <= 0:
        return (1.0, 1.0)
    power = math.floor(math.log10(highest / INTERVALS))
    smallest = 10.0**-digits
    for exponent in range(power, power + 3):
        for factor in (1, 2, 5):
            step = factor * 10.0**exponent
            if step < smallest:
                continue
            steps = math.ceil(highest / step - 1e-9)
            if steps <= INTERVALS:
                return (step * steps, step)
    return (highest, highest)


def ticks(top: float, step: float) -> list[float]:
    """Return the values at which a line and a number stand, 0 first."""
    return [round(step * place, 10) for place in range(round(top / step) + 1)]


def axis_digits(step: float) -> int:
    """Return the decimals needed to print the steps of an axis."""
    return max(0, -math.floor(math.log10(step))) if step < 1 else 0


def year_labels(years: Sequence[int], *, width: float, ends_only: bool = False) -> list[int]:
    """Return the years with a label: all where there is room, counted back from the last."""
    if ends_only:
        return sorted({years[0], years[-1]})
    room = max(1, int(width // 46) + 1)
    span = years[-1] - years[0]
    every = max(1, math.ceil((span + 1) / room))
    return [year for year in years if (years[-1] - year) % every == 0]


def apart(first: float, second: float) -> float:
    """Return how far the second label must move (in pixels, down positive) to clear the first."""
    distance = second - first
    if abs(distance) >= GAP:
        return 0.0
    return GAP - distance if distance >= 0 else -GAP - distance
