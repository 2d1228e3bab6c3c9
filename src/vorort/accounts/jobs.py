"""Mail about one's account. The link is made here, so that no secret lies in the job."""

import datetime as dt
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from axes.models import AccessAttempt
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.clock import now
from vorort.core.jobs import JobContext

# A lock lasts a quarter of an hour; addresses of clients are not kept longer than needed.
KEEP_ATTEMPTS = dt.timedelta(days=1)


def forget_attempts(_context: JobContext) -> dict[str, Any]:
    """Delete failed sign-ins that no longer lock anybody."""
    old = AccessAttempt.objects.filter(attempt_time__lt=now() - KEEP_ATTEMPTS)
    return {"deleted": old.delete()[0]}


def send_password_link(_context: JobContext, *, person: str) -> None:
    """Send the link to a new password; nothing for an unknown or closed account."""
    known = Person.objects.filter(public_id=person, is_active=True).first()
    if known is not None:
        _send(known, _("VorOrt: neues Passwort"), "accounts/mail/password_link.txt")


def send_invitation(_context: JobContext, *, person: str, town: str) -> None:
    """Send the link to the first password."""
    known = Person.objects.filter(public_id=person, is_active=True).first()
    if known is not None and not known.has_usable_password():
        _send(known, _("VorOrt: Ihr Zugang"), "accounts/mail/invitation.txt", town=town)


def _send(person: Person, subject: str, template: str, **context: object) -> None:
    uid, key = user_pk_to_url_str(person), default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    text = render_to_string(
        template,
        {
            "person": person,
            "link": f"{settings.PUBLIC_URL}{path}",
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
            **context,
        },
    )
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email])
