"""From an address to a delivery: fetch, hand to the importer of the format, note where from."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.deliveries.actions import AlreadyStored, note_fetched
from vorort.deliveries.importers.fetch import Clock, Limits, Progress, SystemClock, fetch, ignore
from vorort.deliveries.importers.listed import Listed
from vorort.deliveries.models import Delivery
from vorort.ui.format import number


class Outcome(Protocol):
    """What an importer gives back."""

    @property
    def delivery(self) -> Delivery: ...


class ImportFile(Protocol):
    """The importer of a format, as ``evidence.importers.import_file``."""

    def __call__(
        self,
        *,
        path: Path,
        format: str,  # noqa: A002
        by: Person,
        today: dt.date,
        year: int | None,
        source_label: str,
        licence: str,
    ) -> Outcome: ...


def bring(
    table: Listed,
    *,
    import_file: ImportFile,
    by: Person,
    today: dt.date,
    clock: Clock,
    progress: Progress = ignore,
) -> tuple[bool, str]:
    """Fetch a table and take it over; return whether that is well, and one line for people.

    A table that is known already is well: the same command may run every night.
    """
    try:
        found = fetch(
            table.url,
            folder=settings.STAGING_DIR / "abruf",
            limits=Limits(most_bytes=settings.UPLOAD_LIMIT_MB * 1024 * 1024),
            clock=clock,
            sha256=table.sha256,
            allow_private=settings.FETCH_PRIVATE,
            progress=progress,
        )
        try:
            stored = import_file(
                path=found.path,
                format=table.format,
                by=by,
                today=today,
                year=table.year,
                source_label=table.source,
                licence=table.licence,
            ).delivery
        finally:
            found.path.unlink(missing_ok=True)
    except AlreadyStored as error:
        return True, f"{table.name}: {error.message}"
    except DomainError as error:
        return False, f"{table.name}: {' '.join(error.message.split())}"
    note_fetched(delivery=stored, url=found.url, sha256=found.sha256, by=by)
    return True, _("%(name)s: %(rows)s Zeilen übernommen, Lieferung %(delivery)s.") % {
        "name": table.name,
        "rows": number(stored.rows_stored),
        "delivery": stored.public_id,
    }


def bring_all(
    tables: Sequence[Listed],
    *,
    import_file: ImportFile,
    by: Person,
    today: dt.date,
    say: Callable[[str], object],
    clock: Clock | None = None,
) -> bool:
    """Bring one table after the other, saying a line about each; return whether all is well."""
    all_well = True
    for table in tables:
        well, line = bring(
            table, import_file=import_file, by=by, today=today, clock=clock or SystemClock()
        )
        say(line)
        all_well &= well
    return all_well
