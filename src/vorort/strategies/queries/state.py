"""The strategy of the state: its public version, what towns take up of it, who does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vorort.authorities.choices import AuthorityKind
from vorort.authorities.models import Authority
from vorort.authorities.rules import state_of
from vorort.publications.choices import Format, PublicationKind, PublicationStatus, Serving
from vorort.publications.models import Publication, Representation
from vorort.strategies import rules
from vorort.strategies.models import Strategy, StrategyCitation


@dataclass(frozen=True)
class StateStrategy:
    """The state's strategy as everybody reads it: a town cites it or one of its priorities."""

    publication: Publication
    title: str
    version: int
    sections: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Cited:
    """What a town takes up of the state's strategy, and whether that still is the newest word."""

    citation: StrategyCitation
    words: str
    url: str
    newer: int = 0
    # The priority it takes up does not stand in the newer version any more.
    is_gone: bool = False


@dataclass(frozen=True)
class CitedBy:
    """A public strategy of a town that takes up the state's."""

    town: str
    title: str
    url: str
    sections: tuple[str, ...]
    version: int


def state_strategy(authority: Authority) -> StateStrategy | None:
    """Return the public strategy of the state a town lies in, or None."""
    if rules.is_state(authority):
        return None
    of_state = {"authority__kind": AuthorityKind.STATE, "authority__area_key": state_of(authority)}
    found = _live().filter(**of_state).order_by("-published_at", "-id").first()
    return _as_state_strategy(found) if found else None


def describe_publication(publication: Publication) -> StateStrategy | None:
    """Return a publication as a strategy that can be cited now; None where it is not one."""
    found = _live().filter(pk=publication.pk, authority__kind=AuthorityKind.STATE).first()
    return _as_state_strategy(found) if found else None


def list_cited(strategy: Strategy) -> list[Cited]:
    """Return what a version takes up of the state's strategy."""
    rows = list(strategy.citations.select_related("focus").order_by("id"))
    if not rows:
        return []
    newest = state_strategy(strategy.authority)
    return [_cited(row, newest) for row in rows]


def list_citing(state: Authority) -> list[CitedBy]:
    """Return the public strategies of the towns of a state that take up its own."""
    rows = _live().filter(authority__area_key__startswith=state.area_key)
    rows = rows.exclude(authority__kind=AuthorityKind.STATE).order_by("authority__name")
    found = [(row, row.payload.get("public", {}).get("citations", ())) for row in rows]
    pages = _pages([row for row, cites in found if cites])
    return [
        CitedBy(
            town=row.authority.name,
            title=row.title,
            url=pages.get(row.pk, ""),
            sections=tuple(dict.fromkeys(one["section"] for one in cites if one["section"])),
            version=min(one["version"] for one in cites),
        )
        for row, cites in found
        if cites
    ]


def _live() -> QuerySet[Publication]:
    live = {"kind": PublicationKind.STRATEGY, "status": PublicationStatus.LIVE}
    return Publication.objects.filter(**live).select_related("authority")


def _as_state_strategy(publication: Publication) -> StateStrategy:
    public: dict[str, Any] = publication.payload.get("public", {})
    return StateStrategy(
        publication=publication,
        title=publication.title,
        version=int(public.get("version", publication.version)),
        sections=tuple(each["title"] for each in public.get("focuses", ())),
        url=_pages([publication]).get(publication.pk, ""),
    )


def _pages(rows: Sequence[Publication]) -> dict[int, str]:
    found = Representation.objects.filter(
        publication__in=rows, format=Format.HTML, serving=Serving.SERVED
    )
    return dict(found.values_list("publication_id", "path"))


def _cited(row: StrategyCitation, newest: StateStrategy | None) -> Cited:
    words = _("%(title)s, Fassung %(version)d") % {"title": row.title, "version": row.cited_version}
    if row.section:
        named = {"section": row.section, "strategy": words}
        words = _("Schwerpunkt „%(section)s“ in: %(strategy)s") % named
    is_newer = newest is not None and newest.version > row.cited_version
    return Cited(
        citation=row,
        words=words,
        url=newest.url if newest else "",
        newer=newest.version if newest and is_newer else 0,
        is_gone=bool(newest and is_newer and row.section and row.section not in newest.sections),
    )
