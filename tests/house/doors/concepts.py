"""Who may do what at the addresses of ``concepts``."""

from typing import Any

from tests.factories.concepts import answer
from tests.factories.measures import make_measure
from tests.house.access import COORDINATOR, SECRET, WORK, Access
from tests.people import People

ACCESS: dict[str, Access] = {
    "concepts:small": Access(COORDINATOR, COORDINATOR),
    "concepts:concept": Access(WORK, COORDINATOR),
    "concepts:step": Access(WORK, COORDINATOR),
    "concepts:documents": Access(WORK, COORDINATOR),
    "concepts:document": Access(WORK),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = {"concepts:small"}


def plant(people: People) -> dict[str, list[Any]]:
    """Put secrets into the concept of a measure."""
    measure = make_measure(people, title=f"Maßnahme {SECRET}")
    answer(measure, people, "problem_what", SECRET)
    answer(measure, people, "problem_from", SECRET)
    slug, key = people.town.slug, measure.public_id
    return {
        "concepts:small": [slug],
        "concepts:concept": [slug, key],
        "concepts:step": [slug, key, 1],
        "concepts:documents": [slug, key],
        "concepts:document": [slug, key, "projektbeschreibung", "docx"],
    }
