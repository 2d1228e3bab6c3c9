"""Groups beside the police statistics: families of their own, and numbers nobody can judge.

What stands in one family is tested together; recorded crime never with anything else.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from vorort.figures.choices import Indicator
from vorort.pictures.choices import Point
from vorort.ui import format as show


class Said(NamedTuple):
    """What can be said of a number without a verdict."""

    sentence: str
    brief: str


def families(indicators: Sequence[Indicator]) -> list[tuple[Indicator, ...]]:
    """Return recorded crime first, then each group beside it, in the order given."""
    found: dict[str, list[Indicator]] = {}
    for one in indicators:
        found.setdefault(one.source if one.beside else "", []).append(one)
    return [tuple(found[name]) for name in sorted(found, key=lambda name: name != "")]


def parents(indicators: Sequence[Indicator]) -> dict[str, str]:
    """Return the sums that parts of these groups belong to."""
    return {one.code: one.parent for one in indicators if one.parent}


def trim(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the years from the first one with anything on: at least the last two."""
    said = (one.hidden or one.cases is not None or one.value is not None for one in points)
    first = next((place for place, known in enumerate(said) if known), len(points))
    return tuple(points[min(first, len(points) - 2) :])


def say(indicator: Indicator, points: Sequence[Point]) -> Said:
    """Return the sentence of a share, a stock or another measure: the last numbers, no verdict."""
    now = points[-1]
    if now.hidden:
        return Said(
            _("Die Zahl für %(year)d ist verborgen, damit sich nicht auf einzelne Menschen "
              "schließen lässt.") % {"year": now.year},
            _("Zahl verborgen"),
        )  # fmt: skip
    known = [point for point in points if point.value is not None]
    if not known:
        return Said(_("Es liegt keine Zahl vor."), _("keine Zahl"))
    last = known[-1]
    value = show.measure(last.value, indicator.unit)
    if last.year != now.year:
        sentence = _("Zuletzt liegt eine Zahl für %(last)d vor: %(value)s.") % {
            "last": last.year, "value": value,
        }  # fmt: skip
    else:
        sentence = _("%(year)d: %(value)s.") % {"year": last.year, "value": value}
    if len(known) > 1:
        before = known[-2]
        sentence += " " + _("%(year)d waren es %(value)s.") % {
            "year": before.year, "value": show.measure(before.value, indicator.unit),
        }  # fmt: skip
    return Said(sentence, f"{value} ({last.year})")
