"""The picture of an area and year: plain frozen values, computed once and kept as JSON."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

PICTURE_VERSION = 1
T = TypeVar("T")


class Verdict(StrEnum):
    """What can honestly be said about a change."""

    SURE = "sure"
    CHANCE = "chance"
    FEW = "few"
    NONE = "none"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Point:
    """One year of an indicator. None is "not known", never zero.

    ``rate``, ``low`` and ``high`` are ours, per 100,000 inhabitants and unrounded.
    """

    year: int
    cases: int | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    rate_published: float | None = None
    cleared: int | None = None
    clearance: float | None = None
    population: int | None = None
    base: str = ""
    excluded: bool = False
    provisional: bool = False
    hidden: bool = False
    reference: float | None = None
    # The number of a share, a stock or another measure; ``cases`` counts events.
    value: float | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reference:
    """A rate to compare with: the state, or the areas of the same size class together."""

    label: str
    areas: int
    rate: float
    cases: int | None = None
    population: int | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class SpecialEffect:
    """A year with a special effect: shown, explained, left out of mean and verdict."""

    code: str
    year: int
    letter: str
    text: str
    excluded: bool = True


@dataclasses.dataclass(frozen=True, kw_only=True)
class IndicatorPicture:
    """All that is known about one indicator of the area, up to the year of the picture."""

    code: str
    label: str
    short_label: str
    definition: str
    control_offence: bool
    is_sum: bool
    published_by_source: bool
    points: tuple[Point, ...]
    breaks: tuple[int, ...]
    effects: tuple[SpecialEffect, ...]
    clearance_shown: float | None
    previous_cases: int | None
    change_percent: float | None
    change_low: float | None
    change_high: float | None
    change_distinguishable: bool | None
    mean_cases: float | None
    mean_rate: float | None
    mean_low: float | None
    mean_high: float | None
    mean_years: tuple[int, ...]
    verdict: Verdict
    verdict_from: int | None
    sentence: str
    brief: str
    state: Reference | None
    peers: Reference | None
    notes: tuple[str, ...]
    # A group beside the police statistics, and what its numbers are.
    source: str = ""
    beside: bool = False
    measure: str = "count"
    unit: str = ""
    judged: bool = True

    @property
    def now(self) -> Point:
        """The year of the picture: always the last point."""
        return self.points[-1]


@dataclasses.dataclass(frozen=True, kw_only=True)
class HiddenCell:
    """A number that is not published, and why."""

    code: str
    label: str
    year: int
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class GuardedCount:
    """A true count and what the gate did with it: internal, never part of an edition.

    ``count`` None: it was hidden at a time when true counts were not kept.
    """

    code: str
    year: int
    count: int | None
    status: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class SourceLine:
    """A delivery the numbers come from."""

    delivery: str
    label: str
    licence: str
    year: int | None
    received_on: str
    sha256: str
    table: str
    source: str = ""
    beside: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Picture:
    """The Lagebild of an area and year as numbers."""

    version: int
    area_key: str
    area_name: str
    year: int
    years: tuple[int, ...]
    population: int | None
    population_source: str | None
    population_on: str
    small_place: bool
    state_key: str
    state_name: str
    peers_label: str
    peers_areas: int
    total_code: str
    without_immigration: int | None
    without_immigration_how: str
    indicators: tuple[IndicatorPicture, ...]
    hidden: tuple[HiddenCell, ...]
    sources: tuple[SourceLine, ...]
    methods: tuple[tuple[str, str], ...]

    def indicator(self, code: str) -> IndicatorPicture | None:
        """Return the indicator with this code, or None if it was not delivered."""
        return next((one for one in self.indicators if one.code == code), None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class MapRow:
    """One area of a map: the list beside the map shows the same."""

    key: str
    name: str
    cases: int | None
    population: int | None
    rate: float | None
    low: float | None
    high: float | None
    here: bool
    word: str
    few: bool
    hidden: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class MapPicture:
    """An indicator in all areas of the same kind around this one."""

    code: str
    label: str
    title: str
    year: int
    years: tuple[int, ...]
    limits: tuple[float, ...]
    average: float | None
    average_label: str
    rows: tuple[MapRow, ...]
    sentence: str


def to_json(value: Any) -> Any:
    """Return a picture, or a part of one, as plain JSON types."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    if isinstance(value, StrEnum):
        return str(value)
    return value


def from_json(cls: type[T], data: Mapping[str, Any]) -> T:
    """Return what :func:`to_json` wrote; a field unknown to this version is an error."""
    hints = typing.get_type_hints(cls)
    return cls(**{name: _parse(hints[name], item) for name, item in data.items()})


def _parse(hint: Any, item: Any) -> Any:
    if item is None:
        return None
    if isinstance(hint, types.UnionType):
        return _parse(next(arg for arg in hint.__args__ if arg is not type(None)), item)
    if typing.get_origin(hint) is tuple:
        args = typing.get_args(hint)
        if args[-1] is Ellipsis:
            return tuple(_parse(args[0], part) for part in item)
        return tuple(_parse(arg, part) for arg, part in zip(args, item, strict=True))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return from_json(hint, item)
    return Verdict(item) if hint is Verdict else item
