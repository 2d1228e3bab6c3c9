"""Who belongs to a town: taking in, standing in, ending, handing over."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.actions import create_person, end_all_sessions, invite, tell
from vorort.accounts.choices import Notice
from vorort.accounts.models import Person
from vorort.accounts.queries import find_person
from vorort.audit.actions import record
from vorort.authorities.choices import EDITS_AND_APPROVES, SEPARATE, Role
from vorort.authorities.models import Authority, Membership
from vorort.authorities.rules import overlapping
from vorort.core.clock import today
from vorort.core.errors import DomainError


class MembershipExists(DomainError):
    """The person has this role there in these days already."""


class MembershipDates(DomainError):
    """The end lies before the start, or the membership has ended already."""


class RolesDoNotCombine(DomainError):
    """One person must not hold both roles in this town."""


class LastManager(DomainError):
    """Without this membership nobody could manage the members any more."""


@transaction.atomic
def add_membership(
    *,
    authority: Authority,
    person: Person,
    role: Role,
    by: Person,
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
    stands_in_for: Person | None = None,
) -> Membership:
    """Give a person a role for an authority from a day on (default: today).

    Parameters
    ----------
    stands_in_for : Person, optional
        Whom a deputy stands in for; a deputy's membership always has an end.

    Raises
    ------
    MembershipDates
        When the end lies before the start, or a deputy has none.
    MembershipExists
        When the person has the role in some of these days already.
    RolesDoNotCombine
        When another role of the person there excludes this one.
    """
    start = from_on or today()
    check_membership(
        authority=authority,
        person=person,
        role=role,
        from_on=start,
        until_on=until_on,
        is_deputy=stands_in_for is not None,
    )
    membership = Membership.objects.create(
        authority=authority,
        person=person,
        role=role,
        from_on=start,
        until_on=until_on,
        stands_in_for=stands_in_for,
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
    _tell_role(membership, _("Sie haben die Rolle jetzt: %(role)s, %(town)s"), by)
    return membership


def check_membership(
    *,
    authority: Authority,
    person: Person | None,
    role: Role,
    from_on: dt.date,
    until_on: dt.date | None,
    is_deputy: bool = False,
    also: frozenset[Role] = frozenset(),
) -> None:
    """Refuse what ``add_membership`` would refuse; ``person`` None is somebody new.

    Parameters
    ----------
    also : frozenset
        Roles the person is about to get besides: other rows of the same list.
    """
    if until_on is not None and until_on < from_on:
        raise MembershipDates(_("Das Ende liegt vor dem Beginn."), field="until_on")
    if is_deputy and until_on is None:
        raise MembershipDates(_("Eine Vertretung braucht einen letzten Tag."), field="until_on")
    there = Membership.objects.filter(authority=authority, person=person)
    held = overlapping(there, from_on, until_on) if person is not None else there.none()
    roles = {Role(each) for each in held.values_list("role", flat=True)} | also
    if role in roles:
        raise MembershipExists(_("Die Person hat diese Rolle in dieser Zeit schon."), field="email")
    for other in sorted(roles):
        _check_pair(authority, role, other)


def _check_pair(authority: Authority, role: Role, other: Role) -> None:
    pair = frozenset({role, other})
    if reason := SEPARATE.get(pair):
        raise RolesDoNotCombine(
            _("Diese Person ist hier schon „%(role)s“. %(reason)s")
            % {"role": other.label, "reason": reason},
            field="role",
        )
    if pair == EDITS_AND_APPROVES and not authority.one_hand:
        raise RolesDoNotCombine(
            _(
                "Bearbeitung und Freigabe liegen dann in einer Hand. Wenn das in Ihrem Ort so "
                "sein soll, lassen Sie es zuerst unter „Einrichtung“, „Wer macht was“ zu."
            ),
            field="role",
        )


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
    stands_in_for: Person | None = None,
) -> Membership:
    """Give the person with this address a role; who is new gets an account and an invitation.

    Raises
    ------
    MembershipDates, MembershipExists, RolesDoNotCombine
        As ``add_membership``.
    """
    person = find_person(email)
    if person is None:
        person = create_person(email=email, name=name, by=by)
        invite(person=person, by=by, town=authority.name)
    return add_membership(
        authority=authority,
        person=person,
        role=role,
        by=by,
        from_on=from_on,
        until_on=until_on,
        stands_in_for=stands_in_for,
    )


@dataclass(frozen=True)
class MemberRow:
    """A member as read from a list."""

    email: str
    name: str
    role: Role
    from_on: dt.date
    until_on: dt.date | None = None
    stands_in_for: str = ""


@transaction.atomic
def appoint_all(*, authority: Authority, rows: Sequence[MemberRow], by: Person) -> int:
    """Take in all members of a list and invite who is new; one that is refused refuses all.

    Raises
    ------
    MembershipDates, MembershipExists, RolesDoNotCombine
        As ``appoint``.
    """
    for row in rows:
        appoint(
            authority=authority,
            email=row.email,
            name=row.name,
            role=row.role,
            from_on=row.from_on,
            until_on=row.until_on,
            stands_in_for=find_person(row.stands_in_for) if row.stands_in_for else None,
            by=by,
        )
    return len(rows)


@transaction.atomic
def hand_over(
    *,
    authority: Authority,
    person: Person,
    successor_email: str,
    successor_name: str,
    until_on: dt.date,
    roles: Sequence[Role],
    by: Person,
    at: dt.datetime,
) -> Person | None:
    """End all memberships of somebody who leaves; a successor gets the given roles today.

    What is owed in a role appears at the successor by itself, and until the last day at both.
    Whose last day is today or past is signed out everywhere.

    Raises
    ------
    LastManager
        When nobody would be left who may manage the members; nothing has changed then.
    MembershipDates, MembershipExists, RolesDoNotCombine
        As ``appoint``, for the successor.
    """
    leaving = list(
        Membership.objects.filter(authority=authority, person=person).exclude(
            until_on__lte=until_on
        )
    )
    successor = None
    for role in roles if successor_email else ():
        # Until the last day both are there: one shows the other.
        made = appoint(
            authority=authority, email=successor_email, name=successor_name, role=role, by=by
        )
        successor = made.person
    for membership in leaving:
        if membership.from_on > until_on:
            raise MembershipDates(
                _("Eine Rolle dieser Person beginnt erst nach diesem Tag."), field="until_on"
            )
        end_membership(membership=membership, until_on=until_on, by=by)
    if until_on <= today():
        end_all_sessions(person=person, by=by, at=at)
    record(
        verb="authorities.person_left",
        by=by,
        authority_id=authority.pk,
        kind="authorities.membership",
        object_id=person.public_id,
        label=authority.name,
        after={
            "person_ref": person.public_id,
            "until_on": until_on.isoformat(),
            "successor_ref": successor.public_id if successor else None,
            "roles": [role.value for role in roles] if successor else [],
        },
        at=at,
    )
    return successor


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
    _tell_role(locked, _("Diese Rolle endet: %(role)s, %(town)s"), by)
    return locked


def _tell_role(membership: Membership, words: str, by: Person) -> None:
    """Tell somebody that others changed their role; who is new gets an invitation instead."""
    person, role = membership.person, Role(membership.role).label
    if not by.is_system and by.pk != person.pk and person.has_usable_password():
        fact = words % {"role": role, "town": membership.authority.name}
        tell(person=person, notice=Notice.ROLE, facts=(fact,))


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
        "stands_in_for_ref": membership.stands_in_for.public_id
        if membership.stands_in_for
        else None,
    }
