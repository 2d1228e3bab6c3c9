"""Reads of tasks."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body, Seat
from vorort.councils.rules import level_of, readable
from vorort.resolutions.choices import TaskState
from vorort.resolutions.models import Task
from vorort.resolutions.rules import can_read


class TaskNotVisible(NotVisible, Task.DoesNotExist):
    """No such task, or this person may not know of it; both are a 404."""


def list_open_tasks(body: Body, *, levels: Iterable[str]) -> QuerySet[Task]:
    """Return the open tasks of a body in these classes, the most urgent first."""
    rows = Task.objects.filter(body=body, state=TaskState.OPEN, confidentiality__in=tuple(levels))
    return _dressed(rows).order_by(F("due_on").asc(nulls_last=True), "id")


def list_tasks(
    actor: Person, body: Body, *, closed: bool = False, mine: bool = False
) -> QuerySet[Task]:
    """Return the tasks of a body that somebody may read: open by date, or closed, latest first."""
    if not closed:
        rows = list_open_tasks(body, levels=readable(level_of(actor, body)))
    else:
        rows = _dressed(
            Task.objects.filter(body=body, confidentiality__in=readable(level_of(actor, body)))
            .exclude(state=TaskState.OPEN)
            .order_by("-closed_on", "-id")
        )
    return rows.filter(owner__person=actor.pk) if mine else rows


def get_task(actor: Person, authority: Authority, public_id: str) -> Task:
    """Return one task of a town; raises ``Task.DoesNotExist`` (a 404) for who may not read it."""
    found = (
        Task.objects.filter(authority=authority, public_id=public_id)
        .select_related("body__authority", "authority", "owner__person", "resolution")
        .first()
    )
    if found is None or not can_read(actor, found):
        raise TaskNotVisible(_("Diese Aufgabe gibt es nicht."))
    return found


def list_owners(body: Body, confidentiality: str, *, on: dt.date) -> QuerySet[Seat]:
    """Return the seats that can take a task of this class."""
    rows = Seat.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), body=body)
    if confidentiality == Confidentiality.CORE:
        rows = rows.filter(in_core_group=True)
    return rows.select_related("person").order_by("function", "id")


def list_to_remind(*, on: dt.date) -> list[tuple[Authority, str]]:
    """Return town and id of the tasks whose reminder goes out today, over all towns.

    Never those of the core group: they wait on the desk alone. What is long past is not sent.
    """
    with platform_scope("the job that reminds loops over all towns"):
        rows = (
            Task.objects.filter(
                state=TaskState.OPEN,
                remind_on__lte=on,
                remind_on__gte=on - dt.timedelta(days=7),
                reminded_at__isnull=True,
                owner__isnull=False,
            )
            .exclude(confidentiality=Confidentiality.CORE)
            .select_related("authority")
        )
        return [(each.authority, each.public_id) for each in rows]


def _dressed(rows: QuerySet[Task]) -> QuerySet[Task]:
    return rows.select_related(
        "owner__organisation", "owner__person", "resolution", "body", "authority"
    )
