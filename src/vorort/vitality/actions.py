"""Bring a body back to the table: a draft with a date, a place and an agenda in one step."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from vorort.accounts.models import Person
from vorort.meetings.actions import add_item, create_meeting
from vorort.meetings.choices import MeetingMode
from vorort.meetings.queries import last_meeting
from vorort.vitality.queries import ProposedItem

if TYPE_CHECKING:
    from vorort.councils.models import Body
    from vorort.meetings.models import Meeting


@transaction.atomic
def revive(
    *,
    body: "Body",
    starts_at: dt.datetime,
    items: Sequence[ProposedItem],
    by: Person,
    at: dt.datetime,
    length: dt.timedelta = dt.timedelta(hours=2),
) -> "Meeting":
    """Draft the meeting that brings a body back; open tasks fill in as in every meeting."""
    last = last_meeting(body)
    meeting = create_meeting(
        body=body,
        starts_at=starts_at,
        ends_at=starts_at + length,
        mode=last.mode if last else MeetingMode.PRESENCE,
        place=last.place if last else "",
        place_address=last.place_address if last else "",
        online_url=last.online_url if last else "",
        by=by,
        at=at,
    )
    for one in items:
        add_item(
            meeting=meeting,
            title=one.title,
            kind=one.kind,
            confidentiality=one.confidentiality,
            papers=[one.paper] if one.paper else (),
            by=by,
            at=at,
        )
    return meeting
