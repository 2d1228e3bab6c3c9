"""Local time of meetings in Europe/Berlin, their end, and the notice the rules ask for."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError
from vorort.councils.models import BodyRules
from vorort.meetings.models import Meeting
from vorort.ui.format import BERLIN

# How long a meeting without an end counts as going on.
USUAL_LENGTH = dt.timedelta(hours=3)


class NoSuchTime(DomainError):
    """The clocks go forward over this hour."""


def to_instant(day: dt.date, time: dt.time) -> dt.datetime:
    """Return the instant of a local date and time.

    The hour that the clocks skip in March does not exist and is refused. Of the hour that comes
    twice in October the first is meant (summer time), as RFC 5545 reads it.
    """
    local = dt.datetime.combine(day, time.replace(tzinfo=None), tzinfo=BERLIN)
    instant = local.astimezone(dt.UTC)
    if instant.astimezone(BERLIN).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(
            _(
                "Die Uhrzeit %(time)s Uhr gibt es am %(day)s nicht: Die Uhr wird von 2 auf 3 Uhr "
                "gestellt. Bitte wählen Sie eine andere Zeit."
            )
            % {"time": f"{time:%H:%M}", "day": f"{day:%d.%m.%Y}"}
        )
    return instant


def ends_at_of(meeting: Meeting) -> dt.datetime:
    """Return when the meeting ends, assumed where nobody has said so."""
    return meeting.ends_at or meeting.starts_at + USUAL_LENGTH


def notice_shortfall(meeting: Meeting, rules: BodyRules, at: dt.datetime) -> int:
    """Return how many days the notice falls short of the rules if invited at that moment."""
    ahead = (timezone.localdate(meeting.starts_at) - timezone.localdate(at)).days
    return max(0, rules.notice_days - ahead)


def sendable_until(meeting: Meeting, rules: BodyRules) -> dt.date:
    """Return the last day to invite in time."""
    return timezone.localdate(meeting.starts_at) - dt.timedelta(days=rules.notice_days)
