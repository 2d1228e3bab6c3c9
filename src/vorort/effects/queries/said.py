"""A result opened up for its sentences, and numbers as sentences say them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from vorort.effects.choices import EffectGrade, Frequency
from vorort.effects.models import Evaluation, OutcomePlan
from vorort.effects.rules import nth
from vorort.ui import format as show

# The largest drop anybody hopes for: where not even that is seen, counts say nothing.
HOPELESS = 0.7


@dataclass(frozen=True)
class Said:
    """An evaluation opened up for its sentences."""

    evaluation: Evaluation
    plan: OutcomePlan
    result: Mapping[str, Any]
    parts: Mapping[str, Any]
    reasons: tuple[str, ...]
    first: dt.date
    frequency: str
    start: int
    phase_in: int
    length: int

    @classmethod
    def of(cls, evaluation: Evaluation) -> "Said":
        inputs, parameters = evaluation.inputs, evaluation.parameters
        treated = inputs.get("treated") or [{"counts": []}]
        return cls(
            evaluation=evaluation,
            plan=evaluation.plan,
            result=evaluation.result,
            parts=evaluation.result.get("parts") or {},
            reasons=tuple(evaluation.result.get("reasons") or ()),
            first=dt.date.fromisoformat(inputs["first"]),
            frequency=inputs["frequency"],
            start=int(parameters["start"]),
            phase_in=int(parameters["phase_in"]),
            length=len(treated[0]["counts"]),
        )

    @property
    def grade(self) -> str:
        return self.evaluation.grade

    @property
    def judged(self) -> bool:
        """Whether there is an estimate at all."""
        return self.result.get("expected") is not None

    @property
    def fewer(self) -> bool:
        return number(self.result, "observed") < number(self.result, "expected")

    @property
    def good(self) -> bool:
        return self.fewer is self.lower

    @property
    def lower(self) -> bool:
        """Whether fewer cases are what is wanted."""
        return bool(self.evaluation.parameters["lower_is_better"])

    @property
    def evaluable(self) -> bool:
        return self.grade != EffectGrade.NOT_EVALUABLE

    @property
    def monthly(self) -> bool:
        return self.frequency == Frequency.MONTH

    @property
    def later(self) -> tuple[dt.date, float] | None:
        """With which period, and from which drop on, the plan foresaw that something could be seen.

        None where no longer time after helps.
        """
        power, have = self.plan.power or {}, number(self.parts, "n_after")
        for length, mde in zip(power.get("periods", ()), power.get("mde") or (), strict=False):
            if mde is not None and length > have and mde <= HOPELESS:
                return nth(self.first, self.start + self.phase_in + length - 1, self.frequency), mde
        return None

    @property
    def after(self) -> tuple[dt.date, dt.date]:
        """First and last period after that is counted."""
        first = nth(self.first, self.start + self.phase_in, self.frequency)
        return first, nth(self.first, max(self.length - 1, self.start), self.frequency)


def number(values: Mapping[str, Any], name: str) -> float:
    """Return a number of a stored result; what JSON cannot hold comes back as it was."""
    value = values.get(name)
    if value is None:
        return float("nan")
    return float(value)


def cases(count: float) -> str:
    """Return a number of cases, one of them too."""
    return ngettext("%(count)s Fall", "%(count)s Fälle", round(count)) % {
        "count": show.number(round(count))
    }


def change(ratio: float) -> str:
    """Return a ratio as a change in percent."""
    return show.signed_percent(round((ratio - 1) * 100))


def rise(drop: float) -> float:
    """Return the rise that is at least as easy to see as a drop."""
    return drop / (1 - drop)
