"""Write an event, in the transaction of the deed itself."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from vorort.audit.models import Event
from vorort.core.clock import now


class Actor(Protocol):
    """Whoever acts: a person or the system."""

    @property
    def pk(self) -> Any: ...


def record(
    *,
    verb: str,
    by: Actor | None,
    authority_id: int | None,
    kind: str,
    object_id: str,
    label: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    at: dt.datetime | None = None,
) -> Event:
    """Record one event in the current transaction.

    ``verb`` is ``app.did`` such as ``situation.report_published``; ``kind`` the model's
    ``app.model``; ``before``/``after`` hold changed plain values, personal ones already masked.
    """
    written_at = now()
    return Event.objects.create(
        authority_id=authority_id,
        verb=verb,
        actor_id=by.pk if by is not None else None,
        actor_label=str(by)[:120] if by is not None else "",
        object_kind=kind,
        object_id=object_id,
        object_label=label[:200],
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        occurred_at=at or written_at,
        recorded_at=written_at,
    )
