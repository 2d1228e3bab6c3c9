"""One contract for both transports: a real worker process, killed, stopped and left alone.

The embedded database runs always; PostgreSQL where ``DATABASE_URL`` names one.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from tests.core import probe_jobs

from vorort.core import jobs
from vorort.core.jobs import queue
from vorort.core.jobs.models import Job, JobRequest, JobState

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
# Short, but long enough for a busy machine: a beat comes four times in it.
LEASE = "2"


@contextlib.contextmanager
def embedded_files(folder: Path) -> Iterator[dict[str, str]]:
    """Files instead of the test's memory, so that another process sees them."""
    kept = {alias: connections[alias] for alias in ("default", "jobs")}
    names = {alias: connections.settings[alias]["NAME"] for alias in kept}
    for alias, file in (("default", "vorort.sqlite3"), ("jobs", "jobs.sqlite3")):
        # A thread makes its connection anew from the settings.
        connections.settings[alias]["NAME"] = str(folder / file)
        own = connections.create_connection(alias)
        own.settings_dict = {**own.settings_dict, "NAME": str(folder / file)}
        connections[alias] = own
    try:
        for alias, model in (("default", JobRequest), ("jobs", Job)):
            with connections[alias].schema_editor() as editor:
                editor.create_model(model)
        yield {"DATABASE_URL": f"sqlite:///{folder / 'vorort.sqlite3'}"}
    finally:
        for alias, connection in kept.items():
            connections[alias].close()
            connections[alias] = connection
            connections.settings[alias]["NAME"] = names[alias]


def postgres_url() -> str:
    found = connections["default"].settings_dict
    user = urllib.parse.quote(found["USER"])
    password = f":{urllib.parse.quote(found['PASSWORD'])}" if found["PASSWORD"] else ""
    host = found["HOST"]
    place = f"{host}:{found['PORT']}" if not host.startswith("/") else f":{found['PORT']}"
    query = f"?host={urllib.parse.quote(host)}" if host.startswith("/") else ""
    return f"postgres://{user}{password}@{place}/{found['NAME']}{query}"


class Workers:
    """Starts worker processes and ends those that are left."""

    def __init__(self, environment: dict[str, str], home: Path) -> None:
        self._environment = {**os.environ, **environment, "VORORT_HOME": str(home)}
        # A process of its own with a folder of its own: its files have the usual names.
        self._environment.pop("PYTEST_XDIST_WORKER", None)
        self._log = home / "worker.log"
        self._all: list[subprocess.Popen] = []

    def start(self, *options: str) -> subprocess.Popen:
        with self._log.open("a") as log:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.core.worker_process", "--no-periodic"),
                    *("--lease", LEASE, "--poll", "0.05", "--backoff", "0.05", *options),
                ],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._all.append(process)
        return process

    def end(self) -> None:
        for process in self._all:
            if process.poll() is None:
                process.kill()
            process.wait(30)

    def log(self) -> str:
        return self._log.read_text()


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    probe_jobs.install()
    with contextlib.ExitStack() as stack:
        if settings.JOBS_DATABASE == "jobs":
            environment = stack.enter_context(embedded_files(tmp_path))
        else:
            environment = {"DATABASE_URL": postgres_url()}
        started = Workers(environment, tmp_path)
        stack.callback(started.end)
        yield started


def wait_for(look: Callable[[], Any], *, seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not (found := look()):
        assert time.monotonic() < deadline, "waited in vain"
        pause.wait(0.02)
    return found


def state_of(public_id: str) -> str:
    return jobs.get(public_id).state


def order_long(folder: Path) -> tuple[str, Path, Path]:
    started, go = folder / "started", folder / "go"
    args = {"started": str(started), "go": str(go)}
    return jobs.enqueue("probe_jobs.until_file", args=args), started, go


def test_a_worker_does_what_is_due_and_ends_when_told_once(workers):
    good = jobs.enqueue("probe_jobs.add", args={"first": 20, "second": 22})
    bad = jobs.enqueue("probe_jobs.refuse")
    assert workers.start("--once").wait(60) == 0, workers.log()
    assert jobs.get(good).result == {"sum": 42, "by": None, "attempt": 1}
    assert state_of(bad) == JobState.FAILED


def test_the_job_of_a_killed_worker_is_taken_up_by_another(workers, tmp_path):
    public_id, started, go = order_long(tmp_path)
    victim = workers.start()
    wait_for(started.exists)
    wait_for(lambda: jobs.get(public_id).done > 0)
    victim.send_signal(signal.SIGKILL)
    victim.wait(30)
    assert state_of(public_id) == JobState.RUNNING
    workers.start()
    wait_for(lambda: started.read_text().split() == ["1", "2"])
    go.touch()
    wait_for(lambda: state_of(public_id) == JobState.DONE)
    assert jobs.get(public_id).result == {"attempt": 2}


def test_a_long_job_keeps_its_lease_and_is_not_taken_away(workers, tmp_path):
    public_id, started, go = order_long(tmp_path)
    workers.start()
    wait_for(started.exists)
    first = jobs.get(public_id).leased_until
    workers.start()
    # The lease is extended twice over its length while a second worker looks for work.
    wait_for(lambda: (jobs.get(public_id).leased_until - first).total_seconds() > 2 * float(LEASE))
    go.touch()
    wait_for(lambda: state_of(public_id) == JobState.DONE)
    assert started.read_text().split() == ["1"]


def test_a_running_job_is_cancelled_across_processes(workers, tmp_path):
    public_id, started, _go = order_long(tmp_path)
    workers.start()
    wait_for(started.exists)
    jobs.cancel(public_id)
    wait_for(lambda: state_of(public_id) == JobState.CANCELLED)


def test_a_worker_that_is_told_to_stop_gives_its_job_back(workers, tmp_path):
    public_id, started, go = order_long(tmp_path)
    worker = workers.start()
    wait_for(started.exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0, workers.log()
    job = jobs.get(public_id)
    assert (job.state, job.attempts) == (JobState.WAITING, 0), workers.log()
    go.touch()
    assert workers.start("--once").wait(60) == 0, workers.log()
    assert state_of(public_id) == JobState.DONE


def test_a_failure_outside_is_tried_again(workers, tmp_path):
    counter = {"path": str(tmp_path / "count"), "failures": 1}
    public_id = jobs.enqueue("probe_jobs.flaky", args=counter)
    workers.start()
    wait_for(lambda: state_of(public_id) == JobState.DONE)
    assert jobs.get(public_id).result == {"tries": 2}


@pytest.mark.sqlite_only
def test_a_worker_finds_what_a_crash_left_between_the_two_databases(workers, tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "deliver", lambda: 0)
    public_id = jobs.enqueue("probe_jobs.add", args={"first": 1, "second": 1})
    assert not Job.objects.filter(public_id=public_id).exists()
    assert workers.start("--once").wait(60) == 0, workers.log()
    assert Job.objects.get(public_id=public_id).state == JobState.DONE


@pytest.mark.postgres_only
def test_a_waiting_worker_hears_of_a_new_job(workers, tmp_path):
    workers.start("--poll", "60")
    wait_for(lambda: "bereit" in workers.log())
    public_id = jobs.enqueue("probe_jobs.add", args={"first": 1, "second": 1})
    wait_for(lambda: state_of(public_id) == JobState.DONE)
