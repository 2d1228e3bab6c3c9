"""Two people work on one chain; goals that stand below another belong to its chain."""

import pytest
from django.urls import reverse

from tests.factories.findings import make_finding, make_goal, make_hypothesis, make_need
from tests.factories.measures import make_measure
from tests.factories.partners import make_offer
from tests.people import client_of
from vorort.core.scopes import authority_scope
from vorort.findings import queries
from vorort.findings.models import Finding, OfferMatch
from vorort.measures.queries import chain_of, get_facts


@pytest.fixture
def work(people, town):
    return client_of(people.coordinator)


def at(town, view, *args):
    return reverse(f"findings:{view}", args=[town.slug, *args])


def test_who_saves_an_old_finding_sees_both_and_can_save(work, town):
    finding = make_finding(town)
    address = at(town, "edit", finding.public_id)
    data = {"title": "Erste", "topic": "theft", "strength": "strong", "found_on": "2026-03-01",
            "target_groups": ["youth", "seniors"], "revision": "0"}  # fmt: skip
    work.post(address, data)
    again = work.post(address, {**data, "title": "Zweite"})
    text = again.content.decode()
    assert again.status_code == 422
    assert "So steht es jetzt" in text
    assert "Erste" in text
    form = again.context["form"]
    assert (form["title"].value(), form["revision"].value()) == ("Zweite", "1")
    assert form["target_groups"].value() == ["youth", "seniors"]
    assert work.post(address, {**data, "title": "Zweite", "revision": "1"}).status_code == 302
    assert Finding.objects.get().title == "Zweite"


def test_what_a_colleague_matched_meanwhile_stays(work, town):
    need = make_need(town)
    near, far = make_offer(town, title="Radstation"), make_offer(town, title="Streife")
    address = at(town, "match", need.public_id)
    untouched = {f"{each.public_id}-seen": "|" for each in (near, far)}
    work.post(address, {**untouched, f"{near.public_id}-fit": "covers"})
    work.post(address, {**untouched, f"{far.public_id}-fit": "partly"})
    assert {each.offer_title for each in OfferMatch.objects.all()} == {"Radstation", "Streife"}
    page = work.get(address).content.decode()
    assert f'name="{near.public_id}-seen" value="covers|"' in page
    work.post(address, {f"{near.public_id}-seen": "covers|", f"{near.public_id}-fit": ""})
    assert {each.offer_title for each in OfferMatch.objects.all()} == {"Streife"}


def test_a_note_without_an_answer_is_not_lost(work, town):
    need, offer = make_need(town), make_offer(town)
    sent = work.post(
        at(town, "match", need.public_id),
        {f"{offer.public_id}-fit": "", f"{offer.public_id}-note": "Nur werktags, ab März."},
    )
    text = sent.content.decode()
    assert sent.status_code == 422
    assert "Nur werktags, ab März." in text
    assert "ob das Angebot passt" in text
    need.refresh_from_db()
    assert need.matched_on is None


def test_a_measure_below_the_goal_of_a_need_is_in_its_chain(people, town):
    """A goal below another rests on the same finding: both ways lead there."""
    top = make_goal(make_need(town))
    below = make_goal(town, need=None, parent=top, title="Zehn Schulungen")
    lowest = make_goal(town, need=None, parent=below, title="Ein Raum")
    own = make_measure(people, goal=lowest, title="Raum suchen")
    finding = top.need.finding
    links = chain_of(people.coordinator, own)
    assert [link.title for link in links[:4]] == [
        finding.title, top.need.title, "Ein Raum", "Raum suchen",
    ]  # fmt: skip
    assert get_facts(own).goals[0].finding == finding.title
    with authority_scope(town):
        chain = queries.get_chain(people.coordinator, finding)
    assert [link.title for link in chain.measures] == ["Raum suchen"]
    (line,) = queries.summarise_findings(people.coordinator, [finding])
    assert (line.goals, line.measures, line.gap) == (3, 1, "")
    wanted = queries.FindingFilter(without="measure")
    assert list(queries.list_findings(people.coordinator, town, wanted)) == []


def test_from_a_goal_below_another_a_measure_is_planned(work, town):
    top = make_goal(make_need(make_finding(town, topic="violence")))
    below = make_goal(town, need=None, parent=top)
    way = f"{reverse('measures:new', args=[town.slug])}?ziel={below.public_id}"
    assert way in work.get(at(town, "goal", below.public_id)).content.decode()
    assert work.get(way).context["form"].initial["topic"] == "violence"


def test_a_goal_of_the_whole_town_offers_no_measure(work, town):
    free = make_goal(town, need=None)
    assert "massnahmen/neu/" not in work.get(at(town, "goal", free.public_id)).content.decode()


def test_a_cause_that_nothing_rests_on_can_be_removed(work, town):
    free = make_hypothesis(make_finding(town))
    kept = make_hypothesis(free.finding)
    make_need(free.finding, hypothesis=kept)
    page = work.get(at(town, "edit_cause", free.public_id)).content.decode()
    assert at(town, "remove_cause", free.public_id) in page
    page = work.get(at(town, "edit_cause", kept.public_id)).content.decode()
    assert "Ursache entfernen" not in page


def test_offers_share_what_any_cause_of_the_finding_names(work, town):
    """A need without a cause of its own rests on all: as in the suggestions."""
    cause = make_hypothesis(make_finding(town, topic="traffic"))
    make_hypothesis(cause.finding)
    need = make_need(cause.finding)
    make_offer(town, topics=["violence"], risk_factors=["low_guardianship"])
    page = work.get(at(town, "match", need.public_id)).content.decode()
    assert "wirkt gegen: niemand ist da oder schaut hin" in page
    assert "Nichts gemeinsam" not in page


def sent(work, address):
    """What a browser would send back untouched."""
    form = work.get(address).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value not in (None, False)
    }


@pytest.mark.parametrize(
    ("view", "field"), [("edit_need", "gap"), ("edit_cause", "cause"), ("edit_goal", "title")]
)
def test_nobody_overwrites_what_a_colleague_has_just_saved(work, town, view, field):
    cause = make_hypothesis(make_finding(town))
    need = make_need(cause.finding, hypothesis=cause)
    things = {"edit_need": need, "edit_cause": cause, "edit_goal": make_goal(need)}
    address = at(town, view, things[view].public_id)
    data = sent(work, address)
    assert work.post(address, {**data, field: "Zuerst gesagt"}).status_code == 302
    again = work.post(address, {**data, field: "Danach gesagt"})
    text = again.content.decode()
    assert again.status_code == 422
    assert "So steht es jetzt" in text
    assert "Zuerst gesagt" in text
    form = again.context["form"]
    assert form[field].value() == "Danach gesagt"
    data["seen"] = form["seen"].value()
    assert work.post(address, {**data, field: "Danach gesagt"}).status_code == 302
    things[view].refresh_from_db()
    assert getattr(things[view], field) == "Danach gesagt"


def test_a_search_among_indicators_keeps_what_was_seen(work, town, figures):
    address = at(town, "edit_goal", make_goal(town).public_id)
    data = sent(work, address)
    form = work.post(address, {**data, "suchen": "1", "suche": "Delikt"}).context["form"]
    assert form["seen"].value() == data["seen"]
