"""Reads of resolutions, tasks and circulars."""

from vorort.resolutions.queries.circulars import (
    CircularNotVisible,
    SeatAnswer,
    entitled_seats,
    get_circular,
    get_circular_of_link,
    get_tally,
    list_answers,
    list_circulars,
    list_overdue,
    list_unanswered,
    my_seat,
)
from vorort.resolutions.queries.duties import list_duties
from vorort.resolutions.queries.register import (
    ResolutionNotVisible,
    get_resolution,
    list_of_paper,
    list_register,
    list_resolutions,
    list_tasks_of,
    list_years,
)
from vorort.resolutions.queries.tasks import (
    TaskNotVisible,
    get_task,
    list_open_tasks,
    list_owners,
    list_tasks,
    list_to_remind,
)

__all__ = [
    "CircularNotVisible",
    "ResolutionNotVisible",
    "SeatAnswer",
    "TaskNotVisible",
    "entitled_seats",
    "get_circular",
    "get_circular_of_link",
    "get_resolution",
    "get_tally",
    "get_task",
    "list_answers",
    "list_circulars",
    "list_duties",
    "list_of_paper",
    "list_open_tasks",
    "list_overdue",
    "list_owners",
    "list_register",
    "list_resolutions",
    "list_tasks",
    "list_tasks_of",
    "list_to_remind",
    "list_unanswered",
    "list_years",
    "my_seat",
]
