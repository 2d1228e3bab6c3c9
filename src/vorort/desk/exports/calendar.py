"""The private calendar of one person: meetings as they were sent out, duties as whole days."""

import datetime as dt
import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from vorort.core.duties import Duty
from vorort.desk.exports.letter import absolute
from vorort.desk.queries.calendars import MyCalendar
from vorort.meetings.rules.calendar import calendar_bytes

# How often a program may ask again.
EVERY = dt.timedelta(hours=4)


def write_calendar(mine: MyCalendar, *, at: dt.datetime) -> bytes:
    """Return the calendar as iCalendar (RFC 5545); the same thing has the same UID every time."""
    urls = {
        one.public_id: absolute(
            reverse("meetings:meeting", args=[one.authority.slug, one.public_id])
        )
        for one in mine.meetings
    }
    made = Calendar.from_ical(
        calendar_bytes(
            mine.meetings, at=at, private=True, name=_("VorOrt: meine Termine"), urls=urls
        )
    )
    made.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    for duty in mine.duties:
        made.add_component(_whole_day(duty, at=at))
    return bytes(made.to_ical())


def _whole_day(duty: Duty, *, at: dt.datetime) -> Event:
    """A duty as an event of its last day: many programs do not show tasks."""
    event = Event()
    event.add("uid", duty_uid(duty))
    event.add("dtstamp", at.astimezone(dt.UTC))
    event.add(
        "summary", _("Frist: %(title)s (%(town)s)") % {"title": duty.title, "town": duty.town}
    )
    if duty.due_on is not None:
        event.add("dtstart", duty.due_on)
        event.add("dtend", duty.due_on + dt.timedelta(days=1))
    if duty.reason:
        event.add("description", duty.reason)
    event.add("url", absolute(duty.url))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def duty_uid(duty: Duty) -> str:
    """Return what names a duty for good: its kind and where it is done."""
    mark = hashlib.sha256(f"{duty.kind} {duty.url}".encode()).hexdigest()[:24]
    return f"frist-{mark}@{urlsplit(settings.PUBLIC_URL).hostname or 'vorort'}"
