"""From the delivery to stored areas: read and check without a transaction, then one short one."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.deliveries import actions as deliveries
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.deliveries.queries import Preview
from vorort.files.queries import path_of
from vorort.places import actions
from vorort.places.choices import KIND_OF_FORMAT, AreaKind
from vorort.places.importers.batch import AreaBatch, UnreadableAreas
from vorort.places.importers.options import ImportOptions
from vorort.places.importers.register import read_register
from vorort.places.importers.room import full_disk_is_a_sentence
from vorort.places.importers.unpack import open_areas
from vorort.places.importers.vector import read_vector
from vorort.places.models import AreaImport
from vorort.places.queries import list_areas


class TooManyBadRows(DomainError):
    """More rows were put aside than the limit allows; nothing is stored."""


def read_areas(path: Path, options: ImportOptions) -> AreaBatch:
    """Return what a file holds; raises UnreadableAreas, or TooManyBadRows with the rows."""
    settings.STAGING_DIR.mkdir(parents=True, exist_ok=True)
    with (
        full_disk_is_a_sentence(),
        tempfile.TemporaryDirectory(dir=settings.STAGING_DIR, prefix="areas-") as folder,
    ):
        opened = open_areas(path, Path(folder))
        if opened.kind == "register":
            batch = read_register(opened.path, options)
        else:
            batch = read_vector(opened, options)
    if not batch.rows_ok and not batch.quarantined:
        raise UnreadableAreas(_("Die Datei enthält keine Gebiete dieser Art."))
    return batch


def _check_limit(batch: AreaBatch) -> None:
    limit = settings.QUARANTINE_LIMIT_PERCENT
    if len(batch.quarantined) * 100 > limit * batch.rows_read:
        raise TooManyBadRows(
            _(
                "%(bad)d von %(all)d Zeilen sind nicht lesbar, mehr als %(limit)d %%. Erster "
                "Grund: Zeile %(line)d, %(reason)s Es wurde nichts übernommen."
            )
            % {
                "bad": len(batch.quarantined),
                "all": batch.rows_read,
                "limit": limit,
                "line": batch.quarantined[0].line,
                "reason": batch.quarantined[0].reason,
            }
        )


def options_of(delivery: Delivery) -> ImportOptions:
    """Return what was asked of the file when it came."""
    kept = AreaImport.objects.filter(delivery=delivery).first()
    if kept is None:
        return ImportOptions(kind=KIND_OF_FORMAT[delivery.format])
    return ImportOptions.from_json(kept.options)


def preview_of(batch: AreaBatch, options: ImportOptions) -> Preview:
    """Return what the check found, for the page of the delivery."""
    kind = AreaKind(options.kind)
    known = set(list_areas(kind).values_list("key", flat=True))
    keys = {row.key for row in batch.states.get(kind, ())}
    day = f"{batch.day:%d.%m.%Y}" if batch.day else _("ohne Angabe, gilt für heutige Gebiete")
    return Preview(
        shape=batch.shape,
        sums=(
            (_("Gebiete"), str(len(keys))),
            (_("davon noch nicht bekannt"), str(len(keys - known))),
            (_("Bevölkerungszahlen"), str(len(batch.population))),
        ),
        columns=tuple(batch.columns),
        origin=((_("Gebietsstand"), day),),
        hints=tuple(batch.hints),
    )


def check_delivery(delivery: Delivery, *, by: Person | None) -> AreaBatch:
    """Read the file and record the result; a bad file is rejected with its reason and raised."""
    options = options_of(delivery)
    deliveries.mark_checking(delivery=delivery, by=by)
    try:
        batch = read_areas(path_of(delivery.file), options)
    except UnreadableAreas as error:
        deliveries.reject(delivery=delivery, reason=error.message, by=by)
        raise
    try:
        _check_limit(batch)
    except TooManyBadRows as error:
        deliveries.reject(
            delivery=delivery,
            reason=error.message,
            by=by,
            quarantined=batch.quarantined,
            rows_read=batch.rows_read,
        )
        raise
    deliveries.mark_checked(
        delivery=delivery,
        rows_read=batch.rows_read,
        rows_ok=batch.rows_ok,
        quarantined=batch.quarantined,
        by=by,
        year=batch.day.year if batch.day else None,
        preview=preview_of(batch, options).as_json(),
        source_label=batch.source_label,
        licence=batch.licence,
    )
    return batch


def store_delivery(
    delivery: Delivery,
    *,
    by: Person | None,
    batch: AreaBatch | None = None,
    at: dt.datetime | None = None,
) -> dict[str, Any]:
    """Take over a checked delivery; the file is read again unless the batch is at hand."""
    read = batch or read_areas(path_of(delivery.file), options_of(delivery))
    with full_disk_is_a_sentence():
        outcome = actions.store_import(
            delivery=delivery,
            states=read.states,
            population=read.population,
            day=read.day,
            by=by,
            unread_keys=read.unread_keys,
            complete=read.complete,
            at=at,
        )
    summary = {
        "created": len(outcome.created),
        "ended": outcome.ended,
        "parts": outcome.parts,
        "population": len(read.population),
        "day": read.day.isoformat() if read.day else None,
    }
    actions.keep_summary(delivery=delivery, summary=summary)
    return summary


def import_file(
    path: Path,
    *,
    options: ImportOptions,
    by: Person,
    source_label: str = "",
    licence: str = "",
    at: dt.datetime | None = None,
) -> tuple[Delivery, dict[str, Any]]:
    """Bring in an official file in one go: receive, check, store."""
    with path.open("rb") as stream:
        delivery = deliveries.receive(
            stream=stream,
            name=path.name,
            format=f"areas-{options.kind}",
            by=by,
            source_label=source_label,
            licence=licence,
            at=at,
        )
    actions.keep_options(delivery=delivery, options=options.as_json())
    batch = check_delivery(delivery, by=by)
    summary = store_delivery(delivery, by=by, batch=batch, at=at)
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.STORED  # noqa: S101 - store_import has said so
    return delivery, summary
