"""Run one job: claim, lease, heartbeat, progress, end. The same for both transports."""

import datetime as dt
import errno
import importlib
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.db.models import F, Q
from django.utils.translation import gettext as _

from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.jobs.errors import JobCancelled, JobInterrupted, JobLost, RetryLater
from vorort.core.jobs.models import Job, JobState

logger = logging.getLogger(__name__)

JobFunction = Callable[..., dict[str, Any] | None]

LEASE = dt.timedelta(seconds=60)
BACKOFF = dt.timedelta(seconds=10)
LONGEST_BACKOFF = dt.timedelta(minutes=10)
# Progress is written at most this often, so that a loop may report every row.
SHORTEST_GAP = 0.2
# Failures of the surroundings, worth another try.
OUTSIDE = (OperationalError, InterfaceError, ConnectionError, TimeoutError, RetryLater)


def find_function(name: str) -> JobFunction:
    """Return the function of a job name; ``LookupError`` where there is none."""
    module_name, _dot, function_name = f"vorort.{name}".rpartition(".")
    try:
        function = getattr(importlib.import_module(module_name), function_name)
    except (ImportError, AttributeError) as error:
        raise LookupError(f"no such job: {name}") from error
    return cast("JobFunction", function)


def claim(
    worker: str, *, at: dt.datetime, lease: dt.timedelta = LEASE, only: str | None = None
) -> Job | None:
    """Take the oldest job that is due, or the one named by ``only``; None if there is none.

    A running job whose lease has run out counts as due: its worker is dead. The UPDATE repeats
    the conditions, so two workers never hold the same job.
    """
    due = Q(state=JobState.WAITING) & (Q(not_before_at=None) | Q(not_before_at__lte=at))
    due |= Q(state=JobState.RUNNING, leased_until__lt=at)
    candidates = Job.objects.filter(due)
    if only is not None:
        candidates = candidates.filter(public_id=only)
    for job in candidates.order_by("id")[:20]:
        mine = Job.objects.filter(due, pk=job.pk, leased_by=job.leased_by, state=job.state)
        if job.state == JobState.RUNNING and job.cancel_requested:
            mine.update(state=JobState.CANCELLED, ended_at=at, leased_until=None)
        elif job.attempts >= job.max_attempts:
            mine.update(
                state=JobState.FAILED,
                ended_at=at,
                leased_until=None,
                error=_("Der Auftrag ist mehrmals abgebrochen und wird nicht mehr versucht."),
            )
        elif mine.update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            leased_by=f"{worker[:50]}/{secrets.token_hex(5)}",
            leased_until=at + lease,
            started_at=at,
            done=0,
            total=0,
            step="",
            error="",
        ):
            return Job.objects.get(pk=job.pk)
    return None


class Reporter(Protocol):
    """Keeps the lease and the progress of a running job."""

    def report(self, done: int, total: int, step: str) -> None: ...

    def close(self) -> None: ...


@dataclass
class JobContext:
    """What a job function gets first: its progress, and who ordered it."""

    job_id: str
    by: int | None
    authority_id: int | None
    attempt: int
    _reporter: Reporter

    def progress(self, done: int, total: int, step: str = "") -> None:
        """Tell how far the job is; may be called for every row.

        Raises
        ------
        JobCancelled
            When somebody has asked the job to stop.
        JobInterrupted
            When the worker is being shut down.
        JobLost
            When another worker has taken the job.
        """
        self._reporter.report(done, total, step)


def _write_progress(job: Job, *, lease: dt.timedelta, done: int, total: int, step: str) -> bool:
    """Extend the lease and keep the progress; return whether to stop, or raise ``JobLost``."""
    mine = Job.objects.filter(pk=job.pk, leased_by=job.leased_by, state=JobState.RUNNING)
    if not mine.update(leased_until=now() + lease, done=done, total=total, step=step[:200]):
        raise JobLost
    return bool(mine.values_list("cancel_requested", flat=True).first())


class DirectReporter:
    """Writes at every report, in the same thread: for tests and short work."""

    def __init__(self, job: Job, *, lease: dt.timedelta = LEASE) -> None:
        self._job = job
        self._lease = lease

    def report(self, done: int, total: int, step: str) -> None:
        if _write_progress(self._job, lease=self._lease, done=done, total=total, step=step):
            raise JobCancelled

    def close(self) -> None:
        """Nothing is open."""


