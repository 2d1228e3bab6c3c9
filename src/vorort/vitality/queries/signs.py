"""How alive a body is: what its meetings, replies, resolutions and seats tell of it."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from vorort.councils.choices import SeatRole
from vorort.councils.models import Body, BodyRules, Seat
from vorort.meetings.choices import TOOK_PLACE, MeetingState, Reply
from vorort.meetings.models import Invitation, Meeting
from vorort.meetings.queries import rules_for
from vorort.resolutions.choices import Implementation, Outcome
from vorort.resolutions.models import Resolution
from vorort.sittings.models import Attendance, Sitting
from vorort.sittings.queries import quorum_of
from vorort.sittings.rules import voters
from vorort.ui.format import BERLIN

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Sat:
    """Meetings with attendance on record that needed a quorum, and those opened with one."""

    counted: int
    quorate: int


@dataclass(frozen=True)
class Vitality:
    """Signs of life of a body over the last twelve months.

    Attributes
    ----------
    planned, held : int
        Meetings a year the rules ask for, meetings that took place.
    months_since : int, optional
        Whole months since the last meeting; None where there was none.
    next_on : date, optional
        The next meeting, drafted or called.
    promised : float, optional
        Share of the called voting members who said they, or a deputy, would come.
    carried_out : float, optional
        Share of the adopted resolutions that need work and are done, over all years.
    turnover : float
        Share of the seats that ended within the twelve months.
    sat : Sat
        How many meetings of the twelve months were opened with a quorum.
    at_risk : bool
        No meeting for longer than the limit and none called.
    """

    planned: int
    held: int
    months_since: int | None
    next_on: dt.date | None
    promised: float | None
    carried_out: float | None
    turnover: float
    sat: Sat
    at_risk: bool


def signs_of(body: Body, *, on: dt.date) -> Vitality:
    """Return the signs of life of a body on a day."""
    start, end = midnight(on - YEAR), midnight(on + dt.timedelta(days=1))
    rows = Meeting.objects.filter(body=body)
    held = rows.filter(state__in=TOOK_PLACE, starts_at__lt=end)
    last = held.order_by("-starts_at").first()
    ahead = list(
        rows.filter(
            state__in=[MeetingState.DRAFT, MeetingState.INVITED], starts_at__gte=midnight(on)
        ).order_by("starts_at")[:20]
    )
    rules = rules_for(body, on=on)
    since = _months(timezone.localdate(last.starts_at), on) if last else None
    waits = since if last else _months(body.founded_on, on) if body.founded_on else 0
    is_called = any(one.state == MeetingState.INVITED for one in ahead)
    return Vitality(
        planned=rules.meetings_per_year if rules else 0,
        held=held.filter(starts_at__gte=start).count(),
        months_since=since,
        next_on=timezone.localdate(ahead[0].starts_at) if ahead else None,
        promised=_promised(body, start, end),
        carried_out=_carried_out(body),
        turnover=_turnover(body, on),
        sat=_sat(body, start, end),
        at_risk=(waits or 0) >= settings.COUNCIL_AT_RISK_MONTHS and not is_called,
    )


def midnight(day: dt.date) -> dt.datetime:
    """Return the instant a day begins."""
    return dt.datetime.combine(day, dt.time(), tzinfo=BERLIN)


def _months(start: dt.date, end: dt.date) -> int:
    """Return whole months from one day to another."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))


def _promised(body: Body, start: dt.datetime, end: dt.datetime) -> float | None:
    rows = Invitation.objects.filter(
        meeting__body=body,
        meeting__state__in=TOOK_PLACE,
        meeting__starts_at__gte=start,
        meeting__starts_at__lt=end,
        seat__role=SeatRole.VOTING,
    ).aggregate(
        called=Count("pk"), comes=Count("pk", filter=Q(reply__in=[Reply.YES, Reply.DEPUTY]))
    )
    return rows["comes"] / rows["called"] if rows["called"] else None


def _sat(body: Body, start: dt.datetime, end: dt.datetime) -> Sat:
    """Return how many recorded sittings had their quorum when they were opened."""
    sittings = list(
        Sitting.objects.filter(
            meeting__body=body,
            meeting__state__in=TOOK_PLACE,
            meeting__starts_at__gte=start,
            meeting__starts_at__lt=end,
        ).select_related("meeting")
    )
    rules = list(BodyRules.objects.filter(body=body).order_by("valid_from"))
    seats = list(Seat.objects.filter(body=body, role=SeatRole.VOTING))
    came: dict[int, list[Attendance]] = {}
    for row in Attendance.objects.filter(meeting__in=[one.meeting_id for one in sittings]):
        came.setdefault(row.meeting_id, []).append(row)
    found = []
    for sitting in sittings:
        day = timezone.localdate(sitting.meeting.starts_at)
        taken = frozenset(
            seat.pk
            for seat in seats
            if seat.from_on <= day and (seat.until_on is None or seat.until_on >= day)
        )
        there = voters(came.get(sitting.meeting_id, ()), taken, at=sitting.opened_at)
        held = [row for row in rules if row.valid_from <= day] or rules[:1]
        found.append(quorum_of(held[-1] if held else None, taken, there, ()))
    needing = [one for one in found if one.needed]
    return Sat(counted=len(needing), quorate=sum(one.reached for one in needing))


def _carried_out(body: Body) -> float | None:
    rows = Resolution.objects.filter(body=body, outcome=Outcome.ADOPTED).exclude(
        implementation=Implementation.NOT_NEEDED
    )
    found = rows.aggregate(
        made=Count("pk"), done=Count("pk", filter=Q(implementation=Implementation.DONE))
    )
    return found["done"] / found["made"] if found["made"] else None


def _turnover(body: Body, on: dt.date) -> float:
    seats = Seat.objects.filter(body=body, role__in=[SeatRole.VOTING, SeatRole.ADVISORY])
    in_year = seats.filter(Q(until_on__isnull=True) | Q(until_on__gt=on - YEAR), from_on__lte=on)
    found = in_year.aggregate(taken=Count("pk"), ended=Count("pk", filter=Q(until_on__lt=on)))
    return found["ended"] / found["taken"] if found["taken"] else 0.0
