"""Reads of meetings: lists, agenda, replies, documents, what is due, how alive a body is."""

from vorort.meetings.queries.agenda import (
    list_items,
    list_returned,
    open_tasks,
    papers_of,
    standing_template,
)
from vorort.meetings.queries.duties import list_duties
from vorort.meetings.queries.meetings import (
    get_meeting,
    last_meeting,
    list_meetings,
    next_meetings,
    rules_for,
)

__all__ = [
    "get_meeting",
    "last_meeting",
    "list_duties",
    "list_items",
    "list_meetings",
    "list_returned",
    "next_meetings",
    "open_tasks",
    "papers_of",
    "rules_for",
    "standing_template",
]
