"""Answers: nothing is lost, nothing overwritten, codes and lengths are checked."""

import datetime as dt

import pytest

from tests.factories.concepts import answer, make_planned
from tests.factories.measures import AT, make_measure
from tests.people import People
from vorort.audit.models import Event
from vorort.concepts import actions, queries
from vorort.concepts.choices import QUESTIONS, Step, of_step
from vorort.concepts.models import Answer
from vorort.concepts.rules import LONGEST
from vorort.core.scopes import authority_scope
from vorort.measures.choices import ConceptForm, MeasureState
from vorort.measures.models import Measure

pytestmark = pytest.mark.django_db


def test_an_answer_is_saved_and_found_again(people: People) -> None:
    measure = make_measure(people)
    kept = answer(measure, people, "problem_where", "Am Bahnhof.\r\nAbends.")
    with authority_scope(people.town):
        assert kept.revision == 1
        assert kept.answered_by == people.coordinator
        assert queries.answers_of(measure) == {"problem_where": "Am Bahnhof.\nAbends."}


def test_the_first_answer_makes_a_concept_of_an_idea(people: People) -> None:
    measure = make_measure(people)
    short = make_measure(people, form=ConceptForm.SHORT)
    for each in (measure, short):
        answer(each, people, "problem_where", "Am Bahnhof.")
        with authority_scope(people.town):
            each.refresh_from_db()
    assert (measure.state, short.state) == (MeasureState.CONCEPT, MeasureState.IDEA)
    answer(measure, people, "problem_where", "Am Markt.")
    with authority_scope(people.town):
        assert [each.state for each in measure.steps.all()] == ["idea", "concept"]


def test_first_answers_that_come_together_are_all_saved(people: People) -> None:
    """Each request read the idea before any of them had made a concept of it."""
    measure = make_measure(people)
    with authority_scope(people.town):
        read_early = [Measure.objects.get(pk=measure.pk) for _request in range(3)]
    for each, question in zip(read_early, of_step(Step.PROBLEM), strict=False):
        answer(each, people, question.code, "Am Bahnhof.")
    with authority_scope(people.town):
        assert len(queries.answers_of(measure)) == 3
        assert [each.state for each in measure.steps.all()] == ["idea", "concept"]
    assert {each.state for each in read_early} == {MeasureState.CONCEPT}


def test_the_same_text_again_changes_nothing(people: People) -> None:
    measure = make_measure(people)
    first = answer(measure, people, "problem_where", "Am Bahnhof.")
    # A page that was restored sends what has arrived already, with the state before it.
    again = answer(measure, people, "problem_where", "Am Bahnhof.", revision=0)
    assert (first.revision, again.revision) == (1, 1)


def test_two_who_write_at_once_lose_nothing(people: People) -> None:
    measure = make_measure(people)
    answer(measure, people, "problem_where", "Am Bahnhof.", by=people.mayor)
    with authority_scope(people.town), pytest.raises(actions.Conflict) as refused:
        actions.save_answer(
            measure=measure, question="problem_where", text="Auf dem Markt.", revision=0,
            by=people.coordinator, at=AT,
        )  # fmt: skip
    assert refused.value.current.text == "Am Bahnhof."
    with authority_scope(people.town):
        assert queries.answers_of(measure)["problem_where"] == "Am Bahnhof."


def test_an_answer_can_be_taken_back(people: People) -> None:
    measure = make_measure(people)
    answer(measure, people, "problem_where", "Am Bahnhof.")
    answer(measure, people, "problem_where", "  \n ")
    with authority_scope(people.town):
        assert queries.answers_of(measure) == {}
        kept = queries.get_answer(measure, "problem_where")
        assert kept is not None
        assert (kept.text, kept.revision) == ("", 2)


def test_unknown_questions_and_endless_answers_are_refused(people: People) -> None:
    measure = make_measure(people)
    with pytest.raises(actions.UnknownQuestion):
        answer(measure, people, "shoe_size", "42")
    with pytest.raises(actions.AnswerTooLong, match=r"10\.000"):
        answer(measure, people, "problem_where", "a" * (LONGEST + 1))
    with authority_scope(people.town):
        assert not Answer.objects.exists()


def test_saving_by_itself_fills_the_log_once_in_ten_minutes(people: People) -> None:
    measure = make_measure(people)
    for minutes, text in ((0, "A"), (1, "AB"), (2, "ABC")):
        answer(measure, people, "problem_where", text, at=AT + dt.timedelta(minutes=minutes))
    verbs = Event.objects.filter(verb="concepts.answer_saved", object_id=measure.public_id)
    assert verbs.count() == 1
    # Another person's words are another entry, with the question but never the text.
    answer(measure, people, "problem_where", "anders", by=people.mayor)
    assert verbs.count() == 2
    assert {str(each.after) for each in verbs} == {"{'question': 'problem_where'}"}


def test_what_was_planned_stays_when_the_measure_is_over(people: People) -> None:
    measure = make_planned(people)
    with authority_scope(people.town):
        Measure.objects.filter(pk=measure.pk).update(
            state=MeasureState.STOPPED, state_reason="Kein Geld.", ended_on=AT.date()
        )
        measure.refresh_from_db()
    with pytest.raises(actions.StepClosed, match="6"):
        answer(measure, people, "problem_where", "später")
    assert answer(measure, people, "end_lessons", "Früher fragen.").text == "Früher fragen."


def test_answers_of_another_town_fill_only_what_is_empty(people: People) -> None:
    measure = make_measure(people)
    answer(measure, people, "problem_where", "Unser Bahnhof.")
    with authority_scope(people.town):
        taken = actions.take_over_answers(
            measure=measure,
            answers={"problem_where": "Ihr Markt.", "end_transfer": "Klein anfangen.", "old": "x"},
            by=people.coordinator,
            at=AT,
        )
        assert [each.question for each in taken] == ["end_transfer"]
        assert queries.answers_of(measure) == {
            "problem_where": "Unser Bahnhof.",
            "end_transfer": "Klein anfangen.",
        }


def test_only_what_is_meant_for_all_is_public(people: People) -> None:
    measure = make_measure(people)
    for question in QUESTIONS:
        answer(measure, people, question.code, f"Antwort {question.code}")
    with authority_scope(people.town):
        public = queries.public_answers(measure)
    assert "problem_from" not in public
    assert "causes_other" not in public
    assert set(public) == {question.code for question in QUESTIONS if question.for_all}


@pytest.mark.parametrize("step", list(Step))
def test_each_step_asks_plainly(step: Step) -> None:
    asked = of_step(step)
    assert 3 <= len(asked) <= 8
    for question in asked:
        assert str(question.text).endswith("?")
        assert question.help
        # An example says enough to copy its manner.
        assert len(str(question.example)) > 40
        assert len(question.code) <= 40


def test_codes_are_unique() -> None:
    assert len({question.code for question in QUESTIONS}) == len(QUESTIONS)
