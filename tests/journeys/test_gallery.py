"""The gallery is the test of the look: axe, widths, themes, keyboard, strict CSP."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.browser import (
    assert_axe_clean,
    assert_no_sideways_scrolling,
    assert_quiet,
    assert_targets_big_enough,
    tab_walk,
)

PAGES = ["/gestaltung/", "/gestaltung/arbeitsbereich/"]
WHITE = {"rgb(255, 255, 255)", "oklch(1 0 0)", "rgba(0, 0, 0, 0)"}
LOOKS = {
    "desktop": {"width": 1280},
    "phone": {"width": 390},
    "narrow": {"width": 320},
    "dark": {"width": 1280, "dark": True},
    "dark phone": {"width": 390, "dark": True},
    "forced colours": {"width": 1280, "forced_colours": True},
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(
    live_server, new_page: Callable[..., Page], path: str, look: dict
) -> None:
    page = new_page(**look)
    page.goto(live_server.url + path)
    # Folded tables are part of the page too.
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert_axe_clean(page)
    assert_no_sideways_scrolling(page)
    assert_quiet(page)


@pytest.mark.parametrize("path", PAGES)
def test_theme_can_be_chosen_against_the_device(
    live_server, new_page: Callable[..., Page], path: str
) -> None:
    page = new_page(dark=True)
    page.goto(live_server.url + path + "?theme=light")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background in WHITE
    page.goto(live_server.url + path + "?theme=dark")
    assert_axe_clean(page)


def test_keyboard_reaches_everything_and_shows_where(live_server, browser_page: Page) -> None:
    browser_page.goto(live_server.url + "/gestaltung/")
    walked = tab_walk(browser_page)
    assert walked[0] == "A Zum Inhalt springen"
    assert len(walked) > 40
    browser_page.goto(live_server.url + "/gestaltung/")
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("#inhalt")).to_be_focused()


def test_menu_on_a_phone(live_server, new_page: Callable[..., Page]) -> None:
    page = new_page(width=390)
    page.goto(live_server.url + "/gestaltung/arbeitsbereich/")
    rail = page.locator(".vo-rail")
    expect(rail).to_be_hidden()
    page.get_by_role("button", name="Menü", exact=True).click()
    expect(rail).to_be_visible()
    expect(page.get_by_role("button", name="Menü schließen")).to_be_focused()
    assert_axe_clean(page)
    page.keyboard.press("Escape")
    expect(rail).to_be_hidden()
    expect(page.get_by_role("button", name="Menü", exact=True)).to_be_focused()
    assert_targets_big_enough(page, ".vo-menu-button", pixels=44)


def test_menu_works_without_script(live_server, new_page: Callable[..., Page]) -> None:
    page = new_page(width=390, scripts=False)
    page.goto(live_server.url + "/gestaltung/arbeitsbereich/")
    page.get_by_role("button", name="Menü", exact=True).click()
    expect(page.locator(".vo-rail")).to_be_visible()
    page.get_by_role("button", name="Menü schließen").click()
    expect(page.locator(".vo-rail")).to_be_hidden()


def test_error_summary_takes_the_focus_and_leads_to_the_field(
    live_server, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(live_server.url + "/gestaltung/")
    page.locator(".vo-errors a").first.click()
    expect(page.locator("#falsch_title")).to_be_focused()
    described = page.locator("#falsch_title").get_attribute("aria-describedby") or ""
    assert described.split() == ["falsch_title_hinweis", "falsch_title_fehler"]


@pytest.mark.parametrize(("width", "shown"), [(1280, "wide"), (390, "narrow")])
def test_charts_are_never_scaled_down(
    live_server, new_page: Callable[..., Page], width: int, shown: str
) -> None:
    page = new_page(width=width)
    page.goto(live_server.url + "/gestaltung/")
    sizes = page.evaluate(
        """name => [...document.querySelectorAll('.vo-chart--' + name)].map(svg =>
            [svg.getBoundingClientRect().width, Number(svg.getAttribute('width'))])""",
        shown,
    )
    assert sizes
    assert all(drawn >= given - 1 for drawn, given in sizes), sizes


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_print_unfolds_tables_and_drops_navigation(
    live_server, browser_page: Page, theme: str
) -> None:
    browser_page.goto(live_server.url + f"/gestaltung/?theme={theme}")
    browser_page.emulate_media(media="print")
    for part in ("h1", "h2", ".vo-lead", "td", ".vo-figure__title"):
        colour = browser_page.evaluate(f"getComputedStyle(document.querySelector('{part}')).color")
        assert colour in {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}, part
    expect(browser_page.locator(".vo-topnav")).to_be_hidden()
    expect(browser_page.locator("#f-rad table")).to_be_visible()
    background = browser_page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background in WHITE


def test_the_tools_of_these_tests_find_faults(live_server, browser_page: Page) -> None:
    browser_page.goto(live_server.url + "/gestaltung/")
    browser_page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\"><a href=\"/\"></a>')"
    )
    with pytest.raises(AssertionError, match="image-alt"):
        assert_axe_clean(browser_page)
    browser_page.evaluate("document.querySelector('.vo-brand').style.width = '3000px'")
    browser_page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<div id=\"wide\">x</div>')"
    )
    browser_page.evaluate("document.getElementById('wide').style.width = '3000px'")
    with pytest.raises(AssertionError, match="wider than the screen"):
        assert_no_sideways_scrolling(browser_page)
    with pytest.raises(AssertionError, match=r"Failed to load|not loaded|404"):
        assert_quiet(browser_page)
    with pytest.raises(AssertionError):
        assert_targets_big_enough(browser_page, ".vo-skip", pixels=400)
