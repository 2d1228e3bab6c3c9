"""Who may do what at the addresses of ``councils``."""

from typing import Any

from tests.factories.councils import make_council
from tests.house.access import COUNCIL_WORK, Access
from tests.people import People

ACCESS: dict[str, Access] = {
    "councils:list": Access(COUNCIL_WORK),
    "councils:body": Access(COUNCIL_WORK),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = {"councils:list"}


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    slug, body = people.town.slug, make_council(people)
    return {"councils:body": [slug, body.public_id]}
