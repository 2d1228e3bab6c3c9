"""The worker from inside one process: its loop, its thread, its command."""

import datetime as dt
import io
import threading

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections
from tests.core import probe_jobs
from tests.core.test_worker import embedded_files, wait_for

from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.jobs import periodic, queue, running, worker
from vorort.core.jobs.models import Job, JobState
from vorort.core.jobs.running import ThreadReporter, claim
from vorort.core.jobs.worker import WorkerOptions, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_only]
SHORT = dt.timedelta(milliseconds=200)


@pytest.fixture(autouse=True)
def files(tmp_path):
    probe_jobs.install()
    with embedded_files(tmp_path):
        yield


def options(**changes) -> WorkerOptions:
    return WorkerOptions(**{"once": True, "periodic": False, "poll_seconds": 0.01, **changes})


def claimed(name: str = "add", **args) -> Job:
    jobs.enqueue(f"probe_jobs.{name}", args=args)
    queue.deliver()
    return claim("test", at=now(), lease=dt.timedelta(minutes=1))


def test_the_loop_works_until_nothing_is_due():
    first = jobs.enqueue("probe_jobs.add", args={"first": 1, "second": 2})
    jobs.enqueue("probe_jobs.surprise")
    assert work(options()) == 2
    assert jobs.get(first).state == JobState.DONE
    assert work(options()) == 0


def test_a_worker_that_is_told_to_stop_does_not_start():
    jobs.enqueue("probe_jobs.add", args={"first": 1, "second": 2})
    told = options(once=False)
    told.stopping.set()
    assert work(told) == 0


def test_periodic_work_is_ordered_by_the_loop(monkeypatch):
    entry = periodic.Periodic("probe_jobs.refuse", dt.timedelta(hours=1), "Probe")
    monkeypatch.setattr(periodic.enqueue_due, "__kwdefaults__", {"periodic": (entry,)})
    assert work(options(periodic=True)) == 1


def test_a_database_that_is_busy_does_not_end_the_worker(monkeypatch, caplog):
    told = options(once=False)
    answers = iter([OperationalError("database is locked"), None])

    def deliver() -> int:
        answer = next(answers)
        if answer is not None:
            raise answer
        told.stopping.set()
        return 0

    monkeypatch.setattr(worker, "deliver", deliver)
    assert work(told) == 0
    assert "could not be read" in caplog.text
    monkeypatch.setattr(worker, "deliver", lambda: (_ for _ in ()).throw(OperationalError))
    with pytest.raises(OperationalError):
        work(options())


def test_the_command_says_what_it_did():
    jobs.enqueue("probe_jobs.add", args={"first": 1, "second": 2})
    out = io.StringIO()
    call_command("worker", "--once", "--no-periodic", stdout=out)
    assert "ist bereit." in out.getvalue()
    assert "1 Aufträge erledigt." in out.getvalue()


def test_the_thread_extends_the_lease_and_writes_progress():
    job = claimed()
    reporter = ThreadReporter(job, lease=SHORT)
    try:
        reporter.report(3, 9, "drei von neun")
        seen = wait_for(lambda: Job.objects.filter(pk=job.pk, done=3).first())
        assert (seen.total, seen.step) == (9, "drei von neun")
        wait_for(lambda: Job.objects.get(pk=job.pk).leased_until > seen.leased_until)
    finally:
        reporter.close()


def _until_raised(reporter: ThreadReporter, error: type[Exception]) -> None:
    def raised() -> bool:
        try:
            reporter.report(1, 2, "")
        except error:
            return True
        return False

    try:
        wait_for(raised)
    finally:
        reporter.close()


def test_a_cancelled_job_hears_of_it():
    job = claimed()
    jobs.cancel(job.public_id)
    _until_raised(ThreadReporter(job, lease=SHORT), jobs.JobCancelled)


def test_a_job_that_went_to_somebody_else_hears_of_it():
    job = claimed()
    Job.objects.filter(pk=job.pk).update(leased_by="somebody else")
    _until_raised(ThreadReporter(job, lease=SHORT), jobs.JobLost)


def test_a_job_hears_that_the_worker_ends():
    stopping = threading.Event()
    stopping.set()
    _until_raised(ThreadReporter(claimed(), lease=SHORT, stopping=stopping), jobs.JobInterrupted)


def test_a_heartbeat_that_fails_is_tried_again(monkeypatch, caplog):
    job = claimed()
    write, failures = running._write_progress, iter([True])

    def sometimes(*args, **kwargs):
        if next(failures, False):
            raise OperationalError("database is locked")
        return write(*args, **kwargs)

    monkeypatch.setattr(running, "_write_progress", sometimes)
    reporter = ThreadReporter(job, lease=SHORT)
    try:
        reporter.report(1, 2, "x")
        wait_for(lambda: Job.objects.get(pk=job.pk).done == 1)
    finally:
        reporter.close()
    assert "heartbeat" in caplog.text
    assert connections["jobs"].is_usable()


def test_an_interrupted_job_goes_back_and_its_attempt_does_not_count(tmp_path):
    stopping = threading.Event()
    stopping.set()
    args = {"started": str(tmp_path / "s"), "go": str(tmp_path / "go")}
    job = claimed("until_file", **args)
    running.execute(job, ThreadReporter(job, lease=SHORT, stopping=stopping))
    after = Job.objects.get(pk=job.pk)
    assert (after.state, after.attempts, after.leased_until) == (JobState.WAITING, 0, None)


def test_an_ordered_job_can_be_looked_at_before_it_is_delivered(monkeypatch):
    monkeypatch.setattr(queue, "deliver", lambda: 0)
    public_id = jobs.enqueue("probe_jobs.add", label="Summe")
    assert (jobs.get(public_id).state, str(jobs.get(public_id))) == (JobState.WAITING, "Summe")
