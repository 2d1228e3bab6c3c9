"""Jobs without a worker process: order, claim, end, retry, cancel."""

import datetime as dt

import pytest
from django.db import transaction
from tests.core import probe_jobs
from tests.factories.accounts import make_person

from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.errors import NotVisible
from vorort.core.jobs import periodic, queue, upkeep
from vorort.core.jobs.models import Job, JobRequest, JobState
from vorort.core.jobs.running import DirectReporter, claim, execute

pytestmark = pytest.mark.django_db
LEASE = dt.timedelta(seconds=60)


@pytest.fixture(autouse=True)
def probes():
    probe_jobs.install()


def order(name: str, **fields) -> str:
    return jobs.enqueue(f"probe_jobs.{name}", **fields)


def claim_next(at: dt.datetime | None = None) -> Job | None:
    queue.deliver()
    return claim("test", at=at or now(), lease=LEASE)


def test_a_job_runs_with_its_arguments_and_keeps_its_result():
    person = make_person()
    public_id = order("add", args={"first": 2, "second": 3}, label="Summe", by=person)
    assert jobs.get(public_id).state == JobState.WAITING
    assert jobs.run_waiting() == 1
    job = jobs.get(public_id)
    assert job.state == JobState.DONE
    assert job.has_ended
    assert job.result == {"sum": 5, "by": person.pk, "attempt": 1}
    assert (job.done, job.total, job.step, str(job)) == (2, 2, "rechnen", "Summe")
    assert job.ended_at is not None
    assert jobs.run_waiting() == 0


def test_an_order_of_a_rolled_back_deed_never_runs():
    with transaction.atomic():
        public_id = order("surprise")
        transaction.set_rollback(True)
    assert jobs.run_waiting() == 0
    with pytest.raises(NotVisible):
        jobs.get(public_id)


def test_jobs_run_in_their_order(tmp_path):
    path = tmp_path / "words"
    for word in ("eins", "zwei", "drei"):
        order("append", args={"path": str(path), "word": word})
    assert jobs.run_waiting() == 3
    assert path.read_text().split() == ["eins", "zwei", "drei"]


def test_a_foreseen_failure_keeps_its_sentence_and_is_not_retried():
    public_id = order("refuse")
    assert jobs.run_waiting() == 1
    job = jobs.get(public_id)
    assert (job.state, job.error) == (JobState.FAILED, "Die Datei enthält keine Tabelle.")
    assert job.attempts == 1


def test_a_surprise_is_raised_in_tests_and_told_without_its_inside(caplog):
    public_id = order("surprise")
    with pytest.raises(ZeroDivisionError):
        jobs.run_waiting()
    job = jobs.get(public_id)
    assert job.state == JobState.FAILED
    assert public_id in job.error
    assert "secret" not in job.error
    assert "ZeroDivisionError" in caplog.text


def test_an_unknown_function_is_a_recorded_failure():
    public_id = order("nothing_of_that_name")
    assert jobs.run_waiting(reraise=False) == 1
    assert jobs.get(public_id).state == JobState.FAILED
    with pytest.raises(LookupError):
        jobs.find_function("no_such_app.jobs.x")


@pytest.mark.parametrize("name", ["disk_full", "database_full"])
def test_a_full_disk_is_said_in_words(name):
    public_id = order(name, max_attempts=1)
    jobs.run_waiting(reraise=False)
    job = jobs.get(public_id)
    assert job.state == JobState.FAILED
    assert job.error == "Der Speicherplatz ist voll. Es wurde nichts übernommen."


def test_a_failure_outside_is_retried_after_growing_pauses(tmp_path):
    public_id = order("flaky", args={"path": str(tmp_path / "n"), "failures": 2})
    assert jobs.run_waiting() == 1
    job = jobs.get(public_id)
    assert (job.state, job.attempts) == (JobState.WAITING, 1)
    assert job.error == "Der andere Rechner antwortet nicht."
    first_pause = job.not_before_at - now()
    assert jobs.run_waiting() == 0
    assert jobs.run_waiting(at=job.not_before_at) == 1
    job = jobs.get(public_id)
    assert job.not_before_at - now() > first_pause
    assert jobs.run_waiting(at=job.not_before_at) == 1
    job = jobs.get(public_id)
    assert (job.state, job.result, job.error) == (JobState.DONE, {"tries": 3}, "")


def test_retries_end(tmp_path):
    public_id = order("flaky", args={"path": str(tmp_path / "n"), "failures": 9}, max_attempts=2)
    jobs.run_waiting()
    jobs.run_waiting(at=now() + dt.timedelta(hours=1))
    job = jobs.get(public_id)
    assert (job.state, job.attempts) == (JobState.FAILED, 2)


