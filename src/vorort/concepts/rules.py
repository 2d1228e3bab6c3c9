"""Who writes in a concept, and which steps may still be written."""

from vorort.accounts.models import Person
from vorort.concepts.choices import BEFORE_END, Step
from vorort.measures.choices import ConceptForm
from vorort.measures.models import Measure
from vorort.measures.rules import can_edit, has_ended

LONGEST = 10_000


def can_write(actor: Person, measure: Measure) -> bool:
    """Whether the person answers the questions of a measure."""
    return can_edit(actor, measure.authority)


def is_open(measure: Measure, step: int) -> bool:
    """Whether answers of a step may still change: what was planned stays once it is over."""
    return Step(step) in BEFORE_END or not has_ended(measure)


def can_be_decided(measure: Measure) -> bool:
    """Whether a body can still decide on it: what already runs may wait for its resolution."""
    return measure.decided_on is None and not has_ended(measure)


def is_short(measure: Measure) -> bool:
    """Whether five fields are enough for this measure."""
    return measure.form == ConceptForm.SHORT
