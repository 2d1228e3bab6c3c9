"""Files of a meeting as a reader may see them."""

from collections.abc import Iterable

from django.utils.text import slugify
from django.utils.translation import gettext as _

from vorort.core.errors import NotVisible
from vorort.councils.choices import Confidentiality
from vorort.councils.rules import ending_of, readable
from vorort.meetings.models import AgendaItem, Meeting, MeetingFile


def list_files(
    meeting: Meeting, level: Confidentiality | None, items: Iterable[AgendaItem]
) -> list[MeetingFile]:
    """Return the files of a meeting and of the items the reader sees, as far as they may read."""
    shown = {item.pk for item in items}
    rows = MeetingFile.objects.filter(meeting=meeting, confidentiality__in=readable(level))
    return [
        row
        for row in rows.select_related("stored", "item").order_by("id")
        if row.item_id is None or row.item_id in shown
    ]


def file_name(file: MeetingFile) -> str:
    """Return what a file is called when saved; the core group's say nothing."""
    ending = ending_of(file.stored.original_name)
    stem = slugify(file.title.rpartition(".")[0] or file.title)[:80]
    if file.confidentiality == Confidentiality.CORE or not stem:
        stem = f"unterlage-{file.public_id}"
    return f"{stem}.{ending}" if ending else stem


def get_file(
    meeting: Meeting, level: Confidentiality | None, items: Iterable[AgendaItem], public_id: str
) -> MeetingFile:
    """Return one file; ``NotVisible`` for who may not read it."""
    for row in list_files(meeting, level, items):
        if row.public_id == public_id:
            return row
    raise NotVisible(_("Diese Datei gibt es nicht."))
