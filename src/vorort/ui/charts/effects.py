"""Two pictures of an effect: changes with their ranges in rows, and counts over many periods.

Plain lines and dots, drawn without any library: a page may make them while it is asked for.
"""

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from vorort.ui.charts.model import ChartInputError, ChartPictures, Values
from vorort.ui.charts.scale import axis, axis_digits, ticks
from vorort.ui.format import is_missing, number, signed_percent

ROW, TOP, FOOT = 44, 8, 30
LABELS, WIDE, NARROW = 206, 620, 288
# What lies beyond is drawn to the edge; its numbers stand in the table.
FARTHEST = 1.5
SERIES_HEIGHT = 250
LETTER = 7.4
# What fits beside a row in one line; longer labels take two.
LABEL_LETTERS, LABEL_LINE = 30, 17
NEAR = 0.5
_Scale = Callable[[float], float]


@dataclass(frozen=True)
class ChangeRow:
    """A change as a share (-0.36) with its range; ``own`` rows are ours, others comparison."""

    label: str
    change: float
    low: float
    high: float
    own: bool = True
    strong: bool = False


def change_chart(rows: Sequence[ChangeRow], *, title: str, description: str) -> ChartPictures:
    """Return rows of changes about nought, wide and narrow."""
    if not rows:
        raise ChartInputError("a chart needs at least one row")
    return ChartPictures(
        wide=_changes(rows, title, description, narrow=False),
        narrow=_changes(rows, title, description, narrow=True),
    )


def _changes(rows: Sequence[ChangeRow], title: str, description: str, *, narrow: bool) -> str:
    left, right = (8, NARROW - 8) if narrow else (LABELS + 6, WIDE - 22)
    low = max(min(-0.2, *(row.low for row in rows)), -1.0)
    high = min(max(0.2, *(row.high for row in rows)), FARTHEST)
    step = 0.4 if high - low > 1 else 0.2
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    row_height = ROW + 14 if narrow else ROW
    height = TOP + row_height * len(rows) + FOOT

    def x(value: float) -> float:
        return left + (min(max(value, low), high) - low) / (high - low) * (right - left)

    floor = height - FOOT
    marks = []
    every = 2 if narrow and (high - low) / step > 4 else 1
    for place in range(round((high - low) / step) + 1):
        value = low + place * step
        nought = abs(value) < step / 100
        marks.append(_line("c-axis" if nought else "c-grid", x(value), TOP, x(value), floor))
        if nought or place % every == 0:
            words = "0\u00a0%" if nought else signed_percent(round(value * 100))
            marks.append(_text(words, x(value), height - 8, _anchor(x(value), left, right)))
    for place, row in enumerate(rows):
        marks += _change_row(row, x, TOP + row_height * place, narrow=narrow)
    return _svg(WIDE if not narrow else NARROW, height, title, description, marks, narrow=narrow)


def _change_row(row: ChangeRow, x: _Scale, top: float, *, narrow: bool) -> list[str]:
    middle = top + (38 if narrow else 26)
    words = signed_percent(round(row.change * 100))
    strong = " c-text--strong" if row.strong else ""
    whisker, mark = ("c-whisker", "c-mark") if row.own else ("c-tick", "c-mark--ref")
    drawn = [
        _line(whisker, x(row.low), middle, x(row.high), middle),
        (
            f'<circle class="{mark}" cx="{x(row.change):.1f}" cy="{middle:.1f}" '
            f'r="{7 if row.strong else 5}"/>'
        ),
    ]
    if narrow:
        return [_text(f"{row.label}: {words}", 8, top + 20, f"c-halo{strong}"), *drawn]
    lines = _lines(row.label)
    first = middle + 4 - LABEL_LINE / 2 * (len(lines) - 1)
    return [
        *(
            _text(line, LABELS - 10, first + LABEL_LINE * place, f"c-text--end{strong}")
            for place, line in enumerate(lines)
        ),
        *drawn,
        _text(words, x(row.change), middle - 12, "c-text--mid c-text--strong c-halo"),
    ]


def _lines(label: str) -> list[str]:
    """Break a label too long for one line, best after its comma."""
    head, comma, tail = label.partition(", ")
    if len(label) <= LABEL_LETTERS:
        return [label]
    if comma and max(len(head) + 1, len(tail)) <= LABEL_LETTERS:
        return [f"{head},", tail]
    return textwrap.wrap(label, LABEL_LETTERS, max_lines=2, placeholder=" …")


