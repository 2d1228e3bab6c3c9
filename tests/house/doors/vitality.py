"""Who may do what at the addresses of ``vitality``."""

from typing import Any

from tests.factories.councils import make_council
from tests.factories.papers import make_paper
from tests.house.access import CORE_SECRET, MEMBERS_SECRET, Access
from tests.people import People
from vorort.councils.choices import Confidentiality

_RUN = frozenset({"coordinator"})
ACCESS: dict[str, Access] = {"vitality:revive": Access(_RUN, _RUN)}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = set()


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    body = make_council(people)
    make_paper(body, people.coordinator, title=MEMBERS_SECRET, released=True)
    make_paper(
        body, people.police, title=CORE_SECRET, released=True,
        confidentiality=Confidentiality.CORE,
    )  # fmt: skip
    return {"vitality:revive": [people.town.slug, body.public_id]}
