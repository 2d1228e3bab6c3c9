"""Reads of meetings: lists, agenda, replies, documents, what is due."""

from vorort.meetings.queries.agenda import (
    list_items,
    list_returned,
    open_tasks,
    papers_for,
    papers_of,
    standing_template,
)
from vorort.meetings.queries.documents import list_changes, min_level, reporter, when_words
from vorort.meetings.queries.duties import list_duties
from vorort.meetings.queries.files import file_name, get_file, list_files
from vorort.meetings.queries.meetings import (
    get_meeting,
    last_meeting,
    list_meetings,
    next_meetings,
    not_visible,
    rules_for,
    seats_to_invite,
)
from vorort.meetings.queries.replies import (
    Replies,
    deputies_of,
    get_invitation,
    invitation_of_link,
    list_replies,
    own_invitation,
)
from vorort.meetings.rules.calendar import place_words

__all__ = [
    "Replies", "deputies_of", "file_name", "get_file", "get_invitation", "get_meeting",
    "invitation_of_link", "last_meeting", "list_changes", "list_duties", "list_files",
    "list_items", "list_meetings", "list_replies", "list_returned", "min_level",
    "next_meetings", "not_visible", "open_tasks", "own_invitation", "papers_for", "papers_of",
    "place_words", "reporter", "rules_for", "seats_to_invite", "standing_template",
    "when_words",
]  # fmt: skip
