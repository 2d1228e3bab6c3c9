"""The way of a file: check, show, store. Used by the jobs and by the command alike."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.errors import DomainError
from vorort.deliveries import actions as deliveries
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.deliveries.queries import find_stored
from vorort.evidence import actions
from vorort.evidence.importers.checking import (
    CheckedFile,
    Progress,
    TooManyBadRows,
    check_file,
    ignore,
)
from vorort.evidence.importers.staging import staging_full
from vorort.evidence.importers.texts import UnreadableFile
from vorort.files import queries as files

_Result = TypeVar("_Result")
OFFICIAL_SOURCE = "Bundeskriminalamt, Polizeiliche Kriminalstatistik"
OFFICIAL_RESIDENTS = "Statistisches Bundesamt, Bevölkerungsfortschreibung"
OFFICIAL_LICENCE = "dl-de/by-2-0"
OWN_SOURCE = "Polizei, Polizeiliche Kriminalstatistik"


@dataclass(frozen=True)
class Outcome:
    """What became of a file that was imported in one go."""

    delivery: Delivery
    checked: CheckedFile


def check_delivery(
    *, delivery: Delivery, by: Person, today: dt.date, progress: Progress = ignore
) -> None:
    """Check a delivery that was handed in; afterwards it is ``checked`` or ``rejected``."""
    deliveries.mark_checking(delivery=delivery, by=by)
    try:
        checked = _check(delivery, today=today, progress=progress)
    except TooManyBadRows as error:
        deliveries.reject(
            delivery=delivery,
            reason=error.message,
            by=by,
            quarantined=error.notes,
            rows_read=error.rows_read,
        )
    except DomainError as error:
        deliveries.reject(delivery=delivery, reason=error.message, by=by)
    else:
        checked.staging.close()
        _mark_checked(delivery, checked, by=by)


def store_delivery(
    *,
    delivery: Delivery,
    by: Person,
    today: dt.date,
    at: dt.datetime | None = None,
    progress: Progress = ignore,
) -> int:
    """Take a checked delivery over: read it again into staging, then one short transaction.

    The bytes of a stored file never change, so the second reading gives what was shown.
    """
    if delivery.status != DeliveryStatus.CHECKED:
        raise deliveries.WrongState(_("Diese Lieferung wartet nicht auf die Übernahme."))
    checked = _check(delivery, today=today, progress=progress)
    try:
        progress(0, 0, _("Zeilen übernehmen"))
        return _stored(
            lambda: actions.store_table(
                delivery=delivery, rows=checked.staging, facts=checked.facts, by=by, at=at
            )
        )
    except deliveries.AlreadyStored as error:
        delivery.refresh_from_db()
        deliveries.reject(delivery=delivery, reason=error.message, by=by)
        return 0
    finally:
        checked.staging.close()


def _stored(store: Callable[[], _Result]) -> _Result:
    """Run the one transaction; again where another import brought the same new areas at once."""
    for last in (False, False, True):
        try:
            with full_database_is_a_sentence(), transaction.atomic():
                return store()
        except IntegrityError:
            if last:
                raise
    raise AssertionError  # the last try returned or raised


def import_file(
    *,
    path: Path,
    format: str,  # noqa: A002
    by: Person,
    today: dt.date,
    year: int | None = None,
    for_authority: Authority | None = None,
    source_label: str = "",
    licence: str = "",
    at: dt.datetime | None = None,
    progress: Progress = ignore,
) -> Outcome:
    """Import a file in one go: nothing touches the database before everything has been checked.

    Raises
    ------
    deliveries.actions.AlreadyStored
        The same bytes are stored already.
    DomainError
        The file does not hold; nothing is stored, not even the delivery.
    """
    _refuse_known(path, format=format, for_authority=for_authority)
    checked = check_file(
        path, name=path.name, format=format, year=year, today=today, progress=progress
    )

    def store() -> Outcome:
        with path.open("rb") as stream:
            delivery = deliveries.receive(
                stream=stream,
                name=path.name,
                format=format,
                by=by,
                year=year,
                for_authority=for_authority,
                source_label=source_label,
                licence=licence,
                at=at,
            )
        _mark_checked(delivery, checked, by=by)
        actions.store_table(
            delivery=delivery, rows=checked.staging, facts=checked.facts, by=by, at=at
        )
        return Outcome(delivery, checked)

    try:
        progress(0, 0, _("Zeilen übernehmen"))
        return _stored(store)
    finally:
        checked.staging.close()


def _refuse_known(path: Path, *, format: str, for_authority: Authority | None) -> None:  # noqa: A002
    """Refuse a file over the limit or stored already, before it is read."""
    if path.stat().st_size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
        raise UnreadableFile(
            _("Die Datei ist größer als %(limit)s MB.") % {"limit": settings.UPLOAD_LIMIT_MB}
        )
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    known = find_stored(sha256=sha256, format=format, authority=for_authority)
    if known is not None:
        raise deliveries.AlreadyStored(known)


def _check(delivery: Delivery, *, today: dt.date, progress: Progress) -> CheckedFile:
    return check_file(
        files.path_of(delivery.file),
        name=delivery.name,
        format=delivery.format,
        year=delivery.year,
        today=today,
        progress=progress,
    )


def _mark_checked(delivery: Delivery, checked: CheckedFile, *, by: Person) -> None:
    official = delivery.for_authority_id is None
    if checked.format == "population":
        source = OFFICIAL_RESIDENTS
    else:
        source = OFFICIAL_SOURCE if official else OWN_SOURCE
    covered = checked.facts.years or [checked.year or 0]
    span = str(covered[0]) if len(covered) == 1 else f"{covered[0]}–{covered[-1]}"
    label = ", ".join(part for part in (f"{source} {span}", checked.version) if part)
    deliveries.mark_checked(
        delivery=delivery,
        rows_read=checked.rows_read,
        rows_ok=checked.rows_ok,
        quarantined=checked.notes,
        by=by,
        year=checked.year,
        preview=checked.preview(
            size=delivery.file.size, for_authority=delivery.for_authority
        ).as_json(),
        version_label=checked.version,
        source_label=label,
        licence=OFFICIAL_LICENCE if official else "",
        precedence=checked.precedence,
    )


@contextmanager
def full_database_is_a_sentence() -> Iterator[None]:
    """Make an error for people of a database that finds no room on its disk."""
    try:
        yield
    except OperationalError as error:
        if re.search(r"disk|full|No space left", str(error)):
            raise staging_full() from error
        raise
