"""Writes of areas and population."""

from vorort.places.actions.drawn import store_drawn_districts
from vorort.places.actions.keys import (
    PopulationRow,
    WrongAreaKey,
    ensure_areas,
    is_key_of,
    parent_key,
    store_population,
)
from vorort.places.actions.states import (
    AreaRow,
    StateOutcome,
    hand_in,
    keep_options,
    keep_summary,
    store_import,
    store_state,
)

__all__ = [
    "AreaRow",
    "PopulationRow",
    "StateOutcome",
    "WrongAreaKey",
    "ensure_areas",
    "hand_in",
    "is_key_of",
    "keep_options",
    "keep_summary",
    "parent_key",
    "store_drawn_districts",
    "store_import",
    "store_population",
    "store_state",
]
