"""The answer of ``vorort situation build``: the JSON other programs rely on."""

from typing import Any

from vorort.pictures.choices import IndicatorPicture, Picture


def build_answer(picture: Picture) -> dict[str, Any]:
    """Return every delivered key with our unrounded rate beside the published one."""
    return {
        "area": {"ags": picture.area_key, "name": picture.area_name},
        "year": picture.year,
        "population": picture.population,
        "population_source": picture.population_source,
        "indicators": [_indicator(one) for one in picture.indicators],
        "sources": [
            {
                "label": line.label,
                "licence": line.licence,
                "year": line.year,
                "received": line.received_on,
                "sha256": line.sha256,
                "table": line.table,
                "delivery": line.delivery,
            }
            for line in picture.sources
        ],
    }


def _indicator(one: IndicatorPicture) -> dict[str, Any]:
    now = one.now
    return {
        "offence_key": one.code,
        "label": one.label,
        "cases": now.cases,
        "rate_per_100k": now.rate,
        "rate_low": now.low,
        "rate_high": now.high,
        "rate_published": now.rate_published,
        "cleared": now.cleared,
        "clearance_rate": now.clearance,
        "previous_cases": one.previous_cases,
        "change_percent": one.change_percent,
        "change_distinguishable": one.change_distinguishable,
        "state_rate_per_100k": one.state.rate if one.state else None,
        "notes": list(one.notes),
    }
