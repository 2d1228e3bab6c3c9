"""Take back, or say that a correction is under way."""

import datetime as dt
import html
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.publications.actions.publishing import (
    fill,
    function_of,
    note,
    publication_changed,
    with_box,
)
from vorort.publications.choices import Format, PublicationStatus, Serving
from vorort.publications.models import Publication


class NotLive(DomainError):
    """Only what is public can be withdrawn."""


class ReasonMissing(DomainError):
    """A withdrawal says why."""


@transaction.atomic
def withdraw(*, publication: Publication, reason: str, by: Person, at: dt.datetime) -> Publication:
    """Take a publication back: page and every file answer 410 from this moment on.

    Earlier versions of the same year that stayed readable go with it.
    """
    if not reason.strip():
        raise ReasonMissing(_("Bitte begründen Sie die Rücknahme."), field="reason")
    versions = list(
        Publication.objects.select_for_update().filter(
            authority=publication.authority_id,
            kind=publication.kind,
            period=publication.period,
            subject=publication.subject,
        )
    )
    current = next((each for each in versions if each.pk == publication.pk), None)
    if current is None or current.status != PublicationStatus.LIVE:
        raise NotLive(_("Diese Veröffentlichung ist nicht mehr öffentlich."))
    for version in versions:
        readable = version.representations.filter(serving=Serving.SERVED).exists()
        if version.pk == current.pk or readable:
            _take_down(version, reason, by=by, at=at)
    publication.refresh_from_db()
    publication_changed.send(Publication, publication=publication, at=at)
    return publication


def _take_down(version: Publication, reason: str, *, by: Person, at: dt.datetime) -> None:
    """Let every address of a version answer 410 from now on."""
    version.representations.filter(serving=Serving.SERVED).update(serving=Serving.GONE)
    before = version.status
    version.status = PublicationStatus.WITHDRAWN
    version.withdrawn_at = at
    version.withdrawn_by = function_of(by, version.authority, at)
    version.reason = reason.strip()
    version.notice, version.notice_at = "", None
    version.save(
        update_fields=["status", "withdrawn_at", "withdrawn_by", "reason", "notice", "notice_at"]
    )
    note(
        version,
        verb="publications.withdrawn",
        by=by,
        at=at,
        before={"status": str(before)},
        after={"status": PublicationStatus.WITHDRAWN.value, "reason": version.reason},
    )


def _resting_on(delivery: str) -> Sequence[Publication]:
    """Return every version that rests on a delivery and is still readable, locked."""
    return list(
        Publication.objects.select_for_update(of=("self",))
        .select_related("authority")
        .filter(
            pk__in=Publication.objects.filter(
                rests_on__delivery=delivery, representations__serving=Serving.SERVED
            ).values("pk")
        )
        .exclude(status=PublicationStatus.WITHDRAWN)
        .order_by("pk")
    )


@transaction.atomic
def withdraw_resting_on(
    *, delivery: str, reason: str, by: Person, at: dt.datetime
) -> list[Publication]:
    """Take back every version that rests on a delivery, also earlier ones that stayed readable.

    ``delivery`` is the public id; ``reason`` is read by everybody. Returns what was taken back.
    """
    found = _resting_on(delivery)
    for version in found:
        _take_down(version, reason, by=by, at=at)
    return list(found)


@transaction.atomic
def mark_resting_on(
    *, delivery: str, notice: str, by: Person, at: dt.datetime
) -> list[Publication]:
    """Say on every live page that rests on a delivery that its figures are being corrected.

    The files stay as they are; the note stands on the page until a newer version replaces it.
    """
    found = [one for one in _resting_on(delivery) if one.status == PublicationStatus.LIVE]
    for publication in found:
        if publication.notice:
            continue
        publication.notice, publication.notice_at = notice, at
        publication.save(update_fields=["notice", "notice_at"])
        words = _("%(notice)s (Hinweis vom %(day)s)") % {
            "notice": notice,
            "day": timezone.localtime(at).strftime("%d.%m.%Y"),
        }
        box = f"<p><strong>{html.escape(words)}</strong></p>"
        for page in publication.representations.filter(format=Format.HTML):
            fill(page, with_box(bytes(page.content), box))
            page.save()
        note(
            publication,
            verb="publications.correction_announced",
            by=by,
            at=at,
            after={"notice": notice},
        )
    return found
