"""The plan before the start: what could be seen, what cannot be planned, what stays."""

import datetime as dt

import pytest

from tests.factories.effects import (
    AT,
    FIRST,
    START,
    make_evaluation,
    make_plan,
    make_town,
    store_months,
    usual_months,
)
from tests.factories.findings import make_goal
from tests.factories.measures import make_measure
from tests.factories.places import make_area
from tests.people import People
from vorort.audit.models import Event
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.effects import actions, queries
from vorort.effects.models import OutcomePlan
from vorort.effects.rules import lies_in
from vorort.places.choices import AreaKind

pytestmark = pytest.mark.django_db


def test_what_could_be_seen_is_frozen_with_its_data(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys)
    said = " ".join(queries.what_could_be_seen(plan))
    assert "Ohne Maßnahme sind hier etwa" in said
    assert "Nach 12 Monaten ließe sich erst ein Rückgang um etwa" in said
    assert plan.power["periods"] == [6, 12, 24]
    assert plan.power["own_length"] == 12
    assert len(plan.power["data_version"]["deliveries"]) == 1
    table = queries.power_table(plan)
    assert table is not None
    assert [row.current for row in table.rows] == [False, True, False]
    frozen = dict(plan.power)
    store_months(people, {keys[0]: [40] * 81})
    with authority_scope(people.town):
        plan.refresh_from_db()
    assert plan.power == frozen


def test_only_the_time_before_the_start_is_looked_at(people: People) -> None:
    keys = make_town(people, effect=1.0)
    quiet = make_plan(people, keys)
    start = (START.year - FIRST.year) * 12 + START.month - 1
    wild = [value if n < start else value * 9 for n, value in enumerate(usual_months())]
    store_months(people, {keys[0]: wild})
    assert make_plan(people, keys).power["mde"] == quiet.power["mde"]


def test_days_are_put_on_the_first_of_their_month(people: People) -> None:
    plan = make_plan(
        people,
        make_town(people),
        starts_on=dt.date(2025, 10, 17),
        after_until=dt.date(2026, 9, 30),
        phase_in_until=dt.date(2025, 11, 5),
    )
    assert (plan.starts_on, plan.after_until) == (START, dt.date(2026, 9, 1))
    assert plan.phase_in_until == dt.date(2025, 11, 1)
    assert plan.power["own_length"] == 10


def test_years_of_police_statistics_make_no_series(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(
        people, keys, frequency="year", source="incidents",
        before_from=dt.date(2019, 1, 1), starts_on=dt.date(2024, 1, 1),
        after_until=dt.date(2025, 12, 31), comparison=keys[1:],
    )  # fmt: skip
    found = make_evaluation(people, plan)
    assert found.design == "comparison"
    assert len(found.inputs["treated"][0]["counts"]) == 7
    assert "2024 bis 2025" in queries.describe(found).sentences[0]


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"before_from": START}, "before_from", "vor dem Beginn"),
        ({"after_until": dt.date(2025, 8, 1)}, "after_until", "endet vor dem Beginn"),
        ({"phase_in_until": dt.date(2026, 9, 1)}, "phase_in_until", "nichts zu vergleichen"),
        ({"phase_in_until": dt.date(2025, 7, 1)}, "phase_in_until", "nicht vor dem Beginn"),
        ({"treated": []}, "treated", "mindestens ein Gebiet"),
        ({"label": " "}, "code", "wählen Sie eine Kennzahl"),
        ({"frequency": "week"}, "frequency", "Monate oder Jahre"),
        (
            {"starts_on": dt.date(2018, 6, 1), "before_from": dt.date(2016, 1, 1)},
            "before_from",
            "keine Zahlen vor",
        ),
    ],
)
def test_what_cannot_be_planned_says_what_to_do(
    people: People, given: dict[str, object], field: str, words: str
) -> None:
    keys = make_town(people)
    measure = make_measure(people)
    with pytest.raises(DomainError, match=words) as caught:
        make_plan(people, keys, measure=measure, **given)
    assert caught.value.field == field
    with authority_scope(people.town):
        assert not OutcomePlan.objects.exists()


def test_an_area_stands_on_one_side_only(people: People) -> None:
    keys = make_town(people)
    with pytest.raises(DomainError, match="Ortsteil 1 ist Gebiet der Maßnahme") as caught:
        make_plan(people, keys, comparison=keys)
    assert caught.value.field == "comparison"
    with pytest.raises(DomainError, match="zugleich Nachbargebiet"):
        make_plan(people, keys, comparison=[], ring=keys[:1])
    with pytest.raises(DomainError, match="taugen nicht zum Vergleich"):
        make_plan(people, keys, comparison=keys[1:3], ring=keys[1:2])


