"""A state of the register comes in: who is there on that day, with name and boundary."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.models import Authority
from vorort.deliveries import actions as deliveries
from vorort.files.actions import Readable
from vorort.places.actions.keys import (
    ABOVE,
    BATCH,
    PopulationRow,
    ensure_areas,
    is_key_of,
    parent_key,
    store_population,
)
from vorort.places.choices import BEGINNING, AreaKind
from vorort.places.models import Area, AreaImport, AreaState
from vorort.places.rules import ValidityPlan, Version, plan_validity

if TYPE_CHECKING:
    from vorort.deliveries.models import Delivery

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area as read from a file; ``wkb`` in EPSG:25833 with its box, where it has a shape."""

    key: str
    name: str
    other_name: str = ""
    ars: str = ""
    designation: str = ""
    wkb: bytes | None = None
    box: Box | None = None
    area_ha: float | None = None
    area_surveyed: bool = False


@dataclass
class StateOutcome:
    """What a state changed, by key."""

    created: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    # Areas of which the file held only a part; nothing was ended in them.
    parts: list[str] = field(default_factory=list)

    def add(self, inside: str, plan: ValidityPlan) -> None:
        self.created += [version.key for version in plan.create]
        self.ended += plan.ended
        if plan.part:
            self.parts.append(inside)


@transaction.atomic
def store_state(
    *,
    kind: str,
    rows: Sequence[AreaRow],
    day: dt.date | None,
    delivery: "Delivery",
    by: Person | None,
    unread_keys: Sequence[str] = (),
    complete: bool = True,
) -> StateOutcome:
    """Store the areas of a kind as they are on a day.

    With a day, areas that a state before listed and this one does not come to an end, and new
    ones begin (``rules.plan_validity``). Without a day the file says nothing about validity:
    names and boundaries go to the present versions.

    Parameters
    ----------
    unread_keys : Sequence
        Keys that are in the file but could not be taken over: they exist all the same.
    complete : bool
        False where rows were put aside whose key could not be read.
    """
    outcome = StateOutcome()
    by_key = {row.key: row for row in rows}
    above = ABOVE[AreaKind(kind)]
    insides = sorted({parent_key(key, kind) or "" for key in by_key})
    parents = ensure_areas(dict.fromkeys(insides, ""), above, by=by)
    # Two imports into the same areas wait for each other.
    list(Area.objects.select_for_update().filter(key__in=insides, kind=above).order_by("pk"))
    known = _versions(kind, insides, list(by_key))
    plans = (
        {"": _undated_plan(by_key, known)}
        if day is None
        else _plans(
            kind, day, insides, known=known, by_key=by_key, unread=unread_keys, complete=complete
        )
    )
    for inside, plan in plans.items():
        _apply(plan, rows=by_key, kind=kind, parents=parents, delivery=delivery, day=day)
        outcome.add(inside, plan)
        # A part is no state: what it lacks is not missing.
        if day is not None and complete and not plan.part:
            AreaState.objects.get_or_create(
                kind=kind, inside=inside, on_date=day, defaults={"delivery": delivery}
            )
    made = set(outcome.created)
    known_before = {key: row for key, row in by_key.items() if key not in made}
    _describe(kind, known_before, parents, day, delivery)
    return outcome


def _undated_plan(by_key: Mapping[str, AreaRow], known: Sequence[Version]) -> ValidityPlan:
    """Return the plan of a file that says nothing about validity: only new keys begin."""
    held = {version.key for version in known}
    missing = [key for key in by_key if key not in held]
    return ValidityPlan(tuple(Version(key, BEGINNING, None) for key in missing), (), ())


def _plans(
    kind: str,
    day: dt.date,
    insides: Sequence[str],
    *,
    known: Sequence[Version],
    by_key: Mapping[str, AreaRow],
    unread: Sequence[str],
    complete: bool,
) -> dict[str, ValidityPlan]:
    """Return what a state changes in each area it lists the inside of."""
    states = _days(kind, insides)
    present = {*by_key, *unread}
    plans = {}
    for inside in insides:
        listed = {key for key in present if parent_key(key, kind) == inside}
        plans[inside] = plan_validity(
            day=day,
            listed=listed & by_key.keys(),
            versions=[
                version
                for version in known
                if parent_key(version.key, kind) == inside
                # A key that is there but could not be read stays as it is.
                and (version.key in by_key or version.key not in listed)
            ],
            states=states.get(inside, set()),
            complete=complete,
        )
    return plans


