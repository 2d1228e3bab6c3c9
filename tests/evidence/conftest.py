"""What tests of the police statistics share."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.factories.evidence import TODAY

from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person
from vorort.evidence.importers import CheckedFile, check_file, checking
from vorort.places.choices import NATION, STATES

STATE_KEYS = {
    name.casefold(): state.key
    for state in (*STATES, NATION)
    for name in (state.name, *state.variants)
}


@pytest.fixture
def system(db: None) -> Person:
    return get_system_person()


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., CheckedFile]]:
    """Check a file without a database; its staging file is closed afterwards."""
    monkeypatch.setattr(checking, "state_by_name", lambda name: STATE_KEYS.get(name.casefold()))

    done: list[CheckedFile] = []

    def run(
        path: Path,
        format: str = "pks-county",  # noqa: A002
        *,
        year: int | None = None,
        today: dt.date = TODAY,
    ) -> CheckedFile:
        done.append(check_file(path, name=path.name, format=format, year=year, today=today))
        return done[-1]

    yield run
    for checked in done:
        checked.staging.close()
