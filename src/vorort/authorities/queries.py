"""Reads of authorities and memberships."""

import datetime as dt
import json
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet

from vorort.accounts.choices import PersonKind
from vorort.accounts.models import Person
from vorort.audit.choices import verb_label
from vorort.audit.models import Event
from vorort.audit.queries import list_events
from vorort.authorities.choices import (
    PUBLIC_CONTACTS,
    ROLE_PERMISSIONS,
    ContactKind,
    LegalKind,
    LegalState,
    Permission,
    Role,
    StepChoice,
)
from vorort.authorities.models import Authority, Contact, LegalPage, Membership, SetupDecision
from vorort.authorities.rules import can_view_audit, current
from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.core.once import once
from vorort.core.scopes import authority_scope

_WORK_ROLES = [
    role for role, permissions in ROLE_PERMISSIONS.items() if Permission.VIEW_WORK in permissions
]

_PLAIN_NAMES = {"person_ref": "Person (Kennung)"}


@dataclass(frozen=True)
class MyAuthority:
    """A town of mine: the roles I have there and whether I may open its work pages."""

    authority: Authority
    roles: tuple[Role, ...]
    may_view_work: bool

    @property
    def role_labels(self) -> tuple[str, ...]:
        return tuple(str(role.label) for role in self.roles)


def get_authority(actor: Person | AnonymousUser, slug: str, *, any_work: bool = True) -> Authority:
    """Return the authority of a work address; ``NotVisible`` without VIEW_WORK there.

    With ``any_work=False`` the page has a door of its own (``core.requests.own_door``).
    """
    if not actor.is_authenticated:
        raise NotVisible("Diese Seite gibt es nicht.")
    towns = list_work_authorities(actor) if any_work else Authority.objects.all()
    found = towns.filter(slug=slug).first()
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


@once
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
    members = Membership.objects.filter(authority=authority).select_related(
        "person", "stands_in_for"
    )
    if past:
        members = members.filter(until_on__lt=today())
    else:
        members = members.exclude(until_on__lt=today())
    return members.order_by("person__name", "role", "from_on", "id")


def member_choices(actor: Person, authority: Authority) -> tuple[tuple[str, str], ...]:
    """Return address and name of each present member once, for choosing one."""
    members = list_members(actor, authority)
    pairs = {member.person.email: member.person.name for member in members}
    return tuple(pairs.items())


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


def has_approver(authority: Authority) -> bool:
    """Return whether somebody may approve a report here today."""
    roles = [role for role, held in ROLE_PERMISSIONS.items() if Permission.APPROVE_REPORT in held]
    held = Membership.objects.filter(authority=authority, role__in=roles)
    return current(held, on=today()).exists()


def has_several_members(authority: Authority) -> bool:
    """Return whether more than one person belongs to the town today."""
    held = current(Membership.objects.filter(authority=authority), on=today())
    return held.order_by().values("person").distinct().count() > 1


def get_officer(authority: Authority, kind: ContactKind) -> Contact | None:
    """Return the one contact for data protection, security or incidents, or None."""
    return Contact.objects.filter(authority=authority, kind=kind).first()


def has_officers(authority: Authority) -> bool:
    """Return whether data protection and information security are named."""
    wanted = (ContactKind.PROTECTION_OFFICER, ContactKind.SECURITY_OFFICER)
    held = Contact.objects.filter(authority=authority, kind__in=wanted)
    return held.order_by().values("kind").distinct().count() == len(wanted)


def list_contacts(authority: Authority) -> QuerySet[Contact]:
    """Return the contacts that the public is told, in their order; scoped."""
    return Contact.objects.filter(authority=authority, kind__in=PUBLIC_CONTACTS)


def get_contact(authority: Authority, public_id: str) -> Contact:
    """Return one of the town's public contacts; ``NotVisible`` for others."""
    found = list_contacts(authority).filter(public_id=public_id).first()
    if found is None:
        raise NotVisible("Diese Seite gibt es nicht.")
    return found


