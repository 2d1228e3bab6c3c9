"""Every app's duties cost the same however many bodies and things there are."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.councils import make_body, make_seat
from tests.factories.findings import make_finding
from tests.factories.measures import make_measure
from tests.factories.meetings import make_meeting, make_meetings
from tests.factories.papers import make_paper
from tests.factories.resolutions import make_circular, make_task
from tests.outcomes.results import make_evaluation
from tests.people import People

from vorort.core.clock import now, today
from vorort.core.duties import Duty
from vorort.core.scopes import authority_scope
from vorort.councils.choices import SeatRole
from vorort.councils.models import Body
from vorort.desk.queries import SOURCES, list_duties
from vorort.leadership.actions import ask_sign_off
from vorort.measures.choices import MeasureState
from vorort.measures.models import Measure, Milestone
from vorort.meetings.actions import invite
from vorort.outcomes.actions import publish_measure
from vorort.papers.models import CoSignature, Paper

pytestmark = pytest.mark.django_db


def work(people: People, number: int) -> Body:
    """A body with everything that makes somebody owe something, by the real actions."""
    body = make_body(people.town, name=f"Rat {number}", short_name=f"R{number}")
    seat = make_seat(body, function="Koordination", person=people.coordinator)
    make_seat(body, function="Revier", person=people.police)
    make_seat(body, function="Schreiben", role=SeatRole.MINUTE_TAKER, person=people.mayor)
    by, at = people.coordinator, now()
    make_meetings(body, 2)
    with authority_scope(people.town):
        # Called, changed since, and near: three things to do.
        called = make_meeting(body, by, starts_at=at + dt.timedelta(days=5))
        invite(meeting=called, by=by, at=at, short_notice_reason="eilig")
        called.refresh_from_db()
        called.place = "anderswo"
        called.save()
        make_meeting(body, by, starts_at=at + dt.timedelta(days=40))
        make_task(body, by, owner=seat, due_on=today() + dt.timedelta(days=2))
        make_task(body, by, due_on=today() - dt.timedelta(days=2))
        make_circular(body, by)
        paper = make_paper(body, by)
        Paper.objects.filter(pk=paper.pk).update(state="signing", resubmit_on=today())
        CoSignature.objects.create(
            authority=people.town, paper=paper, position=1, person=by, function="Koordination"
        )
    prevent(people, number)
    return body


def prevent(people: People, number: int) -> None:
    """A measure with everything that makes somebody owe something."""
    by, at, on = people.coordinator, now(), today()
    own = make_measure(people, title=f"Maßnahme {number}", state=MeasureState.RUNNING)
    with authority_scope(people.town):
        publish_measure(measure=own, by=by, at=at)
        Measure.objects.filter(pk=own.pk).update(lessons="Neu", updated_at=now())
        Milestone.objects.create(
            authority=people.town, measure=own, title="x", due_on=on - dt.timedelta(2)
        )
        make_finding(people.town, found_on=on - dt.timedelta(60))
        ask_sign_off(
            authority=people.town, subject_kind="measures.measure", subject_id=own.public_id,
            title=own.title, question="Ja?", by=by, at=at,
        )  # fmt: skip
    make_evaluation(people, own)


def cost_of(source: Callable[..., list[Duty]], people: People) -> int:
    with CaptureQueriesContext(connection) as seen:
        source(people.coordinator)
    return len(seen)


def test_no_source_asks_more_often_with_more_bodies(people: People):
    work(people, 0)
    kinds = {duty.kind.partition(".")[0] for duty in list_duties(people.coordinator)}
    assert kinds >= {"meetings", "papers", "resolutions", "minutes", "desk"}
    assert kinds >= {"findings", "measures", "outcomes"}
    assert "leadership.sign" in {duty.kind for duty in list_duties(people.mayor)}
    few = {source.__module__: cost_of(source, people) for source in SOURCES}
    for number in range(1, 6):
        work(people, number)
    for source in SOURCES:
        # What has changed in the set-up is found out once.
        source(people.coordinator)
    many = {source.__module__: cost_of(source, people) for source in SOURCES}
    assert many == few


def test_every_duty_has_a_page_of_its_own_and_words(people: People, client):
    """No empty reason where a date is given, and every address answers to who owes it."""
    work(people, 0)
    for person in (people.coordinator, people.police, people.mayor):
        client.force_login(person)
        for duty in list_duties(person):
            assert duty.title
            assert duty.town == "Lindenau an der Weide"
            assert client.get(duty.url).status_code == 200, (person, duty)
