"""Points and people: geographic masks and k-anonymity."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from vorort.stats.protect._noise import MIN_SECRET, keyed_number
from vorort.stats.protect._tables import Bools, Ints
from vorort.stats.results import Note, Result, StatsInputError

Floats = NDArray[np.float64]
NEIGHBOURS = 200
SQUARES = 7
TRIES = 24


@dataclass(frozen=True, kw_only=True)
class PopulationGrid:
    """Residents in square cells.

    Attributes
    ----------
    x, y : ndarray of float64, shape (n_cells,)
        Centres in metres (projected).
    residents : ndarray of float64, shape (n_cells,)
        Persons, >= 0; cells without people may be missing.
    step : float
        Side of a cell in metres.
    """

    x: Floats
    y: Floats
    residents: Floats
    step: float


@dataclass(frozen=True, kw_only=True)
class MaskReport(Result):
    """Masked points. Internal until the true points are dropped (they are not in it).

    Attributes
    ----------
    xy : ndarray of float64, shape (n, 2)
        Masked points in metres; NaN where no place far enough was found.
    k_dist : ndarray of float64, shape (n,)
        Residents who live at least as near to the masked point as the true one does.
    displacement : ndarray of float64, shape (n,)
        Metres between true and masked point.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("k_dist", "displacement")

    xy: Floats
    k_dist: Floats
    displacement: Floats


