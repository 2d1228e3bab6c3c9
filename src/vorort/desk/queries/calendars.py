"""Whose calendar a secret address opens, and what stands in it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from vorort.accounts.models import Person
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.queries import list_my_levels
from vorort.desk.models import DeskSetting
from vorort.desk.queries.duties import list_duties
from vorort.desk.rules import token_hash
from vorort.meetings import queries as meetings
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import Meeting

# So far back a calendar still shows what was.
BACK = dt.timedelta(days=180)
# The meeting itself stands on that day.
_SHOWN_ANYWAY = frozenset({"meetings.answer", "meetings.ask_again"})


@dataclass(frozen=True)
class MyCalendar:
    """What a private calendar holds: meetings, and duties with a date that may leave the house."""

    meetings: tuple[Meeting, ...]
    duties: tuple[Duty, ...]


def find_by_calendar(token: str) -> Person | None:
    """Return whose calendar this is, or None: void, unknown, or the person may not sign in."""
    setting = DeskSetting.objects.filter(calendar_hash=token_hash(token), person__is_active=True)
    found = setting.select_related("person").first()
    return found.person if found else None


def get_calendar(person: Person, *, at: dt.datetime) -> MyCalendar:
    """Return the meetings and dated duties of one person over all towns.

    A calendar travels to telephones and foreign servers: drafts and what is confidential stay
    away, and an invitation says no more than who meets when and where.
    """
    levels = list_my_levels(person, on=timezone.localdate(at))
    own = [body for body, level in levels.items() if level != Confidentiality.PUBLIC]
    called = [
        one.pk for one in meetings.next_meetings(person, at=at) if one.state != MeetingState.DRAFT
    ]
    with platform_scope("the meetings of one person over all their towns"):
        past = Q(body__in=own, starts_at__gte=at - BACK, invited_at__isnull=False)
        rows = Meeting.objects.filter(past | Q(pk__in=called)).select_related("body", "authority")
        found = tuple(rows.order_by("starts_at", "pk"))
    return MyCalendar(
        meetings=found,
        duties=tuple(
            duty
            for duty in list_duties(person)
            if duty.due_on and not duty.confidential and duty.kind not in _SHOWN_ANYWAY
        ),
    )
