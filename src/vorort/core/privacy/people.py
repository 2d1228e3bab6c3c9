"""What is stored about one person, found by what the tables declare."""

import datetime as dt
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from vorort.core.privacy import catalogue
from vorort.core.privacy.catalogue import Entry

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Shorter names would be found inside ordinary words.
SHORTEST_NAME = 4
# Keys inside the database.
UNSAID = frozenset({"id", "authority_id"})


@dataclass(frozen=True)
class Subject:
    """Whom we look for: the key of a person, addresses and names as written."""

    person_id: int | None = None
    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def searchable_names(self) -> tuple[str, ...]:
        return tuple(name for name in self.names if len(name.strip()) >= SHORTEST_NAME)


@dataclass(frozen=True)
class Found:
    """Rows of one table: the person's own, or such whose text mentions the name or address."""

    entry: Entry
    pks: tuple[object, ...]
    mention: bool = False

    def rows(self) -> "models.QuerySet[models.Model]":
        return self.entry.rows().filter(pk__in=self.pks).order_by("pk")


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


def find(subject: Subject, *, authority_id: int | None = None) -> list[Found]:
    """Return everything stored about a person, table by table.

    Parameters
    ----------
    authority_id : int, optional
        Only the rows of this town; tables without a town (the account itself) are left out.

    The caller answers for the scope: all towns are read.
    """
    found = []
    for entry in catalogue.entries():
        own = _own_rows(entry, subject, authority_id)
        if own:
            found.append(Found(entry, tuple(own)))
        mentions = [pk for pk in _mentions(entry, subject, authority_id) if pk not in set(own)]
        if mentions:
            found.append(Found(entry, tuple(mentions), mention=True))
    return found


def _rows(entry: Entry, authority_id: int | None) -> "models.QuerySet[models.Model]":
    return entry.rows() if authority_id is None else catalogue.rows_of_town(entry, authority_id)


def _own_rows(entry: Entry, subject: Subject, authority_id: int | None) -> list[object]:
    if entry.label == "sessions.Session":
        return list(_session_keys(subject)) if authority_id is None else []
    wanted = Q(pk__in=[])
    if subject.person_id is not None:
        for path in catalogue.person_paths(entry):
            wanted |= Q(**{path: subject.person_id})
    for name in catalogue.email_fields(entry):
        for address in subject.emails:
            wanted |= Q(**{f"{name}__iexact": address})
    if wanted == Q(pk__in=[]):
        return []
    rows = _rows(entry, authority_id).filter(wanted).order_by("pk").distinct()
    return list(rows.values_list("pk", flat=True))


def _mentions(entry: Entry, subject: Subject, authority_id: int | None) -> list[object]:
    """Return rows that name the person in a text or a field for names: a human must look."""
    wanted = Q(pk__in=[])
    for name in entry.declared.names:
        for words in subject.names:
            wanted |= Q(**{f"{name}__iexact": words})
    structured = {}
    for name in catalogue.text_fields(entry):
        lookup = name
        if isinstance(entry.field(name), models.JSONField):
            lookup = f"_text_of_{name}"
            structured[lookup] = Cast(name, models.TextField())
        for words in (*subject.searchable_names(), *subject.emails):
            # SQLite keeps umlauts in JSON escaped.
            for spelled in {words, json.dumps(words)[1:-1]}:
                wanted |= Q(**{f"{lookup}__icontains": spelled})
    if wanted == Q(pk__in=[]) or catalogue.is_person(entry):
        return []
    rows = _rows(entry, authority_id).annotate(**structured).filter(wanted)
    rows = rows.order_by("pk").distinct()
    return list(rows.values_list("pk", flat=True))


def _session_keys(subject: Subject) -> Iterator[str]:
    if subject.person_id is None:
        return
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(subject.person_id):
            yield session.pk


# ── giving out ───────────────────────────────────────────


def cells(entry: Entry, row: models.Model, subject: Subject, masker: Masker) -> list[Cell]:
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
