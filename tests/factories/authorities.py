"""Makers of authorities and memberships for tests."""

import datetime as dt
import itertools

from vorort.accounts.models import Person
from vorort.authorities.choices import AuthorityKind, ContactKind, Role
from vorort.authorities.models import Authority, Contact, Membership
from vorort.core.scopes import authority_scope

_numbers = itertools.count(1)


def make_authority(name: str = "", **fields) -> Authority:
    number = next(_numbers)
    name = name or f"Ort {number}"
    defaults = {
        "kind": AuthorityKind.MUNICIPALITY,
        "slug": f"ort-{number}",
        "name": name,
        "short_name": name,
        "town_key": name[:2].upper(),
        "area_key": f"99{number:06d}",
    }
    return Authority.objects.create(**{**defaults, **fields})


def make_membership(
    person: Person,
    authority: Authority,
    role: Role = Role.COORDINATOR,
    *,
    from_on: dt.date = dt.date(2020, 1, 1),
    until_on: dt.date | None = None,
) -> Membership:
    return Membership.objects.create(
        person=person, authority=authority, role=role, from_on=from_on, until_on=until_on
    )


def make_contact(authority: Authority, **fields) -> Contact:
    defaults = {"kind": ContactKind.OFFICE, "name": "Ordnungsamt", "phone": "00000 1"}
    with authority_scope(authority):
        return Contact.objects.create(authority=authority, **{**defaults, **fields})
