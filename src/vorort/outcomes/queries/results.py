"""The results of a measure as everybody may read them, with or without their numbers."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.db.models import QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from vorort.deliveries.queries import Standing, read_standings, release_of
from vorort.effects.choices import EffectGrade
from vorort.effects.models import Evaluation, ReachIndicator
from vorort.effects.queries import EffectText, describe, has_newer_numbers, newest_of_plan
from vorort.measures.models import Measure
from vorort.notices.rules import public_text
from vorort.outcomes.choices import OPEN_CAUSE, WITHOUT_NUMBERS
from vorort.outcomes.queries.disclosure import (
    counts_people,
    has_small_counts,
    is_small,
    public_with_numbers,
    tells_apart,
    told_anyway,
)
from vorort.outcomes.rules import WordProblem
from vorort.publications.choices import PublicEffect, PublicReach, RestsOn
from vorort.ui import format as show


@dataclass(frozen=True)
class Results:
    """What can be said of the results.

    Attributes
    ----------
    closed : tuple of str
        Why numbers stay hidden, one sentence a source.
    rests_on : tuple of RestsOn
        The deliveries behind the numbers that are shown.
    outdated : tuple of str
        What was computed from other numbers, or beside fewer figures, than there are now.
    problems : tuple of WordProblem
        Numbers that stay in the house and stand in our own reading all the same.
    """

    effects: list[PublicEffect]
    closed: tuple[str, ...]
    rests_on: tuple[RestsOn, ...]
    hidden: int
    outdated: tuple[str, ...]
    problems: tuple[WordProblem, ...] = ()


def newest_evaluations(measures: Iterable[int]) -> QuerySet[Evaluation]:
    """Return the newest result of each plan of these measures, in one query."""
    return (
        Evaluation.objects.filter(plan__measure__in=list(measures), pk=Subquery(newest_of_plan()))
        .select_related("plan__measure__authority")
        .order_by("plan__measure", "plan__pk")
    )


def read_results(measure: Measure, *, numbers: bool | None, at: dt.datetime) -> Results:
    """Return the newest result of each plan; numbers only where their sources are open.

    With ``numbers`` True also those of closed sources: for who must be told that they are.
    """
    found = list(newest_evaluations([measure.pk]))
    asked = {one.pk: deliveries_of(one) for one in found}
    standings = read_standings({i for ids in asked.values() for i in ids}, at=at)
    public = public_with_numbers(found)
    effects: list[PublicEffect] = []
    closed: list[str] = []
    problems: list[WordProblem] = []
    shown: set[str] = set()
    for one in found:
        reasons = _reasons(asked[one.pk], standings, one, public)
        closed += reasons
        with_numbers = numbers is not False and (not reasons or numbers is True)
        effects.append(_effect(one, with_numbers=with_numbers))
        if with_numbers and says_counts(one):
            shown.update(asked[one.pk])
            public.append(one)
        elif not with_numbers:
            problems += _told_anyway(one)
    return Results(
        effects=effects,
        closed=tuple(dict.fromkeys(closed)),
        rests_on=resting_on(shown, standings),
        hidden=sum(one.get("without_numbers", False) for one in effects),
        outdated=tuple(one.plan.label for one in found if is_outdated(one, len(found))),
        problems=tuple(problems),
    )


def _told_anyway(evaluation: Evaluation) -> list[WordProblem]:
    return [
        WordProblem(
            _("Einschätzung des Ergebnisses"),
            _(
                "Hier steht eine Zahl, die nicht für alle ist: %(number)s. Bitte nehmen Sie sie heraus."
            )
            % {"number": number},
        )
        for number in told_anyway(evaluation)
    ]


def is_outdated(evaluation: Evaluation, outcomes: int) -> bool:
    """Whether it would be judged otherwise now: other numbers, or more figures side by side."""
    return evaluation.parameters["outcomes"] < outcomes or has_newer_numbers(evaluation)


def resting_on(deliveries: Iterable[str], standings: Mapping[str, Standing]) -> tuple[RestsOn, ...]:
    """Return the deliveries behind something shown as they stand now."""
    return tuple(
        RestsOn(
            delivery=one,
            label=standings[one].name if one in standings else one,
            level=str(standings[one].level) if one in standings else "unknown",
            embargo_until=standings[one].embargo_until if one in standings else None,
        )
        for one in sorted(deliveries)
    )


def deliveries_of(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the public ids of the deliveries a result was computed from."""
    listed = evaluation.data_version.get("deliveries", ())
    return tuple(dict.fromkeys(one["id"] for one in listed if one.get("id")))