def _versions(kind: str, insides: list[str], keys: list[str]) -> list[Version]:
    rows = Area.objects.filter(Q(parent__key__in=insides) | Q(key__in=keys), kind=kind)
    return [
        Version(area.key, area.valid_from, area.valid_until, area.delivery_id is not None, area.pk)
        for area in rows.defer("wkb").order_by("key", "valid_from")
    ]


def _days(kind: str, insides: Sequence[str]) -> dict[str, set[dt.date]]:
    days: dict[str, set[dt.date]] = {}
    for state in AreaState.objects.filter(kind=kind, inside__in=insides):
        days.setdefault(state.inside, set()).add(state.on_date)
    return days


def _apply(
    plan: ValidityPlan,
    *,
    rows: Mapping[str, AreaRow],
    kind: str,
    parents: Mapping[str, Area],
    delivery: "Delivery",
    day: dt.date | None,
) -> None:
    """Write begin and end of versions: ends first, so that no two of a key are open at once."""
    for version in plan.change:
        Area.objects.filter(pk=version.pk or 0).update(
            valid_from=version.valid_from, valid_until=version.valid_until
        )
    templates = {
        area.key: area
        for area in Area.objects.filter(
            key__in=[version.key for version in plan.create if version.key not in rows]
        ).order_by("valid_from")
    }
    made = []
    for version in plan.create:
        # A key that goes on after a gap keeps what is known of it.
        area = templates.get(version.key) or Area(key=version.key, kind=kind)
        area.pk = None
        area._state.adding = True  # noqa: SLF001
        area.name = area.name or rows[version.key].name or version.key
        area.parent = parents.get(parent_key(version.key, kind) or "")
        area.valid_from, area.valid_until = version.valid_from, version.valid_until
        area.delivery = delivery
        if version.key in rows:
            _describe_name(area, rows[version.key], day)
            _describe_shape(area, rows[version.key], day)
        made.append(area)
    Area.objects.bulk_create(made, batch_size=BATCH)


_DESCRIBED = (
    "name",
    "other_name",
    "ars",
    "designation",
    "described_on",
    "delivery",
    "wkb",
    "min_x",
    "min_y",
    "max_x",
    "max_y",
    "area_ha",
    "area_surveyed",
    "shape_on",
    "parent",
)


def _describe(
    kind: str,
    rows: Mapping[str, AreaRow],
    parents: Mapping[str, Area],
    day: dt.date | None,
    delivery: "Delivery",
) -> None:
    """Write names and boundaries to the versions that hold on the day (without one: the last)."""
    current: dict[str, Area] = {}
    for area in Area.objects.filter(key__in=list(rows), kind=kind).order_by("key", "valid_from"):
        holds = Version(area.key, area.valid_from, area.valid_until)
        if day is None or holds.holds_on(day):
            current[area.key] = area
    for key, area in current.items():
        row = rows[key]
        if area.delivery_id is None:
            area.delivery = delivery
        if area.parent_id is None:
            area.parent = parents.get(parent_key(key, kind) or "")
        _describe_name(area, row, day)
        _describe_shape(area, row, day)
    Area.objects.bulk_update(current.values(), _DESCRIBED, batch_size=100)


def _newer(day: dt.date | None, known: dt.date | None) -> bool:
    """Return whether a file of a day (None: undated) may replace what one of ``known`` said."""
    if known is None:
        return True
    return day is not None and day >= known


def _describe_name(area: Area, row: AreaRow, day: dt.date | None) -> None:
    fresh = _newer(day, area.described_on)
    for name in ("name", "other_name", "ars", "designation"):
        given = getattr(row, name)
        if given and (fresh or not getattr(area, name)):
            setattr(area, name, given)
    if fresh and day is not None:
        area.described_on = day


def _describe_shape(area: Area, row: AreaRow, day: dt.date | None) -> None:
    if row.wkb is not None and row.box is not None and _newer(day, area.shape_on):
        area.wkb = row.wkb
        area.min_x, area.min_y, area.max_x, area.max_y = row.box
        area.shape_on = day
        if not area.area_surveyed:
            area.area_ha = row.area_ha
    if row.area_surveyed:
        area.area_ha, area.area_surveyed = row.area_ha, True


