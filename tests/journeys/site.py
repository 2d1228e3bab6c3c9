"""The running platform of the journeys: the demo's world, a server, a worker.

The world is built once for all (through the real importers and actions) and kept as a copy of the
databases; each module of journeys starts from that copy.
"""

import contextlib
import fcntl
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import override_settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from vorort.accounts.models import Person
from vorort.authorities.choices import Role
from vorort.core import jobs
from vorort.core.jobs.worker import WorkerOptions, work
from vorort.demo.build import build_demo
from vorort.demo.people import PASSWORD

# The newest year of the fictional county: left for the visitor, so never in the world.
YEAR = 2025
TABLE = f"kreis_und_gemeinden_{YEAR}.csv"
PATIENCE = 90.0

# A town without police on the platform; one person is coordinator and mayor.
SMALL_TOWN = "muehlental"
ALL_IN_ONE = "rathaus@muehlental.example"


def wait_for(seen: Callable[[], object], what: str, *, seconds: float = PATIENCE) -> None:
    """Ask again until it is so; fail with words after the deadline."""
    deadline = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        threading.Event().wait(0.05)


@dataclass
class Site:
    """The platform at an address, with everything the journeys do to it from outside."""

    url: str
    folder: Path = field(default_factory=lambda: settings.HOME / "demo")

    @property
    def table(self) -> Path:
        """The police's table of the newest year, as the visitor has it."""
        return self.folder / TABLE

    def person(self, email: str) -> Person:
        return Person.objects.get(email=email)

    def enter(self, page: Page, email: str) -> None:
        """Give the page a session; the sign-in form has journeys of its own."""
        client = Client()
        client.force_login(self.person(email), backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])

    def run_jobs(self) -> None:
        """Do in this thread what a worker would do now."""
        jobs.run_waiting()

    @contextlib.contextmanager
    def worker(self) -> Iterator[None]:
        """Let a real worker work beside the server."""
        options = WorkerOptions(periodic=False, poll_seconds=0.1, name="journeys")
        thread = threading.Thread(target=work, args=(options,), name="worker", daemon=True)
        thread.start()
        try:
            yield
        finally:
            options.stopping.set()
            thread.join(timeout=PATIENCE)
            assert not thread.is_alive(), "the worker does not end"


def build_world() -> None:
    """The demo without real data (the same everywhere), and a town where one person is all."""
    from tests.factories.accounts import make_person
    from tests.factories.authorities import make_authority, make_membership

    with override_settings(DATA_DIR=settings.HOME / "no-real-data"):
        build_demo(lambda _line: None)
    town = make_authority(
        "Gemeinde Mühlental",
        slug=SMALL_TOWN,
        short_name="Mühlental",
        town_key="MT",
        area_key="99001050",
        is_demo=True,
        one_hand=True,
    )
    person = make_person("Rosa Rathaus", email=ALL_IN_ONE)
    person.set_password(PASSWORD)
    person.save()
    make_membership(person, town, Role.COORDINATOR)
    make_membership(person, town, Role.MAYOR)


def _copy(source: str | Path, target: str | Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(source, timeout=30)) as old,
        contextlib.closing(sqlite3.connect(target, timeout=30)) as new,
    ):
        old.backup(new)


def keep(folder: Path) -> None:
    """Keep a copy of the databases."""
    folder.mkdir(parents=True, exist_ok=True)
    for alias in connections:
        connections[alias].close()
        _copy(connections[alias].settings_dict["NAME"], folder / f"{alias}.sqlite3")


def bring_back(folder: Path) -> None:
    """Put the kept databases back in place of what the tests left."""
    for alias in connections:
        connections[alias].close()
        _copy(folder / f"{alias}.sqlite3", connections[alias].settings_dict["NAME"])


def empty() -> None:
    """Leave nothing: other journeys begin with an empty database."""
    for alias in connections:
        call_command("flush", interactive=False, verbosity=0, database=alias)
    connections.close_all()


def world_once(build: Callable[[], None] = build_world, name: str = "world") -> Path:
    """Build a world, or take the one another process of this run has built."""
    folder = settings.HOME / f"journeys-{name}"
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with (settings.HOME / f"journeys-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            build()
            keep(folder)
    return folder


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """Serve until the end of the block."""
    server = LiveServer("localhost")
    server._live_server_modified_settings.enable()
    try:
        yield Site(server.url)
    finally:
        server.stop()
        server._live_server_modified_settings.disable()
        connections.close_all()
