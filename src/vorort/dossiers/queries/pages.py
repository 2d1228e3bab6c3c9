"""What the pages of one measure show, put into words."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.findings.choices import Direction
from vorort.findings.models import Goal
from vorort.measures import registry
from vorort.measures.models import BudgetLine, Measure, Milestone, Spending
from vorort.measures.queries.reading import Money, money_of
from vorort.measures.queries.versions import audience_words, words
from vorort.measures.queries.words import milestone_words
from vorort.partners.choices import Pillar, ProtectiveFactor, RiskFactor, Setting
from vorort.places.queries import area_names
from vorort.ui import format as german
from vorort.ui.parts import Fact


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone as the plan shows it."""

    milestone: Milestone
    who: str
    words: str
    kind: str
    is_open: bool


@dataclass(frozen=True)
class GoalView:
    """A goal as the narrow column shows it."""

    goal: Goal
    indicator: str
    # "≤ 26"
    target: str
    unit: str
    baseline: str
    state_kind: str


@dataclass(frozen=True)
class BudgetView:
    """A line of the budget with what was spent on it."""

    line: BudgetLine
    spent: Decimal

    @property
    def rest(self) -> Decimal:
        return self.line.planned - self.spent


def milestone_lines(measure: Measure, *, on: dt.date) -> list[MilestoneLine]:
    """Return the work plan by day, with who owes what and what is late."""
    rows = measure.milestones.select_related("part__organisation").order_by("due_on", "id")
    found = []
    for each in rows:
        said, kind = milestone_words(each, on=on)
        is_open = each.done_on is None and not each.dropped
        who = each.part.organisation.name if each.part else measure.owner.name
        found.append(MilestoneLine(each, who, said, kind, is_open))
    return found


def goal_views(measure: Measure) -> list[GoalView]:
    """Return the goals of a measure: target, baseline, how they were judged."""
    rows = measure.goals.select_related("goal").order_by("position", "id")
    return [_goal_view(each.goal) for each in rows]


def _goal_view(goal: Goal) -> GoalView:
    sign = "≤" if goal.direction == Direction.DOWN else "≥"
    unit = goal.unit
    if goal.due_on:
        unit = _("%(unit)s bis %(day)s") % {"unit": unit, "day": german.date(goal.due_on)}
    baseline = ""
    if goal.baseline is not None:
        baseline = _("Ausgangswert %(value)s") % {"value": german.measure(goal.baseline)}
        if goal.baseline_on:
            baseline = _("%(baseline)s, Stand %(day)s") % {
                "baseline": baseline,
                "day": german.date(goal.baseline_on),
            }
    return GoalView(
        goal=goal,
        indicator=goal.indicator_label or goal.own_indicator,
        target=f"{sign} {german.measure(goal.target)}" if goal.target is not None else "",
        unit=unit.strip(),
        baseline=baseline,
        state_kind={"reached": "on", "missed": "bad"}.get(goal.state, ""),
    )


def money_facts(money: Money) -> list[Fact]:
    """Return planned, spent and where it comes from, as names and values."""
    facts = [Fact(_("geplant"), german.euro(money.planned))]
    if len(money.by_source) > 1:
        facts += [
            Fact(_("davon %(source)s") % {"source": each.label}, german.euro(each.planned))
            for each in money.by_source
        ]
    elif money.by_source:
        facts.append(Fact(_("woher"), money.by_source[0].label))
    return [*facts, Fact(_("ausgegeben"), german.euro(money.spent))]


def part_facts(measure: Measure) -> list[Fact]:
    """Return who does what, by role, and for whom it is."""
    by_role: dict[str, list[str]] = {}
    for part in measure.parts.select_related("organisation").order_by("id"):
        by_role.setdefault(str(part.get_role_display()), []).append(part.organisation.name)
    facts = [Fact(role, ", ".join(names)) for role, names in by_role.items()]
    groups = [audience_words(each) for each in measure.audiences.all()]
    return [*facts, Fact(_("für wen"), "; ".join(groups))] if groups else facts


def detail_facts(measure: Measure) -> list[Fact]:
    """Return what else is known; what nobody has said is left out."""
    span = " – ".join(
        german.date(day) for day in (measure.starts_on, measure.ends_on) if day is not None
    )
    lists = {
        _("Säulen"): words(measure.pillars, Pillar),
        _("Handlungsfelder"): words(measure.settings, Setting),
        _("soll weniger werden"): words(measure.risk_factors, RiskFactor),
        _("soll stärker werden"): words(measure.protective_factors, ProtectiveFactor),
    }
    facts = [Fact(_("Thema"), str(measure.get_topic_display()))]
    if span:
        facts.append(Fact(_("Zeitraum"), span))
    if measure.place:
        facts.append(Fact(_("Ort"), measure.place))
    if measure.area_key:
        name = area_names([measure.area_key]).get(measure.area_key, measure.area_key)
        facts.append(Fact(_("Gebiet"), name))
    facts += [Fact(name, ", ".join(said)) for name, said in lists.items() if said]
    level = str(measure.get_evidence_level_display())
    named = f"{measure.evidence_title}: {level}" if measure.evidence_title else level
    if measure.evidence_on:
        named = _("%(named)s, Stand %(day)s") % {
            "named": named,
            "day": german.date(measure.evidence_on),
        }
    facts.append(Fact(_("Nachweis"), named, measure.evidence_url))
    if measure.responsible:
        facts.append(Fact(_("verantwortlich"), measure.responsible.name))
    return facts


def budget_views(measure: Measure) -> list[BudgetView]:
    """Return the lines of the budget with what was spent on each."""
    rows = measure.budget.prefetch_related("spendings").order_by("id")
    return [
        BudgetView(line, sum((each.amount for each in line.spendings.all()), Decimal(0)))
        for line in rows
    ]


def list_spendings(measure: Measure) -> list[Spending]:
    """Return what was spent, the newest first."""
    rows = Spending.objects.filter(line__measure=measure)
    return list(rows.select_related("line", "part__organisation").order_by("-on", "-id"))


def panels_for(
    actor: Person, measure: Measure
) -> tuple[list[registry.Panel], list[registry.Panel]]:
    """Return what apps above add to the first page: beside the work, and in the narrow column."""
    found = [panel for load in registry.panels() if (panel := load(actor, measure)) is not None]
    return [each for each in found if not each.side], [each for each in found if each.side]


def money_for(measure: Measure) -> Money:
    """Return the money of one measure."""
    return money_of([measure])[measure.pk]
