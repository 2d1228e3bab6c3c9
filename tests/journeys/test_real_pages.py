"""Every page of a signed-in coordinator and of a visitor, seen by axe at the desk and on a phone."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from tests.journeys.browser import assert_axe_clean, assert_no_sideways_scrolling, assert_quiet
from tests.people import People

PUBLIC = (
    "/",
    "/orte/",
    "/glossar/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/leichte-sprache/",
    "/konto/anmelden/",
    "/konto/passwort/vergessen/",
)
WORK = (
    "/heute/",
    "/konto/",
    "/konto/passwort/",
    "/k/{town}/",
    "/k/{town}/mitglieder/",
    "/k/{town}/mitglieder/neu/",
    "/k/{town}/protokoll/",
    "/k/{town}/lieferungen/",
    "/k/{town}/polizeistatistik/neu/",
    "/k/{town}/gebiete/",
    "/k/{town}/gebiete/einlesen/",
    "/k/{town}/lagebilder/",
    "/k/{town}/lagebilder/anlegen/",
    "/k/{town}/veroeffentlichungen/",
)
LOOKS = {
    "desktop": {"width": 1280},
    "narrow": {"width": 320},
    "dark": {"width": 1280, "dark": True},
}


def sign_in(page: Page, live_server, person) -> None:
    """Give the page the cookie of a session; the sign-in form has its own journey."""
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def look_at(page: Page, address: str) -> None:
    response = page.goto(address)
    assert response is not None
    assert response.status == 200, f"{address} answers {response.status}"
    assert_axe_clean(page)
    assert_no_sideways_scrolling(page)
    assert_quiet(page)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_public_pages(
    live_server, transactional_db, people: People, new_page: Callable[..., Page], look: dict
) -> None:
    page = new_page(**look)
    for path in PUBLIC:
        look_at(page, live_server.url + path.format(town=people.town.slug))


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_work_pages(
    live_server, transactional_db, people: People, new_page: Callable[..., Page], look: dict
) -> None:
    page = new_page(**look)
    sign_in(page, live_server, people.coordinator)
    for path in WORK:
        look_at(page, live_server.url + path.format(town=people.town.slug))


def test_signing_in_and_out_by_keyboard_alone(
    live_server, transactional_db, people: People, browser_page: Page
) -> None:
    browser_page.goto(live_server.url + reverse("account_login"))
    browser_page.locator("#id_login").focus()
    browser_page.keyboard.type(people.coordinator.email)
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.type("falsch")
    browser_page.keyboard.press("Enter")
    browser_page.locator(".vo-errors, .kern-error").first.wait_for()
    assert_axe_clean(browser_page)
