"""How resolutions come about, what becomes of them, and the states of tasks."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResolutionKind(models.TextChoices):
    DECISION = "decision", _("Beschluss")
    ELECTION = "election", _("Wahl")
    RECOMMENDATION = "recommendation", _("Empfehlung")


class Outcome(models.TextChoices):
    ADOPTED = "adopted", _("angenommen")
    REJECTED = "rejected", _("abgelehnt")


class VoteMode(models.TextChoices):
    CONSENSUS = "consensus", _("im Konsens")
    COUNTS = "counts", _("offen, nach Zahlen")
    PER_PERSON = "per_person", _("namentlich")
    SECRET = "secret", _("geheim, nach Zahlen")
    CIRCULAR = "circular", _("im Umlauf")


class Implementation(models.TextChoices):
    OPEN = "open", _("offen")
    RUNNING = "running", _("in Umsetzung")
    DONE = "done", _("umgesetzt")
    DROPPED = "dropped", _("nicht weiter verfolgt")
    NOT_NEEDED = "not_needed", _("nichts umzusetzen")


class CircularState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    RUNNING = "running", _("läuft")
    ADOPTED = "adopted", _("angenommen")
    REJECTED = "rejected", _("abgelehnt")
    OBJECTED = "objected", _("an einem Widerspruch gescheitert")
    NO_QUORUM = "no_quorum", _("zu wenige Antworten")
    CANCELLED = "cancelled", _("abgebrochen")


class CircularAnswer(models.TextChoices):
    YES = "yes", _("Ja")
    NO = "no", _("Nein")
    ABSTAIN = "abstain", _("Enthaltung")
    OBJECTION = "objection", _("Widerspruch gegen das Umlaufverfahren")


class TaskState(models.TextChoices):
    OPEN = "open", _("offen")
    DONE = "done", _("erledigt")
    DROPPED = "dropped", _("entfallen")


@dataclass(frozen=True)
class Counts:
    """How many were for, against, and neither."""

    yes: int
    no: int
    abstain: int = 0
