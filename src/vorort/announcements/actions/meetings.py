"""Announce a meeting to everybody, keep the page true, take it back."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from vorort.accounts.models import Person
from vorort.announcements.actions.bodies import NotPublic
from vorort.announcements.choices import MeetingExtra
from vorort.announcements.queries.meetings import (
    CALENDAR,
    INVITATION,
    ORIGIN,
    MeetingPage,
    describe_file,
    has_public_minutes,
    live_papers,
    locked_meeting,
    meeting_page,
    meeting_path,
    meeting_publication,
)
from vorort.councils.choices import Confidentiality
from vorort.meetings.choices import MeetingState
from vorort.meetings.exports import invitation_pdf
from vorort.meetings.queries import list_items, place_words, when_words
from vorort.meetings.rules.calendar import calendar_bytes
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
    from vorort.meetings.models import Meeting
    from vorort.publications.models import Publication


@transaction.atomic
def publish_meeting(
    *, meeting: "Meeting", by: Person, at: dt.datetime, extra: MeetingExtra | None = None
) -> "Publication":
    """Make public what everybody may know: date, place, public items, with ``extra`` the minutes.

    A later call replaces the page; the addresses stay.
    """
    held = locked_meeting(meeting)
    if held.state == MeetingState.DRAFT or held.number is None:
        raise NotPublic(
            _("Ein Entwurf wird nicht veröffentlicht. Bitte laden Sie zuerst zur Sitzung ein.")
        )
    before = meeting_publication(held)
    # Published pages are in German, whoever publishes them in whatever language.
    with override("de"):
        page = meeting_page(held, extra)
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
        html = render_to_string(
            "announcements/public_meeting.html", _context(held, page, extra)
        ).encode()
        body = NewRepresentation(Format.HTML, meeting_path(held), html)
        return publications.publish(
            authority=held.authority,
            kind=PublicationKind.MEETING,
            area_key=held.authority.area_key,
            # Moved over the turn of the year it stays the same publication.
            period=before.period if before else held.year,
            subject=held.public_id,
            title=f"{held.body.name}, {page.payload['name']}"[:200],
            summary=f"{when_words(held)}. {place_words(held)}".strip(),
            payload={"public": page.payload, "sections": page.sections},
            representations=[body, *own, *made],
            sources=[],
            gate={"passed": True, "hidden": []},
            origin_kind=ORIGIN,
            origin_id=held.public_id,
            by=by,
            at=at,
            keep_previous=False,
        )


@transaction.atomic
def withdraw_meeting(*, meeting: "Meeting", reason: str, by: Person, at: dt.datetime) -> None:
    """Take the public page back; its addresses say so and why."""
    found = meeting_publication(meeting)
    if found is None:
        raise NotPublic(_("Diese Sitzung ist nicht veröffentlicht."))
    publications.withdraw(publication=found, reason=reason, by=by, at=at)


@transaction.atomic
def announce(*, meeting: "Meeting", by: Person, at: dt.datetime) -> "Publication":
    """Announce a meeting, or renew what is public of it; never over its minutes."""
    if has_public_minutes(meeting):
        raise NotPublic(_("Zu dieser Sitzung ist schon die Niederschrift veröffentlicht."))
    return publish_meeting(meeting=meeting, by=by, at=at)


def renew(*, meeting: "Meeting", by: Person, at: dt.datetime, **_signal: Any) -> None:
    """Keep the public page true: another date, another place, called off."""
    if meeting_publication(meeting):
        publish_meeting(meeting=meeting, by=by, at=at)


def _calendar(meeting: "Meeting", payload: PublicMeeting, at: dt.datetime) -> NewRepresentation:
    urls = {meeting.public_id: payload["web"]}
    content = calendar_bytes([meeting], at=at, name=meeting.body.name, urls=urls)
    path = f"{meeting_path(meeting)}{CALENDAR}"
    return NewRepresentation(Format.ICS, path, content, filename=f"sitzung-{meeting.public_id}.ics")


def _invitation(
    meeting: "Meeting", payload: PublicMeeting, at: dt.datetime
) -> list[NewRepresentation]:
    """Return the public invitation and tell of it in the payload."""
    level = Confidentiality.PUBLIC
    content = invitation_pdf(meeting, list_items(meeting, level), at=at, level=level)
    path = f"{meeting_path(meeting)}{INVITATION}"
    new: PublicFile = describe_file(
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


def _context(meeting: "Meeting", page: MeetingPage, extra: MeetingExtra | None) -> dict[str, Any]:
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
        "calendar_path": f"{meeting_path(meeting)}{CALENDAR}",
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
