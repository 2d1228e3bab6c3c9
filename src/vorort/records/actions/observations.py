"""Store sparse figures of a delivery: all rows or none, in one short transaction."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.deliveries import actions as deliveries
from vorort.places import actions as places
from vorort.places.queries import kind_of_key
from vorort.records.choices import (
    FREE_STATUSES,
    Measure,
    ObservationStatus,
    indicator_of,
)
from vorort.records.models import Observation

if TYPE_CHECKING:
    from vorort.deliveries.models import Delivery
    from vorort.places.models import Area

BATCH = 1_000
_LARGEST = Decimal(10) ** 11
_KEPT = Decimal("0.0001")
_WHOLE = 100


class BadObservation(DomainError):
    """A row that cannot be; ``details`` name its place in ``rows`` (from 0) and its line."""


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """A number as read: area by key, indicator by the code of the catalogue.

    ``month`` None is the whole year. ``value`` None goes with the status ``missing`` or
    ``suppressed``, and only with these. Shares are in percent.
    """

    area_key: str
    indicator: str
    year: int
    month: int | None
    value: Decimal | None
    status: str = ObservationStatus.OK
    line: int = 0


@transaction.atomic
def store_observations(
    *,
    delivery: "Delivery",
    rows: Sequence[ObservationRow],
    by: Person,
    at: dt.datetime | None = None,
    area_names: Mapping[str, str] | None = None,
    populations: Sequence[places.PopulationRow] = (),
) -> int:
    """Insert the rows of a checked delivery and make them visible; all of them or none.

    Areas not known yet are made by key and name (``area_names``). ``populations`` of the same
    table go to ``places`` in the same transaction. Returns the number of rows stored.

    Raises
    ------
    BadObservation
        An unknown indicator, an impossible year, month or number, or two rows for one place.
    deliveries.actions.AlreadyStored
        Another import of the same bytes was faster.
    """
    check_observations(rows)
    keys = {row.area_key for row in rows} | {row.area_key for row in populations}
    areas = ensure_areas(keys, area_names or {}, by=by)
    Observation.objects.bulk_create(
        [
            Observation(
                delivery=delivery,
                area=areas[row.area_key],
                indicator=row.indicator,
                year=row.year,
                month=row.month or 0,
                value=None if row.value is None else row.value.quantize(_KEPT),
                status=row.status,
                line=row.line,
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
    stored = len(rows)
    if populations:
        stored += places.store_population(rows=populations, areas=areas, delivery=delivery)
    deliveries.mark_stored(delivery=delivery, rows_stored=stored, by=by, at=at)
    return stored


def ensure_areas(
    keys: set[str], names: Mapping[str, str], *, by: Person | None
) -> dict[str, "Area"]:
    """Return the area of each key; areas not known yet are made by key and name."""
    by_kind: dict[str, dict[str, str]] = defaultdict(dict)
    for key in sorted(keys):
        by_kind[str(kind_of_key(key))][key] = names.get(key, "")
    found: dict[str, Area] = {}
    for kind, members in by_kind.items():
        found.update(places.ensure_areas(members, kind, by=by))
    return found


def check_observations(rows: Sequence[ObservationRow]) -> None:
    """Raise :class:`BadObservation` at the first row that cannot be."""
    seen: dict[tuple[str, str, int, int], int] = {}
    for place, row in enumerate(rows):
        reason = _wrong(row)
        key = row.area_key, row.indicator, row.year, row.month or 0
        if not reason and key in seen:
            reason = _("„%(label)s“ steht für %(year)d zweimal in der Tabelle.") % {
                "label": _label(row.indicator),
                "year": row.year,
            }
        if reason:
            raise BadObservation(reason, details={"row": place, "line": row.line})
        seen[key] = place


def _label(code: str) -> str:
    known = indicator_of(code)
    return str(known.label) if known else code


def _wrong(row: ObservationRow) -> str:
    """Return what is wrong with a row, or nothing."""
    known = indicator_of(row.indicator)
    if known is None:
        return _("Die Kennzahl „%(code)s“ gibt es nicht.") % {"code": row.indicator}
    if not 1950 <= row.year <= 2100:
        return _("%(year)d ist kein Berichtsjahr.") % {"year": row.year}
    if row.month is not None and not 1 <= row.month <= 12:
        return _("%(month)d ist kein Monat.") % {"month": row.month}
    if row.status not in ObservationStatus.values:
        return _("„%(status)s“ ist kein bekannter Stand einer Angabe.") % {"status": row.status}
    if (row.value is None) != (row.status in FREE_STATUSES):
        return _("Eine Zahl und „fehlt“ oder „gesperrt“ schließen sich aus.")
    if row.value is None:
        return ""
    return _wrong_number(row.value, known.measure, _label(row.indicator))


def _wrong_number(value: Decimal, measure: Measure, label: str) -> str:
    if not value.is_finite() or abs(value) >= _LARGEST:
        return _("„%(label)s“: Diese Zahl kann nicht stimmen.") % {"label": label}
    if measure is not Measure.NUMBER and value < 0:
        return _("„%(label)s“: Eine Anzahl oder ein Anteil ist nie negativ.") % {"label": label}
    if measure is Measure.SHARE and value > _WHOLE:
        return _("„%(label)s“: Ein Anteil ist höchstens 100 Prozent.") % {"label": label}
    if measure is Measure.COUNT and value != value.to_integral_value():
        return _("„%(label)s“: Eine Anzahl ist eine ganze Zahl.") % {"label": label}
    return ""
