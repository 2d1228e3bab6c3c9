"""What is done with measures."""

from vorort.measures.actions._common import MeasureEnded, ReasonNeeded, measure_changed
from vorort.measures.actions.creating import (
    GoalMissing,
    NotReadyToFollow,
    continue_as,
    create_measure,
    join_goal,
    leave_goal,
)
from vorort.measures.actions.deciding import (
    NotReady,
    StepRefused,
    advance,
    decide,
    missing_before,
    on_resolution,
)
from vorort.measures.actions.editing import (
    StaleMeasure,
    cite,
    edit_measure,
    remove_citation,
    set_audiences,
)
from vorort.measures.actions.money import (
    OverBudget,
    add_budget_line,
    add_spending,
    edit_budget_line,
    remove_budget_line,
    remove_spending,
)
from vorort.measures.actions.parts import (
    NoAccess,
    PartTaken,
    add_part,
    confirm_part,
    edit_part,
    remove_part,
    report_part,
)
from vorort.measures.actions.planning import (
    MilestoneFixed,
    add_milestone,
    drop_milestone,
    finish_milestone,
    move_milestone,
    reopen_milestone,
)

__all__ = [
    "GoalMissing",
    "MeasureEnded",
    "MilestoneFixed",
    "NoAccess",
    "NotReady",
    "NotReadyToFollow",
    "OverBudget",
    "PartTaken",
    "ReasonNeeded",
    "StaleMeasure",
    "StepRefused",
    "add_budget_line",
    "add_milestone",
    "add_part",
    "add_spending",
    "advance",
    "cite",
    "confirm_part",
    "continue_as",
    "create_measure",
    "decide",
    "drop_milestone",
    "edit_budget_line",
    "edit_measure",
    "edit_part",
    "finish_milestone",
    "join_goal",
    "leave_goal",
    "measure_changed",
    "missing_before",
    "move_milestone",
    "on_resolution",
    "remove_budget_line",
    "remove_citation",
    "remove_part",
    "remove_spending",
    "reopen_milestone",
    "report_part",
    "set_audiences",
]
