"""Reads of bodies: which there are, who sits there, which rules hold on a day, what is public."""

from vorort.councils.queries.bodies import (
    BodyLine,
    get_body,
    has_door,
    list_bodies,
    list_lines,
    list_my_bodies,
    list_parents,
    rules_on,
)
from vorort.councils.queries.duties import list_duties
from vorort.councils.queries.frame import Frame, get_frame, list_panels
from vorort.councils.queries.seats import (
    get_seat,
    list_seats,
    public_name,
    public_names,
    seat_name,
    seats_of,
    voting_seats,
)

__all__ = [
    "BodyLine",
    "Frame",
    "get_body",
    "get_frame",
    "get_seat",
    "has_door",
    "list_bodies",
    "list_duties",
    "list_lines",
    "list_my_bodies",
    "list_panels",
    "list_parents",
    "list_seats",
    "public_name",
    "public_names",
    "rules_on",
    "seat_name",
    "seats_of",
    "voting_seats",
]
