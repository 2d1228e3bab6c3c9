"""What all writes of this app share: the lock on the meeting, the entry in the log."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.meetings.models import Meeting

if TYPE_CHECKING:
    from vorort.councils.models import Body

KIND = "meetings.meeting"


def locked(meeting: Meeting) -> Meeting:
    """Return the meeting as it stands now, locked until the end of the transaction."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body", "authority")
    return rows.get(pk=meeting.pk)


def lock_all(body: "Body") -> None:
    """Lock all meetings of a body, always in the same order."""
    rows = Meeting.objects.select_for_update(of=("self",)).filter(body=body)
    list(rows.order_by("pk").values_list("pk"))


def log(
    verb: str,
    meeting: Meeting,
    by: Person | None,
    at: dt.datetime,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Record a deed; the log has more readers than the core group, so it names no item of it."""
    record(
        verb=verb,
        by=by,
        authority_id=meeting.authority_id,
        kind=KIND,
        object_id=meeting.public_id,
        label=f"{meeting.body}, {meeting.label}",
        before=before,
        after=after,
        at=at,
    )
