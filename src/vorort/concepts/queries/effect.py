"""What may be said of an effect: only the sentences of its own engine, never words of ours."""

from vorort.effects.queries import EffectText, describe, latest
from vorort.measures.models import Measure


def effect_of(measure: Measure) -> EffectText | None:
    """Return what the latest evaluation of a measure says, or None where there is none."""
    found = latest([measure]).get(measure.pk)
    return describe(found) if found else None
