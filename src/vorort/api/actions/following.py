"""Keep the objects in step with the publications, in the transaction of the change."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, cast

from django.db import transaction

from vorort.api.actions.keeping import Changes, keep, touch
from vorort.api.actions.making import (
    Key,
    Made,
    Objects,
    body_objects,
    meeting_objects,
    paper_objects,
    path,
    ref,
)
from vorort.api.choices import Data, Mark, OParlType
from vorort.api.queries import (
    has_live_objects,
    list_known_towns,
    list_meetings_about,
    list_subjects,
    unused_places,
    which_live,
)
from vorort.authorities.choices import AuthorityKind
from vorort.authorities.models import Authority
from vorort.councils.choices import BodyKind
from vorort.publications.choices import PublicationKind
from vorort.publications.queries import list_live
from vorort.publications.rules import licence

MAKERS: dict[str, Callable[[str, Any], Made]] = {
    PublicationKind.BODY: body_objects,
    PublicationKind.MEETING: meeting_objects,
    PublicationKind.PAPER: paper_objects,
}
_BODY_CLASSES = {
    AuthorityKind.MUNICIPALITY: "Gemeinde",
    AuthorityKind.COUNTY: "Landkreis",
    AuthorityKind.STATE: "Land",
}
_PEOPLE = (OParlType.PERSON, OParlType.ORGANIZATION)


@transaction.atomic
def follow(*, authority: Authority, kind: str, subject: str, at: dt.datetime) -> None:
    """Bring the objects of one thing in step with its live publication, or with there being none.

    What a new version no longer says stays as a tombstone; what it says unchanged keeps its
    ``modified``.
    """
    if kind not in MAKERS or not subject:
        return
    # Two things of a town that become public at the same moment follow each other.
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    changes = Changes()
    made = _made(authority, kind, subject)
    keep(changes, authority=authority, subject=subject, objects=_known(made.own), at=at)
    if kind == PublicationKind.BODY:
        people = _people(authority)
        keep(changes, authority=authority, subject="", objects=people, at=at, kinds=_PEOPLE)
    if kind == PublicationKind.MEETING:
        keep(
            changes, authority=authority, subject="", objects=made.shared, at=at,
            kinds=(OParlType.LOCATION,), gone=unused_places(authority),
        )  # fmt: skip
    town = _town(authority) if has_live_objects(authority) else {}
    keep(changes, authority=authority, subject="", objects=town, at=at, kinds=(OParlType.BODY,))
    touch(changes, at=at)
    if kind == PublicationKind.PAPER and (OParlType.PAPER.value, subject) in changes.flipped:
        for meeting in list_meetings_about(subject):
            follow(authority=authority, kind=PublicationKind.MEETING, subject=meeting, at=at)


@transaction.atomic
def rebuild(*, at: dt.datetime) -> int:
    """Go through everything live, and everything that is no longer; return how many things.

    What is in step already is not written, so this may run at any time.
    """
    things: dict[tuple[int, str], tuple[Authority, str]] = {}
    for authority in list_known_towns():
        for subject, kind in list_subjects(authority).items():
            things[authority.pk, subject] = (authority, kind)
    for kind in MAKERS:
        for publication in list_live(kind=kind).order_by("published_at", "pk"):
            thing = (publication.authority_id, publication.subject)
            things[thing] = (publication.authority, str(kind))
    for (_pk, subject), (authority, kind) in things.items():
        follow(authority=authority, kind=kind, subject=subject, at=at)
    return len(things)


def _made(authority: Authority, kind: str, subject: str) -> Made:
    payload = _payloads(authority, kind, subject)
    return MAKERS[kind](authority.slug, payload[-1]) if payload else Made()


def _known(objects: Objects) -> Objects:
    """Leave out consultations of papers that are not public: not even their being is told."""
    papers = {
        key: (OParlType.PAPER.value, data["paper"][Mark.REF][1])
        for key, data in objects.items()
        if key[0] == OParlType.CONSULTATION
    }
    public = which_live(papers.values())
    return {
        key: data for key, data in objects.items() if key not in papers or papers[key] in public
    }


def _payloads(authority: Authority, kind: str, subject: str = "") -> list[Mapping[str, Any]]:
    """Return the public part of live publications, the newest last."""
    live = list_live(kind=kind, authority=authority).order_by("published_at", "pk")
    if subject:
        live = live.filter(subject=subject)
    found = live.values_list("payload__public", flat=True)
    return [cast("Mapping[str, Any]", public) for public in found if public]


def _people(authority: Authority) -> Objects:
    """Return the people and institutions of all public bodies of the town; the newest word counts."""
    found: Objects = {}
    for public in _payloads(authority, PublicationKind.BODY):
        found |= MAKERS[PublicationKind.BODY](authority.slug, public).shared
    return found


def _town(authority: Authority) -> Objects:
    """Return the town as OParl sees it: a Body."""
    main = [
        public
        for public in _payloads(authority, PublicationKind.BODY)
        if public["kind"] == BodyKind.COUNCIL and not public.get("parent_id")
    ]
    keys = [each for each in (authority.area_key, authority.also_area_key) if len(each) == 8]
    data: Data = {
        "name": authority.name,
        "shortName": authority.short_name,
        "classification": _BODY_CLASSES.get(AuthorityKind(authority.kind)),
        "ags": keys[0] if keys else None,
        "contactEmail": authority.email,
        "contactName": authority.department or authority.name,
        "website": authority.website,
        "license": licence().url,
        "mainOrganization": ref(OParlType.ORGANIZATION, main[0]["id"]) if main else None,
        "web": path(f"/orte/{authority.slug}/sitzungen/"),
    }
    if not data["contactEmail"]:
        del data["contactName"]
    key: Key = (OParlType.BODY, authority.slug)
    return {key: {name: value for name, value in data.items() if value}}
