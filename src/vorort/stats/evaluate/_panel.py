"""A balanced panel: every area in every period."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vorort.stats.evaluate._result import Floats
from vorort.stats.results import StatsInputError


@dataclass(frozen=True)
class Panel:
    """Outcome as a table of areas by periods."""

    y: Floats
    units: NDArray[np.generic]
    times: NDArray[np.generic]
    row: NDArray[np.intp] = field(repr=False)


def read_panel(y: ArrayLike, unit: ArrayLike, time: ArrayLike) -> Panel:
    """Return the rows as a table of areas by periods; refuse gaps and doubles."""
    values = np.asarray(y, dtype=np.float64)
    units, times = np.asarray(unit), np.asarray(time)
    if values.ndim != 1 or not values.shape == units.shape == times.shape:
        raise StatsInputError("SHAPE", "y")
    if not np.isfinite(values).all():
        raise StatsInputError("NOT_FINITE", "y")
    names, row = np.unique(units, return_inverse=True)
    periods, column = np.unique(times, return_inverse=True)
    table = np.full((names.size, periods.size), np.nan)
    table[row, column] = values
    if values.size != table.size or np.isnan(table).any():
        raise StatsInputError("UNBALANCED", "unit")
    return Panel(table, names, periods, row)
