"""What is done with resolutions, tasks and circulars."""

from vorort.resolutions.actions.deciding import (
    AlreadyAdopted,
    Origin,
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
    reopen_task,
)

__all__ = [
    "AlreadyAdopted",
    "Origin",
    "TaskFixed",
    "add_task",
    "adopt_resolution",
    "amend_resolution",
    "close_task",
    "edit_task",
    "reopen_task",
    "resolution_adopted",
    "set_implementation",
]
