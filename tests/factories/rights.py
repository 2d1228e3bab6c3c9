"""Requests, incidents, packages and removals for tests, through the real actions."""

import datetime as dt
import itertools
from pathlib import Path
from typing import ClassVar

from django.db import models, router
from tests.people import People

from vorort.accounts.models import Person
from vorort.audit.models import Event
from vorort.audit.rules import commit
from vorort.authorities.models import Authority
from vorort.breaches import actions as incidents
from vorort.breaches.choices import Risk
from vorort.breaches.models import Incident
from vorort.core.privacy import catalogue
from vorort.core.scopes import authority_scope
from vorort.publications.choices import OPEN_LEVEL
from vorort.rights.actions import packages, removals, requests
from vorort.rights.actions.town_rows import tables_of_towns
from vorort.rights.choices import RequestKind
from vorort.rights.models import Package, Removal, SubjectRequest
from vorort.rights.queries.towns import packages_folder

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def make_request(
    people: People, *, identified: bool = False, text: str = "", **given
) -> SubjectRequest:
    values = {
        "authority": people.town,
        "kind": RequestKind.ACCESS,
        "name": "Nora Niemand",
        "email": "nora@example.org",
        "received_on": AT.date(),
        "by": people.coordinator,
        "text": text,
    }
    with authority_scope(people.town):
        made = requests.receive_request(**{**values, **given})
        if identified:
            requests.check_identity(
                request=made, note="Ausweis gesehen", on=AT.date(), by=people.coordinator
            )
            made.refresh_from_db()
        return made


def incident_values(**given) -> dict[str, object]:
    return {
        "title": "Notizbuch verloren",
        "happened_at": None,
        "noticed_at": AT,
        "description": "Ein Notizbuch mit Telefonnummern ist weg.",
        "is_security": True,
        "is_personal": True,
        "data_categories": "Namen, Telefonnummern",
        "people_categories": "Mitglieder",
        "people_count": 12,
        "records_count": None,
        "consequences": "Anrufe von Fremden",
        "measures": "Betroffene angerufen",
        "risk": Risk.RISK,
        "reason": "",
        **given,
    }


def make_incident(people: People, **given) -> Incident:
    with authority_scope(people.town):
        return incidents.record_incident(
            authority=people.town, by=people.protection_officer, **incident_values(**given)
        )


def keep(package: Package, content: bytes, *, at: dt.datetime) -> Package:
    """Give a package its file without running the job."""
    folder = packages_folder()
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(folder / f"{package.public_id}.part")
    made.write_bytes(content)
    return packages.keep_package(
        package=package, made=made, filename="paket.zip", summary={}, at=at
    )


def own_package(person: Person, content: bytes, *, at: dt.datetime) -> Package:
    return keep(packages.order_own_package(person=person, at=at), content, at=at)


def make_removal(people: People, *, reason: str = "Der Ort wechselt") -> Removal:
    return removals.request_removal(authority=people.town, reason=reason, by=people.mayor, at=AT)


# ── a row in every table of a town ───────────────────────


class Planter:
    """Puts a row into every table of a town, with a mark in every text of it.

    It knows the tables only by their columns, so that a new table is planted without a word here.
    What a constraint asks for stands in ``GIVEN``.
    """

    GIVEN: ClassVar[dict[str, dict[str, object]]] = {
        "authorities.Membership": {"until_on": None},
        "deliveries.Delivery": {"status": "stored"},
        "rights.SubjectRequest": {"state": "received"},
        "core.Job": {"state": "done"},
        "core.JobRequest": {"name": "audit.jobs.seal_chains", "args": {}},
        "publications.Publication": {
            "gate": {"passed": True, "hidden": []},
            "gate_passed": True,
            "release_passed": True,
        },
        "situation.Report": {"written_release_by": ""},
        "effects.OutcomePlan": {
            "before_from": dt.date(2024, 1, 1),
            "starts_on": dt.date(2026, 1, 1),
        },
        "findings.Priority": {
            "severity": 3,
            "spread": 3,
            "changeability": 3,
            "voted_on": None,
            "votes": None,
            "voters": None,
        },
        "findings.Goal": {"baseline_on": None},
        "measures.Measure": {"ends_on": None},
        "measures.Milestone": {"dropped": False},
        "strategies.Strategy": {"state": "draft", "last_year": 32_000},
        "findings.Finding": {"source_kind": "", "source_id": ""},
        "places.Area": {"wkb": None},
        "records.Observation": {"value": 7},
        "publications.PublicationSource": {"level": OPEN_LEVEL},
    }

    def __init__(self, town: Authority, person: Person, mark: str) -> None:
        self.town, self.person, self.mark = town, person, mark
        self._made: dict[type[models.Model], models.Model] = {Authority: town, Person: person}
        self._number = itertools.count(town.pk * 10_000 + 1)

    def plant_all(self) -> dict[str, models.Model]:
        made = {}
        for entry in reversed(tables_of_towns()):
            if entry.model is not Authority:
                made[entry.label] = self.plant(entry.model)
        return made

    def plant(self, model: type[models.Model]) -> models.Model:
        if model in self._made:
            return self._made[model]
        label = model._meta.label
        path = catalogue.town_path(catalogue.get_entry(label)).split("__")[0]
        values: dict[str, object] = {}
        given = dict(self.GIVEN.get(label, {}))
        if label == "core.SearchDoor":
            given["name"] = f"view_work:{self.town.pk}"
        for field in model._meta.concrete_fields:
            if field.name in given:
                values[field.name] = given[field.name]
            elif field.primary_key and not isinstance(field, models.OneToOneField):
                continue
            else:
                value = self._value(field, belongs=field.name == path)
                if value is not None:
                    values[field.attname] = value
        row = model(**values)
        if isinstance(row, Event):
            row.commitment = commit(row.salt, row.details())
        models.QuerySet(model, using=router.db_for_write(model)).bulk_create([row])
        self._made[model] = row
        return row

    def _value(self, field: models.Field, *, belongs: bool) -> object:
        if isinstance(field, models.ForeignKey):
            target = field.related_model
            if target is field.model:
                return None
            files = target._meta.label == "files.StoredFile"
            if field.null and not belongs and not files:
                return None
            return self.plant(target).pk
        if field.name == "authority_id":
            return self.town.pk
        if isinstance(field, models.BinaryField):
            return self.mark.encode()
        if isinstance(field, models.JSONField):
            return {"mark": self.mark}
        if field.choices:
            return field.get_default() or next(iter(dict(field.flatchoices)))
        if isinstance(field, models.CharField | models.TextField):
            return self._text(field)
        if isinstance(field, models.BooleanField):
            return bool(field.get_default() or False)
        if isinstance(field, models.DateTimeField):
            return None if field.null else AT
        if isinstance(field, models.DateField):
            return None if field.null else AT.date()
        if field.null or (field.has_default() and not field.unique):
            return field.get_default()
        return next(self._number) % 30_000 if isinstance(field, models.IntegerField) else 1

    def _text(self, field: models.Field) -> str:
        number = str(next(self._number))
        longest = field.max_length or 200
        if isinstance(field, models.EmailField):
            return f"{self.mark}{number}@example.org".lower()
        text = f"{self.mark}{number}"
        # Short codes have no room for the mark.
        return text if len(text) <= longest else number[-longest:]