@transaction.atomic
def keep_options(*, delivery: "Delivery", options: Mapping[str, Any]) -> AreaImport:
    """Keep what was asked of a file, from the upload until it is taken over."""
    kept, _made = AreaImport.objects.update_or_create(
        delivery=delivery, defaults={"options": dict(options)}
    )
    return kept


@transaction.atomic
def keep_summary(*, delivery: "Delivery", summary: Mapping[str, Any]) -> None:
    """Keep what taking over a file has changed."""
    AreaImport.objects.update_or_create(delivery=delivery, defaults={"summary": dict(summary)})


@transaction.atomic
def hand_in(
    *,
    stream: Readable,
    name: str,
    options: Mapping[str, Any],
    authority: Authority,
    by: Person,
    at: dt.datetime | None = None,
) -> "Delivery":
    """Take in an upload and queue its check.

    Districts are the authority's own; counties and municipalities are official, for everybody.
    Who may do which is the caller's question (``forms.kinds_for``).
    """
    kind = str(options["kind"])
    delivery = deliveries.receive(
        stream=stream,
        name=name,
        format=f"areas-{kind}",
        by=by,
        for_authority=authority if kind == AreaKind.DISTRICT else None,
        source_label=authority.name if kind == AreaKind.DISTRICT else "",
        at=at,
    )
    keep_options(delivery=delivery, options=options)
    deliveries.request_check(delivery=delivery, by=by)
    return delivery


@transaction.atomic
def store_import(
    *,
    delivery: "Delivery",
    states: Mapping[str, Sequence[AreaRow]],
    population: Sequence[PopulationRow],
    day: dt.date | None,
    by: Person | None,
    unread_keys: Sequence[str] = (),
    complete: bool = True,
    at: dt.datetime | None = None,
) -> StateOutcome:
    """Take over a whole file in one transaction: areas from large to small, then residents.

    Raises
    ------
    AlreadyStored
        Another import of the same bytes was faster; nothing of this one remains.
    """
    outcome = StateOutcome()
    for kind in (AreaKind.STATE, AreaKind.COUNTY, AreaKind.MUNICIPALITY, AreaKind.DISTRICT):
        if not (rows := states.get(kind)):
            continue
        unread = [key for key in unread_keys if is_key_of(key, kind)]
        one = store_state(
            kind=kind,
            rows=rows,
            day=day,
            delivery=delivery,
            by=by,
            unread_keys=unread,
            # A file lists counties and municipalities of a land, never all lands.
            complete=complete and kind != AreaKind.STATE,
        )
        outcome.created += one.created
        outcome.ended += one.ended
        outcome.parts += one.parts
    if population:
        store_population(rows=population, areas=_bearers(population, day), delivery=delivery)
    deliveries.mark_stored(
        delivery=delivery,
        rows_stored=sum(len(rows) for rows in states.values()),
        by=by,
        at=at,
    )
    _note(delivery, outcome, day=day, by=by, at=at)
    return outcome


def _note(
    delivery: "Delivery",
    outcome: StateOutcome,
    *,
    day: dt.date | None,
    by: Person | None,
    at: dt.datetime | None,
) -> None:
    record(
        verb="places.areas_stored",
        by=by,
        authority_id=delivery.for_authority_id,
        kind="deliveries.delivery",
        object_id=delivery.public_id,
        label=_("Gebiete aus „%(name)s“") % {"name": delivery.name},
        after={
            "day": day.isoformat() if day else None,
            "created": len(outcome.created),
            "ended": outcome.ended[:50],
        },
        at=at,
    )


def _bearers(population: Sequence[PopulationRow], day: dt.date | None) -> dict[str, Area]:
    """Return the version of each area a number of residents belongs to."""
    rows = Area.objects.filter(key__in={row.area_key for row in population}).defer("wkb")
    bearers: dict[str, Area] = {}
    for area in rows.order_by("key", "valid_from"):
        version = Version(area.key, area.valid_from, area.valid_until)
        if area.key not in bearers or day is None or version.holds_on(day):
            bearers[area.key] = area
    return bearers
