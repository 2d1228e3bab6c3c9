"""Many readers at once on two real web processes: no error, and a withdrawal holds at once."""

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.prove.evidence_site import Site

READERS = 40
SECONDS = 8
PAGE = "/orte/messort/lagebild/2025/"
FILES = (f"{PAGE}lagebild-messort-2025.csv", f"{PAGE}lagebild-messort-2025.json")
PATHS = (PAGE, *FILES, "/", "/orte/", "/orte/messort/", "/glossar/")

SEED = f"""
import datetime as dt
import django
django.setup()
from vorort.accounts.queries import get_system_person
from vorort.authorities.models import Authority
from vorort.publications.actions import publish
from vorort.publications.choices import NewRepresentation
town = Authority.objects.create(kind="municipality", slug="messort", name="Messort",
    short_name="Messort", town_key="MO", area_key="99999999", is_demo=True)
page = b"<!doctype html><html lang=de><title>L</title><main>" + b"<p>Zeile</p>" * 5000
publish(authority=town, kind="situation_report", area_key="99999999", period=2025, title="L",
    summary="", payload={{}}, sources=[], gate={{"passed": True, "hidden": []}}, origin_kind="b",
    origin_id="1", by=get_system_person(), at=dt.datetime.now(dt.UTC),
    representations=[NewRepresentation("html", {PAGE!r}, page),
        NewRepresentation("csv", {FILES[0]!r}, b"a;b"),
        NewRepresentation("json", {FILES[1]!r}, b"{{}}")])
"""
WITHDRAW = """
import datetime as dt
import django
django.setup()
from vorort.accounts.queries import get_system_person
from vorort.publications.actions import withdraw
from vorort.publications.models import Publication
withdraw(publication=Publication.objects.get(), reason="Zahl falsch",
    by=get_system_person(), at=dt.datetime.now(dt.UTC))
"""


@contextmanager
def server(site: Site) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "vorort.config.wsgi:application", "--bind",
        f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--worker-class", "gthread",
        "--preload", "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=site.environment)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    for words in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0")):
        done = site.run(*words)
        assert done.returncode == 0, done.stderr
    process = site.start(SEED)
    _out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return site


def test_readers_while_a_publication_is_withdrawn(site: Site) -> None:
    answers: Counter[tuple[str, int]] = Counter()
    stale: list[str] = []
    lock = threading.Lock()
    withdrawn_at = [float("inf")]
    stop_at = [float("inf")]

    def read(port: int, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        step = number
        while time.monotonic() < stop_at[0]:
            path = PATHS[step % len(PATHS)]
            step += 1
            asked_at = time.monotonic()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            with lock:
                answers[path, answer.status] += 1
                if path.startswith(PAGE) and answer.status == 200 and asked_at > withdrawn_at[0]:
                    stale.append(path)
        connection.close()

    with server(site) as port:
        readers = [threading.Thread(target=read, args=(port, n)) for n in range(READERS)]
        for reader in readers:
            reader.start()
        process = site.start(WITHDRAW)
        _out, errors = process.communicate(timeout=120)
        withdrawn_at[0] = time.monotonic()
        stop_at[0] = withdrawn_at[0] + SECONDS
        for reader in readers:
            reader.join()
    assert process.returncode == 0, errors
    assert not stale
    # A town without anything public has no page.
    answers.pop(("/orte/messort/", 404), None)
    assert {status for _path, status in answers} <= {200, 410}
    assert all(answers[path, 200] > 0 for path in PATHS)
    # After the withdrawal somebody asked for each of them.
    assert all(answers[path, 410] > 0 for path in (PAGE, *FILES))
    print(f"{sum(answers.values())} answers to {READERS} readers")
