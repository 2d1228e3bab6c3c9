"""The concept: what is known counts, what is missing is named, gates say it before a step."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.concepts import ENDS_ON, answer, answer_steps, make_planned
from tests.factories.findings import make_goal, make_hypothesis
from tests.factories.measures import AT, decide, make_existing, make_measure, make_measures
from tests.people import People
from vorort.concepts import queries
from vorort.concepts.choices import BEFORE_END, BEFORE_START, Known, Step
from vorort.concepts.queries.course import list_duties, missing_before_end, missing_before_start
from vorort.core.scopes import authority_scope
from vorort.measures import actions as measures
from vorort.measures import registry
from vorort.measures.choices import ConceptForm, MeasureState, Stage

pytestmark = pytest.mark.django_db


def _by(people: People) -> dict[str, object]:
    return {"by": people.coordinator, "at": AT}


def test_what_is_known_is_shown_and_not_asked_again(people: People) -> None:
    measure = make_planned(people)
    with authority_scope(people.town):
        concept = queries.get_concept(measure)
    what = concept.item("problem_what")
    assert what.is_known
    assert what.is_answered
    assert what.text == ""
    assert what.fact is not None
    assert "Fahrraddiebstahl" in what.fact.lines[0].text
    assert "von Menschen beobachtet" in what.fact.lines[0].note
    assert concept.item("causes_local").is_known
    assert not concept.item("causes_known").is_answered
    assert Known.MILESTONES in concept.facts
    assert "höchstens 26" in concept.facts[Known.GOAL].text
    assert "9.400,00 €" in concept.facts[Known.BUDGET].text.replace("\xa0", " ")


def test_a_goal_below_another_brings_its_finding_along(people: People) -> None:
    top = make_goal(people.town)
    make_hypothesis(top.need.finding)
    below = make_goal(people.town, need=None, parent=top, title="Am Nordausgang")
    measure = make_measure(people, goal=make_goal(people.town, need=None, parent=below))
    with authority_scope(people.town):
        concept = queries.get_concept(measure)
        assert concept.item("problem_what").is_known
        assert concept.item("causes_local").is_known
        read = {one.step: len(one.missing) for one in concept.steps}
        assert queries.missing_counts([measure])[measure.pk] == read


def test_a_step_counts_answers_and_facts(people: People) -> None:
    measure = make_planned(people)
    with authority_scope(people.town):
        before = queries.completeness(measure)
    # The goal is there, of three questions none is answered.
    assert before[Step.GOALS] == (1, 4)
    answer(measure, people, "goals_accept", "Sie haben gefragt.")
    with authority_scope(people.town):
        assert queries.completeness(measure)[Step.GOALS] == (2, 4)
        measures.set_audiences(measure=measure, audiences=[{"group": "youth"}], **_by(people))
        assert queries.completeness(measure)[Step.GOALS] == (3, 4)


def test_a_goal_without_a_day_is_not_enough(people: People) -> None:
    measure = make_measure(people, goal=make_goal(people.town, due_on=None))
    answer_steps(measure, people, (Step.GOALS,))
    with authority_scope(people.town):
        step = queries.get_concept(measure).step(3)
    assert [each.text for each in step.missing_facts] == [
        "Es fehlt ein Ziel mit Kennzahl und Datum."
    ]
    assert (step.complete, step.total) == (3, 4)


def test_kostet_nichts_is_an_answer(people: People) -> None:
    measure = make_measure(people, ends_on=ENDS_ON)
    answer_steps(measure, people, (Step.CONCEPT,))
    answer(measure, people, "concept_money", "kostet nichts")
    with authority_scope(people.town):
        step = queries.get_concept(measure).step(5)
        assert [each.text for each in step.missing] == [
            "Im Arbeitsplan steht noch kein Meilenstein."
        ]
        measures.add_milestone(
            measure=measure, title="Start", due_on=dt.date(2026, 5, 1), **_by(people)
        )
        assert queries.get_concept(measure).step(5).is_complete


def test_the_long_form_needs_steps_one_to_five_to_begin(people: People) -> None:
    measure = decide(make_planned(people), people)
    with authority_scope(people.town):
        missing = registry.missing_for(Stage.START, measure)
        with pytest.raises(measures.NotReady) as refused:
            measures.advance(measure=measure, to=MeasureState.RUNNING, on=AT.date(), **_by(people))
    assert len(refused.value.missing) == 5
    first = next(each for each in missing if each.startswith("Schritt 1"))
    assert "„Wo und wann tritt es auf?“" in first
    assert "und 2 weitere" in first
    assert isinstance(first, registry.Missing)
    assert first.url.endswith("/schritt/1/")
    answer_steps(measure, people)
    with authority_scope(people.town):
        assert missing_before_start(measure) == []
        measure = measures.advance(
            measure=measure, to=MeasureState.RUNNING, on=AT.date(), **_by(people)
        )
    assert measure.state == MeasureState.RUNNING


def test_the_last_question_of_a_step_is_linked_itself(people: People) -> None:
    measure = make_planned(people)
    answer_steps(measure, people)
    answer(measure, people, "problem_where", "")
    with authority_scope(people.town):
        (sentence,) = missing_before_start(measure)
    assert isinstance(sentence, registry.Missing)
    assert sentence.url.endswith("/schritt/1/#frage-problem_where")


def test_the_long_form_needs_steps_six_and_seven_to_end(people: People) -> None:
    measure = make_planned(people, state=MeasureState.RUNNING)
    with authority_scope(people.town):
        assert len(missing_before_end(measure)) == 2
        measure = measures.advance(
            measure=measure, to=MeasureState.EVALUATED, on=AT.date(), **_by(people)
        )
        with pytest.raises(measures.NotReady, match="Schritt 7"):
            measures.advance(
                measure=measure, to=MeasureState.CLOSED, on=AT.date(), reason="Vorbei.",
                **_by(people),
            )  # fmt: skip
    answer_steps(measure, people, BEFORE_END)
    with authority_scope(people.town):
        assert missing_before_end(measure) == []


def test_what_has_outgrown_the_short_form_does_not_end_by_it(people: People) -> None:
    """The form is changed on the page of the measure, or money is planned, while it runs."""
    grown = make_measure(people, form=ConceptForm.SHORT, state=MeasureState.RUNNING)
    changed = make_planned(people, state=MeasureState.RUNNING)
    reason = {"reason": "Anders als gedacht.", **_by(people)}
    with authority_scope(people.town):
        measures.add_budget_line(
            measure=grown, title="Umbau", planned=Decimal(50_000), kind="material", source="own",
            **reason,
        )  # fmt: skip
        measures.edit_measure(
            measure=changed, revision=changed.revision, form=ConceptForm.SHORT, **reason
        )
    for measure in (grown, changed):
        answer(measure, people, "end_lessons", "Früher fragen.")
        with authority_scope(people.town):
            measure.refresh_from_db()
            evaluated = measures.advance(
                measure=measure, to=MeasureState.EVALUATED, on=AT.date(), **_by(people)
            )
            with pytest.raises(measures.NotReady, match="auf die Langform") as refused:
                measures.advance(
                    measure=evaluated, to=MeasureState.CLOSED, on=AT.date(), reason="Vorbei.",
                    **_by(people),
                )  # fmt: skip
            assert refused.value.missing[0].url.endswith(f"/konzepte/{measure.public_id}/")


def test_stopping_needs_no_concept(people: People) -> None:
    measure = make_planned(people, state=MeasureState.RUNNING)
    with authority_scope(people.town):
        stopped = measures.advance(
            measure=measure, to=MeasureState.STOPPED, on=AT.date(), reason="Kein Geld mehr.",
            **_by(people),
        )  # fmt: skip
    assert stopped.state == MeasureState.STOPPED


def test_the_short_form_needs_a_goal_an_end_and_what_was_learned(people: People) -> None:
    measure = make_measure(people, form=ConceptForm.SHORT)
    with authority_scope(people.town):
        (sentence,) = missing_before_start(measure)
        assert "bis wann die Maßnahme läuft" in sentence
        measures.edit_measure(
            measure=measure, revision=measure.revision, ends_on=ENDS_ON, **_by(people)
        )
        measure.refresh_from_db()
        assert missing_before_start(measure) == []
        (after,) = missing_before_end(measure)
        assert "„Was haben Sie gelernt?“" in after
    answer(measure, people, "end_lessons", "Samstags kommen mehr.")
    with authority_scope(people.town):
        assert missing_before_end(measure) == []


def test_bestand_without_a_chain_says_what_is_missing(people: People) -> None:
    measure = make_existing(people)
    with authority_scope(people.town):
        concept = queries.get_concept(measure)
    assert not concept.item("problem_what").is_answered
    assert concept.step(3).missing_facts


# ── many at once ─────────────────────────────────────────


def test_counting_many_says_the_same_as_reading_one(people: People) -> None:
    plain, planned = make_measure(people), make_planned(people)
    short = make_measure(people, form=ConceptForm.SHORT)
    existing, full = make_existing(people), make_planned(people)
    answer_steps(full, people, tuple(Step))
    answer(plain, people, "problem_where", "Am Bahnhof.")
    with authority_scope(people.town):
        measures.edit_measure(
            measure=planned, revision=planned.revision, risk_factors=["opportunity"],
            evidence_level="probable", summary="Räder codieren.", afterwards="Der Verein.",
            **_by(people),
        )  # fmt: skip
        rows = [plain, planned, short, existing, full]
        for each in rows:
            each.refresh_from_db()
        counted = queries.missing_counts(rows)
        for each in rows:
            read = {one.step: len(one.missing) for one in queries.get_concept(each).steps}
            assert counted[each.pk] == read
    assert not any(counted[full.pk].values())


def test_counting_costs_the_same_for_3_and_300(people: People) -> None:
    with authority_scope(people.town):
        queries_of = []
        for count in (3, 300):
            rows = make_measures(people, count)
            with CaptureQueriesContext(connection) as seen:
                queries.missing_counts(rows)
            queries_of.append(len(seen))
    assert queries_of[0] == queries_of[1] <= 3


# ── duties ───────────────────────────────────────────────


def test_a_concept_is_owed_when_the_beginning_is_near(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = make_planned(people)
    monkeypatch.setattr("vorort.concepts.queries.course.today", lambda: dt.date(2026, 3, 10))
    (duty,) = list_duties(people.coordinator)
    assert duty.kind == "concepts.before_start"
    assert duty.due_on == measure.starts_on
    assert duty.url.endswith(f"{measure.public_id}/schritt/1/")
    assert list_duties(people.mayor) == []
    monkeypatch.setattr("vorort.concepts.queries.course.today", lambda: dt.date(2026, 2, 1))
    assert list_duties(people.coordinator) == []


def test_conclusions_are_owed_after_the_end(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = make_planned(people, state=MeasureState.RUNNING)
    monkeypatch.setattr("vorort.concepts.queries.course.today", lambda: dt.date(2027, 1, 10))
    (duty,) = list_duties(people.coordinator)
    assert duty.kind == "concepts.before_end"
    answer_steps(measure, people, BEFORE_END)
    assert list_duties(people.coordinator) == []


def test_all_steps_together_are_complete(people: People) -> None:
    measure = make_planned(people)
    answer_steps(measure, people, tuple(Step))
    with authority_scope(people.town):
        concept = queries.get_concept(measure)
    assert concept.next_step is None
    assert all(step.is_complete for step in concept.steps)
    assert tuple(Step) == BEFORE_START + BEFORE_END
