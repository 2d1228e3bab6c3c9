"""What may be suggested for a need, and what became of a suggestion."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SuggestionKind(models.TextChoices):
    OFFER = "offer", _("Angebot")
    MEASURE = "measure", _("Maßnahme eines anderen Ortes")


class Reaction(models.TextChoices):
    TAKEN = "taken", _("übernommen")
    DECLINED = "declined", _("passt nicht")
