"""Reads of the police statistics."""

from vorort.evidence.queries.bases import read_bases
from vorort.evidence.queries.counts import (
    EffectiveRow,
    UsableDeliveries,
    effective_rows,
    size_class_cases,
)
from vorort.evidence.queries.source import PoliceStatistics

__all__ = [
    "EffectiveRow",
    "PoliceStatistics",
    "UsableDeliveries",
    "effective_rows",
    "read_bases",
    "size_class_cases",
]
