"""How alive a body is, and what would bring it back: dates and an agenda."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.councils.choices import ChairMode, Confidentiality, SeatRole
from vorort.councils.models import Body, BodyRules, Seat
from vorort.councils.rules import current_seats, readable
from vorort.meetings.choices import TOOK_PLACE, ItemKind, MeetingState, Reply
from vorort.meetings.models import Invitation, Meeting
from vorort.meetings.queries.agenda import open_tasks
from vorort.meetings.queries.meetings import held_meetings, last_meeting, rules_for
from vorort.meetings.rules import to_instant
from vorort.meetings.rules.dates import NoSuchTime
from vorort.meetings.rules.holidays import is_free
from vorort.papers.choices import PaperState
from vorort.papers.models import Paper
from vorort.resolutions.choices import Implementation, Outcome
from vorort.resolutions.models import Resolution
from vorort.ui.format import BERLIN

USUAL_TIME = dt.time(17, 0)
YEAR = dt.timedelta(days=365)


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
    at_risk: bool


def vitality(body: Body, *, on: dt.date) -> Vitality:
    """Return the signs of life of a body on a day."""
    start, end = _midnight(on - YEAR), _midnight(on + dt.timedelta(days=1))
    rows = Meeting.objects.filter(body=body)
    held = rows.filter(state__in=TOOK_PLACE, starts_at__lt=end)
    last = held.order_by("-starts_at").first()
    ahead = list(
        rows.filter(
            state__in=[MeetingState.DRAFT, MeetingState.INVITED], starts_at__gte=_midnight(on)
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
        at_risk=(waits or 0) >= settings.COUNCIL_AT_RISK_MONTHS and not is_called,
    )


def _midnight(day: dt.date) -> dt.datetime:
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


@dataclass(frozen=True)
class Habit:
    """When and where a body usually meets."""

    weekday: int
    time: dt.time
    length: dt.timedelta
    last: Meeting | None


def habit_of(body: Body) -> Habit:
    """Return weekday and hour of the past meetings; Wednesday at five where there are none."""
    rows = list(held_meetings(body)[:12])
    last = last_meeting(body)
    if not rows:
        rows = [last] if last else []
    if not rows:
        return Habit(2, USUAL_TIME, dt.timedelta(hours=2), None)
    starts = [timezone.localtime(one.starts_at) for one in rows]
    weekday = Counter(each.weekday() for each in starts).most_common(1)[0][0]
    hour = Counter(each.time().replace(second=0, microsecond=0) for each in starts)
    newest = last or rows[0]
    length = (newest.ends_at - newest.starts_at) if newest.ends_at else dt.timedelta(hours=2)
    return Habit(weekday, hour.most_common(1)[0][0], length, newest)


def suggest_starts(
    body: Body, habit: Habit, *, on: dt.date, count: int = 3, soon: bool = False
) -> list[dt.datetime]:
    """Return dates for the next meeting: the usual weekday and hour, in time for the invitation.

    Outside the holidays that can be computed, and not on the day of a meeting there is already.
    With ``soon`` as early as the notice allows, else in the rhythm of the rules.
    """
    rules = rules_for(body, on=on)
    day = on + dt.timedelta(days=(rules.notice_days if rules else 14) + 2)
    if not soon and habit.last is not None and rules and rules.meetings_per_year:
        rhythm = dt.timedelta(days=365 // rules.meetings_per_year - 7)
        day = max(day, timezone.localdate(habit.last.starts_at) + rhythm)
    taken = {
        timezone.localdate(each)
        for each in Meeting.objects.filter(body=body, starts_at__gte=_midnight(on))
        .exclude(state=MeetingState.CANCELLED)
        .values_list("starts_at", flat=True)
    }
    found: list[dt.datetime] = []
    for offset in range(730):
        candidate = day + dt.timedelta(days=offset)
        if candidate.weekday() != habit.weekday or candidate in taken or not is_free(candidate):
            continue
        try:
            found.append(to_instant(candidate, habit.time))
        except NoSuchTime:
            continue
        if len(found) == count:
            break
    return found


@dataclass(frozen=True)
class ProposedItem:
    """An item a revival would put on the agenda, and why."""

    key: str
    title: str
    kind: ItemKind
    confidentiality: Confidentiality
    reason: str
    paper: Paper | None = None


def propose_items(body: Body, level: Confidentiality, *, on: dt.date) -> list[ProposedItem]:
    """Return what a meeting to revive the body should deal with."""
    members = Confidentiality.MEMBERS
    found = []
    if words := _chair_words(body, rules_for(body, on=on), on=on):
        title = _("Wahl oder Bestätigung des Vorsitzes")
        found.append(ProposedItem("chair", title, ItemKind.ELECTION, members, words))
    if body.term_until and body.term_until < on:
        found.append(
            ProposedItem(
                "term", _("Neue Amtszeit und Besetzung"), ItemKind.DISCUSSION, members,
                _("Die Amtszeit ist am %(day)s abgelaufen.")
                % {"day": f"{body.term_until:%d.%m.%Y}"},
            )
        )  # fmt: skip
    found.append(
        ProposedItem(
            "future", _("Wie geht es weiter? Aufgaben, Rhythmus, Zuständigkeiten"),
            ItemKind.DISCUSSION, members, _("Nach einer Pause klärt das die Erwartungen."),
        )
    )  # fmt: skip
    classes = [one for one in readable(level) if one != Confidentiality.CORE]
    papers = Paper.objects.filter(
        body=body, state=PaperState.RELEASED, confidentiality__in=classes
    ).order_by("year", "number")
    found += [
        ProposedItem(
            f"paper-{paper.public_id}", paper.title, ItemKind.DECISION,
            Confidentiality(paper.confidentiality),
            _("Vorlage %(number)s ist nicht entschieden.") % {"number": paper.reference}, paper,
        )
        for paper in papers[:20]
    ]  # fmt: skip
    return found


def _chair_words(body: Body, rules: BodyRules | None, *, on: dt.date) -> str:
    if rules is None or rules.chair_mode == ChairMode.MAYOR:
        return ""
    chairs = Seat.objects.filter(body=body, is_chair=True)
    if not current_seats(chairs, on=on).exists():
        return _("Der Vorsitz ist nicht besetzt.")
    if body.term_until and body.term_until < on:
        return _("Die Amtszeit ist abgelaufen.")
    return ""


def open_task_count(body: Body, level: Confidentiality) -> int:
    """Return how many open tasks would come back."""
    return open_tasks(body, levels=readable(level)).count()


def coming(body: Body, states: Sequence[MeetingState], at: dt.datetime) -> Meeting | None:
    """Return the next meeting of a body in one of some states."""
    rows = Meeting.objects.filter(body=body, state__in=states, starts_at__gte=at)
    return rows.select_related("body", "authority").order_by("starts_at").first()
