"""A delivery comes in, is checked, stored, rejected, cancelled or undone."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.deliveries import queries, rules
from vorort.deliveries.choices import (
    CHECK_JOBS,
    PERMANENT,
    PRECEDENCE_ROUNDED,
    STORE_JOBS,
    TRANSITIONS,
    DeliveryFormat,
    DeliveryStatus,
    PermittedUse,
    Release,
    ReleaseLevel,
)
from vorort.deliveries.models import Delivery, QuarantinedRow
from vorort.files import actions as files

# Of a hopeless file the first rows tell the reason as well as all of them.
QUARANTINE_KEPT = 2_000
RAW_KEPT = 2_000


class AlreadyStored(DomainError):
    """The same bytes are stored already; ``delivery`` is where."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(
            _("Diese Datei ist schon übernommen („%(name)s“). Es wurde nichts geändert.")
            % {"name": delivery.name},
            field="file",
            details={"delivery": delivery.public_id},
        )
        self.delivery = delivery


class WrongState(DomainError):
    """The delivery is not in a state that allows this step."""


class WrongRelease(DomainError):
    """A delivery cannot have this level."""


@dataclass(frozen=True)
class QuarantineNote:
    """A row put aside: line of the file (from 1), text as delivered, code and German reason."""

    line: int
    raw: str
    code: str
    reason: str


def move(delivery: Delivery, status: DeliveryStatus) -> None:
    """Lock the row and set the state, or refuse."""
    current = Delivery.objects.select_for_update().values_list("status", flat=True)
    standing = current.get(pk=delivery.pk)
    if status not in TRANSITIONS[standing]:
        raise WrongState(
            _("Die Lieferung ist „%(standing)s“; dieser Schritt ist nicht mehr möglich.")
            % {"standing": DeliveryStatus(standing).label}
        )
    delivery.status = status


def note(
    verb: str,
    delivery: Delivery,
    by: Person | None,
    *,
    at: dt.datetime | None = None,
    before: Mapping[str, object] | None = None,
    **after: object,
) -> None:
    """Write an event about the delivery."""
    record(
        verb=f"deliveries.{verb}",
        by=by,
        authority_id=delivery.for_authority_id,
        kind="deliveries.delivery",
        object_id=delivery.public_id,
        label=delivery.name,
        before=before,
        after={"status": delivery.status, **after},
        at=at,
    )


def fill_release(
    delivery: Delivery, release: Release, *, by: Person | None, at: dt.datetime
) -> None:
    """Set the fields of a release; the caller saves."""
    level = ReleaseLevel(release.level)
    if delivery.for_authority_id is None and level == ReleaseLevel.INTERNAL:
        raise WrongRelease(
            _("Eine amtliche Tabelle gilt für alle Orte. Sie kann nicht intern sein."),
            field="level",
        )
    delivery.release_level = level
    delivery.embargo_until = release.embargo_until
    delivery.permitted_use = PermittedUse(release.permitted_use)
    delivery.use_note = release.use_note.strip()[:300]
    delivery.agreement = release.agreement.strip()[:200]
    delivery.released_by, delivery.released_at = (by, at) if by is not None else (None, None)


