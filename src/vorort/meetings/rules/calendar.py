"""A meeting as a calendar entry: the UID never changes, the SEQUENCE counts."""

import datetime as dt
from collections.abc import Iterable, Mapping
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from vorort.meetings.choices import MeetingMode, MeetingState
from vorort.meetings.models import Meeting
from vorort.meetings.rules.dates import ends_at_of
from vorort.notices.exports.calendar import Attendee, Entry, calendar_file

_STATUS = {MeetingState.CANCELLED: "CANCELLED", MeetingState.DRAFT: "TENTATIVE"}


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
    urls: Mapping[str, str] | None = None,
) -> bytes:
    """Return the meetings as an iCalendar file.

    Parameters
    ----------
    private : bool
        For those invited: with number and the address to dial in. Never for the public.
    attendee : Attendee, optional
        Whom an invitation (``REQUEST``) or cancellation (``CANCEL``) is for.
    urls : Mapping, optional
        By public id: where to read more.
    """
    entries = [
        _entry(one, at, attendee, (urls or {}).get(one.public_id, ""), private=private)
        for one in meetings
    ]
    return calendar_file(entries, method=method, name=name)


def _entry(
    meeting: Meeting, at: dt.datetime, attendee: Attendee | None, url: str, *, private: bool
) -> Entry:
    authority = meeting.authority
    name = meeting.label if private else meeting.public_name
    words = [meeting.cancel_reason] if meeting.state == MeetingState.CANCELLED else []
    if private and meeting.online_url:
        words.append(_("Einwahl: %(url)s") % {"url": meeting.online_url})
    sender = authority.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return Entry(
        uid=uid_of(meeting),
        sequence=meeting.ics_sequence,
        stamped_at=at,
        summary=meeting.title or f"{meeting.body.name}, {name}",
        starts_at=meeting.starts_at,
        ends_at=ends_at_of(meeting),
        status=_STATUS.get(MeetingState(meeting.state), "CONFIRMED"),
        private=private,
        location=place_words(meeting),
        description="\n".join(word for word in words if word),
        url=url,
        organizer=Attendee(sender, authority.name),
        attendee=attendee,
    )


def place_words(meeting: Meeting) -> str:
    """Return where the meeting is, in one line."""
    if meeting.mode == MeetingMode.ONLINE:
        return _("online")
    words = [word for word in (meeting.place, meeting.place_address) if word]
    if meeting.mode == MeetingMode.HYBRID:
        words.append(_("und online"))
    return ", ".join(words)
