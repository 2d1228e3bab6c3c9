"""Erase a person, and erase what is due: the tables themselves say how.

This is the one place that writes into tables of other apps: each of them has said in its own
declaration what is to happen, and nothing else happens here.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import Count, F, Max, ProtectedError, Q, RestrictedError
from django.utils import timezone

from vorort.core.privacy import catalogue
from vorort.core.privacy.catalogue import Entry
from vorort.core.privacy.declaration import Erasure, Manner, Then
from vorort.core.privacy.people import Found, Subject


@dataclass(frozen=True)
class Step:
    """What is to happen to some rows of one table."""

    entry: Entry
    pks: tuple[object, ...]
    erasure: Erasure
    # Name and address of the person, for texts in which only these are replaced.
    words: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.pks)


@dataclass(frozen=True)
class Outcome:
    """What has happened: counts by table, and the objects whose traces in the log must go."""

    deleted: Mapping[str, int]
    cleared: Mapping[str, int]
    # Rows that something else still needs; they stay.
    needed: Mapping[str, int]
    objects: frozenset[tuple[str, str]]


def plan(found: Iterable[Found], subject: Subject) -> list[Step]:
    """Return what an erasure does to the rows of a person; mentions are left to a human."""
    words = (*subject.searchable_names(), *subject.emails)
    return [
        Step(each.entry, each.pks, each.entry.erasure, words) for each in found if not each.mention
    ]


@transaction.atomic
def carry_out(steps: Iterable[Step]) -> Outcome:
    """Delete and clear as planned, in one transaction; the people themselves come last."""
    deleted: dict[str, int] = {}
    cleared: dict[str, int] = {}
    needed: dict[str, int] = {}
    objects: set[tuple[str, str]] = set()
    for step in sorted(steps, key=lambda each: catalogue.is_person(each.entry)):
        label = step.entry.label
        if step.erasure.manner == Manner.KEEP:
            continue
        if step.erasure.manner == Manner.DELETE:
            touched = _objects(step.entry, step.pks)
            gone, stayed = _delete(step.entry, step.pks)
            deleted[label] = deleted.get(label, 0) + gone
            if stayed:
                needed[label] = needed.get(label, 0) + stayed
        else:
            changed = _clear(step)
            touched = _objects(step.entry, changed)
            cleared[label] = cleared.get(label, 0) + len(changed)
        objects |= touched
    return Outcome(deleted, cleared, needed, frozenset(objects))


def _objects(entry: Entry, pks: Collection[object]) -> set[tuple[str, str]]:
    """Return kind and address of rows, as the log names them."""
    if entry.field("public_id") is None:
        return set()
    kind = entry.label.lower()
    rows = entry.rows().filter(pk__in=pks)
    return {(kind, str(key)) for key in rows.values_list("public_id", flat=True)}


def _delete(entry: Entry, pks: Collection[object]) -> tuple[int, int]:
    gone = stayed = 0
    for row in entry.rows().filter(pk__in=pks).only("pk"):
        try:
            with transaction.atomic(using=row._state.db):  # noqa: SLF001
                models.QuerySet(entry.model, using=row._state.db).filter(pk=row.pk).delete()  # noqa: SLF001
            gone += 1
        except (ProtectedError, RestrictedError):
            stayed += 1
    return gone, stayed


def _clear(step: Step) -> list[object]:
    """Return the rows that were not as they are now."""
    changed: list[object] = []
    name = _name_pattern(step.words)
    for row in step.entry.rows().filter(pk__in=step.pks):
        public_id = getattr(row, "public_id", row.pk)
        values = {
            column: value.format(public_id=public_id) if isinstance(value, str) else value
            for column, value in step.erasure.values.items()
        }
        for column in step.erasure.mask:
            if name is not None:
                values[column] = name.sub("geloescht", str(getattr(row, column) or ""))
        new = {key: value for key, value in values.items() if getattr(row, key) != value}
        if new:
            step.entry.rows().filter(pk=row.pk).update(**new)
            changed.append(row.pk)
    return changed


def _name_pattern(words: tuple[str, ...]) -> "re.Pattern[str] | None":
    """Return what finds a name, also as it stands in file names: "Vorname-Nachname"."""
    if not words:
        return None
    parts = [r"[\s._-]*".join(re.escape(part) for part in each.split()) for each in words]
    return re.compile("|".join(parts), re.IGNORECASE)


# ── retention ────────────────────────────────────────────


def due_rows(
    entry: Entry, *, at: dt.datetime, own_days: Mapping[int, int] | None = None
) -> "models.QuerySet[models.Model]":
    """Return the rows whose time is over at ``at``.

    Parameters
    ----------
    own_days : Mapping, optional
        Days by town's key where a town has set its own time.
    """
    retention = entry.retention
    if not retention.ends:
        return entry.rows().none()
    rows = entry.rows().exclude(**entry.declared.exempt) if entry.declared.exempt else entry.rows()
    if retention.then == Then.ANONYMISE:
        done = {k: v for k, v in entry.erasure.values.items() if "{" not in str(v)}
        rows = rows.exclude(**done) if done else rows
    if retention.not_while:
        newer = {f"{retention.not_while}__gte": retention.cutoff(at)}
        rows = rows.exclude(**newer)
    path = catalogue.town_path(entry)
    towns = own_days if own_days and path and retention.own else {}
    general = _older(rows, entry, retention.cutoff(at))
    if not towns:
        return general
    general = general.exclude(**{f"{path}__in": list(towns)})
    keys = [*general.values_list("pk", flat=True)]
    for town, days in towns.items():
        cutoff = retention.cutoff(at, days=days)
        keys += _older(rows.filter(**{path: town}), entry, cutoff).values_list("pk", flat=True)
    return entry.rows().filter(pk__in=keys)


def _older(
    rows: "models.QuerySet[models.Model]", entry: Entry, cutoff: dt.datetime
) -> "models.QuerySet[models.Model]":
    path = entry.retention.since
    last, many = _last_field(entry.model, path)
    limit: dt.datetime | dt.date = cutoff
    if not isinstance(last, models.DateTimeField):
        limit = timezone.localtime(cutoff).date()
    if not many:
        return rows.filter(**{f"{path}__lt": limit})
    first = path.split("__", 1)[0]
    counted = rows.annotate(
        _latest=Max(path), _all=Count(first, distinct=True), _closed=Count(path)
    )
    over = Q(_latest__lt=limit, _closed__gte=F("_all"))
    if entry.field("created_at") is not None:
        over |= Q(_all=0, created_at__lt=cutoff)
    found: models.QuerySet[models.Model] = counted.filter(over)
    return found


def _last_field(
    model: type[models.Model], path: str
) -> tuple["models.Field[object, object]", bool]:
    """Return the field at the end of a path, and whether the path leads to many rows."""
    many = False
    current = model
    found: models.Field[object, object] | None = None
    for name in path.split("__"):
        step = current._meta.get_field(name)  # noqa: SLF001
        many = many or bool(step.one_to_many or step.many_to_many)
        if step.is_relation and isinstance(step.related_model, type):
            current = step.related_model
        if isinstance(step, models.Field):
            found = step
    if found is None:
        raise FieldDoesNotExist(path)
    return found, many


def due_step(entry: Entry, rows: "models.QuerySet[models.Model]") -> Step:
    """Return what the end of the retention does to rows; an offer only counts."""
    then = entry.retention.then
    pks = tuple(rows.order_by("pk").values_list("pk", flat=True))
    if then == Then.ANONYMISE:
        return Step(entry, pks, entry.erasure)
    if then == Then.ERASE:
        return Step(entry, pks, Erasure(Manner.DELETE))
    return Step(entry, pks, Erasure(Manner.KEEP, "offer"))
