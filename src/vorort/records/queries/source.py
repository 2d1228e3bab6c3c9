"""Own figures as sources of the Lagebild: groups beside the police statistics."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from vorort.authorities.models import Authority
from vorort.deliveries.models import Delivery
from vorort.deliveries.queries import usable_ids
from vorort.evidence.queries import UsableDeliveries, read_bases
from vorort.figures.choices import Indicator, Months, Provenance, Series, Value, ValueStatus
from vorort.places.queries import area_names
from vorort.records.choices import (
    CATALOGUE,
    Measure,
    ObservationStatus,
    RecordGroup,
    RecordIndicator,
    indicator_of,
)
from vorort.records.models import Observation

Viewer = Authority | None
MONTHS = 12
# Structural figures come late: the last ones of these years describe the town, too.
LATE_YEARS = 4
_FIELDS = ("area__key", "indicator", "year", "month", "delivery_id", "value", "status")


@dataclass(frozen=True, slots=True)
class _Row:
    area_key: str
    indicator: str
    year: int
    month: int
    delivery_id: int
    value: Decimal | None
    status: str


_ORDER = {one.code: place for place, one in enumerate(CATALOGUE)}


class OwnFigures:
    """One group of the catalogue as a source; every method runs a constant number of queries."""

    # Never added to the police statistics, never tested with it.
    beside = True

    def __init__(self, group: RecordGroup) -> None:
        self.group = group

    @property
    def code(self) -> str:
        return str(self.group)

    @property
    def apart(self) -> bool:
        """Incidents are counted another way than the statistics: only for who asks for them."""
        return self.group == RecordGroup.INCIDENTS

    def list_indicators(
        self, *, area_key: str, year: int | None, viewer: Viewer
    ) -> tuple[Indicator, ...]:
        """Return the indicators an area has a number of in a year (None: any), in their order.

        Structural figures of the years just before count as well: they come late.
        """
        rows = self._rows([area_key], viewer).filter(value__isnull=False)
        if year is not None:
            late = LATE_YEARS if self.group == RecordGroup.STRUCTURE else 1
            rows = rows.filter(year__gt=year - late, year__lte=year)
        printed: dict[str, bool] = {}
        found = rows.order_by().values_list(
            "indicator", "delivery__for_authority_id", "delivery__published_by_source"
        )
        for code, authority_id, published in found:
            open_here = authority_id is None or published
            printed[code] = printed.get(code, True) and open_here
        return tuple(
            _indicator(known, published=printed[code])
            for code in sorted(printed, key=lambda one: (_ORDER.get(one, len(_ORDER)), one))
            if (known := indicator_of(code)) is not None
        )

    def read_series(
        self,
        *,
        area_keys: Sequence[str],
        codes: Sequence[str],
        years: Sequence[int],
        viewer: Viewer,
    ) -> dict[tuple[str, str], Series]:
        """Return a series per (area key, code) that has at least one delivered year."""
        mine = [code for code in codes if (one := indicator_of(code)) and one.group == self.group]
        if not mine:
            return {}
        deliveries = UsableDeliveries.read(viewer)
        rows = effective_observations(
            area_keys=area_keys, codes=mine, years=years, deliveries=deliveries
        )
        bases = read_bases(area_keys=area_keys, years=years, viewer=viewer, deliveries=deliveries)
        names = area_names(area_keys)
        found: dict[tuple[str, str], Series] = {}
        for key, code in sorted({(key, code) for key, code, _year in rows}):
            known = indicator_of(code)
            if known is None:
                continue
            here = [rows.get((key, code, year)) for year in years]
            published = all(
                _printed(deliveries.by_id[row.delivery_id]) for row in here if row is not None
            )
            found[key, code] = Series(
                indicator=_indicator(known, published=published),
                area_key=key,
                area_name=names.get(key, key),
                values=tuple(
                    _value(year, row, known, deliveries)
                    for year, row in zip(years, here, strict=True)
                ),
                bases=tuple(bases.get((key, year)) if known.has_rate else None for year in years),
            )
        return found

    def provenance(
        self, *, area_keys: Sequence[str], years: Sequence[int], viewer: Viewer
    ) -> tuple[Provenance, ...]:
        """Return the deliveries behind the figures of these areas and years that still count."""
        deliveries = UsableDeliveries.read(viewer)
        codes = set(
            self._rows(area_keys, viewer).order_by().values_list("indicator", flat=True).distinct()
        )
        rows = _best(area_keys=area_keys, codes=codes, years=years, deliveries=deliveries)
        used = sorted({row.delivery_id for row in rows.values()})
        return tuple(
            Provenance(
                delivery=delivery.public_id,
                label=delivery.source_label or delivery.name,
                licence=delivery.licence,
                year=delivery.year,
                received_on=timezone.localdate(delivery.received_at),
                table_code=delivery.table_code,
                sha256=delivery.sha256,
            )
            for delivery in (deliveries.by_id[pk] for pk in used)
        )

    def years_with_data(self, *, area_key: str, viewer: Viewer) -> tuple[int, ...]:
        """Return the years an area has numbers of, the first one first."""
        rows = self._rows([area_key], viewer).filter(value__isnull=False)
        return tuple(rows.order_by("year").values_list("year", flat=True).distinct())

    def read_months(
        self,
        *,
        area_keys: Sequence[str],
        codes: Sequence[str],
        first: dt.date,
        last: dt.date,
        viewer: Viewer,
    ) -> dict[tuple[str, str], Months]:
        """Return the months that count per (area key, code): official before own, then the later."""
        mine = [
            code
            for code in codes
            if (one := indicator_of(code)) is not None
            and one.group == self.group
            and one.measure is Measure.COUNT
        ]
        if not mine:
            return {}
        years = range(first.year, last.year + 1)
        deliveries = UsableDeliveries.read(viewer)
        rows = _best(
            area_keys=area_keys, codes=mine, years=years, deliveries=deliveries, monthly=True
        )
        every = [
            (year, month)
            for year in years
            for month in range(1, MONTHS + 1)
            if (first.year, first.month) <= (year, month) <= (last.year, last.month)
        ]
        found: dict[tuple[str, str], Months] = {}
        for key, code in sorted({(key, code) for key, code, _year, _month in rows}):
            here = [rows.get((key, code, *when)) for when in every]
            used = {row.delivery_id for row in here if row is not None}
            if used:
                found[key, code] = Months(
                    first=first.replace(day=1),
                    counts=tuple(
                        int(row.value) if row is not None and row.value is not None else None
                        for row in here
                    ),
                    deliveries=tuple(sorted(deliveries.by_id[pk].public_id for pk in used)),
                )
        return found

    def monthly_codes(
        self, *, area_keys: Sequence[str], viewer: Viewer
    ) -> dict[str, frozenset[str]]:
        """Return which of these areas have monthly counts of which indicator, in one query."""
        found: dict[str, set[str]] = {}
        rows = self._rows(area_keys, viewer).filter(value__isnull=False, month__gt=0)
        for code, key in rows.order_by().values_list("indicator", "area__key").distinct():
            known = indicator_of(code)
            if known is not None and known.measure is Measure.COUNT:
                found.setdefault(code, set()).add(key)
        return {code: frozenset(keys) for code, keys in found.items()}

    def _rows(self, area_keys: Iterable[str], viewer: Viewer) -> QuerySet[Observation]:
        rows = Observation.objects.filter(
            area__key__in=set(area_keys), delivery__in=usable_ids(viewer)
        )
        if self.group == RecordGroup.RESIDENTS:
            return rows.filter(indicator__startswith="residents-")
        return rows.filter(indicator__in=[one.code for one in CATALOGUE if one.group == self.group])


def effective_observations(
    *,
    area_keys: Iterable[str],
    codes: Iterable[str],
    years: Iterable[int],
    deliveries: UsableDeliveries,
) -> dict[tuple[str, str, int], _Row]:
    """Return the number that counts per (area key, code, year), in one query.

    Official before own, then precedence, then the later one. Where no number of the whole year
    is there, twelve months of a count make one; fewer never do.
    """
    best = _best(area_keys=area_keys, codes=codes, years=years, deliveries=deliveries)
    found = {(key, code, year): row for (key, code, year, month), row in best.items() if not month}
    for where in {(key, code, year) for key, code, year, _month in best} - found.keys():
        months = [best.get((*where, month)) for month in range(1, MONTHS + 1)]
        if (whole := _year_of_months(months)) is not None:
            found[where] = whole
    return found


def _best(
    *,
    area_keys: Iterable[str],
    codes: Iterable[str],
    years: Iterable[int],
    deliveries: UsableDeliveries,
    monthly: bool = False,
) -> dict[tuple[str, str, int, int], _Row]:
    """Return the number that counts per (area key, code, year, month or 0), in one query."""
    rows = Observation.objects.filter(
        area__key__in=set(area_keys),
        indicator__in=set(codes),
        year__in=set(years),
        delivery__in=deliveries.by_id.keys(),
    )
    if monthly:
        rows = rows.filter(month__gt=0)
    best: dict[tuple[str, str, int, int], _Row] = {}
    for given in rows.order_by().values_list(*_FIELDS).iterator(chunk_size=5_000):
        row = _Row(*given)
        place = row.area_key, row.indicator, row.year, row.month
        known = best.get(place)
        if known is None or _rank(row, deliveries) > _rank(known, deliveries):
            best[place] = row
    return best


def _rank(row: _Row, deliveries: UsableDeliveries) -> tuple[object, ...]:
    return deliveries.rank(row.delivery_id, has_rate=False)


def _year_of_months(rows: Sequence[_Row | None]) -> _Row | None:
    months = [row for row in rows if row is not None and row.value is not None]
    known = indicator_of(months[0].indicator) if months else None
    if len(months) < MONTHS or known is None or known.measure is not Measure.COUNT:
        return None
    last = max(months, key=lambda row: row.delivery_id)
    total = sum((row.value for row in months if row.value is not None), Decimal(0))
    provisional = any(row.status == ObservationStatus.PROVISIONAL for row in months)
    status = ObservationStatus.PROVISIONAL if provisional else ObservationStatus.OK
    return _Row(last.area_key, last.indicator, last.year, 0, last.delivery_id, total, status)


def _printed(delivery: Delivery) -> bool:
    return delivery.for_authority_id is None or delivery.published_by_source


def _indicator(known: RecordIndicator, *, published: bool) -> Indicator:
    return Indicator(
        code=known.code,
        source=str(known.group),
        label=str(known.label),
        short_label=str(known.short_label),
        definition=str(known.definition),
        control_offence=known.control,
        has_clearance=False,
        published_by_source=published or known.protection == "none",
        beside=True,
        measure=str(known.measure),
        unit=str(known.unit),
        judged=known.has_rate,
        parent=known.parent,
    )


def _value(
    year: int, row: _Row | None, known: RecordIndicator, deliveries: UsableDeliveries
) -> Value:
    if row is None:
        return Value(year=year, cases=None, status=ValueStatus.MISSING)
    delivery = deliveries.by_id[row.delivery_id]
    count = known.measure is Measure.COUNT
    status = ValueStatus.OK if row.value is not None else ValueStatus.MISSING
    if row.status == ObservationStatus.PROVISIONAL:
        status = ValueStatus.PROVISIONAL
    return Value(
        year=year,
        cases=int(row.value) if count and row.value is not None else None,
        number=None if row.value is None else float(row.value),
        delivery=delivery.public_id,
        status=status,
        published_by_source=_printed(delivery) or known.protection == "none",
    )
