"""Up to four headline numbers from the payload of a published Lagebild.

The payload is frozen: what is missing in an old one is left out here, never computed anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from vorort.publications.models import Publication
from vorort.ui import format as show
from vorort.ui.languages import here

SCHEMA = "vorort.lagebild"
MOST = 4
TOTAL = "------"
# What towns ask for first, where nothing stands out: burglary, bicycles, violence, damage.
USUAL = ("435*00", "***300", "892000", "674000", "*26*00", "730000")
_ORDER = {"sure": 0, "chance": 1, "few": 2, "none": 3}


@dataclass(frozen=True)
class Headline:
    """A headline number with its range, sentence and verdict; texts are formatted."""

    label: str
    value: str
    unit: str
    range_text: str
    say: str
    verdict: str
    low: float | None = None
    high: float | None = None
    at: float | None = None
    tick: float | None = None


def headlines(publication: Publication | None) -> tuple[Headline, ...]:
    """Return the total and what stands out most, in this order."""
    payload = publication.payload if publication else {}
    if payload.get("schema") != SCHEMA:
        return ()
    series = [each for each in payload.get("series", []) if _is_usable(each)]
    total = [each for each in series if each.get("offence_key") == TOTAL]
    others = [each for each in series if each.get("offence_key") != TOTAL]
    others.sort(key=_weight)
    return tuple(_headline(each) for each in [*total[:1], *others][:MOST])


def _is_usable(series: Any) -> bool:
    return (
        isinstance(series, Mapping)
        and bool(series.get("values"))
        and series.get("verdict") in _ORDER
        and bool(series.get("title"))
        and series["values"][-1].get("cases") is not None
    )


def _weight(series: Mapping[str, Any]) -> tuple[int, int, int]:
    """Order by what stands out; among equals the offences towns ask for, then the larger one."""
    key = str(series.get("offence_key"))
    stands_out = 0 if series["verdict"] == "sure" else 1
    usual = USUAL.index(key) if key in USUAL else len(USUAL)
    return stands_out, usual, -int(series["values"][-1]["cases"])


def _headline(series: Mapping[str, Any]) -> Headline:
    now = series["values"][-1]
    cases, rate = now["cases"], now.get("rate_per_100k")
    low, high = now.get("rate_low"), now.get("rate_high")
    name, tick = _comparison(series)
    return Headline(
        # The groups' names are in the catalogues; others stay as they were published.
        label=_(str(series["title"])),
        value=show.number(cases),
        unit=ngettext("Fall", "Fälle", cases),
        range_text=_range_text(rate, low, high, name, tick),
        say=_say(series),
        verdict=str(series["verdict"]),
        low=low,
        high=high,
        at=rate,
        tick=tick if rate is not None else None,
    )


def _comparison(series: Mapping[str, Any]) -> tuple[str, float | None]:
    """Return name and rate of the tick: the state for the total, else the years before."""
    state, mean = series.get("state") or {}, series.get("mean") or {}
    if state.get("rate") is not None and series.get("offence_key") == TOTAL:
        return str(state.get("label") or _("Land")), float(state["rate"])
    years = mean.get("years") or []
    if mean.get("rate_per_100k") is not None and len(years) > 1:
        span = f"{years[0]} – {years[-1]}"
        return _("Mittel %(years)s") % {"years": span}, float(mean["rate_per_100k"])
    return "", None


def _range_text(
    rate: float | None, low: float | None, high: float | None, name: str, tick: float | None
) -> str:
    if rate is None:
        return _("Ohne Bezug auf Einwohner")
    digits = 0 if max(rate, tick or 0) >= 10 else 1
    words = _("%(rate)s je 100.000 Einw. (%(span)s)") % {
        "rate": show.number(rate, digits),
        "span": show.span(low, high, digits),
    }
    if name:
        words += _(" · Strich: %(name)s %(rate)s") % {
            "name": name,
            "rate": show.number(tick, digits),
        }
    return words


_VERDICTS = {
    "sure": _lazy("Das weicht mehr ab, als es der Zufall erwarten lässt."),
    "chance": _lazy("Das ist von Zufall nicht zu unterscheiden."),
    "few": _lazy("Das sind zu wenige Fälle für ein Urteil."),
    "none": _lazy("Das lässt sich nicht bewerten."),
}


def _say(series: Mapping[str, Any]) -> str:
    """Return the sentence with the comparison: number and rate already stand above it.

    The sentences of a report are published in German; other languages say the verdict alone.
    """
    if not here().is_source:
        return str(_VERDICTS[str(series["verdict"])])
    sentences = str(series.get("sentence", "")).split(". ")
    chosen = sentences[1] if len(sentences) > 1 else sentences[0]
    return chosen if chosen.endswith(".") or not chosen else f"{chosen}."
