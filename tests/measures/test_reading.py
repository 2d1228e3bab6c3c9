"""What is read of measures: chain, facts, money, coverage, resolutions taken over."""

from decimal import Decimal

import pytest

from tests.factories.councils import make_council
from tests.factories.findings import make_finding, make_goal, make_need
from tests.factories.measures import (
    AT,
    TODAY,
    decide,
    make_existing,
    make_line,
    make_measure,
    make_part,
    owner_of,
)
from tests.factories.resolutions import make_resolution
from tests.people import People
from vorort.accounts.models import Person
from vorort.core import links
from vorort.core.errors import DomainError, NotVisible
from vorort.core.scopes import authority_scope
from vorort.core.search.sources import SOURCES
from vorort.councils.choices import Confidentiality
from vorort.findings.choices import ChainStep
from vorort.findings.registry import ends_of
from vorort.measures import actions, queries, registry
from vorort.measures.choices import CitationKind, DecisionKind
from vorort.measures.models import Measure
from vorort.measures.rules import KIND, may_be_short
from vorort.papers.actions import release_paper, submit_paper
from vorort.papers.models import Paper
from vorort.resolutions.actions import amend_resolution
from vorort.resolutions.choices import Outcome, ResolutionKind


def make_paper_of(people: People, own: Measure) -> Paper:
    given = {"by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        paper = submit_paper(
            body=make_council(people), title=own.title, origin=(KIND, own.public_id), **given
        )
        return release_paper(paper=paper, **given)


def vote(people: People, paper: Paper, **given: object):
    return make_resolution(make_council(people), people.coordinator, paper=paper, **given)


def fresh(people: People, own: Measure) -> Measure:
    with authority_scope(people.town):
        return Measure.objects.select_related("authority", "owner", "resolution__body").get(
            pk=own.pk
        )


def test_an_adopted_paper_decides_the_measure(people: People) -> None:
    own = make_measure(people)
    resolution = vote(people, make_paper_of(people, own))
    own = fresh(people, own)
    assert (own.state, own.decision) == ("decided", DecisionKind.COUNCIL)
    assert (own.resolution, own.decided_on) == (resolution, resolution.decided_on)
    with authority_scope(people.town):
        assert own.versions.count() == 1
        assert resolution.reference in own.steps.last().reason


def test_a_refused_paper_leaves_the_concept_and_says_so(people: People) -> None:
    own = make_measure(people)
    vote(people, make_paper_of(people, own), outcome=Outcome.REJECTED)
    own = fresh(people, own)
    assert (own.state, own.resolution) == ("idea", None)
    with authority_scope(people.town):
        assert "abgelehnt" in own.steps.last().reason


def test_a_recommendation_decides_nothing(people: People) -> None:
    own = make_measure(people)
    vote(people, make_paper_of(people, own), kind=ResolutionKind.RECOMMENDATION)
    with authority_scope(people.town):
        assert "empfiehlt" in own.steps.last().reason
    assert fresh(people, own).state == "idea"


def test_what_the_core_group_decides_is_not_named(people: People) -> None:
    own = make_measure(people)
    resolution = vote(people, make_paper_of(people, own), confidentiality=Confidentiality.CORE)
    own = fresh(people, own)
    assert (own.state, own.resolution) == ("decided", None)
    with authority_scope(people.town):
        assert resolution.reference not in own.steps.last().reason
        with pytest.raises(DomainError, match="Kerngruppe"):
            decide(make_measure(people), people, kind="council", resolution=resolution)


def test_a_vote_on_the_paper_of_an_ended_measure_changes_nothing(people: People) -> None:
    own = make_measure(people)
    paper = make_paper_of(people, own)
    with authority_scope(people.town):
        actions.advance(
            measure=own, to="stopped", on=TODAY, reason="Nein.", by=people.coordinator, at=AT
        )
    vote(people, paper)
    assert fresh(people, own).state == "stopped"


def test_a_corrected_resolution_is_seen(people: People) -> None:
    own = make_measure(people)
    resolution = vote(people, make_paper_of(people, own))
    with authority_scope(people.town):
        amend_resolution(
            resolution=resolution, outcome=Outcome.REJECTED, by=people.coordinator, at=AT
        )
    assert queries.is_turned(fresh(people, own))


def test_the_chain_has_always_five_links(people: People) -> None:
    finding = make_finding(people.town, title="Räder verschwinden")
    goal = make_goal(make_need(finding))
    own, loose = make_measure(people, goal=goal), make_existing(people)
    with authority_scope(people.town):
        chain = queries.chain_of(people.coordinator, own)
        assert [link.step for link in chain] == list(ChainStep)
        assert chain[0].title.endswith("Räder verschwinden")
        assert chain[3].title == own.title
        open_chain = queries.chain_of(people.coordinator, loose)
        assert [bool(link.title) for link in open_chain] == [False, False, False, True, False]
        ends = ends_of(people.coordinator, [goal])[goal.pk]
        assert [link.title for link in ends if link.step == ChainStep.MEASURE] == [own.title]


