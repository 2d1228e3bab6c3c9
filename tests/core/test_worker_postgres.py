"""The PostgreSQL transport from inside one process."""

import datetime as dt

import pytest
from tests.core import probe_jobs

from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.jobs.models import Job, JobState
from vorort.core.jobs.running import claim
from vorort.core.jobs.worker import WorkerOptions

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]


@pytest.fixture(autouse=True)
def probes():
    probe_jobs.install()


def waiting_calls() -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(status="todo").count()


def test_what_is_due_is_done_and_stalled_work_taken_up(tmp_path):
    from vorort.core.jobs import postgres

    good = jobs.enqueue("probe_jobs.add", args={"first": 1, "second": 2})
    flaky = jobs.enqueue("probe_jobs.flaky", args={"path": str(tmp_path / "n"), "failures": 1})
    stalled = jobs.enqueue("probe_jobs.add", args={"first": 2, "second": 2})
    claim("dead", at=now() - dt.timedelta(hours=1), only=stalled)
    quick = WorkerOptions(
        once=True, periodic=False, poll_seconds=0.05, backoff=dt.timedelta(milliseconds=1)
    )
    assert postgres.work(quick) >= 3
    assert jobs.get(good).state == JobState.DONE
    assert jobs.get(stalled).result["attempt"] == 2
    assert Job.objects.get(public_id=flaky).attempts >= 1


def test_a_job_told_twice_runs_once():
    from vorort.core.jobs import postgres

    options = WorkerOptions(once=True, periodic=False)
    public_id = jobs.enqueue("probe_jobs.add", args={"first": 1, "second": 2})
    assert postgres.run_one(public_id, options)
    assert not postgres.run_one(public_id, options)
    assert not postgres.run_one("unknown", options)


def test_an_order_of_a_rolled_back_deed_is_told_to_nobody():
    from django.db import transaction

    before = waiting_calls()
    with transaction.atomic():
        jobs.enqueue("probe_jobs.add")
        transaction.set_rollback(True)
    assert waiting_calls() == before


def test_periodic_work_is_ordered():
    from vorort.core.jobs import postgres

    postgres._keep_house(WorkerOptions(once=True, periodic=True))
    assert Job.objects.filter(name="audit.jobs.seal_chains").count() == 1
