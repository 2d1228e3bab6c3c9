"""Early warning over many series at once."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from vorort.stats import _rates_exact, _rates_fdr, _rates_spread
from vorort.stats.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    as_choice,
    as_counts,
    as_level,
    as_positive,
    as_whole,
)
from vorort.stats.results import Note, Result, StatsInputError

_CUSUM_K, _CUSUM_H = 1.04, 2.26


@dataclass(frozen=True, kw_only=True)
class AlarmResult(Result):
    """Alarms of the latest periods.

    All arrays have shape (n_series, n_periods), the latest period last.

    Attributes
    ----------
    observed : ndarray of float64
        Counts of the evaluated periods.
    expected : ndarray of float64
        Expected counts; NaN where the series could not be evaluated.
    upper : ndarray of float64
        Largest count (or threshold) that does not alarm.
    alarm : ndarray of bool
        True where the count lies above ``upper`` (cusum: the sum reaches its limit).
    p : ndarray of float64
        One-sided p-value of so many cases or more; NaN for cusum and EARS C3.
    fdr_q : ndarray of float64
        p adjusted for the number of series of that period (Benjamini-Hochberg).
    score : ndarray of float64
        Normal score of p, to sort by surprise; for cusum the sum, for C3 its statistic.
    persistent : ndarray of bool
        Alarm now and in at least one of the two periods before.
    expected_false : float
        Alarms per period to be expected by chance alone over all series.
    """

    frame_fields: ClassVar[tuple[str, ...]] = (
        "observed",
        "expected",
        "upper",
        "alarm",
        "p",
        "fdr_q",
        "score",
        "persistent",
    )

    observed: FloatArray
    expected: FloatArray
    upper: FloatArray
    alarm: BoolArray
    p: FloatArray
    fdr_q: FloatArray
    score: FloatArray
    persistent: BoolArray
    expected_false: float


def alarms(
    Y: ArrayLike,  # noqa: N803 - agreed name
    *,
    method: Literal["farrington", "ears", "cusum"] = "farrington",
    period: int = 52,
    periods: int = 1,
    alpha: float = 0.01,
    exposure: ArrayLike | None = None,
    flexible: bool = True,
    threshold: Literal["predictive", "nb_plugin", "muan", "power"] | None = None,
    years: int = 5,
    half_window: int = 3,
    blocks: int | None = None,
    left_out: int | None = None,
    reweigh_above: float | None = None,
    trend: bool = True,
    trend_p: float | None = None,
    at_least: tuple[int, int] = (5, 4),
    variant: Literal["C1", "C2", "C3"] = "C1",
    baseline: int = 7,
    transform: Literal["standard", "rossi", "anscombe"] = "standard",
    k: float = _CUSUM_K,
    h: float = _CUSUM_H,
) -> AlarmResult:
    """Find series whose latest counts are higher than their past lets expect.

    Parameters
    ----------
    Y : array_like of whole numbers >= 0, shape (n_series, n_time)
        Counts by week or month, oldest first; NaN where missing.
    method : {"farrington", "ears", "cusum"}
        Farrington needs ``years`` years; EARS a dozen periods; cusum finds small lasting
        shifts against the mean of everything before the evaluated periods.
    period : int
        Periods of a year: 52 or 12.
    periods : int
        Number of latest periods to evaluate.
    alpha : float
        Chance of a false alarm per series and period (farrington, ears C1 and C2).
    exposure : array_like of numbers > 0, broadcast against ``Y``, optional
        Residents or days (farrington).
    flexible : bool
        Noufaily's version (ten blocks a year, trend always tried, weights above 2.58, the
        last half year left out), or the original of 1996. Sets the defaults of the next
        seven arguments.
    threshold : str, optional
        ``predictive`` (default): negative binomial with the uncertainty of mean and
        dispersion. As published: ``nb_plugin`` and ``muan`` (Noufaily), ``power`` (2/3 power,
        the original).
    years, half_window, blocks, left_out : int
        Years looked back; weeks on each side; blocks of a year; latest weeks not used.
    reweigh_above : float
        Anscombe residual above which past outbreaks are weighed down; 0 for never.
    trend, trend_p : bool, float
        Try a trend; keep it if its p-value is below ``trend_p``.
    at_least : (int, int)
        No alarm with fewer than so many cases in the latest so many periods.
    variant, baseline : str, int
        EARS: C1, C2 (baseline ends two periods before), C3 (excess of C2 over 1, summed over
        three periods); length of the baseline.
    transform, k, h : str, float, float
        Cusum: standardisation, reference value and limit.

    Returns
    -------
    AlarmResult
        Notes SHORT_SERIES (series that could not be evaluated), NOT_CONVERGED.

    Raises
    ------
    StatsInputError
        ``TOO_SHORT`` (time axis too short for the method), negative or fractional counts,
        unknown choices.

    Notes
    -----
    Farrington: quasi-Poisson regression on the same weeks of previous years, past outbreaks
    weighed down. ``predictive``: variance ``phi mu + se^2`` as negative binomial (phi corrected
    for the weighing down), the score of the exact upper tail referred to Student's t; below one expected case per period an
    exact conditional test instead. EARS alarms by its published limits; its p is exact given
    the total, so that the two may disagree with few cases. A campaign or a new way of reporting looks like an
    outbreak; holidays discovered later belong into :func:`aoristic` first.

    References
    ----------
    Farrington CP et al. (1996) J R Stat Soc A 159:547-563. Noufaily A et al. (2013) An
    improved algorithm for outbreak detection in multiple surveillance systems. Stat Med
    32:1206-1222. Hutwagner L et al. (2003) J Urban Health 80:i89-i96. Rossi G et al. (1999)
    Stat Med 18:2111-2122.

    Examples
    --------
    >>> import numpy as np
    >>> y = np.tile([4, 5, 6, 5], 90)[None, :].astype(float)
    >>> y[0, -1] = 25
    >>> result = alarms(y, periods=2)
    >>> result.alarm.tolist()
    [[False, True]]
    """
    as_choice(method, "method", ("farrington", "ears", "cusum"))
    as_level(alpha, "alpha")
    counts = as_counts(Y, "Y", 2)
    n_time = counts.shape[1]
    last = as_whole(periods, "periods", 1, n_time)
    times = np.arange(n_time - last, n_time)
    params: dict[str, object] = {"method": method, "periods": last, "alpha": alpha}
    if method == "farrington":
        config = _farrington_config(
            (flexible, threshold, blocks, left_out, reweigh_above, trend_p),
            (as_whole(years, "years", 1), as_whole(half_window, "half_window", 0)),
        )
        config |= {"period": as_whole(period, "period", 2), "trend": trend, "at_least": at_least}
        parts = _farrington(counts, _log_exposure(counts, exposure), times, alpha, config)
        return _result(counts[:, times], parts, alpha, {**params, **config})
    if method == "ears":
        as_choice(variant, "variant", ("C1", "C2", "C3"))
        parts = _ears(counts, times, alpha, variant, as_whole(baseline, "baseline", 3))
        return _result(
            counts[:, times], parts, alpha, {**params, "variant": variant, "baseline": baseline}
        )
    as_choice(transform, "transform", ("standard", "rossi", "anscombe"))
    parts = _cusum(counts, times, transform, k, h)
    return _result(
        counts[:, times], parts, np.nan, {**params, "transform": transform, "k": k, "h": h}
    )


def _log_exposure(counts: FloatArray, exposure: ArrayLike | None) -> FloatArray:
    weight = as_positive(1.0 if exposure is None else exposure, "exposure")
    try:
        return np.ascontiguousarray(np.broadcast_to(np.log(weight), counts.shape))
    except ValueError as error:
        raise StatsInputError("WRONG_SHAPE", "exposure", str(weight.shape)) from error


def _farrington_config(
    given: tuple[bool, str | None, int | None, int | None, float | None, float | None],
    window: tuple[int, int],
) -> dict[str, object]:
    """Return the settings: the arguments given, or the published ones of the version."""
    flexible, threshold, blocks, left_out, cut, trend_p = given
    if threshold is not None:
        as_choice(threshold, "threshold", ("predictive", "nb_plugin", "muan", "power"))
    if blocks is not None:
        as_whole(blocks, "blocks", 1, 26)
    if left_out is not None:
        as_whole(left_out, "left_out", window[1])
    return {
        "flexible": flexible,
        "threshold": threshold or "predictive",
        "years": window[0],
        "half_window": window[1],
        "blocks": blocks if blocks is not None else (10 if flexible else 1),
        "left_out": left_out if left_out is not None else (26 if flexible else window[1]),
        "reweigh_above": cut if cut is not None else (2.58 if flexible else 1.0),
        "trend_p": trend_p if trend_p is not None else (1.0 if flexible else 0.05),
    }


def _farrington(
    counts: FloatArray,
    offset: FloatArray,
    times: IntArray,
    alpha: float,
    config: dict[str, object],
) -> tuple[FloatArray, ...]:
    """Return expected, upper, p, score and convergence of the evaluated periods."""
    # The compiler loads slowly; pages that only need a verdict on a year do without it.
    from vorort.stats import _series_farrington  # noqa: PLC0415

    years, half, blocks, left_out, period = (
        int(str(config[key])) for key in ("years", "half_window", "blocks", "left_out", "period")
    )
    if times[0] - years * period - half < 0:
        raise StatsInputError("TOO_SHORT", "y", f"needs {years} years before the first period")
    cut, trend_p = float(str(config["reweigh_above"])), float(str(config["trend_p"]))
    df = np.arange(1, years * period + 2 * half + 2)
    quantile = np.zeros(len(df) + 1)
    if trend_p < 1:
        quantile[1:] = special.stdtrit(df, 1 - trend_p / 2)
    fit, _ = _series_farrington.fits(
        np.ascontiguousarray(counts),
        offset,
        times,
        period,
        (years, half, blocks, left_out),
        cut,
        quantile,
        trend=bool(config["trend"]) and years >= (3 if trend_p < 1 else 1),
    )
    observed = counts[:, times]
    rule = config["at_least"]
    enough = _series_farrington.enough_cases(counts, times, rule)  # type: ignore[arg-type]
    mean = np.where(enough & (fit[..., 5] > 0), fit[..., 0], np.nan)
    one_sided = alpha if config["flexible"] or config["threshold"] == "predictive" else alpha / 2
    if config["threshold"] == "predictive":
        fit[..., 2] *= _consistency(cut)
        fit[..., 1] *= np.sqrt(_consistency(cut))
    upper, p = _threshold(str(config["threshold"]), observed, mean, fit, one_sided)
    return mean, upper, p, np.asarray(-special.ndtri(p)), fit[..., 5]


def _consistency(cut: float) -> float:
    """Return by how much weighing down above ``cut`` makes the dispersion too small.

    For a normal score s with weight 1 up to the cut and 1 / s^2 above, E[w s^2] / E[w] is
    (1 - c d(c)) / (1 - 2 Q(c) + d(c) / c), d and Q being density and tail.
    """
    if cut <= 0:
        return 1.0
    density = float(np.exp(-cut * cut / 2) / np.sqrt(2 * np.pi))
    return float((1 - 2 * special.ndtr(-cut) + density / cut) / (1 - cut * density))


def _threshold(
    kind: str, y: FloatArray, mean: FloatArray, fit: FloatArray, alpha: float
) -> tuple[FloatArray, FloatArray]:
    """Return the largest unremarkable count and the p-value of the observed one."""
    error, phi = fit[..., 1], fit[..., 2]
    if kind == "power":
        root = np.sqrt(4 / 9 * mean ** (1 / 3) * (phi + error**2 / mean))
        upper = (mean ** (2 / 3) + float(-special.ndtri(alpha)) * root) ** 1.5
        return np.asarray(upper), special.ndtr(-(y ** (2 / 3) - mean ** (2 / 3)) / root)
    if kind == "predictive":
        return _predictive(y, mean, fit, alpha)
    if kind == "muan":
        mean = mean * np.exp(np.minimum(float(-special.ndtri(alpha)) * error / mean, 20.0))
    tail = np.full(mean.shape, alpha)
    return _count_quantile(tail, mean, phi), _at_least(y, mean, phi)


def _at_least(y: FloatArray, mean: FloatArray, phi: FloatArray) -> FloatArray:
    """Return P(Y >= y) of a count with variance ``phi * mean``: negative binomial or Poisson."""
    size = mean / np.maximum(phi - 1, 1e-9)
    several = np.maximum(y, 0.5)
    tail = np.where(
        phi > 1 + 1e-9,
        special.betainc(several, size, (phi - 1) / phi),
        special.gammainc(several, mean),
    )
    return np.asarray(np.where(y > 0, tail, np.where(np.isnan(y + mean), np.nan, 1.0)))


def _count_quantile(alpha: FloatArray, mean: FloatArray, phi: FloatArray) -> FloatArray:
    """Return the smallest count q with P(Y > q) <= alpha; NaN where ``mean`` is."""
    known = ~np.isnan(mean + phi + alpha)
    center, spread = np.where(known, mean, 1.0), np.where(known, phi, 1.0)
    tail = np.where(known, alpha, 0.5)
    low = np.full(mean.shape, -1.0)
    high = np.ceil(center + 10 * np.sqrt(spread * center) + 30 * spread)
    while (_at_least(high + 1, center, spread) > tail).any():
        high *= 2
    while (high - low > 1).any():
        middle = np.floor(0.5 * (low + high))
        beyond = _at_least(middle + 1, center, spread) <= tail
        high, low = np.where(beyond, middle, high), np.where(beyond, low, middle)
    return np.where(known, high, np.nan)


def _predictive(
    y: FloatArray, mean: FloatArray, fit: FloatArray, alpha: float
) -> tuple[FloatArray, FloatArray]:
    """Negative binomial with inflated dispersion; its score is referred to Student's t.

    Below one expected case per period the mean itself rests on a handful of cases: there the
    count is compared, given the total, with the number of cases the mean is worth.
    """
    error, df = fit[..., 1], np.maximum(fit[..., 3], 1.0)
    phi = fit[..., 2] + error**2 / mean
    score = -special.ndtri(np.clip(_at_least(y, mean, phi), 1e-300, 1.0))
    cut = np.asarray(special.stdtrit(df, 1 - alpha))
    upper = _count_quantile(np.asarray(special.ndtr(-cut)), mean, phi)
    rare = mean < 1
    if rare.any():
        worth = mean[rare] ** 2 * fit[..., 2][rare] / error[rare] ** 2
        share, root = mean[rare] / (mean[rare] + worth), np.sqrt(fit[..., 2][rare])
        known = ~np.isnan(y[rare])
        count = np.where(known, y[rare], 0.0)
        score[rare] = np.where(known, _rates_exact.score_up(count, worth, share) / root, np.nan)
        upper[rare] = _rates_exact.count_limits(worth, share, np.asarray(cut[rare] * root))[1]
    p = special.stdtr(df, -score)
    return upper, np.asarray(np.where(y == 0, 1.0, p))


def _ears(
    counts: FloatArray, times: IntArray, alpha: float, variant: str, baseline: int
) -> tuple[FloatArray, ...]:
    """Return mean, threshold, p and score of EARS C1, C2 or C3."""
    lag = 0 if variant == "C1" else 2
    back = 2 if variant == "C3" else 0
    if times[0] - lag - back - baseline < 0:
        raise StatsInputError("TOO_SHORT", "y", f"needs {lag + back + baseline} periods before")
    windows = np.lib.stride_tricks.sliding_window_view(counts, baseline, axis=1)
    start = times - lag - baseline
    mean, spread = windows[:, start].mean(axis=2), windows[:, start].std(axis=2, ddof=1)
    cut = float(-special.ndtri(alpha))
    one = np.ones(mean.shape)
    if variant != "C3":
        p = _ears_p(counts[:, times], windows[:, start])
        values = (mean, mean + cut * spread, p, -special.ndtri(p), one)
        return tuple(np.asarray(value, dtype=np.float64) for value in values)
    carried = np.zeros(mean.shape)
    for step in (1, 2):
        window = windows[:, start - step]
        with np.errstate(divide="ignore", invalid="ignore"):
            earlier = (counts[:, times - step] - window.mean(axis=2)) / window.std(axis=2, ddof=1)
        carried += np.maximum(0.0, np.nan_to_num(earlier - 1, nan=0.0, posinf=np.inf))
    with np.errstate(invalid="ignore", divide="ignore"):
        upper = np.where(carried > cut, 0.0, mean + spread * (1 + cut - carried))
        score = np.maximum(0.0, (counts[:, times] - mean) / spread - 1) + carried
    return mean, upper, np.full(mean.shape, np.nan), score, one


def _ears_p(y: FloatArray, window: FloatArray) -> FloatArray:
    """Return the one-sided p-value of a count against a short baseline.

    The published limits take seven counts for a normal sample; with few cases that alarms too
    often. Here the count is tested exactly given the total, against the baseline's own
    dispersion and its uncertainty.
    """
    size, total = window.shape[-1], window.sum(axis=-1)
    known = ~np.isnan(y + total)
    count, worth = np.where(known, y, 0.0), np.where(known, total, 0.0)
    mean = np.where(worth > 0, worth / size, 1.0)
    square = ((window - mean[..., None]) ** 2).sum(axis=-1) / mean / (size - 1)
    raw = np.where(known & (worth > 0), square, 1.0)
    score = np.clip(_rates_exact.score_up(count, worth, np.full(y.shape, 1 / (1 + size))), -40, 40)
    half = 0.5 * _rates_spread.two_sided_p(score, raw, np.full(y.shape, size - 1.0))
    return np.where(known, np.where(score > 0, half, 1 - half), np.nan)


def _cusum(
    counts: FloatArray, times: IntArray, transform: str, k: float, h: float
) -> tuple[FloatArray, ...]:
    """Return mean, the count at which the sum reaches ``h``, no p, the sum, convergence."""
    if times[0] < 3:
        raise StatsInputError("TOO_SHORT", "y", "needs three periods before")
    before = counts[:, : times[0]]
    mean = np.nansum(before, axis=1) / np.maximum((~np.isnan(before)).sum(axis=1), 1)
    mean = np.where(mean > 0, mean, np.nan)
    now, total = counts[:, times], np.zeros(len(counts))
    sums, upper = np.empty(now.shape), np.empty(now.shape)
    for t in range(now.shape[1]):
        upper[:, t] = _cusum_bound(mean, h + k - total, transform)
        step = _standardised(now[:, t], mean, transform) - k
        # A missing count neither raises nor lowers the sum.
        total = np.maximum(0.0, total + np.where(np.isnan(step), 0.0, step))
        sums[:, t] = total
    expected = np.broadcast_to(mean[:, None], now.shape)
    return expected, upper, np.full(now.shape, np.nan), sums, np.where(sums >= h, 2.0, 1.0)


def _standardised(y: FloatArray, mean: FloatArray, transform: str) -> FloatArray:
    if transform == "rossi":
        return np.asarray((y - 3 * mean + 2 * np.sqrt(y * mean)) / (2 * np.sqrt(mean)))
    if transform == "anscombe":
        return np.asarray(1.5 * (y ** (2 / 3) - mean ** (2 / 3)) / mean ** (1 / 6))
    return np.asarray((y - mean) / np.sqrt(mean))


def _cusum_bound(mean: FloatArray, room: FloatArray, transform: str) -> FloatArray:
    """Return the count whose standardised value equals ``room``."""
    if transform == "rossi":
        # x + 2 sqrt(m) sqrt(x) = 2 sqrt(m) room + 3 m, solved for sqrt(x)
        root = np.sqrt(np.maximum(4 * mean + 2 * np.sqrt(mean) * room, 0.0)) - np.sqrt(mean)
        return np.asarray(np.maximum(root, 0.0) ** 2)
    if transform == "anscombe":
        inner = 2 / 3 * mean ** (1 / 6) * room + mean ** (2 / 3)
        return np.asarray(np.maximum(inner, 0.0) ** 1.5)
    return np.asarray(np.maximum(mean + np.sqrt(mean) * room, 0.0))


def _result(
    observed: FloatArray,
    parts: tuple[FloatArray, ...],
    alpha: float,
    params: dict[str, object],
) -> AlarmResult:
    """Assemble alarms, adjusted p-values, persistence and notes."""
    expected, upper, p, score, state = parts
    tested = ~np.isnan(expected + observed)
    if params["method"] == "cusum":
        alarm = tested & (state == 2.0)
    else:
        alarm = tested & (observed > upper) & (observed > 0)
    earlier = np.zeros(alarm.shape, dtype=bool)
    for step in (1, 2):
        if alarm.shape[1] > step:
            earlier[:, step:] |= alarm[:, :-step]
    notes = []
    if not tested.all():
        notes.append(Note("SHORT_SERIES", (("count", int((~tested).sum())),)))
    if (state == 0).any():
        notes.append(Note("NOT_CONVERGED", (("count", int((state == 0).sum())),)))
    return AlarmResult(
        method=str(params["method"]),
        params=params,
        n=len(observed),
        assumptions=("SAME_RECORDING", "INDEPENDENT_PERIODS"),
        notes=tuple(notes),
        observed=observed,
        expected=np.array(expected),
        upper=np.where(tested, upper, np.nan),
        alarm=np.asarray(alarm),
        p=np.where(tested, p, np.nan),
        fdr_q=_rates_fdr.adjust(np.where(tested, p, np.nan), axis=0),
        score=np.where(tested, score, np.nan),
        persistent=np.asarray(alarm & earlier),
        expected_false=float(alpha * tested.sum() / max(tested.shape[1], 1)),
    )
