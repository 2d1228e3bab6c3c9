"""Who may do what with the offers of ``partners``."""

from typing import Any

from tests.factories.partners import make_offer
from tests.house.access import COORDINATOR, NOBODY, SECRET, WORK, Access
from tests.people import People

ACCESS: dict[str, Access] = {
    "partners:offers": Access(WORK),
    # Whoever works here hands in what they know of; the coordinator checks it.
    "partners:new_offer": Access(WORK, WORK),
    "partners:offer": Access(WORK),
    "partners:edit_offer": Access(COORDINATOR, COORDINATOR),
    "partners:check_offer": Access(COORDINATOR, COORDINATOR),
    "partners:move_offer": Access(NOBODY, COORDINATOR),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN = {"partners:offers", "partners:new_offer"}


def plant(people: People) -> dict[str, list[Any]]:
    """A listed and a submitted offer with secrets; return the arguments of each address."""
    slug = people.town.slug
    make_offer(people.town, title=SECRET, summary=SECRET, by=people.coordinator)
    waits = make_offer(
        people.town, title=SECRET, state="submitted", check_note=SECRET, by=people.coordinator
    )
    own_pages = ("offer", "edit_offer", "check_offer", "move_offer")
    return {
        "partners:offers": [slug],
        "partners:new_offer": [slug],
        **{f"partners:{name}": [slug, waits.public_id] for name in own_pages},
    }
