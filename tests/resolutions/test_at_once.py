"""Numbers given at the same moment, on a database with many writers: no gap, none twice."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.factories.councils import make_council
from tests.factories.papers import make_paper
from tests.factories.resolutions import make_circular, make_resolution
from tests.people import People, make_people
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.papers.models import Paper
from vorort.resolutions import actions
from vorort.resolutions.models import Resolution

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]
MANY = 6


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


def test_papers_submitted_at_once(people: People) -> None:
    body = make_council(people)
    together(people, *[lambda: make_paper(body, people.coordinator)] * MANY)
    with authority_scope(people.town):
        numbers = sorted(Paper.objects.values_list("number", flat=True))
    assert numbers == list(range(1, MANY + 1))


def test_resolutions_adopted_at_once(people: People) -> None:
    body = make_council(people)
    together(people, *[lambda: make_resolution(body, people.coordinator)] * MANY)
    with authority_scope(people.town):
        numbers = sorted(Resolution.objects.values_list("number", flat=True))
    assert numbers == list(range(1, MANY + 1))


def test_one_vote_recorded_twice_at_once(people: People) -> None:
    body = make_council(people)
    came = together(
        people,
        *[lambda: make_resolution(body, people.coordinator, origin=("sittings.vote", "v1"))] * 2,
    )
    assert sum(isinstance(one, actions.AlreadyAdopted) for one in came) == 1
    with authority_scope(people.town):
        assert Resolution.objects.count() == 1


def test_a_circular_closed_twice_at_once(people: People) -> None:
    circular = make_circular(make_council(people), people.coordinator)
    at = circular.deadline_at
    together(
        people,
        *[lambda: actions.close_circular(circular=circular, by=people.coordinator, at=at)] * 2,
    )
    with authority_scope(people.town):
        circular.refresh_from_db()
        assert (circular.closed_at, Resolution.objects.count()) == (at, 0)


def test_an_answer_while_the_circular_is_closed(people: People) -> None:
    body = make_council(people)
    circular = make_circular(body, people.coordinator)
    with authority_scope(people.town):
        seats = list(body.seats.filter(role="voting"))
        for seat in seats:
            actions.answer_circular(
                circular=circular, seat=seat, answer="yes", at=circular.started_at
            )

    def change() -> object:
        return actions.answer_circular(
            circular=circular, seat=seats[0], answer="no", at=circular.started_at
        )

    def close() -> object:
        return actions.close_circular(
            circular=circular, by=people.coordinator, at=circular.started_at
        )

    came = together(people, change, close)
    with authority_scope(people.town):
        made = Resolution.objects.get()
        counted = circular.votes.filter(answer="no").count()
    # Either the change came first and counts, or it is refused: never kept without counting.
    assert made.no == counted
    assert isinstance(came[0], actions.CircularClosed) is (counted == 0)
