"""The two search pages: what everybody finds, what staff find, what nobody else even guesses."""

import re

import pytest
from django.test import Client
from tests.factories import publications as factory
from tests.factories.deliveries import make_delivery
from tests.factories.situation import AT, make_report, registered, town_figures
from tests.people import KINDS, People, client_of, make_people

from vorort.core import search
from vorort.core.scopes import authority_scope
from vorort.deliveries.choices import DeliveryStatus
from vorort.publications import actions as publications
from vorort.situation import actions, queries

SECRET = "Quietschente"


@pytest.fixture(scope="module")
def made(shared_database: None) -> People:
    """A public report, and a draft and a delivery with a secret word in them."""
    people = make_people()
    factory.make_publication(people.town, payload=factory.PAYLOAD)
    with registered(town_figures(people.town.area_key, year=2025)), authority_scope(people.town):
        report = make_report(people, year=2025)
        section = queries.list_sections(report)[0]
        actions.edit_section(
            section=section, text=f"Am Weiher stehen {SECRET}n.", state="open",
            revision=section.revision, by=people.coordinator, at=AT,
        )  # fmt: skip
    make_delivery(
        DeliveryStatus.CHECKED, name=f"{SECRET}.csv", for_authority=people.town,
        by=people.coordinator,
    )  # fmt: skip
    search.rebuild()
    return people


@pytest.fixture
def work(made: People, taken_back: None) -> People:
    return made


def titles(response: object) -> list[str]:
    text = re.sub(r"</?mark>", "", response.content.decode())
    return [
        " ".join(title.split())
        for title in re.findall(r'vo-list__link"[^>]*>(.*?)</a>', text, re.DOTALL)
    ]


def test_everybody_finds_what_is_public(work: People, client: Client) -> None:
    found = client.get("/suche/", {"q": "Fahraddiebstahl"})
    assert titles(found) == ["Lagebild 2025 Lindenau"]
    assert "<mark>Fahrraddiebstahl</mark>" in found.content.decode()
    assert "Meinten Sie" in found.content.decode()
    assert titles(client.get("/suche/", {"q": "Aufklärungsquoten"}))[0] == "Aufklärungsquote"
    assert titles(client.get("/suche/", {"q": "lindenau", "art": "authorities.authority"})) == [
        "Lindenau an der Weide"
    ]
    assert titles(client.get("/suche/", {"q": "Impressum"})) == ["Impressum"]
    assert 'content="noindex"' in found.content.decode()


def test_it_may_be_narrowed_to_a_town(work: People, client: Client) -> None:
    factory.make_publication(work.other_town, payload=factory.PAYLOAD)
    search.catch_up()
    both = titles(client.get("/suche/", {"q": "Wohnungseinbruch"}))
    assert {"Lagebild 2025 Lindenau", "Lagebild 2025 Mühlgrund"} < set(both)
    one = client.get("/suche/", {"q": "Wohnungseinbruch", "ort": "muehlgrund"})
    assert titles(one) == ["Lagebild 2025 Mühlgrund"]
    assert "Überall suchen" in one.content.decode()
    gone = client.get("/suche/", {"q": "Wohnungseinbruch", "ort": "nirgends", "art": "x.y"})
    assert titles(gone) == both


@pytest.mark.parametrize("kind", KINDS)
def test_the_public_page_is_the_same_for_all(work: People, kind: str) -> None:
    client = client_of(work.by_kind()[kind])
    for query in (SECRET, "Qietschente", "Lindenau", "Weiher"):
        page = client.get("/suche/", {"q": query})
        assert page.content == Client().get("/suche/", {"q": query}).content
        assert "Set-Cookie" not in page
    assert titles(client.get("/suche/", {"q": SECRET})) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "anonymous"])
def test_staff_find_the_work_of_their_towns(work: People, kind: str) -> None:
    client = client_of(work.by_kind()[kind])
    page = client.get("/heute/suche/", {"q": SECRET})
    there = kind in {
        "coordinator", "mayor", "police", "public_order", "protection_officer", "coach",
        "lpr_consultant", "precinct",
    }  # fmt: skip
    assert (len(titles(page)) == 2) == there
    # The word stands in the page because it was asked for; nothing else tells of it.
    guessed = client.get("/heute/suche/", {"q": "Qietschente"}).content.decode()
    assert (SECRET in guessed) == there
    assert ("Meinten Sie" in guessed) == there


def test_nobody_who_is_not_signed_in_gets_to_the_staff_page(work: People, client: Client) -> None:
    assert client.get("/heute/suche/", {"q": SECRET})["Location"].startswith("/konto/anmelden/")


def test_what_is_withdrawn_is_gone_at_once(work: People, client: Client) -> None:
    publication = factory.make_publication(work.town, year=2024, payload={
        "sections": [{"title": "Kurz", "text": "Am Teich war ein Krokodil."}]
    })  # fmt: skip
    search.catch_up()
    assert len(titles(client.get("/suche/", {"q": "Krokodil"}))) == 1
    publications.withdraw(publication=publication, reason="Falsch", by=work.coordinator, at=AT)
    for query in ("Krokodil", "Krokodi", "Krokodli"):
        page = client.get("/suche/", {"q": query}).content.decode()
        assert "Keine Treffer" in page
        assert "Meinten Sie" not in page


def test_a_change_in_the_work_is_found_after_the_next_run(work: People) -> None:
    client = client_of(work.coordinator)
    assert titles(client.get("/heute/suche/", {"q": "Nashorn"})) == []
    with authority_scope(work.town):
        section = queries.list_sections(queries.list_reports(work.town)[0])[1]
        actions.edit_section(
            section=section, text="Ein Nashorn.", state="open", revision=section.revision,
            by=work.coordinator, at=AT,
        )  # fmt: skip
    assert search.catch_up() >= 1
    assert len(titles(client.get("/heute/suche/", {"q": "Nashorn"}))) == 1


def test_pages_of_hits_and_odd_input(work: People, client: Client) -> None:
    for public_id in range(12):
        factory.make_publication(work.town, year=2001 + public_id, payload=factory.PAYLOAD)
    search.catch_up()
    first = client.get("/suche/", {"q": "Rauschgiftdelikte"})
    second = client.get("/suche/", {"q": "Rauschgiftdelikte", "seite": "2"})
    assert (len(titles(first)), len(titles(second))) == (10, 4)
    assert "14 Treffer" in first.content.decode()
    assert not set(titles(first)) & set(titles(second))
    assert "q=Rauschgiftdelikte&amp;seite=2" in first.content.decode()
    for query in ("", " ", "und", "<script>alert(1)</script>", "'; DROP", "\x00", "x" * 300):
        page = client.get("/suche/", {"q": query})
        assert page.status_code == 200
        assert b"<script>alert" not in page.content
    assert "zu viele Wörter" in client.get("/suche/", {"q": "x" * 300}).content.decode()
    assert client.post("/suche/", {"q": "x"}).status_code in {403, 405}
