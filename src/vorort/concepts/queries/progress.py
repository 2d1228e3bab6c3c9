"""How far the concepts of many measures are, in constant queries."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from vorort.concepts.choices import NEEDED, QUESTIONS, Known, Step
from vorort.concepts.models import Answer
from vorort.concepts.rules import is_short
from vorort.effects.models import Evaluation, OutcomePlan, ReachCount, ReachIndicator
from vorort.measures.models import (
    Audience,
    BudgetLine,
    Citation,
    Measure,
    MeasureGoal,
    Milestone,
    Part,
)
from vorort.partners.choices import EvidenceLevel

_OWN = OuterRef("pk")
# So many goals above are looked at; nobody builds higher trees.
_DEEPEST = 4


def _resting(on: str = "") -> QuerySet[MeasureGoal]:
    """Return the goals of a measure whose nearest need, their own or one above, has what is asked."""
    found, nearer, goal = Q(), Q(), "goal"
    for _step in range(_DEEPEST):
        found |= nearer & Q(**{f"{goal}__need{on}__isnull": False})
        nearer &= Q(**{f"{goal}__need__isnull": True})
        goal += "__parent"
    return MeasureGoal.objects.filter(found, measure=_OWN)


# The same conditions as the readers of ``known``, as one question to the database.
_EXIST: dict[Known, Callable[[], QuerySet[Any]]] = {
    Known.FINDING: _resting,
    Known.HYPOTHESES: lambda: _resting("__finding__hypotheses"),
    Known.GOAL: lambda: MeasureGoal.objects.filter(measure=_OWN, goal__due_on__isnull=False),
    Known.AUDIENCES: lambda: Audience.objects.filter(measure=_OWN),
    Known.REACH: lambda: ReachIndicator.objects.filter(measure=_OWN),
    Known.PARTS: lambda: Part.objects.filter(measure=_OWN),
    Known.MILESTONES: lambda: Milestone.objects.filter(measure=_OWN, dropped=False),
    Known.BUDGET: lambda: BudgetLine.objects.filter(measure=_OWN),
    Known.OUTCOME_PLAN: lambda: OutcomePlan.objects.filter(measure=_OWN),
    Known.COUNTS: lambda: ReachCount.objects.filter(indicator__measure=_OWN),
    Known.RESULTS: lambda: Evaluation.objects.filter(plan__measure=_OWN),
}  # fmt: skip


def missing_counts(measures: Sequence[Measure]) -> dict[int, dict[Step, int]]:
    """Return for each measure how much each step still needs."""
    keys = [measure.pk for measure in measures]
    rows = Measure.objects.filter(pk__in=keys).annotate(
        cited=Exists(Citation.objects.filter(measure=_OWN)),
        **{f"has_{known.value}": Exists(rows()) for known, rows in _EXIST.items()},
    )
    answered: dict[int, set[str]] = {key: set() for key in keys}
    given = Answer.objects.filter(measure__in=keys).exclude(text="")
    for key, code in given.values_list("measure_id", "question"):
        answered[key].add(code)
    return {row.pk: _count(row, answered[row.pk]) for row in rows}


def _count(row: Measure, answered: set[str]) -> dict[Step, int]:
    known, short = _known(row), is_short(row)
    found = dict.fromkeys(Step, 0)
    for question in QUESTIONS:
        wanted = question.in_short if short else question.required
        if wanted and question.code not in answered and question.known not in known:
            found[question.step] += 1
    for one in NEEDED:
        if one.known not in known and (one.in_short or not short):
            found[one.step] += 1
    return found


def _known(row: Measure) -> set[Known]:
    here = {known for known in _EXIST if getattr(row, f"has_{known.value}")}
    evidence = row.evidence_level != EvidenceLevel.NONE or row.copied_label
    own = {
        Known.FACTORS: row.risk_factors or row.protective_factors,
        Known.SUMMARY: row.summary,
        Known.EVIDENCE: evidence or getattr(row, "cited", False),
        Known.DATES: row.ends_on,
        Known.AFTERWARDS: row.afterwards,
        Known.LESSONS: row.lessons,
    }
    return here | {known for known, value in own.items() if value}
