"""The transport of PostgreSQL sites: Procrastinate tells the workers that there is a job.

It carries only the public id. The row of ``core.Job`` stays the truth about progress, cancelling,
retries and result, so both transports behave alike.
"""

import asyncio
import contextlib
import datetime as dt
import logging
import signal
import threading
from typing import Any

from django.db import DatabaseError, connections
from procrastinate.contrib.django import app

from vorort.core.clock import now
from vorort.core.jobs.models import Job, JobState
from vorort.core.jobs.periodic import enqueue_due
from vorort.core.jobs.running import claim
from vorort.core.jobs.worker import WorkerOptions, run_claimed

logger = logging.getLogger(__name__)

TASK = "vorort.run"
QUEUE = "vorort"


def defer(public_id: str, *, at: dt.datetime | None = None) -> None:
    """Tell the workers, in the transaction that ordered the job."""
    app.configure_task(TASK, queue=QUEUE, schedule_at=at, allow_unknown=True).defer(
        public_id=public_id
    )


def requeue(*, at: dt.datetime) -> int:
    """Tell the workers again about jobs of dead workers; return how many.

    A job told twice is harmless: only one claim succeeds.
    """
    stalled = Job.objects.filter(state=JobState.RUNNING, leased_until__lt=at)
    public_ids = list(stalled.order_by("id").values_list("public_id", flat=True)[:100])
    for public_id in public_ids:
        defer(public_id)
    return len(public_ids)


def run_one(public_id: str, options: WorkerOptions) -> bool:
    """Claim and run the named job; False when somebody else has it or it is over."""
    job = claim(options.name, at=now(), lease=options.lease, only=public_id)
    if job is None:
        return False
    run_claimed(job, options)
    after = Job.objects.filter(pk=job.pk, state=JobState.WAITING).first()
    if after is not None:
        defer(public_id, at=after.not_before_at)
    return True


def work(options: WorkerOptions) -> int:
    """Work until told to stop, or with ``once`` until nothing is due; return the number of jobs."""
    worked = 0

    def run(public_id: str) -> None:
        nonlocal worked
        try:
            worked += run_one(public_id, options)
        finally:
            # This thread may idle for hours: it keeps no connection.
            connections.close_all()

    app.task(name=TASK, queue=QUEUE)(run)
    _keep_house(options)
    keeper = threading.Thread(target=_keep_house_forever, args=(options,), daemon=True)
    if not options.once:
        keeper.start()
    asyncio.run(_run_worker(options))
    options.stopping.set()
    if not options.once:
        keeper.join()
    connections.close_all()
    return worked


async def _run_worker(options: WorkerOptions) -> None:
    worker = asyncio.create_task(_procrastinate(options))
    loop = asyncio.get_running_loop()

    def stop() -> None:
        # The job at hand is interrupted at its next report and goes back to the queue.
        options.stopping.set()
        worker.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        # Only the main thread may listen to signals.
        with contextlib.suppress(ValueError, RuntimeError):
            loop.add_signal_handler(number, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await worker


async def _procrastinate(options: WorkerOptions) -> None:
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                queues=[QUEUE],
                name=options.name,
                wait=not options.once,
                fetch_job_polling_interval=options.poll_seconds,
                delete_jobs="always",
                install_signal_handlers=False,
            )


def _keep_house(options: WorkerOptions) -> None:
    if options.periodic:
        enqueue_due(at=now())
    requeue(at=now())


def _keep_house_forever(options: WorkerOptions) -> None:
    """Order periodic work and take up the jobs of dead workers, a few times per lease."""
    pause = options.lease.total_seconds() / 4
    while not options.stopping.wait(pause):
        try:
            _keep_house(options)
        except DatabaseError:
            logger.warning("the job table could not be read", exc_info=True)
            connections.close_all()
    connections.close_all()
