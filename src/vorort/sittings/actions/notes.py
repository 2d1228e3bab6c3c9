"""What is written down at an item."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.sittings.actions.common import Conflict, NotPossible, log, record_of, writable
from vorort.sittings.models import ItemRecord

if TYPE_CHECKING:
    from vorort.meetings.models import AgendaItem

LONGEST = 50_000
# A page that saves itself every few seconds writes one entry of the log in that time.
SAME_WRITING = dt.timedelta(minutes=10)


@transaction.atomic
def save_notes(
    *, item: "AgendaItem", text: str, revision: int, by: Person, at: dt.datetime
) -> ItemRecord:
    """Save the notes of an item, if nobody else has saved them since ``revision`` was read.

    Raises :class:`Conflict` with the record as it stands otherwise; nothing is overwritten.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise NotPossible(
            _("Der Verlauf hat höchstens 50.000 Zeichen. Bitte kürzen Sie den Text."), field="text"
        )
    sitting = writable(item.meeting)
    record = record_of(item)
    if record.notes == text:
        return record
    if record.revision != revision:
        raise Conflict(record)
    told = record.edited_at is not None and record.edited_by_id == by.pk
    recent = told and record.edited_at is not None and at - record.edited_at < SAME_WRITING
    record.notes = text
    record.revision += 1
    record.edited_at, record.edited_by = at, by
    record.save()
    if not recent:
        log("sittings.notes_written", sitting.meeting, by=by, at=at, item=item)
    return record
