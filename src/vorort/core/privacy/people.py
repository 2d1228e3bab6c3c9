"""What is stored about one person, found by what the tables declare."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from vorort.core.privacy import catalogue
from vorort.core.privacy.catalogue import Entry

# Shorter names would be found inside ordinary words.
SHORTEST_NAME = 4


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
