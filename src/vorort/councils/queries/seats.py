"""Who sits in a body, and what the public may call them."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Role
from vorort.authorities.models import Membership
from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.councils.choices import SeatRole
from vorort.councils.models import Body, Seat
from vorort.councils.rules import current_seats
from vorort.partners.choices import OrganisationKind

# Public by function only, whatever was agreed: police officers and volunteers.
NEVER_NAMED = frozenset({OrganisationKind.POLICE, OrganisationKind.CLUB})
_POLICE_ROLES = (Role.POLICE, Role.COMMUNITY_OFFICER)


def list_seats(body: Body, *, on: dt.date) -> QuerySet[Seat]:
    """Return who sits in a body on a day: chairs, then by role and function."""
    rows = current_seats(Seat.objects.filter(body=body), on=on)
    order = Case(
        *[When(role=role, then=Value(place)) for place, role in enumerate(SeatRole.values)],
        output_field=IntegerField(),
    )
    return rows.select_related("organisation", "person", "deputy_for").order_by(
        "-is_chair", "-is_vice_chair", order, "function", "id"
    )


def voting_seats(body: Body, *, on: dt.date) -> QuerySet[Seat]:
    """Return the seats that vote on a day; a deputy votes only in somebody's place."""
    return list_seats(body, on=on).filter(role=SeatRole.VOTING)


def seats_of(actor: Person, body: Body, *, on: dt.date) -> QuerySet[Seat]:
    """Return the seats a person holds in a body on a day."""
    return list_seats(body, on=on).filter(person=actor.pk)


def get_seat(body: Body, public_id: str) -> Seat:
    """Return one seat of a body, ended ones too; ``NotVisible`` for others."""
    found = (
        Seat.objects.filter(body=body, public_id=public_id)
        .select_related("organisation", "person", "deputy_for", "body__authority")
        .first()
    )
    if found is None:
        raise NotVisible(_("Diesen Sitz gibt es nicht."))
    return found


def seat_name(seat: Seat) -> str:
    """Return who sits there, for those who work with them; without a name the function."""
    return seat.name or (seat.person.name if seat.person else "") or seat.function


def public_name(seat: Seat) -> str:
    """Return what everybody may call a member: the name only with consent, else the function.

    People of the police and volunteers are named by function, whatever was agreed.
    """
    return public_names([seat])[seat.pk]


def public_names(seats: Iterable[Seat]) -> dict[int, str]:
    """Return what everybody may call these members, by the key of the seat; one query."""
    rows = list(seats)
    people = {seat.person_id for seat in rows if seat.person_id and seat.name_consent_on}
    officers = set(
        Membership.objects.filter(person__in=people, role__in=_POLICE_ROLES).values_list(
            "person_id", flat=True
        )
        if people
        else ()
    )
    return {
        seat.pk: seat_name(seat) if _may_name(seat, officers) else seat.function for seat in rows
    }


def _may_name(seat: Seat, officers: set[int]) -> bool:
    agreed = seat.name_consent_on is not None and seat.name_consent_on <= today()
    organised = seat.organisation is not None and seat.organisation.kind in NEVER_NAMED
    return agreed and not organised and seat.person_id not in officers
