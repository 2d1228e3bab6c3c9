"""Mail about one's account. The link is made here, so that no secret lies in the job."""

import datetime as dt
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from axes.models import AccessAttempt
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts import actions
from vorort.accounts.actions.addresses import make_address_link
from vorort.accounts.choices import NOTICE_WORDS, Notice
from vorort.accounts.models import Person
from vorort.accounts.queries import find_person
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
    known = _find(person)
    if known is not None:
        key = actions.PasswordLinks().make_token(known)
        subject = _("VorOrt: neues Passwort")
        _send(known.email, subject, "password_link", person=known, link=_password_link(known, key))


def send_invitation(_context: JobContext, *, person: str, town: str) -> None:
    """Send the link to the first password."""
    known = _find(person)
    if known is not None and not known.has_usable_password():
        key = actions.InvitationLinks().make_token(known)
        _send(
            known.email,
            _("VorOrt: Ihr Zugang"),
            "invitation",
            person=known,
            town=town,
            link=_password_link(known, key),
            days=settings.INVITATION_DAYS,
        )


def send_address_link(_context: JobContext, *, person: str, email: str) -> None:
    """Send the link that confirms a new address there; nothing where somebody has it already."""
    known = _find(person)
    if known is not None and find_person(email) is None:
        path = reverse("account_address_confirm", kwargs={"key": make_address_link(known, email)})
        subject = _("VorOrt: neue E-Mail-Adresse bestätigen")
        link = f"{settings.PUBLIC_URL}{path}"
        _send(email, subject, "address_link", person=known, link=link)


def send_notice(
    _context: JobContext, *, person: str, notice: str, facts: list[str], address: str = ""
) -> None:
    """Tell somebody what has happened to their access, also when it was closed meanwhile."""
    known = Person.objects.filter(public_id=person).first()
    if known is not None:
        kind = Notice(notice)
        _send(
            address or known.email,
            _("VorOrt: %(what)s") % {"what": kind.label},
            "notice",
            person=known,
            words=NOTICE_WORDS[kind],
            facts=facts,
            at=now(),
            account=f"{settings.PUBLIC_URL}{reverse('account_overview')}",
        )


def _find(public_id: str) -> Person | None:
    return Person.objects.filter(public_id=public_id, is_active=True).first()


def _password_link(person: Person, key: str) -> str:
    uid = user_pk_to_url_str(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    return f"{settings.PUBLIC_URL}{path}"


def _send(address: str, subject: str, template: str, **context: object) -> None:
    text = render_to_string(f"accounts/mail/{template}.txt", context)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
