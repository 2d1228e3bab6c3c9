"""The invitation as PDF."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import override

from vorort.councils.choices import Confidentiality
from vorort.meetings.models import AgendaItem, Meeting
from vorort.meetings.queries.documents import invitation_document
from vorort.notices.exports import render_pdf


def invitation_pdf(
    meeting: Meeting, items: Sequence[AgendaItem], *, at: dt.datetime, level: Confidentiality
) -> bytes:
    """Return the invitation as a tagged PDF; never with items of the core group."""
    with override("de"):
        return render_pdf(invitation_document(meeting, at=at, items=items, level=level))
