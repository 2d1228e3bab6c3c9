"""Suggestions for a need: offers and models of other towns, with reasons, and answers that hold."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.findings import make_finding, make_need
from tests.factories.networks import POPULATION, make_asked_need, make_model, make_towns
from tests.factories.partners import make_offer, make_organisation
from tests.factories.places import make_area, make_population
from tests.house.access import SECRET
from tests.people import client_of
from vorort.core import links
from vorort.core.errors import NotVisible
from vorort.core.scopes import authority_scope
from vorort.findings.models import OfferMatch
from vorort.networks import actions, queries
from vorort.networks.models import SuggestionAnswer
from vorort.publications.actions import withdraw

ON = dt.date(2026, 4, 1)
AT = dt.datetime(2026, 4, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def need(people):
    return make_asked_need(people.town)


def suggested(people, need, actor=None):
    with authority_scope(people.town):
        return queries.suggest(actor or people.coordinator, need, on=ON)


def answer(people, need, **given):
    with authority_scope(people.town):
        return actions.answer_suggestion(
            **{"need": need, "kind": "offer", "by": people.coordinator, "at": AT, **given}
        )


def test_the_best_comes_first_and_says_why(people, need):
    make_population(make_area(people.town.area_key), dt.date(2025, 12, 31), POPULATION)
    make_offer(people.town, title="Nur Thema", target_groups=["all"])
    make_offer(people.town, title="Verkehr", topics=["traffic"])
    wide = make_offer(
        people.state, title="Streitschlichter", kind="pit", risk_factors=["bullying", "peers"],
        evidence_level="proven", evidence_on=dt.date(2025, 2, 1), website="https://pit.example/",
    )  # fmt: skip
    model = make_model(
        people.other_town, citations=[{"title": "Streitschlichter"}], evidence_title=""
    )
    first, second, third = suggested(people, need)
    assert (first.subject, first.title) == (wide.public_id, "Streitschlichter")
    assert first.reasons == [
        "Gemeinsame Risikofaktoren: Mobbing, Freundeskreis mit Problemverhalten",
        "Thema Gewalt",
        "Nachweis Stufe 3, Stand 01.02.2025",
        "Zielgruppe Jugendliche",
        "In einem Ort Ihrer Größe genutzt: Mühlgrund",
    ]
    assert first.score == sum(first.points) == 19
    assert (second.kind, second.subject) == ("measure", model.subject)
    assert second.note == "Mühlgrund"
    assert third.title == "Nur Thema"


def test_without_a_cause_of_its_own_all_causes_of_the_finding_count(people, need):
    plain = make_need(need.finding)
    make_offer(people.town, topics=["youth"], risk_factors=["peers"])
    assert [one.reasons[0] for one in suggested(people, plain)] == [
        "Gemeinsamer Risikofaktor: Freundeskreis mit Problemverhalten"
    ]


def test_what_another_town_has_not_shown_is_never_suggested(people, need):
    make_offer(people.other_town, title=SECRET)
    make_offer(people.town, title=SECRET, state="submitted")
    make_offer(people.state, title=SECRET, state="draft")
    make_model(people.town, title="Eigene")
    gone = make_model(people.other_town, title=SECRET)
    withdraw(publication=gone, reason="Irrtum", by=people.coordinator, at=AT)
    assert suggested(people, need) == []
    make_offer(people.town, title="Unseres")
    assert [one.title for one in suggested(people, need)] == ["Unseres"]
    assert suggested(people, need, people.outsider) == []


def test_what_was_declined_does_not_return_unless_asked_for(people, need):
    offer = make_offer(people.town)
    model = make_model(people.other_town)
    answer(people, need, subject=offer.public_id, reaction="declined", reason="zu teuer")
    answer(people, need, kind="measure", subject=model.subject, reaction="declined")
    assert suggested(people, need) == []
    # A new version of the page is still the same measure.
    make_model(people.other_town, public_id=model.subject, title="Neue Fassung")
    assert suggested(people, need) == []
    with authority_scope(people.town):
        found = queries.get_suggestions(people.coordinator, need, on=ON)
        assert found.why_nothing == ["Was passt, haben Sie schon beantwortet."]
        assert [(one.title, one.answer.reason) for one in found.answered] == [
            (offer.title, "zu teuer"), ("Neue Fassung (Mühlgrund)", ""),
        ]  # fmt: skip
        with pytest.raises(actions.AlreadyAnswered):
            answer(people, need, subject=offer.public_id, reaction="taken")
        kept = queries.get_answer(need, found.answered[0].key)
        actions.ask_again(answer=kept, by=people.coordinator, at=AT)
    assert [one.subject for one in suggested(people, need)] == [offer.public_id]


def test_an_offer_that_is_taken_is_matched_with_the_need(people, need):
    offer = make_offer(people.state, kind="pit", website="https://pit.example/")
    answer(people, need, subject=offer.public_id, reaction="taken", fit="covers", reason="läuft")
    with authority_scope(people.town):
        match = OfferMatch.objects.get(need=need)
    assert (match.offer_id, match.fit, match.note) == (offer.pk, "covers", "läuft")
    assert suggested(people, need) == []


def test_an_offer_of_nowhere_is_not_taken(people, need):
    foreign = make_offer(people.other_town)
    with pytest.raises(NotVisible):
        answer(people, need, subject=foreign.public_id, reaction="taken")
    with authority_scope(people.town):
        assert not SuggestionAnswer.objects.exists()


def test_where_nothing_fits_it_says_why(people):
    bare = make_need(make_finding(people.town, topic="fraud", target_groups=[]))
    with authority_scope(people.town):
        (empty, factors, own) = queries.get_suggestions(people.coordinator, bare, on=ON).why_nothing
    assert empty.startswith("Im Verzeichnis steht noch kein gelistetes Angebot")
    assert "keine Risiko- oder Schutzfaktoren" in factors
    assert own.endswith("Auch das ist ein Ergebnis.")
    make_offer(people.town)
    make_model(people.other_town)
    with authority_scope(people.town):
        looked = queries.get_suggestions(people.coordinator, bare, on=ON).why_nothing[0]
    assert "ein gelistetes Angebot und eine veröffentlichte Maßnahme" in looked


def test_the_page_takes_and_declines(people, need):
    offer = make_offer(people.town, title="Streitschlichter")
    other = make_offer(people.town, title="Anderes")
    page = f"/k/lindenau/netzwerk/vorschlaege/{need.public_id}/"
    keeper = client_of(people.coordinator)
    shown = keeper.get(page).content.decode()
    assert "Thema Gewalt" in shown
    assert "3 je Faktor, höchstens 9" in shown
    post = {"kind": "offer", "subject": offer.public_id, "reaction": "taken", "fit": "partly"}
    said = keeper.post(f"{page}antwort/", post, follow=True).content.decode()
    assert "Das Angebot ist dem Bedarf zugeordnet." in said
    keeper.post(f"{page}antwort/", {**post, "subject": other.public_id, "reaction": "declined"})
    shown = keeper.get(page).content.decode()
    assert "Wieder vorschlagen" in shown
    keeper.post(f"{page}antwort/", {"again": f"offer-{other.public_id}"})
    assert "Nicht mehr vorschlagen" in keeper.get(page).content.decode()
    assert client_of(people.police).post(f"{page}antwort/", post).status_code == 404
    reader = client_of(people.police).get(page).content.decode()
    assert "Anderes" in reader
    assert "Nicht mehr vorschlagen" not in reader
    assert client_of(people.other_coordinator).get(page).status_code == 404


def test_the_page_of_a_need_leads_here(people, need):
    link = links.resolve(people.coordinator, "findings.need", need.public_id)
    assert link is not None
    html = client_of(people.coordinator).get(link.url).content.decode()
    assert f"/k/lindenau/netzwerk/vorschlaege/{need.public_id}/" in html


def test_suggestions_cost_the_same_with_many(people, need):
    client = client_of(people.coordinator)
    page = f"/k/lindenau/netzwerk/vorschlaege/{need.public_id}/"
    club = make_organisation(people.town)
    towns = make_towns(5)

    def count() -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page).status_code == 200
        return len(caught)

    make_offer(people.town, organisation=club)
    make_model(towns[0])
    few = count()
    for _number in range(60):
        make_offer(people.town, organisation=club)
    for town in towns:
        for _number in range(6):
            make_model(town)
    assert count() == few


def test_what_is_only_decided_is_not_used_yet(people, need):
    make_population(make_area(people.town.area_key), dt.date(2025, 12, 31), POPULATION)
    make_offer(people.town, title="Streitschlichter")
    make_model(
        people.other_town, citations=[{"title": "Streitschlichter"}], evidence_title="",
        state="decided",
    )  # fmt: skip
    said = " ".join(reason for each in suggested(people, need) for reason in each.reasons)
    assert "genutzt" not in said
