"""What a judgement looks at: series checked, periods told apart, the design they allow."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from vorort.stats.evaluate._expected import Bools, Frame
from vorort.stats.evaluate._result import Floats
from vorort.stats.results import StatsInputError

Design = Literal["none", "before_after", "comparison", "series", "series_comparison"]
# Why it is not more than it is; texts live in the interface.
Reason = Literal[
    "NO_CASES", "BEFORE_SHORT", "AFTER_SHORT", "HOPELESS", "CHANCE", "NO_COMPARISON",
    "SELECTED", "PLACEBO", "MANY_OUTCOMES",
]  # fmt: skip

YEAR = 12
SERIES_MONTHS, OWN_SEASON_MONTHS, MIN_MONTHS, MIN_YEARS = 24, 36, 12, 3
MIN_AFTER_MONTHS, MIN_AFTER_YEARS = 6, 1


@dataclass(frozen=True)
class Case:
    """Checked input: one treated series, the comparison areas used, the ring."""

    treated: Floats
    comparison: Floats
    ring: Floats | None
    frame: Frame
    design: Design
    # The periods that led to the choice, left out of the time before.
    window: Floats
    reasons: tuple[Reason, ...]
    selected: bool
    # How many areas the treated series is the sum of.
    n_treated: int

    @property
    def control(self) -> Floats | None:
        return self.comparison.sum(axis=0) if self.comparison.size else None


def evenness(comparison: Floats, frame: Frame) -> float:
    if not comparison.size:
        return 0.0
    share = comparison[:, frame.before].sum(axis=1)
    share = share / share.sum()
    return float(share @ share)


def read_rows(values: ArrayLike | None, name: str, n_times: int | None = None) -> Floats:
    if values is None:
        return np.zeros((0, n_times or 0))
    rows = np.atleast_2d(np.asarray(values, dtype=np.float64))
    if rows.ndim != 2 or (n_times is not None and rows.shape[1] not in {n_times, 0}):
        raise StatsInputError("SHAPE", name)
    if (rows < 0).any():
        raise StatsInputError("NEGATIVE_COUNT", name)
    return rows if rows.shape[1] else np.zeros((0, n_times or 0))


def read_case(  # noqa: PLR0917 - one call, one reading
    treated: ArrayLike,
    comparison: ArrayLike | None,
    ring: ArrayLike | None,
    start: int,
    phase_in: int,
    period: int,
    *,
    selected: bool,
) -> Case:
    here = read_rows(treated, "treated")
    n_times = here.shape[1]
    there, around = read_rows(comparison, "comparison", n_times), read_rows(ring, "ring", n_times)
    if period not in {1, YEAR}:
        raise StatsInputError("UNKNOWN_OPTION", "period")
    if not (0 < start < n_times) or phase_in < 0:
        raise StatsInputError("OUT_OF_RANGE", "start")
    y = here.sum(axis=0)
    t = np.arange(n_times)
    known = ~np.isnan(y)
    before, after = known & (t < start), known & (t >= start + phase_in)
    window = known & (t < start) & (t >= start - period)
    least = MIN_MONTHS if period == YEAR else MIN_YEARS
    wanted = (least if there.size else 2 * least) if period == YEAR else least
    left_out = selected and int((before & ~window).sum()) >= wanted
    if left_out:
        before = before & ~window
    used = before | after
    kept = there[~np.isnan(there[:, used]).any(axis=1)] if there.size else there
    kept = kept[(kept[:, before].sum(axis=1) > 0) & (kept[:, after].sum(axis=1) > 0)]
    if not kept.size and period == YEAR:
        wanted = 2 * least
    design = _design(int(before.sum()), period, controlled=bool(kept.size))
    if design == "comparison" and period == YEAR:
        place = t % period
        before = before & np.isin(place, place[after])
    around = around if around.size and not np.isnan(around[:, before | after]).any() else around[:0]
    reasons = _missing(y, before, after, wanted=wanted, period=period)
    return Case(
        treated=np.where(before | after, y, 0.0),
        comparison=np.where(before | after, kept, 0.0),
        ring=np.where(before | after, around.sum(axis=0), 0.0) if around.size else None,
        frame=Frame(before, after, start, period, _waves(design, int(before.sum()))),
        design=design,
        window=np.where(window, y, np.nan),
        reasons=reasons,
        selected=selected and not left_out,
        n_treated=len(here),
    )


def _waves(design: Design, n_before: int) -> int:
    """Return how many waves a year a season of its own gets: what all share needs none."""
    long = n_before >= OWN_SEASON_MONTHS
    if design == "series":
        return 2 if long else 1
    return 1 if design == "series_comparison" and long else 0


def _design(n_before: int, period: int, *, controlled: bool) -> Design:
    if period == YEAR and n_before >= SERIES_MONTHS:
        return "series_comparison" if controlled else "series"
    return "comparison" if controlled else "before_after"


def _missing(
    y: Floats, before: Bools, after: Bools, *, wanted: int, period: int
) -> tuple[Reason, ...]:
    found: list[Reason] = []
    least = MIN_AFTER_MONTHS if period == YEAR else MIN_AFTER_YEARS
    # Of the same months only: half a year after is compared with half years before.
    enough = wanted if wanted != MIN_MONTHS else min(wanted, max(int(after.sum()), least))
    if before.sum() < enough:
        found.append("BEFORE_SHORT")
    if after.sum() < least:
        found.append("AFTER_SHORT")
    if not found and not y[before].sum() > 0:
        found.append("NO_CASES")
    return tuple(found)


def ahead(data: Case, n_after: int, gap: int) -> tuple[Floats, Floats | None, Frame]:
    """Return the data with a time after of ``n_after`` periods like the ones before."""
    frame = data.frame
    first = frame.start + gap
    size = first + n_after
    before = np.zeros(size, dtype=bool)
    before[: frame.start] = frame.before[: frame.start]
    after = np.zeros(size, dtype=bool)
    after[first:] = True
    later = Frame(before, after, frame.start, frame.period, frame.harmonics)
    place = np.arange(size) % frame.period

    def longer(row: Floats) -> Floats:
        used = np.flatnonzero(frame.before)
        count = np.bincount(place[used], minlength=frame.period)
        mean = np.bincount(place[used], row[used], minlength=frame.period)
        usual = np.where(count > 0, mean / np.maximum(count, 1), row[used].mean())
        made = usual[place]
        made[: frame.start] = row[: frame.start]
        return made

    control = data.control
    return longer(data.treated), None if control is None else longer(control), later
