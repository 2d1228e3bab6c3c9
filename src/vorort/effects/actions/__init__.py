"""Writes of evaluation: the plan before the start, counts on the way, each computed result."""

from vorort.effects.actions.evaluating import NothingToJudge, Recheck, assess, evaluate, recheck
from vorort.effects.actions.planning import (
    PlanFixed,
    PlanRefused,
    drop_plan,
    edit_plan,
    plan_outcome,
)
from vorort.effects.actions.reach import (
    CountRefused,
    add_reach,
    count_reach,
    drop_count,
    drop_reach,
)

__all__ = [
    "CountRefused",
    "NothingToJudge",
    "PlanFixed",
    "PlanRefused",
    "Recheck",
    "add_reach",
    "assess",
    "count_reach",
    "drop_count",
    "drop_plan",
    "drop_reach",
    "edit_plan",
    "evaluate",
    "plan_outcome",
    "recheck",
]
