"""Who does what until when, until it is closed with a result."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.choices import Confidentiality
from vorort.notices.actions import send_mail
from vorort.resolutions.actions._common import log
from vorort.resolutions.choices import TaskState
from vorort.resolutions.models import Resolution, Task
from vorort.ui import format as german

if TYPE_CHECKING:
    from vorort.councils.models import Body, Seat

EDITABLE = frozenset({"title", "owner", "owner_text", "due_on", "remind_on"})


class TaskFixed(DomainError):
    """The task is closed (or is not)."""


@transaction.atomic
def add_task(
    *,
    body: "Body",
    title: str,
    by: Person,
    at: dt.datetime,
    owner: "Seat | None" = None,
    owner_text: str = "",
    due_on: dt.date | None = None,
    remind_on: dt.date | None = None,
    resolution: Resolution | None = None,
    confidentiality: str = Confidentiality.MEMBERS,
    origin: tuple[str, str] | None = None,
) -> Task:
    """Note a task of a seat or of a place outside the body (``owner_text``)."""
    if resolution is not None and resolution.confidentiality == Confidentiality.CORE:
        # What follows from the core group stays in it, whatever was asked for.
        confidentiality = Confidentiality.CORE
    task = Task(
        authority=body.authority,
        body=body,
        resolution=resolution,
        title=title,
        owner=owner,
        owner_text=owner_text,
        due_on=due_on,
        remind_on=remind_on,
        confidentiality=confidentiality,
        origin_kind=origin[0] if origin else "",
        origin_id=origin[1] if origin else "",
    )
    _check(task)
    task.save()
    log("resolutions.task_added", task, by, at, due_on=due_on)
    return task


@transaction.atomic
def edit_task(*, task: Task, by: Person, at: dt.datetime, **values: Any) -> Task:
    """Change an open task; a new day to remind reminds again."""
    unknown = values.keys() - EDITABLE
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    own = _locked(task)
    if own.state != TaskState.OPEN:
        raise TaskFixed(_("Die Aufgabe ist abgeschlossen. Bitte öffnen Sie sie zuerst wieder."))
    changed = sorted(name for name, value in values.items() if getattr(own, name) != value)
    if not changed:
        return own
    for name in changed:
        setattr(own, name, values[name])
    if "remind_on" in changed:
        own.reminded_at = None
    _check(own)
    own.save()
    log("resolutions.task_changed", own, by, at, fields=changed)
    return own


@transaction.atomic
def close_task(
    *,
    task: Task,
    result: str,
    on: dt.date,
    by: Person,
    at: dt.datetime,
    state: str = TaskState.DONE,
) -> Task:
    """Close a task, done or dropped; without a result it stays open."""
    own = _locked(task)
    if own.state != TaskState.OPEN:
        raise TaskFixed(_("Die Aufgabe ist schon abgeschlossen."))
    if state not in {TaskState.DONE, TaskState.DROPPED}:
        raise TaskFixed(_("Eine Aufgabe wird erledigt oder entfällt."), field="state")
    if not result.strip():
        raise DomainError(_("Bitte schreiben Sie, was herausgekommen ist."), field="result")
    own.state, own.result, own.closed_on = state, result.strip(), on
    own.save()
    log("resolutions.task_closed", own, by, at, state=str(state))
    return own


@transaction.atomic
def reopen_task(*, task: Task, by: Person, at: dt.datetime) -> Task:
    """Open a closed task again; what had come out stays to be read."""
    own = _locked(task)
    if own.state == TaskState.OPEN:
        raise TaskFixed(_("Die Aufgabe ist noch offen."))
    own.state, own.closed_on, own.reminded_at = TaskState.OPEN, None, None
    own.save()
    log("resolutions.task_reopened", own, by, at)
    return own


@transaction.atomic
def remind(*, task: Task, by: Person, at: dt.datetime) -> bool:
    """Send the owner of a task its one reminder; return whether a mail went out.

    Tasks of the core group never travel: they wait on the desk.
    """
    own: Task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("owner__person", "body", "authority")
        .get(pk=task.pk)
    )
    if own.state != TaskState.OPEN or own.reminded_at is not None or own.owner is None:
        return False
    to = own.owner.email or (own.owner.person.email if own.owner.person else "")
    if own.confidentiality == Confidentiality.CORE or not to:
        return False
    due = _("Frist: %(day)s") % {"day": german.date(own.due_on)} if own.due_on else ""
    send_mail(
        authority=own.authority,
        to=to,
        subject=_("%(body)s: Erinnerung an eine Aufgabe") % {"body": own.body.name},
        text=_(
            "Guten Tag,\n\nfür %(body)s haben Sie diese Aufgabe übernommen:\n\n%(title)s\n%(due)s\n"
        )
        % {"body": own.body.name, "title": own.title, "due": due},
        kind="resolutions.task",
        reference=own.public_id,
    )
    own.reminded_at = at
    own.save(update_fields=["reminded_at", "updated_at"])
    log("resolutions.task_reminded", own, by, at)
    return True


def _locked(task: Task) -> Task:
    found: Task = Task.objects.select_for_update().get(pk=task.pk)
    return found


def _check(task: Task) -> None:
    if task.owner is not None and task.owner.body_id != task.body_id:
        raise DomainError(_("Diese Person sitzt in einem anderen Gremium."), field="owner")
    if task.resolution is not None and task.resolution.body_id != task.body_id:
        raise DomainError(
            _("Dieser Beschluss gehört zu einem anderen Gremium."), field="resolution"
        )
    if (
        task.confidentiality == Confidentiality.CORE
        and task.owner is not None
        and not task.owner.in_core_group
    ):
        raise DomainError(
            _(
                "Aufgaben der Kerngruppe bleiben in der Kerngruppe. Bitte wählen Sie jemanden daraus."
            ),
            field="owner",
        )
    if task.remind_on and task.due_on and task.remind_on > task.due_on:
        raise DomainError(_("Die Erinnerung liegt nach der Frist."), field="remind_on")
