"""Reads of circulars: who votes, how it stands, which wait for somebody."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality, SeatRole
from vorort.councils.models import Body, BodyRules, Seat
from vorort.councils.queries import rules_on, voting_seats
from vorort.councils.rules import current_seats, level_of, readable
from vorort.resolutions.choices import CircularState
from vorort.resolutions.models import Circular, CircularVote
from vorort.resolutions.rules import Tally, can_read, tally


class CircularNotVisible(NotVisible, Circular.DoesNotExist):
    """No such circular, or this person may not know of it; both are a 404."""


@dataclass(frozen=True)
class SeatAnswer:
    """A member entitled to vote, and the answer so far."""

    seat: Seat
    vote: CircularVote | None


def entitled_seats(circular: Circular, *, on: dt.date | None = None) -> QuerySet[Seat]:
    """Return the seats that vote in a circular: those of its first day, while they last."""
    first = timezone.localdate(circular.started_at) if circular.started_at else today()
    seats = voting_seats(circular.body, on=first)
    if on is not None:
        seats = seats.filter(pk__in=voting_seats(circular.body, on=on).values("pk"))
    if circular.confidentiality == Confidentiality.CORE:
        seats = seats.filter(in_core_group=True)
    return seats


def get_tally(circular: Circular) -> Tally:
    """Return the count of the answers of those entitled."""
    seats = {seat.pk for seat in entitled_seats(circular)}
    answers = [vote.answer for vote in circular.votes.all() if vote.seat_id in seats]
    first = timezone.localdate(circular.started_at) if circular.started_at else today()
    return tally(answers, entitled=len(seats), rules=rules_on(circular.body, on=first))


def get_tallies(circulars: Collection[Circular]) -> dict[int, Tally]:
    """Return the counts of many circulars, in two queries; their ``votes`` are at hand."""
    bodies = {each.body_id for each in circulars}
    seats = list(Seat.objects.filter(body__in=bodies, role=SeatRole.VOTING))
    versions = list(BodyRules.objects.filter(body__in=bodies).order_by("valid_from"))
    found = {}
    for each in circulars:
        entitled = {seat.pk for seat in seats if _votes_in(seat, each)}
        answers = [vote.answer for vote in each.votes.all() if vote.seat_id in entitled]
        own = [rules for rules in versions if rules.body_id == each.body_id]
        held = [rules for rules in own if rules.valid_from <= _first_day(each)]
        rules = held[-1] if held else own[0]
        found[each.pk] = tally(answers, entitled=len(entitled), rules=rules)
    return found


def _first_day(circular: Circular) -> dt.date:
    return timezone.localdate(circular.started_at) if circular.started_at else today()


def _votes_in(seat: Seat, circular: Circular) -> bool:
    """Whether a voting seat was taken on the circular's first day; as ``entitled_seats``."""
    first = _first_day(circular)
    taken = seat.from_on <= first and (seat.until_on is None or seat.until_on >= first)
    core = circular.confidentiality == Confidentiality.CORE
    return seat.body_id == circular.body_id and taken and (seat.in_core_group or not core)


def list_answers(circular: Circular) -> list[SeatAnswer]:
    """Return every member entitled, with the answer; the chair first."""
    votes = {vote.seat_id: vote for vote in circular.votes.all()}
    return [SeatAnswer(seat, votes.get(seat.pk)) for seat in entitled_seats(circular)]


def get_circular(actor: Person, authority: Authority, public_id: str) -> Circular:
    """Return one circular of a town; raises ``Circular.DoesNotExist`` (a 404) otherwise."""
    found = (
        Circular.objects.filter(authority=authority, public_id=public_id)
        .select_related("body__authority", "authority", "paper", "resolution", "started_by")
        .first()
    )
    if found is None or not can_read(actor, found):
        raise CircularNotVisible(_("Diesen Umlaufbeschluss gibt es nicht."))
    return found


def get_circular_of_link(public_id: str, seat: Seat) -> Circular | None:
    """Return the circular a personal link is for; never one of the core group."""
    return (
        Circular.objects.filter(body=seat.body_id, public_id=public_id)
        .exclude(confidentiality=Confidentiality.CORE)
        .select_related("body__authority", "authority", "paper")
        .first()
    )


def list_circulars(actor: Person, body: Body) -> QuerySet[Circular]:
    """Return the circulars of a body that somebody may read, the latest first."""
    level = level_of(actor, body)
    rows = Circular.objects.filter(body=body, confidentiality__in=readable(level))
    return rows.select_related("resolution").order_by("-started_at", "-id")


def my_seat(actor: Person, circular: Circular) -> Seat | None:
    """Return the seat with which somebody votes in a circular, or None."""
    return entitled_seats(circular, on=today()).filter(person=actor.pk).first()


def list_unanswered(actor: Person) -> list[Circular]:
    """Return the running circulars, over all towns, that wait for somebody's answer."""
    with platform_scope("duties of one person over all their towns"):
        mine = Seat.objects.filter(person=actor)
        rows = (
            Circular.objects.filter(state=CircularState.RUNNING, body__in=mine.values("body_id"))
            .exclude(votes__seat__in=mine)
            .select_related("body__authority", "authority")
        )
        seats = list(current_seats(mine.filter(role=SeatRole.VOTING), on=today()))
        return [each for each in rows if any(_votes_in(seat, each) for seat in seats)]


def list_overdue(*, at: dt.datetime) -> list[tuple[Authority, str]]:
    """Return town and id of the running circulars whose deadline has passed, over all towns."""
    with platform_scope("the job that closes circulars loops over all towns"):
        rows = Circular.objects.filter(state=CircularState.RUNNING, deadline_at__lte=at)
        return [(each.authority, each.public_id) for each in rows.select_related("authority")]
