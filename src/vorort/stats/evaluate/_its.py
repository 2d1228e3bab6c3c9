"""Interrupted time series: does level or slope change at the start, and not in the control?"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2
from scipy.stats import t as student

from vorort.stats.evaluate._negbin import CountFit, fit_counts, newey_west
from vorort.stats.evaluate._result import EffectResult, Floats, check_level, evidence_grade
from vorort.stats.results import Note, StatsInputError

MIN_PRE, GOOD_PRE, MIN_POST = 8, 24, 3


def its(  # noqa: PLR0917 - the agreed order of arguments
    y: ArrayLike,
    intervention: int,
    control: ArrayLike | None = None,
    exposure: ArrayLike | None = None,
    period: int = 12,
    harmonics: int = 1,
    hac_lags: int | None = None,
    *,
    family: str = "nb",
    slope: bool = True,
    phase_in: int = 0,
    level: float = 0.95,
) -> EffectResult:
    """Interrupted time series of counts, with or without a control series.

    Parameters
    ----------
    y : array-like of float, shape (n_times,)
        Counts in equal periods, >= 0.
    intervention : int
        Index of the first period with the measure; at least 8 before, 3 after (phase-in counted
        out).
    control : array-like of float, shape (n_times,), optional
        Counts of a comparable series without the measure.
    exposure : array-like of float, shape (n_times,) or (2, n_times), optional
        Persons, days …, > 0; second row for the control.
    period : int
        Periods a year (12 for months).
    harmonics : int
        Pairs of sine and cosine of the year; 0 for none.
    hac_lags : int, optional
        Last lag of the Newey-West weights; default ``floor(4 (n / 100)^(2/9))``.
    family : {"nb", "poisson"}
        Falls back to Poisson, with note ``FALLBACK``, where nothing is overdispersed.
    slope : bool
        Whether the trend may change too.
    phase_in : int
        Periods from the start on that are left out.
    level : float
        Level of the interval.

    Returns
    -------
    EffectResult
        Scale ``log``: change of the log rate at the start beyond the old trend (beyond that of
        the control, if given). ``parts``: ``slope`` (change of the log rate a year) and its
        standard error, ``average`` (mean log effect over the periods after), standard errors
        ``se_model`` and ``se_hac``, ``theta``, ``dispersion``.

    Raises
    ------
    StatsInputError
        ``SHAPE``, ``NOT_FINITE``, ``NEGATIVE_COUNT``, ``NOT_POSITIVE``, ``TOO_SHORT``,
        ``UNKNOWN_OPTION``, ``ALL_ZERO``.

    Notes
    -----
    ``log E(y) = log exposure + a + b t + seasons + level D + slope D (t - t0)``; with a control
    the two series have their own level and trend, and the effect is the difference of their
    breaks. Standard errors are the larger of the model's (with Pearson dispersion) and
    Newey-West's, with a t distribution. Not for annual figures, not if recording changed at the
    same time, not without a control if anything else did.

    References
    ----------
    Bernal, J. L., Cummins, S., Gasparrini, A. (2017). International Journal of Epidemiology 46,
    348-355.

    Examples
    --------
    >>> import numpy as np
    >>> y = np.tile([20, 22, 24, 22, 20, 18], 8).astype(float)
    >>> y[24:] /= 2
    >>> result = its(y, 24, period=6, slope=False)
    >>> round(result.effect, 2)
    -0.69
    """
    table, shares = _series(y, control, exposure)
    check_level(level)
    if family not in {"nb", "poisson"}:
        raise StatsInputError("UNKNOWN_OPTION", "family")
    if harmonics < 0 or period < 2 or phase_in < 0:
        raise StatsInputError("OUT_OF_RANGE", "period")
    n_times = table.shape[1]
    if intervention < MIN_PRE or n_times - intervention - phase_in < MIN_POST:
        raise StatsInputError("TOO_SHORT", "y")
    options = {"period": period, "harmonics": harmonics}
    keep = np.ones(n_times, dtype=bool)
    keep[intervention : intervention + phase_in] = False
    x, wanted = _design(n_times, intervention, series=table.shape[0], slope=slope, **options)
    rows = np.tile(keep, table.shape[0])
    x, counts = x[rows], table.reshape(-1)[rows]
    fit = fit_counts(counts, x, np.log(shares.reshape(-1)[rows]), family=family)
    lags = int(4 * (keep.sum() / 100) ** (2 / 9)) if hac_lags is None else hac_lags
    params = {
        **options,
        "intervention": intervention,
        "hac_lags": lags,
        "family": family,
        "slope": slope,
        "phase_in": phase_in,
        "level": level,
        "controlled": control is not None,
    }
    return _its_result(
        fit, x, counts, wanted=wanted, params=params, n_kept=int(keep.sum()), pre=intervention
    )


def _series(
    y: ArrayLike, control: ArrayLike | None, exposure: ArrayLike | None
) -> tuple[Floats, Floats]:
    rows = [np.asarray(y, dtype=np.float64)]
    if control is not None:
        rows.append(np.asarray(control, dtype=np.float64))
    for name, row in zip(("y", "control"), rows, strict=False):
        if row.ndim != 1 or row.shape != rows[0].shape:
            raise StatsInputError("SHAPE", name)
        if not np.isfinite(row).all():
            raise StatsInputError("NOT_FINITE", name)
        if (row < 0).any():
            raise StatsInputError("NEGATIVE_COUNT", name)
        if not row.any():
            raise StatsInputError("ALL_ZERO", name)
    table = np.vstack(rows)
    if exposure is None:
        return table, np.ones_like(table)
    shares = np.asarray(exposure, dtype=np.float64)
    if shares.shape not in {table.shape, table.shape[1:]}:
        raise StatsInputError("SHAPE", "exposure")
    if not (np.isfinite(shares).all() and (shares > 0).all()):
        raise StatsInputError("NOT_POSITIVE", "exposure")
    return table, np.broadcast_to(shares, table.shape)


def _design(
    n_times: int, start: int, *, series: int, period: int, harmonics: int, slope: bool
) -> tuple[Floats, list[int]]:
    """Return the design of all series stacked, and the columns of level and slope."""
    t = np.arange(n_times, dtype=np.float64)
    after = (t >= start).astype(np.float64)
    breaks = [after, after * (t - start) / period] if slope else [after]
    seasons = [
        wave(2 * np.pi * k * t / period)
        for k in range(1, harmonics + 1)
        # At the highest frequency the sine is zero at every period.
        for wave in ((np.sin, np.cos) if 2 * k < period else (np.cos,))
    ]
    own = [np.ones(n_times), (t - start) / period]
    first = np.column_stack([*own, *seasons, *breaks])
    width = first.shape[1]
    if series == 1:
        return first, list(range(width - len(breaks), width))
    extra = np.column_stack([*own, *breaks])
    blank = np.zeros_like(extra)
    stacked = np.vstack([np.hstack([first, extra]), np.hstack([first, blank])])
    total = stacked.shape[1]
    return stacked, list(range(total - len(breaks), total))


def _its_result(
    fit: CountFit,
    x: Floats,
    counts: Floats,
    *,
    wanted: list[int],
    params: dict[str, object],
    n_kept: int,
    pre: int,
) -> EffectResult:
    free = max(counts.size - x.shape[1], 1)
    parts = _breaks(fit, x, counts, wanted=wanted, lags=int(str(params["hac_lags"])), n_kept=n_kept)
    effect, error = float(fit.beta[wanted[0]]), parts["se"]
    reach = float(student.isf((1 - float(str(params["level"]))) / 2, free)) * error
    notes = _its_notes(fit, params, n_kept, pre)
    family = "negative binomial" if np.isfinite(fit.theta) else "Poisson"
    return EffectResult(
        method=f"interrupted time series, {family}",
        params=params,
        n=int(counts.size),
        assumptions=("TREND_CONTINUES", "NO_OTHER_CHANGE", "SAME_RECORDING"),
        notes=notes,
        effect=effect,
        lo=effect - reach,
        hi=effect + reach,
        p=float(2 * student.sf(abs(effect) / error, free)) if error > 0 else float("nan"),
        scale="log",
        evidence_grade=evidence_grade(effect - reach, effect + reach, none=0.0, notes=notes),
        parts=parts,
    )


def _breaks(
    fit: CountFit, x: Floats, counts: Floats, *, wanted: list[int], lags: int, n_kept: int
) -> dict[str, float]:
    """Standard errors, slope and average of the break."""
    k = x.shape[1]
    bread = np.linalg.pinv(x.T @ (fit.weight[:, None] * x)).astype(np.float64)
    scores = x * (fit.weight * (counts - fit.mean) / fit.mean)[:, None]
    hac = newey_west(scores.reshape(-1, n_kept, k).sum(axis=0), bread, lags, k)
    model = bread * max(fit.dispersion, 1.0)
    at = wanted[0]
    se_model, se_hac = float(np.sqrt(model[at, at])), float(np.sqrt(max(hac[at, at], 0.0)))
    parts = {
        "se": max(se_model, se_hac),
        "se_model": se_model,
        "se_hac": se_hac,
        "theta": fit.theta,
        "dispersion": fit.dispersion,
        "average": float(fit.beta[at]),
    }
    if len(wanted) > 1:
        also = wanted[1]
        later = x[:n_kept, also][x[:n_kept, at] > 0]
        parts["slope"] = float(fit.beta[also])
        parts["slope_se"] = float(np.sqrt(max(model[also, also], hac[also, also])))
        parts["average"] += float(later.mean()) * parts["slope"]
    return parts


def _its_notes(fit: CountFit, params: dict[str, object], n_kept: int, pre: int) -> tuple[Note, ...]:
    notes: list[Note] = []
    if params["family"] == "nb" and np.isinf(fit.theta):
        notes.append(Note("FALLBACK", (("family", "poisson"),)))
    if not fit.converged:
        notes.append(Note("NOT_CONVERGED"))
    if pre < GOOD_PRE:
        notes.append(Note("SHORT_SERIES", (("pre", pre),)))
    residuals = fit.pearson[:n_kept]
    lags = max(1, min(10, n_kept // 5))
    centred = residuals - residuals.mean()
    total = float(centred @ centred)
    memory = [float(centred[k:] @ centred[:-k]) / total for k in range(1, lags + 1)]
    box = n_kept * (n_kept + 2) * sum(r**2 / (n_kept - k) for k, r in enumerate(memory, start=1))
    if chi2.sf(box, lags) < 0.01:
        notes.append(Note("AUTOCORRELATED", (("first_lag", memory[0]),)))
    return tuple(notes)
