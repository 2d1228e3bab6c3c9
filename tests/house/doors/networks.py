"""Who may do what at the addresses of ``networks``."""

from typing import Any

from tests.factories.networks import make_asked_need, make_model
from tests.factories.partners import make_offer
from tests.house.access import COORDINATOR, NOBODY, SECRET, WORK, Access
from tests.people import People

ACCESS: dict[str, Access] = {
    "networks:overview": Access(WORK),
    "networks:suggestions": Access(WORK),
    "networks:answer": Access(NOBODY, COORDINATOR),
    "networks:models": Access(WORK),
    "networks:model": Access(WORK, COORDINATOR),
}
# What other towns have published is the same in every town.
OF_THE_TOWN = {"networks:models", "networks:model"}


def plant(people: People) -> dict[str, list[Any]]:
    """A need and an offer with secrets, and a public measure of the neighbour."""
    slug = people.town.slug
    need = make_asked_need(people.town, title=SECRET, statement=SECRET)
    make_offer(people.town, title=SECRET)
    model = make_model(people.other_town, title="Vorbild des Nachbarortes")
    return {
        "networks:overview": [slug],
        "networks:suggestions": [slug, need.public_id],
        "networks:answer": [slug, need.public_id],
        "networks:models": [slug],
        "networks:model": [slug, model.public_id],
    }
