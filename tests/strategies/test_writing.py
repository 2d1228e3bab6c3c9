"""Strategies are begun, written, built of priorities; conflicts lose nothing."""

import pytest

from tests.factories.findings import make_finding, make_goal, make_need, make_rating
from tests.factories.measures import make_existing
from tests.factories.strategies import AT, adopt, first_focus, make_full_strategy, make_strategy
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.strategies import actions, queries
from vorort.strategies.choices import StrategyState
from vorort.strategies.models import Strategy


def given(people):
    return {"by": people.coordinator, "at": AT}


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (2030, 2026, "vor dem ersten"),
        (1815, 1820, "zwischen"),
        (2026, 2060, "länger als"),
    ],
)
def test_a_wrong_period_is_refused_with_a_sentence(town, first, last, words):
    with pytest.raises(actions.WrongPeriod, match=words):
        make_strategy(town, first_year=first, last_year=last)


def test_only_one_version_is_in_work(town):
    make_strategy(town)
    with pytest.raises(actions.AlreadyInWork, match="schon eine Fassung in Arbeit"):
        make_strategy(town)


def test_beside_the_one_that_holds_there_is_only_a_new_version(town, adopted):
    with pytest.raises(actions.AlreadyInWork, match="neue Fassung"):
        make_strategy(town)
    new = actions.new_version(strategy=adopted, reason="Neue Lage", **given(town))
    assert (new.version, new.previous_id, new.state) == (2, adopted.pk, StrategyState.DRAFT)


def test_a_new_version_takes_everything_along_but_what_is_over(town, adopted):
    focus = first_focus(adopted)
    goal = focus.goals.get().goal
    second = make_goal(town.town, title="Aufgegeben", state="dropped")
    focus.goals.create(authority=town.town, goal=second)
    new = actions.new_version(strategy=adopted, reason="Neue Lage", last_year=2032, **given(town))
    copied = new.focuses.get()
    assert (new.mission, new.last_year) == (adopted.mission, 2032)
    assert (copied.title, copied.lineage) == (focus.title, focus.lineage)
    assert copied.pk != focus.pk
    assert [row.goal_id for row in copied.goals.all()] == [goal.pk]
    assert new.findings.count() == 1


def test_a_new_version_says_why(town, adopted):
    with pytest.raises(DomainError, match="warum"):
        actions.new_version(strategy=adopted, reason="  ", **given(town))


def test_saving_an_old_text_loses_nothing(town):
    strategy = make_strategy(town)
    actions.edit_strategy(strategy=strategy, revision=0, mission="Neu", **given(town))
    with pytest.raises(actions.StaleStrategy) as refused:
        actions.edit_strategy(strategy=strategy, revision=0, mission="Anders", **given(town))
    assert refused.value.current.mission == "Neu"
    # The same words again are no conflict: nobody loses anything.
    same = actions.edit_strategy(strategy=strategy, revision=0, mission="Neu", **given(town))
    assert same.revision == 1


def test_what_lies_before_a_body_does_not_change(town, draft):
    draft.state = StrategyState.SUBMITTED
    draft.save()
    with pytest.raises(actions.StrategyFixed, match="zurück"):
        actions.edit_strategy(strategy=draft, revision=0, mission="Neu", **given(town))
    with pytest.raises(actions.StrategyFixed):
        actions.add_focus(strategy=draft, title="Neu", **given(town))


def test_what_is_adopted_does_not_change(town, adopted):
    with pytest.raises(actions.StrategyFixed, match="neue Fassung"):
        actions.remove_focus(focus=first_focus(adopted), **given(town))


def test_priorities_are_moved_and_stay_at_the_ends(town, draft):
    names = ["Zweiter", "Dritter"]
    for name in names:
        actions.add_focus(strategy=draft, title=name, **given(town))
    last = draft.focuses.get(title="Dritter")
    actions.move_focus(focus=last, to="up", **given(town))
    assert list(draft.focuses.values_list("title", flat=True)) == [
        "Sicher am Bahnhof", "Dritter", "Zweiter",
    ]  # fmt: skip
    actions.move_focus(focus=first_focus(draft), to="up", **given(town))
    assert first_focus(draft).title == "Sicher am Bahnhof"
    assert list(draft.focuses.values_list("position", flat=True)) == [1, 2, 3]


def test_needs_become_priorities_with_their_goals(town):
    strategy = make_strategy(town)
    needs = [make_need(town.town, title=title) for title in ("Licht", "Hilfe")]
    for need in needs:
        make_rating(need)
    goal = make_goal(needs[0])
    actions.take_needs(strategy=strategy, needs=needs, **given(town))
    again = actions.take_needs(strategy=strategy, needs=needs, **given(town))
    assert again == []
    assert [f.title for f in strategy.focuses.all()] == ["Licht", "Hilfe"]
    assert first_focus(strategy).goals.get().goal == goal


def test_a_goal_stands_in_one_priority_only(town, draft):
    goal = first_focus(draft).goals.get().goal
    other = actions.add_focus(strategy=draft, title="Zweiter", **given(town))
    with pytest.raises(DomainError, match="schon beim Schwerpunkt „Sicher am Bahnhof“"):
        actions.add_goal(focus=other, goal=goal, **given(town))


def test_goals_below_a_goal_follow_it(town, draft):
    top = first_focus(draft).goals.get().goal
    make_goal(top.need, title="Am Nordausgang", parent=top)
    (node,) = queries.overview(draft).focuses
    assert [each.goal.title for each in node.walk()] == [
        "Höchstens 26 Räder im Jahr", "Am Nordausgang",
    ]  # fmt: skip


def test_things_of_another_town_stay_outside(town, draft):
    other = town.other_town
    with authority_scope(other):
        goal, finding = make_goal(other), make_finding(other)
    with pytest.raises(actions.NotOfThisTown):
        actions.add_goal(focus=first_focus(draft), goal=goal, **given(town))
    with pytest.raises(DomainError):
        actions.link_finding(strategy=draft, finding=finding, **given(town))


def test_what_already_runs_serves_a_priority_without_a_goal(town, draft):
    measure = make_existing(town)
    focus = first_focus(draft)
    actions.add_measure(focus=focus, measure=measure, **given(town))
    actions.add_measure(focus=focus, measure=measure, **given(town))
    assert focus.measures.count() == 1
    actions.remove_measure(focus=focus, measure=measure, **given(town))
    assert focus.measures.count() == 0


def test_a_withdrawn_draft_is_taken_up_again_unless_time_has_passed_it(town, adopted):
    new = actions.new_version(strategy=adopted, reason="Neue Lage", **given(town))
    actions.withdraw_strategy(strategy=new, **given(town))
    assert actions.reopen_strategy(strategy=new, **given(town)).state == StrategyState.DRAFT
    actions.withdraw_strategy(strategy=new, **given(town))
    newer = actions.new_version(strategy=adopted, reason="Andere Lage", **given(town))
    adopt(town, newer)
    with pytest.raises(actions.StrategyFixed, match="neuere Fassung"):
        actions.reopen_strategy(strategy=new, **given(town))


def test_completeness_speaks_in_words(town):
    strategy = make_strategy(town, mission="")
    found = queries.completeness(queries.build_content(strategy))
    assert [gap.part for gap in found.missing] == ["mission", "focuses", "focuses"]
    assert "fehlen noch 3 Angaben" in found.words
    full = Strategy.objects.get(pk=strategy.pk)
    full.delete()
    whole = queries.completeness(queries.build_content(make_full_strategy(town)))
    assert (whole.gaps, whole.done) == ((), whole.total)
    assert "Vollständig" in whole.words
