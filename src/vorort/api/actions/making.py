"""From the payload of a publication to objects of OParl. Pure: nothing here reads or writes."""

import mimetypes
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db.models import TextChoices
from django.utils.translation import override

from vorort.api.choices import FILE_PROPERTIES, PAPERS, VENDOR, Data, Mark, OParlType
from vorort.api.rules import hidden_id, own_id
from vorort.councils.choices import BodyState, SeatRole
from vorort.publications.choices import (
    PublicBody,
    PublicFile,
    PublicItem,
    PublicMeeting,
    PublicMember,
    PublicPaper,
    PublicPlace,
    PublicResolution,
)

Key = tuple[str, str]
Objects = dict[Key, Data]
_STATES = {
    "announced": "eingeladen",
    "held": "eingeladen",
    "minutes": "durchgeführt",
    "cancelled": "terminiert",
}
# "Markt 1, 01234 Lindenau"
_ADDRESS = re.compile(r"(.+?),\s*(\d{5})\s+(.+)")
_SINGLE = {"main": "mainFile", "invitation": "invitation", "results": "resultsProtocol"}


@dataclass(frozen=True)
class Link:
    """One object names another; see ``models.OParlLink``."""

    name: str
    target: Key
    embedded: bool


@dataclass
class Made:
    """What a publication says: objects of its own, and some it may share with others."""

    own: Objects = field(default_factory=dict)
    shared: Objects = field(default_factory=dict)


def ref(kind: OParlType, public_id: str) -> dict[str, list[str]]:
    return {Mark.REF.value: [kind.value, public_id]}


def embed(kind: OParlType, public_id: str) -> dict[str, list[str]]:
    return {Mark.EMBED.value: [kind.value, public_id]}


def path(address: str) -> dict[str, str]:
    """Mark an address of the public site; where the site lies is the setting's business."""
    parts = urlsplit(address)
    local = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return {Mark.PATH.value: local}


def links_of(data: Mapping[str, Any]) -> list[Link]:
    """Return where an object leads, each way once."""
    found: dict[Link, None] = {}
    for name, value in data.items():
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, dict):
                continue
            for mark in (Mark.REF, Mark.EMBED):
                if mark.value in each:
                    kind, public_id = each[mark.value]
                    way = "file" if name in FILE_PROPERTIES else name
                    found[Link(way, (kind, public_id), mark is Mark.EMBED)] = None
    return list(found)


