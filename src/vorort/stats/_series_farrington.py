# ruff: noqa: FBT001, PLR0917 - compiled code takes its arguments by place
"""Farrington's early warning, original and flexible, batched over series.

The regression has one level per block of weeks and one common slope. Its information matrix
is an arrow (a diagonal bordered by the slope), so a Newton step costs one pass over the
reference weeks instead of a factorisation; that is where the speed comes from.

Arrays of one fit: ``data`` holds counts, time before now and log exposure in three rows;
``state`` weights and means in two rows; ``arrow`` diagonal, border, pull and level of the
blocks in four rows.
"""

import numpy as np

from vorort.stats._rates_threads import over_rows
from vorort.stats._series_kernel import compiled
from vorort.stats.arrays import BoolArray, FloatArray, IntArray

_STEPS = 60
FIELDS = 6


def reference_weeks(
    now: int, period: int, shape: tuple[int, int, int, int]
) -> tuple[IntArray, IntArray]:
    """Return the reference points of ``now`` and their block; block 0 holds ``now``.

    ``shape`` is (years, half window, blocks, left out before now). Weeks between the windows
    are cut into ``blocks - 1`` stretches, the first ones longer by one if it does not divide
    (Noufaily et al. 2013).
    """
    years, half, blocks, left_out = shape
    label = np.full(now + 1, -1)
    anchors = [now - period * i for i in range(years + 1)]
    for i in range(1, years + 1):
        anchor = anchors[i]
        label[max(anchor - half, 0) : anchor + half + 1] = 0
        if blocks > 1:
            stretch = np.arange(max(anchor + half + 1, 0), anchors[i - 1] - half)
            for block, weeks in enumerate(np.array_split(stretch, blocks - 1)):
                label[weeks] = block + 1
    label[max(now - left_out, 0) :] = -1
    index = np.flatnonzero(label >= 0)
    return index, label[index]


@compiled
def _sums(
    data: FloatArray, block: IntArray, state: FloatArray, arrow: FloatArray, slope: float
) -> tuple[float, float]:
    """Refresh means and the arrow; return the slope's information and pull, levels removed."""
    for g in range(arrow.shape[1]):
        arrow[0, g] = 0.0
        arrow[1, g] = 0.0
        arrow[2, g] = 0.0
    corner = 0.0
    pull = 0.0
    for i in range(len(block)):
        g = block[i]
        time = data[1, i]
        mean = np.exp(min(arrow[3, g] + slope * time + data[2, i], 50.0))
        state[1, i] = mean
        weight = state[0, i] * mean
        gap = state[0, i] * (data[0, i] - mean)
        arrow[0, g] += weight
        arrow[1, g] += weight * time
        arrow[2, g] += gap
        corner += weight * time * time
        pull += gap * time
    for g in range(arrow.shape[1]):
        if arrow[0, g] > 0:
            corner -= arrow[1, g] * arrow[1, g] / arrow[0, g]
            pull -= arrow[1, g] * arrow[2, g] / arrow[0, g]
    return corner, pull


@compiled
def _largest(data: FloatArray, row: int) -> float:
    """Return the largest absolute value of a row."""
    largest = 0.0
    for i in range(data.shape[1]):
        largest = max(largest, abs(data[row, i]))
    return largest


@compiled
def _start(data: FloatArray, block: IntArray, state: FloatArray, arrow: FloatArray) -> None:
    """Set the levels to the log rates of the blocks; a tiny rate where there are no cases."""
    for g in range(arrow.shape[1]):
        cases = 0.0
        people = 0.0
        for i in range(len(block)):
            if block[i] == g:
                cases += state[0, i] * data[0, i]
                people += state[0, i] * np.exp(data[2, i])
        arrow[3, g] = np.log(max(cases, 1e-8) / people) if people > 0 else -20.0


@compiled
def _fit(
    data: FloatArray,
    block: IntArray,
    state: FloatArray,
    arrow: FloatArray,
    trend: bool,
    slope: float,
) -> tuple[float, float, bool]:
    """Fit by Newton's method from the given slope and the levels in ``arrow``.

    Returns slope, its information and whether it converged.
    """
    span = _largest(data, 1)
    corner = 0.0
    for _ in range(_STEPS):
        corner, pull = _sums(data, block, state, arrow, slope)
        step = pull / corner if trend and corner > 1e-300 else 0.0
        step = min(max(step, -3.0 / span), 3.0 / span)
        largest = abs(step) * span
        for g in range(arrow.shape[1]):
            if arrow[0, g] > 0 and arrow[3, g] > -19.0:
                move = (arrow[2, g] - arrow[1, g] * step) / arrow[0, g]
                move = min(max(move, -3.0), 3.0)
                arrow[3, g] += move
                largest = max(largest, abs(move))
        slope += step
        if largest < 1e-9:
            return slope, corner, True
    return slope, corner, False


@compiled
def _dispersion(data: FloatArray, state: FloatArray, free: int) -> float:
    """Return the weighted Pearson statistic per degree of freedom, not floored."""
    total = 0.0
    for i in range(data.shape[1]):
        total += state[0, i] * (data[0, i] - state[1, i]) ** 2 / state[1, i]
    return total / free if free > 0 else np.nan


