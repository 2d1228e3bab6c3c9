"""Needs, offers they are matched with, ratings and the council's points."""

import datetime as dt

import pytest

from tests.factories.councils import make_body, make_council
from tests.factories.findings import (
    make_finding,
    make_goal,
    make_hypothesis,
    make_need,
    make_rating,
)
from tests.factories.partners import make_offer
from tests.factories.resolutions import make_resolution
from tests.findings.conftest import DAY
from vorort.core.errors import DomainError
from vorort.findings import actions
from vorort.findings.choices import NeedState
from vorort.findings.models import Need, OfferMatch, Priority


def test_a_need_rests_on_a_cause_of_its_own_finding(town, by):
    finding = make_finding(town)
    need = actions.add_need(
        finding=finding, title="Sichere Stellplätze", hypothesis=make_hypothesis(finding), **by
    )
    assert need.hypothesis.finding == finding
    with pytest.raises(DomainError, match="anderen Feststellung"):
        actions.edit_need(
            need=need, title="x", hypothesis=make_hypothesis(make_finding(town)), **by
        )


def test_a_need_without_followers_may_go(town, by):
    free, rated, aimed = make_need(town), make_need(town), make_need(town)
    make_rating(rated)
    make_goal(aimed)
    actions.remove_need(need=free, **by)
    for need in (rated, aimed):
        with pytest.raises(actions.HasFollowers):
            actions.remove_need(need=need, **by)
    assert set(Need.objects.all()) == {rated, aimed}


def test_offers_of_the_town_and_of_the_state_are_matched(people, town, by):
    need = make_need(town)
    own, state = make_offer(people.town), make_offer(people.state)
    actions.match_offer(need=need, offer=own, fit="partly", **by)
    actions.match_offer(need=need, offer=own, fit="covers", note="seit Mai", **by)
    actions.match_offer(need=need, offer=state, fit="not", **by)
    fits = {match.offer_title: match.fit for match in OfferMatch.objects.filter(need=need)}
    assert fits == {own.title: "covers", state.title: "not"}
    need.refresh_from_db()
    assert (need.matched_on, need.matched_by) == (DAY, people.coordinator)
    actions.unmatch_offer(match=OfferMatch.objects.get(fit="not"), **by)
    assert OfferMatch.objects.count() == 1


def test_offers_nobody_has_listed_are_none(people, town, by):
    need = make_need(town)
    for offer in (make_offer(people.town, state="draft"), make_offer(people.other_town)):
        with pytest.raises(actions.OfferGone):
            actions.match_offer(need=need, offer=offer, fit="covers", **by)


def test_covered_needs_a_look_and_a_reason(town, by):
    need = make_need(town)
    with pytest.raises(DomainError, match="wodurch"):
        actions.set_need_state(need=need, state=NeedState.COVERED, reason="", **by)
    with pytest.raises(DomainError, match="Angeboten"):
        actions.set_need_state(need=need, state=NeedState.COVERED, reason="Radstation", **by)
    actions.finish_matching(need=need, **by)
    covered = actions.set_need_state(need=need, state=NeedState.COVERED, reason="Radstation", **by)
    assert covered.state_reason == "Radstation"
    again = actions.set_need_state(need=covered, state=NeedState.OPEN, reason="", **by)
    assert again.state_reason == ""


@pytest.mark.parametrize("name", ["severity", "spread", "changeability"])
@pytest.mark.parametrize("value", [0, 6])
def test_ratings_go_from_one_to_five(town, by, name, value):
    given = {"severity": 3, "spread": 3, "changeability": 3, name: value}
    with pytest.raises(actions.OutOfRange, match="1 bis 5") as refused:
        actions.rate_need(need=make_need(town), **given, **by)
    assert refused.value.field == name


def test_the_newest_rating_counts_and_the_older_stays(town, by):
    need = make_need(town)
    actions.rate_need(need=need, severity=5, spread=4, changeability=3, **by)
    later = {**by, "at": by["at"] + dt.timedelta(days=30)}
    newest = actions.rate_need(need=need, severity=2, spread=2, changeability=2, **later)
    assert newest.score == 8
    assert [each.score for each in Priority.objects.filter(need=need)] == [8, 60]


def vote(body, by, votes, **given):
    return actions.record_votes(body=body, votes=votes, **{"voters": 5, "on": DAY, **given}, **by)


def test_points_stand_beside_the_rating(people, town, by):
    body = make_council(people)
    first, second = make_need(town), make_need(town)
    for need in (first, second):
        make_rating(need)
    made = vote(body, by, {first: 9, second: 6})
    assert [(each.votes, each.voters, each.points_each) for each in made] == [(9, 5, 3), (6, 5, 3)]
    assert Priority.objects.count() == 2, "the points join the rating that holds"
    resolution = make_resolution(body, people.coordinator)
    again = vote(body, by, {first: 3, second: 12}, resolution=resolution)
    assert Priority.objects.count() == 4, "a second vote does not overwrite the first"
    assert again[0].score == made[0].score
    assert again[0].resolution == resolution


@pytest.mark.parametrize(
    ("points", "given"),
    [
        ((9, 7), {}),
        ((-1, 3), {}),
        ((0, 0), {}),
        ((1, 1), {"voters": 0}),
        ((1, 1), {"on": DAY + dt.timedelta(days=1)}),
        ((1, 1), {"points_each": 0}),
    ],
)
def test_points_that_cannot_be_are_refused(people, town, by, points, given):
    needs = [make_need(town), make_need(town)]
    for need in needs:
        make_rating(need)
    with pytest.raises(DomainError) as refused:
        vote(make_council(people), by, dict(zip(needs, points, strict=True)), **given)
    assert refused.value.field == next(iter(given), "votes")
    assert not Priority.objects.filter(votes__isnull=False).exists()


def test_too_many_points_are_counted_out(people, town, by):
    need = make_need(town)
    make_rating(need)
    with pytest.raises(actions.VotesWrong, match=r"16 Punkte\. 5 Personen mit je 3 .* 15"):
        vote(make_council(people), by, {need: 16})


def test_votes_need_a_rating_and_a_resolution_of_the_same_body(people, town, by):
    body, need = make_council(people), make_need(town)
    with pytest.raises(actions.VotesWrong, match="bewerten Sie zuerst"):
        vote(body, by, {need: 3})
    make_rating(need)
    other = make_resolution(make_body(town), people.coordinator)
    with pytest.raises(actions.VotesWrong, match="anderen Gremium"):
        vote(body, by, {need: 3}, resolution=other)
    with pytest.raises(DomainError, match="Gebietskörperschaft"):
        vote(make_body(people.other_town), by, {need: 3})
