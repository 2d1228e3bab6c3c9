"""Kinds and states of bodies, roles of their seats, rules by legal basis."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    COUNCIL = "council", _("Präventionsrat")
    STEERING = "steering", _("Lenkungsgruppe")
    WORKING = "working", _("Arbeitsgruppe")
    PROJECT = "project", _("Projektgruppe")
    OFFICE = "office", _("Geschäftsstelle")
    CONFERENCE = "conference", _("Sicherheitskonferenz")
    STATE_GROUP = "state_group", _("Arbeitsgruppe des Landes")
    OTHER = "other", _("anderes Gremium")


class BodyState(models.TextChoices):
    PLANNED = "planned", _("geplant")
    ACTIVE = "active", _("aktiv")
    DORMANT = "dormant", _("ruhend")
    DISSOLVED = "dissolved", _("aufgelöst")


# A dissolved body can come back to life: the evaluation of 2018 counts such revivals.
BODY_STEPS: dict[BodyState, frozenset[BodyState]] = {
    BodyState.PLANNED: frozenset({BodyState.ACTIVE, BodyState.DISSOLVED}),
    BodyState.ACTIVE: frozenset({BodyState.DORMANT, BodyState.DISSOLVED}),
    BodyState.DORMANT: frozenset({BodyState.ACTIVE, BodyState.DISSOLVED}),
    BodyState.DISSOLVED: frozenset({BodyState.ACTIVE}),
}


class LegalBasis(models.TextChoices):
    ADVISORY_COMMITTEE = "advisory_committee", _("beratender Ausschuss (§ 43 SächsGemO)")
    ADVISORY_BOARD = "advisory_board", _("sonstiger Beirat (§ 47 SächsGemO)")
    AGREEMENT = "agreement", _("Gremium durch Vereinbarung")
    MAYOR_ORDER = "mayor_order", _("Gremium durch Anordnung der Bürgermeisterin oder des Bürgermeisters")  # fmt: skip


class QuorumKind(models.TextChoices):
    NONE = "none", _("keine Beschlussfähigkeit vorgeschrieben")
    HALF = "half", _("mindestens die Hälfte aller Stimmberechtigten")
    MORE_THAN_HALF = "more_than_half", _("mehr als die Hälfte aller Stimmberechtigten")
    FIXED = "fixed", _("feste Zahl")


class DecisionMode(models.TextChoices):
    """How the body decides: at once by majority, or by consensus and, failing that, by majority."""

    CONSENSUS = "consensus", _("Konsens, sonst Abstimmung")
    VOTE = "vote", _("Abstimmung")


class Majority(models.TextChoices):
    SIMPLE = "simple", _("Mehrheit der abgegebenen Stimmen")
    TWO_THIRDS = "two_thirds", _("zwei Drittel der Anwesenden")
    ABSOLUTE = "absolute", _("Mehrheit aller Stimmberechtigten")


class TieRule(models.TextChoices):
    REJECTED = "rejected", _("Bei Stimmengleichheit ist der Antrag abgelehnt")
    CHAIR = "chair", _("Bei Stimmengleichheit entscheidet der Vorsitz")


class Publicity(models.TextChoices):
    PUBLIC = "public", _("öffentlich")
    PARTLY = "partly", _("teilweise öffentlich")
    NON_PUBLIC = "non_public", _("nicht öffentlich")


class ChairMode(models.TextChoices):
    MAYOR = "mayor", _("Bürgermeisterin oder Bürgermeister von Amts wegen")
    CO_CHAIRS = "co_chairs", _("gemeinsamer Vorsitz")
    ELECTED = "elected", _("gewählt")


class MinutesApproval(models.TextChoices):
    NEXT_MEETING = "next_meeting", _("Genehmigung in der nächsten Sitzung")
    SILENCE = "silence", _("genehmigt, wenn niemand widerspricht")
    SIGNATURES = "signatures", _("Unterschriften auf Papier (§ 40 SächsGemO)")


class CircularRule(models.TextChoices):
    NONE = "none", _("nicht zulässig")
    NO_OBJECTION = "no_objection", _("zulässig, scheitert an einem Widerspruch")
    MAJORITY = "majority", _("zulässig, Mehrheit wie in der Sitzung")


class SeatRole(models.TextChoices):
    VOTING = "voting", _("stimmberechtigt")
    DEPUTY = "deputy", _("Stellvertretung")
    ADVISORY = "advisory", _("beratend")
    GUEST = "guest", _("Gast")
    MINUTE_TAKER = "minute_taker", _("Schriftführung")


class Confidentiality(models.TextChoices):
    """Who may read an agenda item, a paper, a file; see ``LEVELS`` for the order."""

    PUBLIC = "public", _("öffentlich")
    MEMBERS = "members", _("nur Mitglieder")
    CORE = "core", _("nur Kerngruppe")


LEVELS: tuple[Confidentiality, ...] = (
    Confidentiality.PUBLIC,
    Confidentiality.MEMBERS,
    Confidentiality.CORE,
)

# Each class counts for itself: no gap in a number tells of what somebody may not read.
SERIES_MARKS: dict[str, str] = {
    Confidentiality.PUBLIC: "Ö ",
    Confidentiality.MEMBERS: "",
    Confidentiality.CORE: "K ",
}


class LinkPurpose(models.TextChoices):
    """What a personal link is good for; each opens one page and nothing else."""

    MEETING_REPLY = "meeting_reply", _("Antwort auf eine Einladung")
    CIRCULAR_VOTE = "circular_vote", _("Stimme im Umlaufverfahren")
    MINUTES_REVIEW = "minutes_review", _("Durchsicht einer Niederschrift")
