"""All rows of one town, for the full export, and their end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import models, router, transaction

from vorort.core.privacy import catalogue
from vorort.core.privacy.catalogue import Entry

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Removed:
    """Counts by table, and the addresses of files whose bytes have lost their row."""

    counts: Mapping[str, int]
    files: tuple[str, ...]


def tables_of_towns() -> list[Entry]:
    """Return the tables with rows of towns, those that point at others first."""
    wanted = {entry.model: entry for entry in catalogue.entries() if catalogue.is_of_towns(entry)}
    ordered: list[Entry] = []
    waiting = dict(sorted(wanted.items(), key=lambda pair: pair[1].label))
    while waiting:
        pointed_at = {
            target
            for model in waiting
            for target in _targets(model)
            if target in waiting and target is not model
        }
        free = [model for model in waiting if model not in pointed_at]
        if not free:
            raise RuntimeError(f"tables point at each other in a circle: {list(waiting)}")
        ordered += [waiting.pop(model) for model in free]
    return ordered


def _targets(model: type[models.Model]) -> set[type[models.Model]]:
    return {
        field.related_model
        for field in model._meta.concrete_fields  # noqa: SLF001
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type)
    }


def delete_rows_of_town(
    authority_id: int, *, keep_job: str = "", tell: Tell = lambda *_words: None
) -> Removed:
    """Delete every row of a town, in one transaction; the caller answers for the scope.

    Parameters
    ----------
    keep_job : str
        The job that does this; it belongs to the platform by then.
    """
    tables = tables_of_towns()
    counts: dict[str, int] = {}
    with transaction.atomic():
        referenced = {
            entry.label: list(
                catalogue.rows_of_town(entry, authority_id).values_list("pk", flat=True)
            )
            for entry in tables
            if catalogue.follows_references(entry)
        }
        files = _file_addresses(referenced)
        for number, entry in enumerate(tables):
            tell(number, len(tables), entry.name)
            rows = catalogue.rows_of_town(entry, authority_id)
            if entry.label in referenced:
                rows = entry.rows().filter(pk__in=referenced[entry.label])
            if keep_job and entry.label == "core.Job":
                rows = rows.exclude(public_id=keep_job)
            count = rows.count()
            # Without the collector: the tables stand in the order of their keys, and the keys
            # are checked at the end of the transaction.
            rows._raw_delete(router.db_for_write(entry.model))  # noqa: SLF001
            if count:
                counts[entry.label] = count
    return Removed(counts, files)


def _file_addresses(referenced: Mapping[str, list[object]]) -> tuple[str, ...]:
    found: list[str] = []
    for label, pks in referenced.items():
        entry = catalogue.get_entry(label)
        if entry.field("public_id") is not None:
            rows = entry.rows().filter(pk__in=pks)
            found += [str(key) for key in rows.values_list("public_id", flat=True)]
    return tuple(found)
