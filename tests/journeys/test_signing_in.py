"""Signing in with a second factor, in a real browser: app, security key, recovery code."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import pytest_django
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import Page, expect
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.authorities import make_authority, make_membership
from tests.journeys import site as world
from tests.journeys.browser import assert_axe_clean, assert_no_sideways_scrolling, tab_walk

EMAIL = "kora@example.org"


@pytest.fixture
def place(
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    settings: Any,
) -> Iterator[world.Site]:
    """A running server with one real town and one person who has only a password yet."""
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    with django_db_blocker.unblock():
        world.empty()
        person = make_person("Kora Koordination", email=EMAIL)
        make_membership(person, make_authority("Echtstadt", slug="echtstadt"))
        with world.serving() as running:
            yield running
        world.empty()


def sign_in(page: Page, place: world.Site) -> None:
    page.goto(f"{place.url}/heute/")
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(page: Page) -> str:
    page.get_by_role("link", name="App einrichten").click()
    secret = page.locator(".vo-secret").inner_text().replace(" ", "")
    page.get_by_label("Code aus der App").fill(code_of(secret))
    page.get_by_role("button", name="App bestätigen").click()
    return secret


def plug_in_key(page: Page) -> None:
    """A security key that answers by itself, as the browser's own developer tools offer it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": False,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_app_is_set_up_and_shown(
    new_page: Callable[..., Page], place: world.Site, scripts: bool
) -> None:
    page = new_page(scripts=scripts)
    sign_in(page, place)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Faktor")
    secret = set_up_app(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ersatzcodes")
    code = page.locator(".vo-secret").first.inner_text()
    page.get_by_role("link", name="Weiter zu „Heute“").click()
    expect(page).to_have_url(re.compile("/heute/$"))

    again = new_page(scripts=scripts)
    sign_in(again, place)
    again.get_by_label("Code").fill(code_of(secret, 1))
    again.get_by_role("button", name="Weiter").click()
    expect(again).to_have_url(re.compile("/heute/$"))

    without_phone = new_page(scripts=scripts)
    sign_in(without_phone, place)
    without_phone.get_by_label("Code").fill(code)
    without_phone.get_by_role("button", name="Weiter").click()
    expect(without_phone).to_have_url(re.compile("/heute/$"))


def test_a_security_key_is_set_up_and_used(
    new_page: Callable[..., Page], place: world.Site
) -> None:
    page = new_page()
    plug_in_key(page)
    sign_in(page, place)
    page.get_by_role("link", name="Schlüssel einrichten").click()
    page.get_by_label("Name").fill("Schlüsselbund")
    page.get_by_role("button", name="Schlüssel einrichten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ersatzcodes")
    page.goto(f"{place.url}/konto/zweiter-faktor/")
    expect(page.get_by_text("Schlüsselbund").first).to_be_visible()
    page.get_by_role("button", name="Abmelden").first.click()

    sign_in(page, place)
    page.get_by_role("button", name="Sicherheitsschlüssel benutzen").click()
    expect(page).to_have_url(re.compile("/heute/$"))


def test_a_key_that_does_not_answer_is_said(
    new_page: Callable[..., Page], place: world.Site
) -> None:
    page = new_page()
    sign_in(page, place)
    page.get_by_role("link", name="Schlüssel einrichten").click()
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Schlüssel einrichten").click()
    expect(page.get_by_role("status").get_by_text("hat nicht geantwortet")).to_be_visible()


def test_without_scripts_the_key_page_says_what_to_take(
    new_page: Callable[..., Page], place: world.Site
) -> None:
    page = new_page(scripts=False)
    sign_in(page, place)
    page.get_by_role("link", name="Schlüssel einrichten").click()
    expect(page.get_by_text("nehmen Sie bitte die App")).to_be_visible()
    assert page.get_by_role("button", name="Schlüssel einrichten").count() == 0


@pytest.mark.parametrize("look", [{}, {"width": 390}, {"width": 320, "dark": True}], ids=str)
def test_all_pages_are_sound(
    new_page: Callable[..., Page], place: world.Site, look: dict[str, object]
) -> None:
    page = new_page(**look)
    page.goto(f"{place.url}/konto/anmelden/")
    assert_axe_clean(page)
    sign_in(page, place)
    secret = ""
    for path in ("", "app/", "schluessel/"):
        page.goto(f"{place.url}/konto/zweiter-faktor/{path}")
        assert_axe_clean(page)
        assert_no_sideways_scrolling(page)
    page.goto(f"{place.url}/konto/zweiter-faktor/")
    secret = set_up_app(page)
    for path in (
        "zweiter-faktor/ersatzcodes/",
        "zweiter-faktor/",
        "sitzungen/",
        "adresse/",
        "bestaetigen/",
        "",
    ):
        page.goto(f"{place.url}/konto/{path}")
        assert_axe_clean(page)
        assert_no_sideways_scrolling(page)
        assert tab_walk(page)
    assert secret
    other = new_page(**look)
    sign_in(other, place)
    expect(other.get_by_role("heading", level=1)).to_have_text("Zweiter Faktor")
    assert_axe_clean(other)
    assert_no_sideways_scrolling(other)
