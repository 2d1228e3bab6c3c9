"""Reads of plans, results and counts on the way."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum

from vorort.core.errors import NotVisible
from vorort.effects.models import Evaluation, OutcomePlan, ReachCount, ReachIndicator
from vorort.measures.models import Measure


def list_plans(measure: Measure) -> list[OutcomePlan]:
    """Return the plans of a measure with their latest evaluation first of theirs."""
    return list(
        OutcomePlan.objects.filter(measure=measure)
        .select_related("goal", "measure", "authority")
        .order_by("id")
    )


def get_plan(measure: Measure, public_id: str) -> OutcomePlan:
    """Return a plan of a measure, or a 404."""
    found = (
        OutcomePlan.objects.filter(measure=measure, public_id=public_id)
        .select_related("goal", "measure__authority", "authority")
        .first()
    )
    if found is None:
        raise NotVisible(public_id)
    return found


def get_evaluation(measure: Measure, public_id: str) -> Evaluation:
    """Return an evaluation of a measure, or a 404."""
    found = _evaluations().filter(plan__measure=measure, public_id=public_id).first()
    if found is None:
        raise NotVisible(public_id)
    return found


def _evaluations() -> QuerySet[Evaluation]:
    return Evaluation.objects.select_related("plan__measure__authority", "plan__goal", "authority")


def list_evaluations(plan: OutcomePlan) -> list[Evaluation]:
    """Return the evaluations of a plan, the latest first."""
    return list(_evaluations().filter(plan=plan).order_by("-as_of", "-number"))


def newest_of_plan() -> QuerySet[Evaluation, Any]:
    """Return what picks the result of a plan that knows most: of the latest day, then the last one."""
    rows = Evaluation.objects.filter(plan=OuterRef("plan")).order_by("-as_of", "-number")
    return rows.values("pk")[:1]


def latest_of_plans(plans: Sequence[OutcomePlan]) -> dict[int, Evaluation]:
    """Return the latest evaluation of each plan, in one query."""
    newest = newest_of_plan()
    rows = _evaluations().filter(plan__in=[plan.pk for plan in plans], pk=Subquery(newest))
    return {row.plan_id: row for row in rows}


# What says most stands first; a measure with several plans shows the one of its first goal.
def latest(measures: Sequence[Measure]) -> dict[int, Evaluation]:
    """Return the latest evaluation of the first plan of each measure that has one, in one query."""
    newest = newest_of_plan()
    rows = (
        _evaluations()
        .filter(plan__measure__in=[measure.pk for measure in measures], pk=Subquery(newest))
        .order_by("plan__measure_id", "plan_id")
    )
    found: dict[int, Evaluation] = {}
    for row in rows:
        found.setdefault(row.plan.measure_id, row)
    return found


@dataclass(frozen=True)
class Reach:
    """What is counted on the way: planned and reached."""

    indicator: ReachIndicator
    total: int | None
    last_on: dt.date | None

    @property
    def planned(self) -> int | None:
        return self.indicator.planned

    @property
    def done(self) -> bool | None:
        """Whether as much as planned was reached; None where nothing was planned or counted."""
        if self.planned is None or self.total is None:
            return None
        return self.total >= self.planned


def reach_of(measure: Measure) -> list[Reach]:
    """Return what is counted at a measure with its sums, in one query."""
    rows = (
        ReachIndicator.objects.filter(measure=measure)
        .annotate(total=Sum("counts__count"), last_on=Max("counts__on"))
        .order_by("id")
    )
    return [Reach(row, row.total, row.last_on) for row in rows]


def get_reach(measure: Measure, public_id: str) -> ReachIndicator:
    """Return what is counted at a measure, or a 404."""
    found = (
        ReachIndicator.objects.filter(measure=measure, public_id=public_id)
        .select_related("measure__authority", "authority")
        .first()
    )
    if found is None:
        raise NotVisible(public_id)
    return found


def list_counts(indicator: ReachIndicator) -> list[ReachCount]:
    """Return the counts of an indicator, the latest first."""
    rows = indicator.counts.select_related("part__organisation").order_by("-on", "-id")
    return list(rows)
