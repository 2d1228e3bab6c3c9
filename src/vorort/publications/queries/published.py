"""What is public, and what a town sees of its own publications."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority
from vorort.authorities.queries import list_my_authorities
from vorort.core.duties import Duty
from vorort.publications.choices import (
    Format,
    PublicationKind,
    PublicationStatus,
    Serving,
)
from vorort.publications.models import Publication, Representation
from vorort.publications.rules import can_see_publications

# Bytes and payloads are large; lists never need them.
_HEAVY = ("payload", "sources", "gate")


def list_live(
    *, kind: PublicationKind | str | None = None, authority: Authority | None = None
) -> QuerySet[Publication]:
    """Return what is public now, newest first, without its payload."""
    live = Publication.objects.filter(status=PublicationStatus.LIVE).select_related("authority")
    if kind is not None:
        live = live.filter(kind=kind)
    if authority is not None:
        live = live.filter(authority=authority)
    return live.defer(*_HEAVY)


def get_live(
    *, authority: Authority, kind: PublicationKind | str, period: int | None = None
) -> Publication | None:
    """Return the live publication of a year, or the latest year's; None where there is none."""
    live = Publication.objects.filter(
        authority=authority, kind=kind, status=PublicationStatus.LIVE
    ).select_related("authority")
    if period is not None:
        live = live.filter(period=period)
    return live.order_by("-period").first()


def get_of_origin(*, origin_kind: str, origin_id: str) -> Publication | None:
    """Return the newest publication that came out of an object, whatever its state."""
    made = Publication.objects.filter(origin_kind=origin_kind, origin_id=origin_id)
    return made.select_related("authority").order_by("-published_at", "-id").first()


def list_of_authority(actor: Person, authority: Authority) -> QuerySet[Publication]:
    """Return every version of a town's publications for those who work there."""
    if not can_see_publications(actor, authority):
        return Publication.objects.none()
    light = Representation.objects.defer("content", "content_gzip")
    return (
        Publication.objects.filter(authority=authority)
        .defer(*_HEAVY)
        .select_related("authority")
        .prefetch_related(Prefetch("representations", queryset=light))
        .order_by("-period", "kind", "-version")
    )


def get_publication(actor: Person, authority: Authority, public_id: str) -> Publication:
    """Return one publication of a town; raises ``DoesNotExist`` for whoever may not see it."""
    return list_of_authority(actor, authority).get(public_id=public_id)


def list_public(authority: Authority) -> QuerySet[Publication]:
    """Return a town's live publications, newest year first, with the addresses of their forms."""
    light = Representation.objects.filter(serving=Serving.SERVED).defer("content", "content_gzip")
    return (
        list_live(authority=authority)
        .prefetch_related(Prefetch("representations", queryset=light))
        .order_by("-period", "kind")
    )


def main_files(publication: Publication) -> list[Representation]:
    """Return one file per format: the report itself, not the files of single figures.

    Reads what ``list_public`` has fetched along.
    """
    first: dict[str, Representation] = {}
    for each in sorted(publication.representations.all(), key=lambda each: each.pk):
        if each.format != Format.HTML:
            first.setdefault(each.format, each)
    return list(first.values())


def list_representations(publication: Publication) -> QuerySet[Representation]:
    """Return the forms of a publication that are served, without their bytes."""
    return publication.representations.filter(serving=Serving.SERVED).defer(
        "content", "content_gzip"
    )


def list_earlier(authority: Authority) -> QuerySet[Representation]:
    """Return the pages of a town's superseded versions that stayed readable, newest first."""
    return (
        Representation.objects.filter(
            publication__authority=authority,
            publication__status=PublicationStatus.SUPERSEDED,
            serving=Serving.SERVED,
            format=Format.HTML,
        )
        .select_related("publication")
        .defer("content", "content_gzip", *(f"publication__{name}" for name in _HEAVY))
        .order_by("-publication__period", "-publication__version")
    )


def list_resting_on(delivery: str) -> QuerySet[Publication]:
    """Return every version that rests on a delivery, whatever its state, newest first.

    ``delivery`` is the public id. What stands here was public, so it is no secret to anybody.
    """
    return (
        Publication.objects.filter(rests_on__delivery=delivery)
        .defer(*_HEAVY)
        .select_related("authority")
        .order_by("-published_at", "-pk")
    )


def earlier_versions(publication: Publication) -> QuerySet[Representation]:
    """Return the pages of earlier versions of the same year that stayed readable."""
    return list_earlier(publication.authority).filter(
        publication__kind=publication.kind, publication__period=publication.period
    )


@dataclass(frozen=True)
class Stored:
    """What is known of an address without reading its bytes."""

    pk: int
    serving: str
    format: str
    content_type: str
    filename: str
    size: int
    etag: str
    size_gzip: int
    status: str


def find_stored(path: str) -> Stored | None:
    """Return what an address answers, by one indexed query."""
    sql, given = _stored_statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [path if value is _PATH else value for value in given])
        row = cursor.fetchone()
    return None if row is None else Stored(*row)


_PATH = "\x00path"


@lru_cache(maxsize=1)
def _stored_statement() -> tuple[str, tuple[str, ...]]:
    """Return the statement of ``find_stored``, written by the ORM once.

    Composing it takes three times as long as running it, and every published page needs it.
    """
    rows = (
        Representation.objects.filter(path=_PATH)
        .exclude(serving=Serving.RETIRED)
        .order_by()
        .values_list(
            "pk",
            "serving",
            "format",
            "content_type",
            "filename",
            "size",
            "etag",
            "size_gzip",
            "publication__status",
        )
    )
    sql, given = rows.query.sql_with_params()
    return sql, tuple(_PATH if value == _PATH else str(value) for value in given)


def read_bytes(pk: int, *, gzip: bool) -> bytes:
    """Return the stored bytes of a representation."""
    field = "content_gzip" if gzip else "content"
    return bytes(Representation.objects.values_list(field, flat=True).get(pk=pk))


@dataclass(frozen=True)
class Withdrawn:
    """What everybody may know of something that is gone."""

    title: str
    authority: Authority
    withdrawn_at: dt.datetime
    reason: str
    kind: str


def withdrawn_at_path(path: str) -> Withdrawn | None:
    """Return title, day and reason of what was withdrawn from an address."""
    gone = (
        Representation.objects.filter(path=path, serving=Serving.GONE)
        .select_related("publication__authority")
        .defer("content", "content_gzip", *(f"publication__{name}" for name in _HEAVY))
        .first()
    )
    if gone is None or gone.publication.withdrawn_at is None:
        return None
    publication = gone.publication
    return Withdrawn(
        publication.title,
        publication.authority,
        gone.publication.withdrawn_at,
        publication.reason,
        publication.kind,
    )


def list_duties(actor: Person) -> list[Duty]:
    """Return the published pages that announce a correction nobody has published yet."""
    towns = [
        mine.authority.pk
        for mine in list_my_authorities(actor)
        if any(Permission.PUBLISH in ROLE_PERMISSIONS[role] for role in mine.roles)
    ]
    if not towns:
        return []
    waiting = list_live().filter(authority__in=towns).exclude(notice="").order_by("notice_at")
    return [
        Duty(
            town_key=one.authority.town_key,
            town=one.authority.name,
            title=_("%(title)s berichtigen") % {"title": one.title},
            url=reverse("publications:detail", args=[one.authority.slug, one.public_id]),
            reason=_("Die Seite kündigt eine Berichtigung an, seit die Zahlen widerrufen sind."),
            kind="publications.correct",
        )
        for one in waiting
    ]
