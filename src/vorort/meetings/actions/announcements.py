"""Announce a meeting to everybody, keep the page true, take it back."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from vorort.accounts.models import Person
from vorort.councils.choices import Confidentiality
from vorort.meetings.actions.common import locked
from vorort.meetings.actions.lifecycle import NotPossible
from vorort.meetings.choices import MeetingExtra, MeetingState
from vorort.meetings.models import Meeting
from vorort.meetings.queries.agenda import list_items
from vorort.meetings.queries.documents import invitation_document, when_words
from vorort.meetings.queries.public import (
    CALENDAR,
    INVITATION,
    PublicPage,
    base_path,
    describe,
    live_papers,
    live_publication,
    public_page,
)
from vorort.meetings.rules.calendar import calendar_bytes, place_words
from vorort.notices.exports import render_pdf
from vorort.publications import actions as publications
from vorort.publications.choices import (
    Format,
    NewRepresentation,
    PublicationKind,
    PublicFile,
    PublicItem,
    PublicMeeting,
)
from vorort.publications.rules import about_links, public_navigation
from vorort.ui.parts import Link

if TYPE_CHECKING:
    from vorort.publications.models import Publication


@transaction.atomic
def publish_meeting(
    *, meeting: Meeting, by: Person, at: dt.datetime, extra: MeetingExtra | None = None
) -> "Publication":
    """Make public what everybody may know: date, place, public items, with ``extra`` the minutes.

    A later call replaces the page; the addresses stay.
    """
    held = locked(meeting)
    if held.state == MeetingState.DRAFT or held.number is None:
        raise NotPossible(
            _("Ein Entwurf wird nicht veröffentlicht. Bitte laden Sie zuerst zur Sitzung ein.")
        )
    before = live_publication(held)
    # Published pages are in German, whoever publishes them in whatever language.
    with override("de"):
        page = public_page(held, extra)
        own = [_calendar(held, page.payload, at), *_invitation(held, page.payload, at)]
        made = [
            *(
                NewRepresentation(
                    Format.FILE, new["path"], content, filename=name, content_type=new["media_type"]
                )
                for new, content, name in page.files
            ),
            *(extra.representations if extra else ()),
        ]
        html = render_to_string("meetings/public.html", _context(held, page, extra)).encode()
        body = NewRepresentation(Format.HTML, base_path(held), html)
        return publications.publish(
            authority=held.authority,
            kind=PublicationKind.MEETING,
            area_key=held.authority.area_key,
            # Moved over the turn of the year it stays the same publication.
            period=before.period if before else held.year,
            subject=held.public_id,
            title=f"{held.body.name}: {page.payload['name']}"[:200],
            summary=f"{when_words(held)}. {place_words(held)}".strip(),
            payload={"public": page.payload, "sections": page.sections},
            representations=[body, *own, *made],
            sources=[],
            gate={"passed": True, "hidden": []},
            origin_kind="meetings.meeting",
            origin_id=held.public_id,
            by=by,
            at=at,
            keep_previous=False,
        )


@transaction.atomic
def withdraw_meeting(*, meeting: Meeting, reason: str, by: Person, at: dt.datetime) -> None:
    """Take the public page back; its addresses say so and why."""
    found = live_publication(meeting)
    if found is None:
        raise NotPossible(_("Diese Sitzung ist nicht veröffentlicht."))
    publications.withdraw(publication=found, reason=reason, by=by, at=at)


def _calendar(meeting: Meeting, payload: PublicMeeting, at: dt.datetime) -> NewRepresentation:
    content = calendar_bytes(
        [meeting], at=at, name=meeting.body.name, urls={meeting.public_id: payload["web"]}
    )
    path = f"{base_path(meeting)}{CALENDAR}"
    return NewRepresentation(Format.ICS, path, content, filename=f"sitzung-{meeting.public_id}.ics")


def _invitation(
    meeting: Meeting, payload: PublicMeeting, at: dt.datetime
) -> list[NewRepresentation]:
    """Return the public invitation and tell of it in the payload."""
    level = Confidentiality.PUBLIC
    document = invitation_document(meeting, at=at, items=list_items(meeting, level), level=level)
    content = render_pdf(document)
    path = f"{base_path(meeting)}{INVITATION}"
    new: PublicFile = describe(
        content,
        # Stable: the same file through every version.
        id_=f"e{meeting.public_id[1:]}",
        name=_("Einladung und Tagesordnung"),
        path=path,
        kind="application/pdf",
        role="invitation",
    )
    payload["files"].insert(0, new)
    name = f"einladung-{meeting.public_id}.pdf"
    return [NewRepresentation(Format.PDF, path, content, filename=name)]


def _context(meeting: Meeting, page: PublicPage, extra: MeetingExtra | None) -> dict[str, Any]:
    town = f"/orte/{meeting.authority.slug}/"
    items = page.payload["items"]
    papers = live_papers(one["paper_id"] for item in items for one in item["consultations"])
    return {
        "frozen": True,
        "authority": meeting.authority,
        "home_url": town,
        "topnav": public_navigation(meeting.authority, "meeting"),
        "about_links": about_links(meeting.authority),
        "crumbs": [
            Link(meeting.authority.short_name or meeting.authority.name, town),
            Link(_("Sitzungen"), f"{town}sitzungen/"),
            Link(page.payload["name"]),
        ],
        "meeting": page.payload,
        "cancel_reason": meeting.cancel_reason,
        "is_public": meeting.is_public,
        "when": when_words(meeting),
        "where": place_words(meeting),
        "calendar_path": f"{base_path(meeting)}{CALENDAR}",
        "body_url": f"{town}gremien/{meeting.body.public_id}/",
        "items": [{**item, "links": _links(item, papers, town)} for item in items],
        "files": page.payload["files"],
        "sections": extra.html_sections if extra else (),
    }


def _links(item: PublicItem, papers: set[str], town: str) -> list[Link]:
    shown = [one["paper_id"] for one in item["consultations"] if one["paper_id"] in papers]
    return [
        *(Link(_("Vorlage"), f"{town}vorlagen/{one}/") for one in shown),
        *(Link(one["name"], one["path"]) for one in item["files"]),
    ]
