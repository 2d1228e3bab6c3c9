"""Two people at the same moment, on a database with many writers."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.factories.sittings import item_of, make_sitting
from tests.people import People, make_people
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import Meeting
from vorort.resolutions.choices import Counts, ResolutionKind, VoteMode
from vorort.resolutions.models import Resolution
from vorort.sittings import actions
from vorort.sittings.models import ItemRecord, Sitting, Vote

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sitting(people: People) -> Sitting:
    return make_sitting(people)


@pytest.fixture
def people(transactional_db: None) -> People:
    return make_people()


def together(people: People, *deeds: Callable[[], object]) -> list[object]:
    """Do all deeds at the same moment, each in a connection of its own; return what came of them."""
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            with authority_scope(people.town):
                gate.wait(timeout=20)
                return deed()
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_two_saves_at_once(people: People, sitting: Sitting) -> None:
    item, at = item_of(sitting.meeting, 2), sitting.opened_at
    texts = {"Text der Koordination.": people.coordinator, "Text des Bürgermeisters.": people.mayor}
    came = together(
        people,
        *(
            lambda text=text, by=by: actions.save_notes(
                item=item, text=text, revision=0, by=by, at=at
            )
            for text, by in texts.items()
        ),
    )
    conflicts = [one for one in came if isinstance(one, actions.Conflict)]
    assert len(conflicts) == 1
    with authority_scope(people.town):
        record = ItemRecord.objects.get(item=item)
    # Whoever was second holds both texts now: the stored one and their own.
    assert (record.revision, record.notes in texts) == (1, True)
    assert conflicts[0].current.notes == record.notes  # type: ignore[attr-defined]


def test_two_votes_at_once(people: People, sitting: Sitting) -> None:
    item, at = item_of(sitting.meeting, 2), sitting.opened_at

    def vote() -> Vote:
        return actions.record_vote(
            item=item, kind=ResolutionKind.DECISION, title="", text="Sieben Leuchten.",
            mode=VoteMode.COUNTS, counts=Counts(3, 1), revision=0, by=people.coordinator, at=at,
        )  # fmt: skip

    came = together(people, vote, vote)
    assert sum(isinstance(one, actions.Conflict) for one in came) == 1
    with authority_scope(people.town):
        assert (Vote.objects.count(), Resolution.objects.count()) == (1, 1)


def test_closing_twice_at_once(people: People, sitting: Sitting) -> None:
    at = sitting.opened_at + dt.timedelta(hours=1)

    def close() -> Meeting:
        return actions.close_sitting(sitting=sitting, by=people.coordinator, at=at)

    came = together(people, close, close)
    assert sum(isinstance(one, actions.NotPossible) for one in came) == 1
    with authority_scope(people.town):
        assert Meeting.objects.get().state == MeetingState.HELD


def test_opening_twice_at_once(people: People, sitting: Sitting) -> None:
    meeting = sitting.meeting
    with authority_scope(people.town):
        meeting.attendances.all().delete()
        sitting.delete()

    def open_() -> Sitting:
        return actions.open_sitting(meeting=meeting, by=people.coordinator, at=meeting.starts_at)

    came = together(people, open_, open_)
    assert sum(isinstance(one, actions.NotPossible) for one in came) == 1
    with authority_scope(people.town):
        assert (Sitting.objects.count(), meeting.attendances.count()) == (1, 7)
