"""From an empty database to a published Lagebild of a small town, typed in by hand.

Everything the person does is counted: each field, tick, link and button, and the code of the
second factor. Three times: with the mouse, with the keyboard alone, and without JavaScript.
"""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import pytest_django
from django.test.utils import override_settings
from playwright.sync_api import Locator, Page, expect
from tests.journeys import site as world
from tests.journeys.browser import assert_axe_clean, assert_quiet
from tests.journeys.site import PATIENCE, Site

from vorort.accounts.actions import ensure_system_person
from vorort.authorities.actions import new_first_run_code

MOST_ACTIONS = 40
TOWN, KEY, SLUG = "Mühlental", "99001050", "muehlental"
PERSON, EMAIL, PASSWORD = "Rosa Rathaus", "rathaus@muehlental.test", "Weide-Lampe-Ufer-37"
YEARS = range(2021, 2026)
# Residents, all offences, thefts: what stands in the letter of the police station.
FIGURES = {
    "Einwohner": ("4120", "4102", "4077", "4050", "4012"),
    "Straftaten insgesamt": ("201", "188", "215", "197", "222"),
}
TERMS = "Uns mitgeteilt, darf veröffentlicht werden"
LONG = PATIENCE * 1000


def code_of(secret: str, at: float) -> str:
    """Return the six digits an app shows for a secret (RFC 6238)."""
    plain = secret.replace(" ", "").upper()
    key = base64.b32decode(plain + "=" * (-len(plain) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


@dataclass
class Hands:
    """Somebody at the mouse; every single action is counted."""

    page: Page
    site: Site
    done: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.done.append(f"Adresse {address.partition('?')[0]}")
        self.page.goto(self.site.url + address, timeout=LONG)

    def write(self, label: str, text: str) -> None:
        self.done.append(f"Feld „{label}“")
        fields = self.page.locator("input, textarea, select")
        named = self.page.get_by_label(re.compile("^" + re.escape(label)))
        self.put(named.and_(fields).filter(visible=True).first, label, text)

    def tick(self, label: str) -> None:
        self.done.append(f"Haken „{label}“")
        self.do(self.page.get_by_label(label).first, label)

    def press(self, name: str | re.Pattern[str]) -> None:
        self._activate("button", name)

    def follow(self, name: str | re.Pattern[str]) -> None:
        self._activate("link", name)

    def _activate(self, role: str, name: str | re.Pattern[str]) -> None:
        # The main part first: the rail and the footer may name the same page.
        exact = isinstance(name, str)
        found = self.page.get_by_role("main").get_by_role(role, name=name, exact=exact)
        if not found.count():
            # In the rail a number of open things may follow.
            there = re.compile(rf"^{re.escape(name)}\s*([\d.]+ offen)?$") if exact else name
            found = self.page.get_by_role(role, name=there)
        found = found.first
        expect(found).to_be_visible(timeout=LONG)
        words = " ".join(found.inner_text().split())
        self.done.append(f"{'Knopf' if role == 'button' else 'Link'} „{words}“")
        self.do(found, words)
        self.page.wait_for_load_state()

    def put(self, where: Locator, label: str, text: str) -> None:
        where.fill(text)

    def do(self, what: Locator, words: str) -> None:
        what.click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=LONG)

    def after_the_job(self) -> None:
        """With scripts the page brings the result by itself."""


class Keys(Hands):
    """Somebody who has only the keyboard: Tab to it, then type, space or Enter."""

    def put(self, where: Locator, label: str, text: str) -> None:
        self._reach(where, label)
        self.page.keyboard.type(text)

    def do(self, what: Locator, words: str) -> None:
        kind = what.evaluate("e => e.type")
        if kind == "radio":
            # Of a group the Tab key reaches one; arrows go on from there.
            self._reach(what.page.locator(f"[name={what.get_attribute('name')}]").first, words)
            while not what.evaluate("e => e === document.activeElement"):
                self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("Space")
            return
        self._reach(what, words)
        self.page.keyboard.press("Space" if kind == "checkbox" else "Enter")

    def _reach(self, what: Locator, words: str) -> None:
        here = "(e) => e === document.activeElement"
        for _ in range(250):
            if what.evaluate(here):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"never reached by Tab: {words}")


