"""The seven steps of the Beccaria standards, and the documents made from their answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.IntegerChoices):
    PROBLEM = 1, _("Problem beschreiben")
    CAUSES = 2, _("Ursachen klären")
    GOALS = 3, _("Ziele und Zielgruppen festlegen")
    MEASURES = 4, _("Maßnahmen auswählen")
    CONCEPT = 5, _("Konzept und Umsetzung")
    REVIEW = 6, _("Überprüfen")
    CONCLUSIONS = 7, _("Schlüsse ziehen und festhalten")


BEFORE_START = (Step.PROBLEM, Step.CAUSES, Step.GOALS, Step.MEASURES, Step.CONCEPT)
BEFORE_END = (Step.REVIEW, Step.CONCLUSIONS)


class DocumentKind(models.TextChoices):
    COUNCIL_PAPER = "vorlage", _("Beschlussvorlage")
    PROJECT = "projektbeschreibung", _("Projektbeschreibung")
    EVALUATION_PLAN = "bewertungsplan", _("Bewertungsplan")
    FINAL_REPORT = "schlussbericht", _("Schlussbericht")
