"""How far comparable places fluctuate: what a town's own few years cannot say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vorort.figures.choices import Series, Viewer
from vorort.figures.queries import read_series
from vorort.stats import series
from vorort.stats.results import StatsInputError

Floats = NDArray[np.float64]

# The nearest in size; more of them would hardly add anything and take time to read.
MOST_PEERS = 25
YEARS = 5
MIN_YEARS = 3


@dataclass(frozen=True)
class Shared:
    """The fluctuation of comparable places, one value an indicator, NaN where unknown.

    Attributes
    ----------
    phi, df : ndarray of float64, shape (n_indicators,)
        For ``series.predict(prior=...)``.
    places : ndarray of int64, shape (n_indicators,)
        How many places it was taken from; 0 where unknown.
    """

    phi: Floats
    df: Floats
    places: NDArray[np.int64]

    @classmethod
    def unknown(cls, n: int) -> "Shared":
        """Return what is known without any comparable place."""
        return cls(np.full(n, np.nan), np.full(n, np.nan), np.zeros(n, dtype=np.int64))


def read_shared(
    here: Mapping[str, Series],
    peers: Mapping[tuple[str, str], Series],
    keys: Sequence[str],
    *,
    year: int,
    viewer: Viewer,
) -> Shared:
    """Read the years before ``year`` of the peers nearest in size and return what they share.

    ``here`` are the town's own series by code, in the order of the result; ``peers`` the series
    of the year itself, ``keys`` the places of the same size class.
    """
    bases = (one.base(year) for one in here.values())
    population = next((base.population for base in bases if base is not None), None)
    near = nearest(peers, keys, year, population)
    codes, years = tuple(here), tuple(range(year - YEARS, year))
    read = read_series(area_keys=near, codes=codes, years=years, viewer=viewer)
    return share(read, near, codes, years)


def nearest(
    read: Mapping[tuple[str, str], Series], keys: Sequence[str], year: int, population: int | None
) -> tuple[str, ...]:
    """Return the places nearest in size, at most :data:`MOST_PEERS`, in the given order."""
    if len(keys) <= MOST_PEERS or not population:
        return tuple(keys[:MOST_PEERS])
    sizes: dict[str, int] = {}
    for (key, _code), one in read.items():
        base = one.base(year)
        if base is not None and base.population > 0:
            sizes.setdefault(key, base.population)
    known = sorted(
        (key for key in keys if key in sizes),
        key=lambda key: (abs(np.log(sizes[key] / population)), key),
    )
    kept = set(known[:MOST_PEERS])
    return tuple(key for key in keys if key in kept)


def share(
    read: Mapping[tuple[str, str], Series],
    keys: Sequence[str],
    codes: Sequence[str],
    years: Sequence[int],
) -> Shared:
    """Return the shared fluctuation of each indicator, from the given years of the places.

    Only counts recorded alike are used: years before a change of the offence key are left out.
    Unknown where fewer places than the engine asks for have three such years.
    """
    found = Shared.unknown(len(codes))
    for row, code in enumerate(codes):
        several = [one for key in keys if (one := read.get((key, code))) is not None]
        if not several:
            continue
        cases, people = _arrays(several, years)
        enough = (~np.isnan(cases)).sum(axis=1) >= MIN_YEARS
        if not enough.any():
            continue
        cases, people = cases[enough], people[enough]
        own = series.dispersion(cases, people)
        level = np.nansum(cases, axis=1) / np.nansum(people, axis=1)
        expected = np.maximum(people * level[:, None], 1e-9)
        try:
            pooled = series.pool_dispersion(
                own.raw, own.df, residual=(cases - expected) / np.sqrt(expected)
            )
        except StatsInputError:
            continue
        found.phi[row], found.df[row], found.places[row] = *pooled, len(cases)
    return found


def _arrays(several: Sequence[Series], years: Sequence[int]) -> tuple[Floats, Floats]:
    """Return counts and residents, ``(n_places, n_years)``, both NaN where not usable."""
    cases = np.full((len(several), len(years)), np.nan)
    people = np.full((len(several), len(years)), np.nan)
    last = max(years)
    for row, one in enumerate(several):
        first = max((year for year in one.key_changes if year <= last), default=0)
        for column, year in enumerate(years):
            value, base = one.value(year), one.base(year)
            if value is None or value.cases is None or year < first:
                continue
            cases[row, column] = value.cases
            people[row, column] = base.population if base and base.population > 0 else np.nan
        if np.isnan(people[row]).all() or (np.isnan(people[row]) & ~np.isnan(cases[row])).any():
            # Residents are missing somewhere: as in the town itself, the counts speak alone.
            people[row] = np.where(np.isnan(cases[row]), np.nan, 1.0)
    return cases, people
