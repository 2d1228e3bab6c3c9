"""What everybody may know of a meeting: the payload of its publication and its page."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.announcements.choices import ItemExtra, MeetingExtra
from vorort.councils.choices import Confidentiality
from vorort.files.queries import path_of
from vorort.meetings.choices import TOOK_PLACE, MeetingMode, MeetingState
from vorort.meetings.models import AgendaItem, Meeting, MeetingFile
from vorort.meetings.queries import file_name, list_items, place_words, when_words
from vorort.meetings.rules import numbered
from vorort.meetings.rules.calendar import uid_of
from vorort.publications.choices import (
    PublicationKind,
    PublicationStatus,
    PublicConsultation,
    PublicFile,
    PublicItem,
    PublicMeeting,
)
from vorort.publications.models import Publication
from vorort.ui import format as show

ORIGIN = "meetings.meeting"
CALENDAR = "sitzung.ics"
INVITATION = "einladung.pdf"
_STATES = {
    "announced": gettext_lazy("angekündigt"),
    "held": gettext_lazy("gehalten"),
    "minutes": gettext_lazy("mit Niederschrift"),
    "cancelled": gettext_lazy("abgesagt"),
}


@dataclass(frozen=True)
class MeetingPage:
    """Payload and sections of a meeting's publication, and the files that go with it."""

    payload: PublicMeeting
    sections: list[dict[str, str]]
    files: list[tuple[PublicFile, bytes, str]]


def meeting_path(meeting: Meeting) -> str:
    """Return the address of the public page."""
    return f"/orte/{meeting.authority.slug}/sitzungen/{meeting.public_id}/"


def public_state(meeting: Meeting, extra: MeetingExtra | None) -> str:
    """Return ``announced``, ``held``, ``minutes`` or ``cancelled``."""
    if meeting.state == MeetingState.CANCELLED:
        return "cancelled"
    if extra is not None:
        return extra.state
    return "held" if meeting.state in TOOK_PLACE else "announced"


