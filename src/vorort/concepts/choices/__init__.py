"""Steps, questions and documents of the assistant."""

from vorort.concepts.choices.questions import (
    BY_CODE,
    QUESTIONS,
    of_step,
)
from vorort.concepts.choices.vocabulary import (
    BEFORE_END,
    BEFORE_START,
    NEEDED,
    DocumentKind,
    Known,
    Needed,
    Question,
    Step,
)

__all__ = [
    "BEFORE_END",
    "BEFORE_START",
    "BY_CODE",
    "NEEDED",
    "QUESTIONS",
    "DocumentKind",
    "Known",
    "Needed",
    "Question",
    "Step",
    "of_step",
]
