"""All questions in their order. An answer keeps the code of its question: codes never change."""

from vorort.concepts.choices.analysis import ANALYSIS
from vorort.concepts.choices.planning import PLANNING
from vorort.concepts.choices.review import REVIEW
from vorort.concepts.choices.vocabulary import Question, Step

QUESTIONS: tuple[Question, ...] = (*ANALYSIS, *PLANNING, *REVIEW)
BY_CODE: dict[str, Question] = {question.code: question for question in QUESTIONS}


def of_step(step: int) -> tuple[Question, ...]:
    """Return the questions of a step."""
    return tuple(question for question in QUESTIONS if question.step == Step(step))
