"""Reads of circulars: who votes, how it stands, which wait for somebody."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body, Seat
from vorort.councils.queries import rules_on, voting_seats
from vorort.councils.rules import level_of, readable
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
        return [each for each in rows if my_seat(actor, each) is not None]


def list_overdue(*, at: dt.datetime) -> list[tuple[Authority, str]]:
    """Return town and id of the running circulars whose deadline has passed, over all towns."""
    with platform_scope("the job that closes circulars loops over all towns"):
        rows = Circular.objects.filter(state=CircularState.RUNNING, deadline_at__lte=at)
        return [(each.authority, each.public_id) for each in rows.select_related("authority")]
