"""Reads for the head of the administration and for departments."""

from vorort.leadership.queries.departments import (
    Department,
    DepartmentLine,
    get_department,
    list_departments,
)
from vorort.leadership.queries.money import MoneyStand
from vorort.leadership.queries.overview import Overview, overview
from vorort.leadership.queries.sign_offs import (
    SignOffLine,
    current_revision,
    get_sign_off,
    list_duties,
    list_of_subject,
    list_sign_offs,
    measure_panel,
    subject_link,
    subjects,
    with_words,
)

__all__ = [
    "Department",
    "DepartmentLine",
    "MoneyStand",
    "Overview",
    "SignOffLine",
    "current_revision",
    "get_department",
    "get_sign_off",
    "list_departments",
    "list_duties",
    "list_of_subject",
    "list_sign_offs",
    "measure_panel",
    "overview",
    "subject_link",
    "subjects",
    "with_words",
]
