"""Who reads and runs a meeting, numbers of the agenda, notice, local time, the calendar entry."""

from vorort.meetings.rules.access import (
    can_edit_agenda,
    can_handle,
    highest,
    level_in,
)
from vorort.meetings.rules.agenda import Row, numbered, rows_of, stamp_of, with_parents
from vorort.meetings.rules.dates import (
    ends_at_of,
    notice_shortfall,
    sendable_until,
    to_instant,
)

__all__ = [
    "Row", "can_edit_agenda", "can_handle", "ends_at_of", "highest",
    "level_in", "notice_shortfall", "numbered", "rows_of", "sendable_until", "stamp_of",
    "to_instant", "with_parents",
]  # fmt: skip
