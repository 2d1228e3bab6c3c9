"""The police statistics as a source of figures; every method runs a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Max, QuerySet
from django.utils import timezone

from vorort.authorities.models import Authority
from vorort.deliveries.queries import usable_ids
from vorort.evidence.models import OffenceCount, OffenceKey
from vorort.evidence.queries.bases import read_bases
from vorort.evidence.queries.counts import EffectiveRow, UsableDeliveries, effective_rows
from vorort.evidence.rules.labels import PARTS, changed_years, short_label
from vorort.evidence.rules.population import half_digit
from vorort.figures.choices import (
    OFFENCE_GROUPS,
    Base,
    Indicator,
    Provenance,
    Series,
    Value,
    ValueStatus,
)
from vorort.places.queries import area_names

SOURCE_CODE = "pks"
EVERYDAY_NAMES = {code: group.label for group in OFFENCE_GROUPS for code in group.codes}
Viewer = Authority | None


class PoliceStatistics:
    """Source "pks": recorded crime by area, offence key and year."""

    code = SOURCE_CODE

    def list_indicators(
        self, *, area_key: str, year: int | None, viewer: Viewer
    ) -> tuple[Indicator, ...]:
        """Return every delivered key of an area and year (default: its last), sorted by key."""
        rows = _rows_of(area_key, viewer)
        if year is None:
            year = rows.aggregate(last=Max("year"))["last"]
        keys = (
            rows.filter(year=year)
            .order_by()
            .values_list(
                "offence_key",
                "delivery__for_authority_id",
                "delivery__published_by_source",
                "cleared",
            )
        )
        own: dict[str, bool] = {}
        cleared: dict[str, bool] = defaultdict(bool)
        for key, authority_id, printed, known in keys:
            own[key] = own.get(key, True) and authority_id is not None and not printed
            cleared[key] |= known is not None
        about = _about(own, [year] if year else [])
        return tuple(
            _indicator(key, about.get(key, {}), published=not own[key], clearance=cleared[key])
            for key in sorted(own)
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
        deliveries = UsableDeliveries.read(viewer)
        rows = effective_rows(area_keys=area_keys, codes=codes, years=years, deliveries=deliveries)
        bases = read_bases(area_keys=area_keys, years=years, viewer=viewer, deliveries=deliveries)
        places = {(key, code) for key, code, _year in rows}
        about = _about({*codes, *(p for c in codes for p in PARTS.get(c, ()))}, years)
        names = area_names(area_keys)
        found: dict[tuple[str, str], Series] = {}
        for key, code in sorted(places):
            mine = [rows.get((key, code, year)) for year in years]
            # One number that nobody has published makes the series one to be guarded.
            published = all(_printed(row, deliveries) for row in mine if row)
            clearance = any(row.cleared is not None for row in mine if row)
            found[key, code] = Series(
                indicator=_indicator(
                    code, about.get(code, {}), published=published, clearance=clearance
                ),
                area_key=key,
                area_name=names.get(key, key),
                values=tuple(
                    _value(year, row, deliveries) for year, row in zip(years, mine, strict=True)
                ),
                bases=tuple(_base(bases, key, year) for year in years),
                key_changes=_changes(code, about),
            )
        return found

    def provenance(
        self, *, area_keys: Sequence[str], years: Sequence[int], viewer: Viewer
    ) -> tuple[Provenance, ...]:
        """Return the deliveries behind the figures of these areas and years."""
        deliveries = UsableDeliveries.read(viewer)
        used = (
            OffenceCount.objects.filter(
                area__key__in=set(area_keys),
                year__in=set(years),
                delivery__in=deliveries.by_id.keys(),
            )
            .order_by()
            .values_list("delivery_id", "area__key", "year")
            .distinct()
        )
        # A delivery that a finer one of the same table replaces is no source any more.
        best: dict[tuple[str, str, int], int] = {}
        for pk, area_key, year in used:
            place = deliveries.by_id[pk].table_code, area_key, year
            known = best.get(place)
            if known is None or deliveries.rank(pk, has_rate=True) > deliveries.rank(
                known, has_rate=True
            ):
                best[place] = pk
        found = sorted(
            (deliveries.by_id[pk] for pk in set(best.values())),
            key=lambda one: (one.year or 0, one.table_code, one.received_at, one.pk),
        )
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
            for delivery in found
        )

    def years_with_data(self, *, area_key: str, viewer: Viewer) -> tuple[int, ...]:
        """Return the years an area has figures of, the first one first."""
        rows = _rows_of(area_key, viewer).order_by("year").values_list("year", flat=True)
        return tuple(rows.distinct())


def _rows_of(area_key: str, viewer: Viewer) -> QuerySet[OffenceCount]:
    return OffenceCount.objects.filter(area__key=area_key, delivery__in=usable_ids(viewer))


def _about(codes: Iterable[str], years: Sequence[int]) -> dict[str, dict[int, OffenceKey]]:
    """Return what is known of each key per year, in one query."""
    found: dict[str, dict[int, OffenceKey]] = defaultdict(dict)
    rows = OffenceKey.objects.filter(key__in=set(codes), year__in=set(years))
    for row in rows.order_by():
        found[row.key][row.year] = row
    return found


def _indicator(
    code: str, about: dict[int, OffenceKey], *, published: bool, clearance: bool
) -> Indicator:
    latest = about[max(about)] if about else None
    label = latest.label if latest else code
    return Indicator(
        code=code,
        source=SOURCE_CODE,
        label=label,
        short_label=short_label(label),
        definition=label,
        control_offence=bool(latest and latest.control_offence),
        has_clearance=clearance,
        is_sum=bool(latest and latest.is_sum),
        published_by_source=published,
    )


def _changes(code: str, about: dict[str, dict[int, OffenceKey]]) -> tuple[int, ...]:
    found: set[int] = set()
    for key in (code, *PARTS.get(code, ())):
        # The everyday name stands in where no table brought a label: it says nothing of content.
        labels = {
            year: row.label
            for year, row in about.get(key, {}).items()
            if row.label != str(EVERYDAY_NAMES.get(key, ""))
        }
        found.update(changed_years(labels))
    return tuple(sorted(found))


def _printed(row: EffectiveRow, deliveries: UsableDeliveries) -> bool:
    delivery = deliveries.by_id[row.delivery_id]
    return delivery.for_authority_id is None or delivery.published_by_source


def _base(bases: dict[tuple[str, int], Base], key: str, year: int) -> Base | None:
    return bases.get((key, year))


def _value(year: int, row: EffectiveRow | None, deliveries: UsableDeliveries) -> Value:
    if row is None:
        return Value(year=year, cases=None, status=ValueStatus.MISSING)
    return Value(
        year=year,
        cases=row.cases,
        rate_published=row.rate,
        rate_rounding=half_digit(row.rate_digits) if row.rate is not None else 0.0,
        cleared=row.cleared,
        clearance_published=row.clearance,
        attempts=row.attempts,
        attempts_published=row.attempts_share,
        suspects=row.suspects,
        suspects_male=row.suspects_male,
        suspects_female=row.suspects_female,
        suspects_foreign=row.suspects_foreign,
        delivery=deliveries.by_id[row.delivery_id].public_id,
        status=ValueStatus.OK if row.cases is not None else ValueStatus.MISSING,
        published_by_source=_printed(row, deliveries),
    )
