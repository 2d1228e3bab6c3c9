"""What is done with resolutions, tasks and circulars."""

from vorort.resolutions.actions.circulars import (
    CircularClosed,
    CircularNotAllowed,
    NotEntitled,
    StillRunning,
    answer_circular,
    cancel_circular,
    close_circular,
    send_link_again,
    start_circular,
)
from vorort.resolutions.actions.deciding import (
    AlreadyAdopted,
    Origin,
    TooManyVotes,
    adopt_resolution,
    amend_resolution,
    resolution_adopted,
    set_implementation,
)
from vorort.resolutions.actions.tasks import (
    TaskFixed,
    add_task,
    close_task,
    edit_task,
    remind,
    reopen_task,
)

__all__ = [
    "AlreadyAdopted",
    "CircularClosed",
    "CircularNotAllowed",
    "NotEntitled",
    "Origin",
    "StillRunning",
    "TaskFixed",
    "TooManyVotes",
    "add_task",
    "adopt_resolution",
    "amend_resolution",
    "answer_circular",
    "cancel_circular",
    "close_circular",
    "close_task",
    "edit_task",
    "remind",
    "reopen_task",
    "resolution_adopted",
    "send_link_again",
    "set_implementation",
    "start_circular",
]
