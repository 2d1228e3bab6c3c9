"""Each computed result: stored with everything it came from, followed by the next, never changed."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.effects.choices import Design, EffectGrade
from vorort.effects.models import Evaluation, OutcomePlan
from vorort.effects.queries.changes import changes_between, gives_again
from vorort.effects.queries.counts import (
    Counts,
    last_complete,
    phase_in_length,
    question_of,
    read_counts,
    start_place,
)
from vorort.effects.rules import ENGINE, compute, fingerprint, parameters_of
from vorort.measures.rules import KIND


class NothingToJudge(DomainError):
    """There is nothing to judge yet."""


@transaction.atomic
def evaluate(
    *,
    plan: OutcomePlan,
    as_of: dt.date,
    by: Person | None,
    at: dt.datetime,
    is_final: bool = False,
    seed: int | None = None,
) -> Evaluation:
    """Judge a measure by what is known on a day, and keep the result with its inputs.

    Where the same inputs were judged before, that evaluation is returned (marked final if asked).

    Raises
    ------
    NothingToJudge
        The day lies in the future.
    """
    if as_of > timezone.localtime(at).date():
        raise NothingToJudge(
            _("Der Stand kann nicht in der Zukunft liegen. Bitte wählen Sie heute oder einen Tag davor."),
            field="as_of",
        )  # fmt: skip
    # One judgement of a plan at a time: two would give themselves the same number.
    OutcomePlan.objects.select_for_update().get(pk=plan.pk)
    counts = read_counts(
        question_of(plan, until=last_complete(as_of, plan.frequency)), viewer=plan.authority
    )
    parameters = _parameters(plan, counts)
    chosen = _seed(plan) if seed is None else seed
    mark = fingerprint(counts.inputs, parameters, chosen)
    # An earlier day judged again is told from that day's last result, not from a later day's.
    known: Evaluation | None = (
        plan.evaluations.filter(as_of__lte=as_of).order_by("-as_of", "-number").first()
    )
    if known is not None and known.fingerprint == mark:
        return _again(known, is_final=is_final, by=by, at=at)
    result = compute(counts.inputs, parameters, chosen)
    made: Evaluation = Evaluation.objects.create(
        authority=plan.authority,
        plan=plan,
        number=(plan.evaluations.aggregate(last=Max("number"))["last"] or 0) + 1,
        as_of=as_of,
        is_final=is_final,
        computed_at=at,
        computed_by=by,
        design=Design(result["design"]),
        grade=EffectGrade(result["grade"]),
        inputs=counts.inputs,
        data_version=counts.data_version,
        parameters=parameters,
        seed=chosen,
        engine=ENGINE,
        fingerprint=mark,
        result=result,
    )
    _log("evaluated", made, by, at, grade=str(made.get_grade_display()))
    return made


def _parameters(plan: OutcomePlan, counts: Counts) -> dict[str, Any]:
    return parameters_of(
        start=start_place(counts.inputs, plan.starts_on),
        phase_in=phase_in_length(plan),
        selected=plan.chosen_because_high,
        lower_is_better=plan.lower_is_better,
        outcomes=OutcomePlan.objects.filter(measure=plan.measure_id).count(),
    )


@transaction.atomic
def assess(*, evaluation: Evaluation, text: str, by: Person, at: dt.datetime) -> Evaluation:
    """Write down our own reading of a result; the computed sentences stay."""
    kept: Evaluation = (
        Evaluation.objects.select_for_update(of=("self",))
        .select_related("plan__measure")
        .get(pk=evaluation.pk)
    )
    kept.assessment = text.strip()
    kept.save(update_fields=["assessment", "updated_at"])
    _log("assessed", kept, by, at)
    return kept


@dataclass(frozen=True)
class Recheck:
    """Whether a kept result can be computed again, and what the data say now."""

    same_result: bool
    evaluation: Evaluation
    # What is different from the inputs kept, in sentences; empty where nothing is.
    changes: tuple[str, ...]


def recheck(*, evaluation: Evaluation, by: Person, at: dt.datetime) -> Recheck:
    """Compute a result again from what was kept, and judge anew where the data have changed.

    The same inputs give the same numbers, bit for bit. Changed data make a new evaluation as of
    the same day; the old one stays.
    """
    same = gives_again(evaluation)
    newer = evaluate(
        plan=evaluation.plan,
        as_of=evaluation.as_of,
        by=by,
        at=at,
        is_final=evaluation.is_final,
        seed=evaluation.seed,
    )
    changes = tuple(changes_between(evaluation, newer)) if newer.pk != evaluation.pk else ()
    return Recheck(same, newer, changes)


def _again(known: Evaluation, *, is_final: bool, by: Person | None, at: dt.datetime) -> Evaluation:
    if is_final and not known.is_final:
        known.is_final = True
        known.save(update_fields=["is_final", "updated_at"])
        _log("evaluated", known, by, at, is_final=True)
    return known


def _seed(plan: OutcomePlan) -> int:
    """Return a seed that belongs to the plan: nobody picks one that suits."""
    return int.from_bytes(hashlib.sha256(plan.public_id.encode()).digest()[:4], "big")


def _log(
    verb: str, evaluation: Evaluation, by: Person | None, at: dt.datetime, **after: object
) -> None:
    measure = evaluation.plan.measure
    record(
        verb=f"effects.{verb}",
        by=by,
        authority_id=evaluation.authority_id,
        kind=KIND,
        object_id=measure.public_id,
        label=f"{measure}: {evaluation.plan.label}",
        after=after or None,
        at=at,
    )
