"""A meeting as a calendar entry (RFC 5545, RFC 5546): the UID never changes, the SEQUENCE counts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from vorort.meetings.choices import MeetingMode, MeetingState
from vorort.meetings.models import Meeting
from vorort.meetings.rules.dates import ends_at_of, is_ambiguous
from vorort.ui.format import BERLIN

# Summer time in the European Union since 1996; every calendar program reads this short form.
BERLIN_ZONE = """BEGIN:VTIMEZONE
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
    """Whom an invitation is for."""

    email: str
    name: str


def uid_of(meeting: Meeting) -> str:
    """Return the UID: the same through every update, whatever address the platform has."""
    return f"{meeting.public_id}@sitzungen.vorort"


def calendar_bytes(
    meetings: Iterable[Meeting],
    *,
    at: dt.datetime,
    method: str = "PUBLISH",
    private: bool = False,
    attendee: Attendee | None = None,
    name: str = "",
    urls: dict[str, str] | None = None,
) -> bytes:
    """Return the meetings as an iCalendar file.

    Parameters
    ----------
    private : bool
        For those invited: with the address to dial in. Never for the public.
    attendee : Attendee, optional
        Whom an invitation (``REQUEST``) or cancellation (``CANCEL``) is for.
    urls : dict, optional
        By public id: where to read more.
    """
    made = Calendar()
    made.add("prodid", "-//VorOrt//Sitzungen//DE")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    if name:
        made.add("x-wr-calname", name)
    made.add_component(Timezone.from_ical(BERLIN_ZONE))
    for meeting in meetings:
        event = _event(meeting, at=at, private=private)
        if urls and meeting.public_id in urls:
            event.add("url", urls[meeting.public_id])
        if attendee is not None:
            _address(event, meeting, attendee)
        made.add_component(event)
    return bytes(made.to_ical())


def _event(meeting: Meeting, *, at: dt.datetime, private: bool) -> Event:
    event = Event()
    event.add("uid", uid_of(meeting))
    event.add("dtstamp", at.astimezone(dt.UTC))
    event.add("sequence", meeting.ics_sequence)
    name = meeting.label if private else meeting.public_name
    event.add("summary", meeting.title or f"{meeting.body.name}, {name}")
    event.add("dtstart", _moment(meeting.starts_at))
    event.add("dtend", _moment(ends_at_of(meeting)))
    event.add("status", _status(meeting))
    event.add("class", "PRIVATE" if private else "PUBLIC")
    if where := place_words(meeting):
        event.add("location", where)
    words = [meeting.cancel_reason] if meeting.state == MeetingState.CANCELLED else []
    if private and meeting.online_url:
        words.append(_("Einwahl: %(url)s") % {"url": meeting.online_url})
    if words := [word for word in words if word]:
        event.add("description", "\n".join(words))
    return event


def _moment(moment: dt.datetime) -> dt.datetime:
    """Return local time; in the hour that comes twice UTC, because programs read that differently."""
    return moment.astimezone(dt.UTC if is_ambiguous(moment) else BERLIN)


def place_words(meeting: Meeting) -> str:
    """Return where the meeting is, in one line."""
    if meeting.mode == MeetingMode.ONLINE:
        return _("online")
    words = [word for word in (meeting.place, meeting.place_address) if word]
    if meeting.mode == MeetingMode.HYBRID:
        words.append(_("und online"))
    return ", ".join(words)


def _status(meeting: Meeting) -> str:
    if meeting.state == MeetingState.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if meeting.state == MeetingState.DRAFT else "CONFIRMED"


def _address(event: Event, meeting: Meeting, attendee: Attendee) -> None:
    authority = meeting.authority
    sender = authority.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organizer = vCalAddress(f"mailto:{sender}")
    organizer.params["CN"] = vText(authority.name)
    event["organizer"] = organizer
    guest = vCalAddress(f"mailto:{attendee.email}")
    guest.params["CN"] = vText(attendee.name)
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
    guest.params["RSVP"] = vText("FALSE")
    event.add("attendee", guest, encode=False)
