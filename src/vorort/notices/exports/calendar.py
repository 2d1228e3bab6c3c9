"""Appointments as a calendar file (RFC 5545, RFC 5546) that every calendar program reads."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from vorort.ui.format import BERLIN, is_ambiguous

# Summer time in the European Union since 1996; every calendar program reads this short form.
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


@dataclass(frozen=True)
class Attendee:
    """Who invites, or whom an invitation is for."""

    email: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An appointment: the UID never changes, the sequence counts what was sent out."""

    uid: str
    sequence: int
    stamped_at: dt.datetime
    summary: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    status: str = "CONFIRMED"
    private: bool = False
    location: str = ""
    description: str = ""
    url: str = ""
    changed_at: dt.datetime | None = None
    organizer: Attendee | None = None
    attendee: Attendee | None = None


def calendar_file(
    entries: Iterable[Entry],
    *,
    method: str = "PUBLISH",
    name: str = "",
    refresh: dt.timedelta | None = None,
) -> bytes:
    """Return the entries as an iCalendar file; programs that subscribe look again by ``refresh``."""
    made = Calendar()
    made.add("prodid", "-//VorOrt//Sitzungen//DE")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    if name:
        made.add("x-wr-calname", name)
    if refresh is not None:
        made.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    made.add_component(Timezone.from_ical(_ZONE))
    for entry in entries:
        made.add_component(_event(entry))
    return bytes(made.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamped_at.astimezone(dt.UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.summary)
    event.add("dtstart", _moment(entry.starts_at))
    event.add("dtend", _moment(entry.ends_at))
    event.add("status", entry.status)
    event.add("class", "PRIVATE" if entry.private else "PUBLIC")
    if entry.changed_at:
        event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    for key in ("location", "description", "url"):
        if words := getattr(entry, key):
            event.add(key, words)
    if entry.organizer and entry.attendee:
        event["organizer"] = _address(entry.organizer)
        guest = _address(entry.attendee)
        guest.params["ROLE"] = vText("REQ-PARTICIPANT")
        guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
        guest.params["RSVP"] = vText("FALSE")
        event.add("attendee", guest, encode=False)
    return event


def _moment(moment: dt.datetime) -> dt.datetime:
    """Return local time; in the hour that comes twice UTC, because programs read that differently."""
    return moment.astimezone(dt.UTC if is_ambiguous(moment) else BERLIN)


def _address(one: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{one.email}")
    address.params["CN"] = vText(one.name)
    return address
