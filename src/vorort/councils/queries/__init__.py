"""Reads of bodies: which there are, who sits there, which rules hold on a day, what is public."""

from vorort.councils.queries.bodies import (
    BodyLine,
    get_body,
    get_file,
    get_founding_step,
    get_participant,
    has_door,
    list_bodies,
    list_changes,
    list_children,
    list_files,
    list_founding,
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
from vorort.councils.queries.public import (
    PublicPage,
    get_public_page,
    get_publication,
    list_naming_too_much,
    public_path,
    stale_words,
)
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
    "BodyLine", "Frame", "Levels", "PublicPage", "Someone", "count_to_match", "get_body",
    "get_file", "get_founding_step", "get_frame", "get_participant", "get_public_page",
    "get_publication", "get_seat", "has_door", "list_bodies", "list_changes", "list_children",
    "list_duties", "list_files", "list_founding", "list_lines", "list_my_bodies",
    "list_my_levels", "list_naming_too_much", "list_panels", "list_parents", "list_participants", "list_past_seats",
    "list_possible_participants", "list_seats", "list_versions", "next_steps", "people_of",
    "public_name", "public_names", "public_path", "readable_rows", "rules_on", "seat_name",
    "seats_of", "stale_words", "towns_with", "voting_seats",
]  # fmt: skip
