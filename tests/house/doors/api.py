"""Who may do what at the addresses of ``api``: everybody reads, nobody writes."""

from typing import Any

from tests.factories.oparl import publish_council
from tests.house.access import PUBLIC, Access
from tests.people import People

ACCESS: dict[str, Access] = {
    "api:system": PUBLIC,
    "api:bodies": PUBLIC,
    "api:body_list": PUBLIC,
    "api:organization_list": PUBLIC,
    "api:object": PUBLIC,
    # Leads to the address with its slash, or says that there is nothing.
    "api:unknown": PUBLIC,
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = set()


def plant(people: People) -> dict[str, list[Any]]:
    """Publish a council; return the arguments of each address."""
    publish_council(people.town)
    return {
        "api:system": [],
        "api:bodies": [],
        "api:body_list": [people.town.slug, "meeting"],
        "api:organization_list": ["bbbb22223333", "meeting"],
        "api:object": ["meeting", "mmmm22223333"],
        "api:unknown": ["body"],
    }