@transaction.atomic
def receive(
    *,
    stream: files.Readable,
    name: str,
    format: str,  # noqa: A002
    by: Person,
    year: int | None = None,
    for_authority: Authority | None = None,
    source_label: str = "",
    licence: str = "",
    published_by_source: bool = False,
    limit_bytes: int | None = None,
    release: Release | None = None,
    at: dt.datetime | None = None,
) -> Delivery:
    """Take in a file and return its delivery in the state ``received``.

    Parameters
    ----------
    published_by_source : bool
        Every number of it stands in print already: small counts are no secret then.
    release : Release, optional
        What the sender allows; without it ``rules.default_release`` decides.

    Raises
    ------
    AlreadyStored
        The same bytes are stored already, officially or for this authority.
    """
    stored = files.store(
        stream=stream,
        name=name,
        purpose="delivery",
        by=by,
        limit_bytes=limit_bytes,
        authority_id=for_authority.pk if for_authority else None,
    )
    known = queries.find_stored(sha256=stored.sha256, format=format, authority=for_authority)
    if known is not None:
        raise AlreadyStored(known)
    delivery = Delivery(
        file=stored,
        sha256=stored.sha256,
        name=stored.original_name,
        format=DeliveryFormat(format),
        year=year,
        table_code=format,
        source_label=source_label[:200],
        licence=licence[:80],
        published_by_source=published_by_source,
        for_authority=for_authority,
        handed_in_by=by,
        received_at=at or now(),
    )
    _first_release(delivery, release, by=by)
    delivery.save()
    level = str(delivery.release_level)
    digest = stored.sha256
    note(
        "delivery_received", delivery, by, at=at, sha256=digest, format=format, release_level=level
    )
    return delivery


def _first_release(delivery: Delivery, release: Release | None, *, by: Person) -> None:
    """Set what holds from the start; nobody has given what only the default says."""
    sent_as = rules.sender_role(by, delivery.for_authority)
    default = rules.default_release(
        format=delivery.format,
        official=delivery.for_authority is None,
        sent_as=sent_as,
        printed=delivery.published_by_source,
    )
    delivery.sent_as = sent_as or ""
    fill_release(delivery, release or default, by=by if release else None, at=delivery.received_at)


@transaction.atomic
def request_check(*, delivery: Delivery, by: Person) -> str:
    """Queue the check of a delivery and return the job's public id."""
    move(delivery, DeliveryStatus.CHECKING)
    delivery.job = jobs.enqueue(
        CHECK_JOBS[delivery.format],
        args={"delivery": delivery.public_id},
        label=_("%(name)s prüfen") % {"name": delivery.name},
        authority_id=delivery.for_authority_id,
        by=by,
    )
    delivery.save(update_fields=["status", "job", "updated_at"])
    return delivery.job


@transaction.atomic
def request_store(*, delivery: Delivery, by: Person) -> str:
    """Queue the taking over of a checked delivery and return the job's public id."""
    if delivery.status != DeliveryStatus.CHECKED:
        move(delivery, DeliveryStatus.STORED)
    delivery.job = jobs.enqueue(
        STORE_JOBS[delivery.format],
        args={"delivery": delivery.public_id},
        label=_("%(name)s übernehmen") % {"name": delivery.name},
        authority_id=delivery.for_authority_id,
        by=by,
    )
    delivery.save(update_fields=["job", "updated_at"])
    return delivery.job


@transaction.atomic
def mark_checking(*, delivery: Delivery, by: Person | None = None) -> None:  # noqa: ARG001
    """Say that the check has begun; may be said again after a killed worker."""
    move(delivery, DeliveryStatus.CHECKING)
    delivery.save(update_fields=["status", "updated_at"])


@transaction.atomic
def mark_checked(
    *,
    delivery: Delivery,
    rows_read: int,
    rows_ok: int,
    quarantined: Iterable[QuarantineNote] = (),
    by: Person | None,
    year: int | None = None,
    preview: Mapping[str, Any] | None = None,
    version_label: str = "",
    source_label: str = "",
    licence: str = "",
    table_code: str = "",
    precedence: int = PRECEDENCE_ROUNDED,
) -> None:
    """Record the result of the check; the rows put aside are kept with their reasons.

    Parameters
    ----------
    year : int, optional
        Overrides the year given on receipt; ``None`` keeps it.
    precedence : int
        Rank among deliveries of the same ``table_code``; the greater wins, then the later.
    """
    if delivery.status == DeliveryStatus.RECEIVED:
        move(delivery, DeliveryStatus.CHECKING)
        delivery.save(update_fields=["status"])
    move(delivery, DeliveryStatus.CHECKED)
    notes = list(quarantined)
    delivery.rows_read = rows_read
    delivery.rows_stored = rows_ok
    delivery.rows_quarantined = len(notes)
    delivery.year = year if year is not None else delivery.year
    delivery.preview = dict(preview or {})
    delivery.version_label = version_label[:80]
    delivery.source_label = delivery.source_label or source_label[:200]
    delivery.licence = delivery.licence or licence[:80]
    delivery.table_code = table_code or delivery.table_code
    delivery.precedence = precedence
    delivery.job = ""
    delivery.save()
    _keep_notes(delivery, notes)
    note("delivery_checked", delivery, by, rows_read=rows_read, quarantined=len(notes))


