"""Who may see and run a body, how far somebody may read."""

import datetime as dt

from django.db.models import Q, QuerySet

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.rules import may
from vorort.core.clock import today
from vorort.councils.choices import LEVELS, BodyState, Confidentiality, SeatRole
from vorort.councils.models import Body, Seat

# Deputies and guests have no standing rights.
OWN_SEATS = frozenset({SeatRole.VOTING, SeatRole.ADVISORY, SeatRole.MINUTE_TAKER})


def current_seats(seats: QuerySet[Seat], *, on: dt.date) -> QuerySet[Seat]:
    """Return the seats that are taken on a day."""
    return seats.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)


def can_run(actor: Person, body: Body) -> bool:
    """Whether the person prepares, records and follows up this body's work."""
    return may(actor, Permission.RUN_COUNCIL, body.authority)


def can_edit_public(actor: Person, body: Body) -> bool:
    """Whether the person makes the body's public page, or takes it back."""
    return can_run(actor, body) and may(actor, Permission.PUBLISH, body.authority)


def level_of(actor: Person, body: Body, *, on: dt.date | None = None) -> Confidentiality | None:
    """Return how far the person may read what this body has, or None: not even that it exists.

    CORE takes a seat of one's own in the core group on that day, whoever else somebody is:
    event-related words of the police are for those at that table. MEMBERS takes a seat of one's
    own, running the body, or running a participating authority's councils. Deputies and guests
    get more only for the meetings they are called to (``meetings.rules.level_in``). Who sees the
    town's work sees what will be public anyway.
    """
    day = on or today()
    if not actor.is_authenticated or not actor.is_active:
        return None
    held = list(current_seats(Seat.objects.filter(body=body, person=actor), on=day))
    own = [seat for seat in held if seat.role in OWN_SEATS]
    if any(seat.in_core_group for seat in own):
        return Confidentiality.CORE
    if own or can_run(actor, body):
        return Confidentiality.MEMBERS
    if any(
        may(actor, Permission.RUN_COUNCIL, link.participant)
        for link in body.participants.select_related("participant").filter(
            Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day
        )
    ):
        return Confidentiality.MEMBERS
    if held or may(actor, Permission.VIEW_WORK, body.authority):
        return Confidentiality.PUBLIC
    return None


def readable(level: Confidentiality | None) -> tuple[Confidentiality, ...]:
    """Return the classes somebody of this level may read; none without a level."""
    return LEVELS[: LEVELS.index(level) + 1] if level else ()


def can_see_body(actor: Person, body: Body) -> bool:
    return level_of(actor, body) is not None


def is_working(body: Body) -> bool:
    """Whether the body may meet and decide."""
    return body.state in {BodyState.PLANNED, BodyState.ACTIVE}