@dataclass(frozen=True)
class Timeline:
    """Counts over many periods with what was expected; periods of a year, or years themselves.

    ``start`` is the place of the first period with the measure, ``first_year`` and ``offset`` say
    which period of which year stands first.
    """

    title: str
    description: str
    here: Values
    expected: Values
    start: int
    start_label: str
    first_year: int
    period: int = 12
    offset: int = 0
    expected_label: str = ""
    # Periods in which the measure was being set up.
    phase_in: int = 0


def timeline_chart(line: Timeline) -> ChartPictures:
    """Return counts and expectation over time with the start marked, wide and narrow."""
    if not line.here or len(line.here) != len(line.expected):
        raise ChartInputError("counts and expectation need the same length")
    return ChartPictures(wide=_timeline(line, narrow=False), narrow=_timeline(line, narrow=True))


def _timeline(line: Timeline, *, narrow: bool) -> str:
    width, height = (NARROW, SERIES_HEIGHT - 40) if narrow else (WIDE, SERIES_HEIGHT)
    known = [float(v) for row in (line.here, line.expected) for v in row if not is_missing(v)]  # type: ignore[arg-type]
    top, step = axis(max([*known, 1.0]))
    left, right, upper, floor = 40, width - 14, 26, height - 28
    n = max(len(line.here) - 1, 1)

    def x(place: float) -> float:
        return left + place / n * (right - left)

    def y(value: float) -> float:
        return floor - value / top * (floor - upper)

    marks = []
    for value in ticks(top, step):
        marks.append(_line("c-axis" if value == 0 else "c-grid", left, y(value), right, y(value)))
        marks.append(_text(number(value, axis_digits(step)), left - 8, y(value) + 4, "c-text--end"))
    marks += _years(line, x, height, narrow=narrow)
    after = x(line.start - NEAR)
    if line.phase_in:
        wide = x(line.start + line.phase_in - NEAR) - after
        marks.append(
            f'<rect class="c-band" x="{after:.1f}" y="{upper}" width="{wide:.1f}" '
            f'height="{floor - upper}"/>'
        )
    marks.append(_line("c-tick", after, upper - 12, after, floor))
    beyond = after + LETTER * len(line.start_label) + 8 > right
    label_at = after - 6 if beyond else after + 6
    marks.append(
        _text(line.start_label, label_at, upper - 10, "c-text--end c-halo" if beyond else "c-halo")
    )
    marks += [f'<path class="c-line c-line--ref" d="{_path(line.expected, x, y)}"/>']
    marks += [f'<path class="c-line c-line--here" d="{_path(line.here, x, y)}"/>']
    if len(line.here) <= 2 * line.period:
        marks += [
            f'<circle class="c-mark" cx="{x(place):.1f}" cy="{y(float(value)):.1f}" r="4"/>'
            for place, value in enumerate(line.here)
            if value is not None
        ]
    return _svg(width, height, line.title, line.description, marks, narrow=narrow)


def _years(line: Timeline, x: _Scale, height: int, *, narrow: bool) -> list[str]:
    firsts = [place for place in range(len(line.here)) if (place + line.offset) % line.period == 0]
    every = max(1, math.ceil(len(firsts) * 46 / ((NARROW if narrow else WIDE) - 60)))
    marks = []
    for nth, place in enumerate(firsts):
        if nth % every:
            continue
        year = line.first_year + (place + line.offset) // line.period
        at = x(place)
        edge = "c-text--end" if at > (NARROW if narrow else WIDE) - 34 else "c-text--mid"
        marks.append(_text(str(year), at, height - 8, edge))
    return marks


def _path(values: Values, x: _Scale, y: _Scale) -> str:
    found, pen_up = [], True
    for place, value in enumerate(values):
        if value is None or is_missing(value):
            pen_up = True
            continue
        found.append(f"{'M' if pen_up else 'L'}{x(place):.1f} {y(float(value)):.1f}")
        pen_up = False
    return "".join(found)


def _anchor(at: float, left: float, right: float) -> str:
    if at - left < 12:
        return ""
    return "c-text--end" if right - at < 12 else "c-text--mid"


def _line(css: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{css}" x1="{x1:.1f}" x2="{x2:.1f}" y1="{y1:.1f}" y2="{y2:.1f}"/>'


def _text(words: str, x: float, y: float, css: str = "") -> str:
    names = f"c-text {css}".strip()
    return f'<text class="{names}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _svg(
    width: int, height: float, title: str, description: str, marks: list[str], *, narrow: bool
) -> str:
    size = "narrow" if narrow else "wide"
    return (
        f'<svg class="vo-chart vo-chart--{size}" viewBox="0 0 {width} {height:g}" width="{width}" '
        f'height="{height:g}" role="img" aria-label="{escape(title)}. {escape(description)}">'
        f"{''.join(marks)}</svg>"
    )
