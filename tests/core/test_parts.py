"""Small parts of the foundation: ids, errors, links, pages, privacy, routers."""

import datetime as dt

import pytest
from django.http import Http404
from django.test import RequestFactory
from tests.factories.accounts import make_person

from vorort.accounts.models import Person
from vorort.core import clock, ids, links, paging
from vorort.core.errors import DomainError, NotVisible
from vorort.core.jobs.models import Job, JobRequest
from vorort.core.privacy import Declaration
from vorort.core.routers import JobsRouter


def test_public_ids_are_readable_and_do_not_repeat():
    made = {ids.new_public_id() for _number in range(500)}
    assert len(made) == 500
    assert all(len(public_id) == 12 for public_id in made)
    assert not set("01ilo") & set("".join(made))


def test_the_clock_is_aware_and_the_day_is_that_of_berlin(monkeypatch):
    late = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    assert clock.now() == late
    assert clock.today() == dt.date(2026, 7, 1)


def test_errors_carry_a_sentence():
    error = DomainError("Das Ende liegt vor dem Beginn.", field="bis", details={"row": 3})
    assert str(error) == error.message == "Das Ende liegt vor dem Beginn."
    assert (error.field, error.details) == ("bis", {"row": 3})
    assert issubclass(NotVisible, Http404)


@pytest.fixture
def own_links(monkeypatch):
    monkeypatch.setattr(links, "KINDS", {})


def test_links_are_resolved_by_kind_for_who_may_see_them(own_links):
    shown = links.Link(title="Lagebild 2025", url="/x/")
    links.register("situation.report", lambda actor, public_id: shown if actor else None)
    assert links.resolve("somebody", "situation.report", "abc") == shown
    assert links.resolve(None, "situation.report", "abc") is None
    assert links.resolve("somebody", "unknown.kind", "abc") is None
    with pytest.raises(ValueError, match="twice"):
        links.register("situation.report", lambda actor, public_id: None)


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("2", 2), ("3", 3), ("99", 3), ("x", 1), ("-1", 3)]
)
def test_a_wrong_page_is_the_nearest(asked, number):
    request = RequestFactory().get("/", {"seite": asked} if asked else {})
    page = paging.paginate(request, list(range(101)))
    assert page.number == number
    assert len(paging.paginate(request, list(range(7)), per_page=2).object_list) <= 2


def test_a_model_says_what_is_personal():
    assert issubclass(Person.Privacy, Declaration)
    assert "email" in Person.Privacy.personal
    assert "password" in Person.Privacy.sensitive
    assert Declaration.personal == ()


def test_jobs_have_a_file_of_their_own_on_the_embedded_database(settings):
    router = JobsRouter()
    settings.JOBS_DATABASE = "jobs"
    assert router.db_for_read(Job) == router.db_for_write(Job) == "jobs"
    assert router.db_for_read(JobRequest) is None
    assert router.db_for_write(Person) is None
    assert router.allow_migrate("jobs", "core", "job") is True
    assert router.allow_migrate("default", "core", "job") is False
    assert router.allow_migrate("jobs", "accounts", "person") is False
    assert router.allow_migrate("default", "core", "jobrequest") is True
    assert router.allow_relation(Job(), Person()) is None
    settings.JOBS_DATABASE = "default"
    assert router.db_for_read(Job) == "default"
    assert router.allow_migrate("default", "core", "job") is None


@pytest.mark.django_db
def test_people_have_names():
    person = make_person("Kora")
    assert str(person) == "Kora"
    assert str(Person(email="a@example.org")) == "a@example.org"
