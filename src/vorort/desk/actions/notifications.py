"""How somebody is told what they owe: the weekly overview, the private calendar."""

import datetime as dt
import secrets
from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.desk.models import DeskSetting
from vorort.desk.rules import digest_is_due, token_hash

_SIGNER = "vorort.desk.digest"


class NotUnsubscribed(DomainError):
    """The link names nobody here."""


@transaction.atomic
def save_digest(*, person: Person, digest: bool, weekday: int, by: Person) -> DeskSetting:
    """Keep whether and on which day the weekly overview comes."""
    setting = _locked(person)
    before = {"digest": setting.digest, "digest_weekday": setting.digest_weekday}
    setting.digest, setting.digest_weekday = digest, weekday
    setting.save(update_fields=["digest", "digest_weekday"])
    after = {"digest": digest, "digest_weekday": weekday}
    if after != before:
        _record("desk.digest_changed", person, by=by, before=before, after=after)
    return setting


def unsubscribe_token(person: Person) -> str:
    """Return what the link in a mail carries; it can only switch the overview off."""
    return Signer(salt=_SIGNER).sign(person.public_id)


def read_unsubscribe_token(token: str) -> Person:
    """Return whose overview a link of a mail is about.

    Raises
    ------
    NotUnsubscribed
    """
    try:
        public_id = Signer(salt=_SIGNER).unsign(token)
        return Person.objects.get(public_id=public_id, is_active=True)
    except (BadSignature, Person.DoesNotExist) as error:
        raise NotUnsubscribed(_("Diesen Link gibt es nicht mehr.")) from error


@transaction.atomic
def unsubscribe(*, token: str) -> Person:
    """Switch the overview off for whom the link was made; a second time changes nothing.

    Raises
    ------
    NotUnsubscribed
    """
    person = read_unsubscribe_token(token)
    setting = _locked(person)
    save_digest(person=person, digest=False, weekday=setting.digest_weekday, by=person)
    return person


@transaction.atomic
def send_digest(
    *, person: Person, subject: str, text: str, unsubscribe_url: str, at: dt.datetime
) -> bool:
    """Send the overview of this week once; without a text only note that nothing was to say.

    The mail leaves inside the transaction: when the server fails, the week stays open. Its text
    is kept nowhere, because it spans towns and no town may keep what another one owes.
    """
    setting = _locked(person)
    local = timezone.localtime(at)
    due = digest_is_due(weekday=setting.digest_weekday, last_on=setting.last_digest_on, local=local)
    if not (setting.digest and due and person.is_active):
        return False
    setting.last_digest_on = local.date()
    setting.save(update_fields=["last_digest_on"])
    if not text:
        return False
    EmailMessage(
        " ".join(subject.split()),
        text,
        settings.DEFAULT_FROM_EMAIL,
        [person.email],
        headers={
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            # No machine is to answer: out-of-office replies stay away.
            "Auto-Submitted": "auto-generated",
        },
    ).send()
    return True


@transaction.atomic
def make_calendar_address(*, person: Person, by: Person, at: dt.datetime) -> str:
    """Return a new secret for the address of the calendar; the one before is void at once."""
    token = secrets.token_urlsafe(32)
    setting = _locked(person)
    setting.calendar_hash, setting.calendar_made_at = token_hash(token), at
    setting.save(update_fields=["calendar_hash", "calendar_made_at"])
    _record("desk.calendar_made", person, by=by, at=at)
    return token


@transaction.atomic
def revoke_calendar_address(*, person: Person, by: Person, at: dt.datetime) -> None:
    """Make the secret address void; nothing happens where there is none."""
    setting = _locked(person)
    if setting.calendar_hash:
        setting.calendar_hash, setting.calendar_made_at = "", None
        setting.save(update_fields=["calendar_hash", "calendar_made_at"])
        _record("desk.calendar_revoked", person, by=by, at=at)


def _locked(person: Person) -> DeskSetting:
    DeskSetting.objects.get_or_create(person=person)
    return DeskSetting.objects.select_for_update().get(person=person)


def _record(
    verb: str,
    person: Person,
    *,
    by: Person,
    at: dt.datetime | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    record(
        verb=verb,
        by=by,
        authority_id=None,
        kind="accounts.person",
        object_id=person.public_id,
        label=str(_("eigene Benachrichtigungen")),
        before=before,
        after=after,
        at=at,
    )