class Plain(Hands):
    """Somebody whose browser runs no scripts: progress is asked for by a link."""

    def after_the_job(self) -> None:
        self.sees("Stand neu laden")
        self.site.run_jobs()
        self.follow("Stand neu laden")


def set_up(hands: Hands) -> None:
    """The first person, the second factor, the page with the steps."""
    ensure_system_person()
    hands.open(f"/einrichten/?code={new_first_run_code()}")
    hands.write("Ihr Vor- und Nachname", PERSON)
    hands.write("Ihre dienstliche E-Mail-Adresse", EMAIL)
    hands.write("Passwort", PASSWORD)
    hands.write("Stadt, Gemeinde oder Landkreis", TOWN)
    hands.write("Amtlicher Gemeindeschlüssel", KEY)
    hands.tick("Wir sind ein kleiner Ort")
    hands.press("Ort einrichten")
    hands.follow("App einrichten")
    secret = hands.page.locator("code.vo-secret").first.inner_text()
    hands.write("Code", code_of(secret, time.time()))
    hands.press("App bestätigen")


def type_figures(hands: Hands) -> None:
    """Five years from a letter of the police station into the mask."""
    hands.follow(re.compile("Einrichtung abschließen"))
    hands.follow("Erste Zahlen")
    for row, numbers in FIGURES.items():
        for year, number in zip(YEARS, numbers, strict=True):
            hands.write(f"{row} {year}", number)
    hands.write("Quelle", "Schreiben des Polizeireviers Weidenbrück")
    hands.tick(TERMS)
    hands.press("Prüfen und speichern")


def publish(hands: Hands) -> None:
    """From the figures to the public page, in one hand."""
    hands.press(f"Lagebild {YEARS[-1]} berechnen")
    hands.after_the_job()
    hands.follow("Zum Lagebild")
    hands.follow("Freigabe der Polizei vermerken")
    hands.write("Dienststelle", "Polizeirevier Weidenbrück")
    hands.press("Freigabe vermerken")
    hands.press("Zur Veröffentlichung freigeben")
    hands.press("Jetzt veröffentlichen")
    hands.after_the_job()
    hands.sees("Fertig")


def whole_way(hands: Hands) -> None:
    set_up(hands)
    hands.follow(re.compile("Weiter zu „Heute“"))
    type_figures(hands)
    publish(hands)
    print("\n" + "\n".join(f"{n:2}. {action}" for n, action in enumerate(hands.done, 1)))
    assert len(hands.done) < MOST_ACTIONS, "\n".join(hands.done)
    answer = hands.page.goto(f"{hands.site.url}/orte/{SLUG}/lagebild/{YEARS[-1]}/")
    assert answer is not None
    assert answer.status == 200
    hands.sees("Bearbeitung und Freigabe lagen in einer Hand")


@pytest.fixture
def empty_site(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[Site]:
    """A running server whose database holds nothing at all."""
    with django_db_blocker.unblock(), override_settings(SECOND_FACTOR_REQUIRED=True):
        world.empty()
        with world.serving() as running:
            yield running
        world.empty()


def test_with_the_mouse(empty_site: Site, new_page: Callable[..., Page]) -> None:
    hands = Hands(new_page(), empty_site)
    with empty_site.worker():
        whole_way(hands)
    assert_axe_clean(hands.page)
    assert_quiet(hands.page)


def test_with_the_keyboard_alone(empty_site: Site, new_page: Callable[..., Page]) -> None:
    hands = Keys(new_page(), empty_site)
    with empty_site.worker():
        whole_way(hands)


def test_without_scripts(empty_site: Site, new_page: Callable[..., Page]) -> None:
    whole_way(Plain(new_page(scripts=False), empty_site))


def test_the_first_page_closes_behind_the_first_person(
    empty_site: Site, new_page: Callable[..., Page]
) -> None:
    hands = Hands(new_page(), empty_site)
    set_up(hands)
    visitor = new_page()
    visitor.goto(f"{empty_site.url}/einrichten/?code=BCDF-GHJK-MNPQ")
    assert visitor.url == f"{empty_site.url}/"
