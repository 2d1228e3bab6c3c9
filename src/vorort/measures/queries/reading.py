"""Measures as they are read: one, a list, their money; who may see them is asked here."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.authorities.rules import roles_of
from vorort.core import links
from vorort.core.clock import today
from vorort.core.errors import NotVisible
from vorort.findings.models import Goal
from vorort.measures import registry, rules
from vorort.measures.choices import ENDED, MeasureState, MoneySource
from vorort.measures.models import BudgetLine, Measure, Milestone, Part, Spending
from vorort.papers.models import Paper
from vorort.partners.models import Organisation
from vorort.resolutions.choices import Outcome
from vorort.resolutions.models import Resolution

_ZERO = Decimal(0)
# How far up a goal tree the need may stand.
_DEEPEST = 10


@dataclass(frozen=True)
class SourceSum:
    """Planned and spent money of one source."""

    source: MoneySource
    planned: Decimal
    spent: Decimal

    @property
    def label(self) -> str:
        return str(self.source.label)


@dataclass(frozen=True)
class Money:
    """The money of one measure, in euros."""

    planned: Decimal = _ZERO
    spent: Decimal = _ZERO
    by_source: tuple[SourceSum, ...] = field(default=())

    @property
    def rest(self) -> Decimal:
        return self.planned - self.spent


def lock_town(authority: Authority) -> None:
    """Let one number after the other be given in a town; inside a transaction."""
    Authority.objects.select_for_update().get(pk=authority.pk)


def get_measure(actor: Person, authority: Authority, public_id: str) -> Measure:
    """Return one measure of a town; ``NotVisible`` for who may not open it."""
    found = (
        Measure.objects.filter(authority=authority, public_id=public_id)
        .select_related("authority", "owner", "responsible", "resolution__body", "follows")
        .first()
    )
    if found is None or not rules.can_view(actor, found):
        raise NotVisible(_("Diese Maßnahme gibt es nicht."))
    return found


def get_part(actor: Person, authority: Authority, public_id: str) -> Part:
    """Return a part for its own contact; ``NotVisible`` for everybody else."""
    found = (
        Part.objects.filter(authority=authority, public_id=public_id)
        .select_related("authority", "organisation", "measure__authority", "measure__owner")
        .first()
    )
    if found is None or not rules.speaks_for(actor, found):
        raise NotVisible(_("Diesen Beitrag gibt es nicht."))
    return found


def list_measures(
    actor: Person,
    authority: Authority,
    *,
    text: str = "",
    state: str = "",
    topic: str = "",
    group: str = "",
    pillar: str = "",
    owner: str = "",
    which: str = "",
) -> QuerySet[Measure]:
    """Return the measures of a town that this person may open, narrowed to what is given.

    ``state`` is a state or "active" (decided or running) or "ended"; ``owner`` the public id of an
    organisation; ``which`` a condition of ``conditions()``.
    """
    rows = _of_actor(actor, authority)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(summary__icontains=text))
    if state == "active":
        rows = rows.filter(state__in=ACTIVE)
    elif state == "ended":
        rows = rows.filter(state__in=sorted(ENDED))
    elif state:
        rows = rows.filter(state=state)
    if topic:
        rows = rows.filter(topic=topic)
    if group:
        rows = rows.filter(pk__in=_in_group(authority, group))
    if pillar:
        # As text, so that both databases find a code in a list alike.
        rows = rows.annotate(pillars_text=Cast("pillars", TextField()))
        rows = rows.filter(pillars_text__contains=f'"{pillar}"')
    if owner:
        rows = rows.filter(owner__public_id=owner)
    known = {name: narrow for name, _label, narrow in conditions()}
    if which in known:
        rows = known[which](rows, today())
    return rows.select_related("owner", "authority").order_by("-year", "-number", "id")


# Decided or under way: what counts where somebody asks what is done.
ACTIVE = (MeasureState.DECIDED, MeasureState.RUNNING, MeasureState.EVALUATED)
Narrow = Callable[[QuerySet[Measure], dt.date], QuerySet[Measure]]


def conditions() -> list[tuple[str, str, Narrow]]:
    """Return what the list may be narrowed to beside the fields: key, words, how."""
    return [
        ("ueberfaellig", _("überfällig"), _overdue),
        ("ohne-ziel", _("noch ohne Ziel"), _without_goal),
        ("nicht-begonnen", _("beschlossen, nicht begonnen"), _not_begun),
        *((key, str(label), narrow) for key, label, narrow in registry.conditions()),
    ]


def list_for_organisation(actor: Person, organisation: Organisation) -> QuerySet[Measure]:
    """Return the measures an organisation owns or takes part in, as far as the reader may see."""
    parts = Part.objects.filter(organisation=organisation).values("measure_id")
    rows = _of_actor(actor, organisation.authority)
    return rows.filter(Q(owner=organisation) | Q(pk__in=parts)).select_related("owner", "authority")


def list_my_measures(actor: Person, authority: Authority) -> QuerySet[Measure]:
    """Return the measures in which somebody speaks for a partner."""
    if not actor.is_authenticated or not roles_of(actor, authority):
        return Measure.objects.none()
    mine = Part.objects.filter(authority=authority, contact=actor.pk).values("measure_id")
    return Measure.objects.filter(authority=authority, pk__in=mine)


def rests_on_finding(goal: Goal) -> bool:
    """Whether a goal, or one above it in the tree, comes from a need and so from a finding."""
    here: Goal | None = goal
    for _step in range(_DEEPEST):
        if here is None:
            return False
        if here.need_id is not None:
            return True
        here = here.parent
    return False


def money_of(measures: Sequence[Measure]) -> dict[int, Money]:
    """Return planned and spent money by the key of each measure; two queries for all."""
    keys = [measure.pk for measure in measures]
    planned = _sums(
        BudgetLine.objects.filter(measure__in=keys).values_list("measure_id", "source"), "planned"
    )
    spent = _sums(
        Spending.objects.filter(line__measure__in=keys).values_list(
            "line__measure_id", "line__source"
        ),
        "amount",
    )
    found = {}
    for key in keys:
        by_source = tuple(
            SourceSum(source, planned.get((key, source), _ZERO), spent.get((key, source), _ZERO))
            for source in MoneySource
            if (key, source) in planned
        )
        found[key] = Money(
            sum((each.planned for each in by_source), _ZERO),
            sum((each.spent for each in by_source), _ZERO),
            by_source,
        )
    return found


def _sums(rows: "QuerySet[Spending, tuple[int, str]] | QuerySet[BudgetLine, tuple[int, str]]", name: str) -> dict[tuple[int, str], Decimal]:  # fmt: skip
    counted = rows.annotate(total=Sum(name)).order_by()
    return {(row[0], row[1]): row[2] for row in counted}


def list_resolutions_for(measure: Measure) -> QuerySet[Resolution]:
    """Return the adopted resolutions of the town that a decision may name, the newest first."""
    return (
        Resolution.objects.filter(authority=measure.authority, outcome=Outcome.ADOPTED)
        .exclude(confidentiality="core")
        .select_related("body")
        .order_by("-decided_on", "-id")
    )


def list_papers_of(actor: Person, measure: Measure) -> list[links.Link]:
    """Return the papers that were made from a measure, as far as the reader may open them."""
    rows = Paper.objects.filter(
        authority=measure.authority, origin_kind=rules.KIND, origin_id=measure.public_id
    )
    found = (links.resolve(actor, "papers.paper", each.public_id) for each in rows)
    return [link for link in found if link is not None]


def is_turned(measure: Measure) -> bool:
    """Whether the resolution it rests on has been corrected to a refusal since."""
    resolution = measure.resolution
    return resolution is not None and resolution.outcome != Outcome.ADOPTED


def _of_actor(actor: Person, authority: Authority) -> QuerySet[Measure]:
    if rules.can_view_work(actor, authority):
        return Measure.objects.filter(authority=authority)
    return list_my_measures(actor, authority)


def _in_group(authority: Authority, group: str) -> QuerySet[Measure]:
    rows = Measure.objects.filter(authority=authority, audiences__group=group)
    return rows.values("pk")  # type: ignore[return-value]


def _overdue(rows: QuerySet[Measure], day: dt.date) -> QuerySet[Measure]:
    late = Milestone.objects.filter(
        measure=OuterRef("pk"), due_on__lt=day, done_on__isnull=True, dropped=False
    )
    over = Q(ends_on__lt=day, state__in=(MeasureState.DECIDED, MeasureState.RUNNING))
    return rows.filter(over | Exists(late)).exclude(state__in=sorted(ENDED))


def _without_goal(rows: QuerySet[Measure], _day: dt.date) -> QuerySet[Measure]:
    return rows.filter(goals__isnull=True)


def _not_begun(rows: QuerySet[Measure], _day: dt.date) -> QuerySet[Measure]:
    return rows.filter(state=MeasureState.DECIDED)
