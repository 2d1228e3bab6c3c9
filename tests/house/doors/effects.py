"""Who may do what at the addresses of ``effects``: the town's people, and a partner that counts."""

from typing import Any

from tests.factories.effects import make_evaluation, make_plan, make_reach, make_town
from tests.factories.measures import AT, TODAY, make_measure, make_part
from tests.house.access import COORDINATOR, NOBODY, PARTNER_SECRET, SECRET, WORK, Access
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.effects import actions

_EDITS = Access(COORDINATOR, COORDINATOR)
_SHOWN = Access(WORK, COORDINATOR)
_CONTACT = frozenset({"partner"})
ACCESS: dict[str, Access] = {
    "effects:method": Access(WORK),
    "effects:effects": _SHOWN,
    "effects:plan": _EDITS,
    "effects:outcome": _SHOWN,
    "effects:plan_edit": _EDITS,
    "effects:drop": _EDITS,
    "effects:evaluation": _SHOWN,
    "effects:recheck": Access(NOBODY, COORDINATOR),
    "effects:count": _SHOWN,
    "effects:drop_count": Access(NOBODY, COORDINATOR),
    "effects:part_counts": Access(_CONTACT, _CONTACT),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = {"effects:method"}


def plant(people: People) -> dict[str, list[Any]]:
    """Make a judged measure with secrets in it, and a partner that counts in another one."""
    slug, by = people.town.slug, people.coordinator
    keys = make_town(people)
    own = make_measure(people, title=SECRET)
    plan = make_plan(people, keys, measure=own, label=SECRET)
    done = make_evaluation(people, plan)
    reach = make_reach(people, own, label=SECRET)
    shared = make_measure(people, title=f"Park {PARTNER_SECRET}")
    part = make_part(shared, people, contact=people.partner)
    other = make_part(shared, people, contact=None)
    counted = make_reach(people, shared, label=PARTNER_SECRET)
    with authority_scope(people.town):
        actions.assess(evaluation=done, text=SECRET, by=by, at=AT)
        actions.count_reach(
            indicator=counted, on=TODAY, count=3, part=other, note=SECRET, by=by, at=AT
        )
    named = [slug, own.public_id]
    return {
        "effects:method": [slug],
        "effects:effects": named,
        "effects:plan": named,
        "effects:outcome": [*named, plan.public_id],
        "effects:plan_edit": [*named, plan.public_id],
        "effects:drop": [*named, plan.public_id],
        "effects:evaluation": [*named, done.public_id],
        "effects:recheck": [*named, done.public_id],
        "effects:count": [*named, reach.public_id],
        "effects:drop_count": [*named, reach.public_id],
        "effects:part_counts": [slug, part.public_id],
    }
