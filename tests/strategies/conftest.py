"""A town with a strategy, inside its scope."""

from collections.abc import Iterator

import pytest

from tests.factories.strategies import make_adopted, make_full_strategy
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.strategies.models import Strategy


@pytest.fixture
def town(people: People) -> Iterator[People]:
    with authority_scope(people.town):
        yield people


@pytest.fixture
def draft(town: People) -> Strategy:
    return make_full_strategy(town)


@pytest.fixture
def adopted(town: People) -> Strategy:
    return make_adopted(town)
