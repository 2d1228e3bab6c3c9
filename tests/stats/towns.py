"""Simulated towns for judging measures: counts that look like those of districts, month by month.

Negative-binomial counts with a season, a common trend and common shocks, areas that wander by
themselves (from month to month and from year to year), small and large counts. In half of the
towns the area was chosen because its last year was the worst of several.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
YEAR = 12


@dataclass(frozen=True)
class Town:
    """What a judgement is given."""

    treated: Floats
    comparison: Floats | None
    ring: Floats
    start: int
    phase_in: int
    period: int
    selected: bool

    @property
    def given(self) -> dict[str, object]:
        return dict(self.__dict__)

    @property
    def n_after(self) -> int:
        return self.treated.size - self.start - self.phase_in


def wander(rng: np.random.Generator, n: int, memory: float, spread: float) -> Floats:
    """A level that goes its way and hangs together with itself."""
    steps = rng.normal(0, spread, n)
    for i in range(1, n):
        steps[i] = memory * steps[i - 1] + np.sqrt(1 - memory**2) * steps[i]
    return steps


def make_town(
    rng: np.random.Generator, *, effect: float = 1.0, yearly: tuple[float, float] = (0.0, 0.18)
) -> Town:
    """Draw a town; ``effect`` multiplies the treated area from the start on."""
    period = YEAR if rng.random() < 0.75 else 1
    n_comparison = int(rng.choice([0, 1, 3, 5, 8]))
    n_choice = int(rng.integers(4, 10))
    monthly = period == YEAR
    start = (
        int(rng.integers(2, 9)) * YEAR + int(rng.integers(0, YEAR))
        if monthly
        else int(rng.integers(4, 9))
    )
    n_after = int(rng.integers(6, 37)) if monthly else int(rng.integers(1, 4))
    phase_in = int(rng.integers(0, 4)) if monthly else 0
    selected = bool(rng.random() < 0.5)
    mean, level = _means(
        rng, n_comparison + 1 + n_choice, start + phase_in + n_after, period, yearly
    )
    dispersion = float(rng.uniform(1.0, 1.8))
    counts = _draw(rng, mean, dispersion)
    first = n_comparison + 1
    chosen = first
    if selected:
        last = counts[first:, max(start - period, 0) : start].sum(axis=1)
        weight = 1.0 if rng.random() < 0.5 else level[first:]
        chosen = first + int(np.argmax(last / weight))
    treated = counts[chosen].copy()
    if effect != 1.0:
        treated[start:] = _draw(rng, mean[chosen] * effect, dispersion)[start:]
    return Town(
        treated=treated,
        comparison=counts[:n_comparison] if n_comparison else None,
        ring=counts[n_comparison],
        start=start,
        phase_in=phase_in,
        period=period,
        selected=selected,
    )


def _means(
    rng: np.random.Generator, n: int, length: int, period: int, yearly: tuple[float, float]
) -> tuple[Floats, Floats]:
    monthly = period == YEAR
    t = np.arange(length)
    level = np.exp(rng.normal(np.log(4), 1.0, n)) * (1 if monthly else YEAR)
    wave = np.cos(2 * np.pi * (t - rng.uniform(0, YEAR)) / YEAR) if monthly else np.zeros(length)
    shared = rng.uniform(0, 0.5) * wave + rng.normal(0, 0.04) * t / period
    n_years = length // period + 3
    shared = shared + wander(rng, n_years, 0.5, 0.06)[t // period]
    rows = []
    for _ in range(n):
        own = rng.normal(0, 0.015) * t / period
        years = wander(rng, n_years, 0.45, rng.uniform(*yearly))
        own = own + years[(t + int(rng.integers(0, period))) // period]
        if monthly:
            own = own + wander(rng, length, rng.uniform(0, 0.6), rng.uniform(0, 0.15))
            own = own + rng.normal(0, 0.08) * np.cos(2 * np.pi * (t - rng.uniform(0, YEAR)) / YEAR)
        rows.append(shared + own)
    return level[:, None] * np.exp(np.array(rows)), level


def _draw(rng: np.random.Generator, mean: Floats, dispersion: float) -> Floats:
    extra = max(dispersion - 1, 1e-3)
    return rng.poisson(rng.gamma(mean / extra, extra)).astype(np.float64)
