"""Papers on an agenda: where they were consulted on, and who reads them for the meeting."""

import pytest

from tests.factories.councils import make_council, seat_of
from tests.factories.meetings import invitation_of, make_coming_meeting, make_item
from tests.factories.papers import make_paper
from tests.people import People, client_of
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Seat
from vorort.meetings import actions
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.models import Meeting
from vorort.papers.models import Paper

pytestmark = pytest.mark.django_db


def _path(people: People, paper: Paper) -> str:
    return f"/k/{people.town.slug}/vorlagen/{paper.public_id}/"


def test_a_paper_names_its_meetings(people: People) -> None:
    body = make_council(people)
    paper = make_paper(body, people.coordinator, released=True)
    meeting = make_coming_meeting(body, people.coordinator, invited=False)
    make_item(meeting, people.coordinator, papers=[paper])
    way = f"/k/{people.town.slug}/sitzungen/{meeting.public_id}/"
    assert way in client_of(people.council_member).get(_path(people, paper)).content.decode()
    # A core item with a members' paper: nobody else learns that it is spoken of there.
    hidden = make_coming_meeting(body, people.coordinator, invited=False)
    make_item(hidden, people.police, level=Confidentiality.CORE, papers=[paper])
    way = f"/k/{people.town.slug}/sitzungen/{hidden.public_id}/"
    assert way not in client_of(people.coordinator).get(_path(people, paper)).content.decode()
    assert way in client_of(people.police).get(_path(people, paper)).content.decode()


def test_a_deputy_reads_until_the_meeting_is_held(people: People) -> None:
    body = make_council(people)
    deputy = seat_of(body, "stellvertretende Schulleitung")
    with authority_scope(people.town):
        Seat.objects.filter(pk=deputy.pk).update(person=people.outsider)
    paper = make_paper(body, people.coordinator, released=True)
    other = make_paper(body, people.coordinator, released=True)
    secret = make_paper(body, people.police, released=True, confidentiality=Confidentiality.CORE)
    meeting = make_coming_meeting(body, people.coordinator, invited=False)
    make_item(meeting, people.coordinator, papers=[paper])
    make_item(meeting, people.police, level=Confidentiality.CORE, papers=[secret])
    client = client_of(people.outsider)

    def answers() -> list[int]:
        return [client.get(_path(people, one)).status_code for one in (paper, other, secret)]

    with authority_scope(people.town):
        actions.invite(meeting=meeting, by=people.coordinator, at=now())
    assert answers() == [404, 404, 404]
    one = invitation_of(meeting, "Schulleitung")
    with authority_scope(people.town):
        actions.reply(invitation=one, reply=Reply.DEPUTY, deputy=deputy, at=now())
    assert answers() == [200, 404, 404]
    with authority_scope(people.town):
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD)
    assert answers() == [404, 404, 404]
