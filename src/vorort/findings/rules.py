"""Who may see and work on findings; what a rating and a goal have to be like."""

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import may
from vorort.findings.choices import Direction
from vorort.findings.models import Goal

FINDING, NEED, GOAL = "findings.finding", "findings.need", "findings.goal"


def can_view(actor: Person, authority: Authority) -> bool:
    """Whether the person reads the findings of a town."""
    return may(actor, Permission.VIEW_WORK, authority)


def can_edit(actor: Person, authority: Authority) -> bool:
    """Whether the person keeps the findings of a town."""
    return may(actor, Permission.EDIT_MEASURES, authority)


def is_worse(goal: Goal) -> bool:
    """Whether the target lies on the wrong side of the baseline."""
    if goal.target is None or goal.baseline is None:
        return False
    if goal.direction == Direction.DOWN:
        return goal.target > goal.baseline
    return goal.target < goal.baseline
