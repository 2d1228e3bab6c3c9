"""The worker of the embedded database, and what both kinds of worker share."""

import datetime as dt
import logging
import os
import socket
import threading
from dataclasses import dataclass, field

from django.db import DatabaseError, close_old_connections, connections

from vorort.core.clock import now
from vorort.core.jobs.models import Job
from vorort.core.jobs.periodic import enqueue_due
from vorort.core.jobs.queue import deliver
from vorort.core.jobs.running import (
    BACKOFF,
    LEASE,
    DirectReporter,
    ThreadReporter,
    claim,
    execute,
)

logger = logging.getLogger(__name__)


@dataclass
class WorkerOptions:
    """How a worker works; tests shorten the times."""

    once: bool = False
    periodic: bool = True
    lease: dt.timedelta = LEASE
    backoff: dt.timedelta = BACKOFF
    poll_seconds: float = 1.0
    stopping: threading.Event = field(default_factory=threading.Event)
    name: str = field(default_factory=lambda: f"{socket.gethostname()[:30]}-{os.getpid()}")


def work(options: WorkerOptions) -> int:
    """Work until told to stop, or with ``once`` until nothing is due; return the number of jobs."""
    worked = 0
    while not options.stopping.is_set():
        try:
            job = _next_job(options)
        except DatabaseError:
            if options.once:
                raise
            # A busy or restarting database: the worker stays and looks again.
            logger.warning("the job table could not be read", exc_info=True)
            connections.close_all()
            options.stopping.wait(options.poll_seconds)
            continue
        if job is not None:
            run_claimed(job, options)
            worked += 1
        elif options.once:
            break
        else:
            close_old_connections()
            options.stopping.wait(options.poll_seconds)
    connections.close_all()
    return worked


def _next_job(options: WorkerOptions) -> Job | None:
    if options.periodic:
        enqueue_due(at=now())
    deliver()
    return claim(options.name, at=now(), lease=options.lease)


def run_claimed(job: Job, options: WorkerOptions) -> None:
    """Run a claimed job with its heartbeat in a thread."""
    reporter = ThreadReporter(job, lease=options.lease, stopping=options.stopping)
    execute(job, reporter, backoff=options.backoff)
    close_old_connections()


def run_waiting(*, at: dt.datetime | None = None, reraise: bool = True) -> int:
    """Run every job that is due, here and now, and return their number: for tests and set-up.

    Parameters
    ----------
    at : datetime, optional
        Jobs due at this time are due; for retries and jobs planned for later.
    reraise : bool
        Whether an error that the job did not foresee is raised here. What a job foresees
        (``DomainError``, cancelled) is only recorded, as in a worker.
    """
    worked = 0
    while True:
        deliver()
        job = claim("inline", at=at or now())
        if job is None:
            return worked
        worked += 1
        surprise = execute(job, DirectReporter(job))
        if surprise is not None and reraise:
            raise surprise
