"""Reads of vitality: the signs of life of a body, and what would bring it back."""

from vorort.vitality.queries.agenda import ProposedItem, propose_items
from vorort.vitality.queries.dates import Habit, habit_of, suggest_starts, usual_slot
from vorort.vitality.queries.panel import sums_of, vitality_panel
from vorort.vitality.queries.signs import Sat, Vitality, signs_of

__all__ = [
    "Habit",
    "ProposedItem",
    "Sat",
    "Vitality",
    "habit_of",
    "propose_items",
    "signs_of",
    "suggest_starts",
    "sums_of",
    "usual_slot",
    "vitality_panel",
]
