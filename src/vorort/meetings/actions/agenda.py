"""The agenda: items added, changed, moved, removed; what fills in by itself; templates."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.accounts.models import Person
from vorort.core import search
from vorort.core.errors import DomainError
from vorort.councils.choices import BodyState, Confidentiality, Publicity
from vorort.councils.rules import readable
from vorort.meetings.actions.common import locked, log
from vorort.meetings.choices import (
    BEFORE_THE_SITTING,
    ItemKind,
    MeetingState,
    StandingKind,
)
from vorort.meetings.models import AgendaItem, AgendaTemplate, Consultation, ItemTask, Meeting
from vorort.meetings.queries import list_items, open_tasks, rules_for, standing_template
from vorort.meetings.rules import highest, level_in, stamp_of

if TYPE_CHECKING:
    from vorort.councils.models import Body, Seat
    from vorort.papers.models import Paper

MOST_ITEMS = 100
ITEM = "meetings.agendaitem"
# What a template keeps of an item: nothing of one meeting, nothing of a person.
TEMPLATE_FIELDS = ("title", "kind", "standing", "minutes_planned", "confidentiality", "is_sub")
USUAL: tuple[tuple[StandingKind, ItemKind, int], ...] = (
    (StandingKind.OPENING, ItemKind.INFORMATION, 5),
    (StandingKind.MINUTES, ItemKind.DECISION, 5),
    (StandingKind.OPEN_TASKS, ItemKind.DISCUSSION, 15),
    (StandingKind.ANY_OTHER, ItemKind.DISCUSSION, 10),
)


# What a body decides when it meets for the first time.
FIRST: tuple[tuple[StandingKind, Any, ItemKind, int], ...] = (
    (StandingKind.OPENING, gettext_lazy("Eröffnung und Begrüßung"), ItemKind.INFORMATION, 10),
    (StandingKind.NONE, gettext_lazy("Feststellung der Mitglieder"), ItemKind.INFORMATION, 10),
    (StandingKind.NONE, gettext_lazy("Geschäftsordnung"), ItemKind.DECISION, 20),
    (StandingKind.NONE, gettext_lazy("Vorsitz und Stellvertretung"), ItemKind.ELECTION, 15),
    (StandingKind.NONE, gettext_lazy("Arbeitsplan für das erste Jahr"), ItemKind.DISCUSSION, 30),
    (StandingKind.ANY_OTHER, StandingKind.ANY_OTHER.label, ItemKind.DISCUSSION, 10),
)


class ItemChanged(DomainError):
    """Somebody else has changed the item since it was read; ``current`` is what it says now."""

    def __init__(self, message: str, *, current: AgendaItem) -> None:
        super().__init__(message)
        self.current = current


class AgendaClosed(DomainError):
    """The agenda does not change any more, or is too long, or the item does not fit into it."""


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    title: str,
    by: Person,
    at: dt.datetime,
    kind: ItemKind | str = ItemKind.INFORMATION,
    confidentiality: Confidentiality | str = Confidentiality.MEMBERS,
    after: AgendaItem | None = None,
    papers: "Sequence[Paper]" = (),
    is_sub: bool = False,
    rapporteur: "Seat | None" = None,
    rapporteur_text: str = "",
    minutes_planned: int | None = None,
    note: str = "",
    standing: StandingKind | str = StandingKind.NONE,
    origin: tuple[str, str] | None = None,
) -> AgendaItem:
    """Add an item behind ``after``, or before "any other business", or at the end."""
    held = _open(meeting)
    rows = list(held.items.order_by("position", "id"))
    if len(rows) >= MOST_ITEMS:
        raise AgendaClosed(_("Eine Tagesordnung hat höchstens 100 Punkte."))
    level = highest(confidentiality, *(paper.confidentiality for paper in papers))
    item = AgendaItem(
        authority=held.authority,
        meeting=held,
        position=0,
        title=_titled(title),
        kind=ItemKind(kind),
        confidentiality=level or Confidentiality.MEMBERS,
        is_sub=is_sub,
        rapporteur=rapporteur,
        rapporteur_text=rapporteur_text,
        minutes_planned=minutes_planned,
        note=note,
        standing=StandingKind(standing),
        origin_kind=origin[0] if origin else "",
        origin_id=origin[1] if origin else "",
    )
    rows.insert(_place(rows, after), item)
    item.position = rows.index(item) + 1
    item.save()
    _renumber(rows)
    _attach(item, papers)
    _log(held, item, by, at, did="added")
    return item


@transaction.atomic
def edit_item(
    *,
    item: AgendaItem,
    by: Person,
    at: dt.datetime,
    seen: str = "",
    papers: "Sequence[Paper] | None" = None,
    **values: Any,
) -> AgendaItem:
    """Change an item in place.

    ``seen`` is ``rules.stamp_of`` what was read; another text by somebody else is not overwritten.
    ``papers`` replaces the papers that stand on it.
    """
    unknown = set(values) - EDITABLE
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    meeting = _open(item.meeting)
    held = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if seen and seen != stamp_of(held):
        raise ItemChanged(
            _(
                "Jemand anderes hat diesen Punkt inzwischen geändert. Ihre Eingaben stehen noch im "
                "Formular. Bitte vergleichen Sie und speichern Sie noch einmal."
            ),
            current=held,
        )
    for name, value in values.items():
        setattr(held, name, value)
    held.title = _titled(held.title)
    if papers is not None:
        Consultation.objects.filter(item=held).exclude(paper__in=papers).delete()
        _attach(held, papers)
    on_it = [one.paper.confidentiality for one in held.consultations.select_related("paper")]
    held.confidentiality = highest(held.confidentiality, *on_it) or held.confidentiality
    held.save()
    _log(meeting, held, by, at, did="changed")
    return held


EDITABLE = frozenset(
    {
        "title", "kind", "rapporteur", "rapporteur_text", "minutes_planned", "note",
        "confidentiality", "is_sub",
    }
)  # fmt: skip


@transaction.atomic
def move_item(*, item: AgendaItem, to: int, by: Person, at: dt.datetime) -> AgendaItem:
    """Move an item to a place (from 0) among the items its mover may read.

    A point takes the points below it along. What the mover cannot see stays where it is.
    """
    meeting = _open(item.meeting)
    rows = list(meeting.items.order_by("position", "id"))
    held = next(row for row in rows if row.pk == item.pk)
    classes = set(readable(level_in(by, meeting, at=at))) | {Confidentiality(held.confidentiality)}
    moved = [held, *_below(rows, held)]
    others = [row for row in rows if row not in moved]
    visible = [row for row in others if row.confidentiality in classes]
    to = max(0, min(to, len(visible)))
    if not held.is_sub:
        # Never between a point and the points below it.
        while to < len(visible) and visible[to].is_sub:
            to += 1
    place = others.index(visible[to]) if to < len(visible) else len(others)
    _renumber([*others[:place], *moved, *others[place:]])
    held.refresh_from_db(fields=["position"])
    _log(meeting, held, by, at, did="moved")
    return held


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Person, at: dt.datetime) -> None:
    """Take an item off the agenda; points below it become points of their own."""
    meeting = _open(item.meeting)
    rows = list(meeting.items.order_by("position", "id"))
    held = next(row for row in rows if row.pk == item.pk)
    below = _below(rows, held)
    AgendaItem.objects.filter(pk__in=[row.pk for row in below]).update(is_sub=False)
    _log(meeting, held, by, at, did="removed")
    search.forget(kind=ITEM, public_id=held.public_id)
    held.delete()
    _renumber([row for row in rows if row.pk != item.pk])


@transaction.atomic
def save_template(
    *,
    body: "Body",
    name: str,
    meeting: Meeting,
    by: Person,
    at: dt.datetime,
    standing: bool = False,
) -> AgendaTemplate:
    """Keep the agenda of a meeting as a template; items of the core group are not in it."""
    name = name.strip()
    if not name:
        raise AgendaClosed(_("Bitte geben Sie der Vorlage einen Namen."), field="name")
    if standing:
        AgendaTemplate.objects.filter(body=body, is_standing=True).update(is_standing=False)
    items = [
        {field: getattr(item, field) for field in TEMPLATE_FIELDS}
        for item in list_items(meeting, Confidentiality.MEMBERS)
    ]
    made, _made = AgendaTemplate.objects.update_or_create(
        body=body,
        name=name[:120],
        defaults={"authority": body.authority, "items": items, "is_standing": standing},
    )
    log("meetings.template_saved", meeting, by, at, after={"items": len(items)})
    return made


def fill_in(meeting: Meeting, template: AgendaTemplate | None) -> None:
    """Fill a new agenda from a template, the body's standing one, or the usual standing items."""
    chosen = template or standing_template(meeting.body)
    rows = list(chosen.items) if chosen else list(_usual_rows(meeting))
    AgendaItem.objects.bulk_create(
        AgendaItem(
            authority=meeting.authority,
            meeting=meeting,
            position=position,
            **{name: row[name] for name in TEMPLATE_FIELDS if name in row},
        )
        for position, row in enumerate(rows, start=1)
    )


