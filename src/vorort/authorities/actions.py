"""Writes of authorities and memberships."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.actions import create_person, invite
from vorort.accounts.models import Person
from vorort.accounts.queries import find_person
from vorort.audit.actions import record
from vorort.authorities.choices import AuthorityKind, Role
from vorort.authorities.models import Authority, Membership
from vorort.core.clock import today
from vorort.core.errors import DomainError


class AuthorityExists(DomainError):
    """Address or area key are in use."""


class MembershipExists(DomainError):
    """The person has this role there in these days already."""


class MembershipDates(DomainError):
    """The end lies before the start, or the membership has ended already."""


class LastManager(DomainError):
    """Without this membership nobody could manage the members any more."""


@transaction.atomic
def create_authority(
    *,
    kind: AuthorityKind,
    slug: str,
    name: str,
    area_key: str,
    by: Person,
    short_name: str = "",
    town_key: str = "",
    also_area_key: str = "",
    is_demo: bool = False,
    address: str = "",
    email: str = "",
    phone: str = "",
) -> Authority:
    """Create a tenant; its slug is its address for ever, its area key joins it to figures.

    Raises
    ------
    AuthorityExists
        When the slug or one of the area keys is in use.
    """
    if Authority.objects.filter(slug=slug).exists():
        raise AuthorityExists(_("Diese Adresse ist schon vergeben."), field="slug")
    keys = [key for key in (area_key, also_area_key) if key]
    taken = Authority.objects.filter(area_key__in=keys) | Authority.objects.filter(
        also_area_key__in=keys
    )
    if taken.exists():
        raise AuthorityExists(
            _("Für dieses Gebiet gibt es schon eine Gebietskörperschaft."), field="area_key"
        )
    authority = Authority.objects.create(
        kind=kind,
        slug=slug,
        name=name,
        short_name=short_name or name,
        town_key=town_key or name[:2].upper(),
        area_key=area_key,
        also_area_key=also_area_key,
        is_demo=is_demo,
        address=address,
        email=email,
        phone=phone,
    )
    record(
        verb="authorities.authority_created",
        by=by,
        authority_id=authority.pk,
        kind="authorities.authority",
        object_id=authority.public_id,
        label=authority.name,
        after={"kind": kind.value, "slug": slug, "area_key": area_key},
    )
    return authority


@transaction.atomic
def add_membership(
    *,
    authority: Authority,
    person: Person,
    role: Role,
    by: Person,
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
) -> Membership:
    """Give a person a role for an authority from a day on (default: today).

    Raises
    ------
    MembershipDates
        When the end lies before the start.
    MembershipExists
        When the person has the role in some of these days already.
    """
    start = from_on or today()
    if until_on is not None and until_on < start:
        raise MembershipDates(_("Das Ende liegt vor dem Beginn."), field="until_on")
    overlapping = Membership.objects.filter(authority=authority, person=person, role=role).exclude(
        until_on__lt=start
    )
    if until_on is not None:
        overlapping = overlapping.exclude(from_on__gt=until_on)
    if overlapping.exists():
        raise MembershipExists(_("Die Person hat diese Rolle in dieser Zeit schon."), field="email")
    membership = Membership.objects.create(
        authority=authority, person=person, role=role, from_on=start, until_on=until_on
    )
    record(
        verb="authorities.membership_added",
        by=by,
        authority_id=authority.pk,
        kind="authorities.membership",
        object_id=membership.public_id,
        label=str(role.label),
        after=_state(membership),
    )
    return membership


@transaction.atomic
def appoint(
    *,
    authority: Authority,
    email: str,
    name: str,
    role: Role,
    by: Person,
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
) -> Membership:
    """Give the person with this address a role; who is new gets an account and an invitation.

    Raises
    ------
    MembershipDates, MembershipExists
        As ``add_membership``.
    """
    person = find_person(email)
    if person is None:
        person = create_person(email=email, name=name, by=by)
        invite(person=person, by=by, town=authority.name)
    return add_membership(
        authority=authority, person=person, role=role, by=by, from_on=from_on, until_on=until_on
    )


@transaction.atomic
def end_membership(*, membership: Membership, until_on: dt.date, by: Person) -> Membership:
    """End a membership with a day; that day is its last one.

    Raises
    ------
    MembershipDates
        When the day lies before the start or the membership has ended before it.
    LastManager
        When nobody would be left who may manage the members.
    """
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    if until_on < locked.from_on:
        raise MembershipDates(_("Das Ende liegt vor dem Beginn."), field="until_on")
    if locked.until_on is not None and locked.until_on < today():
        raise MembershipDates(_("Diese Mitgliedschaft ist schon beendet."), field="until_on")
    if locked.role == Role.COORDINATOR and not _another_manager(locked, until_on):
        raise LastManager(
            _(
                "Das ist die letzte Koordination dieses Ortes. Bitte nehmen Sie zuerst eine "
                "Nachfolge auf."
            )
        )
    before = _state(locked)
    locked.until_on = until_on
    locked.save(update_fields=["until_on", "updated_at"])
    record(
        verb="authorities.membership_ended",
        by=by,
        authority_id=locked.authority_id,
        kind="authorities.membership",
        object_id=locked.public_id,
        label=str(Role(locked.role).label),
        before=before,
        after=_state(locked),
    )
    return locked


def _another_manager(leaving: Membership, until_on: dt.date) -> bool:
    """Return whether another coordinator holds office on the day after and stays open-ended."""
    next_day = until_on + dt.timedelta(days=1)
    others = Membership.objects.filter(
        authority_id=leaving.authority_id,
        role=Role.COORDINATOR,
        from_on__lte=next_day,
        person__is_active=True,
    ).exclude(pk=leaving.pk)
    return others.exclude(until_on__lt=next_day).exists()


def _state(membership: Membership) -> dict[str, object]:
    """Return what the audit log keeps: the person by public id only."""
    return {
        # The public id: a name would stay in the log for ever.
        "person_ref": membership.person.public_id,
        "role": membership.role,
        "from_on": membership.from_on.isoformat(),
        "until_on": membership.until_on.isoformat() if membership.until_on else None,
    }
