"""What somebody owes, asked of every app that knows duties: by date, not by app."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.queries import (
    MyAuthority,
    list_my_authorities,
    list_work_authorities,
)
from vorort.core.duties import Duty, sources
from vorort.deliveries import queries as deliveries
from vorort.desk.queries.setup import list_setup_duties
from vorort.desk.rules import GROUP_LABELS, Group, due_words, group_of
from vorort.publications import queries as publications
from vorort.situation import queries as situation
from vorort.ui.parts import Task

# What is owed to a report: the words of the link, the page, the reason.
_REPORT_WORDS: dict[str, tuple[Promise | str, str, Promise | str]] = {
    "release": (
        _("%(report)s: Zahlen freigeben"),
        "situation:police",
        _("Offene Zahlen: %(count)s."),
    ),
    "answer": (
        _("%(report)s: Anmerkungen der Polizei beantworten"),
        "situation:report",
        _("Zahlen mit Änderungswunsch: %(count)s."),
    ),
    "finish": (
        _("%(report)s fertigstellen"),
        "situation:report",
        _("Der Entwurf liegt der Polizei noch nicht vor."),
    ),
    "approve": (
        _("%(report)s freigeben"),
        "situation:approval",
        _("Die Polizei hat alle Zahlen geprüft."),
    ),
    "publish": (
        _("%(report)s veröffentlichen"),
        "situation:publish",
        _("Das Lagebild ist freigegeben."),
    ),
    "embargo": (
        _("%(report)s veröffentlichen, sobald die Sperrfrist endet"),
        "situation:publish",
        _("Das Lagebild ist freigegeben; die Zahlen sind noch gesperrt."),
    ),
    "closed": (
        _("%(report)s: Freigabe der liefernden Stelle klären"),
        "situation:publish",
        "%(words)s",
    ),
    "recompute": (
        _("%(report)s neu berechnen"),
        "situation:report",
        _("Zahlen, auf denen es beruht, sind widerrufen."),
    ),
    "withdrawn": (
        _("%(report)s: über eine berichtigte Fassung entscheiden"),
        "situation:report",
        _("Es ist nicht mehr öffentlich, weil die liefernde Stelle Zahlen zurückgerufen hat."),
    ),
    "note": (
        _("%(report)s: Berichtigung zur Kenntnis nehmen"),
        "situation:report",
        _("Die Koordination hat sie verkürzt freigegeben."),
    ),
}


def list_report_duties(actor: Person) -> list[Duty]:
    """Return what the person owes to reports of all their towns."""
    return [
        report_duty(owed) for owed in situation.list_duties(actor, list_work_authorities(actor))
    ]


def report_duty(owed: situation.Duty) -> Duty:
    """Return a duty towards a report in the words of the desk."""
    title, page, reason = _REPORT_WORDS[owed.kind]
    values = {"report": owed.report.title, "count": owed.count, "words": owed.words}
    town = owed.authority
    return Duty(
        town_key=town.town_key,
        town=town.name,
        title=str(title) % values,
        url=reverse(page, kwargs={"town": town.slug, "public_id": owed.report.public_id}),
        reason=str(reason) % values,
        due_on=owed.due_on,
        kind=f"situation.{owed.kind}",
    )


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
