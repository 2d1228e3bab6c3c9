"""The browser for all journeys; each test opens pages in a context of its own."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.journeys.browser import AXE, Look, open_page, start

# Playwright's plain API keeps an event loop in this thread; Django would take every look at the
# database here for a mistake. The live server runs in a thread of its own and is not affected.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not AXE.exists():
        pytest.fail("front-end packages are missing: make test installs them")
    with sync_playwright() as playwright:
        try:
            started = start(playwright)
        except Error as error:
            pytest.fail(f"Chromium does not start: {error}")
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages with a look: ``new_page(width=390, dark=True)``."""
    opened: list[Page] = []

    def open_with(**look: object) -> Page:
        page = open_page(browser, Look(**look))  # type: ignore[arg-type]
        opened.append(page)
        return page

    yield open_with
    for page in opened:
        page.context.close()


@pytest.fixture
def browser_page(new_page: Callable[..., Page]) -> Page:
    """One page at the desk: 1280 px, light."""
    return new_page()