@compiled
def _down_weigh(
    data: FloatArray,
    block: IntArray,
    state: FloatArray,
    arrow: FloatArray,
    slope_information: float,
    spread: float,
    cut: float,
) -> None:
    """Weigh weeks with Anscombe residuals above ``cut`` by their inverse square, sum kept."""
    n = len(block)
    total = 0.0
    for i in range(n):
        g, mean = block[i], state[1, i]
        hat = mean / arrow[0, g]
        if slope_information > 0:
            gap = data[1, i] - arrow[1, g] / arrow[0, g]
            hat += mean * gap * gap / slope_information
        residual = 1.5 * (data[0, i] ** (2 / 3) * mean ** (-1 / 6) - np.sqrt(mean))
        residual /= np.sqrt(spread * max(1 - hat, 1e-12))
        state[0, i] = residual ** (-2.0) if residual > cut else 1.0
        total += state[0, i]
    for i in range(n):
        state[0, i] *= n / total


@compiled
def _reweighted(
    data: FloatArray,
    block: IntArray,
    state: FloatArray,
    arrow: FloatArray,
    free: int,
    cut: float,
    trend: bool,
) -> tuple[float, float, float, bool]:
    """Fit, weigh past outbreaks down, fit again; return slope, information, phi, converged."""
    for i in range(len(block)):
        state[0, i] = 1.0
    _start(data, block, state, arrow)
    slope, corner, good = _fit(data, block, state, arrow, trend, 0.0)
    phi = _dispersion(data, state, free)
    if cut > 0:
        information = corner if trend else 0.0
        _down_weigh(data, block, state, arrow, information, max(phi, 1.0), cut)
        slope, corner, again = _fit(data, block, state, arrow, trend, slope)
        phi = _dispersion(data, state, free)
        good = good and again
    return slope, corner, phi, good


@compiled
def _one(
    data: FloatArray,
    block: IntArray,
    offset_now: float,
    n_blocks: int,
    cut: float,
    quantile: FloatArray,
    out: FloatArray,
    trend: bool,
) -> None:
    """Fill ``out`` with mean, standard error, dispersion, df, trend kept and converged (0/1).

    The trend is kept if its t value exceeds ``quantile[df]`` and it does not predict beyond
    the largest reference value; otherwise everything is fitted anew without it.
    """
    n = len(block)
    state, arrow = np.empty((2, n)), np.empty((4, n_blocks))
    used = np.zeros(n_blocks)
    free = n
    for g in block:
        free -= 1 if used[g] == 0.0 else 0
        used[g] = 1.0
    kept, slope, corner, phi, good = False, 0.0, 0.0, 0.0, False
    if trend and free > 1:
        slope, corner, phi, good = _reweighted(data, block, state, arrow, free - 1, cut, True)
        inside = np.exp(arrow[3, 0] + offset_now) <= _largest(data, 0)
        kept = good and inside and slope * slope * corner > quantile[free - 1] ** 2 * phi
    if not kept:
        slope, corner, phi, good = _reweighted(data, block, state, arrow, free, cut, False)
    variance = 1.0 / arrow[0, 0]
    if kept:
        variance += (arrow[1, 0] / arrow[0, 0]) ** 2 / corner
    mean = np.exp(arrow[3, 0] + offset_now)
    out[0], out[2] = mean, max(phi, 1.0)
    out[1] = mean * np.sqrt(variance * out[2])
    out[3] = free - (1 if kept else 0)
    out[4] = 1.0 if kept else 0.0
    out[5] = 1.0 if good else 0.0


@compiled
def batch(
    y: FloatArray,
    offset: FloatArray,
    index: IntArray,
    block: IntArray,
    now: int,
    cut: float,
    quantile: FloatArray,
    trend: bool,
) -> FloatArray:
    """Fit all series at the time point ``now``; rows as ``_one`` fills them.

    NaN counts are left out of their series' reference weeks. A series without three usable
    weeks in the block of ``now`` keeps NaN.
    """
    n_series = y.shape[0]
    n_blocks = 1
    for g in block:
        n_blocks = max(n_blocks, g + 1)
    out = np.full((n_series, FIELDS), np.nan)
    for s in range(n_series):
        there = 0
        near = 0
        data, groups = np.empty((3, len(index))), np.empty(len(index), dtype=np.int64)
        for i in range(len(index)):
            value = y[s, index[i]]
            if not np.isnan(value + offset[s, index[i]]):
                data[0, there] = value
                data[1, there] = index[i] - now
                data[2, there] = offset[s, index[i]]
                groups[there] = block[i]
                near += 1 if block[i] == 0 else 0
                there += 1
        if near >= 3 and not np.isnan(offset[s, now]):
            _one(
                data[:, :there],
                groups[:there],
                offset[s, now],
                n_blocks,
                cut,
                quantile,
                out[s],
                trend,
            )
    return out


def fits(
    y: FloatArray,
    offset: FloatArray,
    times: IntArray,
    period: int,
    shape: tuple[int, int, int, int],
    cut: float,
    quantile: FloatArray,
    *,
    trend: bool,
) -> tuple[FloatArray, IntArray]:
    """Return fits of shape (n_series, n_times, 6) and the reference weeks' number per time."""
    result = np.empty((len(y), len(times), FIELDS))
    references = [reference_weeks(int(now), period, shape) for now in times]
    size = np.array([len(index) for index, _ in references], dtype=np.int64)

    def run(rows: slice) -> None:
        for k, (index, block) in enumerate(references):
            result[rows, k] = batch(
                y[rows], offset[rows], index, block, int(times[k]), cut, quantile, trend
            )

    over_rows(run, len(y), per_thread=50)
    return result, size


def enough_cases(y: FloatArray, times: IntArray, rule: tuple[int, int]) -> BoolArray:
    """Return where the last ``rule[1]`` periods together hold at least ``rule[0]`` cases."""
    total = np.cumsum(np.nan_to_num(y), axis=1)
    before = times - rule[1]
    earlier = np.where(before >= 0, total[:, np.maximum(before, 0)], 0.0)
    return np.asarray(total[:, times] - earlier >= rule[0])
