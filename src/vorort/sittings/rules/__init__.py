"""Quorum and majority, who may write, how a line is read, how two texts come together."""

from vorort.sittings.rules.access import can_lead, can_write_at, is_running
from vorort.sittings.rules.lines import Name, TaskLine, read_task
from vorort.sittings.rules.merging import Piece, combine, compare
from vorort.sittings.rules.quorum import Quorum, is_there, seats_needed, voters
from vorort.sittings.rules.voting import decide, is_tie

__all__ = [
    "Name",
    "Piece",
    "Quorum",
    "TaskLine",
    "can_lead",
    "can_write_at",
    "combine",
    "compare",
    "decide",
    "is_running",
    "is_there",
    "is_tie",
    "read_task",
    "seats_needed",
    "voters",
]
