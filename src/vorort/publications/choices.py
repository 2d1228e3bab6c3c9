"""Kinds of publication, their states, the formats they are served in."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicationKind(models.TextChoices):
    SITUATION_REPORT = "situation_report", _("Lagebild")
    BODY = "body", _("Gremium")
    MEETING = "meeting", _("Sitzung")
    PAPER = "paper", _("Vorlage")


# What councils publish; the rest are reports of a year.
COUNCIL_KINDS = (PublicationKind.BODY, PublicationKind.MEETING, PublicationKind.PAPER)
# What the search calls them, each a kind of its own.
SEARCH_KINDS: dict[str, str] = {
    PublicationKind.SITUATION_REPORT: "publications.publication",
    PublicationKind.BODY: "publications.body",
    PublicationKind.MEETING: "publications.meeting",
    PublicationKind.PAPER: "publications.paper",
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
