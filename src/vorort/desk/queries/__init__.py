"""What the desk asks of several apps at once."""

from vorort.desk.queries.duties import (
    SOURCES,
    Desk,
    MyTown,
    TaskGroup,
    get_desk,
    list_duties,
    list_open_bodies,
)
from vorort.desk.queries.reports import Owed, list_owed, list_report_duties, report_duty

__all__ = [
    "SOURCES",
    "Desk",
    "MyTown",
    "Owed",
    "TaskGroup",
    "get_desk",
    "list_duties",
    "list_open_bodies",
    "list_owed",
    "list_report_duties",
    "report_duty",
]
