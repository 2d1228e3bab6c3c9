"""Who sits in a body, and what the public may call them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

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


def list_past_seats(body: Body, *, on: dt.date) -> list[Seat]:
    """Return who has sat in a body, the last to leave first."""
    rows = Seat.objects.filter(body=body, until_on__lt=on)
    return list(
        rows.select_related("organisation", "person", "deputy_for").order_by("-until_on", "id")
    )


def count_to_match(body: Body) -> int:
    """Return how many seats have the address of an account but are not tied to it."""
    rows = current_seats(Seat.objects.filter(body=body, person=None), on=today()).exclude(email="")
    addresses = {address.lower() for address in rows.values_list("email", flat=True)}
    return Person.objects.filter(email__in=addresses, is_active=True).count()


@dataclass(frozen=True)
class Someone:
    """A seat as this reader may see it: names for members, what is public for others."""

    seat: Seat
    who: str
    # Empty where it says the same as ``who``.
    function: str
    organisation: str
    role: str
    # Only for those inside: how invitations reach the seat.
    reached: str = ""
    is_reached: bool = False
    deputies: tuple["Someone", ...] = ()


def people_of(seats: Iterable[Seat], *, inside: bool) -> list[Someone]:
    """Return seats for a page, each with its deputies; from outside only what is public."""
    rows = list(seats)
    names = {seat.pk: seat_name(seat) for seat in rows} if inside else public_names(rows)
    below: dict[int | None, list[Seat]] = {}
    here = {seat.pk for seat in rows}
    for seat in rows:
        below.setdefault(seat.deputy_for_id if seat.deputy_for_id in here else None, []).append(
            seat
        )

    def someone(seat: Seat) -> Someone:
        reached = _reached(seat) if inside else ""
        return Someone(
            seat=seat,
            who=names[seat.pk],
            function="" if names[seat.pk] == seat.function else seat.function,
            organisation=seat.organisation.name if seat.organisation else "",
            role=_role_words(seat),
            reached=reached,
            is_reached=bool(seat.person_id or seat.email),
            deputies=tuple(someone(one) for one in below.get(seat.pk, ())),
        )

    return [someone(seat) for seat in below.get(None, ())]


def _reached(seat: Seat) -> str:
    if seat.person_id:
        return _("Konto")
    return _("E-Mail") if seat.email else _("keine Adresse")


def _role_words(seat: Seat) -> str:
    if seat.is_chair:
        return _("Vorsitz")
    if seat.is_vice_chair:
        return _("stellvertretender Vorsitz")
    return str(seat.get_role_display())


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
