"""Writes: take a table in, decide how it is read, correct it, take it over, remember the sender."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.models import Authority
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.deliveries import actions as deliveries
from vorort.files.actions import Readable
from vorort.sheets.rules.decisions import Decisions
from vorort.tables.choices import FORMAT
from vorort.tables.models import Correction, SavedMapping, TableImport
from vorort.tables.rules.access import OPEN

if TYPE_CHECKING:
    from vorort.deliveries.models import Delivery

MAX_CORRECTIONS = 500
MAX_PASTED = 2_000_000


class ChangedMeanwhile(DomainError):
    """Somebody else has changed the table since the page was opened."""


class NotOpen(DomainError):
    """The table is taken over or given up; nothing can be changed in it any more."""


class TooManyCorrections(DomainError):
    """A table that needs so many corrections is asked for anew."""


def _note(
    verb: str, table: TableImport, by: Person, *, before: Mapping[str, object] | None = None,
    **after: object,
) -> None:  # fmt: skip
    record(
        verb=f"tables.{verb}",
        by=by,
        authority_id=table.authority_id,
        kind="tables.tableimport",
        object_id=table.delivery.public_id,
        label=table.delivery.name,
        before=before,
        after=after,
    )


@transaction.atomic
def hand_in(
    *,
    stream: Readable,
    name: str,
    authority: Authority,
    by: Person,
    sender: str = "",
    at: dt.datetime | None = None,
) -> "Delivery":
    """Take a table in for a town and order its check; nothing of it is stored yet.

    Raises
    ------
    deliveries.actions.AlreadyStored
        The same bytes are stored already for this town.
    """
    sender = " ".join(sender.split())[:120]
    delivery = deliveries.receive(
        stream=stream, name=name, format=FORMAT, by=by, for_authority=authority,
        source_label=sender, at=at,
    )  # fmt: skip
    TableImport.objects.create(authority=authority, delivery=delivery, sender=sender)
    deliveries.request_check(delivery=delivery, by=by)
    return delivery


def paste(
    *, text: str, title: str, authority: Authority, by: Person, sender: str = ""
) -> "Delivery":
    """Take in cells pasted from a spreadsheet: kept as a file, then as any other table."""
    if len(text) > MAX_PASTED:
        raise DomainError(
            _("Das ist zu viel zum Einfügen. Bitte laden Sie die Datei selbst hoch."), field="text"
        )
    lines = [line.rstrip("\r") for line in text.strip("\r\n").split("\n")]
    body = "\r\n".join(lines) + "\r\n"
    if title:
        # Stands above the table as it would in a file: year and town are read from it.
        body = f"{title}\r\n\r\n{body}"
    name = f"{title[:80] or _('eingefuegte Tabelle')}.tsv"
    return hand_in(
        stream=io.BytesIO(body.encode()), name=name, authority=authority, by=by, sender=sender
    )


def _locked(table: TableImport, revision: int | None = None) -> TableImport:
    """Lock the row; refuse when it is over or has been changed since ``revision``."""
    rows = TableImport.objects.select_for_update(of=("self",)).select_related("delivery")
    current: TableImport = rows.get(pk=table.pk)
    if current.delivery.status not in OPEN:
        raise NotOpen(_("Diese Tabelle ist schon übernommen oder verworfen."))
    if revision is not None and current.revision != revision:
        raise ChangedMeanwhile(
            _("Die Tabelle wurde inzwischen geändert. Bitte sehen Sie sich den neuen Stand an und "
              "wiederholen Sie Ihre Eingabe.")
        )  # fmt: skip
    return current


@transaction.atomic
def decide(
    *,
    table: TableImport,
    decisions: Decisions,
    by: Person,
    revision: int,
    sender: str | None = None,
) -> TableImport:
    """Keep what a person has decided about a table; it has to be checked again afterwards."""
    current = _locked(table, revision)
    before = current.decisions
    current.decisions = decisions.as_json()
    if sender is not None:
        current.sender = " ".join(sender.split())[:120]
    current.revision += 1
    current.save(update_fields=["decisions", "sender", "revision", "updated_at"])
    changed = {key: value for key, value in current.decisions.items() if before.get(key) != value}
    _note("mapping_decided", current, by, changed=sorted(changed))
    return current


@transaction.atomic
def correct(
    *,
    table: TableImport,
    sheet: str,
    line: int,
    cells: Mapping[int, tuple[str, str]],
    by: Person,
    revision: int | None = None,
) -> int:
    """Write cells of a row anew; the file itself stays as it came.

    Parameters
    ----------
    line : int
        Line of the sheet, from 1.
    cells : Mapping
        Column (from 1, 0 leaves the whole row out) to (text before, text after).

    Returns
    -------
    int
        Number of cells that differ from the file now.
    """
    current = _locked(table, revision)
    kept = 0
    for column, (before, after) in cells.items():
        place = {"table_import": current, "sheet": sheet, "line": line, "column": column}
        known = Correction.objects.filter(**place).first()
        original = known.before if known else before[:300]
        if original == after[:300] and column:
            Correction.objects.filter(**place).delete()
            continue
        Correction.objects.update_or_create(
            **place,
            defaults={
                "authority_id": current.authority_id,
                "before": original,
                "after": after[:300],
                "by": by,
            },
        )
        kept += 1
    if Correction.objects.filter(table_import=current).count() > MAX_CORRECTIONS:
        raise TooManyCorrections(
            _("Mehr als %(n)s Berichtigungen nimmt eine Tabelle nicht auf. Bitte lassen Sie sich "
              "eine berichtigte Datei schicken.") % {"n": MAX_CORRECTIONS}
        )  # fmt: skip
    current.revision += 1
    current.save(update_fields=["revision", "updated_at"])
    _note("cells_corrected", current, by, sheet=sheet, line=line, cells=kept)
    return kept


@transaction.atomic
def take_back_corrections(*, table: TableImport, sheet: str, line: int, by: Person) -> None:
    """Bring a row back as it stands in the file."""
    current = _locked(table)
    Correction.objects.filter(table_import=current, sheet=sheet, line=line).delete()
    current.revision += 1
    current.save(update_fields=["revision", "updated_at"])
    _note("corrections_taken_back", current, by, sheet=sheet, line=line)


@transaction.atomic
def keep_found(
    *,
    table: TableImport,
    found: Mapping[str, Any],
    decisions: Decisions,
    questions: int,
    sender: str,
    mapping: SavedMapping | None,
) -> None:
    """Keep what a look at the table found, for its pages; part of the check."""
    table.found = dict(found)
    table.decisions = decisions.as_json()
    table.questions = questions
    table.sender = sender
    table.mapping = mapping
    table.save(update_fields=["found", "decisions", "questions", "sender", "mapping", "updated_at"])


@transaction.atomic
def remember(
    *,
    table: TableImport,
    decisions: Decisions,
    fingerprint: str,
    columns: Sequence[str],
    by: Person,
    at: dt.datetime | None = None,
) -> SavedMapping:
    """Keep how this table was read, for the next file of its sender."""
    kept = decisions.as_json()
    moment = at or now()
    known: SavedMapping | None = SavedMapping.objects.filter(
        authority_id=table.authority_id, sender=table.sender, fingerprint=fingerprint
    ).first()
    if known is None:
        known = SavedMapping.objects.create(
            authority_id=table.authority_id, sender=table.sender, fingerprint=fingerprint,
            decisions=kept, columns=list(columns), used_at=moment,
        )  # fmt: skip
        _note("mapping_remembered", table, by, sender=table.sender)
        return known
    if known.decisions != kept:
        known.decisions, known.version = kept, known.version + 1
    known.columns, known.used_at, known.uses = list(columns), moment, known.uses + 1
    known.save()
    return known


@transaction.atomic
def forget(*, mapping: SavedMapping, by: Person) -> None:
    """Forget how a sender's tables are read; what is stored stays."""
    record(
        verb="tables.mapping_forgotten",
        by=by,
        authority_id=mapping.authority_id,
        kind="tables.savedmapping",
        object_id=mapping.public_id,
        label=str(mapping),
    )
    mapping.delete()
