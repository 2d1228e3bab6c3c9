"""Who may do what at the addresses of ``minutes``."""

from typing import Any

from tests.house.access import Access
from tests.people import People

ACCESS: dict[str, Access] = {}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = set()


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    return {}
