"""The second factor: an app, security keys, recovery codes."""

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.actions.notices import tell
from vorort.accounts.actions.people import note
from vorort.accounts.actions.sessions import end_all_sessions
from vorort.accounts.choices import Notice
from vorort.accounts.models import Person
from vorort.core.errors import DomainError

LONGEST_KEY_NAME = 60
MOST_KEYS = 10
Kind = Authenticator.Type


class FactorRefused(DomainError):
    """There is an app already, too many keys, or no reason was given."""


def _lock(person: Person) -> None:
    Person.objects.select_for_update().get(pk=person.pk)


@transaction.atomic
def add_app(*, person: Person, secret: str) -> Authenticator:
    """Add the app that shows codes; ``secret`` has just been proved by a code.

    Raises
    ------
    FactorRefused
        When there is an app already: two would make one that nobody watches.
    """
    _lock(person)
    if Authenticator.objects.filter(user=person, type=Kind.TOTP).exists():
        raise FactorRefused(_("Eine App ist schon eingerichtet. Entfernen Sie sie zuerst."))
    made: Authenticator = TOTP.activate(person, secret).instance
    _added(person, _("App für Anmeldecodes"))
    return made


@transaction.atomic
def add_key(*, person: Person, name: str, credential: dict[str, Any]) -> Authenticator:
    """Add a security key or passkey whose answer has just been checked.

    Raises
    ------
    FactorRefused
        When there are ten already.
    """
    _lock(person)
    keys = Authenticator.objects.filter(user=person, type=Kind.WEBAUTHN)
    if keys.count() >= MOST_KEYS:
        raise FactorRefused(_("Zehn Schlüssel sind genug. Entfernen Sie zuerst einen alten."))
    name = name.strip()[:LONGEST_KEY_NAME] or _("Sicherheitsschlüssel")
    made: Authenticator = WebAuthn.add(person, name, credential).instance
    _added(person, _("Sicherheitsschlüssel „%(name)s“") % {"name": name})
    return made


def _added(person: Person, what: str) -> None:
    RecoveryCodes.activate(person)
    note("accounts.factor_added", person)
    tell(person=person, notice=Notice.FACTOR_ADDED, facts=(what,))


@transaction.atomic
def remove_factor(*, person: Person, factor: Authenticator) -> None:
    """Remove an app or a key; with the last one the recovery codes go too."""
    _lock(person)
    own = Authenticator.objects.filter(user=person)
    own.filter(pk=factor.pk).delete()
    if not own.exclude(type=Kind.RECOVERY_CODES).exists():
        own.delete()
    note("accounts.factor_removed", person)
    tell(person=person, notice=Notice.FACTOR_REMOVED)


@transaction.atomic
def renew_recovery_codes(*, person: Person) -> None:
    """Make ten new codes; the old ones no longer work.

    Raises
    ------
    FactorRefused
        Without a second factor there is nothing to recover.
    """
    _lock(person)
    own = Authenticator.objects.filter(user=person)
    if not own.exclude(type=Kind.RECOVERY_CODES).exists():
        raise FactorRefused(_("Richten Sie zuerst einen zweiten Faktor ein."))
    own.filter(type=Kind.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)
    note("accounts.recovery_codes_made", person)
    tell(person=person, notice=Notice.RECOVERY_NEW)


def note_factor_used(*, person: Person, factor: Authenticator) -> None:
    """Tell the owner when a recovery code was used: rare, and a thief's way in."""
    if factor.type == Kind.RECOVERY_CODES:
        note("accounts.recovery_code_used", person)
        tell(person=person, notice=Notice.RECOVERY_USED)


@transaction.atomic
def reset_second_factor(*, person: Person, by: Person, reason: str, at: dt.datetime) -> None:
    """Take away every second factor of somebody who has lost theirs.

    All sessions end; the next sign-in leads to setting up a new one. Whether ``by`` may do this
    is the rule of the app that calls; that it was done, by whom and why, stands in the log.

    Raises
    ------
    FactorRefused
        Without a reason.
    """
    if not reason.strip():
        raise FactorRefused(
            _("Bitte geben Sie an, wie Sie sich von der Person überzeugt haben."), field="reason"
        )
    _lock(person)
    Authenticator.objects.filter(user=person).delete()
    note("accounts.factor_reset", person, by=by, reason=reason.strip()[:200])
    end_all_sessions(person=person, by=by, at=at)
    tell(person=person, notice=Notice.FACTOR_RESET)
