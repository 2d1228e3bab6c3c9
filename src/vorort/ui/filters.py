"""The filters of ``{% load vo %}``: numbers and dates in German, text as clean HTML."""

from typing import Any

from django.utils.safestring import SafeString

from vorort.ui import format as german
from vorort.ui import markdown


def zahl(value: Any, digits: Any = 0) -> str:
    """``1.204``; ``|zahl:1`` is ``421,7``."""
    return german.number(value, int(digits))


def prozent(value: Any, digits: Any = 0) -> str:
    """A value in percent: ``38 %``."""
    return german.percent(value, int(digits))


def anteil(value: Any, digits: Any = 0) -> str:
    """A fraction of one as percent: 0.38 is ``38 %``."""
    return german.share(value, int(digits))


def vorzeichen(value: Any, digits: Any = 0) -> str:
    """A change with its sign."""
    return german.signed(value, int(digits))


def euro(value: Any) -> str:
    """An amount of money: ``24.800,00 €``."""
    return german.euro(value)


def datum(value: Any) -> str:
    """``23.11.2026``."""
    return german.date(value or None)


def zeit(value: Any) -> str:
    """``23.11.2026, 17:02 Uhr``."""
    return german.datetime(value or None)


def uhrzeit(value: Any) -> str:
    """``17:02 Uhr``."""
    return german.time(value or None)


def jahr(value: Any) -> str:
    """A year, never with a thousands point."""
    return german.missing if german.is_missing(value) else str(int(value))


def groesse(value: Any) -> str:
    """The size of a file: ``1,4 MB``."""
    return german.size(value)


def markdown_filter(value: Any, below: Any = 2) -> SafeString:
    """Clean HTML of a Markdown text whose section heading has the level ``below``."""
    return markdown.render(str(value or ""), below=int(below))


def bereich(lo: Any, hi: Any, digits: int = 0) -> str:
    """``298 – 579``."""
    return german.span(lo, hi, digits)
