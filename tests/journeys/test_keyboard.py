"""The keyboard alone: signing in, the desk, handing in, writing, reading."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.journeys.browser import tab_walk
from tests.journeys.desk import Desk
from tests.journeys.site import Site

from vorort.demo.people import PASSWORD

COORDINATOR = "koordination@lindenau.example"
FOCUS = """() => {
    const e = document.activeElement;
    const label = e.labels?.length ? e.labels[0].textContent : '';
    return (e.getAttribute('aria-label') || label || e.textContent || '').replace(/\\s+/g, ' ').trim();
}"""


def tab_to(page: Page, wanted: str, *, most: int = 60) -> None:
    """Press Tab until the focus is on what begins with these words."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUS))
        if seen[-1].startswith(wanted):
            return
    raise AssertionError(f"never on „{wanted}“, but on {seen}")


def skip_to_content(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == "Zum Inhalt springen"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    expect(page.locator("#inhalt")).to_be_focused()


def sign_in(page: Page, site: Site) -> None:
    page.goto(site.url + "/konto/anmelden/")
    skip_to_content(page)
    tab_to(page, "E-Mail")
    page.keyboard.type(COORDINATOR)
    tab_to(page, "Passwort", most=2)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/heute/(#inhalt)?$"))


def test_signing_in_after_a_mistake(site: Site, browser_page: Page) -> None:
    page = browser_page
    page.goto(site.url + "/konto/anmelden/")
    skip_to_content(page)
    tab_to(page, "E-Mail")
    page.keyboard.type(COORDINATOR)
    tab_to(page, "Passwort", most=2)
    page.keyboard.type("falsch")
    page.keyboard.press("Enter")
    # What is wrong has the focus and leads to the field.
    expect(page.locator(".vo-errors")).to_be_focused()
    sign_in(page, site)


def test_the_desk_and_the_upload(site: Site, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, site)
    page.goto(site.url + "/heute/")
    skip_to_content(page)
    page.goto(site.url + "/heute/")
    tab_to(page, "Lieferungen")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/lieferungen/$"))
    tab_to(page, "Polizeitabelle einlesen")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/polizeistatistik/neu/$"))
    tab_to(page, "Datei prüfen")
    page.keyboard.press("Enter")
    expect(page.locator(".vo-errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("input[type=file]")).to_be_focused()
    # Only the dialog of the system itself cannot be steered from here.
    page.locator("input[type=file]").set_input_files(site.table)
    tab_to(page, "Datei prüfen")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/lieferungen/\w+/(#|$)"))


def test_writing_in_the_editor(site: Site, browser_page: Page) -> None:
    page = browser_page
    desk = Desk(page, site)
    site.enter(page, COORDINATOR)
    desk.open("/k/lindenau/lagebilder/anlegen/")
    tab_to(page, "Lagebild berechnen")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/auftraege/"))
    site.run_jobs()
    expect(page.get_by_role("link", name="Zum Lagebild")).to_be_visible()
    tab_to(page, "Zum Lagebild")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/lagebilder/\w+/$"))
    tab_to(page, "Text des Abschnitts")
    page.keyboard.type("Die Stadt ist ruhig.")
    tab_to(page, "Abschnitt speichern", most=4)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="gespeichert").first).to_be_visible()
    assert page.locator("#id_text").input_value() == "Die Stadt ist ruhig."


def test_reading_the_lagebild(site: Site, browser_page: Page) -> None:
    page = browser_page
    page.goto(site.url + "/orte/lindenau/lagebild/2024/")
    walked = tab_walk(page)
    assert walked[0] == "A Zum Inhalt springen"
    order = [next(i for i, name in enumerate(walked) if part in name) for part in (
        "Lagebild", "PDF", "Kurz gesagt", "Impressum",
    )]  # fmt: skip
    assert order == sorted(order)
    page.goto(site.url + "/orte/lindenau/lagebild/2024/")
    skip_to_content(page)
    tab_to(page, "Diebstahl von Fahrrädern", most=40)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#"))
    target = page.url.rpartition("#")[2]
    assert page.locator(f"#{target}").evaluate("e => e.getBoundingClientRect().top < 400")


def test_folded_table_opens_and_is_in_the_order(site: Site, browser_page: Page) -> None:
    page = browser_page
    page.goto(site.url + "/orte/lindenau/lagebild/2024/")
    summary = page.locator("details:has(table) summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details:has(table) table").first).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("details:has(table) table").first).to_be_hidden()


def test_menu_on_a_phone(site: Site, new_page: Callable[..., Page]) -> None:
    page = new_page(width=390)
    site.enter(page, COORDINATOR)
    page.goto(site.url + "/heute/")
    tab_to(page, "Menü")
    page.keyboard.press("Enter")
    expect(page.locator(".vo-rail")).to_be_visible()
    expect(page.get_by_role("button", name="Menü schließen")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".vo-rail")).to_be_hidden()
    expect(page.get_by_role("button", name="Menü", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "Lagebilder")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/lagebilder/$"))
