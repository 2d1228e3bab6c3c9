"""A town comes in: the tenant below, and its area, so that figures can hang on it."""

import datetime as dt

from django.db import transaction

from vorort.accounts.models import Person
from vorort.authorities import actions as authorities
from vorort.authorities.choices import NewTown, Role
from vorort.authorities.models import Authority
from vorort.places import actions as places
from vorort.places.choices import AreaKind


def found(
    *,
    code: str,
    name: str,
    email: str,
    password: str,
    town: NewTown,
    small_town: bool,
    at: dt.datetime,
) -> tuple[Person, Authority]:
    """Make the first person with the first town, and the area of the town.

    Raises
    ------
    AlreadyFounded, WrongCode, AddressUnreadable, AuthorityExists
        As ``authorities.actions.found_platform``.
    """
    # Outside the transaction: a wrong code stays counted when nothing else is kept.
    authorities.check_first_run_code(code=code, at=at)
    with transaction.atomic():
        person, authority = authorities.found_platform(
            code=code,
            name=name,
            email=email,
            password=password,
            town=town,
            small_town=small_town,
            at=at,
        )
        _make_area(town, by=person)
    return person, authority


@transaction.atomic
def open_town(
    *, town: NewTown, coordinator_name: str, coordinator_email: str, by: Person
) -> Authority:
    """Take in a further town; its coordinator gets an invitation.

    Raises
    ------
    AuthorityExists, AddressUnreadable
    """
    authority = authorities.create_authority(
        kind=town.kind,
        slug=town.slug,
        name=town.name,
        short_name=town.short_name,
        town_key=town.town_key,
        area_key=town.area_key,
        also_area_key=town.also_area_key,
        by=by,
    )
    _make_area(town, by=by)
    authorities.appoint(
        authority=authority,
        email=coordinator_email,
        name=coordinator_name,
        role=Role.COORDINATOR,
        by=by,
    )
    return authority


def _make_area(town: NewTown, *, by: Person) -> None:
    key = next(key for key in (town.also_area_key, town.area_key) if len(key) in {2, 5, 8})
    kind = {2: AreaKind.STATE, 5: AreaKind.COUNTY, 8: AreaKind.MUNICIPALITY}[len(key)]
    places.ensure_areas({key: town.short_name}, kind, by=by)
