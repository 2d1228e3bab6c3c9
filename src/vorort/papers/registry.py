"""Where a paper was consulted on and decided, told by the apps above; links and search."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.core import links, search
from vorort.core.scopes import platform_scope
from vorort.councils.registry import register_tab
from vorort.papers.models import Paper
from vorort.papers.rules import KIND, can_read, in_index, search_audience


@dataclass(frozen=True)
class Station:
    """A body that has dealt with a paper: when, where to read on, what came out."""

    on: dt.date | None
    title: str
    url: str = ""
    result: str = ""


# ``load(actor, paper)``: the stations an app knows, as this reader may see them.
LoadStations = Callable[[Person, Paper], list[Station]]
_stations: list[LoadStations] = []


def register_stations(load: LoadStations) -> None:
    """Add an app that consults or decides on papers; twice counts once."""
    if load not in _stations:
        _stations.append(load)


def stations(actor: Person, paper: Paper) -> list[Station]:
    """Return where a paper was consulted on and decided, the first first."""
    found = [each for load in _stations for each in load(actor, paper)]
    return sorted(found, key=lambda each: each.on or dt.date.max)


def register() -> None:
    """Register this app's tab and kinds; called when the app is ready."""
    register_tab("papers", _("Vorlagen"), "papers:list", 30)
    search.register(search.Source(KIND, _("Vorlage"), _load, _list_ids), _link)


def _load(public_id: str) -> search.Document | None:
    """Return what has gone out; drafts and what the core group keeps never enter the index."""
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        paper = Paper.objects.filter(public_id=public_id).select_related("body").first()
        if paper is None or not in_index(paper):
            return None
        named = [paper.body.name, paper.get_kind_display(), paper.reference, paper.file_reference]
    return search.Document(
        title=paper.title,
        text="\n".join(word for word in (*named, paper.text, paper.proposal, paper.costs) if word),
        updated_at=paper.updated_at,
        audience=search_audience(paper.body_id, paper.confidentiality),
        authority_id=paper.authority_id,
    )


def _list_ids() -> Iterator[str]:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        yield from list(Paper.objects.values_list("public_id", flat=True))


def _link(actor: object, public_id: str) -> links.Link | None:
    if not isinstance(actor, Person):
        return None
    with platform_scope("a link is named by the paper's own id; the rule says who sees it"):
        paper = (
            Paper.objects.filter(public_id=public_id)
            .select_related("body__authority", "authority")
            .first()
        )
        if paper is None or not can_read(actor, paper):
            return None
    url = reverse("papers:paper", args=[paper.authority.slug, public_id])
    return links.Link(f"{paper.reference} {paper.title}", url)
