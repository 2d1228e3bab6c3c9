"""Reads of plans, results and what they mean."""

from vorort.effects.queries.changes import (
    changes_between,
    gives_again,
    has_newer_numbers,
    is_reproduced,
    recompute,
)
from vorort.effects.queries.choosing import (
    Candidate,
    IndicatorChoice,
    Suggestion,
    list_areas_of,
    list_indicators,
    read_choice,
    suggest,
)
from vorort.effects.queries.counts import (
    Counts,
    Question,
    last_complete,
    question_of,
    read_counts,
)
from vorort.effects.queries.duties import list_duties
from vorort.effects.queries.facts import (
    Process,
    counts_of_part,
    evaluation_facts,
    plan_facts,
    power_table,
    process_of,
)
from vorort.effects.queries.foreseen import what_could_be_seen
from vorort.effects.queries.hooks import load_ends, load_panel, load_words, stand
from vorort.effects.queries.pictures import EffectPicture, picture
from vorort.effects.queries.reading import (
    Reach,
    get_evaluation,
    get_plan,
    get_reach,
    latest,
    latest_of_plans,
    list_counts,
    list_evaluations,
    list_plans,
    newest_of_plan,
    reach_of,
)
from vorort.effects.queries.words import EffectText, describe

__all__ = [
    "Candidate",
    "Counts",
    "EffectPicture",
    "EffectText",
    "IndicatorChoice",
    "Process",
    "Question",
    "Reach",
    "Suggestion",
    "changes_between",
    "counts_of_part",
    "describe",
    "evaluation_facts",
    "get_evaluation",
    "get_plan",
    "get_reach",
    "gives_again",
    "has_newer_numbers",
    "is_reproduced",
    "last_complete",
    "latest",
    "latest_of_plans",
    "list_areas_of",
    "list_counts",
    "list_duties",
    "list_evaluations",
    "list_indicators",
    "list_plans",
    "load_ends",
    "load_panel",
    "load_words",
    "newest_of_plan",
    "picture",
    "plan_facts",
    "power_table",
    "process_of",
    "question_of",
    "reach_of",
    "read_choice",
    "read_counts",
    "recompute",
    "stand",
    "suggest",
    "what_could_be_seen",
]
