"""What councils have published: bodies, meetings, resolutions, papers. From publications only."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from django.db.models import QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from vorort.authorities.models import Authority
from vorort.portal.queries.towns import matches
from vorort.publications.choices import (
    PublicationKind,
    PublicBody,
    PublicMeeting,
    PublicPaper,
    PublicResolution,
)
from vorort.publications.models import Publication
from vorort.publications.queries import list_live

_PUBLIC = "payload__public"


def local_path(address: str) -> str:
    """Return an address of the public site without the place where the site lies."""
    return urlsplit(address).path


@dataclass(frozen=True)
class Meeting:
    """A published meeting as lists show it."""

    public: PublicMeeting
    published_at: dt.datetime

    @cached_property
    def starts_at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.public["start"])

    @cached_property
    def ends_at(self) -> dt.datetime | None:
        end = self.public.get("end")
        return dt.datetime.fromisoformat(end) if end else None

    @property
    def year(self) -> int:
        return timezone.localtime(self.starts_at).year

    @property
    def path(self) -> str:
        return local_path(self.public["web"])

    @property
    def title(self) -> str:
        """The name with the body: lists show meetings of several."""
        name, body = self.public["name"], self.public["body_name"]
        return name if body in name else f"{body}, {name}"

    @property
    def minutes_path(self) -> str:
        """The file of the minutes, where they are public."""
        found = (each for each in self.public["files"] if each["role"] == "results")
        first = next(found, None)
        # A file may be named by its address below the page alone.
        return urljoin(self.path, local_path(first["path"])) if first else ""

    @property
    def resolutions(self) -> list[PublicResolution]:
        return [each for item in self.public["items"] for each in item["resolutions"]]

    @property
    def has_minutes(self) -> bool:
        return self.public["state"] == "minutes"

    def is_coming(self, today: dt.date) -> bool:
        """Whether it is still to come, or would have been had it not been cancelled."""
        open_ = self.public["state"] in {"announced", "cancelled"}
        return open_ and timezone.localdate(self.starts_at) >= today


@dataclass(frozen=True)
class Resolution:
    """A resolution with the meeting that took it and the number of the item."""

    public: PublicResolution
    meeting: Meeting
    item_number: str


@dataclass(frozen=True)
class Paper:
    """A published paper as lists show it."""

    public: PublicPaper
    body_name: str

    @property
    def on(self) -> dt.date:
        return dt.date.fromisoformat(self.public["on"])

    @property
    def path(self) -> str:
        return local_path(self.public["web"])


@dataclass(frozen=True)
class Body:
    """A published body as lists show it, with how deep it stands below others."""

    public: PublicBody
    parent_name: str

    @property
    def path(self) -> str:
        return local_path(self.public["web"])

    @property
    def member_count(self) -> int:
        return len(self.public["members"])


@dataclass(frozen=True)
class Choices:
    """What a list can be narrowed to: bodies by id, years, the newest first."""

    bodies: tuple[tuple[str, str], ...]
    years: tuple[int, ...]


def _live(authority: Authority, kind: PublicationKind) -> QuerySet[Publication]:
    # The order of the table would stand in the way of "distinct" and costs without use.
    return list_live(authority=authority, kind=kind).order_by()


def _meetings(rows: Iterable[tuple[Any, dt.datetime]]) -> list[Meeting]:
    return [Meeting(cast("PublicMeeting", public), at) for public, at in rows if public]


def list_meetings(authority: Authority) -> list[Meeting]:
    """Return all published meetings of a town, the latest first."""
    rows = _live(authority, PublicationKind.MEETING).values_list(_PUBLIC, "published_at")
    return sorted(_meetings(rows), key=lambda one: one.starts_at, reverse=True)


def narrow_meetings(meetings: Iterable[Meeting], *, body: str, year: str) -> list[Meeting]:
    """Return the meetings of a body and a year; an empty text means all."""
    return [
        one
        for one in meetings
        if body in {"", one.public["body_id"]} and year in {"", str(one.year)}
    ]


def choices_of(meetings: Sequence[Meeting]) -> Choices:
    """Return what a list of meetings can be narrowed to."""
    bodies = {one.public["body_id"]: one.public["body_name"] for one in meetings}
    years = sorted({one.year for one in meetings}, reverse=True)
    return Choices(tuple(sorted(bodies.items(), key=lambda one: one[1])), tuple(years))


def next_meeting(authority: Authority, *, today: dt.date) -> Meeting | None:
    """Return the next published meeting that is to take place, today's included."""
    # Moments stand in local time: their texts sort like the moments themselves.
    rows = _by_start(authority).filter(starts__gte=today.isoformat(), state="announced")
    found = rows.order_by("starts").values_list(_PUBLIC, "published_at")[:1]
    return next(iter(_meetings(found)), None)


