"""What apps above add to a measure: views, sections, words in the list, what still stops it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.measures.choices import Stage
from vorort.measures.models import Measure


@dataclass(frozen=True)
class Tab:
    """A view of a measure: ``view_name`` is reversed with the town's slug and the measure's id."""

    key: str
    label: str | Promise
    view_name: str
    order: int


@dataclass(frozen=True)
class Panel:
    """A section of the measure's first page; ``template`` is drawn with ``context``."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    # In the narrow column, beside the work.
    side: bool = False


# ``load(actor, measure)``: the panel as this reader may see it, or None for nothing.
LoadPanel = Callable[[Person, Measure], Panel | None]
# ``load(measure)``: sentences that say what is missing before a stage; empty lets it pass.
Gate = Callable[[Measure], list[str]]
# ``load(actor, measures)``: a few words by the key of the measure, in constant queries.
LoadWords = Callable[[Person, Sequence[Measure]], dict[int, str]]

_tabs: dict[str, Tab] = {}
_panels: list[tuple[int, LoadPanel]] = []
_gates: dict[Stage, list[Gate]] = {stage: [] for stage in Stage}
_words: list[LoadWords] = []


def register_tab(key: str, label: str | Promise, view_name: str, order: int) -> None:
    """Add a view to every measure; the same key again replaces it."""
    _tabs[key] = Tab(key, label, view_name, order)


def tabs() -> tuple[Tab, ...]:
    """Return the views of a measure in their order."""
    return tuple(sorted(_tabs.values(), key=lambda tab: tab.order))


def register_panel(order: int, load: LoadPanel) -> None:
    """Add a section to the first page of every measure; twice counts once, smaller order first."""
    if all(known is not load for _order, known in _panels):
        _panels.append((order, load))
        _panels.sort(key=lambda entry: entry[0])


def panels() -> tuple[LoadPanel, ...]:
    """Return what fills the first page of a measure, in its order."""
    return tuple(load for _order, load in _panels)


def register_gate(stage: Stage, gate: Gate) -> None:
    """Let an app above say what is missing before a measure starts or ends; twice counts once."""
    if gate not in _gates[stage]:
        _gates[stage].append(gate)


def missing_for(stage: Stage, measure: Measure) -> list[str]:
    """Return what the apps above still want before this stage, in sentences."""
    return [sentence for gate in _gates[stage] for sentence in gate(measure)]


def register_words(load: LoadWords) -> None:
    """Add a few words to each line of the list of measures; twice counts once."""
    if load not in _words:
        _words.append(load)


def line_words(actor: Person, measures: Sequence[Measure]) -> dict[int, list[str]]:
    """Return what the apps above say about each measure, by its key."""
    found: dict[int, list[str]] = {}
    for load in _words:
        for key, words in load(actor, measures).items():
            found.setdefault(key, []).append(words)
    return found


def address_of(view_name: str, measure: Measure) -> str:
    """Return the address of a view of a measure, or nothing where there is no such view."""
    try:
        return reverse(view_name, args=[measure.authority.slug, measure.public_id])
    except NoReverseMatch:
        return ""


def register() -> None:
    """Register this app's own tabs; called when the app is ready."""
    register_tab("overview", _("Übersicht"), "measures:measure", 10)
    register_tab("plan", _("Arbeitsplan"), "measures:plan", 20)
    register_tab("money", _("Geld"), "measures:money", 30)
    register_tab("parts", _("Beteiligte"), "measures:parts", 40)
    register_tab("course", _("Verlauf"), "measures:course", 90)
