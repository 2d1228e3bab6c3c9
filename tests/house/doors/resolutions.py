"""Who may do what at the addresses of ``resolutions``."""

import datetime as dt
from typing import Any

from tests.factories.councils import make_council, seat_of
from tests.factories.resolutions import make_circular, make_resolution, make_task
from tests.house.access import (
    CORE_SECRET,
    COUNCIL_WORK,
    IN_COUNCIL,
    MEMBERS_SECRET,
    NOBODY,
    PUBLIC,
    Access,
)
from tests.people import People
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils.actions import make_link
from vorort.councils.choices import Confidentiality, LinkPurpose

_RUN = frozenset({"coordinator"})
# The officer notes what the core group keeps.
_WRITE = frozenset({"coordinator", "police"})
ACCESS: dict[str, Access] = {
    "resolutions:town": Access(COUNCIL_WORK),
    "resolutions:list": Access(COUNCIL_WORK),
    "resolutions:workbook": Access(COUNCIL_WORK),
    "resolutions:tasks": Access(COUNCIL_WORK, _WRITE),
    "resolutions:circular_new": Access(_WRITE, _WRITE),
    "resolutions:task": Access(IN_COUNCIL, _RUN),
    "resolutions:task_close": Access(NOBODY, _RUN),
    "resolutions:task_reopen": Access(NOBODY, _RUN),
    "resolutions:circular": Access(IN_COUNCIL),
    # Who votes, signed in.
    "resolutions:circular_answer": Access(NOBODY, frozenset({"mayor", "council_member", "police"})),
    "resolutions:circular_step": Access(NOBODY, _RUN),
    "resolutions:resolution": Access(COUNCIL_WORK),
    "resolutions:implementation": Access(NOBODY, _RUN),
    "resolutions-personal:vote": PUBLIC,
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = {"resolutions:town"}


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    slug, body = people.town.slug, make_council(people)
    public = make_resolution(
        body, people.coordinator, confidentiality=Confidentiality.PUBLIC, title="Beleuchtung"
    )
    made: dict[str, Any] = {}
    for level, words, by in (
        (Confidentiality.MEMBERS, MEMBERS_SECRET, people.coordinator),
        (Confidentiality.CORE, CORE_SECRET, people.police),
    ):
        given: dict[str, Any] = {"title": words, "confidentiality": level}
        make_resolution(body, by, text=words, **given)
        made.setdefault("task", make_task(body, by, due_on=dt.date(2026, 1, 2), **given))
        make_task(body, by, resolution=public, **given)
        made.setdefault("circular", make_circular(body, by, text=words, **given))
    asked = make_circular(body, people.coordinator)
    with authority_scope(people.town):
        token = make_link(
            seat=seat_of(body, "Jugendhilfe"),
            purpose=LinkPurpose.CIRCULAR_VOTE,
            subject=asked.public_id,
            expires_at=now() + dt.timedelta(days=1),
            by=people.coordinator,
            at=now(),
        )
    own = {"task": ["task", "task_close", "task_reopen"],
           "circular": ["circular", "circular_answer", "circular_step"]}  # fmt: skip
    return {
        **{
            f"resolutions:{name}": [slug, body.public_id]
            for name in ("list", "workbook", "tasks", "circular_new")
        },
        **{
            f"resolutions:{name}": [slug, made[key].public_id]
            for key, names in own.items()
            for name in names
        },
        "resolutions:resolution": [slug, public.public_id],
        "resolutions:implementation": [slug, public.public_id],
        "resolutions-personal:vote": [token],
    }