def _keep_notes(delivery: Delivery, notes: list[QuarantineNote]) -> None:
    delivery.quarantine.all().delete()
    QuarantinedRow.objects.bulk_create(
        [
            QuarantinedRow(
                delivery=delivery,
                line=note.line,
                raw=note.raw[:RAW_KEPT],
                code=note.code,
                reason=note.reason[:300],
            )
            for note in notes[:QUARANTINE_KEPT]
        ],
        batch_size=500,
    )


@transaction.atomic
def mark_stored(
    *, delivery: Delivery, rows_stored: int, by: Person | None, at: dt.datetime | None = None
) -> None:
    """Make the rows of a delivery visible; the last step of the importer's own transaction.

    Raises
    ------
    AlreadyStored
        Another import of the same bytes was faster; the caller's transaction must roll back.
    """
    move(delivery, DeliveryStatus.STORED)
    delivery.rows_stored = rows_stored
    delivery.stored_at = at or now()
    delivery.job = ""
    try:
        with transaction.atomic():
            delivery.save()
    except IntegrityError as error:
        faster = queries.find_stored(
            sha256=delivery.sha256, format=delivery.format, authority=delivery.for_authority
        )
        if faster is None:
            raise
        raise AlreadyStored(faster) from error
    note("delivery_stored", delivery, by, at=at, rows=rows_stored)


@transaction.atomic
def reject(
    *,
    delivery: Delivery,
    reason: str,
    by: Person | None,
    quarantined: Iterable[QuarantineNote] = (),
    rows_read: int = 0,
) -> None:
    """Refuse a delivery for a reason people can act on; nothing of it is stored."""
    move(delivery, DeliveryStatus.REJECTED)
    notes = list(quarantined)
    delivery.reason = reason
    delivery.rows_read = rows_read
    delivery.rows_stored = 0
    delivery.rows_quarantined = len(notes)
    delivery.job = ""
    delivery.save()
    _keep_notes(delivery, notes)
    note("delivery_rejected", delivery, by, reason=reason)


@transaction.atomic
def cancel(*, delivery: Delivery, by: Person | None) -> None:
    """Discard a delivery that is not stored yet; a running check ends at its next row."""
    running = delivery.job
    move(delivery, DeliveryStatus.CANCELLED)
    delivery.job = ""
    delivery.save(update_fields=["status", "job", "updated_at"])
    if running:
        transaction.on_commit(lambda: jobs.cancel(running))
    note("delivery_cancelled", delivery, by)


@transaction.atomic
def undo(
    *, delivery: Delivery, by: Person, reason: str = "", at: dt.datetime | None = None
) -> None:
    """Take back a stored delivery: its rows stay, but nobody reads them any more."""
    if delivery.format in PERMANENT:
        raise WrongState(
            _(
                "Gebiete lassen sich nicht zurücknehmen, weil andere Zahlen auf ihnen beruhen. "
                "Bitte lesen Sie eine berichtigte Datei ein."
            )
        )
    move(delivery, DeliveryStatus.UNDONE)
    delivery.undone_at = at or now()
    delivery.reason = reason
    delivery.save(update_fields=["status", "undone_at", "reason", "updated_at"])
    note("delivery_undone", delivery, by, at=at, reason=reason)
