"""What somebody owes, asked of every app that knows duties: by date, not by app."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from vorort.accounts.models import Person
from vorort.authorities.queries import MyAuthority, list_my_authorities
from vorort.core.duties import Duty, sources
from vorort.deliveries import queries as deliveries
from vorort.desk.queries.reports import list_report_duties
from vorort.desk.queries.setup import list_setup_duties
from vorort.desk.rules import GROUP_LABELS, Group, due_words, group_of
from vorort.publications import queries as publications
from vorort.ui.parts import Task

# Every app with duties stands here; a further one is one line.
SOURCES: tuple[Callable[[Person], list[Duty]], ...] = (
    list_report_duties,
    deliveries.list_duties,
    publications.list_duties,
    list_setup_duties,
)


@dataclass(frozen=True)
class TaskGroup:
    """Duties under one heading of the desk."""

    key: str
    label: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class MyTown:
    """A town of mine with the number of duties there."""

    town: MyAuthority
    count: int
    second: bool


@dataclass(frozen=True)
class Desk:
    """The page "Heute" of one person."""

    today: dt.date
    towns: tuple[MyTown, ...]
    groups: tuple[TaskGroup, ...]
    total: int
    soon: int


def list_duties(actor: Person) -> list[Duty]:
    """Return everything the person owes, the most urgent first; what has no date stands last."""
    duties = [duty for source in (*SOURCES, *sources()) for duty in source(actor)]
    return sorted(duties, key=lambda duty: (duty.due_on or dt.date.max, duty.town, duty.title))


def get_desk(actor: Person, *, today: dt.date, town: str = "") -> Desk:
    """Return the desk of a person, or of one of their towns given by its slug."""
    mine = list_my_authorities(actor, on=today)
    duties = list_duties(actor)
    counts = Counter(duty.town for duty in duties)
    second = {entry.authority.name: place % 2 == 1 for place, entry in enumerate(mine)}
    chosen = next((entry.authority.name for entry in mine if entry.authority.slug == town), "")
    shown = [duty for duty in duties if not chosen or duty.town == chosen]
    grouped: dict[Group, list[Task]] = {group: [] for group in Group}
    for duty in shown:
        words, kind = due_words(duty.due_on, today=today)
        grouped[group_of(duty.due_on, today=today)].append(
            Task(
                label=duty.title,
                url=duty.url,
                note=duty.reason,
                due=words,
                kind=kind,  # type: ignore[arg-type]
                town_key=duty.town_key,
                town_name=duty.town,
                second=second.get(duty.town, False),
            )
        )
    return Desk(
        today=today,
        towns=tuple(
            MyTown(
                town=entry,
                count=counts[entry.authority.name],
                second=second[entry.authority.name],
            )
            for entry in mine
        ),
        groups=tuple(
            TaskGroup(key=group.value, label=str(GROUP_LABELS[group]), tasks=tuple(tasks))
            for group, tasks in grouped.items()
            if tasks
        ),
        total=len(shown),
        soon=len(grouped[Group.SOON]),
    )
