"""Reads of tasks."""

from collections.abc import Iterable

from django.db.models import QuerySet

from vorort.councils.models import Body
from vorort.resolutions.choices import TaskState
from vorort.resolutions.models import Task


def list_open_tasks(body: Body, *, levels: Iterable[str]) -> QuerySet[Task]:
    """Return the open tasks of a body in these classes, the most urgent first."""
    return (
        Task.objects.filter(body=body, state=TaskState.OPEN, confidentiality__in=tuple(levels))
        .select_related("owner", "owner__organisation", "resolution")
        .order_by("due_on", "id")
    )
