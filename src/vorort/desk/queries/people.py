"""What somebody who leaves a town still owes there, and who else could do it."""

import datetime as dt
from dataclasses import dataclass

from vorort.accounts.models import Person
from vorort.authorities import queries as authorities
from vorort.authorities.choices import Role
from vorort.authorities.models import Authority, Membership
from vorort.core.duties import Duty
from vorort.desk.queries.duties import list_duties


@dataclass(frozen=True)
class HeldRole:
    """A role of the person who leaves, and who else holds it on the day after."""

    role: Role
    others: tuple[str, ...]


@dataclass(frozen=True)
class Leaving:
    """Everything the page about leaving shows."""

    person: Person
    roles: tuple[HeldRole, ...]
    duties: tuple[Duty, ...]


def get_leaving(
    actor: Person, authority: Authority, membership: Membership, *, on: dt.date
) -> Leaving:
    """Return the roles and duties of a member in this town; duties elsewhere are not told."""
    members = list(authorities.list_members(actor, authority))
    held = [one for one in members if one.person_id == membership.person_id]
    roles = [
        HeldRole(
            Role(one.role),
            tuple(
                other.person.name
                for other in members
                if other.role == one.role
                and other.person_id != one.person_id
                and (other.until_on is None or other.until_on > on)
            ),
        )
        for one in held
    ]
    # Who looks here need not sit in the core group; what is confidential says no title of its own.
    owed = [
        duty
        for duty in list_duties(membership.person)
        if duty.town == authority.name and not duty.confidential
    ]
    return Leaving(membership.person, tuple(roles), tuple(owed))
