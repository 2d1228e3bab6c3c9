"""What a finding may rest on, and what apps above hang onto the chain."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.core import links, search
from vorort.core.scopes import platform_scope
from vorort.findings import rules
from vorort.findings.choices import ChainStep
from vorort.findings.models import Finding, Goal, Need
from vorort.ui import parts


@dataclass(frozen=True)
class Snapshot:
    """What a source says at this moment; kept with the finding word by word.

    ``data`` is JSON, all of it as the source shows it, in words: ``verdict`` (a name), ``range``,
    ``facts`` ([[name, value]]), ``table`` ({"columns": [[label, numeric]], "rows": [[cell]]}),
    ``notes`` ([sentence]), ``source`` (the provenance sentence), ``as_of`` (a day).
    ``restricted``: only readers of the source may see the statement and the data.
    ``notice`` says what became of the source itself ("am 12.03.2026 zurückgezogen"); it is asked
    anew each time and never frozen.
    """

    title: str
    statement: str = ""
    uncertainty: str = ""
    area_key: str = ""
    place: str = ""
    topic: str = ""
    url: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    restricted: bool = False
    notice: str = ""

    def frozen(self) -> dict[str, Any]:
        """Return what is kept with the finding, as JSON."""
        kept = {
            "title": self.title,
            "statement": self.statement,
            "uncertainty": self.uncertainty,
            "place": self.place,
            "data": dict(self.data),
            "restricted": self.restricted,
        }
        found: dict[str, Any] = json.loads(json.dumps(kept))
        return found


# ``load(actor, public_id)``: the thing as this reader may see it, or None.
LoadSnapshot = Callable[[Person, str], Snapshot | None]


@dataclass(frozen=True)
class ChainLink(parts.ChainLink):
    """One link of the chain, made for ``{% chain %}``; without a title it is still open."""

    step: ChainStep


# ``load(actor, goals)``: measures and effects by the key of the goal, in constant queries.
LoadEnds = Callable[[Person, Sequence[Goal]], dict[int, list[ChainLink]]]

_sources: dict[str, tuple[str | Promise, LoadSnapshot]] = {}
_ends: list[LoadEnds] = []


def register_source(kind: str, label: str | Promise, load: LoadSnapshot) -> None:
    """Let findings rest on things of a kind; the same kind again replaces it."""
    _sources[kind] = (label, load)


def source_labels() -> dict[str, str]:
    """Return the kinds of thing a finding may rest on, with their names."""
    return {kind: str(label) for kind, (label, _load) in _sources.items()}


def take_snapshot(actor: Person, kind: str, public_id: str) -> Snapshot | None:
    """Return what a source says now, or None where the reader may not see it or it is gone.

    In German whatever the reader's language: it is kept and compared later.
    """
    known = _sources.get(kind)
    if known is None:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        return known[1](actor, public_id)


def register_ends(load: LoadEnds) -> None:
    """Add what an app above hangs onto goals; twice counts once."""
    if load not in _ends:
        _ends.append(load)


def ends_of(actor: Person, goals: Sequence[Goal]) -> dict[int, list[ChainLink]]:
    """Return the links that follow each goal, by its key."""
    found: dict[int, list[ChainLink]] = {goal.pk: [] for goal in goals}
    for load in _ends:
        for key, chain in load(actor, goals).items():
            found[key].extend(chain)
    return found


def register() -> None:
    """Register findings, needs and goals with the search; called when the app is ready."""
    for kind, model, label, words in _KINDS:
        search.register(
            search.Source(kind, label, _loader(model, words), _lister(model)),
            _linker(model, kind.partition(".")[2]),
        )


Thing = Finding | Need | Goal
_INDEX = "the index is filled for all towns; its doors keep them apart"
_LINK = "a link is named by the thing's own id; the rule says who sees it"


def _words_of_finding(finding: Any) -> list[str]:
    topic = str(finding.get_topic_display())
    return [finding.reference, topic, finding.place, finding.statement, finding.uncertainty]


def _words_of_need(need: Any) -> list[str]:
    return [need.finding.reference, need.finding.title, need.gap]


def _words_of_goal(goal: Any) -> list[str]:
    return [goal.indicator_label, goal.own_indicator, goal.area_name]


_KINDS: tuple[tuple[str, type[Thing], str | Promise, Callable[[Any], list[str]]], ...] = (
    (rules.FINDING, Finding, _("Feststellung"), _words_of_finding),
    (rules.NEED, Need, _("Bedarf"), _words_of_need),
    (rules.GOAL, Goal, _("Ziel"), _words_of_goal),
)


def _loader(
    model: type[Thing], words: Callable[[Any], list[str]]
) -> Callable[[str], search.Document | None]:
    def load(public_id: str) -> search.Document | None:
        with platform_scope(_INDEX):
            found = _one(model, public_id)
            if found is None:
                return None
            return search.Document(
                title=found.title,
                text="\n".join(word for word in words(found) if word),
                updated_at=found.updated_at,
                audience=Permission.VIEW_WORK,
                authority_id=found.authority_id,
            )

    return load


def _lister(model: type[Thing]) -> Callable[[], Iterator[str]]:
    def list_ids() -> Iterator[str]:
        with platform_scope(_INDEX):
            yield from list(model.objects.values_list("public_id", flat=True))

    return list_ids


def _linker(model: type[Thing], view: str) -> links.Resolver:
    def resolve(actor: object, public_id: str) -> links.Link | None:
        if not isinstance(actor, Person):
            return None
        with platform_scope(_LINK):
            found = _one(model, public_id)
            if found is None or not rules.can_view(actor, found.authority):
                return None
        url = reverse(f"findings:{view}", args=[found.authority.slug, public_id])
        return links.Link(str(found), url)

    return resolve


def _one(model: type[Thing], public_id: str) -> Any:
    joined = ("authority", "finding") if model is Need else ("authority",)
    return model.objects.select_related(*joined).filter(public_id=public_id).first()
