import datetime as dt
from collections.abc import Iterator

import pytest

from tests.factories.tables import TODAY, make_county
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.tables import jobs


@pytest.fixture
def county(people: People, monkeypatch: pytest.MonkeyPatch) -> Iterator[People]:
    """The people of Lindenau with their county known, on a fixed day, inside the town's scope."""

    def fixed() -> dt.date:
        return TODAY

    monkeypatch.setattr(jobs, "today", fixed)
    make_county()
    with authority_scope(people.town):
        yield people
