"""What all writes of this app share: the lock on the minutes, the entry in the log, refusals."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.minutes.choices import MinutesState
from vorort.minutes.models import Minutes
from vorort.minutes.queries.minutes import fresh_meeting

KIND = "minutes.minutes"


class MinutesFrozen(DomainError):
    """Approved minutes are not changed."""


class ReasonMissing(DomainError):
    """An objection, what became of it, or a correction needs words."""


class WrongState(DomainError):
    """The minutes are in no state for this step."""


def locked(minutes: Minutes) -> Minutes:
    """Return the minutes as they stand now, locked until the end of the transaction."""
    held: Minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    # A query of its own: what a locking query joins may be from before it waited.
    held.meeting = fresh_meeting(held)
    return held


def locked_open(minutes: Minutes) -> Minutes:
    """Return the locked minutes; refuses approved ones."""
    held = locked(minutes)
    if held.state == MinutesState.APPROVED:
        raise MinutesFrozen(
            _(
                "Die Niederschrift ist genehmigt und lässt sich nicht mehr ändern. Öffnen Sie sie "
                "mit einer Begründung wieder, wenn etwas falsch ist."
            )
        )
    return held


def log(
    verb: str,
    minutes: Minutes,
    by: Person | None,
    at: dt.datetime,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Record a deed; the log has more readers than the core group, so it names no item."""
    meeting = minutes.meeting
    record(
        verb=f"minutes.{verb}",
        by=by,
        authority_id=minutes.authority_id,
        kind=KIND,
        object_id=minutes.public_id,
        label=f"{meeting.body}, {meeting.label}",
        before=before,
        after=after,
        at=at,
    )
