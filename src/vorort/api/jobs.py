"""What moves the interface: the signal of the publications, and a look at everything once a day."""

import datetime as dt
from typing import Any

from vorort.api import actions
from vorort.core.clock import now
from vorort.core.jobs import JobContext
from vorort.publications.models import Publication


def on_publication_changed(
    sender: object,  # noqa: ARG001 - the signature is the signal's
    *,
    publication: Publication,
    at: dt.datetime,
    **_more: Any,
) -> None:
    """Follow a publication in its own transaction: what is withdrawn is gone here at once."""
    actions.follow(
        authority=publication.authority,
        kind=publication.kind,
        subject=publication.subject,
        at=at,
    )


def rebuild(_context: JobContext) -> dict[str, object]:
    """Bring every object in step; also what the town changed in its letterhead."""
    return {"things": actions.rebuild(at=now())}
