"""What all writes of this app share: locks, refusals, the entry in the log."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.councils.choices import Confidentiality
from vorort.sittings.choices import WRITABLE
from vorort.sittings.models import ItemRecord, Sitting

if TYPE_CHECKING:
    from vorort.meetings.models import AgendaItem, Meeting


class NotPossible(DomainError):
    """The sitting, or the item, is in no state for this."""


class Conflict(DomainError):
    """Somebody else has saved in the meantime; ``current`` is what stands there now."""

    def __init__(self, current: object, message: str = "") -> None:
        self.current = current
        super().__init__(
            message
            or _(
                "Jemand anderes hat inzwischen gespeichert. Ihr Text ist nicht verloren. "
                "Bitte vergleichen Sie beide Fassungen und führen Sie sie zusammen."
            ),
            field="text",
        )


def locked(sitting: Sitting) -> Sitting:
    """Return the sitting as it stands now, locked until the end of the transaction."""
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("meeting__body")
    return rows.get(pk=sitting.pk)


def running(meeting: "Meeting") -> Sitting:
    """Return the locked sitting of a meeting that goes on; refuse when it does not."""
    found = _of(meeting)
    if found.closed_at is not None:
        raise NotPossible(_("Die Sitzung ist geschlossen."))
    return found


def writable(meeting: "Meeting") -> Sitting:
    """Return the locked sitting whose notes may still be put right: minutes are not drafted yet."""
    found = _of(meeting)
    if found.meeting.state not in WRITABLE:
        raise NotPossible(
            _(
                "Aus dieser Mitschrift ist schon eine Niederschrift entstanden. "
                "Bitte ändern Sie den Text dort."
            )
        )
    return found


def _of(meeting: "Meeting") -> Sitting:
    found = Sitting.objects.filter(meeting=meeting).first()
    if found is None:
        raise NotPossible(_("Die Sitzung ist noch nicht eröffnet."))
    return locked(found)


def record_of(item: "AgendaItem") -> ItemRecord:
    """Return the locked record of an item, made when there is none."""
    ItemRecord.objects.get_or_create(item=item, defaults={"authority_id": item.authority_id})
    found: ItemRecord = ItemRecord.objects.select_for_update().get(item=item)
    return found


def log(
    verb: str,
    meeting: "Meeting",
    *,
    by: Person | None,
    at: dt.datetime,
    item: "AgendaItem | None" = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write the log: no texts, no names, and of items of the core group no more than that."""
    values: dict[str, object] = dict(after or {})
    if item is not None:
        if item.confidentiality == Confidentiality.CORE:
            values = {"item": _("Punkt der Kerngruppe")}
        else:
            values["item"] = item.public_id
    record(
        verb=verb,
        by=by,
        authority_id=meeting.authority_id,
        kind="meetings.meeting",
        object_id=meeting.public_id,
        label=f"{meeting.body}, {meeting.label}",
        after=values or None,
        at=at,
    )
