"""300 readers and 20 people at work on two web processes: no error, and work goes on.

A reader opens a page and a file and then reads for five seconds, as people do; whoever works
opens a page every two seconds. Their middle waiting time with readers is compared with that
without, in turns, so that a busy machine slows both. Bounded: about two minutes per database.
"""

import os
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.prove.load_site import Crowd, LoadSite, clerk, own_database, reader, web

pytestmark = pytest.mark.prove
READERS = 300
READING_S = 5.0
STAFF = 20
WORKING_S = 2.0
ROUNDS = 3
SECONDS = 16.0
MOST = 2.0


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LoadSite]:
    if request.param == "sqlite":
        made = LoadSite(tmp_path)
        made.prepare(STAFF)
        yield made
        return
    server = os.environ.get("VORORT_TEST_POSTGRES")
    if not server:
        pytest.skip("no PostgreSQL given (VORORT_TEST_POSTGRES)")
    with own_database(server, f"load_{os.getpid()}") as url:
        made = LoadSite(tmp_path, database_url=url)
        made.prepare(STAFF)
        yield made


def test_readers_do_not_hold_up_the_work(site: LoadSite) -> None:
    alone: list[float] = []
    together: list[float] = []
    ratios = []
    asked = 0
    with web(site) as port:
        _phase(site, port, readers=0, seconds=4.0)
        for _round in range(ROUNDS):
            without, _none = _phase(site, port, readers=0, seconds=SECONDS)
            within, read = _phase(site, port, readers=READERS, seconds=SECONDS)
            alone += without.seconds
            together += within.seconds
            ratios.append(within.median_ms / without.median_ms)
            asked += sum(read.answers.values())
            assert not without.bad() + within.bad() + read.bad()
            # Everybody was really there.
            assert sum(read.answers.values()) >= READERS * 2
            assert len(within.seconds) >= STAFF * 2
    quiet, busy = statistics.median(alone) * 1000, statistics.median(together) * 1000
    print(
        f"{asked} answers to {READERS} readers; staff {quiet:.0f} ms alone, {busy:.0f} ms with "
        f"readers, ratios {', '.join(f'{ratio:.2f}' for ratio in ratios)}"
    )
    assert statistics.median(ratios) <= MOST


def _phase(site: LoadSite, port: int, *, readers: int, seconds: float) -> tuple[Crowd, Crowd]:
    """Let staff (and readers) be at the site for some seconds; return both crowds."""
    staff, public = Crowd(port), Crowd(port)
    public.join_in(readers, reader(READING_S))
    if readers:
        # The first wave has come before anybody looks at the watch.
        public.pause(READING_S)
    staff.join_in(STAFF, clerk(site.sessions, WORKING_S))
    staff.pause(seconds)
    staff.leave()
    public.leave()
    return staff, public
