"""Writes of people."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.choices import SYSTEM_EMAIL, PersonKind
from vorort.accounts.models import Person
from vorort.audit.actions import record
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
    """Record that somebody has signed in by another way than the sign-in page."""
    note("accounts.signed_in", person)


def note(verb: str, person: Person, *, by: Person | None = None, **facts: object) -> None:
    """Record what happened to somebody's access; nothing personal in it but who."""
    record(
        verb=verb,
        by=by or person,
        authority_id=None,
        kind="accounts.person",
        object_id=person.public_id,
        label=str(_("Person")),
        after=facts or None,
    )
