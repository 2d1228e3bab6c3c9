"""Files in the background."""

import datetime as dt
from typing import Any

from vorort.core.clock import now
from vorort.core.jobs import JobContext
from vorort.files.actions import sweep_orphans as sweep

# Longer than any transaction: a file lies in its place before its row is seen.
GRACE = dt.timedelta(days=1)


def sweep_orphans(_context: JobContext) -> dict[str, Any]:
    """Delete files that no row knows any more: what killed imports left behind."""
    return {"deleted": sweep(grace=GRACE, at=now())}