def _clean(data: Mapping[str, Any]) -> Data:
    """Leave out what is not there: no empty texts, lists or nulls (OParl 1.1, 3.1.2)."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def _texts(*texts: str | None) -> str:
    return "\n\n".join(text for text in texts if text)


# ── bodies ───────────────────────────────────────────────


def body_objects(town: str, public: PublicBody) -> Made:
    """Return the organisation with its term and members, and the people they are."""
    made = Made()
    subject = public["id"]
    term = public["term"]
    made.own[OParlType.ORGANIZATION, subject] = _clean(
        {
            "body": ref(OParlType.BODY, town),
            "name": public["name"],
            "shortName": public.get("short_name"),
            "organizationType": "Gremium",
            "classification": public["kind_label"],
            "startDate": public.get("founded_on"),
            "endDate": public.get("ended_on"),
            "subOrganizationOf": _maybe(OParlType.ORGANIZATION, public.get("parent_id")),
            "web": path(public["web"]),
            f"{VENDOR}state": _word(BodyState, public["state"]),
            f"{VENDOR}purpose": public.get("purpose"),
            f"{VENDOR}legalBasis": public.get("legal_basis"),
        }
    )
    made.own[OParlType.LEGISLATIVE_TERM, own_id(subject, term["id"])] = _clean(
        {
            "body": ref(OParlType.BODY, town),
            "name": term["name"],
            "startDate": term.get("start"),
            "endDate": term.get("end"),
        }
    )
    for member in public["members"]:
        _add_member(made, town, subject, member)
    return made


def _maybe(kind: OParlType, public_id: str | None) -> dict[str, list[str]] | None:
    return ref(kind, public_id) if public_id else None


def _add_member(made: Made, town: str, subject: str, member: PublicMember) -> None:
    person = hidden_id(town, "person", member["person_id"])
    organisation = member.get("organisation_id")
    institution = hidden_id(town, "institution", organisation) if organisation else ""
    made.shared[OParlType.PERSON, person] = _clean(
        {
            "body": ref(OParlType.BODY, town),
            "name": member["name"],
            # Who is named by function has said everything.
            "status": [
                each for each in (member.get("function"),) if each and each != member["name"]
            ],
        }
    )
    if institution:
        made.shared[OParlType.ORGANIZATION, institution] = _clean(
            {
                "body": ref(OParlType.BODY, town),
                "name": member.get("organisation"),
                "organizationType": "Institution",
            }
        )
    made.own[OParlType.MEMBERSHIP, own_id(subject, member["id"])] = _clean(
        {
            "person": ref(OParlType.PERSON, person),
            "organization": ref(OParlType.ORGANIZATION, subject),
            "role": "Vorsitz" if member["chair"] else _word(SeatRole, member["role"]),
            "votingRight": member["voting"],
            "startDate": member["from_on"],
            "endDate": member.get("until_on"),
            "onBehalfOf": _maybe(OParlType.ORGANIZATION, institution),
        }
    )


def _word(choices: type[TextChoices], value: str) -> str:
    """Return what people call a value: in German, like everything that is published."""
    with override("de"):
        return str(choices(value).label) if value in choices.values else value


# ── meetings ─────────────────────────────────────────────


def meeting_objects(town: str, public: PublicMeeting) -> Made:
    """Return the meeting with agenda, consultations and files, and the place it shares.

    Consultations of papers that are not public are among them; ``following`` leaves them out.
    """
    made = Made()
    subject = public["id"]
    items = sorted(public["items"], key=lambda item: item["order"])
    place = public.get("place")
    location = _add_place(made, town, place) if place else None
    ids = [_add_item(made, public, order, item) for order, item in enumerate(items)]
    people = [hidden_id(town, "person", each) for each in public["participant_ids"]]
    made.own[OParlType.MEETING, subject] = _clean(
        {
            "name": _meeting_name(public),
            "meetingState": _STATES.get(public["state"]),
            "cancelled": public["cancelled"],
            "start": public["start"],
            "end": public.get("end"),
            "location": location and embed(OParlType.LOCATION, location),
            "organization": [ref(OParlType.ORGANIZATION, public["body_id"])],
            "participant": [ref(OParlType.PERSON, each) for each in people],
            **_files(made, subject, public["web"], public["files"], ("invitation", "results")),
            "agendaItem": [embed(OParlType.AGENDA_ITEM, each) for each in ids],
            "web": path(public["web"]),
            f"{VENDOR}plainSummary": public.get("plain_summary"),
        }
    )
    return made


def _meeting_name(public: PublicMeeting) -> str:
    name, body = public["name"], public["body_name"]
    return name if body in name else f"{body}, {name}"


def _add_place(made: Made, town: str, place: PublicPlace) -> str:
    # The same place has the same id in all meetings of the town: its words are its id.
    public_id = hidden_id(town, "place", place["name"], place.get("address", ""))
    address = place.get("address", "")
    parts = _ADDRESS.fullmatch(address)
    street, code, town_name = parts.groups() if parts else (address, "", "")
    made.shared[OParlType.LOCATION, public_id] = _clean(
        {
            "description": ", ".join(each for each in (place["name"], address) if each),
            "room": place["name"],
            "streetAddress": street,
            "postalCode": code,
            "locality": town_name,
        }
    )
    return public_id


def _add_item(made: Made, public: PublicMeeting, order: int, item: PublicItem) -> str:
    subject = public["id"]
    public_id = own_id(subject, item["id"])
    consultations = [own_id(subject, each["id"]) for each in item["consultations"]]
    for key, each in zip(consultations, item["consultations"], strict=True):
        made.own[OParlType.CONSULTATION, key] = _clean(
            {
                "paper": ref(OParlType.PAPER, each["paper_id"]),
                "agendaItem": ref(OParlType.AGENDA_ITEM, public_id),
                "meeting": ref(OParlType.MEETING, subject),
                "organization": [ref(OParlType.ORGANIZATION, public["body_id"])],
                "authoritative": each["authoritative"],
                "role": each.get("role"),
            }
        )
    resolutions = item["resolutions"]
    made.own[OParlType.AGENDA_ITEM, public_id] = _clean(
        {
            "meeting": ref(OParlType.MEETING, subject),
            "number": item["number"],
            "order": order,
            "name": item["title"],
            # What is not public never reaches a publication.
            "public": True,
            "consultation": _maybe(OParlType.CONSULTATION, next(iter(consultations), None)),
            "result": item.get("result"),
            "resolutionText": _texts(*(each["text"] for each in resolutions)),
            **_files(made, subject, public["web"], item["files"], ()),
            "web": path(public["web"]),
            # Also how a paper finds the meetings about it when it becomes public.
            PAPERS: [ref(OParlType.PAPER, each["paper_id"]) for each in item["consultations"]],
            f"{VENDOR}text": item.get("text"),
            f"{VENDOR}resolution": [_resolution(each) for each in resolutions],
        }
    )
    return public_id


def _resolution(given: PublicResolution) -> Data:
    return _clean(
        {
            "number": given["number"],
            "name": given["title"],
            "text": given["text"],
            "outcome": given["outcome_label"],
            "votes": given.get("votes"),
        }
    )


# ── papers ───────────────────────────────────────────────


def paper_objects(town: str, public: PublicPaper) -> Made:
    """Return the paper with its files; where it is consulted is said by the meetings."""
    made = Made()
    subject = public["id"]
    made.own[OParlType.PAPER, subject] = _clean(
        {
            "body": ref(OParlType.BODY, town),
            "name": public["name"],
            "reference": public["reference"],
            "date": public["on"],
            "paperType": public["kind_label"],
            **_files(made, subject, public["web"], public["files"], ("main",)),
            "originatorOrganization": [
                ref(OParlType.ORGANIZATION, hidden_id(town, "institution", each))
                for each in public["originators"]
            ],
            "web": path(public["web"]),
            f"{VENDOR}organization": ref(OParlType.ORGANIZATION, public["body_id"]),
            f"{VENDOR}text": public.get("text"),
            f"{VENDOR}proposal": public.get("proposal"),
        }
    )
    return made


# ── files ────────────────────────────────────────────────


def _files(
    made: Made, subject: str, web: str, files: Iterable[PublicFile], singles: Sequence[str]
) -> Data:
    """Add the files; return the properties that hold them: those with a role, and the rest."""
    held: Data = {}
    for file in files:
        public_id = own_id(subject, file["id"])
        made.own[OParlType.FILE, public_id] = _file(web, file)
        name = _SINGLE.get(file["role"], "")
        if file["role"] in singles and name not in held:
            held[name] = embed(OParlType.FILE, public_id)
        else:
            held.setdefault("auxiliaryFile", []).append(embed(OParlType.FILE, public_id))
    return held


def _file(web: str, file: PublicFile) -> Data:
    address = file["path"]
    if not address.startswith(("/", "https://", "http://")):
        address = f"{urlsplit(web).path.rstrip('/')}/{address}"
    name = address.rsplit("/", 1)[-1]
    if "." not in name:
        name += mimetypes.guess_extension(file["media_type"].partition(";")[0]) or ""
    return _clean(
        {
            "name": file["name"],
            "fileName": name,
            "mimeType": file["media_type"],
            "size": file["size"],
            "sha512Checksum": file["sha512"],
            "accessUrl": path(address),
            "downloadUrl": path(f"{address}?download"),
        }
    )
