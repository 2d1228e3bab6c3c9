"""What this app tells the search and the body's pages: meetings, their items, tab and panel."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.core import links, search
from vorort.core.clock import now
from vorort.core.scopes import platform_scope
from vorort.councils import registry as bodies
from vorort.councils.choices import Confidentiality
from vorort.councils.rules import readable
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import AgendaItem, Meeting
from vorort.meetings.rules import highest, level_in
from vorort.papers.rules import search_audience

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from vorort.core.search import Document
    from vorort.councils.models import Body

MEETING = "meetings.meeting"
ITEM = "meetings.agendaitem"
_REASON = "the index is filled for all towns; its doors keep them apart"


# When a body could meet: beginning and end.
Slot = tuple[dt.datetime, dt.datetime]
_slots: list[Callable[["Body", dt.date], Slot | None]] = []


def register_slot(load: Callable[["Body", dt.date], Slot | None]) -> None:
    """Let an app above say when a body would meet next; the draft of a meeting begins with it."""
    if load not in _slots:
        _slots.append(load)


def usual_slot(body: "Body", on: dt.date) -> Slot | None:
    """Return when a body would meet next, if an app above knows its habits."""
    return next((slot for load in _slots if (slot := load(body, on))), None)


def register() -> None:
    """Register tab and kinds; called when the app is ready."""
    bodies.register_tab("meetings", _("Sitzungen"), "meetings:list", 20)
    bodies.register_way("new_meeting", "meetings:new")
    search.register(search.Source(MEETING, _("Sitzung"), _load, _list_ids), _link)
    # A change of the agenda names its items itself (``actions.agenda``).
    source = search.Source(ITEM, _("Tagesordnungspunkt"), _load_item, _list_item_ids)
    search.register(source, _item_link)


def _load(public_id: str) -> "Document | None":
    """Return a meeting as the town's people find it: its date, its place; drafts are not found."""
    with platform_scope(_REASON):
        found = _called().filter(public_id=public_id).select_related("body").first()
    if found is None:
        return None
    day = timezone.localtime(found.starts_at)
    return search.Document(
        title=f"{found.body.name}: {found.title or found.label}",
        text="\n".join([found.body.name, f"{day:%d.%m.%Y}", found.place]),
        updated_at=found.starts_at,
        audience=search_audience(found.body_id, Confidentiality.PUBLIC),
        authority_id=found.authority_id,
    )


def _called() -> "QuerySet[Meeting]":
    return Meeting.objects.exclude(state=MeetingState.DRAFT)


def _load_item(public_id: str) -> "Document | None":
    """Return an item behind the door of its class; the core group's are nowhere in the index."""
    with platform_scope(_REASON):
        rows = AgendaItem.objects.exclude(meeting__state=MeetingState.DRAFT)
        item = rows.filter(public_id=public_id).select_related("meeting__body").first()
        level = _level_of(item) if item else Confidentiality.CORE
    if item is None or level == Confidentiality.CORE:
        return None
    is_open = level == Confidentiality.PUBLIC
    words = [item.meeting.body.name, item.meeting.label, "" if is_open else item.note]
    return search.Document(
        title=item.title,
        text="\n".join(word for word in words if word),
        updated_at=item.meeting.starts_at,
        audience=search_audience(item.meeting.body_id, level),
        authority_id=item.authority_id,
    )


def _level_of(item: AgendaItem) -> Confidentiality:
    """Return who reads an item: a point below another no more than those who read that."""
    own = Confidentiality(item.confidentiality)
    if not item.is_sub:
        return own
    above = AgendaItem.objects.filter(
        meeting=item.meeting_id, position__lt=item.position, is_sub=False
    )
    parent = above.order_by("-position").first()
    return highest(own, parent.confidentiality if parent else None) or own


def _list_item_ids() -> Iterator[str]:
    with platform_scope(_REASON):
        rows = AgendaItem.objects.exclude(meeting__state=MeetingState.DRAFT)
        yield from list(rows.values_list("public_id", flat=True))


def _list_ids() -> Iterator[str]:
    with platform_scope(_REASON):
        yield from list(_called().values_list("public_id", flat=True))


def _link(actor: object, public_id: str) -> links.Link | None:
    if not isinstance(actor, Person):
        return None
    with platform_scope("a link is named by the meeting's own id; the rule says who sees it"):
        rows = Meeting.objects.select_related("body", "authority")
        meeting = rows.filter(public_id=public_id).first()
        if meeting is None or level_in(actor, meeting, at=now()) is None:
            return None
    title = f"{meeting.body.name}: {meeting.title or meeting.label}"
    url = reverse("meetings:meeting", args=[meeting.authority.slug, public_id])
    return links.Link(title, url)


def _item_link(actor: object, public_id: str) -> links.Link | None:
    """Return title and place of an item, for who may read it."""
    if not isinstance(actor, Person):
        return None
    with platform_scope("a link is named by the item's own id; the rule says who sees it"):
        rows = AgendaItem.objects.select_related("meeting__body", "meeting__authority")
        item = rows.filter(public_id=public_id).first()
        if item is None:
            return None
        if _level_of(item) not in readable(level_in(actor, item.meeting, at=now())):
            return None
    url = reverse("meetings:meeting", args=[item.meeting.authority.slug, item.meeting.public_id])
    return links.Link(item.title, f"{url}#top-{item.public_id}")
