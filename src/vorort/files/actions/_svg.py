"""A drawing without anything that acts or fetches: scripts, links, embedded pictures, foreign parts."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
KEPT = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "title",
        "desc",
        "clipPath",
        "mask",
        "pattern",
        "linearGradient",
        "radialGradient",
        "stop",
        "style",
    ]
)
# Whoever draws arms needs no tables of entities; they are how small files become large.
_SUBSET = re.compile(rb"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
# An address outside the drawing itself, or CSS that fetches or runs something.
_OUTSIDE = re.compile(
    r"url\(\s*['\"]?(?!#)|@import|@font-face|javascript:|expression\(|\\", re.IGNORECASE
)


def clean_drawing(source: Path, target: Path) -> None:
    """Write ``source`` anew with shapes, colours and names only.

    Raises ``ValueError`` for what is no readable drawing.
    """
    raw = source.read_bytes()
    if _SUBSET.search(raw):
        raise ValueError("entities")
    try:
        root = ET.fromstring(_DOCTYPE.sub(b"", raw))  # noqa: S314 - no entities, nothing is fetched
    except ET.ParseError as error:
        raise ValueError("not well-formed") from error
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError("no drawing")
    _clean(root)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    target.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _clean(element: ET.Element) -> None:
    for name in list(element.attrib):
        if not _may_stay(name, element.attrib[name]):
            del element.attrib[name]
    if element.tag == f"{{{SVG}}}style" and _OUTSIDE.search(element.text or ""):
        element.text = ""
    for child in list(element):
        space, _, name = child.tag[1:].partition("}") if isinstance(child.tag, str) else ("",) * 3
        if space == SVG and name in KEPT:
            _clean(child)
        else:
            element.remove(child)


def _may_stay(name: str, value: str) -> bool:
    space, _, plain = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    if plain.lower().startswith("on") or space not in {"", XLINK, XML}:
        return False
    if plain == "href":
        return value.strip().startswith("#")
    return space != XLINK and not _OUTSIDE.search(value)
