"""Writes of a town's own figures."""

from vorort.records.actions.drafts import discard_draft, save_draft
from vorort.records.actions.entries import (
    EntryRefused,
    NothingChanged,
    SourceMissing,
    store_hand_entry,
)
from vorort.records.actions.observations import (
    BadObservation,
    ObservationRow,
    store_observations,
)

__all__ = [
    "BadObservation",
    "EntryRefused",
    "NothingChanged",
    "ObservationRow",
    "SourceMissing",
    "discard_draft",
    "save_draft",
    "store_hand_entry",
    "store_observations",
]
