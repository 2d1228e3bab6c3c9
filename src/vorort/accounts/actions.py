"""Writes of people."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.choices import SYSTEM_EMAIL, PersonKind
from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core import jobs
from vorort.core.errors import DomainError


class AddressTaken(DomainError):
    """There is a person with this e-mail address already."""


class AddressUnreadable(DomainError):
    """What was given is no e-mail address."""


@transaction.atomic
def ensure_system_person() -> Person:
    """Return the system person, made at the first call; runs after every ``migrate``."""
    person = Person.objects.filter(email=SYSTEM_EMAIL).first()
    if person is None:
        person = Person(email=SYSTEM_EMAIL, name="VorOrt", kind=PersonKind.SYSTEM, is_active=False)
        person.set_unusable_password()
        person.save()
    return person


@transaction.atomic
def create_person(*, email: str, name: str, by: Person, password: str | None = None) -> Person:
    """Create a person who signs in with ``email``; without a password until they set one.

    Raises
    ------
    AddressUnreadable
        When it is no e-mail address.
    AddressTaken
        When a person has this address, in any spelling of case.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise AddressUnreadable(
            _("Bitte geben Sie die Adresse in der Form name@beispiel.de an."), field="email"
        ) from error
    if Person.objects.filter(email=address).exists():
        raise AddressTaken(_("Zu dieser E-Mail-Adresse gibt es schon eine Person."), field="email")
    person = Person(email=address, name=name.strip())
    if password is None:
        person.set_unusable_password()
    else:
        person.set_password(password)
    person.save()
    record(
        verb="accounts.person_created",
        by=by,
        authority_id=None,
        kind="accounts.person",
        object_id=person.public_id,
        label=str(_("Person")),
    )
    return person


def note_sign_in(*, person: Person) -> None:
    """Record that somebody has signed in."""
    _note("accounts.signed_in", person)


def note_password_change(*, person: Person, reset: bool = False) -> None:
    """Record that somebody has a new password; ``reset`` when they came by a link."""
    _note("accounts.password_reset" if reset else "accounts.password_changed", person)


def request_new_password(*, person: Person | None) -> str:
    """Order the mail with the link to a new password, or nothing of the kind.

    For an unknown address the same job is ordered and does nothing: the answer takes equally
    long, so nobody learns who has an account.
    """
    return jobs.enqueue(
        "accounts.jobs.send_password_link",
        args={"person": person.public_id if person is not None else ""},
    )


def invite(*, person: Person, by: Person, town: str) -> str:
    """Order the mail that invites somebody to set their first password."""
    return jobs.enqueue(
        "accounts.jobs.send_invitation", args={"person": person.public_id, "town": town}, by=by
    )


def _note(verb: str, person: Person) -> None:
    record(
        verb=verb,
        by=person,
        authority_id=None,
        kind="accounts.person",
        object_id=person.public_id,
        label=str(_("Person")),
    )
