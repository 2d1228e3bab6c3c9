"""The short form: five fields make the whole chain; money and risk lead to the long form."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.concepts import answer, make_planned
from tests.factories.findings import make_finding, make_need
from tests.factories.measures import AT, make_measure, owner_of
from tests.factories.partners import make_organisation
from tests.people import People
from vorort.concepts import actions, queries
from vorort.concepts.choices import Known
from vorort.concepts.queries.course import missing_before_start
from vorort.core.scopes import authority_scope
from vorort.findings.models import Finding, Goal, Need
from vorort.measures import actions as measures
from vorort.measures.choices import ConceptForm, DecisionKind, MeasureState
from vorort.measures.models import Measure
from vorort.partners.models import Organisation

pytestmark = pytest.mark.django_db

ENDS_ON = dt.date(2026, 9, 30)


def _small(people: People, **given: Any) -> Measure:
    values: dict[str, Any] = {
        "authority": people.town,
        "title": "Fahrräder codieren auf dem Wochenmarkt",
        "why": "Am Bahnhof verschwinden seit dem Frühjahr viele Fahrräder.",
        "indicator": "mindestens 120 codierte Räder",
        "owner": owner_of(people),
        "ends_on": ENDS_ON,
        "by": people.coordinator,
        "at": AT,
    }
    with authority_scope(people.town):
        return actions.create_small(**{**values, **given})


def test_five_fields_make_finding_need_goal_and_measure(people: People) -> None:
    made = _small(people)
    assert (made.form, made.state) == (ConceptForm.SHORT, MeasureState.IDEA)
    assert made.ends_on == ENDS_ON
    assert made.responsible == people.coordinator
    with authority_scope(people.town):
        goal = made.goals.select_related("goal__need__finding").get().goal
        assert goal.own_indicator == "mindestens 120 codierte Räder"
        assert goal.due_on == ENDS_ON
        assert goal.need is not None
        finding = goal.need.finding
        assert finding.title == "Am Bahnhof verschwinden seit dem Frühjahr viele Fahrräder."
        assert finding.source_kind == ""
        assert finding.topic == made.topic == "theft"
        # Ready to be decided and to begin: nothing is missing.
        assert missing_before_start(made) == []


def test_an_open_finding_is_used_with_its_need(people: People) -> None:
    finding = make_finding(people.town, topic="violence")
    need = make_need(finding)
    made = _small(people, finding=finding, why="Die Schule hat gefragt.")
    with authority_scope(people.town):
        goal = made.goals.get().goal
        assert goal.need_id == need.pk
        assert made.topic == "violence"
        assert Finding.objects.count() == 1
        # The sentence beside a finding is not lost.
        assert queries.answers_of(made) == {"problem_now": "Die Schule hat gefragt."}


def test_a_finding_without_a_need_gets_one(people: People) -> None:
    finding = make_finding(people.town)
    made = _small(people, finding=finding, why="")
    with authority_scope(people.town):
        assert [need.title for need in finding.needs.all()] == [made.title]


def test_without_a_why_nothing_is_made(people: People) -> None:
    with pytest.raises(actions.WhyMissing, match="warum"):
        _small(people, why="  ")
    with authority_scope(people.town):
        assert not Measure.objects.exists()
        assert not Finding.objects.exists()


def test_what_fails_late_leaves_nothing(people: People) -> None:
    # The owner of another town is refused by the measure, after finding, need and goal.
    other = owner_of(people)
    other.authority_id = people.other_town.pk
    with pytest.raises(Exception, match="zuständig"):
        _small(people, owner=other)
    with authority_scope(people.town):
        assert not Finding.objects.exists()
        assert not Need.objects.exists()
        assert not Goal.objects.exists()


@pytest.mark.parametrize(
    ("planned", "is_risky", "form"),
    [
        (Decimal(0), False, ConceptForm.SHORT),
        (Decimal("2500.00"), False, ConceptForm.SHORT),
        (Decimal("2500.01"), False, ConceptForm.LONG),
        (Decimal(0), True, ConceptForm.LONG),
    ],
)
def test_the_form_is_in_proportion(
    people: People, planned: Decimal, is_risky: bool, form: str
) -> None:
    made = _small(people, planned=planned, is_risky=is_risky)
    assert made.form == form
    with authority_scope(people.town):
        facts = queries.known_of(made)
        # Everything is carried over, whatever the form.
        assert {Known.FINDING, Known.GOAL, Known.OWNER, Known.DATES} <= set(facts)
        assert (Known.BUDGET in facts) == bool(planned)


def test_audience_and_a_long_sentence_are_kept(people: People) -> None:
    why = "Viele sagen es. " * 30
    made = _small(people, why=why, audience=["seniors", "women"])
    with authority_scope(people.town):
        assert [each.group for each in made.audiences.all()] == ["seniors", "women"]
        finding = Finding.objects.get()
        assert len(finding.title) <= 200
        assert finding.statement == why.strip()
        assert finding.target_groups == ["seniors", "women"]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Fahrräder werden am Bahnhof gestohlen", "theft"),
        ("Enkeltrick: ältere Menschen verlieren ihr Geld", "fraud"),
        ("Vor der Kita rasen Autos, Tempo 30 hält keiner ein", "traffic"),
        ("Müll und Scherben auf dem Spielplatz", "disorder"),
        ("Irgendetwas anderes", "spaces"),
    ],
)
def test_the_topic_is_guessed_from_words(text: str, topic: str) -> None:
    assert queries.guess_topic(text) == topic


def test_small_recorded_decided_begun(people: People) -> None:
    made = _small(people)
    by = {"by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        decided = measures.decide(
            measure=made, kind=DecisionKind.ADMINISTRATION, on=AT.date(), note="Amtsleitung", **by
        )
        begun = measures.advance(measure=decided, to=MeasureState.RUNNING, on=AT.date(), **by)
    assert begun.state == MeasureState.RUNNING


# ── switching ────────────────────────────────────────────


def test_switching_keeps_every_answer(people: People) -> None:
    made = make_measure(people, form=ConceptForm.SHORT)
    answer(made, people, "problem_where", "Am Bahnhof.")
    answer(made, people, "measures_why", "Weil es hilft.")
    with authority_scope(people.town):
        before = queries.answers_of(made)
        long = actions.switch_form(measure=made, to=ConceptForm.LONG, by=people.coordinator, at=AT)
        assert long.form == ConceptForm.LONG
        assert queries.answers_of(long) == before
        back = actions.switch_form(measure=long, to=ConceptForm.SHORT, by=people.coordinator, at=AT)
        assert (back.form, queries.answers_of(back)) == (ConceptForm.SHORT, before)


def test_too_much_money_stays_in_the_long_form(people: People) -> None:
    made = make_planned(people)
    with authority_scope(people.town), pytest.raises(actions.FormTooShort, match="Kurzform"):
        actions.switch_form(measure=made, to=ConceptForm.SHORT, by=people.coordinator, at=AT)


def test_the_office_with_most_measures_is_proposed(people: People) -> None:
    club = make_organisation(people.town, name="Vereinsring")
    for owner in (owner_of(people), owner_of(people), club):
        _small(people, owner=owner)
    with authority_scope(people.town):
        assert queries.usual_owner(people.town) == owner_of(people)
        Organisation.objects.filter(pk=owner_of(people).pk).update(is_active=False)
        assert queries.usual_owner(people.town) == club
    with authority_scope(people.other_town):
        assert queries.usual_owner(people.other_town) is None
