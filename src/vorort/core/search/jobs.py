"""Background work: bring the index up to date every minute, look at everything once a day."""

from vorort.core.jobs import JobContext
from vorort.core.search.index import catch_up as catch_up_index
from vorort.core.search.index import rebuild as rebuild_index


def catch_up(context: JobContext) -> dict[str, object]:
    """Bring up to date what has changed."""
    return {"documents": catch_up_index(progress=context.progress)}


def rebuild(context: JobContext) -> dict[str, object]:
    """Look at every thing; also finds what changed without an entry in the log."""
    return {"documents": rebuild_index(progress=context.progress)}
