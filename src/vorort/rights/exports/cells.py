"""A row as it may be given to the person: nothing secret, nobody else."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

from vorort.core.privacy import catalogue
from vorort.core.privacy.catalogue import Entry
from vorort.core.privacy.people import SHORTEST_NAME, Subject

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Keys inside the database.
UNSAID = frozenset({"id", "authority_id"})


@dataclass(frozen=True)
class Cell:
    """One value as it is given out; ``review``: a human must look before more is given."""

    name: str
    label: str
    value: object
    review: bool = False


@dataclass
class Masker:
    """Hides the names and addresses of everybody but the person asking."""

    subject: Subject
    _names: re.Pattern[str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        own = {name.casefold() for name in self.subject.names}
        others = {
            name
            for name in get_user_model()._base_manager.values_list("name", flat=True)  # noqa: SLF001
            if len(name) >= SHORTEST_NAME and name.casefold() not in own
        }
        if others:
            longest_first = sorted(others, key=len, reverse=True)
            words = "|".join(re.escape(name) for name in longest_first)
            self._names = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)

    def mask(self, text: str) -> tuple[str, bool]:
        """Return the text without other people, and whether there were any."""
        own = {address.casefold() for address in self.subject.emails}

        def address(match: re.Match[str]) -> str:
            return match[0] if match[0].casefold() in own else hidden

        hidden = _("[andere Person]")
        masked = ADDRESS.sub(address, text)
        if self._names is not None:
            masked = self._names.sub(hidden, masked)
        return masked, masked != text


def cells_of(entry: Entry, row: models.Model, subject: Subject, masker: Masker) -> list[Cell]:
    """Return a row as it may be given to the person: nothing secret, nobody else."""
    found = []
    keys = set(catalogue.all_person_keys(entry))
    said = {*entry.declared.personal, *entry.declared.sensitive, *catalogue.text_fields(entry)}
    columns = row._meta.concrete_fields  # noqa: SLF001
    # What is secret is only mentioned, at the end.
    for column in sorted(columns, key=lambda each: each.name in entry.declared.sensitive):
        if column.name in UNSAID or isinstance(column, models.BinaryField):
            continue
        # Figures and settings of a row say nothing about the person it points at.
        if isinstance(column, models.JSONField) and column.name not in said:
            continue
        label = entry.column_label(column.name)
        if not label and column.name not in said:
            continue
        value = getattr(row, column.attname)
        if value is None or value in ("", [], {}):
            continue
        shown: object
        review = False
        if column.name in entry.declared.sensitive:
            shown = _("gespeichert, aus Sicherheitsgründen nicht ausgegeben")
        elif column.name in keys or column.name in entry.declared.person:
            shown = _("Sie selbst") if value == subject.person_id else _("[andere Person]")
        elif isinstance(column, models.ForeignKey):
            shown = _reference(row, column)
        else:
            shown, review = _plain(value, column, masker)
        found.append(Cell(column.name, label or str(column.verbose_name), shown, review))
    return found


def _reference(row: models.Model, column: "models.ForeignKey[object, object]") -> str:
    """Return the name of a town, or the address of another row; never its text."""
    target = column.related_model
    pk = getattr(row, column.attname)
    names = {field.name for field in target._meta.concrete_fields}  # noqa: SLF001
    told = "name" if target._meta.label == catalogue.AUTHORITY else "public_id"  # noqa: SLF001
    if told not in names:
        return str(pk)
    rows: models.QuerySet[models.Model] = models.QuerySet(target)
    return str(rows.filter(pk=pk).values_list(told, flat=True).first() or pk)


def _plain(
    value: object, column: "models.Field[object, object]", masker: Masker
) -> tuple[object, bool]:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat(), False
    if isinstance(value, str):
        choices: Mapping[object, object] = dict(column.flatchoices or ())
        if value in choices:
            return str(choices[value]), False
        return masker.mask(value)
    if isinstance(value, bool | int | float):
        return value, False
    if isinstance(value, Mapping | list):
        return _masked_json(value, masker)
    return str(value), False


def _masked_json(value: object, masker: Masker) -> tuple[object, bool]:
    if isinstance(value, str):
        return masker.mask(value)
    if isinstance(value, Mapping):
        pairs = {str(key): _masked_json(each, masker) for key, each in value.items()}
        return {key: each for key, (each, _r) in pairs.items()}, any(r for _, r in pairs.values())
    if isinstance(value, Collection):
        parts = [_masked_json(each, masker) for each in value]
        return [each for each, _r in parts], any(r for _, r in parts)
    return value, False
