"""Links that set a password: after forgetting it for an hour, by invitation for some days."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core import jobs
from vorort.core.errors import DomainError

INVITATIONS_A_DAY = 5


class InvitedTooOften(DomainError):
    """The same person was invited several times today."""


class InvitationLinks:
    """Keys for who has no password yet; the first password makes them worthless."""

    salt = "vorort.accounts.invitation"

    def make_token(self, person: Person) -> str:
        return signing.dumps(self._bound(person), salt=self.salt)

    def check_token(self, person: Person | None, token: str) -> bool:
        """Return whether the key is of this person, in time, and not used yet."""
        if person is None or person.has_usable_password():
            return False
        try:
            age = dt.timedelta(days=settings.INVITATION_DAYS)
            bound = signing.loads(token, salt=self.salt, max_age=age)
        except signing.BadSignature:
            return False
        return constant_time_compare(str(bound), self._bound(person))

    def _bound(self, person: Person) -> str:
        state = f"{person.pk}|{person.email}|{person.password}"
        return salted_hmac(self.salt, state, algorithm="sha256").hexdigest()


class PasswordLinks(PasswordResetTokenGenerator):
    """What the page of a new password accepts: a link of the last hour, or an invitation."""

    def check_token(self, user: Person | None, token: str | None) -> bool:
        in_time: bool = super().check_token(user, token)
        return in_time or InvitationLinks().check_token(user, token or "")


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
    """Order the mail that invites somebody to set their first password; may be repeated.

    Raises
    ------
    InvitedTooOften
        After five invitations within a day.
    """
    key = f"accounts.invited.{person.public_id}"
    cache.add(key, 0, timeout=86_400)
    if cache.incr(key) > INVITATIONS_A_DAY:
        raise InvitedTooOften(
            _("Die Einladung wurde heute schon fünfmal verschickt. Bitte versuchen Sie es morgen.")
        )
    return jobs.enqueue(
        "accounts.jobs.send_invitation", args={"person": person.public_id, "town": town}, by=by
    )