def locked_meeting(meeting: Meeting) -> Meeting:
    """Return a meeting as it stands now, locked while its page is made."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body", "authority")
    return rows.get(pk=meeting.pk)


def meeting_publication(meeting: Meeting) -> Publication | None:
    """Return what is public of a meeting now."""
    return Publication.objects.filter(
        kind=PublicationKind.MEETING, subject=meeting.public_id, status=PublicationStatus.LIVE
    ).first()


def has_public_minutes(meeting: Meeting) -> bool:
    """Whether what is public holds the minutes: an announcement would take them away."""
    live = meeting_publication(meeting)
    return live is not None and live.payload["public"]["state"] == "minutes"


def live_papers(ids: Iterable[str]) -> set[str]:
    """Return which papers have a public page."""
    rows = Publication.objects.filter(
        kind=PublicationKind.PAPER, subject__in=list(ids), status=PublicationStatus.LIVE
    )
    return set(rows.values_list("subject", flat=True))


def meeting_page(meeting: Meeting, extra: MeetingExtra | None) -> MeetingPage:
    """Return everything public of a meeting: only public items, their public papers and files."""
    items = list_items(meeting, Confidentiality.PUBLIC)
    shown = {item.pk for item in items}
    stored = [
        one
        for one in MeetingFile.objects.filter(
            meeting=meeting, confidentiality=Confidentiality.PUBLIC
        ).select_related("stored")
        if one.item_id is None or one.item_id in shown
    ]
    files = [(one, _file(meeting, one)) for one in stored]
    more = extra or MeetingExtra()
    state = public_state(meeting, extra)
    payload: PublicMeeting = {
        "id": meeting.public_id,
        "body_id": meeting.body.public_id,
        "body_name": meeting.body.name,
        # Never the running number: it would tell of meetings that nobody knows of.
        "number": show.date(meeting.starts_at),
        "name": meeting.public_name,
        "state": state,
        "state_label": str(_STATES[state]),
        "cancelled": state == "cancelled",
        "start": _iso(meeting.starts_at),
        "items": [
            _item(order, number, item, more.items.get(item.public_id), files)
            for order, (number, item) in enumerate(numbered(items), start=1)
        ],
        "files": [*(new for one, (new, *_rest) in files if one.item_id is None), *more.files],
        "participant_ids": list(more.participant_ids),
        "is_open": meeting.is_public,
        "ics_uid": uid_of(meeting),
        "ics_sequence": meeting.ics_sequence,
        "web": settings.PUBLIC_URL + meeting_path(meeting),
    }
    if meeting.ends_at:
        payload["end"] = _iso(meeting.ends_at)
    if where := _place(meeting):
        payload["place"] = where
    if more.plain_summary:
        payload["plain_summary"] = more.plain_summary
    return MeetingPage(payload, _sections(meeting, payload), [made for _one, made in files])


def _iso(moment: dt.datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _place(meeting: Meeting) -> Any:
    """Return the place; its id follows from its name, so that the same room stays the same."""
    if meeting.mode == MeetingMode.ONLINE or not meeting.place:
        return None
    words = f"{meeting.authority.slug}\x1f{meeting.place}\x1f{meeting.place_address}"
    place = {"id": hashlib.sha256(words.encode()).hexdigest()[:12], "name": meeting.place}
    if meeting.place_address:
        place["address"] = meeting.place_address
    return place


def _item(
    order: int,
    number: str,
    item: AgendaItem,
    extra: ItemExtra | None,
    files: list[tuple[MeetingFile, tuple[PublicFile, bytes, str]]],
) -> PublicItem:
    made: PublicItem = {
        "id": item.public_id,
        "order": order,
        "number": number,
        "title": item.title,
        "kind": item.kind,
        "kind_label": str(item.get_kind_display()),
        "resolutions": list(extra.resolutions) if extra else [],
        "consultations": [
            PublicConsultation(
                id=one.public_id, paper_id=one.paper.public_id, authoritative=one.authoritative
            )
            for one in item.consultations.all()
        ],
        "files": [new for one, (new, *_rest) in files if one.item_id == item.pk],
    }
    if extra and extra.text:
        made["text"] = extra.text
    if extra and extra.result:
        made["result"] = extra.result
    return made


def _file(meeting: Meeting, one: MeetingFile) -> tuple[PublicFile, bytes, str]:
    content = path_of(one.stored).read_bytes()
    made = PublicFile(
        id=one.public_id,
        name=one.title,
        path=f"{meeting_path(meeting)}datei-{one.public_id}",
        media_type=one.stored.content_type,
        size=len(content),
        sha512=hashlib.sha512(content).hexdigest(),
        role="auxiliary",
    )
    return made, content, file_name(one)


def describe_file(
    content: bytes, *, id_: str, name: str, path: str, kind: str, role: str
) -> PublicFile:
    """Return what is told of a file we made ourselves."""
    return PublicFile(
        id=id_,
        name=name,
        path=path,
        media_type=kind,
        size=len(content),
        sha512=hashlib.sha512(content).hexdigest(),
        role=role,
    )


def _sections(meeting: Meeting, payload: PublicMeeting) -> list[dict[str, str]]:
    """Return the texts the public search takes in."""
    agenda = []
    for item in payload["items"]:
        agenda.append(f"{item['number']} {item['title']}")
        agenda += [word for word in (item.get("text", ""), item.get("result", "")) if word]
        agenda += [f"{one['title']} {one['text']}" for one in item["resolutions"]]
    sections = [
        {"title": _("Termin"), "text": f"{when_words(meeting)} {place_words(meeting)}".strip()},
        {"title": _("Tagesordnung"), "text": "\n".join(agenda)},
    ]
    if "plain_summary" in payload:
        sections.append({"title": _("In Leichter Sprache"), "text": payload["plain_summary"]})
    return sections
