"""The public calendar of a town: the same entries, with the same names, as in the invitations."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from vorort.meetings.rules.calendar import BERLIN_ZONE
from vorort.meetings.rules.dates import USUAL_LENGTH
from vorort.portal.queries import Meeting
from vorort.publications.rules import public_base
from vorort.ui.format import BERLIN


def calendar(meetings: Iterable[Meeting], *, name: str) -> bytes:
    """Return published meetings as an iCalendar file; cancelled ones stay and say so."""
    made = Calendar()
    made.add("prodid", "-//VorOrt//Sitzungen//DE")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    # Programs that subscribe look again after this time.
    made.add("refresh-interval", dt.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    made.add_component(Timezone.from_ical(BERLIN_ZONE))
    for meeting in meetings:
        made.add_component(_event(meeting))
    return bytes(made.to_ical())


def _event(meeting: Meeting) -> Event:
    public = meeting.public
    event = Event()
    event.add("uid", public["ics_uid"])
    event.add("dtstamp", meeting.published_at.astimezone(dt.UTC))
    event.add("last-modified", meeting.published_at.astimezone(dt.UTC))
    event.add("sequence", public.get("ics_sequence", 0))
    event.add("summary", meeting.title)
    event.add("dtstart", meeting.starts_at.astimezone(BERLIN))
    event.add("dtend", (meeting.ends_at or meeting.starts_at + USUAL_LENGTH).astimezone(BERLIN))
    event.add("status", "CANCELLED" if public["cancelled"] else "CONFIRMED")
    event.add("class", "PUBLIC")
    place = public.get("place")
    if place:
        words = [each for each in (place["name"], place.get("address")) if each]
        event.add("location", ", ".join(words))
    agenda = [f"{item['number']} {item['title']}" for item in public["items"]]
    if agenda:
        event.add("description", "\n".join([_("Tagesordnung:"), *agenda]))
    event.add("url", f"{public_base()}{meeting.path}")
    return event
