"""The panel of a body, the warning above its meetings, and the way back to the table."""

import datetime as dt

import pytest

from tests.factories.councils import make_council
from tests.factories.meetings import make_meeting
from tests.people import People, client_of
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils.models import Body
from vorort.meetings import actions
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import Meeting

ASLEEP = "Dieses Gremium schläft ein"
HEADING = "Wie lebendig ist das Gremium?"


@pytest.fixture
def body(people: People) -> Body:
    """A council whose last meeting was a year ago."""
    made, at = make_council(people), now() - dt.timedelta(days=400)
    meeting = make_meeting(made, people.coordinator, invited=True, at=at)
    with authority_scope(people.town):
        actions.advance_meeting(
            meeting=meeting, to=MeetingState.HELD, by=people.coordinator, at=meeting.starts_at
        )
    return made


def _page(people: People, kind: str, address: str) -> str:
    response = client_of(people.by_kind()[kind]).get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_members_see_how_alive_their_body_is(people: People, body: Body) -> None:
    page = _page(people, "council_member", f"/k/lindenau/gremien/{body.public_id}/")
    assert HEADING in page
    assert ASLEEP in page
    # A member has no page to wake it.
    assert "/lebendigkeit/" not in page
    assert HEADING not in _page(people, "public_order", f"/k/lindenau/gremien/{body.public_id}/")


def test_the_list_of_meetings_warns_who_can_wake_it(people: People, body: Body) -> None:
    address = f"/k/lindenau/sitzungen/gremium/{body.public_id}/"
    way = f"/k/lindenau/lebendigkeit/{body.public_id}/"
    page = _page(people, "coordinator", address)
    assert ASLEEP in page
    assert way in page
    assert ASLEEP not in _page(people, "council_member", address)
    make_meeting(body, people.coordinator, invited=True, at=now())
    assert ASLEEP not in _page(people, "coordinator", address)


def test_one_click_drafts_the_meeting(people: People, body: Body) -> None:
    client = client_of(people.coordinator)
    address = f"/k/lindenau/lebendigkeit/{body.public_id}/"
    shown = client.get(address)
    start, items = shown.context["starts"][0], shown.context["items"]
    wrong = client.post(address, {"start": "morgen"})
    assert wrong.status_code == 422
    assert "Bitte wählen Sie einen der Termine." in wrong.content.decode()
    made = client.post(
        address, {"start": start.isoformat(), "item": [one.key for one in items]}, follow=True
    )
    assert "Der Entwurf steht." in made.content.decode()
    with authority_scope(people.town):
        draft = Meeting.objects.get(body=body, state=MeetingState.DRAFT)
        assert draft.starts_at == start
        assert draft.items.filter(title=items[0].title).exists()
