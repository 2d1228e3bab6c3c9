"""Kinds of publication, their states, the formats they are served in."""

import datetime as dt
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicationKind(models.TextChoices):
    SITUATION_REPORT = "situation_report", _("Lagebild")
    BODY = "body", _("Gremium")
    MEETING = "meeting", _("Sitzung")
    PAPER = "paper", _("Vorlage")
    MEASURE = "measure", _("Maßnahme")
    STRATEGY = "strategy", _("Präventionsstrategie")


# What councils publish; the rest are reports of a year.
COUNCIL_KINDS = (PublicationKind.BODY, PublicationKind.MEETING, PublicationKind.PAPER)
# What the search calls them, each a kind of its own.
SEARCH_KINDS: dict[str, str] = {
    PublicationKind.SITUATION_REPORT: "publications.publication",
    PublicationKind.BODY: "publications.body",
    PublicationKind.MEETING: "publications.meeting",
    PublicationKind.PAPER: "publications.paper",
    PublicationKind.MEASURE: "publications.measure",
    PublicationKind.STRATEGY: "publications.strategy",
}


class PublicationStatus(models.TextChoices):
    LIVE = "live", _("öffentlich")
    SUPERSEDED = "superseded", _("ersetzt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class Serving(models.TextChoices):
    """What an address answers."""

    SERVED = "served", _("wird gezeigt")
    GONE = "gone", _("nicht mehr da (410)")
    # The address belongs to somebody else now, or to nobody.
    RETIRED = "retired", _("ohne Adresse")


class Format(models.TextChoices):
    HTML = "html", _("Seite")
    PDF = "pdf", _("PDF, barrierefrei")
    CSV = "csv", _("CSV-Tabelle")
    XLSX = "xlsx", _("Excel-Mappe")
    JSON = "json", _("JSON")
    ICS = "ics", _("Kalendereintrag")
    FILE = "file", _("Anlage")
    GEOJSON = "geojson", _("GeoJSON")
    SVG = "svg", _("Bild (SVG)")


CONTENT_TYPES: dict[Format, str] = {
    Format.HTML: "text/html; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
    Format.ICS: "text/calendar; charset=utf-8",
    # Whoever publishes a file says its type.
    Format.FILE: "application/octet-stream",
    Format.GEOJSON: "application/geo+json",
    Format.SVG: "image/svg+xml",
}
# Offered for saving; the others are shown.
SAVED = frozenset({Format.CSV, Format.XLSX, Format.JSON, Format.GEOJSON, Format.ICS, Format.FILE})
# Formats that are compressed already gain nothing.
COMPRESSED = frozenset({Format.PDF, Format.XLSX, Format.FILE})


@dataclass(frozen=True)
class NewRepresentation:
    """One form of a publication, ready to be stored. Without a type the format's own is taken."""

    format: Format | str
    path: str
    content: bytes
    filename: str = ""
    content_type: str = ""


# The only level of a delivery that may stand behind a publication.
OPEN_LEVEL = "public"


@dataclass(frozen=True, kw_only=True)
class RestsOn:
    """A delivery behind a publication, with what its sender allowed when it was published."""

    delivery: str
    label: str
    level: str
    embargo_until: dt.datetime | None = None


@dataclass(frozen=True)
class Change:
    """A value that is another one now: figure, place (a year, an area), old and new, in words."""

    figure: str
    place: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Why there is a new version of something public.

    Attributes
    ----------
    reason : str
        One sentence for everybody.
    changes : tuple of Change
        Old and new values as they stand on the page.
    """

    reason: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Licence:
    """Under what everybody may use published data: name, address of its text."""

    name: str
    url: str


# By the setting VORORT_OPEN_DATA_LICENCE.
LICENCES: dict[str, Licence] = {
    "dl-by-de": Licence(
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
    ),
    "dl-zero-de": Licence(
        "Datenlizenz Deutschland – Zero – Version 2.0", "https://www.govdata.de/dl-de/zero-2-0"
    ),
    "cc-zero": Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


# What publications carry under ``payload["public"]``: the contract between the apps that publish
# (councils, papers, meetings, minutes) and those that show (portal, api). Absent is absent: no
# empty texts. All ids are public ids; dates and times are ISO 8601 with offset.


class PublicFile(TypedDict):
    id: str
    name: str
    # Address below the publication's page, served from its representations.
    path: str
    media_type: str
    size: int
    sha512: str
    # "main", "invitation", "results" or "auxiliary".
    role: str


class PublicMember(TypedDict):
    id: str
    person_id: str
    # The name only with recorded consent, else the function.
    name: str
    function: NotRequired[str]
    organisation_id: NotRequired[str]
    organisation: NotRequired[str]
    role: str
    voting: bool
    chair: bool
    from_on: str
    until_on: NotRequired[str]


class PublicTerm(TypedDict):
    id: str
    name: str
    start: NotRequired[str]
    end: NotRequired[str]


class PublicBody(TypedDict):
    id: str
    kind: str
    kind_label: str
    name: str
    short_name: NotRequired[str]
    purpose: NotRequired[str]
    state: str
    legal_basis: NotRequired[str]
    # Only where the parent is public too.
    parent_id: NotRequired[str]
    founded_on: NotRequired[str]
    ended_on: NotRequired[str]
    term: PublicTerm
    members: list[PublicMember]
    web: str


class PublicResolution(TypedDict):
    id: str
    number: str
    title: str
    text: str
    outcome: str
    outcome_label: str
    # "einstimmig", "8 Ja, 0 Nein, 1 Enthaltung"
    votes: NotRequired[str]
    # What became of it when this was published: "umgesetzt", and one sentence.
    implementation_label: NotRequired[str]
    implementation_note: NotRequired[str]


class PublicConsultation(TypedDict):
    id: str
    paper_id: str
    authoritative: bool
    role: NotRequired[str]


class PublicItem(TypedDict):
    id: str
    order: int
    number: str
    title: str
    kind: str
    kind_label: str
    text: NotRequired[str]
    result: NotRequired[str]
    resolutions: list[PublicResolution]
    consultations: list[PublicConsultation]
    files: list[PublicFile]


class PublicPlace(TypedDict):
    id: str
    name: str
    address: NotRequired[str]


class PublicMeeting(TypedDict):
    id: str
    body_id: str
    body_name: str
    number: str
    name: str
    # "announced", "held", "minutes", "cancelled"
    state: str
    state_label: str
    cancelled: bool
    start: str
    end: NotRequired[str]
    place: NotRequired[PublicPlace]
    items: list[PublicItem]
    files: list[PublicFile]
    # Ids of persons of public members who were present; only with their consent.
    participant_ids: list[str]
    # The summary in plain language, written beside the minutes.
    plain_summary: NotRequired[str]
    # Whether anybody may come.
    is_open: NotRequired[bool]
    ics_uid: str
    # RFC 5545 SEQUENCE, as in the invitations.
    ics_sequence: NotRequired[int]
    web: str


class PublicPaper(TypedDict):
    id: str
    body_id: str
    reference: str
    name: str
    kind: str
    kind_label: str
    on: str
    text: NotRequired[str]
    proposal: NotRequired[str]
    originators: list[str]
    files: list[PublicFile]
    web: str


class PublicAudience(TypedDict):
    # Codes of ``partners.choices``, here and wherever no label stands beside.
    group: str
    label: str
    note: NotRequired[str]
    size: NotRequired[int]


class PublicPartner(TypedDict):
    # The organisation, never a person.
    name: str
    role: str
    role_label: str
    contribution: NotRequired[str]


class PublicWhy(TypedDict):
    """Why the town does this, in the words of finding and need."""

    finding: NotRequired[str]
    statement: NotRequired[str]
    found_on: NotRequired[str]
    source: NotRequired[str]
    need: NotRequired[str]
    gap: NotRequired[str]


class PublicGoal(TypedDict):
    title: str
    indicator: NotRequired[str]
    unit: NotRequired[str]
    # "down" (at most) or "up" (at least).
    direction: str
    baseline: NotRequired[float]
    baseline_on: NotRequired[str]
    target: NotRequired[float]
    due_on: NotRequired[str]
    state: str
    state_label: str
    state_reason: NotRequired[str]


class PublicMilestone(TypedDict):
    id: str
    title: str
    due_on: str
    done_on: NotRequired[str]
    dropped: NotRequired[bool]
    note: NotRequired[str]


class PublicMoney(TypedDict):
    """In euros, as of a day; ``by_source`` by the words of where it comes from."""

    as_of: str
    planned: float
    spent: float
    by_source: dict[str, float]


class PublicReach(TypedDict):
    label: str
    unit: NotRequired[str]
    planned: NotRequired[int]
    count: int


class PublicEffect(TypedDict):
    """A result as it was computed; its sentences never say more than the computation."""

    id: str
    # The plan it belongs to: a newer result of the same plan takes its place.
    plan: str
    label: str
    grade: str
    badge: str
    # "sure", "chance", "few" or "none": the four words of every judgement.
    verdict: str
    headline: str
    sentences: list[str]
    # Its sources are not for everybody: the sentences say no number.
    without_numbers: NotRequired[bool]
    # Too little time has passed for any judgement.
    is_early: NotRequired[bool]
    as_of: str
    is_final: bool
    design: str
    when_more: NotRequired[str]
    source: NotRequired[str]
    assessment: NotRequired[str]
    # Name and value, as the page shows them.
    figures: NotRequired[list[tuple[str, str]]]


class PublicLink(TypedDict):
    title: str
    url: NotRequired[str]
    on: NotRequired[str]


class PublicMeasure(TypedDict):
    id: str
    # "M 4/2026"
    reference: str
    title: str
    summary: NotRequired[str]
    topic: str
    topic_label: str
    target_groups: list[PublicAudience]
    pillars: list[str]
    settings: list[str]
    risk_factors: list[str]
    protective_factors: list[str]
    owner: str
    partners: list[PublicPartner]
    state: str
    state_label: str
    state_on: str
    state_reason: NotRequired[str]
    starts_on: NotRequired[str]
    ends_on: NotRequired[str]
    place: NotRequired[str]
    area_key: NotRequired[str]
    why: PublicWhy
    goals: list[PublicGoal]
    milestones: list[PublicMilestone]
    # Only where the town wants to show it.
    money: NotRequired[PublicMoney]
    reach: list[PublicReach]
    effects: list[PublicEffect]
    lessons: NotRequired[str]
    afterwards: NotRequired[str]
    # By the code of the question; only what is meant for everybody.
    answers: dict[str, str]
    evidence_level: str
    evidence_title: NotRequired[str]
    evidence_url: NotRequired[str]
    # Its public page as address, where it has one.
    resolution: NotRequired[PublicLink]
    citations: list[PublicLink]
    # The measure this one goes on with, where that is public too.
    follows: NotRequired[PublicLink]
    # The public measure of another town it was made after.
    copied_from: NotRequired[PublicLink]
    town: str
    # People in the town, for towns that compare themselves; missing where nobody knows.
    population: NotRequired[int]
    web: str
