"""Who somebody is at the sign-in service of their administration."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from vorort.accounts.actions.notices import tell
from vorort.accounts.actions.people import create_person, note
from vorort.accounts.choices import Notice
from vorort.accounts.models import Identity, Person
from vorort.accounts.queries import find_person, get_system_person
from vorort.core.errors import DomainError

# Asked about somebody whom nobody knows here: a true answer vouches for them.
office_asks = Signal()
# Sent at every sign-in through the administration, in the transaction that links the person.
office_signed_in = Signal()


class IdentityRefused(DomainError):
    """The service knows somebody whom the platform does not, or cannot vouch for the address."""


@dataclass(frozen=True)
class Claims:
    """What the service says of somebody, as far as the platform uses it."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    roles: frozenset[str]
    second_factor: bool


def read_claims(claims: Mapping[str, Any]) -> Claims:
    """Read checked claims; whatever has another shape than expected counts as not said."""
    given = claims.get(settings.OIDC_ROLES_CLAIM, [])
    roles = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    shown = claims.get("amr", [])
    shown = [*(shown if isinstance(shown, list) else [shown]), claims.get("acr")]
    return Claims(
        issuer=str(claims["iss"]).rstrip("/"),
        subject=str(claims["sub"]),
        email=str(claims.get("email") or "").strip().lower(),
        email_verified=claims.get("email_verified") is True,
        name=str(claims.get("name") or "").strip()[:120],
        roles=frozenset(str(role) for role in roles),
        second_factor=any(str(word) in settings.OIDC_SECOND_FACTOR for word in shown),
    )


@transaction.atomic
def link_identity(*, claims: Claims) -> Person:
    """Return the person behind an identity; the first time it is linked by a verified address.

    Raises
    ------
    IdentityRefused
        When nobody has that address and nobody vouches for them, the service has not verified
        it, or the access is closed.
    """
    known = Identity.objects.filter(issuer=claims.issuer, subject=claims.subject)
    identity = known.select_related("person").first()
    person = identity.person if identity is not None else _link(claims)
    if not person.is_active:
        raise IdentityRefused(_("Ihr Zugang zu VorOrt ist geschlossen."))
    office_signed_in.send(sender=Person, person=person, claims=claims)
    return person


def _link(claims: Claims) -> Person:
    if not claims.email_verified or not claims.email:
        raise IdentityRefused(
            _(
                "Ihre Verwaltung hat Ihre E-Mail-Adresse nicht bestätigt. Bitte wenden Sie sich an "
                "die Stelle, die Ihr Konto dort führt."
            )
        )
    person = find_person(claims.email)
    if person is None and settings.OIDC_TAKES_IN:
        answers = office_asks.send(sender=Person, claims=claims)
        if any(answer for _receiver, answer in answers):
            person = create_person(
                email=claims.email, name=claims.name or claims.email, by=get_system_person()
            )
    if person is None:
        raise IdentityRefused(
            _(
                "Für Ihre Adresse gibt es hier keinen Zugang. Die Koordination Ihres Ortes nimmt "
                "Sie mit dieser Adresse auf."
            )
        )
    if Identity.objects.filter(person=person, issuer=claims.issuer).exists():
        raise IdentityRefused(
            _(
                "Ihr Zugang ist schon mit einem anderen Konto Ihrer Verwaltung verknüpft. Bitte "
                "wenden Sie sich an den Betreiber."
            )
        )
    Identity.objects.create(person=person, issuer=claims.issuer, subject=claims.subject)
    note("accounts.identity_linked", person)
    tell(person=person, notice=Notice.OFFICE_LINKED)
    return person