class ThreadReporter:
    """Writes from a thread with a connection of its own.

    So the heartbeat goes on while the job computes, and progress is seen while the job is
    inside a long transaction.
    """

    def __init__(
        self, job: Job, *, lease: dt.timedelta = LEASE, stopping: threading.Event | None = None
    ) -> None:
        self._job = job
        self._lease = lease
        self._stopping = stopping or threading.Event()
        self._state = (job.done, job.total, job.step)
        self._news = threading.Event()
        self._closed = threading.Event()
        self._cancelled = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"job {job.public_id}", daemon=True)
        self._thread.start()

    def report(self, done: int, total: int, step: str) -> None:
        self._state = (done, total, step)
        self._news.set()
        if self._lost.is_set():
            raise JobLost
        if self._cancelled.is_set():
            raise JobCancelled
        if self._stopping.is_set():
            raise JobInterrupted

    def close(self) -> None:
        self._closed.set()
        self._news.set()
        self._thread.join()

    def _run(self) -> None:
        beat = self._lease.total_seconds() / 4
        try:
            while not self._closed.is_set():
                self._news.wait(beat)
                self._news.clear()
                if self._closed.is_set():
                    break
                self._beat()
                self._closed.wait(min(SHORTEST_GAP, beat))
        finally:
            connections.close_all()

    def _beat(self) -> None:
        done, total, step = self._state
        try:
            if _write_progress(self._job, lease=self._lease, done=done, total=total, step=step):
                self._cancelled.set()
        except JobLost:
            self._lost.set()
        except DatabaseError:
            # Tried again at the next beat; a lease that has run out shows itself then.
            logger.warning("heartbeat of job %s failed", self._job.public_id, exc_info=True)
            connections.close_all()


def execute(job: Job, reporter: Reporter, *, backoff: dt.timedelta = BACKOFF) -> Exception | None:
    """Run a claimed job and keep its end; return an error nobody foresaw, if there was one."""
    context = JobContext(
        job_id=job.public_id,
        by=job.by_id,
        authority_id=job.authority_id,
        attempt=job.attempts,
        _reporter=reporter,
    )
    surprise: Exception | None = None
    end: dict[str, Any]
    try:
        result = find_function(job.name)(context, **job.args)
        end = {"state": JobState.DONE, "result": result}
    except JobCancelled:
        end = {"state": JobState.CANCELLED}
    except JobInterrupted:
        # Not the job's fault: the attempt does not count.
        end = {"state": JobState.WAITING, "attempts": F("attempts") - 1}
    except JobLost:
        reporter.close()
        logger.warning("job %s went to another worker", job.public_id)
        return None
    except OUTSIDE as error:
        logger.warning("job %s (%s) failed outside", job.public_id, job.name, exc_info=True)
        end = _after_outside_error(job, error, backoff)
    except DomainError as error:
        end = {"state": JobState.FAILED, "error": error.message}
    except Exception as error:
        logger.exception("job %s (%s) failed", job.public_id, job.name)
        surprise = error
        end = {"state": JobState.FAILED, "error": _words_for(error, job)}
    reporter.close()
    _keep_end(job, end)
    return surprise


def _after_outside_error(job: Job, error: Exception, backoff: dt.timedelta) -> dict[str, Any]:
    words = error.message if isinstance(error, DomainError) else _words_for(error, job)
    if job.attempts >= job.max_attempts:
        return {"state": JobState.FAILED, "error": words}
    pause = min(backoff * 2 ** (job.attempts - 1), LONGEST_BACKOFF)
    return {"state": JobState.WAITING, "not_before_at": now() + pause, "error": words}


def _words_for(error: Exception, job: Job) -> str:
    is_full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EFBIG}
    if is_full or (isinstance(error, OperationalError) and "full" in str(error)):
        return _("Der Speicherplatz ist voll. Es wurde nichts übernommen.")
    return _(
        "Ein unerwarteter Fehler ist aufgetreten. Er steht im Protokoll des Servers, "
        "Auftrag %(id)s."
    ) % {"id": job.public_id}


def _keep_end(job: Job, end: dict[str, Any]) -> None:
    """Write the end of a job that is still ours."""
    if end["state"] != JobState.WAITING:
        end["ended_at"] = now()
    mine = Job.objects.filter(pk=job.pk, leased_by=job.leased_by, state=JobState.RUNNING)
    kept = mine.update(leased_until=None, **end)
    if end["state"] == JobState.DONE and kept:
        # A finished job shows as complete, also when its last report was earlier.
        Job.objects.filter(pk=job.pk, total__gt=0).update(done=F("total"))
    if not kept:
        logger.warning("the end of job %s was not kept: another worker has it", job.public_id)
