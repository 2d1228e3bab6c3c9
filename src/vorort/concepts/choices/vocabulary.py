"""The seven steps of the Beccaria standards, and the documents made from their answers."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
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


class Known(models.TextChoices):
    """What other pages of a measure already say; a question it answers is not asked again."""

    FINDING = "finding", _("Feststellung")
    HYPOTHESES = "hypotheses", _("Vermutete Ursachen")
    FACTORS = "factors", _("Risiko- und Schutzfaktoren")
    OFFERS = "offers", _("Abgleich mit Angeboten")
    GOAL = "goal", _("Ziel")
    AUDIENCES = "audiences", _("Zielgruppen")
    SUMMARY = "summary", _("Was wir tun")
    EVIDENCE = "evidence", _("Nachweis")
    REACH = "reach", _("Was gezählt wird")
    OWNER = "owner", _("Zuständig")
    PARTS = "parts", _("Beteiligte")
    DATES = "dates", _("Zeitraum")
    MILESTONES = "milestones", _("Arbeitsplan")
    BUDGET = "budget", _("Kostenplan")
    AFTERWARDS = "afterwards", _("Wie es danach weitergeht")
    OUTCOME_PLAN = "outcome_plan", _("Bewertungsplan")
    COUNTS = "counts", _("Erreichte")
    RESULTS = "results", _("Ergebnis der Bewertung")
    LESSONS = "lessons", _("Was wir gelernt haben")


@dataclass(frozen=True)
class Question:
    """One question of the assistant; ``known`` names the fact that answers it by itself.

    ``for_all``: the answer may be published; everything else stays in the house.
    """

    code: str
    step: Step
    # A heading of one or two words, for documents and lists.
    label: Promise
    text: Promise
    help: Promise
    example: Promise
    required: bool = True
    for_all: bool = True
    in_short: bool = False
    known: Known | None = None


@dataclass(frozen=True)
class Needed:
    """A fact a step needs that no answer can replace: where it is entered, what is said without."""

    step: Step
    known: Known
    missing: Promise
    view_name: str
    in_short: bool = True


NEEDED = (
    Needed(
        Step.GOALS,
        Known.GOAL,
        _("Es fehlt ein Ziel mit Kennzahl und Datum."),
        "measures:goals",
    ),
    Needed(
        Step.CONCEPT,
        Known.MILESTONES,
        _("Im Arbeitsplan steht noch kein Meilenstein."),
        "measures:plan",
        in_short=False,
    ),
    Needed(
        Step.CONCEPT,
        Known.DATES,
        _("Es fehlt, bis wann die Maßnahme läuft."),
        "measures:edit",
    ),
)
