"""What each department of the administration owes: milestones, measures, tasks, reports."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.errors import NotVisible
from vorort.councils.choices import Confidentiality
from vorort.councils.queries import list_my_levels, readable_rows
from vorort.measures.choices import ENDED, MeasureState
from vorort.measures.models import Measure, Milestone, Part
from vorort.measures.registry import address_of
from vorort.partners.choices import OrganisationKind
from vorort.partners.models import Organisation
from vorort.resolutions.choices import TaskState
from vorort.resolutions.models import Task

# Milestones are shown so long before their day.
AHEAD = dt.timedelta(days=60)
# A part that was not reported on for so long waits for a report.
REPORT_AFTER = dt.timedelta(days=90)


@dataclass(frozen=True)
class DepartmentLine:
    """A department with the numbers of what it owes."""

    organisation: Organisation
    url: str
    measures: int
    milestones: int
    late: int
    tasks: int
    reports: int


@dataclass(frozen=True)
class MilestoneLine:
    milestone: Milestone
    url: str
    is_late: bool


@dataclass(frozen=True)
class PartLine:
    """A part in a measure, and whether a report is due."""

    part: Part
    url: str
    wants_report: bool


@dataclass(frozen=True)
class Department:
    """What one department owes, by day."""

    organisation: Organisation
    on: dt.date
    groups: tuple[tuple[str, tuple[tuple[Measure, str], ...]], ...]
    milestones: tuple[MilestoneLine, ...]
    tasks: tuple[tuple[Task, str, bool], ...]
    parts: tuple[PartLine, ...]

    @property
    def is_free(self) -> bool:
        return not (self.groups or self.milestones or self.tasks or self.parts)


def _departments(authority: Authority) -> QuerySet[Organisation]:
    return Organisation.objects.filter(
        authority=authority, kind=OrganisationKind.ADMINISTRATION, is_active=True
    ).order_by("name", "id")


def list_departments(actor: Person, authority: Authority, *, on: dt.date) -> list[DepartmentLine]:
    """Return the departments of a town with what each owes, in a constant number of queries."""
    rows = list(_departments(authority))
    ids = [one.pk for one in rows]
    owned = Counter(
        Measure.objects.filter(owner__in=ids)
        .exclude(state__in=ENDED)
        .values_list("owner", flat=True)
    )
    due: Counter[int] = Counter()
    late: Counter[int] = Counter()
    # Numbers only: nothing is read of a measure that is not counted here.
    owed = _milestones(ids, on=on).values_list("part__organisation", "measure__owner", "due_on")
    for partner, owner, due_on in owed:
        due[partner or owner] += 1
        late[partner or owner] += due_on < on
    tasks = Counter(
        office for task in _tasks(actor, authority, on=on) if (office := _owner_of(task, rows))
    )
    running = _parts(ids).filter(measure__state=MeasureState.RUNNING)
    heard = running.values_list("organisation", "reported_at", "measure__state_on")
    reports = Counter(who for who, at, since in heard if _is_silent(at, since, on))
    return [
        DepartmentLine(
            organisation=one,
            url=reverse("leadership:department", args=[authority.slug, one.public_id]),
            measures=owned[one.pk],
            milestones=due[one.pk],
            late=late[one.pk],
            tasks=tasks[one.pk],
            reports=reports[one.pk],
        )
        for one in rows
    ]


def get_department(
    actor: Person, authority: Authority, public_id: str, *, on: dt.date
) -> Department:
    """Return what one department owes; a 404 where the town has no such department."""
    found = _departments(authority).filter(public_id=public_id).first()
    if found is None:
        raise NotVisible(_("Diese Stelle gibt es nicht."))
    measures = (
        Measure.objects.filter(owner=found)
        .exclude(state__in=ENDED)
        .select_related("authority")
        .order_by("state_on", "id")
    )
    by_state: dict[str, list[tuple[Measure, str]]] = defaultdict(list)
    for one in measures:
        by_state[one.state].append((one, address_of("measures:measure", one)))
    return Department(
        organisation=found,
        on=on,
        groups=tuple(
            (str(state.label), tuple(by_state[state])) for state in MeasureState if by_state[state]
        ),
        milestones=tuple(
            MilestoneLine(one, address_of("measures:plan", one.measure), one.due_on < on)
            for one in _milestones([found.pk], on=on)
        ),
        tasks=tuple(
            (one, _task_url(one), one.due_on is not None and one.due_on < on)
            for one in _tasks(actor, authority, on=on)
            if _owner_of(one, [found])
        ),
        parts=tuple(
            PartLine(one, address_of("measures:measure", one.measure), _wants_report(one, on))
            for one in _parts([found.pk])
        ),
    )


def _task_url(task: Task) -> str:
    return reverse("resolutions:task", args=[task.authority.slug, task.public_id])


def _milestones(organisations: Sequence[int], *, on: dt.date) -> QuerySet[Milestone]:
    """Return the open milestones these owe: as a partner, or as owner where no part is named."""
    return (
        Milestone.objects.filter(
            Q(part__organisation__in=organisations)
            | Q(part__isnull=True, measure__owner__in=organisations),
            done_on__isnull=True,
            dropped=False,
            due_on__lte=on + AHEAD,
        )
        .exclude(measure__state__in=ENDED)
        .select_related("measure__authority", "part")
        .order_by("due_on", "id")
    )


def _tasks(actor: Person, authority: Authority, *, on: dt.date) -> list[Task]:
    """Return the open tasks of the town this reader may know of; never those of the core group."""
    levels = list_my_levels(actor, on=on)
    return list(
        Task.objects.filter(
            readable_rows(levels, least=Confidentiality.PUBLIC),
            authority=authority,
            state=TaskState.OPEN,
        )
        .exclude(confidentiality=Confidentiality.CORE)
        .select_related("authority", "owner", "resolution", "body")
        # What has a day comes before what has none, on every database.
        .order_by(F("due_on").asc(nulls_last=True), "id")
    )


def _owner_of(task: Task, departments: Sequence[Organisation]) -> int | None:
    """Return the department that owes a task: by the seat's organisation, or by its written name."""
    named = task.owner_text.strip().casefold()
    for one in departments:
        if task.owner is not None and task.owner.organisation_id == one.pk:
            return one.pk
        if named and named == one.name.casefold():
            return one.pk
    return None


def _parts(organisations: Sequence[int]) -> QuerySet[Part]:
    return (
        Part.objects.filter(organisation__in=organisations)
        .exclude(measure__state__in=ENDED)
        .select_related("measure__authority")
        .order_by("measure", "id")
    )


def _wants_report(part: Part, on: dt.date) -> bool:
    """Whether a running measure waits for word of this partner."""
    running = part.measure.state == MeasureState.RUNNING
    return running and _is_silent(part.reported_at, part.measure.state_on, on)


def _is_silent(reported_at: dt.datetime | None, since: dt.date, on: dt.date) -> bool:
    return (reported_at.date() if reported_at else since) < on - REPORT_AFTER
