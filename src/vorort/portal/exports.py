"""The public calendar of a town: the same entries, with the same names, as in the invitations."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from vorort.meetings.rules.dates import USUAL_LENGTH
from vorort.notices.exports.calendar import Entry, calendar_file
from vorort.portal.queries import Meeting
from vorort.publications.rules import public_base


def calendar(meetings: Iterable[Meeting], *, name: str) -> bytes:
    """Return published meetings as an iCalendar file; cancelled ones stay and say so."""
    entries = [_entry(meeting) for meeting in meetings]
    return calendar_file(entries, name=name, refresh=dt.timedelta(hours=12))


def _entry(meeting: Meeting) -> Entry:
    public = meeting.public
    place = public.get("place")
    where = [place["name"], place.get("address")] if place else []
    agenda = [f"{item['number']} {item['title']}" for item in public["items"]]
    return Entry(
        uid=public["ics_uid"],
        sequence=public.get("ics_sequence", 0),
        stamped_at=meeting.published_at,
        changed_at=meeting.published_at,
        summary=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at or meeting.starts_at + USUAL_LENGTH,
        status="CANCELLED" if public["cancelled"] else "CONFIRMED",
        location=", ".join(each for each in where if each),
        description="\n".join([_("Tagesordnung:"), *agenda]) if agenda else "",
        url=f"{public_base()}{meeting.path}",
    )
