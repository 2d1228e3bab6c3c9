"""Order a job, look at it, cancel it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.ids import new_public_id
from vorort.core.jobs.models import Job, JobRequest, JobState

ORDER_FIELDS = (
    "name",
    "args",
    "label",
    "authority_id",
    "by_id",
    "not_before_at",
    "max_attempts",
)


class Orderer(Protocol):
    """Whoever orders a job: a person or the system."""

    @property
    def pk(self) -> Any: ...


def has_own_database() -> bool:
    """Return whether jobs live in a file of their own (the embedded database)."""
    return bool(settings.JOBS_DATABASE != "default")


def enqueue(
    name: str,
    *,
    args: Mapping[str, object] | None = None,
    label: str = "",
    authority_id: int | None = None,
    by: Orderer | None = None,
    not_before: dt.datetime | None = None,
    max_attempts: int = 3,
    public_id: str = "",
) -> str:
    """Order a job; it starts after the current transaction has committed, or never.

    Parameters
    ----------
    name : str
        Dotted name of the function below ``vorort.``, such as ``situation.jobs.build_report``.
    args : Mapping, optional
        Keyword arguments of the function; JSON-safe, ids rather than data.
    label : str
        What the progress page calls it (German).
    authority_id, by : optional
        The town it works for; the person who may see its progress.
    not_before : datetime, optional
        Not to be started before this time.
    max_attempts : int
        How often it may be started when a worker dies or something outside fails.
    public_id : str, optional
        Only for periodic jobs: a slot that exists once.

    Returns
    -------
    str
        The public id of the job, for its progress page.
    """
    fields = {
        "name": name,
        "args": dict(args or {}),
        "label": label,
        "authority_id": authority_id,
        "by_id": by.pk if by is not None else None,
        "not_before_at": not_before,
        "max_attempts": max_attempts,
    }
    slot = public_id or new_public_id()
    if has_own_database():
        JobRequest.objects.get_or_create(public_id=slot, defaults=fields)
        transaction.on_commit(deliver, robust=True)
    else:
        Job.objects.get_or_create(public_id=slot, defaults=fields)
        _tell_procrastinate(slot, not_before)
    return slot


def deliver() -> int:
    """Bring ordered jobs into the file of jobs; return how many.

    Runs after the commit, and again in every worker for what a crash left behind. A job that
    arrives twice is one job: its public id is unique.
    """
    if not has_own_database():
        return 0
    requests = list(JobRequest.objects.order_by("id")[:500])
    if not requests:
        return 0
    for request in requests:
        Job.objects.get_or_create(
            public_id=request.public_id,
            defaults={field: getattr(request, field) for field in ORDER_FIELDS},
        )
    JobRequest.objects.filter(pk__in=[request.pk for request in requests]).delete()
    return len(requests)


def get(public_id: str) -> Job:
    """Return a job as it stands now; ``NotVisible`` for an unknown id."""
    job = Job.objects.filter(public_id=public_id).first()
    if job is None and has_own_database():
        request = JobRequest.objects.filter(public_id=public_id).first()
        if request is not None:
            job = Job(
                public_id=public_id,
                created_at=request.created_at,
                **{field: getattr(request, field) for field in ORDER_FIELDS},
            )
    if job is None:
        raise NotVisible("Diesen Auftrag gibt es nicht.")
    return job


def cancel(public_id: str) -> Job:
    """Cancel a job: at once while it waits, at its next step while it runs."""
    deliver()
    waiting = Job.objects.filter(public_id=public_id, state=JobState.WAITING)
    if not waiting.update(state=JobState.CANCELLED, cancel_requested=True, ended_at=now()):
        Job.objects.filter(public_id=public_id, state=JobState.RUNNING).update(
            cancel_requested=True
        )
    return get(public_id)


def _tell_procrastinate(public_id: str, not_before: dt.datetime | None) -> None:
    from vorort.core.jobs.postgres import defer  # noqa: PLC0415 - only on PostgreSQL sites

    defer(public_id, at=not_before)
