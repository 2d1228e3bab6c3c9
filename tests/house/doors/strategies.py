"""Who may do what at the addresses of ``strategies``."""

from typing import Any

from tests.factories.strategies import (
    AT,
    adopt,
    first_focus,
    make_full_strategy,
)
from tests.house.access import (
    COORDINATOR,
    MEMBERS_SECRET,
    NOBODY,
    SECRET,
    WITHDRAW,
    WORK,
    Access,
)
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.strategies import actions

_WRITE = Access(COORDINATOR, COORDINATOR)
ACCESS: dict[str, Access] = {
    "strategies:overview": Access(WORK),
    "strategies:strategy": Access(WORK),
    "strategies:difference": Access(WORK),
    "strategies:document": Access(WORK),
    "strategies:new": _WRITE,
    "strategies:edit": Access(COORDINATOR),
    "strategies:section": _WRITE,
    "strategies:head": _WRITE,
    "strategies:findings": _WRITE,
    "strategies:ranking": _WRITE,
    "strategies:new_focus": _WRITE,
    "strategies:focus": _WRITE,
    "strategies:move": Access(NOBODY, COORDINATOR),
    "strategies:take_out": Access(NOBODY, COORDINATOR),
    "strategies:cite": _WRITE,
    "strategies:submit": _WRITE,
    "strategies:adopt": _WRITE,
    "strategies:step": Access(NOBODY, COORDINATOR),
    "strategies:new_version": _WRITE,
    "strategies:publish": _WRITE,
    "strategies:preview": Access(COORDINATOR),
    "strategies:withdraw": Access(WITHDRAW, WITHDRAW),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = {"strategies:overview", "strategies:new"}
_OF_WHAT_HOLDS = (
    "strategies:document",
    "strategies:new_version",
    "strategies:publish",
    "strategies:preview",
    "strategies:withdraw",
)


def plant(people: People) -> dict[str, list[Any]]:
    """Make a strategy that holds and its next version, with secrets in their texts."""
    slug = people.town.slug
    by = {"by": people.coordinator, "at": AT}
    draft = make_full_strategy(people, mission=f"Leitbild [[{SECRET}]]")
    holds = adopt(people, draft, title=MEMBERS_SECRET, text=MEMBERS_SECRET)
    with authority_scope(people.town):
        actions.publish_strategy(strategy=holds, **by)
        draft = actions.new_version(strategy=holds, reason=SECRET, **by)
        focus = first_focus(draft)
        actions.edit_focus(focus=focus, revision=0, text=SECRET, **by)
    one, other = [slug, draft.public_id], [slug, holds.public_id]
    made: dict[str, list[Any]] = dict.fromkeys(ACCESS, one)
    made |= dict.fromkeys(_OF_WHAT_HOLDS, other)
    return made | {
        "strategies:overview": [slug],
        "strategies:new": [slug],
        "strategies:difference": [*other, draft.public_id],
        "strategies:document": [*other, "docx"],
        "strategies:section": [*one, "mission"],
        "strategies:focus": [*one, focus.public_id],
        "strategies:move": [*one, focus.public_id],
        "strategies:take_out": [*one, focus.public_id],
    }
