"""Who may do what at the addresses of ``councils``."""

import io
from typing import Any

from tests.factories.councils import FOUNDED, make_body, make_council, make_seat, seat_of
from tests.house.access import COORDINATOR, COUNCIL_WORK, IN_COUNCIL, MEMBERS_SECRET, NOBODY, Access
from tests.people import People
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils import actions
from vorort.councils.choices import BodyState

_RUNS = Access(COORDINATOR, COORDINATOR)
ACCESS: dict[str, Access] = {
    "councils:list": Access(COUNCIL_WORK),
    "councils:new": _RUNS,
    "councils:body": Access(COUNCIL_WORK),
    "councils:edit": _RUNS,
    "councils:state": _RUNS,
    "councils:members": Access(COUNCIL_WORK),
    "councils:member_add": _RUNS,
    "councils:members_import": _RUNS,
    "councils:match": Access(NOBODY, COORDINATOR),
    "councils:member": _RUNS,
    "councils:participants": _RUNS,
    "councils:rules": Access(COUNCIL_WORK),
    "councils:rules_change": _RUNS,
    "councils:file_add": _RUNS,
    "councils:file": Access(IN_COUNCIL),
    "councils:file_remove": Access(NOBODY, COORDINATOR),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = {"councils:list", "councils:new"}


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    slug, body, at = people.town.slug, make_council(people), now()
    by = people.coordinator
    with authority_scope(people.town):
        kept = actions.add_file(
            body=body, stream=io.BytesIO(MEMBERS_SECRET.encode()), name=f"{MEMBERS_SECRET}.txt",
            by=by, at=at,
        )  # fmt: skip
        for to in (BodyState.DORMANT, BodyState.ACTIVE):
            actions.change_state(
                body=body, to=to, on=at.date(), reason=MEMBERS_SECRET, hand_over=MEMBERS_SECRET,
                by=by, at=at,
            )  # fmt: skip
        seat = seat_of(body, "Schulleitung")
        actions.edit_seat(seat=seat, name=MEMBERS_SECRET, by=by, at=at)
    # A body of the town in which nobody of these people sits shows nobody's name either.
    other = make_body(people.town, name="Arbeitsgruppe Nacht", parent=body)
    make_seat(other, name=MEMBERS_SECRET, function="Gewerbe", from_on=FOUNDED)
    made: dict[str, list[Any]] = {
        name: [slug, body.public_id] for name in ACCESS if name not in OF_THE_TOWN
    }
    made["councils:member"] = [slug, body.public_id, seat.public_id]
    for name in ("file", "file_remove"):
        made[f"councils:{name}"] = [slug, body.public_id, kept.public_id]
    return made
