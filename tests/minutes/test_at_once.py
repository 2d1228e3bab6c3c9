"""Two people at the same moment, on a database with many writers."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.factories.minutes import APPROVED, make_held, make_minutes, passage_at
from tests.people import People, make_people
from vorort.announcements.queries import meeting_publication
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.minutes import actions
from vorort.minutes.models import Minutes, Passage
from vorort.minutes.queries import hash_of
from vorort.publications.models import Publication

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None) -> People:
    return make_people()


@pytest.fixture
def minutes(people: People) -> Minutes:
    return make_minutes(people)


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


def test_two_drafts_are_one(people: People) -> None:
    meeting = make_held(people)

    def draft() -> object:
        return actions.draft_minutes(meeting=meeting, by=people.coordinator, at=APPROVED)

    came = together(people, draft, draft)
    assert sum(isinstance(one, Minutes) for one in came) == 1
    with authority_scope(people.town):
        assert Passage.objects.count() == 5


def test_two_approvals_are_one(people: People, minutes: Minutes) -> None:
    def approve() -> object:
        return actions.approve(
            minutes=minutes, by=people.coordinator, at=APPROVED, note="bestätigt"
        )

    came = together(people, approve, approve)
    assert sum(isinstance(one, Minutes) for one in came) == 1
    assert sum(isinstance(one, actions.AlreadyApproved) for one in came) == 1


def test_two_writers_lose_nothing(people: People, minutes: Minutes) -> None:
    passage = passage_at(minutes, 2)

    def writes(text: str) -> Callable[[], object]:
        return lambda: actions.save_passage(
            passage=passage, text=text, revision=0, by=people.coordinator, at=APPROVED
        )

    came = together(people, writes("Eins."), writes("Zwei."))
    assert sum(isinstance(one, Passage) for one in came) == 1
    refused = next(one for one in came if isinstance(one, actions.PassageChanged))
    assert {refused.mine, refused.theirs.text} == {"Eins.", "Zwei."}


def test_no_word_slips_in_while_somebody_approves(people: People, minutes: Minutes) -> None:
    passage = passage_at(minutes, 2)
    together(
        people,
        lambda: actions.save_passage(
            passage=passage, text="Neu.", revision=0, by=people.coordinator, at=APPROVED
        ),
        lambda: actions.approve(
            minutes=minutes, by=people.coordinator, at=APPROVED, note="bestätigt"
        ),
    )
    with authority_scope(people.town):
        kept = Minutes.objects.select_related("meeting__body", "authority").get(pk=minutes.pk)
        assert kept.state == "approved"
        assert hash_of(kept) == kept.text_hash


def test_two_publications_are_two_versions_of_one(people: People, minutes: Minutes) -> None:
    with authority_scope(people.town):
        actions.approve(minutes=minutes, by=people.coordinator, at=APPROVED, note="bestätigt")

    def publish() -> object:
        return actions.publish_minutes(minutes=minutes, by=people.coordinator, at=APPROVED)

    came = together(people, publish, publish)
    assert sorted(one.version for one in came if isinstance(one, Publication)) == [1, 2]
    with authority_scope(people.town):
        assert meeting_publication(minutes.meeting).version == 2
