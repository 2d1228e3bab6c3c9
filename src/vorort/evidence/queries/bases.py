"""The population each rate is measured on: official where it fits the published rates.

A published rate has been measured on one population. Where the official number of the
reference day lies in the bounds the published rates leave, it is the base. Where it does not
(another census, another day) the implied number is, so that our rates equal the published ones.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from vorort.authorities.models import Authority
from vorort.evidence.models import ImpliedPopulation
from vorort.evidence.queries.counts import UsableDeliveries
from vorort.figures.choices import Base, BaseKind
from vorort.places.queries import PopulationValue, populations


def reference_day(year: int) -> dt.date:
    """Return the day whose population counts for a year: 31 December of the year before."""
    return dt.date(year - 1, 12, 31)


def read_bases(
    *,
    area_keys: Iterable[str],
    years: Iterable[int],
    viewer: Authority | None,
    deliveries: UsableDeliveries,
) -> dict[tuple[str, int], Base]:
    """Return the base per (area key, year) in two queries; no entry where none is known."""
    keys, wanted = set(area_keys), set(years)
    official = populations(keys, [reference_day(year) for year in wanted], viewer=viewer)
    implied = _implied(keys, wanted, deliveries)
    found: dict[tuple[str, int], Base] = {}
    for key in keys:
        for year in wanted:
            base = _choose(
                year, official.get((key, reference_day(year))), implied.get((key, year)), deliveries
            )
            if base is not None:
                found[key, year] = base
    return found


def _implied(
    keys: set[str], years: set[int], deliveries: UsableDeliveries
) -> dict[tuple[str, int], ImpliedPopulation]:
    best: dict[tuple[str, int], ImpliedPopulation] = {}
    rows = ImpliedPopulation.objects.filter(
        area__key__in=keys, year__in=years, delivery__in=deliveries.by_id.keys()
    ).select_related("area")
    for row in rows.order_by():
        place = row.area.key, row.year
        known = best.get(place)
        if known is None or _rank(row, deliveries) > _rank(known, deliveries):
            best[place] = row
    return best


def _rank(row: ImpliedPopulation, deliveries: UsableDeliveries) -> tuple[object, ...]:
    return deliveries.rank(row.delivery_id, has_rate=True)


def _choose(
    year: int,
    official: PopulationValue | None,
    implied: ImpliedPopulation | None,
    deliveries: UsableDeliveries,
) -> Base | None:
    fits = official is not None and (
        implied is None or implied.low <= official.total <= implied.high
    )
    if official is not None and fits:
        return Base(
            year=year,
            population=official.total,
            kind=BaseKind.OFFICIAL,
            exact=True,
            reference_on=official.on_date,
            source_label=official.source_label,
            low=official.total,
            high=official.total,
            delivery=official.delivery,
        )
    if implied is None:
        return None
    delivery = deliveries.by_id[implied.delivery_id]
    return Base(
        year=year,
        population=implied.population,
        kind=BaseKind.IMPLIED,
        exact=implied.exact,
        reference_on=reference_day(year),
        source_label=_("aus den Häufigkeitszahlen abgeleitet: %(source)s")
        % {"source": delivery.source_label or delivery.name},
        low=implied.low,
        high=implied.high,
        delivery=delivery.public_id,
    )
