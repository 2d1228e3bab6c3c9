"""Jobs of the house itself."""

import datetime as dt
from typing import Any

from django.core.management import call_command

from vorort.core.clock import now
from vorort.core.jobs.models import Job
from vorort.core.jobs.running import JobContext

KEEP = dt.timedelta(days=30)


def forget_ended(_context: JobContext) -> dict[str, Any]:
    """Delete jobs that ended more than 30 days ago."""
    deleted, _by_model = Job.objects.filter(ended_at__lt=now() - KEEP).delete()
    return {"deleted": deleted}


def forget_sessions(_context: JobContext) -> None:
    """Delete sessions that have run out."""
    call_command("clearsessions")
