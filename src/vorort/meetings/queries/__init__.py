"""Reads of meetings: lists, agenda, replies, documents, what is due, how alive a body is."""

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
from vorort.meetings.queries.public import base_path, has_public_minutes, live_publication
from vorort.meetings.queries.replies import (
    Replies,
    deputies_of,
    get_invitation,
    invitation_of_link,
    list_replies,
    own_invitation,
)
from vorort.meetings.queries.vitality import (
    ProposedItem,
    Vitality,
    coming,
    habit_of,
    open_task_count,
    propose_items,
    suggest_starts,
    vitality,
)
from vorort.meetings.rules.calendar import place_words

__all__ = [
    "ProposedItem",
    "Replies",
    "Vitality",
    "base_path",
    "coming",
    "deputies_of",
    "file_name",
    "get_file",
    "get_invitation",
    "get_meeting",
    "habit_of",
    "has_public_minutes",
    "invitation_of_link",
    "last_meeting",
    "list_changes",
    "list_duties",
    "list_files",
    "list_items",
    "list_meetings",
    "list_replies",
    "list_returned",
    "live_publication",
    "min_level",
    "next_meetings",
    "not_visible",
    "open_task_count",
    "open_tasks",
    "own_invitation",
    "papers_for",
    "papers_of",
    "place_words",
    "propose_items",
    "reporter",
    "rules_for",
    "seats_to_invite",
    "standing_template",
    "suggest_starts",
    "vitality",
    "when_words",
]
