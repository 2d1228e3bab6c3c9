"""What may be said of an effect: only the sentences of its own engine, never words of ours."""

from collections.abc import Sequence
from dataclasses import dataclass

from vorort.effects.models import OutcomePlan
from vorort.measures.models import Measure


@dataclass(frozen=True)
class EffectText:
    headline: str
    sentences: Sequence[str]
    when_more: str = ""
    source_note: str = ""


def effect_of(measure: Measure) -> EffectText | None:
    """Return what the latest evaluation of a measure says, or None where there is none."""
    del measure
    return None


def seen_with(plan: OutcomePlan) -> list[str]:
    """Return what could be seen with a plan at all, as it was said before the start."""
    del plan
    return []
