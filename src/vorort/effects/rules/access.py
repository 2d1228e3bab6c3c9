"""Who may see and change what belongs to a measure's evaluation."""

from vorort.accounts.models import Person
from vorort.measures import rules as measures
from vorort.measures.models import Measure, Part


def can_view(actor: Person, measure: Measure) -> bool:
    """Whether somebody reads how a measure is judged: who works in the town."""
    return measures.can_view_work(actor, measure.authority)


def can_edit(actor: Person, measure: Measure) -> bool:
    """Whether somebody plans, counts and judges."""
    return measures.can_edit(actor, measure.authority)


def can_count(actor: Person, part: Part) -> bool:
    """Whether somebody counts for a part: who speaks for it."""
    return measures.speaks_for(actor, part)
