"""A meeting that sits: everybody but one member has come."""

from collections.abc import Iterator

import pytest

from tests.factories.sittings import answer, make_invited, make_sitting
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.meetings.choices import Reply
from vorort.sittings.models import Sitting


@pytest.fixture
def scope(people: People) -> Iterator[None]:
    with authority_scope(people.town):
        yield


@pytest.fixture
def sitting(people: People, scope: None) -> Sitting:
    """Four of five voting members: the youth office has said no."""
    meeting = make_invited(people)
    answer(meeting, "Jugendhilfe", Reply.NO)
    return make_sitting(people, meeting)
