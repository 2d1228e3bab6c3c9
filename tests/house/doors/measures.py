"""Who may do what at the addresses of ``measures``: the town's people, and a partner's contact."""

from typing import Any

from tests.factories.measures import (
    AT,
    TODAY,
    make_line,
    make_measure,
    make_part,
)
from tests.house.access import (
    COORDINATOR,
    NOBODY,
    PARTNER_SECRET,
    PARTNERS_MEASURE,
    SECRET,
    WORK,
    Access,
)
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.measures import actions

_EDITS = Access(COORDINATOR, COORDINATOR)
_SHOWN = Access(WORK, COORDINATOR)
_CONTACT = frozenset({"partner"})
ACCESS: dict[str, Access] = {
    "measures:list": Access(PARTNERS_MEASURE),
    "measures:export": Access(WORK),
    "measures:coverage": Access(WORK),
    "measures:new": _EDITS,
    "measures:existing": _EDITS,
    "measures:part": Access(_CONTACT),
    "measures:part_confirm": Access(NOBODY, _CONTACT),
    "measures:part_report": Access(NOBODY, _CONTACT),
    "measures:part_spend": Access(NOBODY, _CONTACT),
    "measures:part_finish": Access(NOBODY, _CONTACT),
    "measures:measure": Access(PARTNERS_MEASURE),
    "measures:edit": _EDITS,
    "measures:audiences": _EDITS,
    "measures:goals": _EDITS,
    "measures:citations": _EDITS,
    "measures:decide": _EDITS,
    "measures:step": _EDITS,
    "measures:follow": _EDITS,
    "measures:plan": _SHOWN,
    "measures:milestone": _EDITS,
    "measures:money": _SHOWN,
    "measures:line": _EDITS,
    "measures:parts": _SHOWN,
    "measures:part_edit": _EDITS,
    "measures:course": Access(WORK),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = {
    "measures:list", "measures:export", "measures:coverage", "measures:new", "measures:existing",
}  # fmt: skip


def plant(people: People) -> dict[str, list[Any]]:
    """Make a measure with a partner in it, and secrets beside what the partner may read."""
    slug, by = people.town.slug, people.coordinator
    given = {"by": by, "at": AT}
    make_measure(people, title=SECRET)
    own = make_measure(people, state="running", title=f"Nachtwanderer {PARTNER_SECRET}")
    part = make_part(own, people, contact=people.partner, contribution=PARTNER_SECRET)
    other = make_part(own, people, contact=None, contribution=SECRET)
    line = make_line(own, people)
    with authority_scope(people.town):
        actions.report_part(part=other, report=SECRET, **given)
        actions.add_spending(
            line=line, on=TODAY, amount=line.planned / 4, title=SECRET, part=other, **given
        )
        milestone = actions.add_milestone(
            measure=own, title="Westen kaufen", due_on=TODAY, part=part, **given
        )
        others = actions.add_milestone(measure=own, title="Plan", due_on=TODAY, **given)
        actions.drop_milestone(milestone=others, note=SECRET, **given)
    named = [slug, own.public_id]
    of_part = [slug, part.public_id]
    return {
        **{name: named for name in ACCESS if name not in OF_THE_TOWN},
        **{name: [slug] for name in OF_THE_TOWN},
        **{name: of_part for name in ACCESS if name.startswith("measures:part_")},
        "measures:export": [slug, "csv"],
        "measures:part": of_part,
        "measures:part_finish": [*of_part, milestone.public_id],
        "measures:part_edit": [*named, part.public_id],
        "measures:step": [*named, "stopped"],
        "measures:milestone": [*named, milestone.public_id],
        "measures:line": [*named, line.public_id],
        "measures:parts": named,
    }