def has_public_contacts(authority: Authority) -> bool:
    """Return whether the public is told of any contact."""
    return list_contacts(authority).exists()


def list_public_contacts(authority: Authority) -> tuple[Contact, ...]:
    """Return the contacts for the public site, where no scope is open."""
    with authority_scope(authority):
        return tuple(list_contacts(authority))


def get_legal_page(authority: Authority, kind: LegalKind) -> LegalPage | None:
    """Return the newest version of a legal page, draft or not; scoped."""
    return LegalPage.objects.filter(authority=authority, kind=kind).order_by("-version").first()


def list_legal_versions(authority: Authority, kind: LegalKind) -> QuerySet[LegalPage]:
    """Return all versions of a legal page, the newest first; scoped."""
    versions = LegalPage.objects.filter(authority=authority, kind=kind)
    return versions.select_related("written_by").order_by("-version")


def get_public_legal_page(authority: Authority, kind: LegalKind) -> LegalPage | None:
    """Return the version in force for the public site: the newest that was reviewed."""
    with authority_scope(authority):
        versions = LegalPage.objects.filter(authority=authority, kind=kind)
        return versions.filter(state=LegalState.REVIEWED).order_by("-version").first()


def has_all_legal_pages(authority: Authority) -> bool:
    """Return whether each legal page has a reviewed version."""
    held = LegalPage.objects.filter(authority=authority, state=LegalState.REVIEWED)
    return held.order_by().values("kind").distinct().count() == len(LegalKind)


def list_decisions(authority: Authority) -> dict[str, StepChoice]:
    """Return which steps of the set-up were put off or are not needed, by key; scoped."""
    rows = SetupDecision.objects.filter(authority=authority).values_list("key", "choice")
    return {key: StepChoice(choice) for key, choice in rows}


def is_founded() -> bool:
    """Return whether anybody is on the platform: then the first run is over."""
    return Person.objects.filter(kind=PersonKind.HUMAN).exists()


def get_public_authority(slug: str) -> Authority:
    """Return an authority for the public site; its letterhead is public by nature."""
    found = Authority.objects.filter(slug=slug).first()
    if found is None:
        raise NotVisible("Diesen Ort gibt es hier nicht.")
    return found


def list_public_authorities() -> QuerySet[Authority]:
    """Return all authorities for "find your town", by name."""
    return Authority.objects.order_by("name", "id")


@dataclass(frozen=True)
class Change:
    """One changed value of a log entry, as text."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class LogEntry:
    """A log entry in words."""

    occurred_at: dt.datetime
    actor: str
    verb: str
    label: str
    changes: tuple[Change, ...]


def list_audit_events(
    actor: Person,
    authority: Authority,
    *,
    verb: str = "",
    person_id: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[Event]:
    """Return the authority's log, newest first; empty for who may not read it."""
    events = list_events(authority.pk, verb=verb, actor_id=person_id, since=since, until=until)
    return events if can_view_audit(actor, authority) else events.none()


def in_words(event: Event) -> LogEntry:
    """Return a log entry as people read it."""
    before, after = event.before or {}, event.after or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return LogEntry(
        occurred_at=event.occurred_at,
        actor=event.actor_label,  # type: ignore[attr-defined]
        verb=verb_label(event.verb),
        label=event.object_label,
        changes=tuple(
            Change(
                name=_field_label(event.object_kind, name),
                before=_text(before.get(name)),
                after=_text(after.get(name)),
            )
            for name in names
        ),
    )


def _field_label(kind: str, name: str) -> str:
    """Return what the model calls a field, or its plain name."""
    try:
        field = apps.get_model(kind)._meta.get_field(name)  # noqa: SLF001
    except (LookupError, ValueError, FieldDoesNotExist):
        return _PLAIN_NAMES.get(name, name)
    return str(getattr(field, "verbose_name", name))


def _text(value: object) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, str | int | float):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
