"""Areas by key, kind and day."""

import datetime as dt
import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError
from vorort.places.choices import NATION, STATES, AreaKind
from vorort.places.models import Area, AreaState


class AreaNotFound(DomainError):
    """No version of that key holds on that day."""


def holding(rows: QuerySet[Area], on: dt.date | None) -> QuerySet[Area]:
    """Return the versions that hold on a day; without a day those that hold until further notice."""
    if on is None:
        return rows.filter(valid_until__isnull=True)
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on)


def get_or_none(key: str, on: dt.date | None = None) -> Area | None:
    """Return the version of an area on a day, or None.

    Without a day: the present version, or the last one where the area has ended.
    """
    rows = Area.objects.filter(key=key).select_related("parent")
    if on is not None:
        return holding(rows, on).first()
    return rows.order_by("-valid_from").first()


def get_area(key: str, on: dt.date | None = None) -> Area:
    """Return the version of an area on a day; AreaNotFound where there is none."""
    found = get_or_none(key, on)
    if found is None:
        raise AreaNotFound(
            _("Das Gebiet mit dem Schlüssel „%(key)s“ ist nicht bekannt.") % {"key": key},
            details={"key": key},
        )
    return found


def list_areas(
    kind: str, parent_key: str | None = None, on: dt.date | None = None
) -> QuerySet[Area]:
    """Return the areas of a kind on a day (default: present ones), all or those in one area."""
    rows = holding(Area.objects.filter(kind=kind), on).select_related("parent")
    if parent_key is not None:
        rows = rows.filter(parent__key=parent_key)
    return rows.order_by("key")


def list_by_keys(keys: Iterable[str], on: dt.date | None = None) -> dict[str, Area]:
    """Return the versions of several keys on a day, by key; keys without one are left out.

    Without a day: the last version of each.
    """
    rows = Area.objects.filter(key__in=set(keys)).select_related("parent")
    if on is not None:
        rows = holding(rows, on)
    # Ascending, so that the last version of a key is the one that stays.
    return {area.key: area for area in rows.order_by("key", "valid_from")}


def list_versions(key: str) -> QuerySet[Area]:
    """Return all versions of a key, the oldest first."""
    return Area.objects.filter(key=key).order_by("valid_from")


def area_names(keys: Iterable[str]) -> dict[str, str]:
    """Return the last name of each key that is known."""
    rows = Area.objects.filter(key__in=set(keys)).order_by("valid_from")
    return dict(rows.values_list("key", "name"))


def states_known(kind: str, inside: Iterable[str]) -> QuerySet[AreaState]:
    """Return the recorded states of the register for a kind inside some areas."""
    return AreaState.objects.filter(kind=kind, inside__in=set(inside)).order_by("on_date")


def _plain(name: str) -> str:
    return re.sub(r"[\s\u00a0]+", " ", name).strip().casefold()


_KEYS_BY_NAME = {
    _plain(spelling): state.key
    for state in (NATION, *STATES)
    for spelling in (state.name, *state.variants)
}


def state_by_name(name: str) -> str | None:
    """Return the key of the nation or state a table calls by this name, or None.

    The built-in table first; then states that came by a register (a fictional one, say).
    """
    plain = _plain(name)
    if (key := _KEYS_BY_NAME.get(plain)) is not None:
        return key
    kept = Area.objects.filter(kind=AreaKind.STATE).values_list("key", "name")
    return next((key for key, kept_name in kept if _plain(kept_name) == plain), None)


def is_real(key: str) -> bool:
    """Return whether a key belongs to the nation or one of its states; false for a demo's."""
    return key[:2] in _REAL_STATES


_REAL_STATES = frozenset({NATION.key, *(state.key for state in STATES)})


def kind_of_key(key: str) -> AreaKind | None:
    """Return the kind of area whose keys look like this one, or None."""
    if key == NATION.key:
        return AreaKind.NATION
    if "-" in key:
        return AreaKind.DISTRICT
    lengths = {2: AreaKind.STATE, 5: AreaKind.COUNTY, 8: AreaKind.MUNICIPALITY}
    return lengths.get(len(key)) if key.isdigit() else None
