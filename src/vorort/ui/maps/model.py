"""What a map shows: areas with a value each, and the limits of its classes."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from vorort.ui.format import is_missing, number
from vorort.ui.parts import LegendEntry

# Fewer classes than five take the steps that are easiest to tell apart.
STEPS = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
LOW_TEXT = {False: frozenset({1, 2, 3}), True: frozenset({2, 3, 4})}


class MapInputError(ValueError):
    """The classes of a map do not fit its areas."""


@dataclass(frozen=True)
class MapArea:
    """An area: WKB or a shapely geometry in EPSG:25833 metres, its value, and what is printed.

    ``few`` areas are hatched whatever their value; a missing value is drawn empty.
    """

    key: str
    name: str
    geometry: bytes | BaseGeometry
    value: float | None
    label: str = ""
    few: bool = False


@dataclass(frozen=True)
class ChoroplethMap:
    """Areas coloured by classes; ``limits`` are the upper ends of all classes but the last.

    A diverging map has exactly four limits: its third class means "not distinguishable".
    """

    title: str
    description: str
    areas: Sequence[MapArea]
    limits: Sequence[float]
    diverging: bool = False
    here: str = ""
    digits: int = 0
    class_labels: Sequence[str] = ()
    few_label: str = ""

    def __post_init__(self) -> None:
        if not self.areas:
            raise MapInputError("a map needs areas")
        if list(self.limits) != sorted(set(self.limits)):
            raise MapInputError("limits must rise and be distinct")
        if len(self.limits) > 4:
            raise MapInputError("five classes at most")
        if self.diverging and len(self.limits) != 4:
            raise MapInputError("a diverging map has five classes")
        if self.class_labels and len(self.class_labels) != len(self.limits) + 1:
            raise MapInputError("one label per class")

    def step(self, area: MapArea) -> int:
        """Return the colour step 1 … 5 of an area, 0 for too few, −1 for not known."""
        if area.few:
            return 0
        if area.value is None or is_missing(area.value):
            return -1
        return STEPS[len(self.limits) + 1][bisect_left(self.limits, area.value)]

    def css(self, area: MapArea) -> str:
        """Return the class of the fill of an area."""
        step = self.step(area)
        if step == 0:
            return "m-few"
        return "m-missing" if step < 0 else f"m-{'div' if self.diverging else 'seq'}-{step}"

    def label_css(self, area: MapArea) -> str:
        """Return the class of text that stands on an area."""
        step = self.step(area)
        if step <= 0:
            return "m-label--plain"
        return "m-label--low" if step in LOW_TEXT[self.diverging] else "m-label--high"


def _class_words(chart: ChoroplethMap) -> list[str]:
    if chart.class_labels:
        return list(chart.class_labels)
    limits = [number(limit, chart.digits) for limit in chart.limits]
    if not limits:
        return [_("alle Werte")]
    first = _("bis %(limit)s") % {"limit": limits[0]}
    last = _("über %(limit)s") % {"limit": limits[-1]}
    between = [f"{low} – {high}" for low, high in pairwise(limits)]
    return [first, *between, last]


def legend_entries(chart: ChoroplethMap) -> tuple[LegendEntry, ...]:
    """Return the legend in words; hatch and empty only where the map has them."""
    family = "div" if chart.diverging else "seq"
    steps = STEPS[len(chart.limits) + 1]
    entries = [
        LegendEntry(f"m-{family}-{step}", words)
        for step, words in zip(steps, _class_words(chart), strict=True)
    ]
    found = {chart.step(area) for area in chart.areas}
    if 0 in found:
        entries.append(LegendEntry("m-few", chart.few_label or _("zu wenige Fälle")))
    if -1 in found:
        entries.append(LegendEntry("m-missing", _("keine Angabe")))
    return tuple(entries)
