"""A measure from its goal to its end; what is refused says what to do."""

import datetime as dt

import pytest

from tests.factories.findings import make_goal
from tests.factories.measures import (
    AT,
    TODAY,
    decide,
    make_existing,
    make_line,
    make_measure,
    owner_of,
)
from tests.people import People
from vorort.audit.models import Event
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.measures import actions, registry
from vorort.measures.choices import (
    ConceptForm,
    DecisionKind,
    MeasureOrigin,
    MeasureState,
    Stage,
)
from vorort.measures.models import Measure
from vorort.measures.queries import changes_of, kept_content

LATER = TODAY + dt.timedelta(days=60)
LATER_AT = AT + dt.timedelta(days=60)


@pytest.fixture
def no_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    """What apps above want before a stage is tested with them."""
    monkeypatch.setattr(registry, "_gates", {stage: [] for stage in Stage})


def test_a_new_measure_needs_finding_goal_and_owner(people: People) -> None:
    given = {"title": "Mehr Licht", "topic": "spaces", "by": people.coordinator, "at": AT}
    owner = owner_of(people)
    with authority_scope(people.town):
        with pytest.raises(actions.GoalMissing, match="Feststellung, Bedarf und Ziel"):
            actions.create_measure(authority=people.town, owner=owner, **given)
        loose, goals = make_goal(people.town, need=None), [make_goal(people.town)]
        with pytest.raises(actions.GoalMissing):
            actions.create_measure(authority=people.town, owner=owner, goals=[loose], **given)
        with pytest.raises(DomainError, match="wer zuständig ist"):
            actions.create_measure(authority=people.town, owner=None, goals=goals, **given)
        assert not Measure.objects.exists()


def test_the_need_may_stand_further_up_the_tree(people: People) -> None:
    top = make_goal(people.town)
    own = make_measure(people, goal=make_goal(people.town, need=None, parent=top))
    assert own.state == MeasureState.IDEA
    assert own.reference == "M 1/2026"


def test_numbers_count_by_town_and_year(people: People) -> None:
    first, second = make_measure(people), make_existing(people)
    assert (first.number, second.number) == (1, 2)


def test_goal_of_another_town_is_refused(people: People) -> None:
    with pytest.raises(DomainError, match="anderen Ort"):
        make_measure(people, goal=make_goal(people.other_town))


def test_what_runs_already_comes_in_without_a_goal_and_joins_later(people: People) -> None:
    own = make_existing(people, starts_on=dt.date(2024, 9, 1))
    with authority_scope(people.town):
        assert (own.state, own.state_on) == (MeasureState.RUNNING, dt.date(2024, 9, 1))
        goal = make_goal(people.town)
        actions.join_goal(measure=own, goal=goal, by=people.coordinator, at=AT)
        with pytest.raises(actions.ReasonNeeded):
            actions.join_goal(
                measure=own, goal=make_goal(people.town), by=people.coordinator, at=AT
            )
        assert [each.goal for each in own.goals.all()] == [goal]
        assert "Bestand" in own.versions.first().reason


def test_what_runs_already_has_begun(people: People) -> None:
    with pytest.raises(DomainError, match="schon begonnen"):
        make_existing(people, starts_on=TODAY + dt.timedelta(days=1))


def test_the_end_lies_after_the_beginning(people: People) -> None:
    with pytest.raises(DomainError, match="liegt vor dem Beginn") as refused:
        make_measure(people, starts_on=dt.date(2026, 5, 1), ends_on=dt.date(2026, 4, 1))
    assert refused.value.field == "ends_on"


def test_risk_needs_the_long_form(people: People) -> None:
    with pytest.raises(DomainError, match="Langform"):
        make_measure(people, form=ConceptForm.SHORT, is_risky=True)


