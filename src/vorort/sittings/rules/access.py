"""Who may read along, who writes, and when."""

import datetime as dt

from vorort.accounts.models import Person
from vorort.councils.choices import Confidentiality
from vorort.councils.rules import can_run, readable
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import Meeting
from vorort.meetings.rules import level_in
from vorort.sittings.choices import WRITABLE
from vorort.sittings.models import Sitting


def can_lead(actor: Person, meeting: Meeting, sitting: Sitting | None) -> bool:
    """Whether the person opens and closes the sitting and keeps attendance.

    That is who runs the body, and the member who takes the minutes of this sitting.
    """
    if can_run(actor, meeting.body):
        return True
    return (
        sitting is not None
        and sitting.minuted_by is not None
        and sitting.minuted_by.person_id == actor.pk
    )


def can_write_at(
    actor: Person,
    meeting: Meeting,
    sitting: Sitting | None,
    confidentiality: str,
    *,
    at: dt.datetime,
) -> bool:
    """Whether the person may write at items of a class.

    What only the core group may read is written by the core group itself: whoever keeps the
    minutes of the rest need not belong to it.
    """
    if meeting.state not in WRITABLE or sitting is None:
        return False
    level = level_in(actor, meeting, at=at)
    if confidentiality not in readable(level):
        return False
    return confidentiality == Confidentiality.CORE or can_lead(actor, meeting, sitting)


def is_running(meeting: Meeting, sitting: Sitting | None) -> bool:
    """Whether the body sits right now."""
    return (
        sitting is not None and sitting.closed_at is None and meeting.state == MeetingState.INVITED
    )
