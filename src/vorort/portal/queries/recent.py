"""Everything public with its address, whatever its kind: for the start page, feed and sitemap."""

from dataclasses import dataclass

from django.db.models.fields.json import KT

from vorort.portal.queries.councils import local_path
from vorort.publications.choices import PublicationKind
from vorort.publications.models import Publication
from vorort.publications.queries import list_live
from vorort.publications.rules import PUBLIC_PREFIX, situation_report_path


@dataclass(frozen=True)
class Recent:
    """A live publication and the address of its page, without language."""

    publication: Publication
    path: str


def list_addressed(*, limit: int | None = None) -> list[Recent]:
    """Return what is public now, newest first, each with its address."""
    rows = list_live().annotate(web=KT("payload__public__web"))[:limit]
    return [Recent(row, _path(row, row.web)) for row in rows]


def _path(publication: Publication, web: str | None) -> str:
    if publication.kind == PublicationKind.STRATEGY:
        # A town has one strategy in force: its address names no year.
        return f"{PUBLIC_PREFIX}{publication.authority.slug}/strategie/"
    if publication.kind == PublicationKind.SITUATION_REPORT or not web:
        return situation_report_path(publication.authority.slug, publication.period)
    return local_path(web)
