"""Requests of people, and what is stored about whoever asks."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.accounts.models import Person
from vorort.accounts.queries import find_person
from vorort.authorities.models import Authority, Membership
from vorort.authorities.rules import current
from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.core.privacy import Manner, catalogue, erasing, people
from vorort.core.privacy.erasing import Step
from vorort.core.privacy.people import Found, Subject
from vorort.core.scopes import platform_scope
from vorort.rights.models import SubjectRequest
from vorort.rights.rules import can_handle_requests

MANNERS = {
    Manner.DELETE: gettext_lazy("wird gelöscht"),
    Manner.CLEAR: gettext_lazy("wird anonymisiert"),
    Manner.KEEP: gettext_lazy("bleibt"),
}


@dataclass(frozen=True)
class TableLine:
    """One table in the list of what is stored: how many rows and what an erasure does."""

    name: str
    app: str
    count: int
    manner: str
    reason: str
    purpose: str
    retention: str


@dataclass(frozen=True)
class Mention:
    """A row whose text names the person: a human decides."""

    table: str
    key: str
    field: str
    excerpt: str


@dataclass(frozen=True)
class Stored:
    """Everything stored about a person as one town (or the platform) may know it."""

    subject: Subject
    found: tuple[Found, ...]
    # Why the account itself is not part of it, or cannot be erased; empty where it can.
    account_note: str
    with_account: bool

    @property
    def own(self) -> tuple[Found, ...]:
        return tuple(each for each in self.found if not each.mention)

    @property
    def mentions(self) -> tuple[Found, ...]:
        return tuple(each for each in self.found if each.mention)

    @property
    def rows(self) -> int:
        return sum(len(each.pks) for each in self.own)


def list_requests(actor: Person, authority: Authority) -> QuerySet[SubjectRequest]:
    """Return the register of requests, the most urgent first; none for who does not handle them."""
    if not can_handle_requests(actor, authority):
        return SubjectRequest.objects.none()
    return SubjectRequest.objects.filter(authority=authority).select_related("person", "handled_by")


def get_request(actor: Person, authority: Authority, public_id: str) -> SubjectRequest:
    """Return one request; ``NotVisible`` for who does not handle them."""
    found = list_requests(actor, authority).filter(public_id=public_id).first()
    if found is None:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return found


def get_by_id(public_id: str) -> SubjectRequest:
    """Return a request for a job; the caller opens the scope."""
    found: SubjectRequest = SubjectRequest.objects.select_related("authority", "person").get(
        public_id=public_id
    )
    return found


def list_own_requests(person: Person) -> list[SubjectRequest]:
    """Return what a person has asked for, in all towns."""
    with platform_scope("a person sees her own requests of all towns"):
        return list(
            SubjectRequest.objects.filter(person=person)
            .select_related("authority")
            .order_by("-received_on", "-id")
        )


def towns_to_ask(person: Person) -> QuerySet[Authority]:
    """Return the towns a person belongs or belonged to: each answers for its own data."""
    held = Membership.objects.filter(person=person).order_by().values("authority_id")
    return Authority.objects.filter(pk__in=held).order_by("name")


def subject_of_person(person: Person) -> Subject:
    """Return what to look for where somebody has an account."""
    return Subject(person.pk, (person.email,), (person.name,))


def subject_of(request: SubjectRequest) -> Subject:
    """Return what to look for: the account with this address, the address, the name."""
    person = request.person or (find_person(request.email) if request.email else None)
    emails = [request.email] if request.email else []
    names = [request.name] if request.name else []
    if person is not None:
        emails.append(person.email)
        names.append(person.name)
    unique_emails = tuple(dict.fromkeys(address.lower() for address in emails))
    return Subject(person.pk if person else None, unique_emails, tuple(dict.fromkeys(names)))


def stored_about(request: SubjectRequest) -> Stored:
    """Return what the town of a request stores about the person, and the account where it may.

    The account belongs to all towns of the person: it is part of the answer only where the
    person has never worked for another town.
    """
    subject = subject_of(request)
    with platform_scope("the rights of a person cross the tables of a town"):
        found = people.find(subject, authority_id=request.authority_id)
        note, account = _account(subject, request.authority_id)
    return Stored(subject, (*found, *account), note, bool(account))


def stored_about_account(person: Person) -> Stored:
    """Return everything stored about somebody with an account, in all towns."""
    subject = subject_of_person(person)
    with platform_scope("a person sees her own data of all towns"):
        return Stored(subject, tuple(people.find(subject)), "", with_account=True)


def _account(subject: Subject, authority_id: int) -> tuple[str, list[Found]]:
    if subject.person_id is None:
        return _("Zu dieser Adresse gibt es kein Konto."), []
    held = Membership.objects.filter(person_id=subject.person_id)
    if not held.filter(authority_id=authority_id).exists():
        return _("Das Konto gehört nicht zu diesem Ort. Es ist nicht Teil dieser Anfrage."), []
    if held.exclude(authority_id=authority_id).exists():
        return (
            _("Die Person gehört auch zu anderen Orten. Ihr Konto bleibt, bis alle Orte löschen."),
            [],
        )
    shared = [
        each
        for each in people.find(subject)
        if not catalogue.is_of_towns(each.entry) and not each.mention
    ]
    if current(held, on=today()).exists():
        return _("Die Person arbeitet noch für den Ort. Bitte beenden Sie zuerst ihre Rollen."), [
            each for each in shared if catalogue.is_person(each.entry)
        ]
    return "", shared


def blocked(stored: Stored) -> bool:
    """Return whether the account must stay because the person still works here."""
    if stored.subject.person_id is None:
        return False
    held = Membership.objects.filter(person_id=stored.subject.person_id)
    return current(held, on=today()).exists()


def erasure_plan(stored: Stored) -> list[Step]:
    """Return what an erasure would do, table by table; nothing of the account while it is used."""
    stays = blocked(stored)
    return [
        step
        for step in erasing.plan(stored.found, stored.subject)
        if not (stays and not catalogue.is_of_towns(step.entry))
    ]


def table_lines(found: tuple[Found, ...]) -> list[TableLine]:
    """Return the tables of what was found, in words."""
    return [
        TableLine(
            name=each.entry.name,
            app=each.entry.app_name,
            count=len(each.pks),
            manner=str(MANNERS[each.entry.erasure.manner]),
            reason=each.entry.erasure.reason,
            purpose=each.entry.declared.purpose,
            retention=str(each.entry.declared.retention),
        )
        for each in found
    ]


@dataclass(frozen=True)
class PlanLine:
    """One line of the dry run of an erasure."""

    name: str
    count: int
    what: str
    reason: str
    changes: bool


def plan_lines(stored: Stored) -> list[PlanLine]:
    """Return what an erasure would do, the changes first."""
    stays = blocked(stored)
    lines = []
    for step in erasing.plan(stored.found, stored.subject):
        used = stays and not catalogue.is_of_towns(step.entry)
        keeps = used or step.erasure.manner == Manner.KEEP
        reason = _("Die Person arbeitet noch hier.") if used else step.erasure.reason
        manner = Manner.KEEP if keeps else step.erasure.manner
        lines.append(PlanLine(step.entry.name, step.count, str(MANNERS[manner]), reason, not keeps))
    return sorted(lines, key=lambda line: (not line.changes, line.name))


def mention_lines(stored: Stored, *, limit: int = 100) -> list[Mention]:
    """Return where the person is named in texts, with the words around it."""
    found: list[Mention] = []
    words = [*stored.subject.searchable_names(), *stored.subject.emails, *stored.subject.names]
    with platform_scope("the rights of a person cross the tables of a town"):
        for each in stored.mentions:
            fields = (*catalogue.text_fields(each.entry), *each.entry.declared.names)
            for row in each.rows()[:limit]:
                for name in fields:
                    text = str(getattr(row, name) or "")
                    excerpt = _around(text, words)
                    if excerpt:
                        key = str(getattr(row, "public_id", row.pk))
                        column = each.entry.field(name)
                        label = str(column.verbose_name) if column is not None else name
                        found.append(Mention(each.entry.name, key, label, excerpt))
    return found[:limit]


def _around(text: str, words: list[str], *, width: int = 60) -> str:
    for word in words:
        place = text.casefold().find(word.casefold())
        if place >= 0:
            start, end = max(0, place - width), place + len(word) + width
            return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
    return ""


def open_requests(authorities: QuerySet[Authority]) -> list[SubjectRequest]:
    """Return the open requests of some towns; the caller has checked who handles them."""
    with platform_scope("duties of one person over all their towns"):
        return list(
            SubjectRequest.objects.filter(
                authority__in=authorities, ended_on__isnull=True
            ).select_related("authority")
        )


def counts_in_words(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return counts by table with the German name of the table."""
    named = []
    for label, count in counts.items():
        try:
            named.append((catalogue.get_entry(label).name, count))
        except LookupError:
            named.append((label, count))
    return sorted(named)


def days_left(request: SubjectRequest, *, on: dt.date) -> int:
    """Return the days until the answer is due; negative when it is late."""
    return (request.due_on - on).days
