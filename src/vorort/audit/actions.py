"""Write an event, in the transaction of the deed itself; seal events into chains."""

import datetime as dt
import secrets
from collections.abc import Collection, Mapping
from typing import Any, Protocol

from django.db import transaction

from vorort.audit.models import ChainHead, Event
from vorort.audit.rules import commit, masked, personal_fields, seal
from vorort.core import search
from vorort.core.clock import now

PLATFORM = 0
# A page opened again within the hour is the same reading.
READ_AGAIN = dt.timedelta(hours=1)
PERSONAL_DATA_READ = "audit.personal_data_read"
DETAILS_ERASED = "audit.details_erased"


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
    ``app.model``; ``before``/``after`` hold changed plain values. Fields the model declares
    personal or sensitive are masked here.
    """
    written_at = now()
    personal = personal_fields(kind)
    event = Event(
        authority_id=authority_id,
        verb=verb,
        actor_id=by.pk if by is not None else None,
        object_kind=kind,
        object_id=object_id,
        object_label=label[:200],
        before=masked(before, personal) if before is not None else None,
        after=masked(after, personal) if after is not None else None,
        occurred_at=at or written_at,
        recorded_at=written_at,
        salt=secrets.token_hex(16),
    )
    event.commitment = commit(event.salt, event.details())
    event.save()
    if verb != PERSONAL_DATA_READ:
        # Whatever is worth an entry here is worth finding as it stands now.
        search.changed(kind=kind, public_id=object_id)
    return event


def record_read(
    *, by: Actor, authority_id: int | None, kind: str, object_id: str, label: str
) -> Event | None:
    """Record that somebody has read personal data; None when they did so within the hour.

    May be called while answering a GET: audit tables are exempt from its read-only guard.
    """
    seen = Event.objects.filter(
        authority_id=authority_id,
        actor_id=by.pk,
        verb=PERSONAL_DATA_READ,
        object_kind=kind,
        object_id=object_id,
        recorded_at__gt=now() - READ_AGAIN,
    )
    if seen.exists():
        return None
    return record(
        verb=PERSONAL_DATA_READ,
        by=by,
        authority_id=authority_id,
        kind=kind,
        object_id=object_id,
        label=label,
    )


def seal_all(*, at: dt.datetime) -> int:
    """Seal every event that has no seal yet, chain by chain; return how many."""
    open_chains = (
        Event.objects.filter(chain_position__isnull=True)
        .order_by()
        .values_list("authority_id", flat=True)
        .distinct()
    )
    return sum(seal_chain(authority_id=chain, at=at) for chain in list(open_chains))


@transaction.atomic
def seal_chain(*, authority_id: int | None, at: dt.datetime, limit: int = 5000) -> int:
    """Append the unsealed events of one authority (None: the platform) to its chain.

    The position is the order of sealing; the head's row is the lock between two workers.
    """
    chain = authority_id or PLATFORM
    ChainHead.objects.get_or_create(chain=chain)
    head = ChainHead.objects.select_for_update().get(chain=chain)
    unsealed = Event.objects.filter(authority_id=authority_id, chain_position__isnull=True)
    position, previous = head.position, head.hash
    for event in unsealed.order_by("id")[:limit]:
        position += 1
        own = seal(previous, position, event.content())
        Event.objects.all().put_seal(
            pk=event.pk, position=position, previous_hash=previous, own_hash=own
        )
        previous = own
    sealed = position - head.position
    if sealed:
        head.position, head.hash, head.sealed_at = position, previous, at
        head.save()
    return sealed


@transaction.atomic
def erase_details(
    *,
    objects: Collection[tuple[str, str]],
    by: Actor | None,
    reason: str,
    at: dt.datetime,
    authority_id: int | None = None,
) -> int:
    """Erase label and values of all events about some objects; return how many.

    Parameters
    ----------
    objects : Collection
        Pairs of kind (``app.model``) and id, as ``record`` was given them.
    authority_id : int, optional
        Only in the chain of this town; None for every chain.

    Each chain gets an entry that names the emptied ones: the check accepts no others.
    """
    found: dict[int | None, list[int]] = {}
    for kind, object_id in sorted(set(objects)):
        events = Event.objects.filter(
            object_kind=kind, object_id=object_id, erased_at__isnull=True
        ).exclude(verb=DETAILS_ERASED)
        if authority_id is not None:
            events = events.filter(authority_id=authority_id)
        for chain, pk in events.values_list("authority_id", "pk"):
            found.setdefault(chain, []).append(pk)
    for chain, pks in found.items():
        Event.objects.all().erase_details(pks=pks, at=at)
        record(
            verb=DETAILS_ERASED,
            by=by,
            authority_id=chain,
            kind="audit.event",
            object_id=str(pks[0]),
            label=reason,
            after={"entries": sorted(pks)},
            at=at,
        )
    return sum(len(pks) for pks in found.values())


@transaction.atomic
def cut_chain(*, authority_id: int | None, before: dt.datetime | None) -> int:
    """Delete the sealed entries recorded before a moment (None: all); return how many.

    The seal of the last one stays as the start of the chain, so that what follows is provable.
    """
    head = ChainHead.objects.select_for_update().filter(chain=authority_id or PLATFORM).first()
    if head is None:
        return 0
    sealed = Event.objects.filter(authority_id=authority_id, chain_position__isnull=False)
    if before is not None:
        # Only a whole beginning may go: nothing behind the first entry that still counts.
        kept = sealed.filter(recorded_at__gte=before).order_by("chain_position").first()
        if kept is not None:
            sealed = sealed.filter(chain_position__lt=kept.chain_position)
    last = sealed.order_by("-chain_position").first()
    if last is None:
        return 0
    position = last.chain_position or 0
    head.start_position, head.start_hash = position, last.hash
    head.save(update_fields=["start_position", "start_hash"])
    return int(Event.objects.all().cut_before(authority_id=authority_id, position=position))