def _reasons(
    deliveries: Sequence[str],
    standings: Mapping[str, Standing],
    evaluation: Evaluation,
    public: Sequence[Evaluation],
) -> list[str]:
    """Return why the numbers of a result are not for everybody."""
    if not says_counts(evaluation):
        return []
    reasons = list(release_of(deliveries, standings, known=False).reasons)
    label = {"label": evaluation.plan.label}
    if not reasons and has_small_counts(evaluation):
        reasons.append(
            _("„%(label)s“: Die Fallzahlen sind so klein, dass man Einzelne erkennen könnte.")
            % label
        )
    # What stands there already tells nothing new by standing there again.
    known = any(one.pk == evaluation.pk for one in public)
    if not reasons and not known and tells_apart(evaluation, public):
        reasons.append(
            _("„%(label)s“: Aus dem Unterschied zu Zahlen, die schon öffentlich sind, ergäben sich so "
              "kleine Fallzahlen, dass man Einzelne erkennen könnte.") % label
        )  # fmt: skip
    return reasons


def is_judged(evaluation: Evaluation) -> bool:
    """Whether there is an estimate."""
    return evaluation.result.get("expected") is not None


def says_counts(evaluation: Evaluation) -> bool:
    """Whether sentences hold counts; that there was no case at all is one, too."""
    return is_judged(evaluation) or "NO_CASES" in (evaluation.result.get("reasons") or ())


def _effect(evaluation: Evaluation, *, with_numbers: bool) -> PublicEffect:
    text = describe(evaluation)
    made = PublicEffect(
        id=evaluation.public_id,
        plan=evaluation.plan.public_id,
        label=evaluation.plan.label,
        grade=str(evaluation.grade),
        badge=text.badge,
        verdict=text.verdict,
        headline=text.headline,
        sentences=list(text.sentences),
        as_of=evaluation.as_of.isoformat(),
        is_final=evaluation.is_final,
        design=str(evaluation.get_design_display()),
    )
    if evaluation.grade == EffectGrade.NOT_EVALUABLE and not is_judged(evaluation):
        made["is_early"] = set(evaluation.result.get("reasons") or ()) == {"AFTER_SHORT"}
    if with_numbers:
        if rows := _figures(evaluation):
            made["figures"] = rows
        if text.source_note and says_counts(evaluation):
            made["source"] = text.source_note
    else:
        made["without_numbers"] = True
        made["sentences"] = [_plain(evaluation, text)]
    # What share could be seen tells how many cases there are.
    if text.when_more and (with_numbers or "%" not in text.when_more):
        made["when_more"] = text.when_more
    if assessment := public_text(evaluation.assessment).strip():
        made["assessment"] = assessment
    return made


def _plain(evaluation: Evaluation, text: EffectText) -> str:
    """Return a result in one sentence without any number, never more than it says."""
    if evaluation.grade == EffectGrade.UNCLEAR and text.verdict != "chance":
        return str(OPEN_CAUSE)
    return str(WITHOUT_NUMBERS[evaluation.grade])


def _figures(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Return the estimate as names and values: what stands in the sentences, for who compares."""
    result = evaluation.result
    if not is_judged(evaluation) or not result["expected"]:
        return []
    rows = [
        (_("gezählt"), show.number(round(result["observed"]))),
        (_("ohne Maßnahme zu erwarten"), show.number(round(result["expected"]))),
    ]
    if evaluation.grade == EffectGrade.NOT_EVALUABLE:
        return rows
    rows.append((_("Unterschied"), _change(result["observed"] / result["expected"])))
    low, high = result.get("lo"), result.get("hi")
    if low is not None and high is not None:
        words = {"low": _change(low), "high": _change(high)}
        rows.append((_("Bereich (95 %)"), _("%(low)s bis %(high)s") % words))
    return rows


def _change(ratio: float) -> str:
    return show.signed_percent(round((ratio - 1) * 100))


def read_reach(measure: Measure) -> list[PublicReach]:
    """Return what was counted while the measure ran."""
    rows = ReachIndicator.objects.filter(measure=measure).annotate(reached=Sum("counts__count"))
    found = []
    for one in rows:
        if one.reached is None:
            continue
        if is_small(one.reached) and counts_people(f"{one.label} {one.unit}"):
            # "fewer than three", as everywhere where people could be recognised.
            made = cast("PublicReach", {"label": one.label, "below": settings.SMALL_COUNT_LIMIT})
        else:
            made = PublicReach(label=one.label, count=one.reached)
        if one.unit:
            made["unit"] = one.unit
        if one.planned is not None:
            made["planned"] = one.planned
        found.append(made)
    return found
