"""Indicator, value, base, provenance, series: the frozen shapes every source answers with."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from vorort.authorities.models import Authority

# Whose own deliveries count beside the official ones; None: official ones only.
Viewer = Authority | None


class ValueStatus(StrEnum):
    OK = "ok"
    MISSING = "missing"
    PROVISIONAL = "provisional"


class BaseKind(StrEnum):
    OFFICIAL = "official"
    # Worked out from a published rate: cases and rate imply the population behind them.
    IMPLIED = "implied"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted; ``code`` is the offence key as printed in the source."""

    code: str
    source: str
    label: str
    short_label: str = ""
    definition: str = ""
    control_offence: bool = False
    has_clearance: bool = True
    is_sum: bool = False
    published_by_source: bool = True
    # Stands beside the police statistics in a group of its own: never added to it, never tested
    # with it.
    beside: bool = False
    # "count", "share" (in percent) or "number"; only counts have rates, ranges and verdicts.
    measure: str = "count"
    unit: str = ""
    # Events of a year, whose chance can be judged; not so a share or people on one day.
    judged: bool = True
    # The code of the sum it is a part of.
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One year of one indicator in one area. ``cases`` None is not known, never nought."""

    year: int
    cases: int | None
    rate_published: float | None = None
    # Half the last printed digit of the published rate; nought where it is unrounded.
    rate_rounding: float = 0.0
    cleared: int | None = None
    clearance_published: float | None = None
    attempts: int | None = None
    attempts_published: float | None = None
    suspects: int | None = None
    suspects_male: int | None = None
    suspects_female: int | None = None
    suspects_foreign: int | None = None
    delivery: str = ""
    status: ValueStatus = ValueStatus.OK
    # The number of a share or another measure; ``cases`` is None there.
    number: float | None = None
    # Whether the source has published this very number; None: as the indicator says.
    published_by_source: bool | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """The population a rate of that year is measured on."""

    year: int
    population: int
    kind: BaseKind
    exact: bool
    reference_on: dt.date
    source_label: str
    low: int | None = None
    high: int | None = None
    delivery: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where figures come from, as it stands under each of them."""

    delivery: str
    label: str
    licence: str
    year: int | None
    received_on: dt.date
    table_code: str
    sha256: str
    # The source that answers with it, and whether that one stands beside the police statistics.
    source: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator in an area over the years asked for, one value and one base per year."""

    indicator: Indicator
    area_key: str
    area_name: str
    values: tuple[Value, ...]
    bases: tuple[Base | None, ...]
    # Years in which the content of the key changed: not to be compared blindly with the year before.
    key_changes: tuple[int, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(value.year for value in self.values)

    def value(self, year: int) -> Value | None:
        """Return the value of a year, or None where the year was not asked for."""
        return next((value for value in self.values if value.year == year), None)

    def base(self, year: int) -> Base | None:
        """Return the base of a year, or None where there is none."""
        pairs = zip(self.values, self.bases, strict=True)
        return next((base for value, base in pairs if value.year == year), None)


@dataclass(frozen=True, slots=True)
class Months:
    """Counts of an area month by month from ``first`` on; None is not known, never nought."""

    first: dt.date
    counts: tuple[int | None, ...]
    # Public ids of the deliveries the counts were read from.
    deliveries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Areas of the same kind and size class, without the area itself."""

    label: str
    keys: tuple[str, ...]
    note: str = ""


class Source(Protocol):
    """What an app offers that has figures by area and year."""

    @property
    def code(self) -> str: ...

    def list_indicators(
        self, *, area_key: str, year: int | None, viewer: Viewer
    ) -> tuple[Indicator, ...]: ...

    def read_series(
        self,
        *,
        area_keys: Sequence[str],
        codes: Sequence[str],
        years: Sequence[int],
        viewer: Viewer,
    ) -> dict[tuple[str, str], Series]: ...

    def provenance(
        self, *, area_keys: Sequence[str], years: Sequence[int], viewer: Viewer
    ) -> tuple[Provenance, ...]: ...

    def years_with_data(self, *, area_key: str, viewer: Viewer) -> tuple[int, ...]: ...


@runtime_checkable
class MonthlySource(Protocol):
    """What a source offers beside that knows single months."""

    def read_months(
        self,
        *,
        area_keys: Sequence[str],
        codes: Sequence[str],
        first: dt.date,
        last: dt.date,
        viewer: Viewer,
    ) -> dict[tuple[str, str], Months]: ...

    def monthly_codes(
        self, *, area_keys: Sequence[str], viewer: Viewer
    ) -> dict[str, frozenset[str]]: ...
