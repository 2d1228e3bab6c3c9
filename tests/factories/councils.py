"""A council of the tests' town: who sits there and how far each may read."""

import datetime as dt
import itertools

from tests.people import People

from vorort.authorities.models import Authority
from vorort.core.scopes import authority_scope
from vorort.councils.choices import BodyKind, BodyState, LegalBasis, SeatRole
from vorort.councils.models import Body, BodyRules, Seat

COUNCIL = "Präventionsrat"
FOUNDED = dt.date(2020, 1, 15)
_numbers = itertools.count(1)


def make_body(authority: Authority, **given: object) -> Body:
    """Make an active body with rules since its founding and nobody in it."""
    values: dict[str, object] = {
        "kind": BodyKind.COUNCIL,
        "name": f"{COUNCIL} {next(_numbers)}",
        "short_name": "PR",
        "state": BodyState.ACTIVE,
        "state_since": FOUNDED,
        "founded_on": FOUNDED,
    }
    with authority_scope(authority):
        body = Body.objects.create(authority=authority, **{**values, **given})
        BodyRules.objects.create(
            authority=authority,
            body=body,
            valid_from=FOUNDED,
            legal_basis=LegalBasis.MAYOR_ORDER,
        )
    return body


def make_seat(body: Body, **given: object) -> Seat:
    """Seat somebody since the founding, with a vote unless told otherwise."""
    values: dict[str, object] = {
        "function": "Mitglied",
        "role": SeatRole.VOTING,
        "from_on": FOUNDED,
        "email": f"sitz{next(_numbers)}@example.org",
    }
    with authority_scope(body.authority):
        return Seat.objects.create(authority=body.authority, body=body, **{**values, **given})


def make_council(people: People, **given: object) -> Body:
    """Return the town's council, made at the first call.

    The mayor leads it; the council member, the police officer (in the core group) and two members
    without account vote; one of them has a deputy; the coordinator writes the minutes.
    """
    with authority_scope(people.town):
        found = Body.objects.filter(authority=people.town, name=COUNCIL).first()
    if found is not None and not given:
        return found
    body = make_body(people.town, **{"name": COUNCIL, **given})
    make_seat(body, function="Bürgermeisterin", person=people.mayor, is_chair=True)
    make_seat(body, function="Mitglied des Stadtrates", person=people.council_member)
    make_seat(body, function="Leitung Revier", person=people.police, in_core_group=True)
    school = make_seat(body, function="Schulleitung", name="Sina Schule")
    make_seat(body, function="Jugendhilfe", name="Jule Jugend")
    make_seat(
        body, function="stellvertretende Schulleitung", role=SeatRole.DEPUTY, deputy_for=school
    )
    make_seat(body, function="Koordination", person=people.coordinator, role=SeatRole.MINUTE_TAKER)
    return body


def seat_of(body: Body, function: str) -> Seat:
    """Return the seat with this function."""
    with authority_scope(body.authority):
        return Seat.objects.get(body=body, function=function)
