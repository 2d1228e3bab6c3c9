"""Tasks that are agreed at the table, and those that came back and are done."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.resolutions.actions import add_task, close_task
from vorort.sittings.actions.common import NotPossible, writable
from vorort.sittings.queries import ITEM_ORIGIN, last_resolution, seat_by_key
from vorort.sittings.rules import TaskLine

if TYPE_CHECKING:
    from vorort.meetings.models import AgendaItem
    from vorort.resolutions.models import Task

LONGEST_TITLE = 200


@transaction.atomic
def note_task(*, item: "AgendaItem", line: TaskLine, by: Person, at: dt.datetime) -> "Task":
    """Make a task of a line that was read; it belongs to the last resolution of the item."""
    writable(item.meeting)
    if not line.title:
        raise NotPossible(
            _("Bitte schreiben Sie, was zu tun ist, zum Beispiel: „Bauamt: Angebote bis 15.01.“"),
            field="line",
        )
    if len(line.title) > LONGEST_TITLE:
        raise NotPossible(_("Eine Aufgabe hat höchstens 200 Zeichen."), field="line")
    return add_task(
        body=item.meeting.body,
        title=line.title,
        by=by,
        at=at,
        owner=seat_by_key(item.meeting, line.owner.key) if line.owner else None,
        owner_text=line.owner_text[:160],
        due_on=line.due_on,
        resolution=last_resolution(item),
        confidentiality=item.confidentiality,
        origin=(ITEM_ORIGIN, item.public_id),
    )


@transaction.atomic
def finish_task(
    *, item: "AgendaItem", task: "Task", result: str, state: str, by: Person, at: dt.datetime
) -> "Task":
    """Close a task that came back with the agenda, with what came out of it."""
    writable(item.meeting)
    return close_task(
        task=task, result=result, on=timezone.localdate(at), by=by, at=at, state=state
    )
