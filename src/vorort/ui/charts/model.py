"""What a chart shows: plain values, checked once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vorort.ui.format import is_missing

Values = Sequence[float | None]


class ChartInputError(ValueError):
    """The values of a chart do not fit together."""


@dataclass(frozen=True)
class ChartSize:
    """Outer size of a picture and its margins in CSS pixels; text is 13 px in each."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    all_marks: bool = True


WIDE = ChartSize("wide", 760, 290, 44, 64, 26, 26)
EDITOR = ChartSize("wide", 560, 240, 44, 64, 26, 26)
# 288 px is the text width of the narrowest phone (320 px): there too nothing is scaled down.
NARROW = ChartSize("narrow", 288, 210, 40, 44, 26, 26)
SMALL = ChartSize("small", 284, 140, 42, 44, 12, 24, all_marks=False)


@dataclass(frozen=True)
class ChartNote:
    """A letter at a year, explained below the chart.

    A special effect is drawn as an open dot and left out of mean and verdict; a plain remark
    keeps the filled dot. ``label`` stands beside the letter where there is room.
    """

    year: int
    letter: str
    label: str = ""
    special: bool = True


@dataclass(frozen=True)
class SeriesChart:
    """One series over the years with its range, and at most one comparison.

    ``breaks`` are the first years of a new way of counting: the line is interrupted before them.
    A missing value is None and is never drawn as 0.
    """

    title: str
    description: str
    unit: str
    years: Sequence[int]
    here: Values
    low: Values | None = None
    high: Values | None = None
    reference: Values | None = None
    reference_label: str = ""
    here_label: str = ""
    notes: Sequence[ChartNote] = ()
    breaks: Sequence[int] = ()
    digits: int = 0
    top: float | None = None

    def __post_init__(self) -> None:
        if not self.years:
            raise ChartInputError("a chart needs at least one year")
        if list(self.years) != sorted(set(self.years)):
            raise ChartInputError("years must rise and be distinct")
        for name in ("here", "low", "high", "reference"):
            values = getattr(self, name)
            if values is not None and len(values) != len(self.years):
                raise ChartInputError(
                    f"{name} has {len(values)} values for {len(self.years)} years"
                )
        if (self.low is None) != (self.high is None):
            raise ChartInputError("a range needs both limits")

    def highest(self) -> float:
        """Return the highest value that has to fit into the picture."""
        rows = (self.here, self.high, self.reference)
        known = [
            float(v) for row in rows if row for v in row if v is not None and not is_missing(v)
        ]
        return max([*known, 0.0])


@dataclass(frozen=True)
class ChartPictures:
    """The same chart twice; CSS shows the one that fits, unscaled."""

    wide: str
    narrow: str


@dataclass(frozen=True)
class MultiplesChart:
    """Several series over the same years, as small pictures."""

    charts: Sequence[SeriesChart]
    same_scale: bool = True


@dataclass(frozen=True)
class MultiplesPictures:
    """The small pictures in their order, and how many different scales they have."""

    pictures: tuple[str, ...]
    scales: int = field(default=1)
