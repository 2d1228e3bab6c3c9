"""Who may do what at the addresses of ``findings``."""

from typing import Any

from tests.factories.findings import make_finding, make_goal, make_hypothesis, make_need
from tests.house.access import COORDINATOR, NOBODY, SECRET, WORK, Access
from tests.people import People

_READ, _EDIT, _DO = Access(WORK), Access(COORDINATOR, COORDINATOR), Access(NOBODY, COORDINATOR)
ACCESS: dict[str, Access] = {
    "findings:list": _READ,
    "findings:new": _EDIT,
    "findings:priorities": _READ,
    "findings:votes": _EDIT,
    "findings:goals": _READ,
    "findings:new_goal": _EDIT,
    "findings:goal": _READ,
    "findings:edit_goal": _EDIT,
    "findings:judge": _EDIT,
    "findings:edit_cause": _EDIT,
    "findings:remove_cause": _DO,
    "findings:need": _READ,
    "findings:edit_need": _EDIT,
    "findings:match": _EDIT,
    "findings:rate": _EDIT,
    "findings:need_state": _EDIT,
    "findings:remove_need": _DO,
    "findings:finding": _READ,
    "findings:edit": _EDIT,
    "findings:close": _EDIT,
    "findings:reopen": _DO,
    "findings:new_cause": _EDIT,
    "findings:new_need": _EDIT,
}
# Pages whose address names no thing of the town.
OF_THE_TOWN = {
    "findings:list",
    "findings:new",
    "findings:priorities",
    "findings:votes",
    "findings:goals",
    "findings:new_goal",
}


def plant(people: People) -> dict[str, list[Any]]:
    """Make a chain with secrets in every text of it; return the arguments of each address."""
    slug = people.town.slug
    finding = make_finding(people.town, title=SECRET, statement=SECRET, place=SECRET)
    cause = make_hypothesis(finding, cause=SECRET, grade_note=SECRET)
    need = make_need(finding, title=SECRET, gap=SECRET, hypothesis=cause)
    goal = make_goal(need, title=SECRET, own_indicator=SECRET)
    things = {"goal": goal, "cause": cause, "need": need}
    of = {
        **dict.fromkeys(("goal", "edit_goal", "judge"), "goal"),
        **dict.fromkeys(("edit_cause", "remove_cause"), "cause"),
        **dict.fromkeys(
            ("need", "edit_need", "match", "rate", "need_state", "remove_need"), "need"
        ),
    }
    made: dict[str, list[Any]] = {}
    for name in ACCESS:
        view = name.partition(":")[2]
        thing = things[of[view]] if view in of else finding
        made[name] = [slug] if name in OF_THE_TOWN else [slug, thing.public_id]
    return made
