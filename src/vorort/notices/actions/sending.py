"""Messages that leave the house."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.notices.choices import DispatchState, MailAttachment
from vorort.notices.models import Dispatch, DispatchAttachment


@transaction.atomic
def send_mail(
    *,
    authority: Authority,
    to: str,
    subject: str,
    text: str,
    kind: str,
    reference: str = "",
    attachments: Sequence[MailAttachment] = (),
) -> Dispatch:
    """Keep a mail and let a job deliver it after the commit.

    Parameters
    ----------
    kind, reference : str
        What it is about (``meetings.invitation``, public id), to find it again or to cancel it.
        Whoever sends records the deed in the log; a mail alone is no deed.
    """
    made = Dispatch.objects.create(
        authority=authority,
        to=to,
        # A line break in a subject would begin a header of its own.
        subject=" ".join(subject.split())[:200],
        text=text,
        kind=kind,
        reference=reference,
    )
    DispatchAttachment.objects.bulk_create(
        DispatchAttachment(
            authority=authority,
            dispatch=made,
            name=one.name,
            content_type=one.content_type,
            content=one.content,
        )
        for one in attachments
    )
    jobs.enqueue(
        "notices.jobs.deliver", args={"dispatch": made.public_id}, authority_id=authority.pk
    )
    return made


@transaction.atomic
def cancel_waiting(*, authority: Authority, kind: str, reference: str) -> int:
    """Take back mails that have not left yet; return how many."""
    waiting = Dispatch.objects.filter(
        authority=authority, kind=kind, reference=reference, state=DispatchState.WAITING
    )
    DispatchAttachment.objects.filter(dispatch__in=waiting).delete()
    return waiting.update(state=DispatchState.CANCELLED, text="")


def deliver(*, dispatch: Dispatch, at: dt.datetime) -> None:
    """Hand one mail to the server and forget its text; errors of the server are the caller's."""
    mail = EmailMessage(dispatch.subject, dispatch.text, settings.DEFAULT_FROM_EMAIL, [dispatch.to])
    files = list(dispatch.attachments.all())
    for one in files:
        mail.attach(one.name, bytes(one.content), one.content_type)
    mail.send()
    with transaction.atomic():
        dispatch.state, dispatch.sent_at, dispatch.text = DispatchState.SENT, at, ""
        dispatch.save(update_fields=["state", "sent_at", "text", "updated_at"])
        dispatch.attachments.all().delete()


@transaction.atomic
def give_up(*, dispatch: Dispatch, error: str) -> None:
    """Note that a mail could not be delivered; ``error`` holds no address."""
    dispatch.state, dispatch.error, dispatch.text = DispatchState.FAILED, error[:200], ""
    dispatch.save(update_fields=["state", "error", "text", "updated_at"])
    dispatch.attachments.all().delete()
