"""Who may do what at the addresses of ``outcomes``."""

from typing import Any

from tests.factories.measures import make_measure
from tests.house.access import COORDINATOR, SECRET, WITHDRAW, WORK, Access
from tests.people import People
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.measures.choices import MeasureState
from vorort.measures.models import Measure
from vorort.outcomes import actions

ACCESS: dict[str, Access] = {
    "outcomes:list": Access(WORK),
    "outcomes:measure": Access(COORDINATOR, COORDINATOR),
    "outcomes:preview": Access(COORDINATOR),
    "outcomes:withdraw": Access(WITHDRAW, WITHDRAW),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = {"outcomes:list"}


def plant(people: People) -> dict[str, list[Any]]:
    """Publish a measure that has since got a secret; return the arguments of each address."""
    own = make_measure(people, state=MeasureState.RUNNING)
    with authority_scope(people.town):
        actions.publish_measure(measure=own, by=people.coordinator, at=now())
        Measure.objects.filter(pk=own.pk).update(lessons=SECRET)
    made: dict[str, list[Any]] = {name: [people.town.slug, own.public_id] for name in ACCESS}
    return made | {"outcomes:list": [people.town.slug]}