def test_a_planned_job_waits_for_its_time():
    later = now() + dt.timedelta(days=1)
    order("add", args={"first": 1, "second": 1}, not_before=later)
    assert jobs.run_waiting() == 0
    assert jobs.run_waiting(at=later) == 1


def test_a_waiting_job_is_cancelled_at_once():
    public_id = order("surprise")
    assert jobs.cancel(public_id).state == JobState.CANCELLED
    assert jobs.run_waiting() == 0


def test_a_running_job_is_cancelled_at_its_next_step():
    public_id = order("add", args={"first": 1, "second": 1})
    job = claim_next()
    assert jobs.cancel(public_id).state == JobState.RUNNING
    assert execute(job, DirectReporter(job)) is None
    job = jobs.get(public_id)
    assert (job.state, job.result) == (JobState.CANCELLED, None)
    assert jobs.cancel(public_id).state == JobState.CANCELLED


def test_two_workers_never_hold_the_same_job():
    order("add", args={"first": 1, "second": 1})
    assert claim_next() is not None
    assert claim_next() is None


def test_a_job_whose_lease_ran_out_is_taken_up_and_the_late_worker_is_fenced_off():
    public_id = order("add", args={"first": 1, "second": 1})
    dead = claim_next()
    taken = claim_next(at=now() + 2 * LEASE)
    assert taken.pk == dead.pk
    assert taken.attempts == 2
    # The first worker wakes up again: nothing of what it does counts.
    execute(dead, DirectReporter(dead))
    assert jobs.get(public_id).state == JobState.RUNNING
    execute(taken, DirectReporter(taken))
    job = jobs.get(public_id)
    assert (job.state, job.result["attempt"]) == (JobState.DONE, 2)


def test_a_job_that_kills_its_workers_is_given_up():
    public_id = order("add", args={"first": 1, "second": 1}, max_attempts=2)
    assert claim_next() is not None
    assert claim_next(at=now() + 2 * LEASE) is not None
    assert claim_next(at=now() + 9 * LEASE) is None
    job = jobs.get(public_id)
    assert job.state == JobState.FAILED
    assert "mehrmals" in job.error


def test_a_cancelled_job_of_a_dead_worker_ends():
    public_id = order("add", args={"first": 1, "second": 1})
    claim_next()
    jobs.cancel(public_id)
    assert claim_next(at=now() + 2 * LEASE) is None
    assert jobs.get(public_id).state == JobState.CANCELLED


def test_the_heartbeat_extends_the_lease():
    order("add", args={"first": 1, "second": 1})
    job = claim_next(at=now() - LEASE / 2)
    DirectReporter(job, lease=LEASE).report(1, 4, "halb")
    seen = jobs.get(job.public_id)
    assert seen.leased_until > job.leased_until
    assert (seen.done, seen.total, seen.step) == (1, 4, "halb")


@pytest.mark.sqlite_only
def test_an_order_that_arrives_twice_is_one_job():
    public_id = order("add", args={"first": 1, "second": 1})
    request = JobRequest.objects.get(public_id=public_id)
    assert queue.deliver() == 1
    # A crash between the two databases leaves the request behind.
    request.pk = None
    request.save(force_insert=True)
    assert queue.deliver() == 1
    assert Job.objects.filter(public_id=public_id).count() == 1
    assert queue.deliver() == 0


def test_periodic_work_is_ordered_once_in_its_period():
    entry = periodic.Periodic("probe_jobs.refuse", dt.timedelta(hours=1), "Probe")
    at = dt.datetime(2026, 11, 23, 10, 15, tzinfo=dt.UTC)
    assert periodic.enqueue_due(at=at, periodic=(entry,)) == 1
    # Not yet delivered: a second worker orders the same slot, which is the same job.
    periodic.enqueue_due(at=at, periodic=(entry,))
    assert jobs.run_waiting() == 1
    assert periodic.enqueue_due(at=at, periodic=(entry,)) == 0
    assert periodic.enqueue_due(at=at + dt.timedelta(hours=1), periodic=(entry,)) == 1


def test_ended_jobs_are_forgotten_after_a_month():
    old, fresh = order("refuse"), order("refuse")
    jobs.run_waiting()
    Job.objects.filter(public_id=old).update(ended_at=now() - dt.timedelta(days=31))
    jobs.enqueue("core.jobs.upkeep.forget_ended")
    jobs.enqueue("core.jobs.upkeep.forget_sessions")
    assert jobs.run_waiting() == 2
    assert not Job.objects.filter(public_id=old).exists()
    assert Job.objects.filter(public_id=fresh).exists()
    assert dt.timedelta(days=30) == upkeep.KEEP
