"""The agenda as a reader may see it, with tasks that came back and papers."""

from collections.abc import Collection, Iterable

from django.db.models import Prefetch, QuerySet

from vorort.accounts.models import Person
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.councils.rules import readable
from vorort.meetings.choices import MeetingState, StandingKind
from vorort.meetings.models import AgendaItem, AgendaTemplate, Consultation, ItemTask, Meeting
from vorort.meetings.rules import with_parents
from vorort.papers.choices import PaperState
from vorort.papers.models import Paper
from vorort.resolutions.choices import TaskState
from vorort.resolutions.models import Task


def list_items(
    meeting: Meeting, level: Confidentiality | None, *, reader: Person | None = None
) -> list[AgendaItem]:
    """Return the items somebody of this level may read, in order, with papers and files at hand.

    ``reader`` adds the items a guest or deputy reports on, never those of the core group.
    """
    classes = readable(level)
    consultations = Consultation.objects.filter(paper__confidentiality__in=classes).select_related(
        "paper"
    )
    rows = list(
        AgendaItem.objects.filter(meeting=meeting)
        .select_related("rapporteur", "rapporteur__organisation", "meeting__body")
        .prefetch_related(Prefetch("consultations", queryset=consultations), "files__stored")
        .order_by("position", "id")
    )
    shown = with_parents(rows, classes)
    if reader is None or not level:
        return shown
    own = {
        item.pk
        for item in rows
        if item.rapporteur
        and item.rapporteur.person_id == reader.pk
        and item.confidentiality != Confidentiality.CORE
    }
    kept = {item.pk for item in shown} | own
    return [item for item in rows if item.pk in kept]


def agendas_of(meetings: Iterable[Meeting]) -> dict[int, list[AgendaItem]]:
    """Return the agendas of many meetings as members read them, in one query."""
    rows: dict[int, list[AgendaItem]] = {meeting.pk: [] for meeting in meetings}
    found = AgendaItem.objects.filter(meeting__in=rows).order_by("meeting", "position", "id")
    for item in found:
        rows[item.meeting_id].append(item)
    classes = readable(Confidentiality.MEMBERS)
    return {pk: with_parents(items, classes) for pk, items in rows.items()}


def list_returned(
    meeting: Meeting, level: Confidentiality | None, items: Iterable[AgendaItem]
) -> dict[int, list[Task]]:
    """Return the tasks that come back with each item, by the item's key.

    Until the invitation goes out these are the open tasks as they stand now; then those that were
    sent along, each with its present state.
    """
    ids = [item.pk for item in items if item.standing == StandingKind.OPEN_TASKS]
    if not ids:
        return {}
    if meeting.state == MeetingState.DRAFT:
        return {ids[0]: list(open_tasks(meeting.body, levels=readable(level)))}
    rows = ItemTask.objects.filter(item__in=ids, task__confidentiality__in=readable(level))
    found: dict[int, list[Task]] = {}
    for row in rows.select_related("task", "task__owner", "task__resolution"):
        found.setdefault(row.item_id, []).append(row.task)
    return found


def open_tasks(body: Body, *, levels: Collection[str]) -> QuerySet[Task]:
    """Return the open tasks of a body in some classes, the most urgent first."""
    rows = Task.objects.filter(body=body, state=TaskState.OPEN, confidentiality__in=levels)
    return rows.select_related("owner", "resolution").order_by("due_on", "id")


def papers_of(items: Iterable[AgendaItem]) -> set[int]:
    """Return the keys of the papers that stand on these items already."""
    return {one.paper_id for item in items for one in item.consultations.all()}


def standing_template(body: Body) -> AgendaTemplate | None:
    """Return the agenda taken for every new meeting, where the body has one."""
    return AgendaTemplate.objects.filter(body=body, is_standing=True).first()


def papers_for(body: Body, level: Confidentiality | None) -> list[Paper]:
    """Return the papers that wait for an agenda: released, not decided, as far as one may read."""
    rows = Paper.objects.filter(
        body=body, state=PaperState.RELEASED, confidentiality__in=readable(level)
    )
    return list(rows.order_by("year", "number"))
