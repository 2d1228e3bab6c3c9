"""Who may hand in, see, take over, release, revoke and take back a delivery."""

import datetime as dt
from collections.abc import Collection

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission, Role
from vorort.authorities.models import Authority
from vorort.authorities.rules import may, roles_of
from vorort.deliveries.choices import (
    LEVELS,
    PUBLISHED_TABLES,
    Audience,
    DeliveryStatus,
    PermittedUse,
    Release,
    ReleaseLevel,
)
from vorort.deliveries.models import Delivery

_EDITORS = frozenset(
    {Permission.DELIVER_FIGURES, Permission.EDIT_REPORT, Permission.RELEASE_FIGURES}
)
_CORE = frozenset({Permission.APPROVE_REPORT})
# Of several roles the first one is what somebody hands in as.
_SENDER_ROLES = (Role.POLICE, Role.COORDINATOR, Role.PUBLIC_ORDER, Role.LPR_CONSULTANT)


def can_deliver_figures(actor: Person, authority: Authority) -> bool:
    """Hand in a table for one's own authority."""
    return may(actor, Permission.DELIVER_FIGURES, authority)


def can_deliver_official(actor: Person, authority: Authority) -> bool:
    """Hand in an official table, which everybody's pages use."""
    return may(actor, Permission.DELIVER_OFFICIAL, authority)


def can_hand_in(actor: Person, authority: Authority) -> bool:
    return can_deliver_figures(actor, authority) or can_deliver_official(actor, authority)


def can_change_delivery(actor: Person, delivery: Delivery, authority: Authority) -> bool:
    """Take over, discard or take back: its own authority, or the state for official ones."""
    if delivery.for_authority_id is None:
        return can_deliver_official(actor, authority)
    return delivery.for_authority_id == authority.pk and can_deliver_figures(actor, authority)


def can_release_delivery(actor: Person, delivery: Delivery, authority: Authority) -> bool:
    """Say what may be done with it, and revoke: the sender, or whoever holds the sender's role.

    A town's coordinator never opens what the police has handed in.
    """
    if not can_change_delivery(actor, delivery, authority):
        return False
    if delivery.for_authority_id is None or actor.is_system:
        return True
    if delivery.handed_in_by_id == actor.pk:
        return True
    return bool(delivery.sent_as) and Role(delivery.sent_as) in roles_of(actor, authority)


def is_sender(officer: Person, delivery: Delivery) -> bool:
    """Whether a police officer of the delivery's town speaks for its sender, without a query."""
    return delivery.handed_in_by_id == officer.pk or delivery.sent_as == Role.POLICE


def can_revoke_delivery(actor: Person, delivery: Delivery, authority: Authority) -> bool:
    """Only what has been taken over, and never areas: other figures rest on them."""
    return (
        delivery.status == DeliveryStatus.STORED
        and not delivery.is_permanent
        and can_release_delivery(actor, delivery, authority)
    )


def reaches(delivery: Delivery, audience: Audience, *, at: dt.datetime) -> bool:
    """Whether this audience may see the figures of a delivery; ``queries.reaches`` for one row."""
    if audience is Audience.EDITOR:
        return True
    if delivery.release_level not in LEVELS[audience]:
        return False
    if audience is Audience.CORE:
        return True
    embargo = delivery.embargo_until
    return (embargo is None or embargo <= at) and delivery.permitted_use != PermittedUse.ADVICE


def sees_agreement(actor: Person, authority: Authority) -> bool:
    """Read the letter a release rests on: who works with the figures."""
    return audience_of(actor, authority) is not Audience.PUBLIC


def audience_of(actor: Person, authority: Authority) -> Audience:
    """Return how far somebody sees into the figures of a town.

    Who delivers, edits or checks figures sees all of them; who approves reports sees those of
    the core group; everybody else who works there sees what is public.
    """
    if actor.is_authenticated and actor.is_system:
        return Audience.EDITOR
    return audience_of_roles(roles_of(actor, authority))


def audience_of_roles(roles: Collection[Role]) -> Audience:
    """Return how far these roles see."""
    held = frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
    if held & _EDITORS:
        return Audience.EDITOR
    return Audience.CORE if held & _CORE else Audience.PUBLIC


def sender_role(actor: Person, authority: Authority | None) -> Role | None:
    """Return the role in which somebody hands in for a town."""
    if authority is None:
        return None
    held = roles_of(actor, authority)
    return next((role for role in _SENDER_ROLES if role in held), None)


def default_release(
    *,
    format: str,  # noqa: A002
    official: bool,
    sent_as: Role | None,
    printed: bool,
) -> Release:
    """Return what holds until the sender says otherwise.

    Official tables are public, and what stands in print already. What the police gives a town is
    internal. A published table that the town itself has read in is public; anything else of the
    town is for the core group.
    """
    if official or printed:
        return Release(level=ReleaseLevel.PUBLIC)
    if sent_as is not None and Permission.RELEASE_FIGURES in ROLE_PERMISSIONS[sent_as]:
        return Release(level=ReleaseLevel.INTERNAL)
    level = ReleaseLevel.PUBLIC if format in PUBLISHED_TABLES else ReleaseLevel.CORE
    return Release(level=level)
