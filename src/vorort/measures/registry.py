"""What apps above add to a measure: views, sections, words in the list, what still stops it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.core import links, search
from vorort.core.scopes import platform_scope
from vorort.findings.choices import ChainStep
from vorort.findings.models import Goal
from vorort.findings.registry import ChainLink, register_ends
from vorort.measures.choices import MeasureState, Stage
from vorort.measures.models import Measure, MeasureGoal
from vorort.measures.rules import KIND, can_view


@dataclass(frozen=True)
class Tab:
    """A view of a measure: ``view_name`` is reversed with the town's slug and the measure's id."""

    key: str
    label: str | Promise
    view_name: str
    order: int


@dataclass(frozen=True)
class Start:
    """Another way to begin a measure; ``view_name`` is reversed with the town's slug."""

    key: str
    label: str | Promise
    note: str | Promise
    view_name: str


class Missing(str):
    """A sentence of a gate that also knows where the missing thing is entered."""

    __slots__ = ("url",)
    url: str

    def __new__(cls, sentence: str, url: str = "") -> Self:
        made = super().__new__(cls, sentence)
        made.url = url
        return made


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
# ``load(measure)``: sentences that say what is missing before a stage; empty lets it pass. A
# sentence may be a ``Missing`` with the address where it is mended.
Gate = Callable[[Measure], list[str]]
# ``load(actor, measures)``: a few words by the key of the measure, in constant queries.
LoadWords = Callable[[Person, Sequence[Measure]], dict[int, str]]
# ``narrow(measures, today)``: those for which a condition holds.
Narrow = Callable[[QuerySet[Measure], dt.date], QuerySet[Measure]]

_tabs: dict[str, Tab] = {}
_starts: dict[str, Start] = {}
_panels: list[tuple[int, LoadPanel]] = []
_gates: dict[Stage, list[Gate]] = {stage: [] for stage in Stage}
_words: list[LoadWords] = []
_conditions: dict[str, tuple[str | Promise, Narrow]] = {}


def register_tab(key: str, label: str | Promise, view_name: str, order: int) -> None:
    """Add a view to every measure; the same key again replaces it."""
    _tabs[key] = Tab(key, label, view_name, order)


def tabs() -> tuple[Tab, ...]:
    """Return the views of a measure in their order."""
    return tuple(sorted(_tabs.values(), key=lambda tab: tab.order))


def register_start(
    key: str, label: str | Promise, view_name: str, note: str | Promise = ""
) -> None:
    """Offer another way to begin a measure, such as a short form; the same key replaces it."""
    _starts[key] = Start(key, label, note, view_name)


def starts(slug: str) -> list[tuple[Start, str]]:
    """Return the other ways to begin a measure, each with its address in a town."""
    return [(start, reverse(start.view_name, args=[slug])) for start in _starts.values()]


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


def register_condition(key: str, label: str | Promise, narrow: Narrow) -> None:
    """Let the list of measures be narrowed to a condition; the same key again replaces it."""
    _conditions[key] = (label, narrow)


def conditions() -> list[tuple[str, str | Promise, Narrow]]:
    """Return the conditions of the apps above: key, words, how."""
    return [(key, label, narrow) for key, (label, narrow) in _conditions.items()]


def address_of(view_name: str, measure: Measure) -> str:
    """Return the address of a view of a measure, or nothing where there is no such view."""
    try:
        return reverse(view_name, args=[measure.authority.slug, measure.public_id])
    except NoReverseMatch:
        return ""


def register() -> None:
    """Register this app's own tabs, its kind, and measures as ends of goals."""
    register_tab("overview", _("Übersicht"), "measures:measure", 10)
    register_tab("plan", _("Arbeitsplan"), "measures:plan", 20)
    register_tab("money", _("Geld"), "measures:money", 30)
    register_tab("parts", _("Beteiligte"), "measures:parts", 40)
    register_tab("course", _("Verlauf"), "measures:course", 90)
    search.register(search.Source(KIND, _("Maßnahme"), _load, _list_ids), _link)
    register_ends(_load_ends)


def chain_link(measure: Measure) -> ChainLink:
    """Return a measure as a link of the chain."""
    note = ""
    if measure.resolution is not None:
        note = gettext("Beschluss %(reference)s") % {"reference": measure.resolution.reference}
    elif measure.decided_on:
        note = str(measure.get_decision_display())
    running = measure.state == MeasureState.RUNNING
    return ChainLink(
        ChainStep.MEASURE,
        measure.title,
        note=note,
        url=reverse("measures:measure", args=[measure.authority.slug, measure.public_id]),
        badge=str(measure.get_state_display()),
        tone="good" if running else "plain",
    )


def _load_ends(actor: Person, goals: Sequence[Goal]) -> dict[int, list[ChainLink]]:  # noqa: ARG001
    """Return the measures of goals; who reads a goal reads its measures."""
    found: dict[int, list[ChainLink]] = {}
    rows = MeasureGoal.objects.filter(goal__in=[goal.pk for goal in goals]).select_related(
        "measure__authority", "measure__resolution"
    )
    for each in rows.order_by("measure__year", "measure__number"):
        found.setdefault(each.goal_id, []).append(chain_link(each.measure))
    return found


def _load(public_id: str) -> search.Document | None:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        rows = Measure.objects.filter(public_id=public_id).select_related("owner")
        found = rows.first()
        if found is None:
            return None
        words = [found.reference, found.owner.name, str(found.get_topic_display()), found.place]
    texts = (*words, found.summary, found.lessons)
    return search.Document(
        title=found.title,
        text="\n".join(word for word in texts if word),
        updated_at=found.updated_at,
        audience=Permission.VIEW_WORK,
        authority_id=found.authority_id,
    )


def _list_ids() -> Iterator[str]:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        yield from list(Measure.objects.values_list("public_id", flat=True))


def _link(actor: object, public_id: str) -> links.Link | None:
    if not isinstance(actor, Person):
        return None
    with platform_scope("a link is named by the measure's own id; the rule says who sees it"):
        rows = Measure.objects.filter(public_id=public_id).select_related("authority")
        found = rows.first()
        if found is None or not can_view(actor, found):
            return None
    url = reverse("measures:measure", args=[found.authority.slug, public_id])
    return links.Link(f"{found.reference} {found.title}", url)
