"""Search for those who work here: their towns' work and everything that is public."""

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS
from vorort.authorities.queries import MyAuthority, list_my_authorities
from vorort.core import search
from vorort.core.clock import today
from vorort.core.scopes import platform_scope
from vorort.councils.models import Body
from vorort.councils.queries import list_my_levels
from vorort.papers.rules import search_audiences


def list_doors(actor: Person) -> tuple[tuple[str, ...], tuple[MyAuthority, ...]]:
    """Return the doors a person may open today, and their towns: one door per permission,
    and those of each body as far as somebody reads there.
    """
    mine = list_my_authorities(actor)
    doors = {search.PUBLIC}
    for entry in mine:
        for permission in {each for role in entry.roles for each in ROLE_PERMISSIONS[role]}:
            doors.add(search.door_of(permission, entry.authority.pk))
            doors.add(search.door_of(permission))
    doors |= _doors_of_bodies(actor, mine)
    return tuple(sorted(doors)), mine


def _doors_of_bodies(actor: Person, mine: tuple[MyAuthority, ...]) -> set[str]:
    levels = list_my_levels(actor, on=today(), mine=mine)
    with platform_scope("the bodies of one person over all towns"):
        towns = dict(Body.objects.filter(pk__in=levels).values_list("pk", "authority_id"))
    return {
        search.door_of(audience, towns[body])
        for body, level in levels.items()
        for audience in search_audiences(body, level)
    }
