"""What is written of a concept: answers, the small measure as a whole, the council's paper."""

from vorort.concepts.actions.answering import (
    AnswerTooLong,
    Conflict,
    StepClosed,
    UnknownQuestion,
    save_answer,
    take_over_answers,
)
from vorort.concepts.actions.papers import NothingToDecide, make_paper
from vorort.concepts.actions.small import (
    FormTooShort,
    WhyMissing,
    create_small,
    switch_form,
)

__all__ = [
    "AnswerTooLong",
    "Conflict",
    "FormTooShort",
    "NothingToDecide",
    "StepClosed",
    "UnknownQuestion",
    "WhyMissing",
    "create_small",
    "make_paper",
    "save_answer",
    "switch_form",
    "take_over_answers",
]
