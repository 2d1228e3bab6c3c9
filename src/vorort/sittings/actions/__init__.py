"""What is done while a body sits."""

from vorort.sittings.actions.attendance import (
    end_recusal,
    leave,
    record_attendance,
    recuse,
    remove_guest,
    tick,
)
from vorort.sittings.actions.common import Conflict, NotPossible
from vorort.sittings.actions.course import (
    adjourn_item,
    carry_over,
    close_item,
    close_sitting,
    fill_new_agenda,
    open_sitting,
    start_item,
)
from vorort.sittings.actions.notes import save_notes
from vorort.sittings.actions.tasks import finish_task, note_task
from vorort.sittings.actions.votes import (
    CastingVoteMissing,
    NoQuorum,
    VotesWrong,
    correct_vote,
    record_vote,
)

__all__ = [
    "CastingVoteMissing",
    "Conflict",
    "NoQuorum",
    "NotPossible",
    "VotesWrong",
    "adjourn_item",
    "carry_over",
    "close_item",
    "close_sitting",
    "correct_vote",
    "end_recusal",
    "fill_new_agenda",
    "finish_task",
    "leave",
    "note_task",
    "open_sitting",
    "record_attendance",
    "record_vote",
    "recuse",
    "remove_guest",
    "save_notes",
    "start_item",
    "tick",
]
