"""Writes of areas and population."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.places.choices import (
    BEGINNING,
    DISTRICT_MARK,
    KEY_LENGTH,
    NATION,
    NATION_KEY,
    STATES,
    AreaKind,
    PopulationKind,
)
from vorort.places.models import Area, Population

if TYPE_CHECKING:
    from vorort.deliveries.models import Delivery

BATCH = 500
_BUILT_IN = {state.key: state.name for state in (NATION, *STATES)}


class WrongAreaKey(DomainError):
    """A key that no area of that kind can have."""


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """A number of residents as read from a file."""

    area_key: str
    on_date: dt.date
    total: int
    male: int | None = None
    female: int | None = None
    kind: str = PopulationKind.OFFICIAL


def is_key_of(key: str, kind: str) -> bool:
    """Return whether an area of that kind can have this key."""
    if kind == AreaKind.DISTRICT:
        town, mark, code = key.partition(DISTRICT_MARK)
        return is_key_of(town, AreaKind.MUNICIPALITY) and bool(mark and code) and len(key) <= 20
    right = len(key) == KEY_LENGTH[AreaKind(kind)] and key.isascii() and key.isdigit()
    return right and (key == NATION_KEY) == (kind == AreaKind.NATION)


def parent_key(key: str, kind: str) -> str | None:
    """Return the key of the area one level up, which the key itself tells."""
    match kind:
        case AreaKind.NATION:
            return None
        case AreaKind.STATE:
            return NATION_KEY
        case AreaKind.COUNTY:
            return key[:2]
        case AreaKind.MUNICIPALITY:
            return key[:5]
        case _:
            return key.partition(DISTRICT_MARK)[0]


ABOVE = {
    AreaKind.STATE: AreaKind.NATION,
    AreaKind.COUNTY: AreaKind.STATE,
    AreaKind.MUNICIPALITY: AreaKind.COUNTY,
    AreaKind.DISTRICT: AreaKind.MUNICIPALITY,
}


@transaction.atomic
def ensure_areas(
    keys_names: Mapping[str, str],
    kind: str,
    *,
    by: Person | None,
    designations: Mapping[str, str] | None = None,
) -> dict[str, Area]:
    """Return an area for each key, making those not known yet by key and name alone.

    Parents are made the same way. A name given here never replaces one that is known; an
    empty name leaves the key as name until a register brings the right one. Where a key has
    several versions the last one is returned.

    Parameters
    ----------
    keys_names : Mapping
        Key to name, as the source writes it.
    designations : Mapping, optional
        Key to the sort of county a table names (``LK``, ``KfS``), kept where none is known.
    """
    for key in keys_names:
        if not is_key_of(key, kind):
            raise WrongAreaKey(
                _("„%(key)s“ ist kein Schlüssel für die Art „%(kind)s“.")
                % {"key": key, "kind": AreaKind(kind).label},
                details={"key": key},
            )
    known = _last_versions(keys_names)
    missing = {key: name for key, name in keys_names.items() if key not in known}
    sorts = designations or {}
    if missing:
        parents = _ensure_parents(missing, kind, by=by)
        Area.objects.bulk_create(
            [
                Area(
                    key=key,
                    kind=kind,
                    name=_BUILT_IN.get(key) or name.strip() or key,
                    designation=sorts.get(key, "")[:60],
                    valid_from=BEGINNING,
                    parent=parents.get(parent_key(key, kind) or ""),
                )
                for key, name in missing.items()
            ],
            batch_size=BATCH,
            # Two imports at once may both find a key missing.
            ignore_conflicts=True,
        )
        known = _last_versions(keys_names)
        record(
            verb="places.areas_made_by_key",
            by=by,
            authority_id=None,
            kind="places.area",
            object_id="",
            label=_("%(count)d Gebiete nach Schlüssel angelegt") % {"count": len(missing)},
            after={"kind": str(kind), "keys": sorted(missing)[:50]},
        )
    _fill_blanks(known, keys_names, sorts)
    return known


def _last_versions(keys: Iterable[str]) -> dict[str, Area]:
    rows = Area.objects.filter(key__in=set(keys)).select_related("parent")
    return {area.key: area for area in rows.order_by("key", "valid_from")}


def _ensure_parents(keys: Iterable[str], kind: str, *, by: Person | None) -> dict[str, Area]:
    above = ABOVE.get(AreaKind(kind))
    if above is None:
        return {}
    wanted = {parent_key(key, kind) or "" for key in keys}
    return ensure_areas({key: _BUILT_IN.get(key, "") for key in sorted(wanted)}, above, by=by)


def _fill_blanks(
    known: Mapping[str, Area], names: Mapping[str, str], sorts: Mapping[str, str]
) -> None:
    """Write names and sorts where there are none; never over what is there."""
    changed = []
    for key, area in known.items():
        name, sort = names.get(key, "").strip(), sorts.get(key, "").strip()[:60]
        better_name = name if name and area.name == key != name else area.name
        better_sort = area.designation or sort
        if (better_name, better_sort) != (area.name, area.designation):
            area.name, area.designation = better_name, better_sort
            changed.append(area)
    if changed:
        Area.objects.bulk_update(changed, ["name", "designation"], batch_size=BATCH)


@transaction.atomic
def store_population(
    *, rows: Sequence[PopulationRow], areas: Mapping[str, Area], delivery: "Delivery"
) -> int:
    """Store numbers of residents of a delivery; part of the importer's own transaction.

    ``areas`` holds the area of each key (``ensure_areas``). Visible once the delivery is
    stored. Returns the number of rows.
    """
    Population.objects.bulk_create(
        [
            Population(
                area=areas[row.area_key],
                on_date=row.on_date,
                total=row.total,
                male=row.male,
                female=row.female,
                kind=row.kind,
                delivery=delivery,
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
    return len(rows)
