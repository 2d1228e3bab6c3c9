"""Who may do what at the addresses of ``meetings``."""

from typing import Any

from tests.house.access import PUBLIC, Access
from tests.people import People

ACCESS: dict[str, Access] = {"meetings-personal:reply": PUBLIC}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = set()


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    return {"meetings-personal:reply": ["kein-link"]}
