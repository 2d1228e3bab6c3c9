"""What somebody owes, asked of every app that knows duties: by date, not by app."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority
from vorort.authorities.queries import MyAuthority, list_my_authorities
from vorort.concepts import queries as concepts
from vorort.core.duties import Duty, sources
from vorort.core.once import reading_once
from vorort.councils import queries as councils
from vorort.councils.choices import BodyState
from vorort.councils.models import Body
from vorort.councils.queries import towns_with
from vorort.councils.rules import is_working
from vorort.deliveries import queries as deliveries
from vorort.desk.queries.appointments import Appointment, list_appointments
from vorort.desk.queries.news import News, last_visit, list_news
from vorort.desk.queries.reports import list_report_duties
from vorort.desk.queries.setup import list_setup_duties
from vorort.desk.queries.waiting import Waiting, list_waiting
from vorort.desk.rules import DECIDERS, GROUP_LABELS, Group, due_words, group_of, is_decision
from vorort.effects import queries as effects
from vorort.findings import queries as findings
from vorort.foundings import queries as foundings
from vorort.leadership import queries as leadership
from vorort.measures import queries as measures
from vorort.meetings import queries as meetings
from vorort.minutes import queries as minutes
from vorort.outcomes import queries as outcomes
from vorort.papers import queries as papers
from vorort.partners import queries as partners
from vorort.publications import queries as publications
from vorort.resolutions import queries as resolutions
from vorort.sittings import queries as sittings
from vorort.strategies import queries as strategies
from vorort.ui.parts import Task

# Every app with duties stands here; a further one is one line.
SOURCES: tuple[Callable[[Person], list[Duty]], ...] = (
    list_report_duties,
    deliveries.list_duties,
    publications.list_duties,
    councils.list_duties,
    foundings.list_duties,
    papers.list_duties,
    meetings.list_duties,
    sittings.list_duties,
    minutes.list_duties,
    resolutions.list_duties,
    partners.list_duties,
    findings.list_duties,
    measures.list_duties,
    effects.list_duties,
    concepts.list_duties,
    strategies.list_duties,
    outcomes.list_duties,
    leadership.list_duties,
    list_setup_duties,
)


# So many of what can wait stand open; the rest unfolds.
UNFOLDED = 12
_PATIENT = frozenset({Group.LATER, Group.OPEN})


@dataclass(frozen=True)
class TaskGroup:
    """Duties under one heading of the desk; what can wait is folded beyond a screenful."""

    key: str
    label: str
    tasks: tuple[Task, ...]

    @property
    def shown(self) -> tuple[Task, ...]:
        return self.tasks[:UNFOLDED] if self.key in _PATIENT else self.tasks

    @property
    def folded(self) -> tuple[Task, ...]:
        return self.tasks[len(self.shown) :]


@dataclass(frozen=True)
class MyTown:
    """A town of mine with the number of duties there; ``bodies``: those I sit in."""

    town: MyAuthority
    count: int
    second: bool
    bodies: tuple[Body, ...] = ()


@dataclass(frozen=True)
class Desk:
    """The page "Heute" of one person."""

    today: dt.date
    towns: tuple[MyTown, ...]
    groups: tuple[TaskGroup, ...]
    total: int
    # Of all towns, whatever is shown.
    whole: int
    soon: int
    # Somebody whose word others wait for: told also when nothing waits.
    decides: bool
    meetings: tuple[Appointment, ...]
    news: tuple[News, ...]
    waiting: tuple[Waiting, ...]
    since: dt.date
    # Key of a town outlined instead of filled: every second one.
    second: frozenset[str]
    duties: tuple[Duty, ...]
    prepare_url: str


def list_duties(actor: Person) -> list[Duty]:
    """Return everything the person owes, the most urgent first; what has no date stands last."""
    with reading_once():
        duties = [duty for source in (*SOURCES, *sources()) for duty in source(actor)]
    return sorted(duties, key=lambda duty: (duty.due_on or dt.date.max, duty.town, duty.title))


def get_desk(actor: Person, *, at: dt.datetime, town: str = "") -> Desk:
    """Return the desk of a person, or of one of their towns given by its slug."""
    with reading_once():
        return _desk(actor, at=at, town=town)


def _desk(actor: Person, *, at: dt.datetime, town: str) -> Desk:
    today = timezone.localdate(at)
    mine = list_my_authorities(actor, on=today)
    duties = list_duties(actor)
    bodies = list_open_bodies(actor)
    towns = _towns(mine, bodies, Counter(duty.town for duty in duties))
    second = {entry.town.authority.name for entry in towns if entry.second}
    chosen = next((one.town.authority for one in towns if one.town.authority.slug == town), None)
    shown = [duty for duty in duties if chosen is None or duty.town == chosen.name]
    decides = any(ROLE_PERMISSIONS[role] & DECIDERS for entry in mine for role in entry.roles)
    grouped: dict[Group, list[Task]] = {group: [] for group in Group}
    for duty in shown:
        first = decides and is_decision(duty.kind)
        group = Group.DECIDE if first else group_of(duty.due_on, today=today)
        grouped[group].append(_task(duty, today=today, second=duty.town in second))
    since = last_visit(actor, at=at)
    return Desk(
        today=today,
        towns=towns,
        groups=tuple(
            TaskGroup(key=group.value, label=str(GROUP_LABELS[group]), tasks=tuple(tasks))
            for group, tasks in grouped.items()
            if tasks
        ),
        total=len(shown),
        whole=len(duties),
        soon=sum(group_of(duty.due_on, today=today) == Group.SOON for duty in shown),
        decides=decides,
        meetings=tuple(
            one
            for one in list_appointments(actor, at=at, mine=mine)
            if chosen is None or one.authority_id == chosen.pk
        ),
        news=tuple(
            one
            for one in list_news(actor, since=since, at=at, mine=mine)
            if chosen is None or one.town == chosen.name
        ),
        waiting=tuple(
            one
            for one in list_waiting(actor, mine, at=at)
            if chosen is None or one.authority_id == chosen.pk
        ),
        since=timezone.localdate(since),
        second=frozenset(second),
        duties=tuple(duties),
        prepare_url=_prepare_url(mine, bodies, chosen),
    )


def _prepare_url(
    mine: tuple[MyAuthority, ...], bodies: Iterable[Body], chosen: Authority | None
) -> str:
    """Return where who runs bodies begins a meeting: at once, or by choosing the body first."""
    running = towns_with(mine, Permission.RUN_COUNCIL)
    run = [
        body
        for body in bodies
        if body.authority_id in running and chosen in {None, body.authority} and is_working(body)
    ]
    if len(run) == 1:
        return reverse("meetings:new", args=[run[0].authority.slug, run[0].public_id])
    towns = {body.authority.slug for body in run}
    return reverse("councils:list", args=[towns.pop()]) if len(towns) == 1 else ""


def list_open_bodies(actor: Person) -> list[Body]:
    """Return the bodies somebody belongs to that are not dissolved, by town and name."""
    return [body for body in councils.list_my_bodies(actor) if body.state != BodyState.DISSOLVED]


def _towns(
    mine: tuple[MyAuthority, ...], bodies: Iterable[Body], counts: Counter[str]
) -> tuple[MyTown, ...]:
    """Return my towns, and those I only sit in a body of, by name."""
    of_town: dict[int, list[Body]] = defaultdict(list)
    known = {entry.authority.pk: entry for entry in mine}
    for body in bodies:
        of_town[body.authority_id].append(body)
        known.setdefault(body.authority_id, MyAuthority(body.authority, (), may_view_work=False))
    return tuple(
        MyTown(
            town=entry,
            count=counts[entry.authority.name],
            second=place % 2 == 1,
            bodies=tuple(of_town[entry.authority.pk]),
        )
        for place, entry in enumerate(sorted(known.values(), key=lambda one: one.authority.name))
    )


def _task(duty: Duty, *, today: dt.date, second: bool) -> Task:
    words, kind = due_words(duty.due_on, today=today)
    return Task(
        label=duty.title,
        url=duty.url,
        note=duty.reason,
        due=words,
        kind=kind,  # type: ignore[arg-type]
        town_key=duty.town_key,
        town_name=duty.town,
        second=second,
    )
