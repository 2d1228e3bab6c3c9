"""From finding to goal: strengths, grades of evidence, states, the five steps of the chain."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Strength(models.TextChoices):
    """How firmly a finding stands, in the words of who made it."""

    STRONG = "strong", _("deutlich")
    MODERATE = "moderate", _("erkennbar")
    WEAK = "weak", _("ein Hinweis")


class FindingState(models.TextChoices):
    OPEN = "open", _("offen")
    CLOSED = "closed", _("abgeschlossen")


class EvidenceGrade(models.TextChoices):
    """On what an assumed cause rests."""

    ASSUMED = "assumed", _("Vermutung")
    EXPERIENCE = "experience", _("Erfahrung aus der Praxis")
    LOCAL_DATA = "local_data", _("durch Daten vor Ort gestützt")
    STUDIES = "studies", _("durch Studien belegt")


class NeedState(models.TextChoices):
    OPEN = "open", _("offen")
    COVERED = "covered", _("durch Angebote gedeckt")
    SET_ASIDE = "set_aside", _("zurückgestellt")


class Fit(models.TextChoices):
    """What an existing offer does for a need."""

    COVERS = "covers", _("deckt den Bedarf")
    PARTLY = "partly", _("deckt ihn zum Teil")
    NOT = "not", _("passt nicht")


RATED = {
    "severity": _("Schwere"),
    "spread": _("Verbreitung"),
    "changeability": _("Veränderbarkeit"),
}
# What each number means, so that two people mean the same by it.
ANCHORS: dict[str, tuple[Promise, ...]] = {
    "severity": (
        _("lästig, niemand kommt zu Schaden"),
        _("kleiner Schaden, bald behoben"),
        _("spürbarer Schaden oder anhaltende Angst"),
        _("Menschen werden verletzt oder meiden Orte"),
        _("Leben, Gesundheit oder Kinder sind ernst gefährdet"),
    ),
    "spread": (
        _("Einzelfälle"),
        _("wenige, an einem Ort"),
        _("mehrere Orte oder eine Gruppe"),
        _("viele, in mehreren Ortsteilen"),
        _("fast alle oder die ganze Stadt"),
    ),
    "changeability": (
        _("liegt kaum in unserer Hand"),
        _("nur mit anderen und über Jahre"),
        _("mit Partnern und Geld in ein bis zwei Jahren"),
        _("mit eigenen Mitteln in einem Jahr"),
        _("sofort und mit wenig Aufwand"),
    ),
}


class GoalKind(models.TextChoices):
    PREVENTION = "prevention", _("Präventionsziel")
    PROJECT = "project", _("Projektziel")


class Direction(models.TextChoices):
    DOWN = "down", _("höchstens")
    UP = "up", _("mindestens")


# What a count of a year is measured in; kept with the goal, so never in another language.
PER_YEAR = "Fälle im Jahr"
PER_100K = "Fälle je 100.000 Einwohner im Jahr"


class GoalState(models.TextChoices):
    OPEN = "open", _("offen")
    REACHED = "reached", _("erreicht")
    MISSED = "missed", _("nicht erreicht")
    UNCLEAR = "unclear", _("nicht zu beurteilen")
    DROPPED = "dropped", _("aufgegeben")


class ChainStep(models.TextChoices):
    """The links shown on every page of the chain, in this order, always all five."""

    FINDING = "finding", _("Feststellung")
    NEED = "need", _("Bedarf")
    GOAL = "goal", _("Ziel")
    MEASURE = "measure", _("Maßnahme")
    EFFECT = "effect", _("Wirkung")
