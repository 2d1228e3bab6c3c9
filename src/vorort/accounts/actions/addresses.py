"""A new e-mail address: confirmed where the mail arrives, told where it used to."""

import datetime as dt

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.actions.notices import tell
from vorort.accounts.actions.people import AddressUnreadable, note
from vorort.accounts.choices import Notice
from vorort.accounts.models import Person
from vorort.core import jobs
from vorort.core.errors import DomainError

SALT = "vorort.accounts.address"


class AddressLinkStale(DomainError):
    """The link is older than an hour, was used, or the address went to somebody else."""


@transaction.atomic
def ask_for_address(*, person: Person, email: str) -> None:
    """Order the mail to the new address and the notice to the old one.

    Whether the new address belongs to somebody already is told neither here nor in time: the
    same jobs run, and one of them stays silent.

    Raises
    ------
    AddressUnreadable
        When it is no e-mail address or the one in use.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise AddressUnreadable(
            _("Bitte geben Sie die Adresse in der Form name@beispiel.de an."), field="email"
        ) from error
    if address == person.email:
        raise AddressUnreadable(_("Diese Adresse haben Sie schon."), field="email")
    jobs.enqueue(
        "accounts.jobs.send_address_link", args={"person": person.public_id, "email": address}
    )
    note("accounts.address_asked", person)
    tell(person=person, notice=Notice.ADDRESS_ASKED)


def make_address_link(person: Person, email: str) -> str:
    """Return the key of the link: whose, from which address to which."""
    return signing.dumps([person.public_id, person.email, email], salt=SALT)


def read_address_link(key: str) -> tuple[Person, str]:
    """Return the person and the new address of a link.

    Raises
    ------
    AddressLinkStale
        When it is forged, older than an hour, used already or the address is taken.
    """
    stale = AddressLinkStale(_("Dieser Link gilt nicht mehr. Er gilt nur einmal und eine Stunde."))
    try:
        age = dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        public_id, old, new = signing.loads(key, salt=SALT, max_age=age)
    except (signing.BadSignature, ValueError) as error:
        raise stale from error
    person = Person.objects.filter(public_id=public_id, email=old, is_active=True).first()
    if person is None or Person.objects.filter(email=new).exists():
        raise stale
    return person, str(new)


@transaction.atomic
def change_address(*, key: str) -> Person:
    """Change the address as the link says and tell the old one.

    Raises
    ------
    AddressLinkStale
        As ``read_address_link``.
    """
    person, new = read_address_link(key)
    old = person.email
    person.email = new
    person.save(update_fields=["email", "updated_at"])
    note("accounts.address_changed", person)
    tell(person=person, notice=Notice.ADDRESS_CHANGED, address=old)
    return person