def refresh_returns(meeting: Meeting) -> None:
    """Note which open tasks are on this agenda now; closed ones that were sent along stay."""
    item = meeting.items.filter(standing=StandingKind.OPEN_TASKS).order_by("position").first()
    if item is None:
        return
    tasks = open_tasks(meeting.body, levels=readable(Confidentiality.CORE))
    ItemTask.objects.bulk_create(
        [ItemTask(authority=meeting.authority, item=item, task=task) for task in tasks],
        ignore_conflicts=True,
    )


def _usual_rows(meeting: Meeting) -> Iterable[dict[str, Any]]:
    rules = rules_for(meeting.body, on=timezone.localdate(meeting.starts_at))
    is_open = meeting.is_public or (rules and rules.publicity != Publicity.NON_PUBLIC)
    level = Confidentiality.PUBLIC if is_open else Confidentiality.MEMBERS
    is_first = (
        meeting.body.state == BodyState.PLANNED
        and not Meeting.objects.filter(body=meeting.body).exclude(pk=meeting.pk).exists()
    )
    usual = [(standing, standing.label, kind, minutes) for standing, kind, minutes in USUAL]
    for standing, title, kind, minutes in FIRST if is_first else usual:
        yield {
            "title": str(title),
            "kind": kind,
            "standing": standing,
            "minutes_planned": minutes,
            "confidentiality": level,
        }


