"""The pages: who sees what, forms, refusals, the number of queries."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories.councils import make_council
from tests.factories.findings import (
    make_finding,
    make_goal,
    make_hypothesis,
    make_need,
    make_rating,
)
from tests.factories.partners import make_offer
from tests.people import client_of
from vorort.core.scopes import authority_scope
from vorort.findings import registry
from vorort.findings.choices import ChainStep, FindingState, GoalState
from vorort.findings.models import Finding, Goal, Hypothesis, Need, OfferMatch, Priority
from vorort.findings.registry import ChainLink


@pytest.fixture
def work(people, town):
    return client_of(people.coordinator)


def at(town, view, *args):
    return reverse(f"findings:{view}", args=[town.slug, *args])


FINDING = {
    "title": "Räder verschwinden am Bahnhof",
    "topic": "theft",
    "strength": "moderate",
    "target_groups": ["youth", "all"],
    "found_on": "2026-03-01",
}


def test_a_free_finding_says_that_people_saw_it(work, town):
    sent = work.post(at(town, "new"), FINDING)
    finding = Finding.objects.get()
    assert sent.url == at(town, "finding", finding.public_id)
    page = work.get(sent.url).content.decode()
    assert "von Menschen beobachtet" in page
    assert page.count('class="vo-chain"') == 1
    assert finding.target_groups == ["all", "youth"]


def test_a_finding_from_a_source_shows_what_it_said_then(work, town, source):
    way = f"{at(town, 'new')}?quelle=probe.thing&id=abc"
    form = work.get(way).content.decode()
    assert "2025 wurden 38 Räder gestohlen gemeldet." in form
    work.post(way, {**FINDING, "statement": "Eigene Worte."})
    finding = Finding.objects.get()
    page = work.get(at(town, "finding", finding.public_id)).content.decode()
    assert "Eigene Worte." in page
    assert "38 (27 – 52)" in page
    assert "Die Quelle heute" not in page
    source.clear()
    page = work.get(at(town, "finding", finding.public_id)).content.decode()
    assert "Die Quelle gibt es nicht mehr" in page
    assert "38 (27 – 52)" in page, "the frozen state stays"


def test_a_source_nobody_may_read_is_no_beginning(work, town, source):
    source.clear()
    assert work.get(f"{at(town, 'new')}?quelle=probe.thing&id=abc").status_code == 404


def test_forms_keep_what_was_typed(work, town):
    sent = work.post(at(town, "new"), {**FINDING, "title": "", "statement": "Getippt."})
    assert sent.status_code == 422
    assert "Getippt." in sent.content.decode()


def test_the_chain_goes_on_from_step_to_step(work, town):
    """Finding, cause, need, offers, rating and goal, each by its form."""
    work.post(at(town, "new"), FINDING)
    finding = Finding.objects.get()
    work.post(
        at(town, "new_cause", finding.public_id),
        {"cause": "Niemand schaut hin", "grade": "assumed", "risk_factors": ["opportunity"]},
    )
    cause = Hypothesis.objects.get()
    sent = work.post(
        at(town, "new_need", finding.public_id),
        {"title": "Sichere Stellplätze", "hypothesis": cause.public_id},
    )
    need = Need.objects.get()
    assert sent.url == at(town, "match", need.public_id)
    assert need.hypothesis == cause
    work.post(sent.url, {})
    need.refresh_from_db()
    assert need.matched_on is not None
    work.post(at(town, "rate", need.public_id), {"severity": 4, "spread": 3, "changeability": 5})
    assert Priority.objects.get().score == 60
    sent = work.post(
        at(town, "new_goal"),
        {
            "title": "Weniger Räder weg",
            "kind": "prevention",
            "need": need.public_id,
            "own_indicator": "gestohlene Räder",
            "baseline": "38",
            "baseline_on": "2025-12-31",
            "direction": "down",
            "target": "25,5",
            "due_on": "2027-12-31",
        },
    )
    goal = Goal.objects.get()
    assert sent.url == at(town, "goal", goal.public_id)
    page = work.get(at(town, "finding", finding.public_id)).content.decode()
    for words in ("Sichere Stellplätze", "Weniger Räder weg", "Dringlichkeit 60 von 125"):
        assert words in page
    page = work.get(sent.url).content.decode()
    assert "höchstens 25,5" in page
    assert "Ausgangswert 38 (2025)" in page


def test_offers_stand_with_what_they_share(people, work, town):
    cause = make_hypothesis(make_finding(town, target_groups=["seniors"]))
    need = make_need(cause.finding, hypothesis=cause)
    near = make_offer(town, title="Radstation", topics=["theft"], risk_factors=["low_guardianship"])
    make_offer(town, title="Anderes", topics=["violence"])
    page = work.get(at(town, "match", need.public_id)).content.decode()
    assert "gleiches Thema: Diebstahl und Einbruch" in page
    assert "wirkt gegen: niemand ist da oder schaut hin" in page
    assert page.index("Radstation") < page.index("Anderes")
    given = {f"{near.public_id}-fit": "partly", f"{near.public_id}-note": "nur werktags"}
    work.post(at(town, "match", need.public_id), given)
    assert OfferMatch.objects.get().note == "nur werktags"
    work.post(at(town, "match", need.public_id), {f"{near.public_id}-fit": ""})
    assert not OfferMatch.objects.exists()


def test_the_baseline_of_a_figure_is_read_not_typed(work, town, figures):
    need = make_need(town)
    form = work.get(f"{at(town, 'new_goal')}?bedarf={need.public_id}").content.decode()
    assert "Delikt 300000" in form
    values = {
        "title": "Weniger Räder weg",
        "kind": "prevention",
        "need": need.public_id,
        "indicator": "memory|300000",
        "direction": "down",
        "target": "26",
        "due_on": "2027-12-31",
    }
    refused = work.post(at(town, "new_goal"), {**values, "target": "40"})
    assert refused.status_code == 422
    assert "Höchstens 40 ist mehr als der Ausgangswert 38." in refused.content.decode()
    work.post(at(town, "new_goal"), values)
    goal = Goal.objects.get()
    assert (goal.baseline, goal.unit) == (38, "Fälle im Jahr")
    work.post(at(town, "edit_goal", goal.public_id), {**values, "title": "Neu", "year": "2025"})
    goal.refresh_from_db()
    assert (goal.title, goal.baseline) == ("Neu", 38)


def test_a_search_among_indicators_saves_nothing(work, town, figures):
    figures.cases[town.area_key, "111111"] = {2025: 3}
    values = {"title": "Halb getippt", "suche": "300000", "suchen": "1"}
    page = work.post(at(town, "new_goal"), values).content.decode()
    assert "Halb getippt" in page
    assert "Delikt 300000" in page
    assert "Delikt 111111" not in page
    assert not Goal.objects.exists()


def test_both_orders_ties_and_differences_are_said(people, work, town):
    body = make_council(people)
    needs = [make_need(town, title=f"Bedarf {letter}") for letter in "ABCDE"]
    for need, changeability in zip(needs, (5, 4, 2, 2, 1), strict=True):
        make_rating(need, severity=5, spread=5, changeability=changeability)
    unrated = make_need(town, title="Bedarf Z")
    points = dict(zip(needs, (1, 4, 3, 2, 5), strict=True))
    work.post(
        at(town, "votes"),
        {
            "body": body.public_id,
            "on": "2026-03-02",
            "voters": "5",
            "points_each": "3",
            **{f"punkte_{need.public_id}": n for need, n in points.items()},
        },
    )
    page = work.get(at(town, "priorities")).content.decode()
    assert "Rang 3 bis 4, gleichauf" in page
    assert "Gleichauf mit 50: „Bedarf C“, „Bedarf D“." in page
    assert "„Bedarf A“: Der Rat setzt es niedriger (Rang 5) als die Bewertung (Rang 1)." in page
    assert "„Bedarf E“: Der Rat setzt es höher (Rang 1) als die Bewertung (Rang 5)." in page
    assert f"{body.name} am 02.03.2026, 5 Abstimmende." in page
    assert at(town, "rate", unrated.public_id) in page


def test_too_many_points_come_back_as_a_sentence(people, work, town):
    make_council(people)
    need = make_need(town)
    make_rating(need)
    body = make_council(people)
    sent = work.post(
        at(town, "votes"),
        {
            "body": body.public_id,
            "on": "2026-03-02",
            "voters": "2",
            "points_each": "3",
            f"punkte_{need.public_id}": "7",
        },
    )
    assert sent.status_code == 422
    assert "Das sind 7 Punkte." in sent.content.decode()


def test_closing_says_what_stays_linked(work, town, monkeypatch):
    goal = make_goal(town)
    link = ChainLink(ChainStep.MEASURE, "Radstation", url="/m/1/", badge="läuft", tone="good")
    effect = ChainLink(ChainStep.EFFECT, "Zwischenstand", url="/m/1/wirkung/", tone="chance")
    ends = lambda _actor, goals: {each.pk: [effect, link] for each in goals}  # noqa: E731
    monkeypatch.setattr(registry, "_ends", [ends])
    finding = goal.need.finding
    page = work.get(at(town, "close", finding.public_id)).content.decode()
    assert "Radstation" in page
    assert "(läuft)" in page
    work.post(
        at(town, "close", finding.public_id), {"reason": "Die Station steht.", "on": "2026-03-05"}
    )
    finding.refresh_from_db()
    assert finding.state == FindingState.CLOSED
    page = work.get(at(town, "finding", finding.public_id)).content.decode()
    for words in ("Radstation", "Zwischenstand", goal.title, "Die Station steht."):
        assert words in page
    work.post(at(town, "reopen", finding.public_id))
    finding.refresh_from_db()
    assert finding.state == FindingState.OPEN


def test_a_goal_is_judged_with_its_reason(work, town):
    goal = make_goal(town)
    values = {"state": "reached", "reason": "Es waren 24.", "on": "2026-03-05"}
    assert work.post(at(town, "judge", goal.public_id), {**values, "reason": ""}).status_code == 422
    work.post(at(town, "judge", goal.public_id), values)
    goal.refresh_from_db()
    assert goal.state == GoalState.REACHED
    assert "Es waren 24." in work.get(at(town, "goal", goal.public_id)).content.decode()


def test_goals_stand_as_a_tree(work, town):
    top = make_goal(town, title="Ruhiger Bahnhof")
    below = make_goal(town, title="Weniger Räder weg", parent=top)
    page = work.get(at(town, "goals")).content.decode()
    assert page.index("Ruhiger Bahnhof") < page.index("Ebene 1 darunter") < page.index(below.title)


def test_the_list_is_narrowed(work, town):
    free = make_finding(town, title="Ohne alles", topic="traffic", target_groups=["seniors"])
    with_goal = make_goal(make_need(make_finding(town, title="Mit Ziel"))).need.finding
    closed = make_finding(
        town,
        title="Vorbei",
        state="closed",
        closed_on=dt.date(2026, 3, 3),
        close_reason="erledigt",
    )

    def titles(query):
        page = work.get(f"{at(town, 'list')}?{query}").content.decode()
        return {one.title for one in (free, with_goal, closed) if one.title in page}

    assert titles("") == {"Ohne alles", "Mit Ziel", "Vorbei"}
    assert titles("thema=traffic") == {"Ohne alles"}
    assert titles("zielgruppe=seniors") == {"Ohne alles"}
    assert titles("zielgruppe=youth") == set()
    assert titles("stand=closed") == {"Vorbei"}
    assert titles("fehlt=need") == {"Ohne alles"}
    assert titles("fehlt=measure") == {"Ohne alles", "Mit Ziel"}
    assert titles("suche=mit+ziel") == {"Mit Ziel"}


def test_readers_find_no_buttons_and_no_way_in(people, town):
    goal = make_goal(town)
    officer = client_of(people.public_order)
    page = officer.get(at(town, "finding", goal.need.finding.public_id)).content.decode()
    assert goal.title in page
    assert at(town, "edit", goal.need.finding.public_id) not in page
    assert officer.get(at(town, "new")).status_code == 404
    stranger = client_of(people.other_coordinator)
    assert stranger.get(at(town, "goal", goal.public_id)).status_code == 404


def test_what_only_members_read_stays_with_them(people, work, town, source):
    finding = make_finding(
        town,
        statement="",
        source_kind="probe.thing",
        source_id="abc",
        source_title="Niederschrift, TOP 3",
        frozen_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC),
        snapshot={**source["kept"].frozen(), "restricted": True},
    )
    page = work.get(at(town, "finding", finding.public_id)).content.decode()
    assert "Niederschrift, TOP 3" in page
    assert "38 (27 – 52)" not in page, "who reads no more of the source than everybody"
    assert "2025 wurden 38 Räder" not in page


@pytest.mark.parametrize("view", ["list", "priorities", "goals"])
def test_lists_ask_the_same_number_of_questions(people, town, view, django_assert_max_num_queries):
    def fill(count):
        for _ in range(count):
            need = make_need(make_finding(town), hypothesis=None)
            make_rating(need)
            make_goal(need)

    def count():
        client = client_of(people.coordinator)
        client.get(at(town, view))
        with django_assert_max_num_queries(200) as asked:
            assert client.get(at(town, view)).status_code == 200
        return len(asked)

    fill(3)
    few = count()
    fill(297)
    assert count() == few


def test_the_chain_of_a_finding_costs_the_same_however_long(
    people, town, django_assert_max_num_queries
):
    finding = make_finding(town)

    def count():
        client = client_of(people.coordinator)
        client.get(at(town, "finding", finding.public_id))
        with django_assert_max_num_queries(200) as asked:
            client.get(at(town, "finding", finding.public_id))
        return len(asked)

    for _ in range(2):
        make_goal(make_need(finding))
    few = count()
    for _ in range(20):
        make_rating(make_need(finding))
        make_goal(make_need(finding))
    assert count() == few


def test_other_towns_have_chains_of_their_own(people, town):
    make_goal(people.other_town, title="Ziel der Nachbarn")
    page = client_of(people.coordinator).get(at(town, "goals")).content.decode()
    assert "Ziel der Nachbarn" not in page
    with authority_scope(people.other_town):
        assert Goal.objects.count() == 1
