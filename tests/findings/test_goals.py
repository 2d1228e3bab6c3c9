"""Goals: indicator, baseline, target, dates, the tree, the judgement."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import ProtectedError

from tests.factories.deliveries import make_delivery
from tests.factories.findings import make_goal, make_need
from tests.findings.conftest import DAY
from vorort.core.errors import DomainError
from vorort.findings import actions
from vorort.findings.choices import PER_100K, GoalState
from vorort.findings.models import Goal

LAST_DAY = dt.date(2025, 12, 31)


def aim(town, by, **given):
    values = {"title": "Weniger Räder weg", "need": make_need(town), "own_indicator": "Räder"}
    return actions.set_goal(authority=town, **{**values, **given}, **by)


def measured(town, by, **given):
    values = {"own_indicator": "", "source": "memory", "code": "300000"}
    return aim(town, by, **{**values, **given})


def test_the_baseline_is_read_from_the_figures(town, by, figures):
    goal = measured(town, by, target=Decimal(26), due_on=dt.date(2027, 12, 31))
    assert (goal.baseline, goal.baseline_on) == (Decimal(38), LAST_DAY)
    assert (goal.indicator_label, goal.unit) == ("Delikt 300000", "Fälle im Jahr")
    assert goal.area_name == f"Ort {town.area_key}"
    earlier = measured(town, by, baseline_on=dt.date(2023, 1, 1))
    assert (earlier.baseline, earlier.baseline_on) == (Decimal(31), dt.date(2023, 12, 31))
    rate = measured(town, by, unit=PER_100K)
    assert rate.baseline == Decimal("421.66")


def test_nobody_types_a_baseline_that_can_be_read(town, by, figures):
    with pytest.raises(actions.BadIndicator, match="gelesen: 38") as refused:
        measured(town, by, baseline=Decimal(40))
    assert refused.value.field == "baseline"
    assert measured(town, by, baseline=Decimal(38)).baseline == 38


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"source": "nowhere"}, ("nicht bekannt", "code")),
        ({"code": "999999"}, ("keine Zahlen", "code")),
        ({"code": ""}, ("aus der Liste", "code")),
        ({"baseline_on": dt.date(2019, 12, 31)}, ("2023, 2024, 2025", "baseline_on")),
        ({"area_key": "99901020"}, ("keine Zahlen", "code")),
    ],
)
def test_an_indicator_without_figures_says_what_to_do(town, by, figures, given, said):
    with pytest.raises(actions.BadIndicator, match=said[0]) as refused:
        measured(town, by, **given)
    assert refused.value.field == said[1]


def test_a_goal_without_indicator_is_none(town, by):
    with pytest.raises(actions.BadIndicator, match="Ohne Kennzahl"):
        aim(town, by, own_indicator=" ")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"due_on": LAST_DAY}, "due_on"),
        ({"due_on": dt.date(2024, 1, 1)}, "due_on"),
        ({"target": Decimal(39)}, "target"),
        ({"direction": "up", "target": Decimal(37)}, "target"),
        ({"baseline_on": None}, "baseline_on"),
        ({"baseline_on": DAY + dt.timedelta(days=1)}, "baseline_on"),
    ],
)
def test_target_baseline_and_dates_go_together(town, by, given, field):
    values = {"baseline": Decimal(38), "baseline_on": LAST_DAY, **given}
    with pytest.raises(DomainError) as refused:
        aim(town, by, **values)
    assert refused.value.field == field
    assert not Goal.objects.exists()


def test_holding_the_baseline_is_a_goal(town, by):
    assert aim(town, by, baseline=Decimal(38), baseline_on=LAST_DAY, target=Decimal(38)).pk


def test_what_was_read_once_stays_until_something_else_is_asked_for(town, by, figures):
    goal = measured(town, by)
    figures.cases[town.area_key, "300000"][2025] = 41
    renamed = actions.edit_goal(goal=goal, title="Anders", source="memory", code="300000",
                                baseline_on=LAST_DAY, **by)  # fmt: skip
    assert (renamed.title, renamed.baseline) == ("Anders", Decimal(38))
    moved = actions.edit_goal(goal=goal, baseline_on=dt.date(2024, 12, 31), **by)
    assert moved.baseline == Decimal(35)
    own = actions.edit_goal(goal=moved, source="", code="", own_indicator="gezählte Räder", **by)
    assert (own.indicator_label, own.own_indicator) == ("", "gezählte Räder")


def test_no_goal_stands_below_itself(town, by):
    top = aim(town, by)
    below = aim(town, by, parent=top)
    with pytest.raises(DomainError, match="unter sich selbst"):
        actions.edit_goal(goal=top, parent=below, **by)
    with pytest.raises(ProtectedError):
        top.delete()


def test_goals_of_other_towns_stay_there(people, town, by):
    foreign = make_goal(people.other_town)
    with pytest.raises(DomainError, match="Gebietskörperschaft"):
        aim(town, by, parent=foreign)
    with pytest.raises(DomainError, match="Gebietskörperschaft"):
        aim(town, by, need=foreign.need)


def test_a_judgement_has_its_day_and_its_reason(town, by):
    goal = make_goal(town, due_on=dt.date(2026, 2, 1))
    judged = actions.judge_goal(
        goal=goal, state=GoalState.MISSED, reason="Es waren 31.", on=DAY, **by
    )
    assert (judged.state, judged.state_on) == (GoalState.MISSED, DAY)
    with pytest.raises(actions.BadTarget, match="schon geurteilt"):
        actions.edit_goal(goal=judged, title="x", **by)
    opened = actions.judge_goal(
        goal=judged, state=GoalState.OPEN, reason="Die Zahlen wurden berichtigt.", on=DAY, **by
    )
    assert actions.edit_goal(goal=opened, title="Neu gefasst", **by).title == "Neu gefasst"


@pytest.mark.parametrize(
    ("state", "given", "words"),
    [
        (GoalState.REACHED, {"reason": ""}, "woran"),
        (GoalState.REACHED, {"on": DAY + dt.timedelta(days=1)}, "Zukunft"),
        (GoalState.REACHED, {"on": LAST_DAY}, "Ausgangswert ist vom 31.12.2025"),
        (GoalState.MISSED, {}, "läuft noch bis 31.12.2027"),
        ("nearly", {}, "Liste"),
    ],
)
def test_judgements_that_cannot_be_are_refused(town, by, state, given, words):
    goal = make_goal(town)
    with pytest.raises(DomainError, match=words):
        actions.judge_goal(goal=goal, state=state, **{"reason": "x", "on": DAY, **given}, **by)
    goal.refresh_from_db()
    assert goal.state == GoalState.OPEN


def test_a_figure_that_is_not_for_everybody_is_no_baseline(people, town, by, figures):
    police = make_delivery(by=people.police, for_authority=town)
    figures.deliveries = {2025: police.public_id}
    with pytest.raises(actions.BadIndicator, match="nicht für alle freigegeben"):
        measured(town, by, baseline_on=LAST_DAY)
    assert measured(town, by).baseline_on == dt.date(2024, 12, 31), "the last one that is"
    figures.deliveries = dict.fromkeys((2023, 2024, 2025), police.public_id)
    with pytest.raises(actions.BadIndicator, match="eigene Kennzahl"):
        measured(town, by)


def test_another_measure_takes_no_old_baseline_with_it(people, town, figures, by):
    """What was read of a figure is not the baseline of what somebody counts by hand."""
    goal = actions.set_goal(
        authority=town, title="Weniger", source="memory", code="300000", target=Decimal(26),
        due_on=dt.date(2027, 12, 31), **by,
    )  # fmt: skip
    assert goal.baseline == 38
    own = actions.edit_goal(
        goal=goal, source="", code="", own_indicator="gesicherte Räder", unit="Räder",
        direction="up", baseline=None, baseline_on=None, **by,
    )  # fmt: skip
    assert (own.baseline, own.baseline_on, own.indicator_label) == (None, None, "")
