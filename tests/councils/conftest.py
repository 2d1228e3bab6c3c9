"""The council of the tests' town, in the scope of the town."""

import datetime as dt

import pytest

from tests.factories.councils import make_council
from vorort.core.scopes import authority_scope

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
DAY = AT.date()


@pytest.fixture
def body(people):
    with authority_scope(people.town):
        yield make_council(people)
