"""What the desk asks of several apps at once."""

from vorort.desk.queries.duties import (
    SOURCES,
    Desk,
    MyTown,
    TaskGroup,
    get_desk,
    list_duties,
    list_report_duties,
    report_duty,
)

__all__ = [
    "SOURCES",
    "Desk",
    "MyTown",
    "TaskGroup",
    "get_desk",
    "list_duties",
    "list_report_duties",
    "report_duty",
]
