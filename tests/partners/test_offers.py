"""Offers: drafted, checked before they are listed, read state-wide, looked at again after two years."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.partners import AT, make_offer, make_organisation
from tests.house.access import SECRET
from tests.people import client_of
from vorort.audit.models import Event
from vorort.core import links, search
from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.scopes import authority_scope
from vorort.partners import actions, queries, rules
from vorort.partners.choices import CHECK_LASTS, CHECK_QUESTIONS, CheckAnswer, OfferState
from vorort.partners.models import Offer
from vorort.partners.queries import OfferFilter
from vorort.partners.registry import STARTERS

ON = dt.date(2026, 4, 1)
YES = {question.code: "yes" for question in CHECK_QUESTIONS}


def values(organisation=None, **more):
    return {
        "organisation": organisation,
        "kind": "local",
        "title": "Streit schlichten lernen",
        "summary": "Sechs Nachmittage für Klassen 5 und 6, danach weniger Streit auf dem Hof.",
        "topics": ["violence"],
        "target_groups": ["children"],
        **more,
    }


@pytest.fixture
def draft(people):
    club = make_organisation(people.town, name="Verein Brücke")
    with authority_scope(people.town):
        return actions.save_offer(
            authority=people.town, values=values(club), by=people.police, at=AT
        )


def submitted(people, draft):
    with authority_scope(people.town):
        return actions.submit_offer(offer=draft, by=people.police, at=AT)


def test_from_draft_to_the_list(people, draft):
    with authority_scope(people.town):
        assert queries.listed_offers(people.town, on=ON) == []
        offer = submitted(people, draft)
        listed = actions.list_offer(
            offer=offer, answers=YES, by=people.coordinator, at=AT, note="Gern wieder."
        )
        assert (listed.state, listed.checked_by, listed.checked_at) == (
            "listed", people.coordinator, AT,
        )  # fmt: skip
        assert queries.listed_offers(people.town, on=ON) == [listed]
        assert queries.get_listed_offer(people.town, listed.public_id, on=ON) == listed
    verbs = Event.objects.filter(object_id=draft.public_id).order_by("id")
    assert [event.verb for event in verbs] == [
        "partners.offer_added", "partners.offer_submitted", "partners.offer_listed",
    ]  # fmt: skip


@pytest.mark.parametrize("question", [each for each in CHECK_QUESTIONS if each.is_obligatory])
def test_a_no_to_what_is_obligatory_refuses_with_its_sentence(people, draft, question):
    offer = submitted(people, draft)
    with authority_scope(people.town), pytest.raises(actions.OfferRefused) as refused:
        actions.list_offer(
            offer=offer, answers={**YES, question.code: "no"}, by=people.coordinator, at=AT
        )
    assert refused.value.field == question.code
    assert refused.value.message == str(question.refusal)
    with authority_scope(people.town):
        assert Offer.objects.get(pk=offer.pk).state == OfferState.SUBMITTED


@pytest.mark.parametrize("question", CHECK_QUESTIONS)
def test_every_question_needs_an_answer(people, draft, question):
    offer = submitted(people, draft)
    answers = {code: answer for code, answer in YES.items() if code != question.code}
    with authority_scope(people.town), pytest.raises(actions.OfferRefused) as refused:
        actions.list_offer(offer=offer, answers=answers, by=people.coordinator, at=AT)
    assert str(question.text) in refused.value.message


def test_what_is_not_obligatory_may_be_no_and_children_only_concern_where_they_are(people):
    club = make_organisation(people.town)
    optional = {one.code: "no" for one in CHECK_QUESTIONS if not one.is_obligatory}
    assert optional
    with authority_scope(people.town):
        offer = actions.save_offer(
            authority=people.town, values=values(club, target_groups=["seniors"]),
            by=people.coordinator, at=AT,
        )  # fmt: skip
        actions.submit_offer(offer=offer, by=people.coordinator, at=AT)
        answers = {**YES, **optional, "children": CheckAnswer.NOT_CONCERNED}
        actions.list_offer(offer=offer, answers=answers, by=people.coordinator, at=AT)
        assert queries.listed_offers(people.town, on=ON) == [offer]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"summary": " "}, "summary"),
        ({"topics": []}, "topics"),
        ({"target_groups": []}, "target_groups"),
        ({"organisation": None}, "organisation"),
        ({"kind": "propk", "organisation": None}, "website"),
    ],
)
def test_half_an_offer_is_not_handed_in(people, more, field):
    club = make_organisation(people.town)
    with authority_scope(people.town):
        offer = actions.save_offer(
            authority=people.town, values={**values(club), **more}, by=people.coordinator, at=AT
        )
        with pytest.raises(actions.OfferIncomplete) as refused:
            actions.submit_offer(offer=offer, by=people.coordinator, at=AT)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"ends_on": dt.date(2026, 3, 1)}, "ends_on"),
        ({"evidence_level": "proven", "website": "https://liste.example/"}, "evidence_on"),
        ({"evidence_level": "proven", "evidence_on": dt.date(2025, 1, 1)}, "website"),
        ({"evidence_on": dt.date(2026, 3, 3)}, "evidence_on"),
    ],
)
def test_values_that_cannot_be_are_refused(people, more, field):
    with authority_scope(people.town), pytest.raises(actions.OfferIncomplete) as refused:
        actions.save_offer(
            authority=people.town, values=values(None, **more), by=people.coordinator, at=AT
        )
    assert refused.value.field == field


def test_the_substance_of_a_listed_offer_is_checked_anew_how_to_get_it_is_not(people):
    offer = make_offer(people.town)
    keep = {"authority": people.town, "by": people.coordinator, "at": AT, "offer": offer}
    with authority_scope(people.town):
        kept = actions.save_offer(values={"costs": "kostenfrei"}, **keep)
        assert kept.state == OfferState.LISTED
        with pytest.raises(actions.OfferStale):
            actions.save_offer(values={"costs": "5 €"}, revision=0, **keep)
        kept = actions.save_offer(values={"target_groups": ["children"]}, revision=1, **keep)
        assert kept.state == OfferState.DRAFT
        assert queries.listed_offers(people.town, on=ON) == []


def test_refused_mended_and_ended(people, draft):
    given = {"by": people.coordinator, "at": AT}
    offer = submitted(people, draft)
    with authority_scope(people.town):
        with pytest.raises(actions.OfferRefused):
            actions.refuse_offer(offer=offer, reason=" ", **given)
        actions.refuse_offer(offer=offer, reason="Bitte die Kosten nennen.", **given)
        with pytest.raises(actions.WrongOfferState):
            actions.list_offer(offer=offer, answers=YES, **given)
        actions.reopen_offer(offer=offer, **given)
        actions.submit_offer(offer=offer, **given)
        actions.list_offer(offer=offer, answers=YES, **given)
        ended = actions.end_offer(offer=offer, **given)
        assert (ended.state, ended.ends_on) == ("ended", dt.date(2026, 3, 2))
        assert queries.listed_offers(people.town, on=ON) == []


def test_a_last_day_ends_the_listing_by_itself(people):
    offer = make_offer(people.town, ends_on=ON)
    with authority_scope(people.town):
        assert queries.listed_offers(people.town, on=ON) == [offer]
        assert queries.listed_offers(people.town, on=ON + dt.timedelta(days=1)) == []
        with pytest.raises(NotVisible):
            queries.get_listed_offer(people.town, offer.public_id, on=ON + dt.timedelta(days=1))


def test_every_town_of_the_land_reads_what_the_state_has_listed_and_nothing_else(people):
    wide = make_offer(people.state, title="Landesweit", kind="pit")
    make_offer(people.state, title=SECRET, state="draft")
    make_offer(people.state, title=SECRET, state="submitted")
    make_offer(people.other_town, title=SECRET)
    own = make_offer(people.town, title="Vor Ort")
    for town, expected in ((people.town, [wide, own]), (people.state, [wide])):
        with authority_scope(town):
            assert queries.listed_offers(town, on=ON) == expected
    with authority_scope(people.town):
        assert rules.is_for(wide, people.town)
        found = queries.get_offer(people.police, people.town, wide.public_id)
        assert found.title == "Landesweit"
        for offer in ("draft", "submitted"):
            hidden = make_offer(people.state, title=SECRET, state=offer)
            with pytest.raises(NotVisible):
                queries.get_offer(people.police, people.town, hidden.public_id)


def test_a_state_of_another_land_is_not_read(people):
    wide = make_offer(people.state)
    people.state.area_key = "98"
    people.state.save()
    with authority_scope(people.town):
        assert queries.listed_offers(people.town, on=ON) == []
        with pytest.raises(NotVisible):
            queries.get_listed_offer(people.town, wide.public_id, on=ON)


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (OfferFilter(), ["A", "B", "C"]),
        (OfferFilter(topic="traffic"), ["B"]),
        (OfferFilter(target_group="seniors"), ["B", "C"]),
        (OfferFilter(setting="school"), ["A"]),
        (OfferFilter(factor="bullying"), ["A"]),
        (OfferFilter(factor="trust"), ["C"]),
        (OfferFilter(evidence="proven"), ["A"]),
        (OfferFilter(kind="pit"), ["C"]),
        (OfferFilter(scope="state"), ["C"]),
        (OfferFilter(scope="local"), ["A", "B"]),
        (OfferFilter(text="verkehr ÄLTERE"), ["B"]),
        (OfferFilter(text="mobbing"), ["A"]),
        (OfferFilter(topic="traffic", evidence="proven"), []),
    ],
)
def test_the_filters(people, wanted, titles):
    make_offer(
        people.town, title="A", settings=["school"], risk_factors=["bullying"],
        evidence_level="proven", evidence_on=dt.date(2025, 1, 1), website="https://a.example/",
    )  # fmt: skip
    make_offer(people.town, title="B", topics=["traffic"], target_groups=["seniors"])
    make_offer(
        people.state, title="C", kind="pit", protective_factors=["trust"], target_groups=["all"]
    )
    with authority_scope(people.town):
        assert [each.title for each in queries.list_offers(people.town, wanted)] == titles


def test_what_comes_along_is_whole_and_comes_once(people):
    given = {"by": people.lpr_consultant, "at": AT}
    with authority_scope(people.state):
        made = actions.take_in_starters(authority=people.state, **given)
        assert len(made) == len(STARTERS) >= 12
        assert actions.take_in_starters(authority=people.state, **given) == []
        for offer in made:
            actions.list_offer(offer=offer, answers=YES, **given)
    with authority_scope(people.town):
        assert len(queries.listed_offers(people.town, on=ON)) == len(STARTERS)
        with pytest.raises(actions.WrongOfferState):
            actions.take_in_starters(authority=people.town, **given)


def test_duties_name_what_waits_and_what_was_checked_long_ago(people):
    old = now() - CHECK_LASTS - dt.timedelta(days=1)
    make_offer(people.town, title="Frisch", checked_at=now())
    make_offer(people.town, title="Alt", checked_at=old)
    make_offer(people.town, title="Neu", state="submitted")
    make_offer(people.other_town, title=SECRET, state="submitted")
    found = queries.list_duties(people.coordinator)
    assert [(duty.kind, duty.title) for duty in found] == [
        ("partners.check_again", "Angebot erneut prüfen: Alt"),
        ("partners.check", "Angebot prüfen: Neu"),
    ]
    for person in (people.police, people.outsider, people.former_coordinator):
        assert queries.list_duties(person) == []
    assert client_of(people.coordinator).get(found[0].url).status_code == 200


def test_who_drafted_it_mends_it_and_only_who_checks_lists_it(people):
    police, keeper = client_of(people.police), client_of(people.coordinator)
    club = make_organisation(people.town, name="Verein Brücke")
    base = "/k/lindenau/partner/angebote/"
    bad = police.post(f"{base}neu/", {"title": ""})
    assert bad.status_code == 422
    sent = values(club.public_id, evidence_level="none")
    page = police.post(f"{base}neu/", sent)["Location"]
    police.post(f"{page}aendern/", {**sent, "costs": "kostenfrei", "revision": "0"})
    assert "kostenfrei" in police.get(page).content.decode()
    police.post(f"{page}stand/", {"step": "submit"})
    assert police.get(f"{page}pruefen/").status_code == 404
    assert police.get(f"{page}aendern/").status_code == 404
    refused = keeper.post(f"{page}pruefen/", {**YES, "neutral": "no", "decision": "list"})
    assert refused.status_code == 422
    assert "ergreift Partei" in refused.content.decode()
    done = keeper.post(f"{page}pruefen/", {**YES, "note": "Läuft gut.", "decision": "list"})
    assert done["Location"] == page
    shown = police.get(page).content.decode()
    assert "Läuft gut." in shown
    assert "Streit schlichten" in police.get(base, {"thema": "violence"}).content.decode()
    assert "Dazu ist nichts gelistet" in police.get(base, {"thema": "traffic"}).content.decode()
    keeper.post(f"{page}stand/", {"step": "end"})
    assert "Streit schlichten" not in police.get(base).content.decode()
    assert "Streit schlichten" in police.get(base, {"ansicht": "beendet"}).content.decode()


def test_another_town_opens_no_page_of_an_offer(people):
    own = make_offer(people.town, title=SECRET)
    wide = make_offer(people.state, title="Landesweit", kind="pit", website="https://pit.example/")
    neighbour = client_of(people.other_coordinator)
    base = "/k/muehlgrund/partner/angebote/"
    assert neighbour.get(f"{base}{own.public_id}/").status_code == 404
    assert neighbour.get(f"{base}{wide.public_id}/").status_code == 200
    for page in ("aendern/", "pruefen/"):
        assert neighbour.get(f"{base}{wide.public_id}/{page}").status_code == 404
    listed = neighbour.get(base).content.decode()
    assert "Landesweit" in listed
    assert SECRET not in listed


def test_search_and_link_know_only_what_is_listed(people):
    own = make_offer(people.town, title="Streitschlichter", checked_at=now())
    draft = make_offer(people.town, title="Entwurfsangebot", state="draft")
    wide = make_offer(people.state, title="Landesangebot", kind="pit", checked_at=now())
    search.rebuild()
    inside, neighbour = client_of(people.police), client_of(people.other_coordinator)

    def hits(client, word):
        return client.get("/heute/suche/", {"q": word}).content.decode()

    assert f"/k/lindenau/partner/angebote/{own.public_id}/" in hits(inside, "Streitschlichter")
    assert own.public_id not in hits(neighbour, "Streitschlichter")
    assert draft.public_id not in hits(inside, "Entwurfsangebot")
    found = links.resolve(people.other_coordinator, "partners.offer", wide.public_id)
    assert found is not None
    assert found.url == f"/k/muehlgrund/partner/angebote/{wide.public_id}/"
    assert found.url in hits(neighbour, "Landesangebot")
    assert links.resolve(people.outsider, "partners.offer", wide.public_id) is None
    assert links.resolve(people.other_coordinator, "partners.offer", own.public_id) is None


def test_the_list_costs_the_same_with_many(people):
    client = client_of(people.police)
    url = "/k/lindenau/partner/angebote/"

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    club = make_organisation(people.town)
    for _number in range(3):
        make_offer(people.town, organisation=club)
    client.get(url)
    few = count()
    for _number in range(297):
        make_offer(people.town, organisation=club)
    assert count() == few


def test_who_saves_an_old_offer_sees_both_and_can_save(people, draft):
    keeper = client_of(people.coordinator)
    page = f"/k/lindenau/partner/angebote/{draft.public_id}/aendern/"
    sent = values(draft.organisation.public_id, evidence_level="none", revision="0",
                  target_groups=["children", "youth"])  # fmt: skip
    keeper.post(page, {**sent, "costs": "5 €"})
    again = keeper.post(page, {**sent, "costs": "kostenfrei"})
    assert again.status_code == 409
    text = again.content.decode()
    assert "So steht es jetzt" in text
    assert "5 €" in text
    form = again.context["form"]
    assert (form["costs"].value(), form["revision"].value()) == ("kostenfrei", "1")
    assert form["target_groups"].value() == ["children", "youth"]
    assert keeper.post(page, {**sent, "costs": "kostenfrei", "revision": "1"}).status_code == 302


def test_a_provider_that_is_not_active_any_more_stays(people, draft):
    with authority_scope(people.town):
        draft.organisation.is_active = False
        draft.organisation.save()
    page = f"/k/lindenau/partner/angebote/{draft.public_id}/aendern/"
    text = client_of(people.coordinator).get(page).content.decode()
    assert f'value="{draft.organisation.public_id}" selected' in text


def test_a_draft_can_be_discarded(people, draft):
    police = client_of(people.police)
    page = f"/k/lindenau/partner/angebote/{draft.public_id}/"
    assert "Entwurf verwerfen" in police.get(page).content.decode()
    police.post(f"{page}stand/", {"step": "end"})
    with authority_scope(people.town):
        assert Offer.objects.get(pk=draft.pk).state == OfferState.ENDED
