"""Requests, incidents, packages and removals for tests, through the real actions."""

import datetime as dt
from pathlib import Path

from tests.people import People

from vorort.accounts.models import Person
from vorort.core.scopes import authority_scope
from vorort.rights.actions import incidents, packages, removals, requests
from vorort.rights.choices import RequestKind, Risk
from vorort.rights.models import Incident, Package, Removal, SubjectRequest
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
