"""What a finding may rest on, and what apps above hang onto the chain."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from vorort.accounts.models import Person
from vorort.findings.choices import ChainStep
from vorort.findings.models import Goal
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
    """Return what a source says now, or None where the reader may not see it or it is gone."""
    known = _sources.get(kind)
    return known[1](actor, public_id) if known else None


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
