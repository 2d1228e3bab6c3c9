"""Reads of minutes: texts as each reader may have them, reviews, documents, what is due."""

from vorort.minutes.queries.documents import file_name, minutes_document, summary_document
from vorort.minutes.queries.duties import list_duties
from vorort.minutes.queries.found import open_part, quotable_items
from vorort.minutes.queries.minutes import (
    REVIEWERS,
    check_extract,
    find_minutes,
    get_for_link,
    get_minutes,
    hash_of,
    later_meetings,
    list_lines,
    list_reviews,
    list_silent,
    needs_signatures,
    open_objections,
    published,
    read_as,
    read_by_link,
    read_inside,
    read_public,
    reviewers,
    rules_of,
    seats_that_sat,
    texts_of,
)
from vorort.minutes.queries.public import public_minutes
from vorort.minutes.queries.records import record_of

__all__ = [
    "REVIEWERS",
    "check_extract",
    "file_name",
    "find_minutes",
    "get_for_link",
    "get_minutes",
    "hash_of",
    "later_meetings",
    "list_duties",
    "list_lines",
    "list_reviews",
    "list_silent",
    "minutes_document",
    "needs_signatures",
    "open_objections",
    "open_part",
    "public_minutes",
    "published",
    "quotable_items",
    "read_as",
    "read_by_link",
    "read_inside",
    "read_public",
    "record_of",
    "reviewers",
    "rules_of",
    "seats_that_sat",
    "summary_document",
    "texts_of",
]
