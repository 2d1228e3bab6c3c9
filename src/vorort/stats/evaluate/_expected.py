"""What would have been without the measure, and how sure that is.

The expectation is a count regression over the time before: with comparison areas the share of
the treated area among all cases (so that seasons, trends and shocks all share drop out), without
them the counts themselves. A slope is allowed but held small by a prior. The variance has a part
of counting and a part of slow shocks: an area wanders from year to year more than chance lets it,
and neighbouring years hang together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import norm
from scipy.stats import t as student

from vorort.stats.evaluate._result import Floats

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
# Neighbouring years of one area hang together by about one half (ADR 5).
YEARS_TOGETHER = 0.5
# Usual variance of the yearly level of an area, and how many degrees of freedom that is worth.
USUAL_SHOCK, USUAL_WORTH = 0.010, 4.0
# How far areas drift apart in a year, and how far a single one goes its own way.
DRIFT_APART, DRIFT_ALONE = 0.02, 0.06


@dataclass(frozen=True)
class Spread:
    """How far areas wander beyond chance: variance of the level, variance over mean, freedom."""

    alpha: float
    phi: float
    df: float


@dataclass(frozen=True)
class Expected:
    """Cases to expect in the periods after, with ``variance = linear m + square m^2``.

    Attributes
    ----------
    total : float
        Expected cases over the whole time after.
    after : ndarray of float64, shape (n_after,)
    before : ndarray of float64, shape (n_before,)
        Fitted cases of the periods that were used.
    linear, square : float
        Of the variance of the observed number about a mean of ``m``, both > 0.
    df : float
        Degrees of freedom of the t distribution.
    """

    total: float
    after: Floats
    before: Floats
    linear: float
    square: float
    df: float

    def distance(self, observed: float) -> float:
        """Return how many standard deviations the observed number lies above the expected one."""
        # A quarter makes the middle of small counts right.
        return self._even(observed + self.linear / 4) - self._even(self.total)

    def p(self, observed: float) -> float:
        """Return the two-sided p-value of what was observed."""
        return float(2 * student.sf(abs(self.distance(observed)), self.df))

    def interval(self, observed: float, level: float) -> tuple[float, float]:
        """Return the limits of observed over expected: all ratios the count does not speak against."""
        middle = self._even(observed + self.linear / 4)
        far = float(student.isf((1 - level) / 2, self.df))
        return self._back(middle - far) / self.total, self._back(middle + far) / self.total

    def smallest(self, *, alpha: float = 0.05, target: float = 0.8) -> float:
        """Return the smallest drop, as a share, found with the wanted power; NaN if none is."""
        far = float(student.isf(alpha / 2, self.df)) + float(norm.ppf(target))
        left = self._back(self._even(self.total) - far) - self.linear / 4
        return 1 - left / self.total if left > 0 else float("nan")

    def _even(self, mean: float) -> float:
        """Return a count on the scale on which its standard deviation is 1 everywhere."""
        root = float(np.sqrt(self.square))
        return float(2 / root * np.arcsinh(np.sqrt(self.square * mean / self.linear)))

    def _back(self, value: float) -> float:
        root = float(np.sqrt(self.square))
        return float(self.linear / self.square * np.sinh(max(value, 0.0) * root / 2) ** 2)


@dataclass(frozen=True)
class Frame:
    """The periods of a judgement: which are before, which after, and in which year they lie."""

    before: Bools
    after: Bools
    start: int
    period: int
    # Pairs of waves for a season of its own.
    harmonics: int

    @property
    def block(self) -> Ints:
        """Years counted from the start, ``(n_times,)``: -1 is the last one before."""
        return np.asarray(np.floor_divide(np.arange(self.before.size) - self.start, self.period))

    @property
    def months(self) -> Bools:
        """Which places of the year the time after holds, ``(period,)``."""
        found = np.zeros(self.period, dtype=bool)
        found[np.flatnonzero(self.after) % self.period] = True
        return found


def spread(rows: Floats, frame: Frame) -> Spread:
    """Return how far the areas wander, from whole years before, pooled over all of them.

    Parameters
    ----------
    rows : ndarray of float64, shape (n_areas, n_times)
        Counts, the treated area first.
    frame : Frame
    """
    table = _years(rows, frame)
    table = table[table.sum(axis=1) > 0] if table.size else table
    level = float(table[0].mean()) if table.size else 0.0
    usual = 1 + USUAL_SHOCK * level
    if table.size == 0 or table.shape[1] < 2:
        return Spread(USUAL_SHOCK, usual, USUAL_WORTH)
    a, b = table.shape
    if a > 1:
        mean = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
        free = (a - 1) * (b - 1)
    else:
        mean = np.full_like(table, table.mean())
        free = b - 1
    share = free / (a * b)
    pearson = float(((table - mean) ** 2 / np.maximum(mean, 1e-9)).sum())
    raw = (pearson - free) / max(float(mean.sum()) * share, 1e-9)
    if raw > 0:
        raw = _level_variance(table, mean, free)
    # Years that hang together look more alike than they are.
    together = _memory(np.arange(b))
    raw /= 1 - (together.sum() - b) / (b * (b - 1))
    df = free + USUAL_WORTH
    alpha = (free * raw + USUAL_WORTH * USUAL_SHOCK) / df
    phi = (pearson + USUAL_WORTH * usual) / df
    return Spread(max(alpha, USUAL_SHOCK / 4), max(phi, 1.0), df)


def _years(rows: Floats, frame: Frame) -> Floats:
    """Return the sums of whole years before, of the same months as after, ``(n_areas, n_years)``."""
    place = np.arange(rows.shape[1]) % frame.period
    used = frame.before & frame.months[place]
    wanted = int(frame.months.sum())
    block = frame.block
    sums = [
        rows[:, used & (block == year)].sum(axis=1)
        for year in np.unique(block[used])
        if (used & (block == year)).sum() == wanted
    ]
    return np.array(sums).T if sums else np.zeros((rows.shape[0], 0))


def _level_variance(table: Floats, mean: Floats, free: int) -> float:
    def surplus(alpha: float) -> float:
        return float(((table - mean) ** 2 / (mean + alpha * mean**2 + 1e-12)).sum()) - free

    if surplus(0.0) <= 0:
        return 0.0
    return float(brentq(surplus, 0.0, 1.0)) if surplus(1.0) < 0 else 1.0


def _memory(years: Ints) -> Floats:
    away = np.abs(years[:, None] - years[None, :]).astype(np.float64)
    return np.asarray(YEARS_TOGETHER**away)


def expect(
    treated: Floats, control: Floats | None, frame: Frame, wander: Spread, *, evenness: float = 0.0
) -> Expected:
    """Return what the time before and the comparison areas let expect for the time after.

    Parameters
    ----------
    treated : ndarray of float64, shape (n_times,)
        Counts; those after are not looked at.
    control : ndarray of float64, shape (n_times,), optional
        Counts of all comparison areas together, before and after.
    frame : Frame
    wander : Spread
    evenness : float
        Sum of the squared shares of the comparison areas: 1 for a single one.
    """
    x = _terms(frame)
    before, after = np.flatnonzero(frame.before), np.flatnonzero(frame.after)
    drift = DRIFT_ALONE if control is None else DRIFT_APART
    penalty = np.zeros(x.shape[1])
    penalty[1] = 1 / drift**2
    base = np.ones(treated.size) if control is None else control
    beta, weight, bread = _fit(
        treated[before], None if control is None else control[before], x[before], penalty
    )
    mean = base * np.exp(x @ beta)
    total = float(mean[after].sum())
    share = mean[after] / max(total, 1e-12)
    gradient = share @ x[after]
    counting = float(gradient @ bread @ gradient)
    if control is not None:
        counting += float((share**2 / np.maximum(control[after], 1e-9)).sum())
    pull = (x[before] * weight[:, None]) @ (bread @ gradient)
    years, place = np.unique(frame.block[np.concatenate([before, after])], return_inverse=True)
    load = np.bincount(place, weights=np.concatenate([-pull, share]), minlength=years.size)
    slow = wander.alpha * (1 + evenness) * float(load @ _memory(years) @ load)
    by_shock, by_ratio = (1.0, counting + slow), (wander.phi, wander.phi * counting)
    linear, square = max(by_shock, by_ratio, key=lambda part: part[0] * total + part[1] * total**2)
    # Only the slow part has been estimated from few years; counting needs no estimate.
    part = slow * total**2 / (total + (counting + slow) * total**2)
    df = wander.df / max(part, 0.2) if (linear, square) == by_shock else wander.df
    return Expected(total, mean[after], mean[before], linear, square, df)


def _terms(frame: Frame) -> Floats:
    t = np.arange(frame.before.size, dtype=np.float64)
    years = (t - t[frame.before].mean()) / frame.period
    waves = [
        wave(2 * np.pi * k * t / frame.period)
        for k in range(1, frame.harmonics + 1)
        for wave in (np.sin, np.cos)
    ]
    return np.column_stack([np.ones(t.size), years, *waves])


def _fit(
    y: Floats, control: Floats | None, x: Floats, penalty: Floats
) -> tuple[Floats, Floats, Floats]:
    """Fit shares (with control) or counts by penalised scoring; return also weight and inverse."""
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(max(float(y.sum()), 0.5) / (y.size if control is None else control.sum()))
    for _ in range(60):
        eta = np.clip(x @ beta, -30, 30)
        if control is None:
            fitted = np.exp(eta)
            weight = fitted
        else:
            part = 1 / (1 + np.exp(-eta))
            fitted = (y + control) * part
            weight = fitted * (1 - part)
        information = x.T @ (weight[:, None] * x) + np.diag(penalty + 1e-9)
        step = np.linalg.solve(information, x.T @ (y - fitted) - penalty * beta)
        beta = beta + np.clip(step, -2, 2)
        if float(np.abs(step).max()) < 1e-10:
            break
    inverse: Floats = np.linalg.inv(information).astype(np.float64)
    return beta, weight, inverse
