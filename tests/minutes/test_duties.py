"""What is owed: to whom, when, and never more queries for more of it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.councils import make_body, seat_of
from tests.factories.minutes import (
    APPROVED,
    DRAFTED,
    make_approved,
    make_held,
    make_minutes,
)
from tests.factories.sittings import START
from vorort.core.scopes import authority_scope
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import Meeting
from vorort.minutes import actions
from vorort.minutes.queries import list_duties

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(people):
    with authority_scope(people.town):
        yield


def kinds(person, at: dt.datetime = DRAFTED) -> list[tuple[str, str]]:
    return [
        (duty.kind, f"{duty.due_on:%d.%m.}" if duty.due_on else "")
        for duty in list_duties(person, at=at)
    ]


def test_each_step_is_owed_by_whom_it_waits_for(people, scope):
    meeting = make_held(people)
    # 28 days after the meeting, as the rules say.
    assert kinds(people.coordinator) == [("minutes.draft", "31.12.")]
    minutes = make_minutes(people, meeting)
    assert kinds(people.coordinator) == [("minutes.finish", "31.12.")]
    assert kinds(people.council_member) == []
    actions.send_for_review(minutes=minutes, by=people.coordinator, at=DRAFTED)
    assert kinds(people.council_member) == [("minutes.review", "21.12.")]
    assert kinds(people.coordinator) == []
    member = seat_of(meeting.body, "Mitglied des Stadtrates")
    actions.review(minutes=minutes, seat=member, answer="objected", text="Nein.", at=DRAFTED)
    assert kinds(people.council_member) == []
    assert kinds(people.coordinator) == [("minutes.settle", "31.12.")]
    actions.settle_review(
        minutes=minutes, seat=member, note="übernommen", by=people.coordinator, at=DRAFTED
    )
    late = DRAFTED + dt.timedelta(days=20)
    assert kinds(people.coordinator, late) == [("minutes.approve", "21.12.")]
    make_approved(people, minutes)
    assert kinds(people.coordinator) == [("minutes.publish", "")]
    actions.publish_minutes(minutes=minutes, by=people.coordinator, at=APPROVED)
    assert kinds(people.coordinator) == []


def test_others_owe_nothing(people, scope):
    make_held(people)
    for person in (people.mayor, people.public_order, people.other_coordinator, people.outsider):
        assert kinds(person) == []


def test_as_many_queries_for_300_as_for_3(people, scope):
    body = make_body(people.town)

    def held(number: int) -> None:
        Meeting.objects.create(
            authority=people.town, body=body, number=number, year=2020,
            state=MeetingState.HELD, starts_at=START - dt.timedelta(days=number),
        )  # fmt: skip

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            list_duties(people.coordinator, at=DRAFTED)
        return len(caught)

    for number in range(1, 4):
        held(number)
    few = count()
    for number in range(4, 301):
        held(number)
    assert count() == few
    assert len(list_duties(people.coordinator, at=DRAFTED)) == 300
