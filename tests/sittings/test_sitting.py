"""A sitting from opening to closing."""

import datetime as dt

import pytest

from tests.factories.councils import seat_of
from tests.factories.sittings import answer, item_of, make_invited, make_sitting, present
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.meetings.choices import MeetingState, Reply
from vorort.resolutions.choices import Counts, Outcome, ResolutionKind, VoteMode
from vorort.sittings import actions, queries
from vorort.sittings.choices import ItemState

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _scope(people: People):
    with authority_scope(people.town):
        yield


def test_from_opening_to_closing(people: People) -> None:
    meeting = make_invited(people)
    deputy = seat_of(meeting.body, "stellvertretende Schulleitung")
    answer(meeting, "Bürgermeisterin", Reply.YES)
    answer(meeting, "Mitglied des Stadtrates", Reply.YES)
    answer(meeting, "Leitung Revier", Reply.YES)
    answer(meeting, "Schulleitung", Reply.DEPUTY, deputy)
    answer(meeting, "Jugendhilfe", Reply.NO)
    sitting = make_sitting(people, meeting, yes=False)
    protocol = queries.get_protocol(meeting, level=Confidentiality.MEMBERS)
    assert (protocol.quorum.present, protocol.quorum.seats, protocol.quorum.needed) == (4, 5, 3)
    assert {one.label for one in protocol.excused} == {"Schulleitung", "Jugendhilfe"}
    assert [one.number for one in protocol.items] == ["1", "2", "3"]

    item = item_of(meeting, 2)
    at = meeting.starts_at + 20 * MINUTE
    actions.start_item(item=item, by=people.coordinator, at=at)
    record = actions.save_notes(
        item=item, text="Drei Varianten.", revision=0, by=people.coordinator, at=at
    )
    assert record.revision == 1
    vote = actions.record_vote(
        item=item,
        kind=ResolutionKind.DECISION,
        title="",
        text="Sieben Leuchten werden ersetzt.",
        mode=VoteMode.COUNTS,
        counts=Counts(3, 0, 1),
        revision=0,
        by=people.coordinator,
        at=at,
    )
    assert vote.resolution is not None
    assert vote.resolution.outcome == Outcome.ADOPTED
    assert vote.resolution.confidentiality == Confidentiality.PUBLIC
    assert vote.entitled == 4
    held = actions.close_sitting(sitting=sitting, by=people.coordinator, at=at + 60 * MINUTE)
    assert held.state == MeetingState.HELD
    protocol = queries.get_protocol(held, level=Confidentiality.CORE)
    assert [one.state for one in protocol.items] == [
        ItemState.CLOSED, ItemState.CLOSED, ItemState.ADJOURNED, ItemState.ADJOURNED,
    ]  # fmt: skip
    assert protocol.closed_at == at + 60 * MINUTE
    assert present(meeting, "Bürgermeisterin").left_at == protocol.closed_at
