"""The rail: grouped by town, only what the role opens, made only where it is drawn."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.factories.councils import make_body, make_council, make_seat
from tests.people import People

from vorort.audit.actions import record
from vorort.config.navigation import navigation
from vorort.core.duties import Duty
from vorort.desk.queries import duties as duty_sources

pytestmark = pytest.mark.django_db


def rail_of(html: str) -> str:
    return html[html.index("vo-rail__in") : html.index("</nav>")]


def links(html: str) -> list[str]:
    return re.findall(r'<li><a href="([^"]+)"', rail_of(html))


def marked(html: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)" aria-current="page"', rail_of(html))


def test_desk_lists_the_towns(people: People, client) -> None:
    client.force_login(people.precinct)
    html = client.get("/heute/").content.decode()
    assert marked(html) == ["/heute/"]
    assert {f"/k/{people.town.slug}/", f"/k/{people.other_town.slug}/"} <= set(links(html))


def test_town_pages_stand_under_the_town(people: People, client) -> None:
    client.force_login(people.coordinator)
    town = f"/k/{people.town.slug}/"
    html = client.get(f"{town}lieferungen/").content.decode()
    assert marked(html) == [f"{town}lieferungen/"]
    pages = ("", "lagebilder/", "lieferungen/", "eigene-zahlen/", "gebiete/", "partner/")
    shown = [link for link in links(html) if link.startswith(town)]
    assert [link for link in shown if link.removeprefix(town) in pages] == [
        town + part for part in pages
    ]
    assert f"{town}protokoll/" in links(html)
    assert people.other_town.slug not in rail_of(html)


def test_overview_is_marked_on_itself_alone(people: People, client) -> None:
    client.force_login(people.coordinator)
    html = client.get(f"/k/{people.town.slug}/").content.decode()
    assert marked(html) == [f"/k/{people.town.slug}/"]


def test_the_log_is_shown_to_who_may_read_it(people: People, client) -> None:
    client.force_login(people.police)
    html = client.get(f"/k/{people.town.slug}/").content.decode()
    assert f"/k/{people.town.slug}/protokoll/" not in links(html)


def test_nobody_is_asked_for_until_the_rail_is_drawn(rf: RequestFactory) -> None:
    request = rf.get("/")
    # No user on this request: looking would raise.
    context = navigation(request)
    assert context["authority"] is None
    request.user = AnonymousUser()
    assert list(navigation(request)["rail"]) == []


def test_public_pages_do_not_look_at_the_session(client) -> None:
    response = client.get("/gestaltung/")
    assert "Cookie" not in response.get("Vary", "")


def counts(html: str) -> dict[str, int]:
    """What waits, by the link it stands at."""
    found = re.findall(
        r'<li><a href="([^"]+)"[^>]*>[^<]*<span class="vo-count">(\d+)', rail_of(html)
    )
    return {link: int(number) for link, number in found}


def test_the_rail_counts_what_waits(people: People, client, monkeypatch) -> None:
    owed = [
        Duty("LW", people.town.name, "a", "/a/", kind="situation.release"),
        Duty("LW", people.town.name, "b", "/b/", kind="deliveries.release"),
        Duty("MG", people.other_town.name, "c", "/c/", kind="situation.release"),
    ]
    asked = []

    def owe(_actor: object) -> list[Duty]:
        asked.append(1)
        return owed

    monkeypatch.setattr(duty_sources, "SOURCES", (owe,))
    client.force_login(people.precinct)
    town, page = "/k/lindenau/", "/k/lindenau/lagebilder/"
    # Nobody asks every app on the page of a town before "Heute" was seen.
    assert counts(client.get(town).content.decode()) == {}
    assert counts(client.get("/heute/").content.decode()) == {
        "/heute/": 3,
        town: 2,
        "/k/muehlgrund/": 1,
    }
    asked.clear()
    expected = {"/heute/": 3, page: 1, f"{town}lieferungen/": 1, "/k/muehlgrund/": 1}
    assert counts(client.get(town).content.decode()) == expected
    assert counts(client.get(page).content.decode()) == expected
    assert asked == []
    # A deed in one of the towns: the next page counts again, the one after does not.
    owed.pop()
    record(
        verb="deliveries.delivery_stored", by=None, authority_id=people.other_town.pk,
        kind="deliveries.delivery", object_id="x", label="x",
    )  # fmt: skip
    expected.pop("/k/muehlgrund/")
    assert counts(client.get(town).content.decode()) == {**expected, "/heute/": 2}
    client.get(town)
    assert len(asked) == 1
    assert counts(client.get("/konto/").content.decode()) == {}


def test_counting_costs_a_page_one_query(people: People, client) -> None:
    client.force_login(people.coordinator)
    client.get("/k/lindenau/")

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/k/lindenau/")
        return len(seen)

    before = cost()
    client.get("/heute/")
    assert cost() == before + 1


def test_members_of_bodies_find_them_in_the_rail(people: People, client) -> None:
    council = make_council(people)
    client.force_login(people.council_member)
    html = client.get("/heute/").content.decode()
    assert f"/k/lindenau/gremien/{council.public_id}/" in links(html)
    assert "Meine Gremien" in rail_of(html)
    # Who works in the town finds them on the page of its bodies.
    client.force_login(people.mayor)
    assert "Meine Gremien" not in rail_of(client.get("/heute/").content.decode())
    client.force_login(people.councillor)
    assert "Meine Gremien" not in rail_of(client.get("/heute/").content.decode())


def test_bodies_of_several_towns_name_them(people: People, client) -> None:
    for town in (people.town, people.other_town):
        make_seat(make_body(town, name="Rat"), function="Mitglied", person=people.outsider)
    client.force_login(people.outsider)
    html = rail_of(client.get("/heute/").content.decode())
    assert "Rat (Lindenau)" in html
    assert "Rat (Mühlgrund)" in html
