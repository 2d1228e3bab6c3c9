"""Answers to suggestions; a measure of another town taken over."""

from vorort.networks.actions.answering import AlreadyAnswered, answer_suggestion, ask_again
from vorort.networks.actions.copying import GoalElsewhere, NotPublic, copy_measure

__all__ = [
    "AlreadyAnswered",
    "GoalElsewhere",
    "NotPublic",
    "answer_suggestion",
    "ask_again",
    "copy_measure",
]
