"""Who plans, counts and judges; the computation itself as a rule without any database."""

from vorort.effects.rules.access import can_count, can_edit, can_view
from vorort.effects.rules.areas import lies_in
from vorort.effects.rules.judging import (
    ENGINE,
    RING_LEVEL,
    compute,
    fingerprint,
    foresee,
    parameters_of,
)
from vorort.effects.rules.periods import (
    first_of,
    label_of,
    months_between,
    nth,
    place_of,
    span_label,
)

__all__ = [
    "ENGINE",
    "RING_LEVEL",
    "can_count",
    "can_edit",
    "can_view",
    "compute",
    "fingerprint",
    "first_of",
    "foresee",
    "label_of",
    "lies_in",
    "months_between",
    "nth",
    "parameters_of",
    "place_of",
    "span_label",
]
