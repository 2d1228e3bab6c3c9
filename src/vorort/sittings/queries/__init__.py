"""Reads of a sitting: the protocol for one reader, the table, what is owed."""

from vorort.sittings.queries.course import (
    ITEM_ORIGIN,
    items_of,
    last_resolution,
    list_adjourned,
    list_called,
    list_records,
    names_of,
    next_draft,
    paper_of,
    seat_by_key,
    task_of,
)
from vorort.sittings.queries.duties import list_duties
from vorort.sittings.queries.people import Attendee, get_sitting, list_attendees, seat_label
from vorort.sittings.queries.protocol import (
    ItemProtocol,
    Protocol,
    RecusalNote,
    VoteProtocol,
    get_protocol,
    stamp_of,
)
from vorort.sittings.queries.table import Table, quorum_of, rules_of, table_at, voting_seats

__all__ = [
    "ITEM_ORIGIN",
    "Attendee",
    "ItemProtocol",
    "Protocol",
    "RecusalNote",
    "Table",
    "VoteProtocol",
    "get_protocol",
    "get_sitting",
    "items_of",
    "last_resolution",
    "list_adjourned",
    "list_attendees",
    "list_called",
    "list_duties",
    "list_records",
    "names_of",
    "next_draft",
    "paper_of",
    "quorum_of",
    "rules_of",
    "seat_by_key",
    "seat_label",
    "stamp_of",
    "table_at",
    "task_of",
    "voting_seats",
]
