"""Reads the colours of KERN and of our tokens as a browser does, for the contrast tests."""

import math
import re
from pathlib import Path

from django.contrib.staticfiles import finders

Rgb = tuple[float, float, float]
VAR = re.compile(r"var\((--[\w-]+)(?:,\s*([^()]*(?:\([^()]*\))?[^()]*))?\)")
DECLARATION = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+);")


def css(path: str) -> str:
    found = finders.find(path)
    assert found, f"{path} is not served"
    text = Path(found).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def block(text: str, selector: str) -> dict[str, str]:
    """Return the declarations of the first block that starts with ``selector``."""
    start = text.index(selector)
    opened = text.index("{", start)
    depth, place = 1, opened + 1
    while depth:
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        place += 1
    return declarations(text[opened + 1 : place - 1])


def declarations(text: str) -> dict[str, str]:
    body = text if text.rstrip().endswith(";") else text + ";"
    return {name: " ".join(value.split()) for name, value in DECLARATION.findall(body)}


def _lab(lightness: float, chroma: float, hue: float) -> Rgb:
    angle = math.radians(hue)
    return lightness, chroma * math.cos(angle), chroma * math.sin(angle)


def _linear(lab: Rgb) -> Rgb:
    big_l, a, b = lab
    l = (big_l + 0.3963377774 * a + 0.2158037573 * b) ** 3  # noqa: E741
    m = (big_l - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (big_l - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    )


def _from_hex(text: str) -> Rgb:
    digits = text.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * c for c in digits)
    return tuple(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))  # type: ignore[return-value]


def _to_linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _lab_of_linear(rgb: Rgb) -> Rgb:
    r, g, b = rgb
    l = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)  # noqa: E741
    m = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    s = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    )


def lab(value: str, names: dict[str, str]) -> Rgb:
    """Resolve a colour to OKLab."""
    value = value.strip()
    while found := VAR.fullmatch(value):
        name, fallback = found.groups()
        value = (names.get(name) or fallback or "").strip()
        assert value, f"{name} is not known"
    if value.startswith("oklch("):
        lightness, chroma, hue = value[6:-1].split()[:3]
        return _lab(float(lightness.rstrip("%")) / 100, float(chroma), float(hue))
    if value.startswith("#"):
        return _lab_of_linear(tuple(_to_linear(c) for c in _from_hex(value)))  # type: ignore[arg-type]
    mixed = re.fullmatch(
        r"color-mix\(in oklab, (var\(--[\w-]+\)) (\d+)%, (var\(--[\w-]+\))\)", value
    )
    assert mixed, f"cannot read the colour {value}"
    share = int(mixed[2]) / 100
    one, two = lab(mixed[1], names), lab(mixed[3], names)
    return tuple(share * p + (1 - share) * q for p, q in zip(one, two, strict=True))  # type: ignore[return-value]


def linear(value: str, names: dict[str, str]) -> Rgb:
    return tuple(min(1.0, max(0.0, c)) for c in _linear(lab(value, names)))  # type: ignore[return-value]


def hexadecimal(value: str, names: dict[str, str]) -> str:
    channels = []
    for c in linear(value, names):
        shown = 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055
        channels.append(round(255 * shown))
    return "#" + "".join(f"{c:02x}" for c in channels)


def luminance(value: str, names: dict[str, str]) -> float:
    r, g, b = linear(value, names)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, two: str, names: dict[str, str]) -> float:
    high, low = sorted((luminance(one, names), luminance(two, names)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def theme(*, dark: bool) -> dict[str, str]:
    """Return all names as they are in the light or in the dark theme."""
    kern, tokens = css("kern/kern.css"), css("ui/tokens.css")
    names: dict[str, str] = {}
    for found in re.finditer(r"(?m)^:root \{([^{}]*)\}", kern):
        names.update(declarations(found[1]))
    wanted, other = ("=dark]", "=light]") if dark else ("=light]", "=dark]")
    for found in re.finditer(r"(?m)^([^{}@]+)\{([^{}]*)\}", kern):
        if wanted in found[1] and other not in found[1]:
            names.update(declarations(found[2]))
    names.update(block(tokens, ":root {"))
    if dark:
        names.update(block(tokens, '[data-kern-theme="dark"] {'))
    return names
