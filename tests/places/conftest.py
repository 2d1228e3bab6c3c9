"""What tests of places share."""

import pytest

from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person


@pytest.fixture
def system(db: None) -> Person:
    return get_system_person()
