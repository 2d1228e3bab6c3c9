"""What this app tells the search and the body's pages: meetings, their items, tab and panel."""

from collections.abc import Iterator
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
from vorort.meetings.rules import level_in
from vorort.papers.rules import search_audience

if TYPE_CHECKING:
    from vorort.core.search import Document

MEETING = "meetings.meeting"
ITEM = "meetings.agendaitem"
_REASON = "the index is filled for all towns; its doors keep them apart"


def register() -> None:
    """Register tab and kinds; called when the app is ready."""
    bodies.register_tab("meetings", _("Sitzungen"), "meetings:list", 20)
    bodies.register_way("new_meeting", "meetings:new")
    search.register(search.Source(MEETING, _("Sitzung"), _load, _list_ids), _link)
    # Found by what the meeting's own document holds; linked from resolutions and tasks.
    links.register(ITEM, _item_link)


def _load(public_id: str) -> "Document | None":
    """Return a meeting as its members find it; drafts and the core group's items are not in it."""
    with platform_scope(_REASON):
        meeting = (
            Meeting.objects.filter(public_id=public_id)
            .exclude(state=MeetingState.DRAFT)
            .select_related("body")
            .first()
        )
        if meeting is None:
            return None
        classes = readable(Confidentiality.MEMBERS)
        items = list(meeting.items.filter(confidentiality__in=classes).values_list("title", "note"))
    day = timezone.localtime(meeting.starts_at)
    words = [meeting.body.name, f"{day:%d.%m.%Y}", meeting.place]
    words += [word for row in items for word in row if word]
    return search.Document(
        title=f"{meeting.body.name}: {meeting.title or meeting.label}",
        text="\n".join(words),
        updated_at=meeting.starts_at,
        audience=search_audience(meeting.body_id, Confidentiality.MEMBERS),
        authority_id=meeting.authority_id,
    )


def _list_ids() -> Iterator[str]:
    with platform_scope(_REASON):
        rows = Meeting.objects.exclude(state=MeetingState.DRAFT)
        yield from list(rows.values_list("public_id", flat=True))


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
        if item.confidentiality not in readable(level_in(actor, item.meeting, at=now())):
            return None
    url = reverse("meetings:meeting", args=[item.meeting.authority.slug, item.meeting.public_id])
    return links.Link(item.title, f"{url}#top-{item.public_id}")