def _open(meeting: Meeting) -> Meeting:
    held = locked(meeting)
    if held.state not in BEFORE_THE_SITTING:
        raise AgendaClosed(
            _("Die Tagesordnung steht fest, weil die Sitzung gehalten oder abgesagt ist.")
        )
    return held


def _titled(title: str) -> str:
    words = " ".join(title.split())
    if not words:
        raise AgendaClosed(_("Bitte geben Sie dem Punkt einen Titel."), field="title")
    if len(words) > 200:
        raise AgendaClosed(_("Der Titel hat höchstens 200 Zeichen."), field="title")
    return words


def _place(rows: list[AgendaItem], after: AgendaItem | None) -> int:
    if after is not None:
        keys = [row.pk for row in rows]
        return keys.index(after.pk) + 1 if after.pk in keys else len(rows)
    for index, row in enumerate(rows):
        if row.standing == StandingKind.ANY_OTHER:
            return index
    return len(rows)


def _below(rows: list[AgendaItem], item: AgendaItem) -> list[AgendaItem]:
    """Return the points below an item."""
    if item.is_sub:
        return []
    found = []
    for row in rows[rows.index(item) + 1 :]:
        if not row.is_sub:
            break
        found.append(row)
    return found


def _renumber(rows: Sequence[AgendaItem]) -> None:
    """Write the positions that have changed; nothing else of the rows."""
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            AgendaItem.objects.filter(pk=row.pk).update(position=position)


def _attach(item: AgendaItem, papers: "Sequence[Paper]") -> None:
    known = set(item.consultations.values_list("paper_id", flat=True))
    Consultation.objects.bulk_create(
        Consultation(authority_id=item.authority_id, item=item, paper=paper)
        for paper in papers
        if paper.pk not in known
    )


def _log(meeting: Meeting, item: AgendaItem, by: Person, at: dt.datetime, *, did: str) -> None:
    """Record a change of the agenda; the log has other readers than the items.

    What became of an item of the core group is not even told apart.
    """
    is_core = item.confidentiality == Confidentiality.CORE
    log("meetings.agenda_changed", meeting, by, at, after={"did": "changed" if is_core else did})
    find_again(meeting)


def find_again(meeting: Meeting) -> None:
    """Tell the search of the items: a point may be shown or hidden with the one above it."""
    if meeting.state != MeetingState.DRAFT:
        for public_id in meeting.items.values_list("public_id", flat=True):
            search.changed(kind=ITEM, public_id=public_id)
