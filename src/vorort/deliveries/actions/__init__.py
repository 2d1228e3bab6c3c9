"""Writes of deliveries: they come in, are checked, stored, released, revoked, taken back."""

from vorort.deliveries.actions.fetched import note_fetched
from vorort.deliveries.actions.intake import (
    AlreadyStored,
    QuarantineNote,
    WrongRelease,
    WrongState,
    cancel,
    mark_checked,
    mark_checking,
    mark_stored,
    receive,
    reject,
    request_check,
    request_store,
    undo,
)
from vorort.deliveries.actions.release import (
    Attachment,
    ReasonMissing,
    delivery_revoked,
    revoke,
    set_release,
)

__all__ = [
    "AlreadyStored",
    "Attachment",
    "QuarantineNote",
    "ReasonMissing",
    "WrongRelease",
    "WrongState",
    "cancel",
    "delivery_revoked",
    "mark_checked",
    "mark_checking",
    "mark_stored",
    "note_fetched",
    "receive",
    "reject",
    "request_check",
    "request_store",
    "revoke",
    "set_release",
    "undo",
]
