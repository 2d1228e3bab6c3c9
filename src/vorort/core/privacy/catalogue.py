"""All tables with what they declare, and what follows: whose rows they are, which town's."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from vorort.core.privacy.declaration import (
    REFERENCE,
    Declaration,
    Erasure,
    Retention,
)
from vorort.core.privacy.foreign import FOREIGN

AUTHORITY = "authorities.Authority"
OURS = "vorort."
# A path over more tables than this is no belonging any more.
LONGEST_PATH = 4


@dataclass(frozen=True)
class Entry:
    """One table and its declaration."""

    model: type[models.Model]
    declared: type[Declaration]

    @property
    def label(self) -> str:
        return self.model._meta.label  # noqa: SLF001

    @property
    def name(self) -> str:
        """The German name of many rows."""
        return str(self.model._meta.verbose_name_plural)  # noqa: SLF001

    @property
    def activity(self) -> str:
        """The processing activity, for the record of Art. 30 DSGVO."""
        return self.declared.activity or self.app_name

    @property
    def app_name(self) -> str:
        return str(apps.get_app_config(self.model._meta.app_label).verbose_name)  # noqa: SLF001

    @property
    def has_people(self) -> bool:
        return bool(self.declared.personal or self.declared.sensitive)

    @property
    def retention(self) -> Retention:
        given = self.declared.retention
        return given if isinstance(given, Retention) else Retention(given)

    @property
    def erasure(self) -> Erasure:
        return self.declared.erasure or REFERENCE

    def field(self, name: str) -> "models.Field[object, object] | None":
        """Return a concrete field of the table by its name, or None."""
        try:
            found = self.model._meta.get_field(name)  # noqa: SLF001
        except FieldDoesNotExist:
            return None
        return found if isinstance(found, models.Field) else None

    def column_label(self, name: str) -> str:
        """Return what people call a column; empty where it is only a key or a counter.

        A column without words of its own is technical.
        """
        column = self.field(name)
        label = str(column.verbose_name) if column is not None else ""
        if name in self.declared.person or _is_person_key(column):
            return label if label != name.replace("_", " ") else str(_("Verweis auf die Person"))
        return "" if label == name.replace("_", " ") else label

    def rows(self) -> "models.QuerySet[models.Model]":
        """Return all rows, past managers that refuse; the caller answers for the scope."""
        found: models.QuerySet[models.Model] = models.QuerySet(self.model)
        return found


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """Return every table that declares something, ours and those of libraries, by label."""
    found = []
    for model in apps.get_models():
        declared = FOREIGN.get(model._meta.label) or getattr(model, "Privacy", None)  # noqa: SLF001
        if isinstance(declared, type) and issubclass(declared, Declaration):
            found.append(Entry(model, declared))
    return tuple(sorted(found, key=lambda entry: entry.label))


def get_entry(label: str) -> Entry:
    """Return the entry of ``app.Model``; ``LookupError`` for a table that declares nothing."""
    for entry in entries():
        if entry.label.lower() == label.lower():
            return entry
    raise LookupError(label)


# ── people ───────────────────────────────────────────────


def _is_person_key(field: "models.Field[object, object] | None") -> bool:
    key = isinstance(field, models.ForeignKey)
    return key and field.related_model._meta.label == settings.AUTH_USER_MODEL  # type: ignore[union-attr]  # noqa: SLF001


def is_person(entry: Entry) -> bool:
    """Return whether the table is that of the people themselves."""
    return entry.label == settings.AUTH_USER_MODEL


def person_paths(entry: Entry) -> tuple[str, ...]:
    """Return the lookups that compare a row with a person's key."""
    if is_person(entry):
        return ("pk",)
    named = [
        name
        for name in (*entry.declared.personal, *entry.declared.sensitive)
        if _is_person_key(entry.field(name))
    ]
    return tuple(dict.fromkeys([*entry.declared.person, *named]))


def all_person_keys(entry: Entry) -> tuple[str, ...]:
    """Return every foreign key to a person, declared personal or not."""
    keys = entry.model._meta.concrete_fields  # noqa: SLF001
    return tuple(field.name for field in keys if _is_person_key(field))


def email_fields(entry: Entry) -> tuple[str, ...]:
    """Return the personal fields with an e-mail address."""
    named = [
        name for name in entry.declared.personal if isinstance(entry.field(name), models.EmailField)
    ]
    return tuple(dict.fromkeys([*entry.declared.emails, *named]))


def text_fields(entry: Entry) -> tuple[str, ...]:
    """Return the free texts of ours in which somebody may be named."""
    if not entry.model.__module__.startswith(OURS):
        return ()
    named = [
        name for name in entry.declared.personal if isinstance(entry.field(name), models.TextField)
    ]
    return tuple(dict.fromkeys([*entry.declared.texts, *named]))


# ── towns ────────────────────────────────────────────────


def _keys(model: type[models.Model]) -> Iterator["models.ForeignKey[object, object]"]:
    for field in model._meta.concrete_fields:  # noqa: SLF001
        if isinstance(field, models.ForeignKey):
            yield field


@lru_cache(maxsize=256)
def _town_path(model: type[models.Model], steps: int = LONGEST_PATH) -> str:
    """Return the shortest way along foreign keys to the town, a direct one first."""
    declared = getattr(model, "Privacy", None)
    said = str(getattr(declared, "town", ""))
    if said:
        return "" if said in {"-", "references"} else said
    if model._meta.label == AUTHORITY:  # noqa: SLF001
        return "pk"
    # Tables without foreign keys (log, jobs, search) name the town by its number.
    if any(field.name == "authority_id" for field in model._meta.concrete_fields):  # noqa: SLF001
        return "authority_id"
    ways = []
    for key in _keys(model):
        target = key.related_model
        if target._meta.label == AUTHORITY:  # noqa: SLF001
            ways.append(key.name)
        elif target is not model and steps > 1 and target._meta.label != settings.AUTH_USER_MODEL:  # noqa: SLF001
            further = _town_path(target, steps - 1)
            if further:
                ways.append(f"{key.name}__{further}")
    # "authority" before any other direct key, then the shortest.
    return min(ways, key=lambda way: (way.count("__"), way != "authority", way), default="")


def town_path(entry: Entry) -> str:
    """Return the lookup that compares a row with a town's key; empty for shared tables."""
    return _town_path(entry.model)


def follows_references(entry: Entry) -> bool:
    """Return whether rows belong to the town whose rows point at them."""
    return entry.declared.town == "references"


def rows_of_town(entry: Entry, authority_id: int) -> "models.QuerySet[models.Model]":
    """Return the rows of one town; none for shared tables."""
    path = town_path(entry)
    if path:
        return entry.rows().filter(**{path: authority_id})
    if follows_references(entry):
        return entry.rows().filter(pk__in=_pointed_at(entry, authority_id))
    return entry.rows().none()


def _pointed_at(entry: Entry, authority_id: int) -> set[object]:
    found: set[object] = set()
    for other in entries():
        if not town_path(other):
            continue
        for key in _keys(other.model):
            if key.related_model is entry.model:
                rows = rows_of_town(other, authority_id).exclude(**{f"{key.name}__isnull": True})
                found.update(rows.values_list(key.attname, flat=True))
    return found


def is_of_towns(entry: Entry) -> bool:
    """Return whether the table holds rows of towns."""
    return bool(town_path(entry)) or follows_references(entry)
