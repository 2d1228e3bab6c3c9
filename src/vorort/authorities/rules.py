"""May this person do this for this authority? Roles are code, memberships are dated."""

import datetime as dt

from django.db.models import Q, QuerySet

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission, Role
from vorort.authorities.models import Authority, Membership
from vorort.core.clock import today


def current(memberships: QuerySet[Membership], *, on: dt.date) -> QuerySet[Membership]:
    """Return the memberships that hold on a day."""
    return memberships.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)


def roles_of(actor: Person, authority: Authority, *, on: dt.date | None = None) -> frozenset[Role]:
    """Return the roles a person has for an authority on a day (default: today)."""
    if not actor.is_authenticated or not actor.is_active:
        return frozenset()
    held = current(Membership.objects.filter(person=actor, authority=authority), on=on or today())
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def may(
    actor: Person, permission: Permission, authority: Authority, *, on: dt.date | None = None
) -> bool:
    """Return whether one of the person's roles carries the permission; the system may all."""
    if actor.is_authenticated and actor.is_system:
        return True
    return any(permission in ROLE_PERMISSIONS[role] for role in roles_of(actor, authority, on=on))


def can_view_work(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.VIEW_WORK, authority)


def can_manage_members(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.MANAGE_MEMBERS, authority)


def can_view_audit(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.VIEW_AUDIT, authority)