def geomask(
    xy: ArrayLike,
    pop_surface: PopulationGrid,
    k: int,
    secret: bytes,
    *,
    address: Sequence[str] | None = None,
    outer: float = 3.0,
) -> MaskReport:
    """Move points by a ring around them, wider where fewer people live.

    Parameters
    ----------
    xy : array-like of float, shape (n, 2)
        Points in metres (projected).
    pop_surface : PopulationGrid
    k : int
        Residents at least among whom the true place must hide, >= 2; 20 or more.
    secret : bytes
        At least 16 bytes; the same for all releases.
    address : sequence of str, shape (n,), optional
        Name of the address; default the coordinates to the metre. One address has one mask:
        otherwise repeated incidents average out.
    outer : float
        The ring ends where ``outer * k`` residents are reached, > 1.

    Returns
    -------
    MaskReport
        Note ``MASK_RADIUS`` with the median and largest displacement in metres: analyses at
        smaller distances (near repeats, density) are meaningless.

    Raises
    ------
    StatsInputError
        ``SHAPE``, ``NOT_FINITE``, ``OUT_OF_RANGE``, ``SECRET_TOO_SHORT``, ``NO_POPULATION``.

    Notes
    -----
    Residents within a distance are summed over small squares of the grid's cells. The inner
    radius holds k residents around the true point; the place in the ring comes from a keyed hash
    and is drawn again, farther, if fewer than k live within the same distance of the masked
    point. For analysis inside the house only: points are never published, and a mask beside the
    street name is none.

    References
    ----------
    Hampton, K. H. et al. (2010). Mapping health data: improved privacy protection with donut
    method geomasking. American Journal of Epidemiology 172, 1062-1069.

    Examples
    --------
    >>> side = np.arange(0.0, 2000.0, 100.0)
    >>> gx, gy = (part.ravel() for part in np.meshgrid(side, side))
    >>> grid = PopulationGrid(x=gx, y=gy, residents=np.full(gx.size, 30.0), step=100.0)
    >>> report = geomask([[1000.0, 1000.0]], grid, 20, b"sixteen bytes ok")
    >>> bool(report.k_dist[0] >= 20)
    True
    """
    points = np.asarray(xy, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != 2:
        raise StatsInputError("SHAPE", "xy")
    if not np.isfinite(points).all():
        raise StatsInputError("NOT_FINITE", "xy")
    if k < 2 or not outer > 1:
        raise StatsInputError("OUT_OF_RANGE", "k" if k < 2 else "outer")
    if len(secret) < MIN_SECRET:
        raise StatsInputError("SECRET_TOO_SHORT", "secret")
    names = _names(points, address)
    crowd = _Crowd(pop_surface)
    if crowd.total < outer * k:
        raise StatsInputError("NO_POPULATION", "pop_surface")
    moved = np.full_like(points, np.nan)
    k_dist, distance = np.zeros(points.shape[0]), np.full(points.shape[0], np.nan)
    for i, name in enumerate(names):
        near, far = crowd.ring(points[i], float(k), outer * k)
        for attempt in range(TRIES):
            spot = _spot(points[i], near, far, secret, name, attempt)
            reach = float(np.hypot(*(spot - points[i])))
            hidden = crowd.within(spot, reach)
            if hidden >= k:
                moved[i], k_dist[i], distance[i] = spot, hidden, reach
                break
    done = np.isfinite(distance)
    radius = (
        (float(np.median(distance[done])), float(distance[done].max())) if done.any() else (0, 0)
    )
    notes = [Note("MASK_RADIUS", (("median_m", radius[0]), ("largest_m", radius[1])))]
    if not done.all():
        notes.append(Note("UNPROTECTED", (("points", int((~done).sum())),)))
    return MaskReport(
        method="donut mask",
        params={"k": k, "outer": outer},
        n=int(points.shape[0]),
        assumptions=("SECRET_KEPT", "RESIDENTS_AS_COVER"),
        notes=tuple(notes),
        xy=moved,
        k_dist=k_dist,
        displacement=distance,
    )


def _names(points: Floats, address: Sequence[str] | None) -> list[str]:
    if address is None:
        return [f"{x:.0f},{y:.0f}" for x, y in points]
    if len(address) != points.shape[0]:
        raise StatsInputError("SHAPE", "address")
    return [str(name) for name in address]


def _spot(  # noqa: PLR0917 - one call, one reading
    point: Floats, near: float, far: float, secret: bytes, name: str, attempt: int
) -> Floats:
    """Place in the ring, uniform by area; each further attempt goes a tenth farther."""
    turn = keyed_number(secret, "mask", name, str(attempt), "angle") / 2.0**64
    depth = keyed_number(secret, "mask", name, str(attempt), "depth") / 2.0**64
    stretch = 1.1**attempt
    distance = stretch * np.sqrt(near**2 + depth * (far**2 - near**2))
    angle = 2 * np.pi * turn
    return np.asarray(point + distance * np.array([np.cos(angle), np.sin(angle)]))


class _Crowd:
    """Residents within a distance of a point, each cell cut into small squares."""

    def __init__(self, grid: PopulationGrid) -> None:
        residents = np.asarray(grid.residents, dtype=np.float64)
        centres = np.column_stack([grid.x, grid.y]).astype(np.float64)
        if centres.shape[0] != residents.size or not grid.step > 0:
            raise StatsInputError("SHAPE", "pop_surface")
        if not (np.isfinite(centres).all() and (residents >= 0).all()):
            raise StatsInputError("NEGATIVE_COUNT", "pop_surface")
        lived_in = residents > 0
        if not lived_in.any():
            raise StatsInputError("NO_POPULATION", "pop_surface")
        self.residents, self.centres = residents[lived_in], centres[lived_in]
        self.tree = cKDTree(self.centres)
        side = (np.arange(SQUARES) + 0.5) / SQUARES - 0.5
        self.squares = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2) * float(grid.step)
        self.total = float(self.residents.sum())

    def profile(self, point: Floats) -> tuple[Floats, Floats]:
        """Distances of the small squares near a point, sorted, and residents up to each."""
        wanted = min(NEIGHBOURS, self.residents.size)
        index = np.asarray(self.tree.query(point, k=list(range(1, wanted + 1)))[1])
        places = (self.centres[index][:, None, :] + self.squares).reshape(-1, 2)
        distance = np.hypot(*(places - point).T)
        order = np.argsort(distance, kind="stable")
        people = np.repeat(self.residents[index] / self.squares.shape[0], self.squares.shape[0])
        return distance[order], np.cumsum(people[order])

    def within(self, point: Floats, radius: float) -> float:
        """Residents within ``radius`` of a point."""
        distance, people = self.profile(point)
        at = int(np.searchsorted(distance, radius, side="right"))
        return float(people[at - 1]) if at else 0.0

    def ring(self, point: Floats, inner: float, outer: float) -> tuple[float, float]:
        """Distances within which ``inner`` and ``outer`` residents live."""
        distance, people = self.profile(point)
        at = np.minimum(np.searchsorted(people, [inner, outer]), distance.size - 1)
        return float(distance[at[0]]), float(distance[at[1]])


