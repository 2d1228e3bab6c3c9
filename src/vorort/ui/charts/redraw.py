"""Vega's SVG drawn anew: absolute coordinates, roles instead of colours, no ids, no styles.

What remains are plain shapes with a class, so that the theme of the page colours them and a
strict Content-Security-Policy has nothing to refuse.
"""

import hashlib
import re
from collections.abc import Iterator
from html import escape
from xml.etree import ElementTree as ET

from vorort.ui.charts.roles import ROLES, Role

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d*\.?\d+(?:[eE][-+]?\d+)?")
COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
TRANSLATE = re.compile(r"translate\(([^,)]+)(?:,([^)]+))?\)")
ANCHORS = {"end": "c-text--end", "middle": "c-text--mid"}

Point = tuple[float, float]


class RedrawError(ValueError):
    """The drawing contains something that has no role."""


def _shift(element: ET.Element, at: Point) -> Point:
    found = TRANSLATE.match(element.get("transform", ""))
    if not found:
        return at
    return (at[0] + float(found[1]), at[1] + float(found[2] or 0))


def _role(element: ET.Element) -> Role | None:
    for name in ("stroke", "fill"):
        role = ROLES.get(element.get(name, ""))
        if role:
            return role
    return None


def _n(value: float) -> str:
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def _path(data: str, at: Point) -> str:
    """Move a path of straight lines to its absolute place."""
    done: list[str] = []
    for letter, rest in COMMAND.findall(data):
        values = [float(v) for v in NUMBER.findall(rest)]
        if letter in "zZ":
            done.append("Z")
        elif letter in "ML":
            pairs = zip(values[::2], values[1::2], strict=True)
            done.append(letter + " ".join(f"{_n(x + at[0])},{_n(y + at[1])}" for x, y in pairs))
        elif letter == "H":
            done.append("H" + _n(values[0] + at[0]))
        elif letter == "V":
            done.append("V" + _n(values[0] + at[1]))
        else:
            raise RedrawError(f"unexpected path command {letter}")
    return "".join(done)


def _look(role: Role, *, printed: bool, anchor: str = "") -> str:
    if printed:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in role.printed)
        return attributes + (f' text-anchor="{anchor}"' if anchor in ANCHORS else "")
    extra = f" {ANCHORS[anchor]}" if anchor in ANCHORS else ""
    return f' class="{role.css}{extra}"'


def _shape(element: ET.Element, at: Point, *, printed: bool) -> str:
    role = _role(element)
    if role is None:
        return ""
    tag = element.tag.removeprefix(SVG)
    x, y = _shift(element, at)
    if tag == "text":
        anchor = element.get("text-anchor", "")
        look = _look(role, printed=printed, anchor=anchor)
        return f'<text{look} x="{_n(x)}" y="{_n(y)}">{escape("".join(element.itertext()))}</text>'
    look = _look(role, printed=printed)
    if tag == "line":
        x2, y2 = x + float(element.get("x2", "0")), y + float(element.get("y2", "0"))
        return f'<line{look} x1="{_n(x)}" x2="{_n(x2)}" y1="{_n(y)}" y2="{_n(y2)}"/>'
    if role.radius:
        return f'<circle{look} cx="{_n(x)}" cy="{_n(y)}" r="{_n(role.radius)}"/>'
    return f'<path{look} d="{_path(element.get("d", ""), (x, y))}"/>'


def _walk(element: ET.Element, at: Point, *, printed: bool) -> Iterator[str]:
    here = _shift(element, at)
    for child in element:
        if child.tag == f"{SVG}g":
            yield from _walk(child, here, printed=printed)
        elif child.tag in {f"{SVG}path", f"{SVG}line", f"{SVG}text"}:
            shape = _shape(child, here, printed=printed)
            if shape:
                yield shape


def frame(
    shapes: str, *, width: int, height: int, title: str, description: str, css: str, view: str = ""
) -> str:
    """Return the SVG around the shapes, with its name and its description for screen readers."""
    # Content decides the id: the same picture is always the same bytes.
    key = hashlib.sha256(f"{title}|{description}|{css}|{width}|{shapes}".encode()).hexdigest()[:10]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{f""" class="{css}" """.rstrip() if css else ""}'
        f' viewBox="{view or f"0 0 {width} {height}"}" width="{width}" height="{height}" role="img"'
        f' aria-labelledby="t-{key} d-{key}">'
        f'<title id="t-{key}">{escape(title)}</title><desc id="d-{key}">{escape(description)}</desc>'
        f"{shapes}</svg>"
    )


def redraw(
    svg: str, *, width: int, height: int, title: str, description: str, css: str, printed: bool
) -> str:
    """Return the drawing with classes (page) or with colours (print)."""
    root = ET.fromstring(svg)  # noqa: S314 - drawn by ourselves a moment ago
    shapes = "".join(_walk(root, (0.0, 0.0), printed=printed))
    return frame(shapes, width=width, height=height, title=title, description=description, css=css)
