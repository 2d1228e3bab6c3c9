"""Search for those who work here: their towns' work and everything that is public."""

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS
from vorort.authorities.queries import MyAuthority, list_my_authorities
from vorort.core import search


def list_doors(actor: Person) -> tuple[tuple[str, ...], tuple[MyAuthority, ...]]:
    """Return the doors a person may open today, and their towns: one door per permission."""
    mine = list_my_authorities(actor)
    doors = {search.PUBLIC}
    for entry in mine:
        for permission in {each for role in entry.roles for each in ROLE_PERMISSIONS[role]}:
            doors.add(search.door_of(permission, entry.authority.pk))
            doors.add(search.door_of(permission))
    return tuple(sorted(doors)), mine
