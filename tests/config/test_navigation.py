"""The rail: grouped by town, only what the role opens, made only where it is drawn."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from tests.people import People

from vorort.config.navigation import navigation

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
