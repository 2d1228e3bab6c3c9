"""What everybody may know of bodies and meetings, and what of it is public now."""

from vorort.announcements.queries.bodies import (
    BodyPage,
    body_page,
    body_path,
    body_publication,
    list_naming_too_much,
    stale_words,
)
from vorort.announcements.queries.meetings import (
    MeetingPage,
    describe_file,
    has_public_minutes,
    meeting_page,
    meeting_path,
    meeting_publication,
)

__all__ = [
    "BodyPage",
    "MeetingPage",
    "body_page",
    "body_path",
    "body_publication",
    "describe_file",
    "has_public_minutes",
    "list_naming_too_much",
    "meeting_page",
    "meeting_path",
    "meeting_publication",
    "stale_words",
]
