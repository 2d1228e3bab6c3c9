"""Background jobs: enqueue by dotted name, after the commit.

``from vorort.core import jobs``, then ``jobs.enqueue("situation.jobs.build_report", …)``.
The row of ``core.Job`` is the truth about a job on every site. On the embedded database our own
worker polls it; on PostgreSQL sites Procrastinate tells the workers that there is something.
"""

from vorort.core.jobs.errors import JobCancelled, JobInterrupted, JobLost, RetryLater
from vorort.core.jobs.models import Job, JobState
from vorort.core.jobs.queue import cancel, enqueue, get
from vorort.core.jobs.running import JobContext, find_function
from vorort.core.jobs.worker import run_waiting

__all__ = [
    "Job",
    "JobCancelled",
    "JobContext",
    "JobInterrupted",
    "JobLost",
    "JobState",
    "RetryLater",
    "cancel",
    "enqueue",
    "find_function",
    "get",
    "run_waiting",
]