@dataclass(frozen=True, kw_only=True)
class AnonymityReport(Result):
    """How well rows hide among rows that look alike.

    Attributes
    ----------
    size : ndarray of int64, shape (n_rows,)
        Rows with the same quasi-identifiers, itself included.
    diversity : ndarray of int64, shape (n_rows,)
        Fewest distinct values of a sensitive column in that class.
    at_risk : ndarray of bool, shape (n_rows,)
        Class smaller than k or diversity below l.
    k, l : int
        Smallest class and smallest diversity; 0 without rows.
    """

    frame_fields: ClassVar[tuple[str, ...]] = ("size", "diversity", "at_risk")

    size: Ints
    diversity: Ints
    at_risk: Bools
    k: int
    l: int  # noqa: E741 - the established name


def kanon(
    frame: pl.DataFrame,
    qi: Sequence[str],
    sensitive: Sequence[str] = (),
    *,
    k: int = 5,
    l: int = 2,  # noqa: E741 - the established name
) -> AnonymityReport:
    """Check k-anonymity and l-diversity of individual data.

    Parameters
    ----------
    frame : polars.DataFrame
        One row a person.
    qi : sequence of str
        Quasi-identifiers: what an outsider may know (age group, sex, district …). A missing value
        is a value of its own.
    sensitive : sequence of str
        Columns nobody may learn (victimisation …).
    k, l : int
        Demanded class size and diversity.

    Raises
    ------
    StatsInputError
        ``UNKNOWN_COLUMN``, ``NO_DIMENSION`` (no quasi-identifier), ``NOT_POSITIVE``.

    Notes
    -----
    A class of k rows protects against finding the row, not against learning what all of its
    members share: hence diversity. Neither covers an outsider with further columns; free text is
    never public.

    References
    ----------
    Sweeney, L. (2002). k-anonymity. Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems 10.
    Machanavajjhala, A. et al. (2007). l-diversity. ACM Trans. Knowledge Discovery from Data 1.

    Examples
    --------
    >>> people = pl.DataFrame({"age": ["20", "20", "30"], "hurt": ["y", "n", "y"]})
    >>> report = kanon(people, ["age"], ["hurt"], k=2)
    >>> report.size.tolist(), report.at_risk.tolist()
    ([2, 2, 1], [False, False, True])
    """
    if not qi:
        raise StatsInputError("NO_DIMENSION", "qi")
    missing = {*qi, *sensitive} - set(frame.columns)
    if missing:
        raise StatsInputError("UNKNOWN_COLUMN", "qi", ", ".join(sorted(missing)))
    if k < 1 or l < 1:
        raise StatsInputError("NOT_POSITIVE", "k" if k < 1 else "l")
    group = list(qi)
    counted = frame.select(
        size=pl.len().over(group).cast(pl.Int64),
        **{
            f"d{i}": pl.col(c).n_unique().over(group).cast(pl.Int64)
            for i, c in enumerate(sensitive)
        },
    )
    size = counted["size"].to_numpy().astype(np.int64)
    distinct = [counted[f"d{i}"].to_numpy().astype(np.int64) for i in range(len(sensitive))]
    diversity = np.min(distinct, axis=0) if distinct else size.copy()
    at_risk = (size < k) | ((diversity < l) if distinct else False)
    return AnonymityReport(
        method="k-anonymity and l-diversity",
        params={"k": k, "l": l, "qi": group, "sensitive": list(sensitive)},
        n=frame.height,
        assumptions=("QI_COMPLETE",),
        size=size,
        diversity=diversity,
        at_risk=at_risk,
        k=int(size.min()) if size.size else 0,
        l=int(diversity.min()) if size.size else 0,
    )
