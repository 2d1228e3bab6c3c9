"""What runs by itself: circulars whose deadline has passed are closed, owners of tasks reminded."""

from typing import Any

from vorort.accounts.queries import get_system_person
from vorort.core.clock import now, today
from vorort.core.jobs import JobContext
from vorort.core.scopes import authority_scope
from vorort.resolutions import actions
from vorort.resolutions.models import Circular, Task
from vorort.resolutions.queries import list_overdue, list_to_remind


def close_circulars(_context: JobContext) -> dict[str, Any]:
    """Count the answers of every circular whose deadline has passed."""
    at, by, closed = now(), get_system_person(), 0
    for authority, public_id in list_overdue(at=at):
        with authority_scope(authority):
            circular = Circular.objects.get(public_id=public_id)
            actions.close_circular(circular=circular, by=by, at=at)
            closed += 1
    return {"closed": closed}


def remind_owners(_context: JobContext) -> dict[str, Any]:
    """Send each owner of a task its one reminder."""
    at, by, sent = now(), get_system_person(), 0
    for authority, public_id in list_to_remind(on=today()):
        with authority_scope(authority):
            task = Task.objects.get(public_id=public_id)
            sent += actions.remind(task=task, by=by, at=at)
    return {"sent": sent}
