"""What other apps see of a strategy: duties, links, the search, the page of a measure."""

import datetime as dt

import pytest

from tests.factories.findings import make_goal
from tests.factories.measures import make_existing, make_measure
from tests.factories.strategies import (
    AT,
    adopt,
    first_focus,
    make_full_strategy,
    make_strategy,
    publish_state_strategy,
)
from tests.people import client_of
from vorort.core import links
from vorort.core.search.sources import SOURCES
from vorort.strategies import actions, queries
from vorort.strategies.models import Strategy
from vorort.strategies.queries import duties
from vorort.strategies.queries.panel import measure_panel


@pytest.fixture
def on(monkeypatch):
    """Set the day on which duties are asked for."""

    def set_day(day: dt.date) -> None:
        monkeypatch.setattr(duties, "today", lambda: day)

    return set_day


def kinds(person) -> list[str]:
    return sorted(each.kind for each in queries.list_duties(person))


def given(people):
    return {"by": people.coordinator, "at": AT}


def test_a_draft_waits_after_two_weeks(town, on):
    own = make_strategy(town)
    day = own.updated_at.date()
    on(day + dt.timedelta(days=13))
    assert kinds(town.coordinator) == []
    on(day + dt.timedelta(days=14))
    (duty,) = queries.list_duties(town.coordinator)
    assert (duty.kind, duty.url.endswith(f"{own.public_id}/bearbeiten/")) == (
        "strategies.draft", True,
    )  # fmt: skip
    assert "fehlen noch" in duty.reason
    assert kinds(town.mayor) == []
    assert kinds(town.anonymous) == []


def test_a_strategy_that_ends_soon_asks_for_the_next(town, adopted, on):
    actions.publish_strategy(strategy=adopted, **given(town))
    on(dt.date(2030, 6, 1))
    assert kinds(town.coordinator) == []
    on(dt.date(2030, 7, 15))
    (duty,) = queries.list_duties(town.coordinator)
    assert (duty.kind, duty.due_on) == ("strategies.ends", dt.date(2030, 12, 31))
    # Somebody is at it already.
    actions.new_version(strategy=adopted, reason="Nächste Jahre", **given(town))
    assert "strategies.ends" not in kinds(town.coordinator)


def test_what_is_adopted_wants_to_be_public(town, adopted, on):
    on(AT.date())
    assert kinds(town.coordinator) == ["strategies.publish"]


def test_a_newer_strategy_of_the_state_is_a_duty(town, draft, on):
    on(AT.date())
    state = publish_state_strategy(town)
    actions.cite_state(strategy=draft, publication=state, **given(town))
    own = adopt(town, draft)
    actions.publish_strategy(strategy=own, **given(town))
    assert kinds(town.coordinator) == []
    publish_state_strategy(town, "Bahnhöfe")
    assert kinds(town.coordinator) == ["strategies.state"]


def test_links_and_search_stand_behind_the_town_s_door(town, draft):
    link = links.resolve(town.coordinator, "strategies.strategy", draft.public_id)
    assert link.url.endswith(f"/strategie/{draft.public_id}/")
    for stranger in (town.other_coordinator, town.council_member, town.anonymous):
        assert links.resolve(stranger, "strategies.strategy", draft.public_id) is None
    source = SOURCES["strategies.strategy"]
    document = source.load(draft.public_id)
    assert (document.audience, document.authority_id) == ("view_work", town.town.pk)
    assert "Räder" in document.text
    assert draft.public_id in set(source.list_ids())
    assert source.load("nichts") is None


def test_a_measure_says_which_priority_it_serves(town):
    own = make_full_strategy(town)
    focus = first_focus(own)
    goal = focus.goals.get().goal
    below = make_goal(town.town, need=None, parent=goal)
    served = make_measure(town, goal=below, title="Licht am Nordausgang")
    named, alone = make_existing(town, title="Streetwork"), make_existing(town, title="Anderes")
    actions.add_measure(focus=focus, measure=named, **given(town))
    assert measure_panel(town.coordinator, served) is None
    adopt(town, own)
    for measure in (served, named):
        panel = measure_panel(town.coordinator, measure)
        assert [each.title for each in panel.context["focuses"]] == ["Sicher am Bahnhof"]
    assert measure_panel(town.coordinator, alone) is None
    assert measure_panel(town.outsider, served) is None


def test_verdicts_of_apps_above_stand_beside_the_measure(town, adopted, monkeypatch):
    def told(_actor, measures):
        return {each.pk: ["weniger als zuvor, mehr als Zufall"] for each in measures}

    monkeypatch.setattr("vorort.strategies.queries.tree.line_words", told)
    page = client_of(town.coordinator).get(f"/k/lindenau/strategie/{adopted.public_id}/")
    assert "weniger als zuvor, mehr als Zufall" in page.content.decode()


def test_a_ring_of_goals_ends(town, draft):
    goal = first_focus(draft).goals.get().goal
    child = make_goal(town.town, need=None, parent=goal)
    goal.parent = child
    goal.save()
    assert len(queries.overview(Strategy.objects.get(pk=draft.pk)).goals) == 2
