"""A site under load: real web processes, readers and staff as threads, everything on the loopback."""

import contextlib
import http.client
import itertools
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import psycopg
from tests.prove.evidence_site import Site

PAGE = "/orte/messort/lagebild/2025/"
FILES = (f"{PAGE}lagebild-messort-2025.csv", f"{PAGE}lagebild-messort-2025.json")
AROUND = (*FILES, "/", "/orte/", "/orte/messort/", "/glossar/", "/suche/?q=Diebstahl")
STAFF = (
    "/heute/",
    "/k/messort/",
    "/k/messort/lagebilder/",
    "/k/messort/lieferungen/",
    "/k/messort/veroeffentlichungen/",
    "/heute/suche/?q=Lagebild",
)

SEED = f"""
import datetime as dt
import sys
import django
django.setup()
from django.conf import settings
from django.test import Client
from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person
from vorort.authorities.models import Authority, Membership
from vorort.core import search
from vorort.publications.actions import publish
from vorort.publications.choices import NewRepresentation
town = Authority.objects.create(kind="municipality", slug="messort", name="Messort",
    short_name="Messort", town_key="MO", area_key="99999999", is_demo=True,
    email="messort@example.org")
page = b"<!doctype html><html lang=de><title>L</title><main>" + b"<p>Zeile</p>" * 5000
publish(authority=town, kind="situation_report", area_key="99999999", period=2025, title="Lagebild",
    summary="Diebstahl", payload={{}}, sources=[], gate={{"passed": True, "hidden": []}},
    origin_kind="b", origin_id="1", by=get_system_person(), at=dt.datetime.now(dt.UTC),
    representations=[NewRepresentation("html", {PAGE!r}, page),
        NewRepresentation("csv", {FILES[0]!r}, b"a;b"),
        NewRepresentation("json", {FILES[1]!r}, b"{{}}")])
search.rebuild()
for number in range(int(sys.argv[1])):
    person = Person.objects.create_user(f"p{{number}}@example.org", None, name=f"P {{number}}")
    Membership.objects.create(person=person, authority=town, role="coordinator",
        from_on=dt.date(2020, 1, 1))
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    print(f"{{name}}={{browser.cookies[name].value}}")
"""


@dataclass
class LoadSite(Site):
    """A site on either database."""

    database_url: str = ""
    sessions: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        more = {"VORORT_SECOND_FACTOR": "optional", "VORORT_LOG_LEVEL": "ERROR"}
        if self.database_url:
            more["DATABASE_URL"] = self.database_url
        return {**super().environment, **more}

    def prepare(self, staff: int) -> None:
        for words in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0")):
            done = self.run(*words)
            assert done.returncode == 0, done.stderr
        process = subprocess.run(
            [sys.executable, "-c", SEED, str(staff)], env=self.environment, capture_output=True,
            text=True, check=False, timeout=180,
        )  # fmt: skip
        assert process.returncode == 0, process.stderr
        self.sessions = process.stdout.split()[-staff:] if staff else []


@contextlib.contextmanager
def own_database(server_url: str, name: str) -> Iterator[str]:
    """Make an empty database on the throw-away server."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urllib.parse.urlunsplit(urllib.parse.urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def web(site: Site, *, workers: int = 2) -> Iterator[int]:
    """Run the web processes as ``vorort run`` does, and end them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    code = (
        "import sys, django; django.setup()\n"
        "from vorort.config.run import web_command\n"
        "import os; os.execv(sys.executable, web_command(int(sys.argv[1])))"
    )
    environment = {**site.environment, "VORORT_WEB_WORKERS": str(workers)}
    process = subprocess.Popen([sys.executable, "-c", code, str(port)], env=environment)
    try:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            assert process.poll() is None
            threading.Event().wait(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


@dataclass
class Crowd:
    """People at the site until the end: what they were answered, and how long it took."""

    port: int
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def join_in(self, number: int, work: Callable[["Crowd", int], None]) -> None:
        """Let a number of people begin, each in a thread."""
        threading.stack_size(256 * 1024)
        for each in range(number):
            thread = threading.Thread(target=work, args=(self, each), daemon=True)
            self._threads.append(thread)
            thread.start()
        threading.stack_size(0)

    def pause(self, seconds: float) -> bool:
        """Read for a while; return whether it is time to go."""
        return self._over.wait(seconds)

    def leave(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(timeout=60)
            assert not thread.is_alive()

    def visit(self, paths: tuple[str, ...], *, cookie: str = "") -> None:
        """Open one connection, ask for some addresses, close it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Accept-Encoding": "gzip", **({"Cookie": cookie} if cookie else {})}
        try:
            for path in paths:
                started = time.monotonic()
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                response.read()
                spent = time.monotonic() - started
                with self._lock:
                    self.answers[path, response.status] += 1
                    self.seconds.append(spent)
                    self.saw(path, response.status, started)
        except (OSError, http.client.HTTPException) as error:
            with self._lock:
                self.errors.append(f"{path}: {error!r}")
        finally:
            connection.close()

    def saw(self, path: str, status: int, asked_at: float) -> None:
        """Look at an answer; for crowds that watch for something."""

    @property
    def median_ms(self) -> float:
        return statistics.median(self.seconds) * 1000

    def bad(self) -> list[str]:
        refused = [f"{key}: {count}" for key, count in self.answers.items() if key[1] != 200]
        return self.errors + refused


def reader(mean_s: float) -> Callable[[Crowd, int], None]:
    """A citizen: opens the report and something around it, reads for some seconds, goes on."""

    def read(crowd: Crowd, number: int) -> None:
        dice = random.Random(number)
        pages = itertools.cycle(AROUND[number % len(AROUND) :] + AROUND[: number % len(AROUND)])
        # Not all come in the same second.
        if crowd.pause(dice.uniform(0, mean_s)):
            return
        while True:
            crowd.visit((PAGE, next(pages)))
            if crowd.pause(dice.uniform(0.4, 1.6) * mean_s):
                return

    return read


def clerk(sessions: list[str], mean_s: float) -> Callable[[Crowd, int], None]:
    """Somebody at work: one page after the other, with a look at each."""

    def work(crowd: Crowd, number: int) -> None:
        dice = random.Random(1_000 + number)
        pages = itertools.cycle(STAFF[number % len(STAFF) :] + STAFF[: number % len(STAFF)])
        if crowd.pause(dice.uniform(0, mean_s)):
            return
        while True:
            crowd.visit((next(pages),), cookie=sessions[number])
            if crowd.pause(dice.uniform(0.4, 1.6) * mean_s):
                return

    return work
