"""A person at the platform, whose clicks are counted: every link, button and choice of a file."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response, expect
from tests.journeys.site import PATIENCE, Site

from vorort.demo.people import PASSWORD

LONG = PATIENCE * 1000


@dataclass
class Desk:
    """Somebody works; every click is counted, and beside them every field that is filled in."""

    page: Page
    site: Site
    clicks: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)

    @property
    def inputs(self) -> list[str]:
        """Everything a hand has done: links, buttons, choices, fields."""
        return [*self.clicks, *self.typed]

    def open(self, path: str) -> Response:
        """Type an address (or follow a bookmark)."""
        answer = self.page.goto(self.site.url + path)
        assert answer is not None
        return answer

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def press(self, name: str | re.Pattern[str]) -> None:
        self._activate("button", name, "Knopf")

    def follow(self, name: str | re.Pattern[str]) -> None:
        self._activate("link", name, "Link")

    def _activate(self, role: str, name: str | re.Pattern[str], word: str) -> None:
        # The main part first: the rail and the footer may name the same page.
        exact = isinstance(name, str)
        found = self.page.get_by_role("main").get_by_role(role, name=name, exact=exact)
        if not found.count():
            # In the rail a number of open things may follow.
            there = re.compile(rf"^{re.escape(name)}\s*([\d.]+ offen)?$") if exact else name
            found = self.page.get_by_role(role, name=there)
        found = found.first
        expect(found).to_be_visible(timeout=LONG)
        shown = " ".join(found.inner_text().split())
        self.clicks.append(f"{word} „{shown}“ ({self.path})")
        found.click()
        self.page.wait_for_load_state()

    def choose_file(self, label: str, path: Path) -> None:
        self.clicks.append(f"Datei „{path.name}“ wählen ({self.path})")
        self.page.get_by_label(label, exact=False).first.set_input_files(path)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.clicks.append(f"„{option}“ wählen bei „{label}“ ({self.path})")
        self.page.get_by_label(label, exact=True).first.select_option(label=option)

    def tick(self, label: str) -> None:
        self.clicks.append(f"„{label}“ ankreuzen ({self.path})")
        self.page.get_by_label(label, exact=False).first.check()

    def write(self, label: str, text: str, *, exact: bool = False) -> None:
        self.typed.append(f"„{label}“ ({self.path})")
        self.page.get_by_label(label, exact=exact).first.fill(text)

    def sign_in(self, email: str) -> None:
        """Begin where everybody begins: at the form."""
        self.open("/heute/")
        self.write("E-Mail", email)
        self.page.locator("input[type=password]").fill(PASSWORD)
        self.press("Anmelden")
        assert self.path == "/heute/", self.path

    def sees(self, text: str | re.Pattern[str], *, seconds: float = PATIENCE) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=seconds * 1000)

    def says_h1(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)
