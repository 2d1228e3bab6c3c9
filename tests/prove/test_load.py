"""300 readers at once who never pause: no error, and a withdrawal holds from that moment on."""

import itertools
import threading
import time
from pathlib import Path

import pytest
from tests.prove.load_site import AROUND, FILES, PAGE, Crowd, LoadSite, web

pytestmark = pytest.mark.prove
READERS = 300
SECONDS = 8.0
PATHS = (PAGE, *AROUND)

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


class Watch(Crowd):
    """Notes who was still shown a page that had been withdrawn before he asked."""

    withdrawn_at = float("inf")
    stale: list[str]

    def saw(self, path: str, status: int, asked_at: float) -> None:
        if path.startswith(PAGE) and status == 200 and asked_at > self.withdrawn_at:
            self.stale.append(path)


def read(crowd: Crowd, number: int) -> None:
    pages = itertools.cycle(PATHS[number % len(PATHS) :] + PATHS[: number % len(PATHS)])
    while not crowd.pause(0):
        crowd.visit((next(pages), next(pages), next(pages)))


def test_readers_while_a_publication_is_withdrawn(tmp_path: Path) -> None:
    site = LoadSite(tmp_path)
    site.prepare(staff=0)
    with web(site) as port:
        crowd = Watch(port)
        crowd.stale = []
        crowd.join_in(READERS, read)
        process = site.start(WITHDRAW)
        _out, errors = process.communicate(timeout=180)
        crowd.withdrawn_at = time.monotonic()
        threading.Event().wait(SECONDS)
        crowd.leave()
    assert process.returncode == 0, errors
    assert not crowd.errors
    assert not crowd.stale
    assert {status for _path, status in crowd.answers} <= {200, 410}
    assert all(crowd.answers[path, 200] > 0 for path in PATHS)
    # After the withdrawal somebody asked for each of them.
    assert all(crowd.answers[path, 410] > 0 for path in (PAGE, *FILES))
    print(f"{sum(crowd.answers.values())} answers to {READERS} readers")
