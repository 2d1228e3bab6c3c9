"""How many people lived where, on which day, and who says so."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from vorort.authorities.models import Authority
from vorort.deliveries.queries import usable_ids
from vorort.places.choices import PopulationKind
from vorort.places.models import Population


@dataclass(frozen=True, slots=True)
class PopulationValue:
    """A number of residents with its day and its source."""

    area_key: str
    on_date: dt.date
    total: int
    male: int | None
    female: int | None
    kind: str
    source_label: str
    delivery: str

    @property
    def is_official(self) -> bool:
        return self.kind == PopulationKind.OFFICIAL


def _usable(keys: Iterable[str], viewer: Authority | None) -> QuerySet[Population]:
    """Rows of usable deliveries, the best of each area and day last."""
    return (
        Population.objects.filter(area__key__in=set(keys), delivery__in=usable_ids(viewer))
        .select_related("area", "delivery")
        # "estimated" sorts before "official": the better one comes last.
        .order_by("area__key", "on_date", "kind", "delivery__precedence", "delivery_id", "pk")
    )


def _value(row: Population) -> PopulationValue:
    return PopulationValue(
        area_key=row.area.key,
        on_date=row.on_date,
        total=row.total,
        male=row.male,
        female=row.female,
        kind=row.kind,
        source_label=row.delivery.source_label or row.delivery.name,
        delivery=row.delivery.public_id,
    )


def population(
    area_key: str, on_date: dt.date, viewer: Authority | None = None
) -> PopulationValue | None:
    """Return the population of an area on exactly that day, or None.

    Official before estimated; among equals the delivery of higher precedence, then the later.
    """
    return populations([area_key], [on_date], viewer=viewer).get((area_key, on_date))


def populations(
    area_keys: Iterable[str], on_dates: Iterable[dt.date], viewer: Authority | None = None
) -> dict[tuple[str, dt.date], PopulationValue]:
    """Return the population of several areas on several days in one query."""
    rows = _usable(area_keys, viewer).filter(on_date__in=set(on_dates))
    return {(row.area.key, row.on_date): _value(row) for row in rows}


def nearest_populations(
    area_keys: Iterable[str], on_date: dt.date, viewer: Authority | None = None
) -> dict[str, PopulationValue]:
    """Return the population of each area on the day nearest to the one asked for, in one query.

    Good enough to tell the size of a place; never the base of a rate.
    """
    nearest: dict[str, Population] = {}
    for row in _usable(area_keys, viewer):
        other = nearest.get(row.area.key)
        # Among equals the later row is the better one.
        if other is None or abs(row.on_date - on_date) <= abs(other.on_date - on_date):
            nearest[row.area.key] = row
    return {key: _value(row) for key, row in nearest.items()}


def list_populations(area_key: str, viewer: Authority | None = None) -> list[PopulationValue]:
    """Return the best population of each day of an area, the latest first."""
    best = {row.on_date: _value(row) for row in _usable([area_key], viewer)}
    return [best[day] for day in sorted(best, reverse=True)]
