"""States of a measure, roles of partners, kinds of cost and where the money comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeasureState(models.TextChoices):
    IDEA = "idea", _("Idee")
    CONCEPT = "concept", _("Konzept")
    DECIDED = "decided", _("beschlossen")
    RUNNING = "running", _("läuft")
    EVALUATED = "evaluated", _("bewertet")
    CONTINUED = "continued", _("fortgeführt")
    CLOSED = "closed", _("abgeschlossen")
    STOPPED = "stopped", _("beendet")


# What ended stays in the chain; a measure that goes on does so as a new one that follows it.
MEASURE_STEPS: dict[MeasureState, frozenset[MeasureState]] = {
    MeasureState.IDEA: frozenset(
        {MeasureState.CONCEPT, MeasureState.DECIDED, MeasureState.STOPPED}
    ),
    MeasureState.CONCEPT: frozenset(
        {MeasureState.IDEA, MeasureState.DECIDED, MeasureState.STOPPED}
    ),
    MeasureState.DECIDED: frozenset({MeasureState.RUNNING, MeasureState.STOPPED}),
    MeasureState.RUNNING: frozenset({MeasureState.EVALUATED, MeasureState.STOPPED}),
    MeasureState.EVALUATED: frozenset(
        {
            MeasureState.RUNNING,
            MeasureState.CONTINUED,
            MeasureState.CLOSED,
            MeasureState.STOPPED,
        }
    ),
    MeasureState.CONTINUED: frozenset(),
    MeasureState.CLOSED: frozenset(),
    MeasureState.STOPPED: frozenset(),
}
BEFORE_START = frozenset({MeasureState.IDEA, MeasureState.CONCEPT, MeasureState.DECIDED})
ENDED = frozenset({MeasureState.CONTINUED, MeasureState.CLOSED, MeasureState.STOPPED})
# From here on a change is a version with its reason.
ADOPTED = frozenset(set(MeasureState) - {MeasureState.IDEA, MeasureState.CONCEPT})


class MeasureOrigin(models.TextChoices):
    NEW = "new", _("neu")
    EXISTING = "existing", _("Bestand")


class ConceptForm(models.TextChoices):
    """How much must be thought through in writing, in proportion to money and risk."""

    SHORT = "short", _("Kurzform")
    LONG = "long", _("Langform")


class DecisionKind(models.TextChoices):
    COUNCIL = "council", _("Beschluss eines Gremiums")
    ADMINISTRATION = "administration", _("Entscheidung der Verwaltung")


class PartRole(models.TextChoices):
    LEADS = "leads", _("führt")
    RUNS = "runs", _("betreibt")
    ADVISES = "advises", _("berät")
    SUPPORTS = "supports", _("unterstützt")
    FUNDS = "funds", _("fördert")


class CostKind(models.TextChoices):
    STAFF = "staff", _("Personal")
    MATERIAL = "material", _("Sachkosten")
    FEES = "fees", _("Honorare")
    PUBLIC_RELATIONS = "public_relations", _("Öffentlichkeitsarbeit")
    EVALUATION = "evaluation", _("Bewertung")
    OTHER = "other", _("Sonstiges")


class MoneySource(models.TextChoices):
    OWN = "own", _("eigene Mittel")
    GRANT = "grant", _("Förderung")
    DONATION = "donation", _("Spende")
    PARTNER = "partner", _("Beitrag eines Partners")


class CitationKind(models.TextChoices):
    STANDARD = "standard", _("Standard")
    STATE_CONCEPT = "state_concept", _("landesweites Konzept")
    STRATEGY = "strategy", _("Strategie")
    STUDY = "study", _("Studie")


class Stage(models.TextChoices):
    """Gates on the way of a measure where apps above may still want something."""

    START = "start", _("Beginn")
    END = "end", _("Abschluss")
