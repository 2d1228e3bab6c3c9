"""What somebody owes around minutes: draft, finish, look through, settle, approve, publish."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.queries import list_my_authorities
from vorort.core.clock import now
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import BodyRules, Seat
from vorort.councils.rules import current_seats
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import AgendaItem, Meeting
from vorort.minutes.choices import MinutesState, Review
from vorort.minutes.models import Minutes, MinutesReview
from vorort.minutes.queries.minutes import REVIEWERS

DUE_DAYS = 28
# What is to be done, and why it waits.
_WORDS = {
    "draft": (_("Niederschrift entwerfen: %(what)s"), _("Die Sitzung ist gehalten.")),
    "finish": (_("Niederschrift fertigstellen: %(what)s"), _("Sie ist noch ein Entwurf.")),
    "settle": (_("Einwände behandeln: %(what)s"), _("Ein Mitglied widerspricht.")),
    "approve": (_("Niederschrift genehmigen lassen: %(what)s"), _("Die Frist ist um.")),
    "publish": (_("Niederschrift veröffentlichen: %(what)s"), _("Sie ist genehmigt.")),
    "review": (_("Niederschrift durchsehen: %(what)s"), _("Ihr Gremium bittet darum.")),
}


def list_duties(actor: Person, *, at: dt.datetime | None = None) -> list[Duty]:
    """Return what somebody owes over all their towns; the number of queries is always the same."""
    moment = at or now()
    towns = [
        mine.authority.pk
        for mine in list_my_authorities(actor)
        if any(Permission.RUN_COUNCIL in ROLE_PERMISSIONS[role] for role in mine.roles)
    ]
    with platform_scope("the minutes of one person over all their towns"):
        return [*_of_the_office(actor, towns, moment), *_of_the_member(actor, towns, moment)]


def _of_the_office(actor: Person, towns: list[int], at: dt.datetime) -> Iterator[Duty]:
    mine = Q(authority__in=towns) | Q(sitting__minuted_by__person=actor)
    rows = list(
        Meeting.objects.filter(mine, state__in=[MeetingState.HELD, MeetingState.DRAFTED])
        .select_related("body", "authority", "minutes")
        .order_by("starts_at")
        .distinct()
    )
    days = _due_days({row.body_id for row in rows})
    objected = _objected(row.minutes.pk for row in rows if _minutes(row))
    for row in rows:
        held_on = timezone.localdate(row.starts_at)
        due = held_on + dt.timedelta(days=_days_on(days[row.body_id], held_on))
        yield from _duty_of(row, due, towns, objected, at)
    for minutes in _publishable(towns):
        yield _made(minutes.meeting, "publish")


def _minutes(meeting: Meeting) -> Minutes | None:
    return getattr(meeting, "minutes", None)


def _duty_of(
    meeting: Meeting, due: dt.date, towns: list[int], objected: set[int], at: dt.datetime
) -> Iterator[Duty]:
    minutes = _minutes(meeting)
    runs = meeting.authority_id in towns
    if meeting.state == MeetingState.HELD or minutes is None:
        yield _made(meeting, "draft", due)
    elif minutes.pk in objected and runs:
        yield _made(meeting, "settle", due)
    elif minutes.state == MinutesState.DRAFT:
        yield _made(meeting, "finish", due)
    elif minutes.objections_until is not None and minutes.objections_until < at and runs:
        yield _made(meeting, "approve", timezone.localdate(minutes.objections_until))


def _publishable(towns: list[int]) -> QuerySet[Minutes]:
    public = AgendaItem.objects.filter(
        meeting=OuterRef("meeting"), confidentiality=Confidentiality.PUBLIC
    )
    rows = Minutes.objects.filter(
        Exists(public),
        authority__in=towns,
        state=MinutesState.APPROVED,
        meeting__state=MeetingState.APPROVED,
    )
    return rows.select_related("meeting__body", "meeting__authority").order_by("approved_at")


def _of_the_member(actor: Person, towns: list[int], at: dt.datetime) -> Iterator[Duty]:
    """Who runs the body has sent the draft and is not asked."""
    seats = current_seats(Seat.objects.filter(person=actor), on=timezone.localdate(at))
    own = seats.filter(role__in=REVIEWERS)
    answered = MinutesReview.objects.filter(minutes=OuterRef("pk"), seat__person=actor)
    rows = (
        Minutes.objects.filter(
            ~Exists(answered),
            state=MinutesState.SENT,
            objections_until__gte=at,
            meeting__body__in=own.values("body"),
        )
        .exclude(authority__in=towns)
        .select_related("meeting__body", "meeting__authority")
        .order_by("objections_until")
    )
    for minutes in rows:
        until = minutes.objections_until
        yield _made(minutes.meeting, "review", timezone.localdate(until) if until else None)


def _due_days(bodies: set[int]) -> dict[int, list[BodyRules]]:
    found: dict[int, list[BodyRules]] = defaultdict(list)
    for rules in BodyRules.objects.filter(body__in=bodies).order_by("valid_from"):
        found[rules.body_id].append(rules)
    return found


def _days_on(rules: list[BodyRules], on: dt.date) -> int:
    held = [one for one in rules if one.valid_from <= on] or rules[:1]
    return held[-1].minutes_due_days if held else DUE_DAYS


def _objected(minutes: Iterable[int]) -> set[int]:
    rows = MinutesReview.objects.filter(
        minutes__in=list(minutes), review=Review.OBJECTED, settled_at__isnull=True
    )
    return set(rows.values_list("minutes_id", flat=True))


def _made(meeting: Meeting, kind: str, due_on: dt.date | None = None) -> Duty:
    town = meeting.authority
    title, reason = _WORDS[kind]
    return Duty(
        town_key=town.town_key,
        town=town.name,
        title=str(title) % {"what": f"{meeting.body.name}, {meeting.title or meeting.label}"},
        url=reverse("minutes:minutes", args=[town.slug, meeting.public_id]),
        reason=str(reason),
        due_on=due_on,
        kind=f"minutes.{kind}",
    )
