"""How far somebody may read in every body they know of, in a constant number of queries.

For what is asked of all bodies at once (duties, news, calendars): ``rules.level_of`` asks about
one.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.queries import MyAuthority, list_my_authorities
from vorort.core.once import once
from vorort.core.scopes import platform_scope
from vorort.councils.choices import LEVELS, Confidentiality
from vorort.councils.models import Body, BodyParticipant, Seat
from vorort.councils.rules import OWN_SEATS, current_seats

Levels = dict[int, Confidentiality]


@once
def list_my_levels(
    actor: Person, *, on: dt.date, mine: tuple[MyAuthority, ...] | None = None
) -> Levels:
    """Return the level of ``councils.rules.level_of`` for every body that shows itself at all."""
    if not actor.is_authenticated or not actor.is_active:
        return {}
    towns = list_my_authorities(actor, on=on) if mine is None else mine
    running, working = (
        towns_with(towns, Permission.RUN_COUNCIL),
        towns_with(towns, Permission.VIEW_WORK),
    )
    with platform_scope("the bodies of all towns this person knows, all at once"):
        seats = list(current_seats(Seat.objects.filter(person=actor), on=on))
        bodies = list(
            Body.objects.filter(authority_id__in=running | working).values_list(
                "pk", "authority_id"
            )
        )
        shared = list(
            BodyParticipant.objects.filter(
                Q(until_on__isnull=True) | Q(until_on__gte=on),
                participant_id__in=running,
                from_on__lte=on,
            ).values_list("body_id", flat=True)
        )
    levels: Levels = {}

    def raise_to(body: int, level: Confidentiality) -> None:
        held = levels.get(body)
        if held is None or LEVELS.index(level) > LEVELS.index(held):
            levels[body] = level

    for body, authority in bodies:
        raise_to(body, Confidentiality.MEMBERS if authority in running else Confidentiality.PUBLIC)
    for body in shared:
        raise_to(body, Confidentiality.MEMBERS)
    for seat in seats:
        raise_to(seat.body_id, _level_of_seat(seat))
    return levels


def _level_of_seat(seat: Seat) -> Confidentiality:
    if seat.role not in OWN_SEATS:
        return Confidentiality.PUBLIC
    return Confidentiality.CORE if seat.in_core_group else Confidentiality.MEMBERS


def towns_with(towns: Iterable[MyAuthority], permission: Permission) -> set[int]:
    """Return the keys of the towns in which one of the roles carries a permission."""
    return {
        town.authority.pk
        for town in towns
        if any(permission in ROLE_PERMISSIONS[role] for role in town.roles)
    }


def readable_rows(levels: Levels, *, least: Confidentiality, prefix: str = "") -> Q:
    """Return the rows with ``body`` and ``confidentiality`` that these levels may read.

    ``least``: only bodies in which somebody reads at least so far.
    """
    shown = Q(pk__in=())
    for level in LEVELS[LEVELS.index(least) :]:
        bodies = [body for body, held in levels.items() if held == level]
        if bodies:
            shown |= Q(
                **{
                    f"{prefix}body__in": bodies,
                    f"{prefix}confidentiality__in": LEVELS[: LEVELS.index(level) + 1],
                }
            )
    return shown
