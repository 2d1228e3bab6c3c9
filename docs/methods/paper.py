# ruff: noqa: INP001 - a script beside its pages, no package
"""Paper, axes, bars, ranges and tables for the pictures of the method pages."""

from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 60, 620, 20, 250
BLUE, RED, GREY, PALE, ROSE = "#345", "#b3261e", "#777", "#cfdcec", "#f3c6c2"
Pairs = Sequence[tuple[float, float]]


class Plane:
    """Axes that turn numbers into places on the paper."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.x_range, self.y_range = x, y

    def x(self, value: float) -> float:
        """Return the place of a value from left to right."""
        low, high = self.x_range
        return LEFT + (RIGHT - LEFT) * (float(value) - low) / (high - low)

    def y(self, value: float) -> float:
        """Return the place of a value from bottom to top, cut off at the frame."""
        low, high = self.y_range
        part = min(max((float(value) - low) / (high - low), 0.0), 1.0)
        return BOTTOM - (BOTTOM - TOP) * part

    def line(self, points: Pairs, colour: str = BLUE, *, dashed: bool = False) -> str:
        """Return a line through points."""
        path = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'

    def band(self, low: Pairs, high: Pairs) -> str:
        """Return the area between two lines."""
        around = [*low, *list(high)[::-1]]
        path = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in around)
        return f'<polygon points="{path}" fill="{PALE}"/>'

    def dot(self, x: float, y: float, colour: str = BLUE, size: float = 4) -> str:
        """Return a point."""
        place = f'cx="{self.x(x):.1f}" cy="{self.y(y):.1f}"'
        return f'<circle {place} r="{size:g}" fill="{colour}"/>'

    def say(self, x: float, y: float, words: str, colour: str = "#222") -> str:
        """Return words beginning at a place."""
        return text(self.x(x), self.y(y), words, colour)


def text(x: float, y: float, words: str, colour: str = "#222", *, middle: bool = False) -> str:
    """Return words on the paper."""
    anchor = ' text-anchor="middle"' if middle else ""
    style = f'font-family="sans-serif" font-size="14" fill="{colour}"{anchor}'
    return f'<text x="{x:.0f}" y="{y:.0f}" {style}>{words}</text>'


def number(value: float, digits: int = 0) -> str:
    """Return a number as German readers write it."""
    return f"{value:,.{digits}f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def save(name: str, title: str, body: Sequence[str]) -> None:
    """Write an SVG with its title."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="t"><title id="t">{title}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    )
    (HERE / f"{name}.svg").write_text(head + "".join(body) + "</svg>\n", encoding="utf-8")


def ranges(rows: Sequence[tuple[str, float, float, float, str]], none: float | None) -> list[str]:
    """Return one range a row: words, low, middle, high, what it means."""
    most = max(row[3] for row in rows) * 1.08
    plane = Plane((0, most), (0, 1))
    step = (BOTTOM - TOP) / len(rows)
    body = []
    if none is not None:
        body.append(plane.line([(none, 0), (none, 1)], GREY, dashed=True))
    for k, (words, low, middle, high, verdict) in enumerate(rows):
        y = TOP + step * (k + 0.65)
        body += [
            text(LEFT, y - 14, f"{words}: {verdict}"),
            (
                f'<path d="M{plane.x(low):.1f} {y:.1f}H{plane.x(high):.1f}" stroke="{BLUE}" '
                'stroke-width="6" stroke-linecap="round" opacity=".35"/>'
            ),
            f'<circle cx="{plane.x(middle):.1f}" cy="{y:.1f}" r="5" fill="{BLUE}"/>',
        ]
    return body


def bars(values: Sequence[float], labels: Sequence[str], colours: Sequence[str]) -> list[str]:
    """Return a bar for each value."""
    plane = Plane((0, len(values)), (0, max(values) * 1.1))
    body = []
    for k, (value, label, colour) in enumerate(zip(values, labels, colours, strict=True)):
        left, right = plane.x(k + 0.12), plane.x(k + 0.88)
        body += [
            (
                f'<rect x="{left:.1f}" y="{plane.y(value):.1f}" width="{right - left:.1f}" '
                f'height="{BOTTOM - plane.y(value):.1f}" fill="{colour}"/>'
            ),
            text((left + right) / 2, BOTTOM + 20, label, middle=True),
        ]
    return body


def table(rows: Sequence[Sequence[str]], marked: dict[tuple[int, int], str]) -> list[str]:
    """Return a table of words; marked cells have a colour."""
    wide, high = (RIGHT - LEFT) / len(rows[0]), (BOTTOM - TOP) / len(rows)
    body = []
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            x, y = LEFT + wide * j, TOP + high * i
            fill = marked.get((i, j), "#fff")
            body += [
                (
                    f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" '
                    f'fill="{fill}" stroke="#999"/>'
                ),
                text(x + wide / 2, y + high / 2 + 5, words, middle=True),
            ]
    return body
