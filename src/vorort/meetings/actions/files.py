"""Files of a meeting or of one of its items; the name in the log is nobody's secret."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.councils.choices import Confidentiality
from vorort.councils.rules import ending_of, wrong_file
from vorort.files import actions as files
from vorort.files.choices import ContentType, Purpose
from vorort.meetings.actions.common import locked, log
from vorort.meetings.actions.lifecycle import NotPossible
from vorort.meetings.models import AgendaItem, Meeting, MeetingFile
from vorort.meetings.rules import highest

MOST_FILES = 60


class FileRefused(NotPossible):
    """The file is of no kind that is kept with meetings."""


@transaction.atomic
def add_file(
    *,
    meeting: Meeting,
    stream: files.Readable,
    name: str,
    title: str,
    by: Person,
    at: dt.datetime,
    confidentiality: Confidentiality | str = Confidentiality.MEMBERS,
    item: AgendaItem | None = None,
) -> MeetingFile:
    """Keep a file; below an item it is at least as confidential as the item."""
    held = locked(meeting)
    if held.files.count() >= MOST_FILES:
        raise NotPossible(_("Eine Sitzung hat höchstens 60 Unterlagen."))
    level = highest(confidentiality, item.confidentiality if item else None)
    ending = ending_of(name)
    stored = files.store(
        stream=stream,
        # The log of files has other readers than the meeting: no names in it.
        name=f"unterlage.{ending}" if ending else "unterlage",
        purpose=Purpose.COUNCIL,
        by=by,
        limit_bytes=settings.COUNCIL_FILE_LIMIT_MB * 1024 * 1024,
        authority_id=held.authority_id,
    )
    if wrong := wrong_file(ContentType(stored.content_type), ending):
        # Rolls the row back; the bytes are swept.
        raise FileRefused(wrong, field="file")
    made = MeetingFile.objects.create(
        authority=held.authority,
        meeting=held,
        item=item,
        stored=stored,
        title=(title.strip() or name.replace("\\", "/").rpartition("/")[2])[:200],
        confidentiality=level or Confidentiality.MEMBERS,
    )
    log("meetings.file_added", held, by, at)
    return made


@transaction.atomic
def remove_file(*, file: MeetingFile, by: Person, at: dt.datetime) -> None:
    """Take a file off the meeting and delete it."""
    meeting, stored = file.meeting, file.stored
    log("meetings.file_removed", meeting, by, at)
    file.delete()
    files.delete(
        stored=stored, by=by, reason=_("Unterlage entfernt"), authority_id=meeting.authority_id
    )