@pytest.mark.usefixtures("no_gates")
def test_from_idea_to_end(people: People) -> None:
    own = decide(make_measure(people), people)
    by = people.coordinator
    with authority_scope(people.town):
        assert own.state == MeasureState.DECIDED
        start = {"measure": own, "by": by, "at": LATER_AT}
        own = actions.advance(to="running", on=LATER, **start)
        assert own.starts_on == LATER
        own = actions.advance(to="evaluated", on=LATER, **start)
        with pytest.raises(actions.StepRefused, match="warum die Maßnahme endet"):
            actions.advance(to="closed", on=LATER, **start)
        own = actions.advance(to="closed", on=LATER, reason="Ziel erreicht.", **start)
        assert (own.ended_on, own.state_reason) == (LATER, "Ziel erreicht.")
        states = [each.state for each in own.steps.all()]
        assert states == ["idea", "decided", "running", "evaluated", "closed"]
        # It stays in the chain, and nothing of it changes any more.
        assert own.goals.count() == 1
        with pytest.raises(actions.MeasureEnded, match="Fortführung"):
            actions.edit_measure(measure=own, revision=0, by=by, at=LATER_AT, title="Anders")
        actions.edit_measure(
            measure=own,
            revision=0,
            by=by,
            at=LATER_AT,
            lessons="Früher anfangen.",
            reason="Schluss",
        )
    assert Event.objects.filter(verb="measures.measure_advanced").count() == 3


