"""May this person do this for this authority? Roles are code, memberships are dated."""

import datetime as dt

from django.db.models import Q, QuerySet

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, AuthorityKind, Permission, Role
from vorort.authorities.models import Authority, Membership
from vorort.core.clock import today


def current(memberships: QuerySet[Membership], *, on: dt.date) -> QuerySet[Membership]:
    """Return the memberships that hold on a day."""
    return memberships.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)


def overlapping(
    memberships: QuerySet[Membership], start: dt.date, end: dt.date | None
) -> QuerySet[Membership]:
    """Return the memberships that hold on some day of a period; without an end it stays open."""
    found = memberships.exclude(until_on__lt=start)
    return found if end is None else found.exclude(from_on__gt=end)


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


def can_set_up(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.SET_UP, authority)


def can_add_towns(actor: Person, authority: Authority) -> bool:
    """Only a state takes in further towns, by those who manage its members."""
    return authority.kind == AuthorityKind.STATE and can_manage_members(actor, authority)


def can_view_audit(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.VIEW_AUDIT, authority)


def can_see_off(actor: Person, membership: Membership) -> bool:
    """Return whether the person may end all a member's roles here; nobody sees off themselves."""
    return membership.person_id != actor.pk and can_end_membership(actor, membership)


def can_reset_factor(actor: Person, membership: Membership) -> bool:
    """Return whether the person may reset somebody's second factor.

    Never one's own, and only of people who work nowhere else but where the actor manages: for
    all others it takes somebody of the state, or the operator.
    """
    if not can_see_off(actor, membership):
        return False
    if manages_a_state(actor):
        return True
    held = current(Membership.objects.filter(person=membership.person), on=today())
    towns = {each.authority for each in held.select_related("authority")}
    return all(can_manage_members(actor, town) for town in towns)


# Whom the state sends: a town does not appoint them itself, and so gains none of their rights.
STATE_ROLES = frozenset({Role.LPR_CONSULTANT, Role.LPR_GRANTS})


def grantable_roles(actor: Person, authority: Authority) -> tuple[Role, ...]:
    """Return the roles this person may give for the authority, in the order of the catalogue."""
    if not can_manage_members(actor, authority):
        return ()
    if actor.is_system or manages_a_state(actor):
        return tuple(Role)
    return tuple(role for role in Role if role not in STATE_ROLES)


def manages_a_state(actor: Person, *, on: dt.date | None = None) -> bool:
    """Return whether the person manages the members of a state authority."""
    managers = [
        role
        for role, permissions in ROLE_PERMISSIONS.items()
        if Permission.MANAGE_MEMBERS in permissions
    ]
    held = Membership.objects.filter(
        person=actor, role__in=managers, authority__kind=AuthorityKind.STATE
    )
    return current(held, on=on or today()).exists()


def can_end_membership(actor: Person, membership: Membership) -> bool:
    """Return whether the person may end this membership: it still runs and is of their town."""
    runs = membership.until_on is None or membership.until_on >= today()
    return runs and can_manage_members(actor, membership.authority)


def contrast_with_white(colour: str) -> float:
    """Return the contrast of white text on ``#rrggbb`` (WCAG 2.2: relative luminance), 1 to 21."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def state_of(authority: Authority) -> str:
    """Return the key of the land an authority lies in."""
    return authority.area_key[:2]


# A reserved end of addresses: nobody can receive mail there, so nobody real has one.
FICTIONAL = ".example"


def must_show_second_factor(person: Person, *, on: dt.date | None = None) -> bool:
    """Return whether somebody works for a real authority and so signs in with two factors.

    Demo people of fictional places are exempt, their password is public. An authority is
    fictional when it says so, or when only demo people work there.
    """
    day = on or today()
    held = current(Membership.objects.filter(person=person, authority__is_demo=False), on=day)
    if not person.email.endswith(FICTIONAL):
        return held.exists()
    real = current(Membership.objects.exclude(person__email__endswith=FICTIONAL), on=day)
    return held.filter(authority_id__in=real.values("authority_id")).exists()
