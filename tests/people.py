"""The named people of all tests: one per kind of access, in two towns and at the state.

Use the fixture ``people`` (see ``tests/conftest.py``)::

    def test_x(people, client):
        client.force_login(people.coordinator)
        client.get(f"/k/{people.town.slug}/…")
"""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from tests.factories.accounts import PASSWORD, make_person
from tests.factories.authorities import make_authority, make_membership
from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person
from vorort.authorities.choices import AuthorityKind, Role
from vorort.authorities.models import Authority

__all__ = ["KINDS", "PASSWORD", "People", "client_of", "make_people", "people"]


@dataclass(frozen=True)
class People:
    """Two towns and the state, and who works there. All passwords are ``PASSWORD``."""

    town: Authority
    other_town: Authority
    state: Authority
    coordinator: Person
    mayor: Person
    police: Person
    public_order: Person
    protection_officer: Person
    coach: Person
    # In the prevention council: belongs to the town, but does not see its work.
    council_member: Person
    councillor: Person
    # Speaks for a partner: sees the measures where this is noted, and nothing else of the work.
    partner: Person
    # At the state prevention council: serves the town and may deliver official tables.
    lpr_consultant: Person
    # Was coordinator until the end of 2021.
    former_coordinator: Person
    # Police officer of both towns.
    precinct: Person
    other_coordinator: Person
    # Signed in, belongs to nothing.
    outsider: Person
    system: Person
    anonymous: AnonymousUser

    def by_kind(self) -> dict[str, Person | AnonymousUser]:
        """Every kind of person by name, for access tables."""
        return {kind: getattr(self, kind) for kind in KINDS}


KINDS = (
    "coordinator",
    "mayor",
    "police",
    "public_order",
    "protection_officer",
    "coach",
    "council_member",
    "councillor",
    "partner",
    "lpr_consultant",
    "former_coordinator",
    "precinct",
    "other_coordinator",
    "outsider",
    "anonymous",
)


def make_people() -> People:
    import datetime as dt

    town = make_authority(
        "Lindenau an der Weide",
        slug="lindenau",
        short_name="Lindenau",
        town_key="LW",
        area_key="99901010",
        is_demo=True,
    )
    other_town = make_authority(
        "Mühlgrund", slug="muehlgrund", town_key="MG", area_key="99901020", is_demo=True
    )
    state = make_authority(
        "Freistaat Probe",
        slug="land",
        short_name="Land",
        town_key="FP",
        area_key="99",
        kind=AuthorityKind.STATE,
    )

    def person(key: str, name: str, *places: tuple[Authority, Role]) -> Person:
        made = make_person(name, email=f"{key}@example.org")
        for place, role in places:
            make_membership(made, place, role)
        return made

    former = person("ehemals", "Frieda Früher")
    make_membership(
        former,
        town,
        Role.COORDINATOR,
        from_on=dt.date(2019, 1, 1),
        until_on=dt.date(2021, 12, 31),
    )
    return People(
        town=town,
        other_town=other_town,
        state=state,
        coordinator=person("koordination", "Kora Koordination", (town, Role.COORDINATOR)),
        mayor=person("buergermeister", "Britta Bürgermeisterin", (town, Role.MAYOR)),
        police=person("polizei", "Paul Polizei", (town, Role.POLICE)),
        public_order=person("ordnungsamt", "Olaf Ordnungsamt", (town, Role.PUBLIC_ORDER)),
        protection_officer=person(
            "datenschutz", "Dora Datenschutz", (town, Role.PROTECTION_OFFICER)
        ),
        coach=person("coach", "Carla Coach", (town, Role.COACH)),
        council_member=person("rat", "Rita Präventionsrat", (town, Role.COUNCIL_MEMBER)),
        councillor=person("stadtrat", "Sven Stadtrat", (town, Role.COUNCILLOR)),
        partner=person("werkstatt", "Wanda Werkstatt", (town, Role.SPONSOR)),
        lpr_consultant=person(
            "lpr", "Lena Beratung", (town, Role.LPR_CONSULTANT), (state, Role.LPR_CONSULTANT)
        ),
        former_coordinator=former,
        precinct=person("revier", "Rolf Revier", (town, Role.POLICE), (other_town, Role.POLICE)),
        other_coordinator=person("nachbar", "Nora Nachbarort", (other_town, Role.COORDINATOR)),
        outsider=person("fremd", "Fritz Fremd"),
        system=get_system_person(),
        anonymous=AnonymousUser(),
    )


@pytest.fixture
def people(db: None) -> People:
    return make_people()


def client_of(person: Person | AnonymousUser) -> Client:
    """A browser in which the person has signed in (or nobody has)."""
    client = Client()
    if isinstance(person, Person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
