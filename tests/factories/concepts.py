"""Concepts of the tests' town: answers, a concept complete enough to begin, one to the end."""

import datetime as dt
from decimal import Decimal

from tests.factories.findings import make_hypothesis
from tests.factories.measures import AT, make_measure
from tests.people import People

from vorort.concepts import actions
from vorort.concepts.choices import BEFORE_START, QUESTIONS, Step
from vorort.concepts.models import Answer
from vorort.concepts.queries import get_answer
from vorort.core.scopes import authority_scope
from vorort.measures import actions as measures
from vorort.measures.models import Measure

ENDS_ON = dt.date(2026, 12, 31)


def answer(measure: Measure, people: People, code: str, text: str, **given: object) -> Answer:
    """Save an answer on top of what stands."""
    with authority_scope(measure.authority):
        known = get_answer(measure, code)
        values: dict[str, object] = {
            "revision": known.revision if known else 0,
            "by": people.coordinator,
            "at": AT,
        }
        return actions.save_answer(
            measure=measure,
            question=code,
            text=text,
            **{**values, **given},  # type: ignore[arg-type]
        )


def answer_steps(measure: Measure, people: People, steps: tuple[Step, ...] = BEFORE_START) -> None:
    """Answer every question of these steps with words that tell which it is."""
    for question in QUESTIONS:
        if question.step in steps:
            answer(measure, people, question.code, f"Antwort auf {question.code}.")


def make_planned(people: People, **given: object) -> Measure:
    """Make a measure with a hypothesis, a milestone, money and an end."""
    values: dict[str, object] = {"starts_on": dt.date(2026, 4, 1), "ends_on": ENDS_ON}
    measure = make_measure(people, **{**values, **given})
    by = {"by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        first = measure.goals.select_related("goal__need__finding").get()
        need = first.goal.need
        assert need is not None
        make_hypothesis(need.finding)
        measures.add_milestone(
            measure=measure, title="Platz hergerichtet", due_on=dt.date(2026, 6, 30), **by
        )
        measures.add_budget_line(
            measure=measure, title="Abstellanlage", planned=Decimal(9400), kind="material",
            source="own", reason="Geplant.", **by,
        )  # fmt: skip
    return measure
