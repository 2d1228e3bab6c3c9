"""A GET changes nothing; only the log, throttles and sessions may be written while reading."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.factories.accounts import make_person

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.audit.models import Event
from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.readonly import ReadOnlyMiddleware, ReadOnlyViolation

pytestmark = pytest.mark.django_db


def answer(method: str, deed) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        deed()
        return HttpResponse("ok")

    return ReadOnlyMiddleware(view)(RequestFactory().generic(method, "/"))


def insert() -> None:
    make_person()


def update() -> None:
    Person.objects.update(name="x")


def delete() -> None:
    Person.objects.filter(pk=0).delete()
    Person.objects.filter(pk=0)._raw_delete("default")


def with_a_comment() -> None:
    with connection.cursor() as cursor:
        cursor.execute("  (\nUPDATE accounts_person SET name = 'x')")


def order_a_job() -> None:
    jobs.enqueue("core.jobs.upkeep.forget_ended")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("deed", [insert, update, delete, with_a_comment, order_a_job])
def test_a_safe_request_that_writes_raises(method, deed):
    with pytest.raises(ReadOnlyViolation):
        answer(method, deed)


@pytest.mark.parametrize("deed", [insert, update, order_a_job])
def test_a_post_may_write(deed):
    assert answer("POST", deed).status_code == 200
    # And so may whatever comes after a GET.
    answer("GET", Person.objects.count)
    deed()


def test_the_log_sessions_and_throttles_may_be_written_while_reading():
    from axes.models import AccessAttempt

    def deed() -> None:
        record(
            verb="audit.personal_data_read",
            by=None,
            authority_id=None,
            kind="x.y",
            object_id="1",
            label="x",
        )
        Session.objects.create(session_key="k", session_data="", expire_date=now())
        Session.objects.filter(session_key="k").update(session_data="y")
        AccessAttempt.objects.create(
            user_agent="",
            ip_address="127.0.0.1",
            username="x",
            path_info="/",
            failures_since_start=1,
        )

    assert answer("GET", deed).status_code == 200
    assert Event.objects.count() == 1


def test_reading_and_savepoints_are_fine():
    from django.db import transaction

    def deed() -> None:
        with transaction.atomic():
            list(Person.objects.filter(name="x"))

    assert answer("GET", deed).status_code == 200


def test_a_cte_that_writes_is_refused():
    def deed() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH x AS (SELECT 1) UPDATE accounts_person SET name = 'x' WHERE id IN (SELECT 1)"
            )

    with pytest.raises(ReadOnlyViolation):
        answer("GET", deed)
