"""Reads of measures."""

from vorort.measures.queries.duties import list_duties
from vorort.measures.queries.facts import MeasureFacts, get_facts
from vorort.measures.queries.frame import Frame, chain_of, get_frame
from vorort.measures.queries.reading import (
    ACTIVE,
    Money,
    SourceSum,
    conditions,
    get_measure,
    get_part,
    list_for_organisation,
    list_measures,
    list_my_measures,
    list_resolutions_for,
    lock_town,
    money_of,
    rests_on_finding,
)
from vorort.measures.queries.versions import Change, changes_of, contents, difference, kept_content
from vorort.measures.queries.words import is_past_end, milestone_words, state_kind, state_words

__all__ = [
    "ACTIVE",
    "Change",
    "Frame",
    "MeasureFacts",
    "Money",
    "SourceSum",
    "chain_of",
    "changes_of",
    "conditions",
    "contents",
    "difference",
    "get_facts",
    "get_frame",
    "get_measure",
    "get_part",
    "is_past_end",
    "kept_content",
    "list_duties",
    "list_for_organisation",
    "list_measures",
    "list_my_measures",
    "list_resolutions_for",
    "lock_town",
    "milestone_words",
    "money_of",
    "rests_on_finding",
    "state_kind",
    "state_words",
]