def test_facts_say_everything_and_name_nobody(people: People) -> None:
    own = make_measure(people, pillars=["civic"], responsible=people.coordinator)
    line = make_line(own, people, source="grant")
    part = make_part(own, people)
    given = {"by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        actions.set_audiences(measure=own, audiences=[{"group": "youth", "size": 120}], **given)
        actions.add_spending(line=line, on=TODAY, amount=Decimal("80.50"), title="x", **given)
        actions.add_milestone(measure=own, title="Start", due_on=TODAY, part=part, **given)
        actions.cite(measure=own, kind=CitationKind.STANDARD, title="Standards", **given)
        facts = queries.get_facts(fresh(people, own))
    assert facts.audiences[0].words == "Jugendliche, etwa 120"
    assert facts.pillar_labels == ("Bürgerschaftliches Engagement",)
    assert facts.money.rest == Decimal("919.50")
    assert [each.label for each in facts.money.by_source] == ["Förderung"]
    assert facts.milestones[0].who == part.organisation.name
    assert facts.goals[0].finding
    assert facts.goals[0].need
    for person in (people.coordinator, part.contact):
        assert isinstance(person, Person)
        assert person.name not in repr(facts)


def test_money_of_many_costs_two_queries(people: People, django_assert_num_queries: object) -> None:
    rows = [make_measure(people) for _ in range(3)]
    make_line(rows[0], people, planned=Decimal(10))
    with authority_scope(people.town), django_assert_num_queries(2):  # type: ignore[operator]
        money = queries.money_of(rows)
    assert [money[each.pk].planned for each in rows] == [10, 0, 0]


def test_coverage_counts_what_runs_and_shows_gaps(people: People) -> None:
    running = make_measure(
        people, state="running", topic="violence", groups=["youth"], pillars=["civic", "state"]
    )
    make_measure(people, topic="violence", groups=["seniors"], pillars=["civic"])
    make_measure(people, state="running", topic="fraud", groups=["all"])
    make_finding(people.town, topic="fraud", target_groups=["women"])
    make_finding(people.town, topic="drugs", target_groups=["parents"])
    make_existing(people, topic="youth")
    with authority_scope(people.town):
        found = queries.coverage(people.coordinator, people.town)
    matrix = queries.make_matrix(found)
    cells = {cell.label: cell for row in matrix.rows for cell in row.cells}
    assert cells["Gewalt · Jugendliche"].kind == "covered"
    assert cells["Gewalt · Jugendliche"].words == "1"
    assert cells["Gewalt · Ältere"].kind == "planned"
    assert cells["Betrug und Internet · Frauen"].kind == "all"
    assert cells["Drogen und Alkohol · Eltern"].kind == "wanted"
    assert cells["Drogen und Alkohol · Eltern"].words == "Lücke"
    assert "1 offene Feststellung" in cells["Drogen und Alkohol · Eltern"].description
    assert cells["Drogen und Alkohol · Kinder"].kind == "gap"
    # What already runs says neither group nor pillar.
    assert matrix.unplaced == 1
    civic = queries.make_matrix(found, only="civic")
    only = {cell.label: cell for row in civic.rows for cell in row.cells}
    assert only["Gewalt · Jugendliche · Bürgerschaftliches Engagement"].active == 1
    pillars = queries.make_matrix(found, rows="group", columns="pillar", only="violence")
    crossed = {cell.label: cell for row in pillars.rows for cell in row.cells}
    assert crossed["Jugendliche · Freistaat und Polizei · Gewalt"].active == 1
    assert running.topic == "violence"


def test_measures_of_an_organisation(people: People) -> None:
    own = make_measure(people)
    part = make_part(own, people)
    with authority_scope(people.town):
        for organisation in (owner_of(people), part.organisation):
            found = queries.list_for_organisation(people.mayor, organisation)
            assert [each.pk for each in found] == [own.pk]


def test_links_and_search_keep_towns_apart(people: People) -> None:
    own = make_measure(people, title="Radhaus am Bahnhof")
    link = links.resolve(people.mayor, KIND, own.public_id)
    assert link is not None
    assert link.title == f"{own.reference} Radhaus am Bahnhof"
    assert links.resolve(people.other_coordinator, KIND, own.public_id) is None
    document = SOURCES[KIND].load(own.public_id)
    assert document is not None
    assert (document.title, document.authority_id) == ("Radhaus am Bahnhof", people.town.pk)


def test_other_towns_see_nothing(people: People) -> None:
    own = make_measure(people)
    with authority_scope(people.town), pytest.raises(NotVisible):
        queries.get_measure(people.other_coordinator, people.town, own.public_id)


def test_apps_above_narrow_the_list(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_conditions", {})
    make_measure(people)
    registry.register_condition("nichts", "nichts davon", lambda rows, _day: rows.none())
    with authority_scope(people.town):
        assert not queries.list_measures(people.mayor, people.town, which="nichts").exists()
    assert ("nichts", "nichts davon") in [(key, label) for key, label, _n in queries.conditions()]


@pytest.mark.parametrize(
    ("planned", "risky", "short"),
    [(2500, False, True), (2501, False, False), (100, True, False)],
)
def test_when_the_short_form_is_enough(planned: int, risky: bool, short: bool) -> None:
    assert may_be_short(planned=Decimal(planned), is_risky=risky) is short
