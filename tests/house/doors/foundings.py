"""Who may do what at the addresses of ``foundings``."""

from typing import Any

from tests.factories.councils import make_council
from tests.house.access import COORDINATOR, IN_COUNCIL, MEMBERS_SECRET, Access
from tests.people import People
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.foundings import actions
from vorort.foundings.queries import get_step

ACCESS: dict[str, Access] = {
    # Only for those at the table: who does what, and what came of it.
    "foundings:founding": Access(IN_COUNCIL),
    "foundings:step": Access(COORDINATOR, COORDINATOR),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = set()


def plant(people: People) -> dict[str, list[Any]]:
    """Give the council its steps, with secrets in one of them."""
    slug, body = people.town.slug, make_council(people)
    given = {"by": people.coordinator, "at": now()}
    with authority_scope(people.town):
        actions.start_founding(body=body, **given)
        step = get_step(body, 2)
        actions.plan_step(step=step, owner_text=MEMBERS_SECRET, note=MEMBERS_SECRET, **given)
    return {
        "foundings:founding": [slug, body.public_id],
        "foundings:step": [slug, body.public_id, 2],
    }
