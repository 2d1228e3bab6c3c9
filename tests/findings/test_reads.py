"""Chains, the ranking, duties, the search and links."""

import datetime as dt
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.councils import make_body
from tests.factories.findings import make_finding, make_goal, make_need, make_rating
from tests.findings.conftest import DAY
from vorort.core import links, search
from vorort.desk.queries.search import list_doors
from vorort.findings import queries, registry, rules
from vorort.findings.actions import edit_finding
from vorort.findings.choices import ChainStep
from vorort.findings.models import Priority
from vorort.findings.registry import ChainLink

STEPS = list(ChainStep)


def ends(monkeypatch, *found):
    def load(_actor, goals):
        return {goal.pk: list(found) for goal in goals}

    monkeypatch.setattr(registry, "_ends", [load])


def test_a_chain_has_five_links_however_far_it_goes(people, town):
    alone, needed, aimed = make_finding(town), make_need(town), make_goal(town)
    for finding, there in ((alone, 1), (needed.finding, 2), (aimed.need.finding, 3)):
        (chain,) = queries.chains_of_finding(people.coordinator, finding)
        assert [link.step for link in chain] == STEPS
        assert [bool(link.title) for link in chain] == [place < there for place in range(5)]
    free = make_goal(town, need=None)
    chain = queries.chain_of_goal(people.coordinator, free)
    assert [link.step for link in chain] == STEPS
    assert [bool(link.title) for link in chain] == [False, False, True, False, False]


def test_the_next_step_is_offered_to_who_keeps_findings(people, town):
    finding = make_finding(town)
    (mine,) = queries.chains_of_finding(people.coordinator, finding)
    (theirs,) = queries.chains_of_finding(people.public_order, finding)
    assert (mine[1].note, bool(mine[1].url)) == ("Bedarf festhalten", True)
    assert (theirs[1].note, theirs[1].url) == ("", "")


def test_each_measure_stands_with_its_own_effect(people, town, monkeypatch):
    goal = make_goal(town)
    ends(
        monkeypatch,
        ChainLink(ChainStep.MEASURE, "Radstation", "Beschluss 1/2026", "/m/1/"),
        ChainLink(ChainStep.MEASURE, "Streife", "", "/m/2/"),
        ChainLink(ChainStep.EFFECT, "Weniger", "", "/m/2/bewertung/"),
    )
    chains = queries.chains_of_finding(people.coordinator, goal.need.finding)
    assert [(chain[3].title, chain[4].title) for chain in chains] == [
        ("Radstation", ""),
        ("Streife", "Weniger"),
    ]
    measure = queries.chain_of_goal(people.coordinator, goal)[3]
    assert (measure.title, measure.note) == ("Radstation", "Beschluss 1/2026 · und eine weitere")


def test_the_ranking_leaves_out_what_is_settled(people, town):
    make_rating(make_need(town, title="offen"))
    make_rating(make_need(town, title="gedeckt", state="covered", state_reason="Radstation"))
    closed = make_finding(town, state="closed", closed_on=DAY, close_reason="erledigt")
    make_rating(make_need(closed, title="abgeschlossen"))
    found = queries.ranking(people.coordinator, town)
    assert [row.need.title for row in found.rows] == ["offen"]
    assert (found.vote, found.by_votes) == (None, [])


def test_only_the_newest_vote_counts(people, town):
    body = make_body(town)
    first, second = make_need(town), make_need(town)
    given = {"body": body, "voters": 5, "points_each": 3}
    make_rating(first, votes=9, voted_on=DAY, **given)
    make_rating(second, votes=6, voted_on=DAY, **given)
    later = DAY + dt.timedelta(days=200)
    make_rating(first, votes=2, voted_on=later, **given)
    make_rating(second, votes=2, voted_on=later, **given)
    found = queries.ranking(people.coordinator, town)
    assert found.vote is not None
    assert found.vote.voted_on == later
    assert {row.vote_place for row in found.rows} == {"Rang 1 bis 2, gleichauf"}
    assert Priority.objects.count() == 4


def duties(people, day):
    with mock.patch("vorort.findings.queries.duties.today", return_value=day):
        return {duty.kind: duty for duty in queries.list_duties(people.coordinator)}


def test_duties_say_where_a_chain_waits(people, town):
    make_finding(town, title="Ohne Bedarf")
    need = make_need(town, title="Unbewertet")
    make_goal(need, title="Bald fällig", due_on=DAY + dt.timedelta(days=60))
    assert set(duties(people, DAY)) == {"findings.unrated"}
    found = duties(people, DAY + dt.timedelta(days=50))
    assert set(found) == {"findings.without_need", "findings.unrated", "findings.goal_due"}
    assert found["findings.without_need"].title == "Bedarf klären: Ohne Bedarf"
    assert found["findings.goal_due"].due_on == DAY + dt.timedelta(days=60)
    for person in (people.mayor, people.outsider, people.other_coordinator):
        assert queries.list_duties(person) == []


def test_duties_cost_the_same_however_many(people, town):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            queries.list_duties(people.coordinator)
        return len(seen)

    make_goal(make_need(town), due_on=DAY)
    few = cost()
    for _ in range(20):
        make_finding(town)
        make_goal(make_need(town), due_on=DAY)
    assert cost() == few


def test_links_open_for_the_town_alone(people, town):
    goal = make_goal(town)
    things = {
        rules.FINDING: goal.need.finding,
        rules.NEED: goal.need,
        rules.GOAL: goal,
    }
    for kind, thing in things.items():
        link = links.resolve(people.public_order, kind, thing.public_id)
        assert link is not None
        assert thing.title in link.title
        assert links.resolve(people.other_coordinator, kind, thing.public_id) is None
        assert links.resolve(people.council_member, kind, thing.public_id) is None


def test_the_search_finds_what_was_written_a_moment_ago(people, town, by):
    finding = make_finding(town)
    edit_finding(finding=finding, revision=0, title="Lastenräder verschwinden", **by)
    search.rebuild()

    def found(person):
        doors, _mine = list_doors(person)
        hits = search.find("Lastenräder", doors=doors)
        return [hit.url for hit in search.show(hits, hits.ids, actor=person)]

    (url,) = found(people.public_order)
    assert finding.public_id in url
    assert found(people.other_coordinator) == []
