"""What may be suggested for a need, how it is weighed, and what became of a suggestion."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.effects.choices import EffectGrade


class SuggestionKind(models.TextChoices):
    OFFER = "offer", _("Angebot")
    MEASURE = "measure", _("Maßnahme eines anderen Ortes")


class Reaction(models.TextChoices):
    TAKEN = "taken", _("übernommen")
    DECLINED = "declined", _("passt nicht")


@dataclass(frozen=True)
class Weights:
    """Points of a suggestion: added up, nothing else. Who changes one changes the order for all.

    A factor in common is the strongest reason, because it says why something may work; the topic
    comes next, then for whom it is, how well it is studied, and what others say by using it.
    """

    topic: int = 4
    risk_factor: int = 3
    most_risk: int = 9
    protective_factor: int = 2
    most_protective: int = 6
    target_group: int = 3
    for_all: int = 1
    # Grüne Liste: level 1 to 3; on the threshold.
    founded: int = 2
    probable: int = 3
    proven: int = 4
    threshold: int = 1
    # A town that made its result public; one beyond chance, for the better or for the worse.
    result: int = 1
    good_result: int = 3
    bad_result: int = -6
    used: int = 2
    most_used: int = 6


WEIGHTS = Weights()
# Of so many inhabitants more or fewer, as a factor, towns count as of the same size.
SAME_SIZE = 2.0
# Nobody reads more suggestions than this.
MOST_SUGGESTIONS = 12
# So many nodes can still be told apart in a picture.
MOST_NODES = 60
# Results in the words of the effects that speak for a measure.
GOOD_GRADES = frozenset({EffectGrade.LIKELY_GOOD.value})
BAD_GRADES = frozenset({EffectGrade.LIKELY_BAD.value, EffectGrade.DISPLACED.value})


class SizeFilter(models.TextChoices):
    """How large the other town is."""

    LIKE_US = "like_us", _("etwa so groß wie wir")
    SMALLER = "smaller", _("kleiner")
    LARGER = "larger", _("größer")


# "Noch kein Ergebnis" stands beside the grades of effects.
NO_RESULT = "open"


class PartnerOrder(models.TextChoices):
    NAME = "name", _("Name")
    MEASURES = "massnahmen", _("Zahl der Maßnahmen")
    BODIES = "gremien", _("Zahl der Gremien")
