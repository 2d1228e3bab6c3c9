"""How a job can end other than well."""

from vorort.core.errors import DomainError


class JobCancelled(Exception):
    """Somebody asked the job to stop; raised by ``context.progress``."""


class JobInterrupted(Exception):
    """The worker is being shut down; the job goes back to the queue."""


class JobLost(Exception):
    """The lease ran out and somebody else took the job; whatever we do no longer counts."""


class RetryLater(DomainError):
    """Something outside was not ready; the job is tried again after a pause."""
