"""Reads of bodies: which there are, who sits there, which rules hold on a day."""

from vorort.councils.queries.bodies import (
    BodyLine,
    get_body,
    get_file,
    get_participant,
    has_door,
    list_bodies,
    list_changes,
    list_children,
    list_files,
    list_lines,
    list_my_bodies,
    list_parents,
    list_participants,
    list_possible_participants,
    list_versions,
    rules_on,
)
from vorort.councils.queries.duties import list_duties, next_steps
from vorort.councils.queries.frame import Frame, get_frame, list_panels
from vorort.councils.queries.levels import Levels, list_my_levels, readable_rows, towns_with
from vorort.councils.queries.seats import (
    Someone,
    count_to_match,
    get_seat,
    list_past_seats,
    list_seats,
    people_of,
    public_name,
    public_names,
    seat_name,
    seats_of,
    voting_seats,
)

__all__ = [
    "BodyLine", "Frame", "Levels", "Someone", "count_to_match", "get_body",
    "get_file", "get_frame", "get_participant",
    "get_seat", "has_door", "list_bodies", "list_changes", "list_children",
    "list_duties", "list_files", "list_lines", "list_my_bodies",
    "list_my_levels", "list_panels", "list_parents", "list_participants", "list_past_seats",
    "list_possible_participants", "list_seats", "list_versions", "next_steps", "people_of",
    "public_name", "public_names", "readable_rows", "rules_on", "seat_name",
    "seats_of", "towns_with", "voting_seats",
]  # fmt: skip
