"""How an effect was looked for, what can be said of it, how the counts come in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    MONTH = "month", _("Monate")
    YEAR = "year", _("Jahre")


class Design(models.TextChoices):
    """In rising order of what they can rule out; the data decide which is possible."""

    NONE = "none", _("nicht bewertbar")
    BEFORE_AFTER = "before_after", _("Vorher-Nachher")
    COMPARISON = "comparison", _("Vorher-Nachher mit Vergleichsgebieten")
    SERIES = "series", _("unterbrochene Zeitreihe")
    SERIES_COMPARISON = "series_comparison", _("unterbrochene Zeitreihe mit Vergleichsgebieten")


class EffectGrade(models.TextChoices):
    """What a reader may take from it; a wish for an effect never lifts a grade."""

    LIKELY_GOOD = "likely_good", _("Wirkung wahrscheinlich")
    LIKELY_BAD = "likely_bad", _("Verschlechterung wahrscheinlich")
    DISPLACED = "displaced", _("verlagert")
    UNCLEAR = "unclear", _("nicht von Zufall zu unterscheiden")
    NOT_EVALUABLE = "not_evaluable", _("nicht bewertbar")


class PlanVerdict(models.TextChoices):
    """Before the start: what could be seen at all."""

    EVALUABLE = "evaluable", _("mit diesen Zahlen gut zu bewerten")
    LARGE_ONLY = "large_only", _("nur große Wirkungen wären zu sehen")
    NOT_BY_COUNTS = "not_by_counts", _("mit diesen Zahlen nicht zu bewerten")


MONTHS_A_YEAR = 12
