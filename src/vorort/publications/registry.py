"""What this app tells the search: published reports, for everybody."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet

from vorort.core import links, search
from vorort.publications.choices import (
    SEARCH_KINDS,
    Format,
    PublicationKind,
    PublicationStatus,
    Serving,
)
from vorort.publications.models import Publication, Representation

AUDITED = "publications.publication"


def register() -> None:
    """Register this app's kinds; called when the app is ready."""
    for kind, name in SEARCH_KINDS.items():
        source = search.Source(
            name,
            PublicationKind(kind).label,
            partial(_load, kind),
            partial(_list_ids, kind),
            follows={} if name == AUDITED else {AUDITED: partial(_of_kind, kind)},
        )
        search.register(source, _link)


def _live(kind: str) -> QuerySet[Publication]:
    return Publication.objects.filter(kind=kind, status=PublicationStatus.LIVE)


def _load(kind: str, public_id: str) -> search.Document | None:
    publication = _live(kind).filter(public_id=public_id).select_related("authority").first()
    if publication is None:
        return None
    parts = [publication.authority.name, str(publication.period), publication.summary]
    parts += _sentences(publication.payload)
    return search.Document(
        title=_titled(publication.title, publication.authority.short_name),
        text="\n".join(part for part in parts if part),
        updated_at=publication.published_at,
        authority_id=publication.authority_id,
    )


def _list_ids(kind: str) -> Iterator[str]:
    return _live(kind).values_list("public_id", flat=True).iterator()


def _of_kind(kind: str, public_id: str) -> str | None:
    """Return the id of a publication where it is of this kind, whatever its state."""
    is_one = Publication.objects.filter(public_id=public_id, kind=kind).exists()
    return public_id if is_one else None


def _titled(title: str, town: str) -> str:
    return title if town in title else f"{title} {town}"


def _link(_actor: object, public_id: str) -> links.Link | None:
    """Return the public page; gone at the very moment of a withdrawal."""
    page = (
        Representation.objects.filter(
            publication__public_id=public_id,
            publication__status=PublicationStatus.LIVE,
            serving=Serving.SERVED,
            format=Format.HTML,
        )
        .values_list("publication__title", "publication__authority__short_name", "path")
        .first()
    )
    if page is None:
        return None
    title, town, path = page
    return links.Link(_titled(title, town), path)


def _sentences(payload: dict[str, Any]) -> list[str]:
    """Return the words of a frozen report; what an older one lacks is left out."""
    said = [str(each.get(name, "")) for each in _rows(payload, "sections") for name in _SECTION]
    for each in _rows(payload, "series"):
        title, key = each.get("title", ""), each.get("offence_key", "")
        said += [f"{title} ({key}): {each.get('sentence', '')}", str(each.get("definition", ""))]
        said += [str(effect.get("text", "")) for effect in _rows(each, "special_effects")]
    return said


_SECTION = ("title", "text")


def _rows(payload: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = payload.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
