"""Meetings as calendar files, the invitation as PDF."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import override

from vorort.councils.choices import Confidentiality
from vorort.meetings.models import AgendaItem, Meeting
from vorort.meetings.queries.documents import invitation_document
from vorort.meetings.rules.calendar import calendar_bytes
from vorort.notices.exports import render_pdf

__all__ = ["calendar", "invitation_pdf"]


def calendar(
    meetings: Iterable[Meeting],
    *,
    at: dt.datetime,
    name: str = "",
    private: bool = False,
    urls: dict[str, str] | None = None,
) -> bytes:
    """Return meetings as an iCalendar file (``METHOD:PUBLISH``).

    Parameters
    ----------
    private : bool
        For people who are invited: with the address to dial in.
    urls : dict, optional
        By public id of the meeting: the page to read more on.
    """
    return calendar_bytes(meetings, at=at, name=name, private=private, urls=urls)


def invitation_pdf(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    *,
    at: dt.datetime,
    level: Confidentiality = Confidentiality.MEMBERS,
) -> bytes:
    """Return the invitation as a tagged PDF; never with items of the core group."""
    with override("de"):
        return render_pdf(invitation_document(meeting, at=at, items=items, level=level))
