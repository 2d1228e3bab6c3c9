"""Reads of concepts: questions with answers, what is known already, what is missing."""

from vorort.concepts.queries.choosing import (
    guess_topic,
    list_bodies,
    list_open_findings,
    list_owners,
    list_papers,
    list_readable_papers,
    open_need,
)
from vorort.concepts.queries.concept import (
    Concept,
    Item,
    Missing,
    StepAnswers,
    answers_of,
    completeness,
    get_answer,
    get_concept,
    missing_in,
    public_answers,
    question_text,
)
from vorort.concepts.queries.known import Fact, Line, known_of

__all__ = [
    "Concept",
    "Fact",
    "Item",
    "Line",
    "Missing",
    "StepAnswers",
    "answers_of",
    "completeness",
    "get_answer",
    "get_concept",
    "guess_topic",
    "known_of",
    "list_bodies",
    "list_open_findings",
    "list_owners",
    "list_papers",
    "list_readable_papers",
    "missing_in",
    "open_need",
    "public_answers",
    "question_text",
]
