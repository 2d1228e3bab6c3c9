"""Reads of concepts: questions with answers, what is known already, what is missing."""

from vorort.concepts.queries.choosing import (
    guess_topic,
    has_decided_paper,
    list_bodies,
    list_open_findings,
    list_owners,
    list_papers,
    list_readable_papers,
    open_need,
    usual_owner,
)
from vorort.concepts.queries.concept import (
    Concept,
    Item,
    Missing,
    StepAnswers,
    answers_of,
    completeness,
    five_of,
    get_answer,
    get_concept,
    missing_in,
    public_answers,
    question_text,
)
from vorort.concepts.queries.course import can_switch_form, due_step, list_duties, next_deed
from vorort.concepts.queries.known import Fact, Line, known_of
from vorort.concepts.queries.progress import missing_counts

__all__ = [
    "Concept",
    "Fact",
    "Item",
    "Line",
    "Missing",
    "StepAnswers",
    "answers_of",
    "can_switch_form",
    "completeness",
    "due_step",
    "five_of",
    "get_answer",
    "get_concept",
    "guess_topic",
    "has_decided_paper",
    "known_of",
    "list_bodies",
    "list_duties",
    "list_open_findings",
    "list_owners",
    "list_papers",
    "list_readable_papers",
    "missing_counts",
    "missing_in",
    "next_deed",
    "open_need",
    "public_answers",
    "question_text",
    "usual_owner",
]
