"""Reads of the interface. Everything here is public; tombstones only where somebody asks since when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from vorort.api.choices import PAPERS, OParlType
from vorort.api.models import OParlLink, OParlObject
from vorort.authorities.models import Authority
from vorort.core.errors import NotVisible
from vorort.publications.choices import PublicationKind

Key = tuple[str, str]
_MAIN = {
    OParlType.ORGANIZATION.value: PublicationKind.BODY.value,
    OParlType.MEETING.value: PublicationKind.MEETING.value,
    OParlType.PAPER.value: PublicationKind.PAPER.value,
}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows a list, and from where on it is read."""

    created_since: dt.datetime | None = None
    created_until: dt.datetime | None = None
    modified_since: dt.datetime | None = None
    modified_until: dt.datetime | None = None
    # Public id of the last object already read.
    after: str = ""
    limit: int


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its objects, whether more follow, how many there are in all."""

    rows: tuple[OParlObject, ...]
    has_more: bool
    total: int


def any_of(keys: Iterable[Key], kind: str = "type", public_id: str = "public_id") -> Q:
    """Return the condition "is one of these", one part for each type."""
    by_type: defaultdict[str, list[str]] = defaultdict(list)
    for name, each in keys:
        by_type[name].append(each)
    found = Q(pk__in=())
    for name, ids in sorted(by_type.items()):
        found |= Q(**{kind: name, f"{public_id}__in": sorted(ids)})
    return found


def get_object(kind: OParlType, public_id: str) -> OParlObject:
    """Return one object, or what is left of it; ``NotVisible`` for what was never public."""
    found = OParlObject.objects.filter(type=kind, public_id=public_id).first()
    if found is None:
        raise NotVisible("Dieses Objekt gibt es hier nicht.")
    return found


def list_bodies() -> QuerySet[OParlObject]:
    """Return the towns of which something is or was public."""
    return OParlObject.objects.filter(type=OParlType.BODY)


def list_of_body(body: OParlObject, kind: OParlType) -> QuerySet[OParlObject]:
    """Return everything of one type in one town."""
    return OParlObject.objects.filter(authority=body.authority_id, type=kind)


def list_of_organization(organization: OParlObject, kind: OParlType) -> QuerySet[OParlObject]:
    """Return what names this organisation; tombstones name nothing any more."""
    names_it = OParlLink.objects.filter(
        source=OuterRef("pk"),
        name="organization",
        target_type=OParlType.ORGANIZATION,
        target_id=organization.public_id,
    )
    rows = OParlObject.objects.filter(authority=organization.authority_id, type=kind)
    return rows.filter(Exists(names_it))


def read_page(kind: OParlType, rows: QuerySet[OParlObject], filters: Filters) -> ListPage:
    """Return one page in the order in which objects came; new ones only ever follow at the end."""
    for name, column in (("created", "created_at"), ("modified", "modified_at")):
        since, until = getattr(filters, f"{name}_since"), getattr(filters, f"{name}_until")
        if since is not None:
            rows = rows.filter(**{f"{column}__gte": since})
        if until is not None:
            rows = rows.filter(**{f"{column}__lte": until})
    if filters.modified_since is None:
        # Whoever asks what changed must learn what is gone; others see what is there.
        rows = rows.filter(deleted=False)
    rows = rows.order_by("pk")
    total = rows.count()
    if filters.after:
        rows = rows.filter(pk__gt=_position(kind, filters.after))
    found = list(rows[: filters.limit + 1])
    return ListPage(tuple(found[: filters.limit]), len(found) > filters.limit, total)


def _position(kind: OParlType, public_id: str) -> int:
    """Return where in the order an object stands; a tombstone keeps its place."""
    known = OParlObject.objects.filter(type=kind, public_id=public_id)
    found = known.values_list("pk", flat=True).first()
    if found is None:
        raise NotVisible("Diese Seite der Liste gibt es nicht.")
    return found


def load(keys: Iterable[Key]) -> dict[Key, OParlObject]:
    """Return those of these objects that are public, in one query."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = OParlObject.objects.filter(any_of(wanted), deleted=False)
    return {(row.type, row.public_id): row for row in rows}


def which_live(keys: Iterable[Key]) -> set[Key]:
    """Return which of these objects are public, in one query."""
    wanted = set(keys)
    if not wanted:
        return set()
    rows = OParlObject.objects.filter(any_of(wanted), deleted=False)
    return set(rows.values_list("type", "public_id"))


def links_to(keys: Iterable[Key]) -> list[OParlLink]:
    """Return what leads to any of these objects, in the order in which the sources came."""
    wanted = set(keys)
    if not wanted:
        return []
    links = OParlLink.objects.filter(any_of(wanted, "target_type", "target_id"))
    return list(links.filter(source__deleted=False).select_related("source").order_by("source_id"))


# ── for the actions ──────────────────────────────────────


def has_live_objects(authority: Authority) -> bool:
    """Whether anything of a town's councils is public."""
    rows = OParlObject.objects.filter(authority=authority, deleted=False)
    return rows.exclude(type=OParlType.BODY).exists()


def unused_places(authority: Authority) -> set[Key]:
    """Return the places no public meeting of the town names any more."""
    used = OParlLink.objects.filter(
        target_type=OParlType.LOCATION, target_id=OuterRef("public_id"), source__deleted=False
    )
    rows = OParlObject.objects.filter(authority=authority, type=OParlType.LOCATION, deleted=False)
    return set(rows.filter(~Exists(used)).values_list("type", "public_id"))


def list_meetings_about(paper: str) -> list[str]:
    """Return the public meetings that have this paper on their agenda."""
    links = OParlLink.objects.filter(target_type=OParlType.PAPER, target_id=paper, name=PAPERS)
    return sorted(set(links.values_list("source__subject", flat=True)))


def list_known_towns() -> QuerySet[Authority]:
    """Return the towns of which anything is or was public."""
    return Authority.objects.filter(pk__in=OParlObject.objects.values("authority_id"))


def list_subjects(authority: Authority) -> dict[str, str]:
    """Return the things of which objects are public, each with the kind of its publication."""
    rows = OParlObject.objects.filter(authority=authority, deleted=False, type__in=_MAIN)
    found = rows.exclude(subject="").values_list("subject", "type")
    return {subject: _MAIN[kind] for subject, kind in found}
