"""Which numbers of a result point at somebody: alone, or beside what is public already."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from vorort.effects.choices import EffectGrade
from vorort.effects.models import Evaluation, OutcomePlan
from vorort.figures import queries as figures
from vorort.findings.models import Goal
from vorort.publications.choices import PublicationKind
from vorort.publications.models import Publication
from vorort.ui import format as show

# Counted are people, or what stands for one: few of them are known in a small town.
_PEOPLE = re.compile(
    r"person|mensch|leute|teilnehm|besuch|opfer|betroff|geschädigt|kind|jugendlich|schüler|eltern|"
    r"famili|frau|männer|senior|klient|täter|verdächtig|berat|gespräch|vermittl|anzeige|meldung|"
    r"fall\b|fälle",
    re.IGNORECASE,
)

# A number that stands alone and is no time of any kind.
_NUMBER = (
    r"(?<![\d.,])%s(?![.,]?\d)"
    r"(?!\.\s*(?:\d|Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))"
    r"(?!\s*(?:Tag|Woche|Monat|Jahr|Uhr|Minute|Stunde))"
)


def is_small(count: float | None) -> bool:
    """Whether a number, as it would be said, is so small that it points at somebody."""
    return count is not None and count > 0 and round(count) < settings.SMALL_COUNT_LIMIT


def counts_people(label: str) -> bool:
    """Whether what is counted is people, as far as its name says so."""
    return bool(_PEOPLE.search(label))


def has_small_counts(evaluation: Evaluation) -> bool:
    """Whether a number that a sentence says is small enough to point at somebody."""
    result, ring = evaluation.result, evaluation.result.get("ring") or {}
    parts = result.get("parts") or {}
    said = [result.get("observed"), result.get("expected"), parts.get("treated_before")]
    if evaluation.grade != EffectGrade.NOT_EVALUABLE:
        said += [result.get("before_high"), ring.get("observed"), ring.get("expected")]
    return any(is_small(count) for count in said)


def is_small_baseline(goal: Goal) -> bool:
    """Whether what a figure was before points at somebody: its cases, whatever unit it is in."""
    if goal.baseline is None or goal.baseline_on is None:
        return False
    key, year = goal.area_key or goal.authority.area_key, goal.baseline_on.year
    try:
        found = figures.read_series(
            area_keys=[key], codes=[goal.code], years=[year], viewer=goal.authority,
            source=goal.source,
        )  # fmt: skip
    except KeyError:
        return is_small(float(goal.baseline))
    series = found.get((key, goal.code))
    value = series.value(year) if series else None
    cases = None if value is None else value.cases
    return is_small(float(goal.baseline) if cases is None else cases)


def told_anyway(evaluation: Evaluation) -> list[str]:
    """Return the numbers of a result that our own reading of it says in so many figures."""
    result, ring = evaluation.result, evaluation.result.get("ring") or {}
    counts = (
        result.get("observed"), result.get("expected"), result.get("before_high"),
        (result.get("parts") or {}).get("treated_before"), ring.get("observed"), ring.get("expected"),
    )  # fmt: skip
    forms = {
        form for count in counts if count for form in (str(round(count)), show.number(round(count)))
    }
    return [
        form
        for form in sorted(forms)
        if re.search(_NUMBER % re.escape(form), evaluation.assessment)
    ]


@dataclass(frozen=True)
class _Sum:
    """A count that is said: of these areas, from one period to another."""

    keys: frozenset[str]
    first: int
    last: int
    count: float

    def holds(self, other: "_Sum") -> bool:
        """Whether the other is a part of it, so that the difference is a count as well."""
        inside = self.first <= other.first and other.last <= self.last
        return inside and other.keys <= self.keys


def tells_apart(evaluation: Evaluation, public: Iterable[Evaluation]) -> bool:
    """Whether the numbers of a result, less numbers that are public, leave a small count."""
    own = _sums(evaluation)
    others = [one for each in public for one in _sums(each)]
    return any(
        is_small(abs(one.count - other.count))
        for one in own
        for other in others
        if one.holds(other) != other.holds(one)
    )


def _sums(evaluation: Evaluation) -> list[_Sum]:
    inputs, result = evaluation.inputs, evaluation.result
    if result.get("observed") is None:
        return []
    year, month = (int(part) for part in inputs["first"].split("-")[:2])
    begin = year * 12 + month - 1 if inputs["frequency"] == "month" else year
    first = begin + evaluation.parameters["start"] + evaluation.parameters["phase_in"]
    found = []
    for side, count in (
        ("treated", result["observed"]),
        ("ring", (result.get("ring") or {}).get("observed")),
    ):
        areas = inputs.get(side) or []
        if count is not None and areas:
            keys = frozenset(area["key"] for area in areas)
            found.append(_Sum(keys, first, begin + len(areas[0]["counts"]) - 1, count))
    return found


def public_with_numbers(found: Sequence[Evaluation]) -> list[Evaluation]:
    """Return the results of the same figures that have ever been public with their numbers."""
    if not found:
        return []
    asked = {(one.plan.source, one.plan.code, one.plan.frequency) for one in found}
    plans = [
        plan
        for plan in OutcomePlan.objects.filter(
            authority=found[0].authority_id, code__in={code for _source, code, _unit in asked}
        ).select_related("measure")
        if (plan.source, plan.code, plan.frequency) in asked
    ]
    pages = Publication.objects.filter(
        kind=PublicationKind.MEASURE, subject__in={plan.measure.public_id for plan in plans}
    ).order_by()
    shown = {
        effect["id"]
        for effects in pages.values_list("payload__public__effects", flat=True)
        for effect in effects or ()
        if "figures" in effect
    }
    rows = Evaluation.objects.filter(public_id__in=shown, plan__in=[plan.pk for plan in plans])
    return list(rows.select_related("plan"))
