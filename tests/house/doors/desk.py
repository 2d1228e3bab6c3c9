"""Who may do what at the addresses of the desk that name no town."""

from typing import Any

from tests.house.access import NOBODY, PUBLIC, SIGNED_IN, Access
from tests.people import People
from vorort.core.clock import now
from vorort.desk import actions

ACCESS: dict[str, Access] = {
    # Everybody sets their own.
    "desk:notifications": Access(SIGNED_IN, SIGNED_IN),
    "desk:calendar_new": Access(NOBODY, SIGNED_IN),
    "desk:calendar_revoke": Access(NOBODY, SIGNED_IN),
    # Whoever holds the secret address; what stands there is tested in ``tests/desk``.
    "desk:calendar": PUBLIC,
    "desk:digest_off": PUBLIC,
}
OF_THE_TOWN: set[str] = set()


def plant(people: People) -> dict[str, list[Any]]:
    """Make the secret addresses of somebody who belongs to nothing."""
    outsider = people.outsider
    token = actions.make_calendar_address(person=outsider, by=outsider, at=now())
    return {
        "desk:calendar": [token],
        "desk:digest_off": [actions.unsubscribe_token(outsider)],
    }
