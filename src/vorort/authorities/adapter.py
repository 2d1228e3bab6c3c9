"""Roles that the sign-in service of the administration names become memberships here.

The mapping is the operator's (``VORORT_OIDC_ROLES``). For the pairs of town and role that stand
in it the service decides: they begin and end with what it says at each sign-in. All others stay
with whoever manages the members.
"""

import datetime as dt
import logging
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from vorort.accounts.actions import Claims
from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person
from vorort.authorities import actions
from vorort.authorities.choices import Role
from vorort.authorities.models import Authority, Membership
from vorort.authorities.rules import current
from vorort.core.clock import today
from vorort.core.errors import DomainError

logger = logging.getLogger(__name__)
Pair = tuple[str, Role]


def read_mapping(entries: list[str]) -> dict[str, frozenset[Pair]]:
    """Return which pairs of town and role each group gives, from ``group=town:role``.

    Raises
    ------
    ImproperlyConfigured
        When an entry has another form or names a role that does not exist.
    """
    found: dict[str, frozenset[Pair]] = {}
    for entry in entries:
        group, _equals, target = entry.partition("=")
        town, _colon, role = target.strip().partition(":")
        if not group.strip() or not town or role not in Role.values:
            raise ImproperlyConfigured(
                f"VORORT_OIDC_ROLES: „{entry}“ muss die Form Gruppe=ort:rolle haben; Rollen sind "
                f"{', '.join(Role.values)}."
            )
        group = group.strip()
        found[group] = found.get(group, frozenset()) | {(town, Role(role))}
    return found


@lru_cache(maxsize=4)
def _mapping(entries: tuple[str, ...]) -> dict[str, frozenset[Pair]]:
    return read_mapping(list(entries))


def _wanted(claims: Claims) -> frozenset[Pair]:
    mapping = _mapping(tuple(settings.OIDC_ROLES))
    return frozenset(pair for role in claims.roles for pair in mapping.get(role, ()))


def vouch(*, claims: Claims, **_kwargs: Any) -> bool:
    """Receiver of ``office_asks``: whoever has a role here may be taken in."""
    slugs = {town for town, _role in _wanted(claims)}
    return Authority.objects.filter(slug__in=slugs).exists()


def follow_roles(*, person: Person, claims: Claims, **_kwargs: Any) -> None:
    """Receiver of ``office_signed_in``: begin and end the memberships the mapping knows."""
    mapping = _mapping(tuple(settings.OIDC_ROLES))
    known = frozenset().union(*mapping.values()) if mapping else frozenset()
    if not known:
        return
    wanted, by = _wanted(claims), get_system_person()
    held = {
        (membership.authority.slug, Role(membership.role)): membership
        for membership in current(
            Membership.objects.filter(person=person), on=today()
        ).select_related("authority", "person")
    }
    towns = {town.slug: town for town in Authority.objects.filter(slug__in={t for t, _ in wanted})}
    for slug, role in sorted(wanted - held.keys()):
        if slug not in towns:
            logger.warning("VORORT_OIDC_ROLES names a town that is not here: %s", slug)
            continue
        _try(actions.add_membership, authority=towns[slug], person=person, role=role, by=by)
    for pair in sorted((held.keys() & known) - wanted):
        # Yesterday was the last day: what the service takes away is gone at once.
        last = max(today() - dt.timedelta(days=1), held[pair].from_on)
        _try(actions.end_membership, membership=held[pair], until_on=last, by=by)


def _try(action: Any, **words: Any) -> None:
    """Do it, or leave it as it is: a refusal (the last coordinator) must not bar the door."""
    try:
        action(**words)
    except DomainError as error:
        logger.warning("roles of the sign-in service: %s", error.message)
