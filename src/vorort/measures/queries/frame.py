"""The frame of every page of a measure: views, chain, what this reader may do."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.findings import queries as findings
from vorort.findings.choices import ChainStep
from vorort.findings.models import Goal
from vorort.findings.registry import ChainLink, ends_of
from vorort.measures import registry, rules
from vorort.measures.models import Measure, Part
from vorort.measures.queries.words import state_kind, state_words
from vorort.ui.parts import Link


@dataclass(frozen=True)
class Frame:
    """The frame of a page of a measure; ``measures/base_measure.html`` draws it."""

    actor: Person
    measure: Measure
    tabs: tuple[Link, ...]
    can_edit: bool
    # Whether the reader works in the town; else only what concerns the own part.
    sees_work: bool
    # The part this reader speaks for, if any.
    part: Part | None
    crumbs: tuple[Link, ...]
    state_words: str
    state_kind: str

    @cached_property
    def chain(self) -> tuple[ChainLink, ...]:
        """From finding to effect, always five; asked for only where it is drawn."""
        found = chain_of(self.actor, self.measure)
        if self.sees_work:
            return found
        # Who speaks for a partner reads why, and opens nothing else of the town.
        return tuple(ChainLink(each.step, each.title, is_open=each.is_open) for each in found)

    def trail(self, *more: Link) -> list[Link]:
        """Return the way to a page below this measure."""
        return [*self.crumbs, *more]


def get_frame(actor: Person, measure: Measure, *, current: str) -> Frame:
    """Return the frame of a page of a measure; ``current`` is the key of its view.

    Raises ``NotVisible`` (a 404) for who may not open the measure.
    """
    sees_work = rules.can_view_work(actor, measure.authority)
    part = rules.my_part(actor, measure)
    if not sees_work and part is None:
        raise NotVisible(_("Diese Maßnahme gibt es nicht."))
    slug = measure.authority.slug
    tabs = []
    for tab in registry.tabs():
        url = registry.address_of(tab.view_name, measure)
        if url and (sees_work or tab.key == "overview"):
            tabs.append(Link(str(tab.label), url, current=tab.key == current))
    if part is not None:
        url = reverse("measures:part", args=[slug, part.public_id])
        tabs.insert(1, Link(_("Mein Beitrag"), url, current=current == "part"))
    home = reverse("measures:list", args=[slug])
    here = reverse("measures:measure", args=[slug, measure.public_id])
    return Frame(
        actor=actor,
        measure=measure,
        tabs=tuple(tabs),
        can_edit=sees_work and rules.can_edit(actor, measure.authority),
        sees_work=sees_work,
        part=part,
        crumbs=(Link(_("Maßnahmen"), home), Link(measure.reference, here)),
        state_words=state_words(measure, on=today()),
        state_kind=state_kind(measure, on=today()),
    )


def chain_of(actor: Person, measure: Measure) -> tuple[ChainLink, ...]:
    """Return the chain of a measure over its first goal; without one its beginning is open."""
    first = measure.goals.select_related("goal__need__finding").order_by("position", "id").first()
    own = registry.chain_link(measure)
    if first is None:
        nothing = {step: ChainLink(step) for step in ChainStep}
        if rules.can_edit(actor, measure.authority) and not rules.has_ended(measure):
            nothing[ChainStep.GOAL] = ChainLink(
                ChainStep.GOAL,
                note=_("An ein Ziel anschließen"),
                url=reverse("measures:goals", args=[measure.authority.slug, measure.public_id]),
            )
        return tuple({**nothing, ChainStep.MEASURE: own}.values())
    links = {link.step: link for link in findings.chain_of_goal(actor, first.goal)}
    links[ChainStep.MEASURE] = own
    links[ChainStep.EFFECT] = _own_effect(actor, first.goal, measure)
    return tuple(links.get(step, ChainLink(step)) for step in ChainStep)


def _own_effect(actor: Person, goal: Goal, measure: Measure) -> ChainLink:
    """Return the effect of this measure: a goal may have several, their pages tell them apart."""
    for link in ends_of(actor, [goal])[goal.pk]:
        if link.step == ChainStep.EFFECT and measure.public_id in link.url:
            return link
    return ChainLink(ChainStep.EFFECT)