def test_a_goal_of_another_town_is_refused(people: People) -> None:
    keys = make_town(people)
    goal = make_goal(people.other_town)
    with pytest.raises(DomainError, match="anderen Ort"):
        make_plan(people, keys, goal=goal)


def test_a_plan_changes_until_something_rests_on_it(people: People) -> None:
    keys = make_town(people)
    plan = make_plan(people, keys)
    given = {"by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        changed = actions.edit_plan(plan=plan, revision=0, comparison=keys[1:4], **given)
        assert (changed.comparison, changed.revision) == (keys[1:4], 1)
        with pytest.raises(DomainError, match="inzwischen jemand anders"):
            actions.edit_plan(plan=plan, revision=0, comparison=keys[1:], **given)
    make_evaluation(people, plan)
    with authority_scope(people.town):
        with pytest.raises(actions.PlanFixed):
            actions.edit_plan(plan=plan, revision=1, **given)
        with pytest.raises(actions.PlanFixed):
            actions.drop_plan(plan=plan, **given)
        assert Event.objects.filter(verb="effects.outcome_planned").count() == 1


def test_a_plan_nothing_rests_on_can_go(people: People) -> None:
    plan = make_plan(people, make_town(people))
    with authority_scope(people.town):
        actions.drop_plan(plan=plan, by=people.coordinator, at=AT)
        assert not OutcomePlan.objects.exists()


def test_comparison_areas_are_suggested_with_reasons(people: People) -> None:
    keys = make_town(people)
    store_months(people, {keys[5]: [1] * 94})
    make_area(f"{people.town.area_key}-09", "Ortsteil ohne Zahlen", kind=AreaKind.DISTRICT)
    areas = queries.list_areas_of(people.town)
    found = queries.suggest(
        people.town, areas, ("month", "incidents", "incidents-bicycle"), [keys[0]], START
    )
    by_key = {one.key: one for one in found.comparison}
    assert [key for key in keys if key in by_key and by_key[key].fit] == keys[1:5]
    assert "gleiche Art" in by_key[keys[1]].reasons
    assert not by_key[keys[5]].fit
    assert "keine Zahlen" in by_key[f"{people.town.area_key}-09"].reasons
    assert people.town.area_key not in by_key
    assert found.before_from == FIRST
    assert found.after_until == dt.date(2026, 9, 1)


def test_indicators_come_from_the_registry(people: People) -> None:
    make_town(people)
    areas = queries.list_areas_of(people.town)
    found = queries.list_indicators(people.town, areas)
    assert [(one.value, one.label) for one in found] == [
        ("month|incidents|incidents-bicycle", "Fahrraddiebstahl (Vorgänge)")
    ]
    assert queries.read_choice(found[0].value) == ("month", "incidents", "incidents-bicycle")


def test_an_area_and_what_lies_in_it_are_counted_once(people: People) -> None:
    keys = make_town(people)
    town = people.town.area_key
    store_months(people, {town: usual_months()})
    for given, field in (
        ({"comparison": [town]}, "comparison"),
        ({"comparison": [], "ring": [town]}, "ring"),
        ({"treated": [town, keys[0]], "comparison": []}, "treated"),
    ):
        with pytest.raises(DomainError, match="liegt in") as caught:
            make_plan(people, keys, **given)
        assert caught.value.field == field


def test_an_area_without_numbers_would_leave_the_sum_unknown(people: People) -> None:
    keys = make_town(people)
    empty = f"{people.town.area_key}-09"
    make_area(empty, "Ortsteil ohne Zahlen", kind=AreaKind.DISTRICT)
    with pytest.raises(DomainError, match="Ortsteil ohne Zahlen") as caught:
        make_plan(people, keys, treated=[keys[0], empty])
    assert caught.value.field == "treated"


def test_a_hundred_districts_do_not_lie_in_the_tenth() -> None:
    assert not lies_in("14628110-100", "14628110-10")
    assert lies_in("14628110-100", "14628110")
    assert lies_in("14628110", "14628")


def test_too_short_a_time_after_is_not_too_few_for_ever(people: People) -> None:
    keys = make_town(people)
    store_months(people, {keys[0]: [round(value / 3) for value in usual_months()]})
    plan = make_plan(people, keys, after_until=dt.date(2026, 3, 1))
    said = " ".join(queries.what_could_be_seen(plan))
    assert plan.verdict == "not_by_counts"
    assert "In der geplanten Zeit ist das nicht zu bewerten. Planen Sie länger" in said
