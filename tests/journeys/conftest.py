"""The browser for all journeys; each test opens pages in a context of its own."""

import os
from collections.abc import Callable, Iterator

import pytest
import pytest_django
from django.conf import settings
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, Error, Page, sync_playwright
from tests.journeys import site as world
from tests.journeys.browser import AXE, Look, open_page, start
from tests.prepared import prepared_tables

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


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Databases in files: server, worker and test each have a connection of their own."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "")
    with django_db_blocker.unblock():
        for alias in connections:
            name = settings.HOME / f"journeys-{alias}{process}.sqlite3"
            connections[alias].settings_dict["TEST"]["NAME"] = str(name)
        with prepared_tables():
            made = setup_databases(verbosity=0, interactive=False, aliases=set(connections))
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[world.Site]:
    """The demo's world on a running server; what a module leaves behind is thrown away."""
    with django_db_blocker.unblock():
        world.empty()
        world.bring_back(world.world_once())
        with world.serving() as running:
            yield running
        world.empty()