def test_steps_that_do_not_exist_are_refused(people: People) -> None:
    own = make_measure(people)
    given = {"measure": own, "on": TODAY, "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        with pytest.raises(actions.StepRefused, match="Möglich ist"):
            actions.advance(to="running", **given)
        with pytest.raises(actions.StepRefused, match="Beschließen"):
            actions.advance(to="decided", **given)
        with pytest.raises(actions.StepRefused, match="schon den Stand"):
            actions.advance(to="idea", **given)
        with pytest.raises(DomainError, match="Zukunft"):
            actions.advance(**{**given, "to": "concept", "on": LATER})


def test_stopping_needs_a_reason_and_no_concept(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        registry, "_gates", {stage: [lambda _m: ["Schritt 1 fehlt."]] for stage in Stage}
    )
    own = make_measure(people)
    given = {"measure": own, "to": "stopped", "on": TODAY, "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        with pytest.raises(actions.StepRefused):
            actions.advance(**given)
        stopped = actions.advance(reason="Kein Geld.", **given)
        assert stopped.ended_on == TODAY


def test_beginning_and_end_ask_the_apps_above(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {Stage.START: ["Schritt 2 fehlt."], Stage.END: ["Schritt 7 fehlt."]}
    gates = {stage: [lambda _m, stage=stage: wanted[stage]] for stage in Stage}
    monkeypatch.setattr(registry, "_gates", gates)
    own = decide(make_measure(people), people)
    given = {"measure": own, "on": TODAY, "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        with pytest.raises(actions.NotReady) as refused:
            actions.advance(to="running", **given)
        assert refused.value.missing == ["Schritt 2 fehlt."]
        wanted[Stage.START] = []
        actions.advance(to="running", **given)
        actions.advance(to="evaluated", **given)
        with pytest.raises(actions.NotReady, match="Schritt 7"):
            actions.advance(to="closed", reason="Fertig.", **given)


@pytest.mark.usefixtures("no_gates")
def test_the_short_form_holds_for_little_money(people: People) -> None:
    own = make_measure(people, form=ConceptForm.SHORT)
    make_line(own, people, planned=2501)
    own = decide(own, people)
    given = {"measure": own, "to": "running", "on": TODAY, "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        with pytest.raises(actions.NotReady, match="Langform"):
            actions.advance(**given)
        actions.edit_measure(
            measure=own, revision=0, by=people.coordinator, at=AT, form="long", reason="Mehr Geld."
        )
        actions.advance(**given)


def test_a_decision_of_a_body_names_its_resolution(people: People) -> None:
    own = make_measure(people)
    with pytest.raises(actions.StepRefused, match="wählen Sie den Beschluss"):
        decide(own, people, kind=DecisionKind.COUNCIL, note="")
    decided = decide(own, people, kind=DecisionKind.COUNCIL, note="Stadtrat, 12.03.2024")
    assert decided.state_reason == "Stadtrat, 12.03.2024"
    with pytest.raises(actions.StepRefused, match="schon am 02"):
        decide(own, people)


def test_a_change_after_the_decision_is_a_version_with_its_reason(people: People) -> None:
    own = decide(make_measure(people, pillars=["municipality"]), people)
    given = {"measure": own, "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        with pytest.raises(actions.ReasonNeeded) as refused:
            actions.edit_measure(revision=0, title="Radhaus", **given)
        assert refused.value.field == "reason"
        own.refresh_from_db()
        assert own.title != "Radhaus"
        actions.edit_measure(
            revision=0, title="Radhaus", pillars=["municipality", "civic"], reason="Neuer Name.",
            **given,
        )  # fmt: skip
        version = own.versions.get(number=2)
        changes = {each.field: each for each in changes_of(version)}
        assert changes["Titel"].after == "Radhaus"
        assert changes["Säulen"].added == ("Bürgerschaftliches Engagement",)
        assert changes["Säulen"].removed == ()
        assert kept_content(version)["Thema"] == "Diebstahl und Einbruch"
        assert version.reason == "Neuer Name."


def test_before_the_decision_nothing_asks_for_a_reason(people: People) -> None:
    own = make_measure(people)
    with authority_scope(people.town):
        actions.edit_measure(measure=own, revision=0, by=people.coordinator, at=AT, title="Radhaus")
        assert not own.versions.exists()


def test_audiences_parts_and_money_make_versions_too(people: People) -> None:
    own = decide(make_measure(people), people)
    given = {"measure": own, "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        for deed in (
            lambda **more: actions.set_audiences(
                audiences=[{"group": "youth", "size": 80}], **given, **more
            ),
            lambda **more: actions.add_part(organisation=own.owner, role="leads", **given, **more),
            lambda **more: actions.add_budget_line(
                title="Zaun", planned=100, kind="material", source="own", **given, **more
            ),
        ):
            with pytest.raises(actions.ReasonNeeded):
                deed()
            deed(reason="So abgestimmt.")
        assert own.versions.count() == 4
        assert own.audiences.get().size == 80


def test_who_saves_an_old_state_is_told(people: People) -> None:
    own = make_measure(people)
    given = {"measure": own, "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        actions.edit_measure(revision=0, title="Radhaus", **given)
        with pytest.raises(actions.StaleMeasure) as refused:
            actions.edit_measure(revision=0, title="Radstation", **given)
    assert refused.value.current.title == "Radhaus"


def test_the_same_audience_twice_needs_notes(people: People) -> None:
    own = make_measure(people)
    twice = [{"group": "youth"}, {"group": "youth", "note": ""}]
    with authority_scope(people.town), pytest.raises(DomainError, match="doppelt"):
        actions.set_audiences(measure=own, audiences=twice, by=people.coordinator, at=AT)


@pytest.mark.usefixtures("no_gates")
def test_what_follows_takes_goals_and_partners_along(people: People) -> None:
    own = decide(make_measure(people), people)
    given = {"by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        actions.set_audiences(measure=own, audiences=[{"group": "youth"}], reason="x", **given)
        with pytest.raises(actions.NotReadyToFollow, match="bewertet"):
            actions.continue_as(measure=own, title="", **given)
        for state in ("running", "evaluated"):
            actions.advance(measure=own, to=state, on=TODAY, **given)
        after = actions.continue_as(measure=own, title="Zweites Jahr", **given)
        own.refresh_from_db()
        assert (own.state, after.follows, after.state) == (MeasureState.CONTINUED, own, "idea")
        assert [each.goal_id for each in after.goals.all()] == [own.goals.get().goal_id]
        assert after.audiences.get().group == "youth"
        assert after.reference in own.state_reason
        with pytest.raises(actions.NotReadyToFollow, match="schon fortgeführt"):
            actions.continue_as(measure=own, title="", **given)


def test_every_change_is_told(people: People) -> None:
    told = []

    def hear(sender: object, **given: object) -> None:
        told.append(given["measure"])

    actions.measure_changed.connect(hear)
    try:
        own = make_measure(people)
        make_line(own, people)
    finally:
        actions.measure_changed.disconnect(hear)
    assert told == [own, own]


def test_existing_may_be_an_idea(people: People) -> None:
    own = make_existing(people, state="idea")
    assert (own.origin, own.state) == (MeasureOrigin.EXISTING, MeasureState.IDEA)
    with pytest.raises(DomainError, match="sind Schritte"):
        make_existing(people, state="closed")
