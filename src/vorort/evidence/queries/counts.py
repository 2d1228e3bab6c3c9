"""Effective rows: of several deliveries of one figure, the one that counts.

Order, the first that decides: an official delivery before an authority's own one (nobody can
override a published table, an own delivery adds what is missing); among official ones a row with
a published rate before one without (the nation's table has none); the greater precedence
(unrounded before rounded); the later receipt. Nothing is deleted, and undoing a delivery brings
the next one back.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vorort.authorities.models import Authority
from vorort.deliveries.models import Delivery
from vorort.deliveries.queries import usable
from vorort.evidence.models import OffenceCount

_FIELDS = (
    "area__key",
    "offence_key",
    "year",
    "delivery_id",
    "cases",
    "rate",
    "rate_digits",
    "cleared",
    "clearance",
    "attempts",
    "attempts_share",
    "suspects",
    "suspects_male",
    "suspects_female",
    "suspects_foreign",
)
SIZE_CLASSES = (
    "cases_under_20k",
    "cases_20k_100k",
    "cases_100k_500k",
    "cases_500k_up",
    "cases_size_unknown",
)


@dataclass(frozen=True, slots=True)
class EffectiveRow:
    """The row of a figure that counts, with the delivery it comes from."""

    area_key: str
    offence_key: str
    year: int
    delivery_id: int
    cases: int | None
    rate: float | None
    rate_digits: int | None
    cleared: int | None
    clearance: float | None
    attempts: int | None
    attempts_share: float | None
    suspects: int | None
    suspects_male: int | None
    suspects_female: int | None
    suspects_foreign: int | None


@dataclass(frozen=True)
class UsableDeliveries:
    """The deliveries somebody's pages may use, read once."""

    by_id: dict[int, Delivery]

    @classmethod
    def read(cls, viewer: Authority | None) -> "UsableDeliveries":
        return cls({delivery.pk: delivery for delivery in usable(viewer)})

    def rank(self, delivery_id: int, *, has_rate: bool) -> tuple[bool, bool, int, dt.datetime, int]:
        """Return the rank of a row of a delivery; the greatest counts."""
        delivery = self.by_id[delivery_id]
        return (
            delivery.for_authority_id is None,
            # A town's own numbers: the later one corrects, with or without a printed rate.
            has_rate and delivery.for_authority_id is None,
            delivery.precedence,
            delivery.received_at,
            delivery.pk,
        )


def effective_rows(
    *,
    area_keys: Iterable[str],
    codes: Iterable[str] | None,
    years: Iterable[int] | None,
    deliveries: UsableDeliveries,
) -> dict[tuple[str, str, int], EffectiveRow]:
    """Return the row that counts per (area key, offence key, year), in one query."""
    rows = OffenceCount.objects.filter(
        area__key__in=set(area_keys), delivery__in=deliveries.by_id.keys()
    )
    if codes is not None:
        rows = rows.filter(offence_key__in=set(codes))
    if years is not None:
        rows = rows.filter(year__in=set(years))
    best: dict[tuple[str, str, int], EffectiveRow] = {}
    for row in _read(rows.order_by().values_list(*_FIELDS).iterator(chunk_size=5_000)):
        place = row.area_key, row.offence_key, row.year
        known = best.get(place)
        if known is None or _rank(deliveries, row) > _rank(deliveries, known):
            best[place] = row
    return best


def _read(rows: Iterable[tuple[object, ...]]) -> Iterator[EffectiveRow]:
    for row in rows:
        yield EffectiveRow(*row)  # type: ignore[arg-type]


def _rank(
    deliveries: UsableDeliveries, row: EffectiveRow
) -> tuple[bool, bool, int, dt.datetime, int]:
    return deliveries.rank(row.delivery_id, has_rate=row.rate is not None)


def size_class_cases(
    *, codes: Iterable[str], year: int, viewer: Authority | None
) -> dict[str, dict[str, int | None]]:
    """Return per offence key the nation's cases by size of the municipality, in two queries.

    Keys of the inner mapping are ``SIZE_CLASSES``; empty where no nation's table is stored.
    """
    deliveries = UsableDeliveries.read(viewer)
    rows = (
        OffenceCount.objects.filter(
            area__key="00",
            year=year,
            offence_key__in=set(codes),
            cases_under_20k__isnull=False,
            delivery__in=deliveries.by_id.keys(),
        )
        .order_by()
        .values("offence_key", "delivery_id", *SIZE_CLASSES)
    )
    best: dict[str, dict[str, int | None]] = {}
    ranks: dict[str, tuple[object, ...]] = {}
    for row in rows:
        key = row["offence_key"]
        rank = deliveries.rank(row["delivery_id"], has_rate=False)
        if key not in best or rank > ranks[key]:
            best[key] = {name: row[name] for name in SIZE_CLASSES}
            ranks[key] = rank
    return best
