"""When a body usually meets, and when it could meet next."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from vorort.councils.models import Body
from vorort.meetings.choices import TOOK_PLACE, MeetingState
from vorort.meetings.models import Meeting
from vorort.meetings.queries import last_meeting, rules_for
from vorort.meetings.registry import Slot
from vorort.meetings.rules import to_instant
from vorort.meetings.rules.dates import NoSuchTime
from vorort.vitality.queries.signs import midnight
from vorort.vitality.rules import is_free

USUAL_TIME = dt.time(17, 0)


@dataclass(frozen=True)
class Habit:
    """When and where a body usually meets."""

    weekday: int
    time: dt.time
    length: dt.timedelta
    last: Meeting | None


def habit_of(body: Body) -> Habit:
    """Return weekday and hour of the past meetings; Wednesday at five where there are none."""
    rows = list(Meeting.objects.filter(body=body, state__in=TOOK_PLACE)[:12])
    last = last_meeting(body)
    if not rows:
        rows = [last] if last else []
    if not rows:
        return Habit(2, USUAL_TIME, dt.timedelta(hours=2), None)
    starts = [timezone.localtime(one.starts_at) for one in rows]
    weekday = Counter(each.weekday() for each in starts).most_common(1)[0][0]
    hour = Counter(each.time().replace(second=0, microsecond=0) for each in starts)
    newest = last or rows[0]
    length = (newest.ends_at - newest.starts_at) if newest.ends_at else dt.timedelta(hours=2)
    return Habit(weekday, hour.most_common(1)[0][0], length, newest)


def suggest_starts(
    body: Body, habit: Habit, *, on: dt.date, count: int = 3, soon: bool = False
) -> list[dt.datetime]:
    """Return dates for the next meeting: the usual weekday and hour, in time for the invitation.

    Outside the holidays that can be computed, and not on the day of a meeting there is already.
    With ``soon`` as early as the notice allows, else in the rhythm of the rules.
    """
    rules = rules_for(body, on=on)
    day = on + dt.timedelta(days=(rules.notice_days if rules else 14) + 2)
    if not soon and habit.last is not None and rules and rules.meetings_per_year:
        rhythm = dt.timedelta(days=365 // rules.meetings_per_year - 7)
        day = max(day, timezone.localdate(habit.last.starts_at) + rhythm)
    taken = {
        timezone.localdate(each)
        for each in Meeting.objects.filter(body=body, starts_at__gte=midnight(on))
        .exclude(state=MeetingState.CANCELLED)
        .values_list("starts_at", flat=True)
    }
    found: list[dt.datetime] = []
    for offset in range(730):
        candidate = day + dt.timedelta(days=offset)
        if candidate.weekday() != habit.weekday or candidate in taken or not is_free(candidate):
            continue
        try:
            found.append(to_instant(candidate, habit.time))
        except NoSuchTime:
            continue
        if len(found) == count:
            break
    return found


def usual_slot(body: Body, on: dt.date) -> Slot | None:
    """Return when the body would meet next by its habits, for the draft of a meeting."""
    habit = habit_of(body)
    starts = suggest_starts(body, habit, on=on, count=1)
    return (starts[0], starts[0] + habit.length) if starts else None
