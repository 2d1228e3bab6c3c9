"""The counts of a plan as the figures know them now, with where they come from."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from vorort.authorities.models import Authority
from vorort.effects.choices import Frequency
from vorort.effects.models import OutcomePlan
from vorort.effects.rules import first_of, nth, place_of
from vorort.figures import queries as figures
from vorort.places.models import Area
from vorort.places.queries import area_names

# Boundaries are drawn a little otherwise in each register; more than this is another area.
SAME_SIZE = 0.02


@dataclass(frozen=True)
class Question:
    """Which figure, where, from when until when; lists hold area keys."""

    source: str
    code: str
    frequency: str
    first: dt.date
    last: dt.date
    treated: tuple[str, ...]
    comparison: tuple[str, ...] = ()
    ring: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return (*self.treated, *self.comparison, *self.ring)


@dataclass(frozen=True)
class Counts:
    """The frozen inputs of a judgement and the deliveries behind them, both JSON."""

    inputs: dict[str, Any]
    data_version: dict[str, Any]

    @property
    def length(self) -> int:
        return max((len(area["counts"]) for area in self.inputs["treated"]), default=0)

    @property
    def first(self) -> dt.date:
        return dt.date.fromisoformat(self.inputs["first"])


def question_of(plan: OutcomePlan, *, until: dt.date | None = None) -> Question:
    """Return what a plan asks the figures; ``until`` cuts the time after."""
    last = plan.after_until if until is None else min(plan.after_until, until)
    return Question(
        source=plan.source,
        code=plan.code,
        frequency=plan.frequency,
        first=plan.before_from,
        last=last,
        treated=tuple(plan.treated),
        comparison=tuple(plan.comparison),
        ring=tuple(plan.ring),
    )


def last_complete(as_of: dt.date, frequency: str) -> dt.date:
    """Return the last period that is over on a day."""
    return nth(first_of(as_of + dt.timedelta(days=1), frequency), -1, frequency)


def read_counts(question: Question, *, viewer: Authority | None) -> Counts:
    """Return the counts of all areas, one place a period, and their deliveries.

    The series ends with the last period in which the areas of the measure are known: what has not
    come yet is no gap.
    """
    reading = _months if question.frequency == Frequency.MONTH else _years
    counts, used, since = reading(question, viewer)
    counts, moved = _same_areas(question, counts)
    length = max(
        (
            n + 1
            for key in question.treated
            for n, v in enumerate(counts.get(key, ()))
            if v is not None
        ),
        default=0,
    )
    names = area_names(question.keys)

    def areas(keys: Iterable[str]) -> list[dict[str, Any]]:
        empty: tuple[int | None, ...] = (None,) * length
        return [
            {
                "key": key,
                "name": names.get(key, key),
                "counts": list(counts.get(key, empty)[:length]),
            }
            for key in keys
        ]

    inputs = {
        "source": question.source,
        "code": question.code,
        "frequency": question.frequency,
        "first": question.first.isoformat(),
        "treated": areas(question.treated),
        "comparison": areas(question.comparison),
        "ring": areas(question.ring),
    }
    broken = {"": since} if since else {}
    if broken | moved:
        inputs["breaks"] = [
            {"key": key, "name": names.get(key, key), "since": day.isoformat()}
            for key, day in (broken | moved).items()
        ]
    return Counts(inputs, _version(question, used, viewer))


_Counted = dict[str, tuple[int | None, ...]]
# Counts, the deliveries behind them, and since when it is counted as it is now.
_Read = tuple[_Counted, set[str], dt.date | None]


def _months(question: Question, viewer: Authority | None) -> _Read:
    if question.last < question.first:
        return {}, set(), None
    found = figures.read_months(
        area_keys=question.keys,
        codes=[question.code],
        first=question.first,
        last=question.last,
        viewer=viewer,
        source=question.source or None,
    )
    counts = {key: months.counts for (key, _code), months in found.items()}
    return counts, {one for months in found.values() for one in months.deliveries}, None


def _years(question: Question, viewer: Authority | None) -> _Read:
    years = range(question.first.year, question.last.year + 1)
    found = figures.read_series(
        area_keys=question.keys,
        codes=[question.code],
        years=years,
        viewer=viewer,
        source=question.source or None,
    )
    counts, used, changed = {}, set(), 0
    for (key, _code), series in found.items():
        # Counted another way before: such years are no comparison.
        since = max((year for year in series.key_changes if year in years), default=0)
        counts[key] = tuple(value.cases if value.year >= since else None for value in series.values)
        used |= {value.delivery for value in series.values if value.delivery}
        if any(value.cases is not None and value.year < since for value in series.values):
            changed = max(changed, since)
    return counts, used, dt.date(changed, 1, 1) if changed else None


def _same_areas(question: Question, counts: _Counted) -> tuple[_Counted, dict[str, dt.date]]:
    """Leave out what was counted in other boundaries; return also since when areas have theirs."""
    moved = _moved(question)
    kept, since = dict(counts), {}
    for key, day in moved.items():
        before = place_of(question.first, day, question.frequency)
        row = counts.get(key, ())
        if any(value is not None for value in row[:before]):
            kept[key] = (*(None for _value in row[:before]), *row[before:])
            since[key] = day
    return kept, since


def _moved(question: Question) -> dict[str, dt.date]:
    """Return the first whole period in their present boundaries of the areas that got other ones."""
    rows = Area.objects.filter(key__in=question.keys).order_by("key", "valid_from")
    found: dict[str, dt.date] = {}
    sizes: dict[str, float] = {}
    for key, begins, size in rows.values_list("key", "valid_from", "area_ha"):
        whole = first_of(begins, question.frequency)
        if whole != begins:
            whole = nth(whole, 1, question.frequency)
        known = sizes.get(key)
        if size and known and abs(size / known - 1) > SAME_SIZE and begins <= question.last:
            found[key] = whole
        if size:
            sizes[key] = size
    return {key: day for key, day in found.items() if day > question.first}


def _version(question: Question, used: set[str], viewer: Authority | None) -> dict[str, Any]:
    years = range(question.first.year, max(question.last.year, question.first.year) + 1)
    lines = figures.provenance(
        area_keys=question.keys, years=years, viewer=viewer, source=question.source or None
    )
    known = {line.delivery: line for line in lines if line.delivery in used}
    return {
        "deliveries": [
            {
                "id": delivery,
                "label": known[delivery].label if delivery in known else "",
                "sha256": known[delivery].sha256 if delivery in known else "",
                "received_on": known[delivery].received_on.isoformat() if delivery in known else "",
            }
            for delivery in sorted(used)
        ]
    }


def before(question: Question, starts_on: dt.date) -> Question:
    """Return the question up to the period before the start."""
    return replace(question, last=nth(starts_on, -1, question.frequency))


def start_place(inputs: Mapping[str, Any], starts_on: dt.date) -> int:
    """Return the place of the first period with the measure."""
    return place_of(dt.date.fromisoformat(inputs["first"]), starts_on, inputs["frequency"])


def phase_in_length(plan: OutcomePlan) -> int:
    """Return how many periods from the start on count neither before nor after."""
    if plan.phase_in_until is None:
        return 0
    return place_of(plan.starts_on, plan.phase_in_until, plan.frequency) + 1
