"""What this app tells the search: published reports, for everybody."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from vorort.core import links, search
from vorort.publications.choices import Format, PublicationStatus, Serving
from vorort.publications.models import Publication, Representation

KIND = "publications.publication"


def register() -> None:
    """Register this app's kinds; called when the app is ready."""
    search.register(search.Source(KIND, _("Lagebild"), _load, _list_ids), _link)


def _load(public_id: str) -> search.Document | None:
    found = Publication.objects.filter(public_id=public_id, status=PublicationStatus.LIVE)
    publication = found.select_related("authority").first()
    if publication is None:
        return None
    parts = [publication.authority.name, str(publication.period), publication.summary]
    parts += _sentences(publication.payload)
    return search.Document(
        title=f"{publication.title} {publication.authority.short_name}",
        text="\n".join(part for part in parts if part),
        updated_at=publication.published_at,
        authority_id=publication.authority_id,
    )


def _list_ids() -> Iterator[str]:
    live = Publication.objects.filter(status=PublicationStatus.LIVE)
    return live.values_list("public_id", flat=True).iterator()


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
    return links.Link(title if town in title else f"{title} {town}", path)


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
