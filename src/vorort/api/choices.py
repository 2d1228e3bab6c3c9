"""The vocabulary of OParl 1.1: types, lists, which property leads where."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models

SCHEMA = "https://schema.oparl.org/1.1/"
# Properties of our own begin with it (docs/interfaces.md).
VENDOR = "vorort:"
# The public papers an agenda item is about; OParl itself says so only by way of consultations.
PAPERS = f"{VENDOR}paper"
# Objects on one page of a list: what is sent without being asked, and the most.
PER_PAGE, MOST_PER_PAGE = 100, 500

Data = dict[str, Any]


class OParlType(models.TextChoices):
    BODY = "Body"
    ORGANIZATION = "Organization"
    PERSON = "Person"
    MEMBERSHIP = "Membership"
    MEETING = "Meeting"
    AGENDA_ITEM = "AgendaItem"
    PAPER = "Paper"
    CONSULTATION = "Consultation"
    FILE = "File"
    LOCATION = "Location"
    LEGISLATIVE_TERM = "LegislativeTerm"


class Mark(StrEnum):
    """How stored data name what becomes an address, or a whole object, when it is sent."""

    # [type, public id]: the address of another object; left out where that one is not public.
    REF = "$ref"
    # [type, public id]: the object itself, inside this one.
    EMBED = "$embed"
    # An address below the public site.
    PATH = "$path"


# Property of a Body → what its list holds (all lists of 1.1; ``LegislativeTerm`` twice).
BODY_LISTS: dict[str, OParlType] = {
    "organization": OParlType.ORGANIZATION,
    "person": OParlType.PERSON,
    "meeting": OParlType.MEETING,
    "paper": OParlType.PAPER,
    "agendaItem": OParlType.AGENDA_ITEM,
    "consultation": OParlType.CONSULTATION,
    "file": OParlType.FILE,
    "locationList": OParlType.LOCATION,
    "legislativeTermList": OParlType.LEGISLATIVE_TERM,
    "membership": OParlType.MEMBERSHIP,
}
# Property of an Organization → what its list holds; those objects name it as "organization".
ORGANIZATION_LISTS: dict[str, OParlType] = {
    "meeting": OParlType.MEETING,
    "consultation": OParlType.CONSULTATION,
}


@dataclass(frozen=True)
class Back:
    """A property made from the other end of a link: ``source.via`` points here."""

    name: str
    source: OParlType
    via: str
    # Whether the sources themselves stand here, or their addresses.
    embed: bool = False
    # Back references stand only in an object that is not inside another.
    outside_only: bool = False


BACK: dict[OParlType, tuple[Back, ...]] = {
    OParlType.BODY: (Back("legislativeTerm", OParlType.LEGISLATIVE_TERM, "body", embed=True),),
    OParlType.ORGANIZATION: (Back("membership", OParlType.MEMBERSHIP, "organization"),),
    OParlType.PERSON: (Back("membership", OParlType.MEMBERSHIP, "person", embed=True),),
    OParlType.PAPER: (Back("consultation", OParlType.CONSULTATION, "paper", embed=True),),
    OParlType.LOCATION: (
        Back("meetings", OParlType.MEETING, "location", outside_only=True),
    ),
    OParlType.FILE: (
        Back("meeting", OParlType.MEETING, "file", outside_only=True),
        Back("agendaItem", OParlType.AGENDA_ITEM, "file", outside_only=True),
        Back("paper", OParlType.PAPER, "file", outside_only=True),
    ),
}  # fmt: skip
# Properties that hold files, under one name for the way back.
FILE_PROPERTIES = frozenset(
    {"mainFile", "auxiliaryFile", "invitation", "resultsProtocol", "resolutionFile"}
)
