"""Writes of a town's own figures."""

from vorort.records.actions.observations import (
    BadObservation,
    ObservationRow,
    store_observations,
)

__all__ = ["BadObservation", "ObservationRow", "store_observations"]