def latest_minutes(authority: Authority) -> Meeting | None:
    """Return the latest meeting whose minutes are public."""
    found = _by_start(authority).filter(state="minutes").order_by("-starts")
    return next(iter(_meetings(found.values_list(_PUBLIC, "published_at")[:1])), None)


def _by_start(authority: Authority) -> QuerySet[Any]:
    return _live(authority, PublicationKind.MEETING).annotate(
        # As plain text: comparisons of JSON values read what they are given as JSON.
        starts=Cast(KT(f"{_PUBLIC}__start"), TextField()),
        state=Cast(KT(f"{_PUBLIC}__state"), TextField()),
    )


def list_resolutions(meetings: Iterable[Meeting], *, query: str = "") -> list[Resolution]:
    """Return the resolutions of published meetings, narrowed by words in number, title, text."""
    return [
        Resolution(one, meeting, item["number"])
        for meeting in meetings
        for item in meeting.public["items"]
        for one in item["resolutions"]
        if not query or matches(query, f"{one['number']} {one['title']} {one['text']}")
    ]


def list_papers(authority: Authority) -> list[Paper]:
    """Return all published papers of a town, the newest first."""
    names = {one.public["id"]: one.public["name"] for one in list_bodies(authority)}
    rows = _live(authority, PublicationKind.PAPER).values_list(_PUBLIC, flat=True)
    found = [cast("PublicPaper", public) for public in rows if public]
    found.sort(key=lambda one: (one["on"], one["reference"]), reverse=True)
    return [Paper(one, names.get(one["body_id"], "")) for one in found]


def narrow_papers(
    papers: Iterable[Paper], *, query: str = "", body: str = "", year: str = ""
) -> list[Paper]:
    """Return the papers of a body and a year with these words; an empty text means all."""
    return [
        one
        for one in papers
        if body in {"", one.public["body_id"]}
        and year in {"", str(one.on.year)}
        and (not query or matches(query, _words(one.public)))
    ]


def _words(paper: PublicPaper) -> str:
    return (
        f"{paper['reference']} {paper['name']} {paper.get('text', '')} {paper.get('proposal', '')}"
    )


def choices_of_papers(papers: Sequence[Paper]) -> Choices:
    """Return what a list of papers can be narrowed to."""
    bodies = {one.public["body_id"]: one.body_name for one in papers if one.body_name}
    years = sorted({one.on.year for one in papers}, reverse=True)
    return Choices(tuple(sorted(bodies.items(), key=lambda one: one[1])), tuple(years))


def list_bodies(authority: Authority) -> list[Body]:
    """Return all published bodies of a town: each before those that belong to it."""
    rows = _live(authority, PublicationKind.BODY).values_list(_PUBLIC, flat=True)
    found = [cast("PublicBody", public) for public in rows if public]
    found.sort(key=lambda one: one["name"])
    names = {one["id"]: one["name"] for one in found}
    below: dict[str, list[PublicBody]] = {}
    for one in found:
        parent = one.get("parent_id", "")
        below.setdefault(parent if parent in names else "", []).append(one)
    ordered: list[Body] = []
    waiting = list(reversed(below.pop("", [])))
    while waiting:
        one = waiting.pop()
        ordered.append(Body(one, names.get(one.get("parent_id", ""), "")))
        waiting += reversed(below.pop(one["id"], []))
    return ordered


def list_news(authority: Authority, *, limit: int) -> list[Meeting]:
    """Return the meetings published or renewed last: announcements, cancellations, minutes."""
    rows = _live(authority, PublicationKind.MEETING).order_by("-published_at", "-pk")
    return _meetings(rows.values_list(_PUBLIC, "published_at")[:limit])
