"""Reads of authorities and memberships."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission, Role
from vorort.authorities.models import Authority, Membership
from vorort.authorities.rules import current
from vorort.core.clock import today
from vorort.core.errors import NotVisible

_WORK_ROLES = [
    role for role, permissions in ROLE_PERMISSIONS.items() if Permission.VIEW_WORK in permissions
]


@dataclass(frozen=True)
class MyAuthority:
    """A town of mine: the roles I have there and whether I may open its work pages."""

    authority: Authority
    roles: tuple[Role, ...]
    may_view_work: bool

    @property
    def role_labels(self) -> tuple[str, ...]:
        return tuple(str(role.label) for role in self.roles)


def get_authority(actor: Person | AnonymousUser, slug: str) -> Authority:
    """Return the authority of a work address; ``NotVisible`` without VIEW_WORK there."""
    if not actor.is_authenticated:
        raise NotVisible("Diese Seite gibt es nicht.")
    found = list_work_authorities(actor).filter(slug=slug).first()
    if found is None:
        raise NotVisible("Diese Seite gibt es nicht.")
    return found


def list_work_authorities(actor: Person) -> QuerySet[Authority]:
    """Return the authorities whose work pages the person may open today."""
    if actor.is_system:
        return Authority.objects.all()
    if not actor.is_active:
        return Authority.objects.none()
    held = current(Membership.objects.filter(person=actor, role__in=_WORK_ROLES), on=today())
    return Authority.objects.filter(pk__in=held.values("authority_id"))


def list_my_authorities(actor: Person, *, on: dt.date | None = None) -> tuple[MyAuthority, ...]:
    """Return every authority the person belongs to on a day, with the roles, by name."""
    held = current(Membership.objects.filter(person=actor), on=on or today())
    roles: dict[int, list[Role]] = {}
    towns: dict[int, Authority] = {}
    for membership in held.select_related("authority").order_by("authority__name", "role"):
        towns[membership.authority_id] = membership.authority
        roles.setdefault(membership.authority_id, []).append(Role(membership.role))
    return tuple(
        MyAuthority(
            authority=town,
            roles=tuple(dict.fromkeys(roles[pk])),
            may_view_work=any(Permission.VIEW_WORK in ROLE_PERMISSIONS[role] for role in roles[pk]),
        )
        for pk, town in towns.items()
    )


def list_members(
    actor: Person, authority: Authority, *, past: bool = False
) -> QuerySet[Membership]:
    """Return the current (or the ended) memberships of an authority, by name.

    Empty for a person without VIEW_WORK there.
    """
    if not list_work_authorities(actor).filter(pk=authority.pk).exists():
        return Membership.objects.none()
    members = Membership.objects.filter(authority=authority).select_related("person")
    if past:
        members = members.filter(until_on__lt=today())
    else:
        members = members.exclude(until_on__lt=today())
    return members.order_by("person__name", "role", "from_on", "id")


def get_membership(actor: Person, authority: Authority, public_id: str) -> Membership:
    """Return one membership of the authority; ``NotVisible`` for others."""
    membership = (
        Membership.objects.filter(
            authority__in=list_work_authorities(actor), authority=authority, public_id=public_id
        )
        .select_related("person", "authority")
        .first()
    )
    if membership is None:
        raise NotVisible("Diese Seite gibt es nicht.")
    return membership


def get_public_authority(slug: str) -> Authority:
    """Return an authority for the public site; its letterhead is public by nature."""
    found = Authority.objects.filter(slug=slug).first()
    if found is None:
        raise NotVisible("Diesen Ort gibt es hier nicht.")
    return found


def list_public_authorities() -> QuerySet[Authority]:
    """Return all authorities for "find your town", by name."""
    return Authority.objects.order_by("name", "id")
