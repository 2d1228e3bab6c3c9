"""Writes of people."""

from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.choices import SYSTEM_EMAIL, PersonKind
from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError


class AddressTaken(DomainError):
    """There is a person with this e-mail address already."""


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
    AddressTaken
        When a person has this address, in any spelling of case.
    """
    address = email.strip().lower()
    validate_email(address)
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
